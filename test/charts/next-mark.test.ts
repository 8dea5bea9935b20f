import { describe, expect, it } from 'vitest';
import { nextMark } from '../../packages/charts/src/interactors/next-mark.js';
import type { SceneMark } from '../../packages/charts/src/scene.js';

const keys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown'] as const;

/** A triangle of cohorts below a pooled row, each row with its name. */
function triangle(size: number): SceneMark[] {
  const rows = Array.from({ length: size + 1 }, (_, row) => Array.from({ length: row === 0 ? size + 1 : size + 2 - row }, (__, column) => [row, column] as const));
  return rows.flat().map(([row, column]) => ({ id: `${row}/${column}`, row, column, x: column, y: row, width: 1, height: 1, label: '', title: '', lines: [], mark: null }));
}

/** How many keys lead from the first mark to each, at the least. */
function distances(marks: readonly SceneMark[]): Map<string, number> {
  const found = new Map([[marks[0]!.id, 0]]);
  const waiting = [marks[0]!];
  for (const from of waiting) {
    for (const key of keys) {
      for (const ctrl of [false, true]) {
        const to = nextMark(marks, from, key, ctrl);
        if (to === null || found.has(to.id)) continue;
        found.set(to.id, found.get(from.id)! + 1);
        waiting.push(to);
      }
    }
  }
  return found;
}

describe('the keyboard', () => {
  it('reaches any cell of 12 x 12 within 20 keys, without jumping by others than arrows, Home, End and Page keys', () => {
    const marks = triangle(12);
    const found = distances(marks);
    expect(found.size).toBe(marks.length);
    expect(Math.max(...found.values())).toBeLessThanOrEqual(20);
  });

  it('has no meaning for other keys', () => {
    const marks = triangle(3);
    for (const key of ['a', 'Tab', 'F5', ' ']) expect(nextMark(marks, marks[0]!, key, false)).toBeNull();
  });
});
