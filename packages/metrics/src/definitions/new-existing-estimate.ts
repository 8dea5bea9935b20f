import type { Estimate, Note, Summary } from '../metric.js';
import { wilson } from '../statistics/wilson.js';
import { type Row, tableOf } from '../table.js';
import { LOW_N } from './low-n.js';
import { WithheldSides } from './new-existing-disclosure.js';
import type { BusinessSide } from './new-existing-fold.js';
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

  const spanned: Row[] = [];
  for (let period = first; last !== null && period <= last; period++) spanned.push(counts.get(period) ?? {});
  const withheld = new WithheldSides(spanned, options.minCell ?? 0);
  const rows = spanned.map((row, i): Row => {
    const period = first + i;
    const fresh = numberIn(row, 'customers_new');
    const existing = numberIn(row, 'customers_existing');
    const customers = fresh + existing;
    const value = numberIn(row, 'value_new') + numberIn(row, 'value_existing');
    // One side is the other's complement, so a small one silences both.
    const few = (fresh > 0 && fresh < minN) || (existing > 0 && existing < minN);
    const told = (name: string, side: BusinessSide): number | null => (few || withheld.has(i, side) ? null : numberIn(row, name));
    const worth = (name: string, side: BusinessSide): number | null => (hasValue ? told(name, side) : null);
    const suppressed = few || withheld.has(i, 'new') || withheld.has(i, 'existing');
    const isRated = !suppressed && !withheld.has(i, 'all') && customers > 0;
    const interval = isRated ? wilson(fresh, customers, options.confidence ?? 0.95) : null;
    const share = (name: string): number | null => (hasValue && !suppressed && value > 0 ? numberIn(row, name) / value : null);
    return {
      period: periods.dateOf(period), customers: withheld.has(i, 'all') ? null : customers,
      customers_new: told('customers_new', 'new'), customers_existing: told('customers_existing', 'existing'),
      customer_share_new: isRated ? fresh / customers : null, lower: interval?.lower ?? null, upper: interval?.upper ?? null,
      orders_new: told('orders_new', 'new'), orders_existing: told('orders_existing', 'existing'),
      value_new: worth('value_new', 'new'), value_existing: worth('value_existing', 'existing'),
      value_share_new: share('value_new'), value_share_existing: share('value_existing'),
      partial: period === last && !span.lastIsOver, low_n: customers < LOW_N, suppressed,
    };
  });
  const notes: Note[] = [];
  const missing = numberIn(totals, 'value_missing');
  if (missing > 0) notes.push({ code: 'value_missing', message: `${missing} rows have no value and count as activity only.`, params: { rows: missing } });
  if (first > earliest) notes.push({ code: 'periods_cut', message: `Periods before ${periods.dateOf(first)} are left out.`, params: { periods: MAX_PERIODS } });
  if (withheld.some) notes.unshift({ code: 'cells_withheld', message: 'Small groups are withheld, and what would tell them.', params: { minCell: options.minCell ?? 0 } });
  const sum = (name: string): number => [...counts.values()].reduce((total, row) => total + numberIn(row, name), 0);
  const few = sum('customers_new') < minN;
  return {
    table: tableOf({
      period: 'date', customers: 'int32', customers_new: 'int32', customers_existing: 'int32', customer_share_new: 'float64', lower: 'float64', upper: 'float64',
      orders_new: 'int32', orders_existing: 'int32', value_new: 'float64', value_existing: 'float64', value_share_new: 'float64', value_share_existing: 'float64',
      partial: 'bool', low_n: 'bool', suppressed: 'bool',
    }, rows),
    scalars: {
      periods: rows.length, customers: withheld.hasTotal('new') ? null : sum('customers_new'),
      value_new: hasValue && !few && !withheld.hasTotal('new') ? sum('value_new') : null,
      value_existing: hasValue && !few && !withheld.hasTotal('existing') ? sum('value_existing') : null,
      // A total less what is told would tell what is withheld.
      ...(typeof totals['value_exact'] === 'string' ? { value_exact: few || withheld.some ? null : totals['value_exact'] } : {}),
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
