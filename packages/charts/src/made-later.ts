import type { Scene } from './scene.js';

/** What of a scene nobody sees at first. */
type Later = Pick<Scene, 'table' | 'counted'>;

/** Returns *scene* with its table and how it is counted, each made once, when it is first wanted. Changes *scene*. */
export function madeLater<S extends object>(scene: S, make: { readonly [Part in keyof Later]: () => Later[Part] }): S & Later {
  for (const [name, part] of Object.entries(make)) {
    let made: unknown;
    Object.defineProperty(scene, name, { enumerable: true, get: () => (made ??= part()) });
  }
  return scene as S & Later;
}
