import type { Estimate, Note, Summary } from '../metric.js';
import { wilson } from '../statistics/wilson.js';
import { type Row, tableOf } from '../table.js';
import { LOW_N } from './low-n.js';
import type { NewExistingOptions } from './new-existing-options.js';
import { periodSpan } from './period-span.js';
import { numberIn, summaryRows, textIn } from './summary-cells.js';

/** A stray date far from the rest must not make more rows than anyone can look at: the latest periods are kept. */
const MAX_PERIODS = 100_000;

/** Shares with intervals, and the silent periods in between. See `newExisting` for what they mean. */
export function estimateNewExisting(summary: Summary, options: NewExistingOptions): Estimate {
  const window = summaryRows('new-existing', summary, 'window')[0] ?? {};
  const totals = summaryRows('new-existing', summary, 'totals')[0] ?? {};
  const span = periodSpan('new-existing', window, options);
  const { periods, last } = span;
  const counts = new Map(summaryRows('new-existing', summary, 'new-existing').map((row) => [periods.ordinalOfDate(textIn(row, 'period') ?? ''), row]));
  // Rows come by period.
  const earliest = counts.keys().next().value ?? Infinity;
  const first = last === null ? earliest : Math.max(earliest, last - MAX_PERIODS + 1);
  const hasValue = totals['has_value'] === true;
  const minN = options.minN ?? 0;

  const rows: Row[] = [];
  for (let period = first; last !== null && period <= last; period++) {
    const row = counts.get(period) ?? {};
    const fresh = numberIn(row, 'customers_new');
    const existing = numberIn(row, 'customers_existing');
    const customers = fresh + existing;
    const value = numberIn(row, 'value_new') + numberIn(row, 'value_existing');
    // One side is the other's complement, so a small one silences both.
    const suppressed = (fresh > 0 && fresh < minN) || (existing > 0 && existing < minN);
    const interval = customers === 0 || suppressed ? null : wilson(fresh, customers, options.confidence ?? 0.95);
    const told = (name: string): number | null => (suppressed ? null : numberIn(row, name));
    const worth = (name: string): number | null => (hasValue ? told(name) : null);
    const share = (name: string): number | null => (hasValue && !suppressed && value > 0 ? numberIn(row, name) / value : null);
    rows.push({
      period: periods.dateOf(period), customers, customers_new: told('customers_new'), customers_existing: told('customers_existing'),
      customer_share_new: interval === null ? null : fresh / customers, lower: interval?.lower ?? null, upper: interval?.upper ?? null,
      orders_new: told('orders_new'), orders_existing: told('orders_existing'),
      value_new: worth('value_new'), value_existing: worth('value_existing'),
      value_share_new: share('value_new'), value_share_existing: share('value_existing'),
      partial: period === last && !span.lastIsOver, low_n: customers < LOW_N, suppressed,
    });
  }
  const notes: Note[] = [];
  const missing = numberIn(totals, 'value_missing');
  if (missing > 0) notes.push({ code: 'value_missing', message: `${missing} rows have no value and count as activity only.`, params: { rows: missing } });
  if (first > earliest) notes.push({ code: 'periods_cut', message: `Periods before ${periods.dateOf(first)} are left out.`, params: { periods: MAX_PERIODS } });
  const sum = (name: string): number => [...counts.values()].reduce((total, row) => total + numberIn(row, name), 0);
  const few = sum('customers_new') < minN;
  return {
    table: tableOf({
      period: 'date', customers: 'int32', customers_new: 'int32', customers_existing: 'int32', customer_share_new: 'float64', lower: 'float64', upper: 'float64',
      orders_new: 'int32', orders_existing: 'int32', value_new: 'float64', value_existing: 'float64', value_share_new: 'float64', value_share_existing: 'float64',
      partial: 'bool', low_n: 'bool', suppressed: 'bool',
    }, rows),
    scalars: {
      periods: rows.length, customers: sum('customers_new'),
      value_new: hasValue && !few ? sum('value_new') : null, value_existing: hasValue && !few ? sum('value_existing') : null,
    },
    tables: {},
    diagnostics: {
      ...summary.rows,
      duplicates: null,
      window: {
        start: textIn(window, 'start'), end: textIn(window, 'end'), asOf: span.asOf,
        partial: last !== null && !span.lastIsOver ? [periods.dateOf(last)] : [],
      },
      timeZone: textIn(window, 'time_zone') ?? 'UTC',
      currency: options.currency ?? null,
      inferred: {},
      notes,
    },
  };
}
