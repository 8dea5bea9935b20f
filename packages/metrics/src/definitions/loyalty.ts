import type { Input } from '../arrow/frame.js';
import type { Estimate, Fold, Metric } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { estimateLoyalty } from './loyalty-estimate.js';
import { loyaltyFold } from './loyalty-fold.js';
import { countedBy, LOYALTY_RUNGS, type LoyaltyOptions, resolveLoyalty } from './loyalty-options.js';
import type { PurchaseState } from './purchase-fold.js';
import { planPurchases } from './purchase-plan.js';
import { tellsNumber } from './told-marks.js';

/**
 * Repeat purchase and the loyalty ladder (M15): who bought once, who came back, who stays (Christopher, Payne & Ballantyne
 * 1991), what they bring, and how long it takes them to buy again.
 *
 * State is a journal of rows: 16 bytes a row, 8 more with values, 20 more where they are decimals of 38 digits. Rows may come in any order.
 *
 * An order is a distinct order id of a customer, or a local day where rows have no id; `countBy: 'day'` always takes the
 * day, so that two orders on one day are one (C7). A row with a negative value is no order, but nets into the customer's
 * value and into the order whose id it carries (C6); a customer with refunds only is on no rung. A missing value counts as
 * an order (C18).
 *
 * - Main table, from the lowest rung: `rung`, `orders_from`, `orders_to` (null: no end), `customers`, `customer_share` with
 *   `lower` and `upper` (Wilson, C9), `reached` and `reached_share` (on this rung or a higher) with `reached_lower` and `reached_upper`, `value`, `value_share` (null
 *   where the total is not positive, C8), `mean`, `low_n`, `suppressed` (fewer than `minN`, or withheld by `minCell`).
 * - Scalars: `customers`, `orders`, `value` (where values are decimals also `value_exact`, as text with every digit), `repeat_customers`, `repeat_rate` (2 orders or more, over all customers, Wilson)
 *   and the same by day, each with its interval, `repeat_order_value` and its share (all but each customer's first order),
 *   `repeat_customers_value_share`, `second_purchase_median_days`.
 * - Table `second_purchase`: Kaplan-Meier of the days from a customer's first order to one on another day (C15). Young
 *   customers had less time to come back; the curve knows, the repeat rate doesn't, so read them together.
 *   Under `minCell` days are taken together as in `survival`.
 * - Marks: `{rung}`.
 */
export const loyalty: Metric<LoyaltyOptions> = {
  name: 'loyalty',
  roles: { customer: 'required', time: 'required', value: 'optional', order: 'optional' },
  resolve: resolveLoyalty,
  fold: (options: LoyaltyOptions, input: Input): Fold<PurchaseState> => (
    loyaltyFold({ ...planPurchases('loyalty', countedBy(options), input.schema), sums: true }, options.rungs ?? LOYALTY_RUNGS, input)),
  estimate: estimateLoyalty,
  tells: (mark: Mark, { table }: Estimate): boolean => tellsNumber(table, mark, 'customers'),
};
