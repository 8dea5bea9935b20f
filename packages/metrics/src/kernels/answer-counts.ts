import type { Bitmap } from './bitmap.js';
import type { TickColumn } from './row-ordinals.js';
import type { ByteColumn, PositionColumn } from './stored-columns.js';

/** The rows of a batch. */
export interface AnswerRows {
  readonly count: number;
  /** Null where rows have no time: all are of period 0 then. */
  readonly times: {
    /** As they lie in memory, where they can be read there. */
    readonly ticks: TickColumn | null;
    /** The same as microseconds, NaN where one is missing. */
    readonly instants: () => Float64Array;
  } | null;
  /** Scores as they are stored, or as numbers, NaN where one is missing. */
  readonly scores: ByteColumn | Float64Array;
  /** Null where rows are not grouped. */
  readonly groups: PositionColumn | null;
  /** Which rows count; null for all. */
  readonly mask: Bitmap | null;
}

/** The scores that are counted: *levels* whole numbers from *lowest* on, at most 254. */
export interface ScoreLevels {
  readonly lowest: number;
  readonly levels: number;
}

/** Rows of one period and group. */
export interface AnswerCell {
  readonly period: number;
  /** Null for rows without a group. */
  readonly group: string | null;
  /** By score from the lowest; then rows without a score, then those with another number. */
  readonly counts: Float64Array;
}

/** What rows came to. */
export interface AnswerTotals {
  /** Every cell that has rows, in order of period, then of the group's first row. */
  readonly cells: readonly AnswerCell[];
  readonly withoutTime: number;
  readonly afterCutOff: number;
  /** First and last instant (microseconds) of the rows in cells; Infinity and -Infinity where there is none. */
  readonly first: number;
  readonly last: number;
}

/**
 * Counts answers by period, group and score in a table of all of them that stays in the nearer caches: 4 bytes a score, at most a
 * megabyte. Rows may come in any order.
 */
export interface AnswerCounts {
  /** Adds rows. Returns false where they don't suit it: a time in no period, a group outside of its list, too many of either. What was counted is worth nothing then. */
  add(rows: AnswerRows): boolean;
  totals(): AnswerTotals;
}

/** The most words of a table. */
export const MOST_WORDS = 262_144;
