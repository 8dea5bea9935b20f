import type { Scene, SceneMark, ScenePane } from '../scene.js';

/** Returns the pane of *scene* that *mark* is in, null where it stands still. */
export function paneOf({ pane }: Scene, { row }: SceneMark): ScenePane | null {
  return pane !== undefined && pane !== null && row >= pane.fromRow ? pane : null;
}

/** Returns what stands in the scene at *y* of the plot while *pane* is scrolled by *scrolled* pixels. */
export function unscrolled(y: number, pane: ScenePane | null, scrolled: number): number {
  if (pane === null || y < pane.y) return y;
  return y < pane.y + pane.height ? y + scrolled : y + pane.contentHeight - pane.height;
}

/** Returns by how much *mark* stands higher in the plot than in *scene*; null where it is scrolled out of sight. */
export function scrolledBy(scene: Scene, mark: SceneMark, scrolled: number): number | null {
  const pane = paneOf(scene, mark);
  if (pane === null) return 0;
  const y = mark.y - scrolled;
  return y + mark.height > pane.y && y < pane.y + pane.height ? scrolled : null;
}
