import type { Input } from '../arrow/frame.js';
import type { Fold, Metric } from '../metric.js';
import { planActivity } from './activity-plan.js';
import type { ActivityState } from './activity-fold.js';
import { estimateRetention } from './retention-estimate.js';
import { retentionFold } from './retention-fold.js';
import { resolveRetention, type RetentionOptions } from './retention-options.js';

/**
 * Customer retention by cohort: of the customers who first came in a period, how many came back how much later (M16).
 *
 * State is keyed by customer and period: 32 bytes for each period in which a customer has rows, value and order days
 * included (16 without values; 20 more where they are decimals, for sums without rounding; 8 more in quarters, 44 in years), 8 a customer, 8 to 16 for each distinct order id where
 * ids are read, and 8 to 16 an entry for the index that the first row to go back in time makes necessary. Cohorts are
 * counted on the way out, so rows may come in any order; one that comes late and is a customer's first purchase moves the
 * customer to the earlier cohort.
 *
 * A cohort is the local calendar period of a customer's first activity; *offset* counts periods from there. Activity is a
 * row whose value is not negative; refunds are no activity and no order, but they net into the value of their cell (C6);
 * a customer with refunds only is in no cohort. Orders are distinct order ids of a customer in a period, or distinct
 * local days where rows have none (C7). Missing customers and times drop the row (C18).
 *
 * - `mode: 'on'`: active in that period (classic). `'onOrAfter'`: then or in a later period (rolling, unbounded); `orders`
 *   and `value` stay those of the period itself.
 * - Main table: `cohort` (first date of the period), `size`, `offset`, `active`, `retention`, `orders`, `value`, `observed`,
 *   `partial`, then `lower` and `upper` (Wilson, C9), `complete`, `low_n` (fewer than 30), `suppressed` (fewer than `minN`).
 *   Every cohort has a row for every offset up to the largest observed. A cell after the data's end is not observed and
 *   null; a cell inside with nobody is 0 (C2). A cell is partial while its period is not over at `asOf`.
 * - Tables: `pooled` (by offset: sums over cohorts whose cell is complete; rates are never averaged; `value_retention` is
 *   the value then over the value at offset 0 of the same cohorts), `cohorts`.
 * - Scalars: `customers`, `cohorts`, `offsets`, `customers_without_activity`; where values are decimals, sums are exact, and
 *   `value_exact` is that of all cells as text with every digit.
 * - Marks: `{cohort}`, `{cohort, offset}`.
 */
export const retention: Metric<RetentionOptions> = {
  name: 'retention',
  roles: { customer: 'required', time: 'required', value: 'optional', order: 'optional' },
  resolve: resolveRetention,
  fold: (options: RetentionOptions, input: Input): Fold<ActivityState> => (
    retentionFold(planActivity('retention', options, input.schema, true), options.mode ?? 'on', input)),
  estimate: estimateRetention,
};
