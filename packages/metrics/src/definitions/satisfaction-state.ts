import { type CellIndex, createCellIndex } from '../kernels/cell-index.js';
import { type CompensatedSums, createSums } from '../kernels/compensated-sums.js';
import { createResponses, type ResponseLog } from '../kernels/response-log.js';
import { createTally, type RowTally } from './row-tally.js';

/** Why a row of a cell is no answer, in the order of a cell's last counts. */
export const EXCLUDED: readonly string[] = ['score_missing', 'score_out_of_scale', 'weight_missing'];

/** Answers counted by period, segment and score. Structured-cloneable. */
export interface SatisfactionState {
  readonly rows: RowTally;
  /** Pairs of period ordinal and segment code; 0 where there is no period or no segment column. */
  readonly cells: CellIndex;
  /** By cell: rows by score from the scale's lowest, then the rows that are no answer, in the order of `EXCLUDED`. */
  counts: Uint32Array;
  /** By cell and score: sums of weights and of their squares. Null without weights. */
  readonly weights: CompensatedSums | null;
  readonly squares: CompensatedSums | null;
  /** Who answered what. Null without a customer column. */
  readonly responses: ResponseLog | null;
  /** First and last instant of the rows in time; Infinity and -Infinity where there are none. */
  first: number;
  last: number;
}

/** Returns a state of no rows. */
export function createSatisfactionState(keep: { readonly weights: boolean; readonly responses: boolean }): SatisfactionState {
  return {
    rows: createTally(),
    cells: createCellIndex(),
    counts: new Uint32Array(0),
    weights: keep.weights ? createSums() : null,
    squares: keep.weights ? createSums() : null,
    responses: keep.responses ? createResponses() : null,
    first: Infinity,
    last: -Infinity,
  };
}
