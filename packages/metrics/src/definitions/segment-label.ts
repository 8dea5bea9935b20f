import { type KeyIndex, NO_KEY } from '../kernels/key-index.js';

/** What stands for a missing segment. */
export const MISSING_SEGMENT = '(missing)';

/** Returns the segment with *code* as results name it: its text, or `(missing)`. */
export function segmentLabel(segments: KeyIndex, code: number): string {
  return code === NO_KEY ? MISSING_SEGMENT : segments.text(code);
}

/** Orders segments by code units, the missing one last. */
export function compareSegments(a: string, b: string): number {
  return Number(a === MISSING_SEGMENT) - Number(b === MISSING_SEGMENT) || (a < b ? -1 : a > b ? 1 : 0);
}
