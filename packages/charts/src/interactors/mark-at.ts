import type { SceneMark } from '../scene.js';

/**
 * Returns the mark at a point: of those whose box holds it the smallest, else the nearest within *slack* pixels (a finger is
 * wider than a thin bar), else null.
 */
export function markAt(marks: readonly SceneMark[], x: number, y: number, slack = 0): SceneMark | null {
  let best: SceneMark | null = null;
  let bestArea = Infinity;
  let bestDistance = slack;
  for (const mark of marks) {
    const dx = Math.max(mark.x - x, 0, x - (mark.x + mark.width));
    const dy = Math.max(mark.y - y, 0, y - (mark.y + mark.height));
    const distance = Math.hypot(dx, dy);
    const area = mark.width * mark.height;
    if (distance < bestDistance || (distance === bestDistance && distance <= slack && (distance > 0 ? best === null : area < bestArea))) {
      best = mark;
      bestArea = area;
      bestDistance = distance;
    }
  }
  return best;
}
