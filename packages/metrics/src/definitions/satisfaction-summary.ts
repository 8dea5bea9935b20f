import type { PeriodTable } from '../calendar/period-table.js';
import type { CellIndex } from '../kernels/cell-index.js';
import { type KeyIndex, NO_KEY } from '../kernels/key-index.js';
import type { RowCounts, Summary } from '../metric.js';
import { type Row, tableOf } from '../table.js';
import { dateLabel } from './date-label.js';
import { EXCLUDED } from './satisfaction-state.js';
import { compareSegments, segmentLabel } from './segment-label.js';
import type { ScoreScale } from './satisfaction-scale.js';

/** What a cell is called: the period's first date and the segment, null where there is no such column. */
export interface CellLabel {
  readonly period: string | null;
  readonly segment: string | null;
}

/** Returns the labels of all cells, by cell number. */
export function cellLabels(cells: CellIndex, periods: PeriodTable | null, segments: KeyIndex | null): CellLabel[] {
  return Array.from({ length: cells.size }, (_, cell) => {
    const code = cells.seconds[cell] ?? NO_KEY;
    return {
      period: periods === null ? null : periods.dateOf(cells.firsts[cell] ?? 0),
      segment: segments === null ? null : segmentLabel(segments, code),
    };
  });
}

/** Rows of one period and segment. */
export interface CountedCell extends CellLabel {
  /** Answers by score, from the scale's lowest. */
  readonly counts: ArrayLike<number>;
  /** Rows that are no answer, in the order of `EXCLUDED`. */
  readonly excluded: ArrayLike<number>;
  /** The weights of a score's answers and their squares, added up; null without weights. */
  readonly weightAt: ((level: number) => { readonly weight: number; readonly square: number }) | null;
}

/** What rows came to. */
export interface SatisfactionCounts {
  readonly cells: readonly CountedCell[];
  readonly scale: ScoreScale;
  /** First and last instant of the rows in time. */
  readonly first: number;
  readonly last: number;
  readonly rows: RowCounts;
  readonly zone: string;
}

/**
 * Returns a summary:
 * `satisfaction` (period, segment, score, n, weight, weight_squared: one row for each score that occurs in a cell, by
 * period, segment, score; weights null where there is no weight column),
 * `excluded` (period, segment, score_missing, score_out_of_scale, weight_missing: one row a cell),
 * `window` (one row: start, end, time_zone).
 */
export function satisfactionSummary({ cells, scale, first, last, rows, zone }: SatisfactionCounts): Summary {
  const answers: Row[] = [];
  const excluded: Row[] = [];
  for (const { period, segment, counts, excluded: left, weightAt } of [...cells].sort(compareLabels)) {
    for (let level = 0; level < counts.length; level++) {
      const n = counts[level]!;
      if (n === 0) continue;
      const sums = weightAt === null ? null : weightAt(level);
      answers.push({ period, segment, score: scale.min + level, n, weight: sums?.weight ?? null, weight_squared: sums?.square ?? null });
    }
    excluded.push({ period, segment, ...Object.fromEntries(EXCLUDED.map((reason, r) => [reason, left[r]!])) });
  }
  return {
    tables: {
      satisfaction: tableOf({ period: 'date', segment: 'utf8', score: 'int32', n: 'int32', weight: 'float64', weight_squared: 'float64' }, answers),
      excluded: tableOf({ period: 'date', segment: 'utf8', ...Object.fromEntries(EXCLUDED.map((reason) => [reason, 'int32' as const])) }, excluded),
      window: tableOf({ start: 'date', end: 'date', time_zone: 'utf8' }, [{ start: dateLabel(first, zone), end: dateLabel(last, zone), time_zone: zone }]),
    },
    rows,
  };
}

/** Orders cells by period, then by segment in code units, the missing segment last. */
function compareLabels(a: CellLabel, b: CellLabel): number {
  const [first, second] = [a.period ?? '', b.period ?? ''];
  return first < second ? -1 : first > second ? 1 : compareSegments(a.segment ?? '', b.segment ?? '');
}
