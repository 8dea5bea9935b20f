import type { EventJournal } from '../kernels/event-journal.js';
import type { RowCounts, Summary } from '../metric.js';
import { type CellType, type Row, tableOf } from '../table.js';
import { dateLabel } from './date-label.js';
import type { ChosenSteps } from './funnel-steps.js';
import { delayRows, type FunnelTally, tallyRows } from './funnel-tally.js';
import { compareSegments } from './segment-label.js';

/** Everything that a funnel's state says, counted. */
export interface FunnelCounts {
  readonly steps: ChosenSteps;
  readonly stepOf: Int32Array | null;
  readonly total: FunnelTally;
  readonly segments: ReadonlyMap<string, FunnelTally> | null;
  readonly journal: EventJournal;
  readonly rows: RowCounts;
  readonly first: number;
  readonly last: number;
  readonly zone: string;
  readonly asOf: string | null;
}

const COUNTS: Readonly<Record<string, CellType>> = {
  stage: 'utf8', order: 'int32', open_count: 'int32', ordered_count: 'int32', converted: 'int32', lost: 'int32',
  still_open: 'int32', skipped: 'int32', value: 'float64',
};

/**
 * Returns a funnel's summary:
 * `funnel` (stage, order, open_count, ordered_count, converted, lost, still_open, skipped, value),
 * `segments` (the same by segment, ascending; only with a segment column),
 * `times` (segment, null for everybody; order; rank; micros: the order statistics around the reported quantiles),
 * `window` (one row: start, end, as_of, time_zone, steps, left_out, value_missing).
 */
export function funnelSummary(counts: FunnelCounts): Summary {
  const { steps, total, segments, journal, stepOf, zone } = counts;
  const texts = [...(segments?.keys() ?? [])].sort(compareSegments);
  const bySegment = texts.map((text) => ({ text, tally: segments?.get(text) ?? total }));
  const unused = stepOf === null ? 0 : rowsOfNoStep(journal, stepOf);
  const hasRows = counts.first <= counts.last;
  return {
    tables: {
      funnel: tableOf(COUNTS, tallyRows(total, steps.names, null)),
      ...(segments === null ? {} : {
        segments: tableOf({ segment: 'utf8', ...COUNTS }, bySegment.flatMap(({ text, tally }) => tallyRows(tally, steps.names, text))),
      }),
      times: tableOf({ segment: 'utf8', order: 'int32', rank: 'int32', micros: 'float64' }, [
        ...delayRows(total, null),
        ...bySegment.flatMap(({ text, tally }) => delayRows(tally, text)),
      ]),
      window: tableOf({ start: 'date', end: 'date', as_of: 'utf8', time_zone: 'utf8', steps: 'utf8', left_out: 'int32', value_missing: 'int32' }, [{
        start: dateLabel(counts.first, zone),
        end: dateLabel(counts.last, zone),
        as_of: counts.asOf ?? (hasRows ? instantText(counts.last) : null),
        time_zone: zone,
        steps: steps.origin,
        left_out: steps.leftOut,
        value_missing: valuesMissing(journal, stepOf),
      } satisfies Row]),
    },
    rows: unused === 0 ? counts.rows : {
      rowsIn: counts.rows.rowsIn,
      rowsUsed: counts.rows.rowsUsed - unused,
      dropped: { ...counts.rows.dropped, stage_not_a_step: (counts.rows.dropped.stage_not_a_step ?? 0) + unused },
    },
  };
}

function rowsOfNoStep(journal: EventJournal, stepOf: Int32Array): number {
  let count = 0;
  for (let i = 0; i < journal.length; i++) if (stepOf[journal.codes[i]!] === -1) count++;
  return count;
}

function valuesMissing(journal: EventJournal, stepOf: Int32Array | null): number | null {
  if (journal.values === null) return null;
  let count = 0;
  for (let i = 0; i < journal.length; i++) {
    if (!Number.isFinite(journal.values[i]) && (stepOf === null || stepOf[journal.codes[i]!] !== -1)) count++;
  }
  return count;
}

/** An instant as ISO 8601 in UTC without empty fractions, or null outside the years that a date object knows. */
function instantText(micros: number): string | null {
  const date = new Date(micros / 1000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString().replace(/\.000Z$/, 'Z');
}
