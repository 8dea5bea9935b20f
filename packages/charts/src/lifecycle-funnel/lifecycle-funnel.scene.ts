import type { Result } from '@clientele/metrics';
import type { SceneSize, Words } from '../scene.js';
import { durationsScene } from './durations.scene.js';
import { phasesScene } from './phases.scene.js';
import type { PlotScene } from './plot-scene.js';
import { segmentsScene } from './segments.scene.js';
import { statesScene, type StatesScene } from './states.scene.js';
import { stepsScene, type StepsScene } from './steps.scene.js';
import { trendScene } from './trend.scene.js';

/** The ways in which customers' lives with a company can be looked at. */
export type LifecycleFunnelView = 'steps' | 'segments' | 'durations' | 'trend' | 'states' | 'phases';

/** Every view, in the order of the switch. */
export const LIFECYCLE_FUNNEL_VIEWS: readonly LifecycleFunnelView[] = ['steps', 'segments', 'durations', 'trend', 'states', 'phases'];

/** What a lifecycle funnel draws. */
export type LifecycleFunnelScene = StepsScene | StatesScene | PlotScene;

/** Returns the scene of *result*: states of the metric `lifecycle`, phases of `phases`, and of `funnel` the view asked for. */
export function lifecycleFunnelScene(result: Result, size: SceneSize, words: Words, view: LifecycleFunnelView = 'steps'): LifecycleFunnelScene {
  if (result.metric === 'lifecycle') return statesScene(result, size, words);
  if (result.metric === 'phases') return phasesScene(result, size, words);
  if (view === 'segments' && result.tables['segments'] !== undefined) return segmentsScene(result, size, words);
  if (view === 'durations' && result.tables['durations'] !== undefined) return durationsScene(result, size, words);
  if (view === 'trend' && result.tables['trend'] !== undefined) return trendScene(result, size, words);
  return stepsScene(result, size, words);
}
