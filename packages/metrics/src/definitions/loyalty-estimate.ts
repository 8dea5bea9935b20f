import type { Estimate, Note, Summary } from '../metric.js';
import { coarseDurations } from '../statistics/coarse-durations.js';
import { kaplanMeier } from '../statistics/kaplan-meier.js';
import { wilson } from '../statistics/wilson.js';
import { tableOf } from '../table.js';
import { LOW_N } from './low-n.js';
import { withholdLoyalty } from './loyalty-disclosure.js';
import type { LoyaltyOptions } from './loyalty-options.js';
import { isSmall } from './min-cell.js';
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
  const minCell = options.minCell ?? 0;
  const withheld = withholdLoyalty(rungs, totals, minCell, options.countBy === 'day' || (options.order ?? null) === null);
  const share = (part: number | null): number | null => (hasValue && part !== null && !withheld.all && value > 0 ? part / value : null);

  let reached = customers;
  const rows = rungs.map((row, i) => {
    const here = numberIn(row, 'customers');
    const suppressed = withheld.rungs[i] === true || (here > 0 && here < minN);
    const isRated = customers > 0 && !suppressed && !withheld.all;
    const interval = isRated ? wilson(here, customers, options.confidence ?? 0.95) : null;
    const worth = hasValue && !suppressed ? numberIn(row, 'value') : null;
    const toldReached = withheld.reached[i] === true ? null : reached;
    const reachedInterval = toldReached === null || withheld.all || customers === 0 ? null : wilson(toldReached, customers, confidence);
    const told = {
      rung: row['rung'] ?? null, orders_from: row['orders_from'] ?? null, orders_to: row['orders_to'] ?? null, customers: withheld.rungs[i] === true ? null : here,
      customer_share: isRated ? here / customers : null, lower: interval?.lower ?? null, upper: interval?.upper ?? null,
      reached: toldReached, reached_share: toldReached === null || withheld.all ? null : toldReached / customers,
      value: worth, value_share: share(worth), mean: worth === null || here === 0 ? null : worth / here, low_n: here < LOW_N, suppressed,
      reached_lower: reachedInterval?.lower ?? null, reached_upper: reachedInterval?.upper ?? null,
    };
    reached -= here;
    return told;
  });

  const few = (customers > 0 && customers < minN) || withheld.all;
  const isTold = (isWithheld: boolean): boolean => !few && !isWithheld;
  const repeatersTold = isTold(withheld.repeaters);
  const byDayTold = isTold(withheld.repeatersByDay);
  const durations = byDayTold ? coarseDurations(durationsOf(summaryRows('loyalty', summary, 'second_purchase')), minCell) : null;
  const curve = kaplanMeier(durations ?? [], confidence);
  const rate = customers > 0 && repeatersTold ? wilson(repeaters, customers, confidence) : null;
  const byDay = numberIn(totals, 'repeat_customers_by_day');
  const rateByDay = customers > 0 && byDayTold ? wilson(byDay, customers, confidence) : null;
  const again = hasValue ? value - numberIn(totals, 'first_order_value') : null;
  // Nobody came back, and yet there is more than first orders: refunds of who knows how few.
  const againTold = repeatersTold && (minCell < 2 || repeaters > 0) ? again : null;
  const notes: Note[] = [];
  const missing = numberIn(totals, 'value_missing');
  if (missing > 0) notes.push({ code: 'value_missing', message: `${missing} rows have no value and count as orders only.`, params: { rows: missing } });
  if (withheld.some) notes.push({ code: 'cells_withheld', message: 'Small groups are withheld, and what would tell them.', params: { minCell } });
  const without = numberIn(totals, 'customers_without_orders');
  if (isSmall(without, minCell)) notes.push({ code: 'refunds_only_few', message: `Fewer than ${minCell} customers have refunds only and are on no rung.`, params: { minCell } });
  else if (without > 0) notes.push({ code: 'refunds_only', message: `${without} customers have refunds only and are on no rung.`, params: { customers: without } });
  return {
    table: tableOf({
      rung: 'utf8', orders_from: 'int32', orders_to: 'int32', customers: 'int32', customer_share: 'float64', lower: 'float64', upper: 'float64',
      reached: 'int32', reached_share: 'float64', value: 'float64', value_share: 'float64', mean: 'float64', low_n: 'bool', suppressed: 'bool',
      reached_lower: 'float64', reached_upper: 'float64',
    }, customers === 0 ? [] : rows),
    scalars: {
      // Where rungs have an end, the number of orders is a sum over them.
      customers: withheld.all ? null : customers, orders: withheld.some ? null : numberIn(totals, 'orders'), value: hasValue && !withheld.all ? value : null,
      ...(typeof totals['value_exact'] === 'string' ? { value_exact: withheld.all ? null : totals['value_exact'] } : {}),
      repeat_customers: repeatersTold ? repeaters : null, repeat_rate: rate === null ? null : repeaters / customers,
      repeat_rate_lower: rate?.lower ?? null, repeat_rate_upper: rate?.upper ?? null,
      repeat_customers_by_day: byDayTold ? byDay : null, repeat_rate_by_day: rateByDay === null ? null : byDay / customers,
      repeat_rate_by_day_lower: rateByDay?.lower ?? null, repeat_rate_by_day_upper: rateByDay?.upper ?? null,
      repeat_order_value: againTold, repeat_order_value_share: share(againTold),
      repeat_customers_value_share: repeatersTold ? share(numberIn(totals, 'repeat_customers_value')) : null,
      second_purchase_median_days: curve.median,
    },
    tables: { second_purchase: tableOf({ ...SURVIVAL_POINT, low_n: 'bool' }, survivalPoints(curve).map((row) => ({ ...row, low_n: numberIn(row, 'at_risk') < LOW_N }))) },
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
