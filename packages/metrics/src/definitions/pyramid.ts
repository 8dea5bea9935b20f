import type { Input } from '../arrow/frame.js';
import { OptionError } from '../errors.js';
import type { Fold, Metric } from '../metric.js';
import { bindColumn } from './bind-column.js';
import { cutOffOf } from './cut-off.js';
import { estimatePyramid } from './pyramid-estimate.js';
import { pyramidFold } from './pyramid-fold.js';
import { type PyramidOptions, resolvePyramid, tiersOf } from './pyramid-options.js';
import type { PyramidState } from './pyramid-state.js';

/**
 * The customer pyramid: who brings how much, in tiers from the best customers down (M01-M06).
 *
 * State is keyed by customer: 16 bytes each, a compensated sum of the customer's values, whatever the number of rows.
 * Rows may come in any order and as late as they like: the sums, and with them ranks and ties, come out the same.
 *
 * Values are added up by customer and ranked greatest first; equal values rank by the customer's text ascending (C4). A tier
 * reaches down to rank floor(n p + 1/2) (C5), so that small sources leave the top tier empty, which is shown. Refunds
 * net (C6), a missing value counts as 0 and is reported, a missing customer drops the row (C18). Shares of a total that is
 * not above 0 are null. No rows: no tiers.
 *
 * - Main table: `tier`, `order` (from 1), `customers`, `customer_share`, `value`, `value_share`, `mean`, `min`, `max`, then
 *   `low_n` (fewer than 30 customers), `suppressed` (fewer than `minN`).
 * - Scalars: totals; `top20_share` of the best 20 % and `customers_for_80pct`, the fewest who bring 80 % (M03, the 80/20
 *   rule); `gini`, `gini_corrected`, `gini_positive_only` (M04, C10); `decile_ratio` of the best to the last tenth with its
 *   `decile_reason` where it is null (M05, C8); `peak_*`, `loss_*`, `zero_customers` of the whale curve (M06).
 * - Tables: `lorenz` (poorest first), `whale` (best first), `deciles` (1 = best), `concentration`.
 * - Marks: `{tier}`, `{decile}`.
 */
export const pyramid: Metric<PyramidOptions> = {
  name: 'pyramid',
  roles: { customer: 'required', value: 'required', time: 'optional' },
  resolve: resolvePyramid,
  fold: (options: PyramidOptions, input: Input): Fold<PyramidState> => {
    const { schema } = input;
    const customer = bindColumn('pyramid', schema, 'customer', options.customer, 'keys').name;
    const value = bindColumn('pyramid', schema, 'value', options.value, 'numbers').name;
    const asOf = options.asOf ?? null;
    if (asOf !== null && (options.time ?? null) === null) {
      throw new OptionError('pyramid: asOf without a column of times, got none for "time"; expected option "time" to name one');
    }
    const time = (options.time ?? null) === null ? null : bindColumn('pyramid', schema, 'time', options.time, 'instants');
    // A date has no zone (C1): it ends when it ends, wherever the reader is.
    const timeZone = time?.kind === 'date' ? 'UTC' : (options.timeZone ?? 'UTC');
    const plan = { customer, value, time: time?.name ?? null, timeZone, cutOff: cutOffOf('pyramid', asOf, timeZone), tiers: tiersOf(options) };
    return pyramidFold(plan, input);
  },
  estimate: estimatePyramid,
};
