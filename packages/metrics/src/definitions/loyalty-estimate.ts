import type { Estimate, Note, Summary } from '../metric.js';
import { kaplanMeier } from '../statistics/kaplan-meier.js';
import { wilson } from '../statistics/wilson.js';
import { tableOf } from '../table.js';
import { LOW_N } from './low-n.js';
import type { LoyaltyOptions } from './loyalty-options.js';
import { numberIn, summaryRows, textIn } from './summary-cells.js';
import { durationsOf, SURVIVAL_POINT, survivalPoints } from './survival-points.js';

/** Shares with intervals and the time to the second purchase. See `loyalty` for what they mean. */
export function estimateLoyalty(summary: Summary, options: LoyaltyOptions): Estimate {
  const rungs = summaryRows('loyalty', summary, 'loyalty');
  const totals = summaryRows('loyalty', summary, 'totals')[0] ?? {};
  const window = summaryRows('loyalty', summary, 'window')[0] ?? {};
  const confidence = options.confidence ?? 0.95;
  const minN = options.minN ?? 0;
  const hasValue = totals['has_value'] === true;
  const customers = rungs.reduce((sum, row) => sum + numberIn(row, 'customers'), 0);
  const value = rungs.reduce((sum, row) => sum + numberIn(row, 'value'), 0);
  const repeaters = numberIn(totals, 'repeat_customers');
  const share = (part: number): number | null => (hasValue && value > 0 ? part / value : null);

  let reached = customers;
  const rows = rungs.map((row) => {
    const here = numberIn(row, 'customers');
    const suppressed = here > 0 && here < minN;
    const interval = customers === 0 || suppressed ? null : wilson(here, customers, confidence);
    const told = {
      rung: row['rung'] ?? null, orders_from: row['orders_from'] ?? null, orders_to: row['orders_to'] ?? null, customers: here,
      customer_share: customers === 0 || suppressed ? null : here / customers, lower: interval?.lower ?? null, upper: interval?.upper ?? null,
      reached, reached_share: customers === 0 ? null : reached / customers,
      value: hasValue && !suppressed ? numberIn(row, 'value') : null, value_share: suppressed ? null : share(numberIn(row, 'value')),
      mean: hasValue && here > 0 && !suppressed ? numberIn(row, 'value') / here : null, low_n: here < LOW_N, suppressed,
    };
    reached -= here;
    return told;
  });

  const few = customers > 0 && customers < minN;
  const curve = kaplanMeier(durationsOf(summaryRows('loyalty', summary, 'second_purchase')), confidence);
  const rate = customers === 0 || few ? null : wilson(repeaters, customers, confidence);
  const byDay = numberIn(totals, 'repeat_customers_by_day');
  const notes: Note[] = [];
  const missing = numberIn(totals, 'value_missing');
  if (missing > 0) notes.push({ code: 'value_missing', message: `${missing} rows have no value and count as orders only.`, params: { rows: missing } });
  const without = numberIn(totals, 'customers_without_orders');
  if (without > 0) notes.push({ code: 'refunds_only', message: `${without} customers have refunds only and are on no rung.`, params: { customers: without } });
  return {
    table: tableOf({
      rung: 'utf8', orders_from: 'int32', orders_to: 'int32', customers: 'int32', customer_share: 'float64', lower: 'float64', upper: 'float64',
      reached: 'int32', reached_share: 'float64', value: 'float64', value_share: 'float64', mean: 'float64', low_n: 'bool', suppressed: 'bool',
    }, customers === 0 ? [] : rows),
    scalars: {
      customers, orders: numberIn(totals, 'orders'), value: hasValue ? value : null,
      repeat_customers: few ? null : repeaters, repeat_rate: customers === 0 || few ? null : repeaters / customers,
      repeat_rate_lower: rate?.lower ?? null, repeat_rate_upper: rate?.upper ?? null,
      repeat_customers_by_day: few ? null : byDay, repeat_rate_by_day: customers === 0 || few ? null : byDay / customers,
      repeat_order_value: hasValue && !few ? value - numberIn(totals, 'first_order_value') : null,
      repeat_order_value_share: few ? null : share(value - numberIn(totals, 'first_order_value')),
      repeat_customers_value_share: few ? null : share(numberIn(totals, 'repeat_customers_value')),
      second_purchase_median_days: few ? null : curve.median,
    },
    tables: { second_purchase: tableOf(SURVIVAL_POINT, few ? [] : survivalPoints(curve)) },
    diagnostics: {
      ...summary.rows,
      duplicates: null,
      window: { start: textIn(window, 'start'), end: textIn(window, 'end'), asOf: options.asOf ?? textIn(window, 'end'), partial: [] },
      timeZone: textIn(window, 'time_zone') ?? 'UTC',
      currency: options.currency ?? null,
      inferred: {},
      notes,
    },
  };
}
