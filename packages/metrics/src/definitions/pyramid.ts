import type { Input } from '../arrow/frame.js';
import { windowMicros } from '../calendar/window-length.js';
import { OptionError } from '../errors.js';
import type { Fold, Kernels, Metric, QuickFold } from '../metric.js';
import { bindColumn } from './bind-column.js';
import { cutOffOf } from './cut-off.js';
import { estimatePyramid } from './pyramid-estimate.js';
import { pyramidFold } from './pyramid-fold.js';
import { tellsPyramidMark } from './pyramid-mark.js';
import { type PyramidOptions, resolvePyramid, tiersOf } from './pyramid-options.js';
import { quickPyramid } from './pyramid-quick.js';
import type { PyramidPlan, PyramidState } from './pyramid-state.js';

/**
 * The customer pyramid: who brings how much, in tiers from the best customers down (M01-M06).
 *
 * State is keyed by customer: 16 bytes each, a compensated sum of the customer's values, whatever the number of rows; 32
 * where two dates are compared; decimals take 20 more, for sums without rounding; ranking takes 32 more while it is read out. Rows may come in any order and as late as they like: the sums, and with them ranks and
 * ties, come out the same.
 *
 * Values are added up by customer and ranked greatest first; equal values rank by the customer's text ascending (C4). A tier
 * reaches down to rank floor(n p + 1/2) (C5), so that small sources leave the top tier empty, which is shown. Refunds
 * net (C6), a missing value counts as 0 and is reported, a missing customer drops the row (C18). Shares of a total that is
 * not above 0 are null. No rows: no tiers. There are no intervals: all customers are counted, nothing is sampled.
 *
 * - Main table: `tier`, `order` (from 1), `customers`, `customer_share` (as realised, ties included), `value`, `value_share`,
 *   `mean`, `min`, `max`, then `low_n` (fewer than 30 customers), `suppressed`; with `compareAsOf` also `customers_change`,
 *   `value_change`, `value_share_change` since then.
 * - Scalars: totals (where values are decimals, sums are exact, and `total_exact` is the total as text with every digit); `top20_share` of the best 20 % and `customers_for_80pct`, the fewest who bring 80 % (M03, the 80/20
 *   rule), `lorenz_top20_share`, the same read off the Lorenz curve; `gini`, `gini_corrected`, `gini_positive_only` (M04, C10); `decile_ratio` of the best to the last tenth with its
 *   `decile_reason` where it is null, `decile_low_n` under 10 customers (M05, C8); `peak_*`, `loss_*`, `zero_customers` of
 *   the whale curve (M06); with `compareAsOf` `customers_before`, `total_before`, `stayed`, `moved_up`, `moved_down`,
 *   `entered`, `left`.
 * - Tables: `lorenz` (poorest first), `whale` (best first), `deciles` (1 = best), `concentration`; with `compareAsOf`
 *   `earlier`, the tiers then, and `migration`, a row for every pair of tiers (`from`, `to`, `move`: stayed, up, down, in,
 *   out; `customers`, `value_before`, `value_after`), with `(entered)` for who had no value then, `(left)` for who has none
 *   now, and `(below)` where a threshold leaves customers in no tier. The rows from a tier add up to its size then, the
 *   rows to it to its size now.
 * - Marks: `{tier}`, `{decile}`; with `compareAsOf` `{from, to}`.
 *
 * Withheld is not zero: under `minN` customers a row tells their number and nulls, with `suppressed`; under `minCell` it
 * tells nothing at all, and neither does what would give it away: the tier next to it, points of the curves that come
 * nearer than `minCell` customers to each other, sums and numbers among the scalars, least and greatest value, and the
 * customers behind its mark. Of tiers by share the number of customers follows from their definition; what they bring doesn't.
 */
export const pyramid: Metric<PyramidOptions> = {
  name: 'pyramid',
  roles: { customer: 'required', value: 'required', time: 'optional' },
  resolve: resolvePyramid,
  fold: (options: PyramidOptions, input: Input): Fold<PyramidState> => pyramidFold(planOf(options, input), input),
  quick: (options: PyramidOptions, input: Input, kernels: Kernels | null): QuickFold | null => quickPyramid(planOf(options, input), input, kernels),
  estimate: estimatePyramid,
  tells: tellsPyramidMark,
};

function planOf(options: PyramidOptions, { schema }: Input): PyramidPlan {
  const customer = bindColumn('pyramid', schema, 'customer', options.customer, 'keys').name;
  const value = bindColumn('pyramid', schema, 'value', options.value, 'numbers').name;
  const asOf = options.asOf ?? null;
  const compareAsOf = options.compareAsOf ?? null;
  const dated = asOf !== null ? 'asOf' : compareAsOf !== null ? 'compareAsOf' : null;
  if (dated !== null && (options.time ?? null) === null) {
    throw new OptionError(`pyramid: ${dated} without a column of times, got none for "time"; expected option "time" to name one`);
  }
  const time = (options.time ?? null) === null ? null : bindColumn('pyramid', schema, 'time', options.time, 'instants');
  // A date has no zone (C1): it ends when it ends, wherever the reader is.
  const timeZone = time?.kind === 'date' ? 'UTC' : (options.timeZone ?? 'UTC');
  return {
    customer, value, time: time?.name ?? null, timeZone,
    cutOff: cutOffOf('pyramid', asOf, timeZone),
    compareCutOff: compareAsOf === null ? null : cutOffOf('pyramid', compareAsOf, timeZone),
    window: (options.window ?? null) === null ? Infinity : (windowMicros(options.window ?? 0) ?? Infinity),
    tiers: tiersOf(options),
  };
}
