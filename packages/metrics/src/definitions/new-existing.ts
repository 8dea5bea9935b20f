import type { Input } from '../arrow/frame.js';
import type { Estimate, Fold, Metric } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import type { ActivityState } from './activity-fold.js';
import { planActivity } from './activity-plan.js';
import { estimateNewExisting } from './new-existing-estimate.js';
import { newExistingFold } from './new-existing-fold.js';
import { type NewExistingOptions, resolveNewExisting } from './new-existing-options.js';
import { tellsNumber } from './told-marks.js';

/**
 * New against existing business by period (M20): how much comes from customers whom the company has just won, and how much
 * from those whom it kept (Berry 1983; Grönroos 1994).
 *
 * State is that of `retention`. A customer is new in the calendar period of the first activity, with everything bought
 * there, repeat orders too, and existing afterwards. Activity is a row whose value is not negative; refunds net into the
 * value of their period (C6), those before a customer's first purchase as existing business. Orders as in `retention` (C7).
 *
 * - Main table: `period` (its first date), `customers`, `customers_new`, `customers_existing`, `customer_share_new` with
 *   `lower` and `upper` (Wilson, C9), `orders_new`, `orders_existing`, `value_new`, `value_existing`, `value_share_new`,
 *   `value_share_existing` (null where the period's value is not positive, C8), `partial` (not over at `asOf`), `low_n`,
 *   `suppressed` (either side has fewer than `minN`, or is withheld by `minCell`). Silent periods in between stand with zeros.
 * - Scalars: `periods`, `customers`, `value_new`, `value_existing`; where values are decimals `value_exact`, the value of all rows as
 *   text with every digit.
 * - Marks: `{period, side}` with new or existing.
 */
export const newExisting: Metric<NewExistingOptions> = {
  name: 'new-existing',
  roles: { customer: 'required', time: 'required', value: 'optional', order: 'optional' },
  resolve: resolveNewExisting,
  fold: (options: NewExistingOptions, input: Input): Fold<ActivityState> => newExistingFold(planActivity('new-existing', options, input.schema, true), input),
  estimate: estimateNewExisting,
  tells: ({ period, side }: Mark, { table }: Estimate): boolean => tellsNumber(table, { period }, `customers_${String(side)}`),
};
