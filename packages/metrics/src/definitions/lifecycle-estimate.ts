import type { Estimate, Note, Summary } from '../metric.js';
import { wilson } from '../statistics/wilson.js';
import { type Row, tableOf } from '../table.js';
import type { LifecycleOptions } from './lifecycle-options.js';
import { COUNTED_STATES, type CountedState, WithheldStates } from './lifecycle-disclosure.js';
import { LOW_N } from './low-n.js';
import { periodSpan } from './period-span.js';
import { numberIn, summaryRows, textIn } from './summary-cells.js';

/** A stray date far from the rest must not make more rows than anyone can look at: the latest periods are kept. */
const MAX_PERIODS = 100_000;

/** Dormant customers, rates with intervals, and the silent periods in between. See `lifecycle` for what they mean. */
export function estimateLifecycle(summary: Summary, options: LifecycleOptions): Estimate {
  const window = summaryRows('lifecycle', summary, 'window')[0] ?? {};
  const totals = summaryRows('lifecycle', summary, 'totals')[0] ?? {};
  const span = periodSpan('lifecycle', window, options);
  const { periods, last } = span;
  const counts = new Map(summaryRows('lifecycle', summary, 'lifecycle').map((row) => [periods.ordinalOfDate(textIn(row, 'period') ?? ''), row]));
  // Rows come by period.
  const earliest = counts.keys().next().value ?? Infinity;
  const first = last === null ? earliest : Math.max(earliest, last - MAX_PERIODS + 1);
  const hasValue = totals['has_value'] === true;

  // Whoever is new by the first activity is new once; others may have come to be before they did anything.
  const customers = typeof totals['customers'] === 'number' ? totals['customers'] : [...counts.values()].reduce((sum, row) => sum + numberIn(row, 'new'), 0);
  const rows: Row[] = [];
  const withheld = new WithheldStates(counts, first, last, customers, options.minCell ?? 0);
  let before = numberIn(counts.get(first - 1) ?? {}, 'active');
  for (let period = first; last !== null && period <= last; period++) {
    const row = counts.get(period) ?? {};
    const active = numberIn(row, 'active');
    const returning = numberIn(row, 'returning');
    const added = numberIn(row, 'new') + numberIn(row, 'resurrected');
    const dormant = before - returning;
    const few = before > 0 && before < (options.minN ?? 0);
    const told = (state: CountedState, count: number): number | null => (withheld.has(period, state) ? null : count);
    const secret = COUNTED_STATES.some((state) => withheld.has(period, state));
    const rated = before > 0 && !few && !withheld.has(period, 'returning') && !withheld.has(period, 'dormant') && !withheld.has(period - 1, 'active');
    const flowsTold = !secret && !few;
    // Refunds of nobody who is active: nobody knows of how few.
    const isUnsure = (options.minCell ?? 0) > 1 && active === numberIn(row, 'new') && numberIn(row, 'value_existing') !== 0;
    const interval = rated ? wilson(returning, before, options.confidence ?? 0.95) : null;
    rows.push({
      period: periods.dateOf(period), active: told('active', active), new: told('new', numberIn(row, 'new')), returning: told('returning', returning),
      resurrected: told('resurrected', numberIn(row, 'resurrected')), dormant: told('dormant', dormant), net: secret ? null : added - dormant,
      retention_rate: rated ? returning / before : null, churn_rate: rated ? dormant / before : null,
      quick_ratio: dormant > 0 && flowsTold ? added / dormant : null,
      partial: period === last && !span.lastIsOver, low_n: before > 0 && before < LOW_N,
      lower: interval?.lower ?? null, upper: interval?.upper ?? null,
      value_new: hasValue && !secret ? numberIn(row, 'value_new') : null, value_existing: hasValue && !secret && !isUnsure ? numberIn(row, 'value_existing') : null,
      suppressed: few || secret,
    });
    before = active;
  }
  const notes: Note[] = [];
  if (withheld.some) notes.push({ code: 'cells_withheld', message: 'Small groups are withheld, and what would tell them.', params: { minCell: options.minCell ?? 0 } });
  const missing = numberIn(totals, 'value_missing');
  if (missing > 0) notes.push({ code: 'value_missing', message: `${missing} rows have no value and count as activity only.`, params: { rows: missing } });
  if (first > earliest) notes.push({ code: 'periods_cut', message: `Periods before ${periods.dateOf(first)} are left out.`, params: { periods: MAX_PERIODS } });
  const partial = last !== null && !span.lastIsOver ? [periods.dateOf(last)] : [];
  return {
    table: tableOf({
      period: 'date', active: 'int32', new: 'int32', returning: 'int32', resurrected: 'int32', dormant: 'int32', net: 'int32',
      retention_rate: 'float64', churn_rate: 'float64', quick_ratio: 'float64', partial: 'bool', low_n: 'bool',
      lower: 'float64', upper: 'float64', value_new: 'float64', value_existing: 'float64', suppressed: 'bool',
    }, rows),
    scalars: {
      periods: rows.length, customers: withheld.all ? null : customers,
      // A total less what is told would tell what is withheld.
      ...(typeof totals['value_exact'] === 'string' ? { value_exact: withheld.some || rows.some((row) => hasValue && row['value_existing'] === null) ? null : totals['value_exact'] } : {}),
    },
    tables: {},
    diagnostics: {
      ...summary.rows,
      duplicates: null,
      window: { start: textIn(window, 'start'), end: textIn(window, 'end'), asOf: span.asOf, partial },
      timeZone: textIn(window, 'time_zone') ?? 'UTC',
      currency: options.currency ?? null,
      inferred: {},
      notes,
    },
  };
}
