import type { PeriodTable } from '../calendar/period-table.js';
import type { CellIndex } from '../kernels/cell-index.js';
import { sumAt } from '../kernels/compensated-sums.js';
import { type KeyIndex, NO_KEY } from '../kernels/key-index.js';
import type { RowCounts, Summary } from '../metric.js';
import { type Row, tableOf } from '../table.js';
import { dateLabel } from './date-label.js';
import { EXCLUDED, type SatisfactionState } from './satisfaction-state.js';
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

/** A state with what its codes are called. */
export interface SatisfactionCounts {
  readonly state: SatisfactionState;
  readonly scale: ScoreScale;
  readonly labels: readonly CellLabel[];
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
export function satisfactionSummary({ state, scale, labels, rows, zone }: SatisfactionCounts): Summary {
  const levels = scale.max - scale.min + 1;
  const width = levels + EXCLUDED.length;
  const order = labels.map((_, cell) => cell).sort((a, b) => compareLabels(labels[a], labels[b]));
  const answers: Row[] = [];
  const excluded: Row[] = [];
  for (const cell of order) {
    const { period = null, segment = null } = labels[cell] ?? {};
    for (let place = 0; place < levels; place++) {
      const n = state.counts[cell * width + place]!;
      if (n === 0) continue;
      const slot = cell * levels + place;
      answers.push({
        period, segment, score: scale.min + place, n,
        weight: state.weights === null ? null : sumAt(state.weights, slot),
        weight_squared: state.squares === null ? null : sumAt(state.squares, slot),
      });
    }
    excluded.push({ period, segment, ...Object.fromEntries(EXCLUDED.map((reason, r) => [reason, state.counts[cell * width + levels + r]!])) });
  }
  return {
    tables: {
      satisfaction: tableOf({ period: 'date', segment: 'utf8', score: 'int32', n: 'int32', weight: 'float64', weight_squared: 'float64' }, answers),
      excluded: tableOf({ period: 'date', segment: 'utf8', ...Object.fromEntries(EXCLUDED.map((reason) => [reason, 'int32' as const])) }, excluded),
      window: tableOf({ start: 'date', end: 'date', time_zone: 'utf8' }, [{ start: dateLabel(state.first, zone), end: dateLabel(state.last, zone), time_zone: zone }]),
    },
    rows,
  };
}

/** Orders cells by period, then by segment in code units, the missing segment last. */
function compareLabels(a: CellLabel | undefined, b: CellLabel | undefined): number {
  const [first, second] = [a?.period ?? '', b?.period ?? ''];
  return first < second ? -1 : first > second ? 1 : compareSegments(a?.segment ?? '', b?.segment ?? '');
}
