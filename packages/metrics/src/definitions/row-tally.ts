import { StateError } from '../errors.js';
import { addFrame, createFrameSet, type FrameSet, joinFrames } from '../kernels/frame-set.js';
import type { RowCounts } from '../metric.js';

/** Which frames a state has seen, and what became of their rows. Structured-cloneable. */
export interface RowTally {
  readonly frames: FrameSet;
  rowsIn: number;
  rowsUsed: number;
  readonly dropped: Record<string, number>;
}

/** Returns a tally of no rows. */
export function createTally(): RowTally {
  return { frames: createFrameSet(), rowsIn: 0, rowsUsed: 0, dropped: {} };
}

/** Notes the frame with *ordinal* and returns true, or false where it was counted before. */
export function beginFrame(tally: RowTally, ordinal: number): boolean {
  return addFrame(tally.frames, ordinal);
}

/** Adds what became of some rows; a reason with no rows is not noted. */
export function countRows(tally: RowTally, used: number, dropped: Readonly<Record<string, number>>): void {
  tally.rowsIn += used;
  tally.rowsUsed += used;
  for (const [reason, count] of Object.entries(dropped)) {
    if (count === 0) continue;
    tally.rowsIn += count;
    tally.dropped[reason] = (tally.dropped[reason] ?? 0) + count;
  }
}

/** Adds the rows of *from* to *into*. Throws StateError, with nothing changed, where both saw the same frame. */
export function mergeTallies(metric: string, into: RowTally, from: RowTally): void {
  if (!joinFrames(into.frames, from.frames)) {
    throw new StateError(`${metric}: both states saw the same batch; expected states of different batches`, { reason: 'batch-twice' });
  }
  countRows(into, from.rowsUsed, from.dropped);
}

/** Returns the counts, apart from the state. */
export function rowCounts(tally: RowTally): RowCounts {
  return { rowsIn: tally.rowsIn, rowsUsed: tally.rowsUsed, dropped: { ...tally.dropped } };
}
