import type { Result } from '@clientele/metrics';
import type { SceneSize, Words } from '../scene.js';
import { statesScene, type StatesScene } from './states.scene.js';
import { stepsScene, type StepsScene } from './steps.scene.js';

/** What a lifecycle funnel draws: steps, or states by period. */
export type LifecycleFunnelScene = StepsScene | StatesScene;

/** Returns the scene of *result*: states of the metric `lifecycle`, steps of `funnel`. */
export function lifecycleFunnelScene(result: Result, size: SceneSize, words: Words): LifecycleFunnelScene {
  return result.metric === 'lifecycle' ? statesScene(result, size, words) : stepsScene(result, size, words);
}
