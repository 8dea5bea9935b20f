import type { RowCounts, Summary } from '../metric.js';
import { type CellType, type Row, type Table, tableOf } from '../table.js';
import { dateLabel } from './date-label.js';
import type { ChosenSteps } from './funnel-steps.js';
import { type FunnelTally, tallyRows, timeRows } from './funnel-tally.js';
import { binRows, binWidth } from './time-bins.js';

/** Tallies by the names of parts, in the order in which they are told. */
export type TallyParts = readonly (readonly [part: string, tally: FunnelTally])[];

/** Everything that a funnel's state says, counted. */
export interface FunnelCounts {
  readonly steps: ChosenSteps;
  readonly total: FunnelTally;
  readonly segments: TallyParts | null;
  readonly periods: TallyParts | null;
  /** How many customers went from one stage to another; null where stages are no places. */
  readonly moves: readonly Row[] | null;
  readonly excluded: number;
  /** Earlier entries to compare with; null where there are none. */
  readonly earlier: FunnelTally | null;
  /** How many of the rows used are of no step after all. */
  readonly unused: number;
  /** How many events of steps have no value; null without a value column. */
  readonly valuesMissing: number | null;
  readonly rows: RowCounts;
  readonly first: number;
  readonly last: number;
  readonly zone: string;
  readonly asOf: string | null;
  /** The first instant that is not in the data, microseconds. */
  readonly end: number;
}

/** The columns of counts by step. */
export const COUNTS: Readonly<Record<string, CellType>> = {
  stage: 'utf8', order: 'int32', open_count: 'int32', ordered_count: 'int32', converted: 'int32', lost: 'int32',
  still_open: 'int32', moved_back: 'int32', skipped: 'int32', value: 'float64',
};
/** The column of values to the last digit, where they are decimals. */
export const EXACT: Readonly<Record<string, CellType>> = { value_exact: 'utf8' };
/** The columns of order statistics. */
export const TIMES: Readonly<Record<string, CellType>> = { part: 'utf8', since: 'utf8', order: 'int32', n: 'int32', rank: 'int32', micros: 'float64' };

/**
 * Returns a funnel's summary:
 * `funnel` (stage, order, open_count, ordered_count, converted, lost, still_open, moved_back, skipped, value, and value_exact of decimals),
 * `segments` (the same by segment, ascending; only with a segment column),
 * `trend` (the same by the period in which attempts began; only where asked for),
 * `times` (since: `previous` or `entry`; order; n; rank; micros: the order statistics around the reported quantiles),
 * `segment_times` and `trend_times` (the same with part, the segment or period),
 * `durations` (order, from_micros, to_micros, count: times from the entry to each step by bins of one width),
 * `moves` (source, target, customers; only with a mode),
 * `earlier` and `earlier_times` (as `funnel` and `times`, of the entries to compare with; only where asked for),
 * `window` (one row: start, end, as_of, end_micros, time_zone, steps, left_out, value_missing, excluded).
 */
export function funnelSummary(counts: FunnelCounts): Summary {
  const { steps, total, segments, periods, moves, earlier, unused, zone } = counts;
  const hasRows = counts.first <= counts.last;
  return {
    tables: {
      funnel: tableOf(total.values?.exact && counts.rows.rowsUsed > 0 ? { ...COUNTS, ...EXACT } : COUNTS, tallyRows(total, steps.names)),
      ...(segments === null ? {} : { segments: partTable('segment', 'utf8', segments, steps), segment_times: partTimes(segments) }),
      ...(periods === null ? {} : { trend: partTable('period', 'date', periods, steps), trend_times: partTimes(periods) }),
      times: tableOf(TIMES, timeRows(total).map((row) => ({ part: null, ...row }))),
      durations: tableOf({ order: 'int32', from_micros: 'float64', to_micros: 'float64', count: 'int32' }, durationRows(total)),
      ...(moves === null ? {} : { moves: tableOf({ source: 'utf8', target: 'utf8', customers: 'int32' }, moves) }),
      ...(earlier === null ? {} : { earlier: tableOf(COUNTS, tallyRows(earlier, steps.names)), earlier_times: partTimes([['earlier', earlier]]) }),
      window: tableOf({
        start: 'date', end: 'date', as_of: 'utf8', end_micros: 'float64', time_zone: 'utf8', steps: 'utf8', left_out: 'int32', value_missing: 'int32', excluded: 'int32',
      }, [{
        start: hasRows ? dateLabel(counts.first, zone) : null,
        end: hasRows ? dateLabel(counts.last, zone) : null,
        as_of: counts.asOf ?? (hasRows ? instantText(counts.last) : null),
        end_micros: Number.isFinite(counts.end) ? counts.end : null,
        time_zone: zone,
        steps: steps.origin,
        left_out: steps.leftOut,
        value_missing: counts.valuesMissing,
        excluded: counts.excluded,
      } satisfies Row]),
    },
    rows: unused === 0 ? counts.rows : {
      rowsIn: counts.rows.rowsIn,
      rowsUsed: counts.rows.rowsUsed - unused,
      dropped: { ...counts.rows.dropped, stage_not_a_step: (counts.rows.dropped.stage_not_a_step ?? 0) + unused },
    },
  };
}

function partTable(name: string, type: CellType, parts: TallyParts, steps: ChosenSteps): Table {
  return tableOf({ [name]: type, ...COUNTS }, parts.flatMap(([part, tally]) => tallyRows(tally, steps.names).map((row) => ({ [name]: part, ...row }))));
}

function partTimes(parts: TallyParts): Table {
  return tableOf(TIMES, parts.flatMap(([part, tally]) => timeRows(tally).map((row) => ({ part, ...row }))));
}

/** Times from the entry, in bins of one width for all steps, so that steps can be compared. */
function durationRows(total: FunnelTally): Row[] {
  let longest = 0;
  for (const times of total.elapsed) for (let i = 0; i < times.length; i++) longest = Math.max(longest, times[i]!);
  const width = binWidth(longest);
  return total.elapsed.flatMap((times, k) => binRows(times, width).map((row) => ({ order: k + 1, ...row })));
}

/** Returns an instant as ISO 8601 in UTC without empty fractions, or null outside the years that a date object knows. */
export function instantText(micros: number): string | null {
  const date = new Date(micros / 1000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString().replace(/\.000Z$/, 'Z');
}
