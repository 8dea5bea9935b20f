import type { SceneMark } from '../scene.js';

/**
 * Returns the mark to which *key* leads from *current*, or null where the key means nothing here. Arrows move by row and
 * column over holes, Home and End to the ends of the row, with Ctrl to the first and last mark of all, PageUp and PageDown
 * to the ends of the column. Where the row ends, the arrow stays.
 */
export function nextMark(marks: readonly SceneMark[], current: SceneMark, key: string, ctrl: boolean): SceneMark | null {
  const row = marks.filter((mark) => mark.row === current.row);
  const before = row.filter((mark) => mark.column < current.column);
  const after = row.filter((mark) => mark.column > current.column);
  switch (key) {
    case 'ArrowLeft':
      return greatest(before, (mark) => mark.column) ?? current;
    case 'ArrowRight':
      return greatest(after, (mark) => -mark.column) ?? current;
    case 'ArrowUp':
      return inRow(marks, current, greatest(marks.filter((mark) => mark.row < current.row), (mark) => mark.row)) ?? current;
    case 'ArrowDown':
      return inRow(marks, current, greatest(marks.filter((mark) => mark.row > current.row), (mark) => -mark.row)) ?? current;
    case 'Home':
      return (ctrl ? marks[0] : greatest(row, (mark) => -mark.column)) ?? current;
    case 'End':
      return (ctrl ? marks.at(-1) : greatest(row, (mark) => mark.column)) ?? current;
    case 'PageUp':
      return inRow(marks, current, greatest(marks, (mark) => -mark.row)) ?? current;
    case 'PageDown':
      return inRow(marks, current, greatest(marks, (mark) => mark.row)) ?? current;
    default:
      return null;
  }
}

/** Returns, of the row that *sample* is in, the mark nearest in column to *current*. */
function inRow(marks: readonly SceneMark[], current: SceneMark, sample: SceneMark | null): SceneMark | null {
  if (sample === null) return null;
  return greatest(marks.filter((mark) => mark.row === sample.row), (mark) => -Math.abs(mark.column - current.column));
}

function greatest(marks: readonly SceneMark[], by: (mark: SceneMark) => number): SceneMark | null {
  let best: SceneMark | null = null;
  for (const mark of marks) if (best === null || by(mark) > by(best)) best = mark;
  return best;
}
