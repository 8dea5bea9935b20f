import type { Input } from '../arrow/frame.js';
import type { Fold, Metric } from '../metric.js';
import type { ActivityState } from './activity-fold.js';
import { planActivity } from './activity-plan.js';
import { estimateLifecycle } from './lifecycle-estimate.js';
import { lifecycleFold } from './lifecycle-fold.js';
import { type LifecycleOptions, resolveLifecycle } from './lifecycle-options.js';

/**
 * Growth accounting by period: how many active customers are new, returning or resurrected, and how many fell dormant
 * (M17, C13), with the value of new and existing business (M20).
 *
 * State is keyed by customer and period: 12 bytes for each period in which a customer has rows, 16 more with values, 8 a
 * customer, and 8 to 16 an entry for the index that the first row to go back in time makes necessary. States are told on
 * the way out, so rows may come in any order; a row that comes late turns a customer who seemed new into a returning one.
 *
 * *New*: the first period ever. *Returning*: active in the period before as well. *Resurrected*: active before, but not in
 * the period before. *Dormant*: active in the period before and not now. Active = new + returning + resurrected;
 * dormant(t) = active(t-1) - returning(t); net = new + resurrected - dormant. A row with a negative value is no activity
 * (C6). Missing customers and times drop the row (C18).
 *
 * - Main table: `period` (its first date), `active`, `new`, `returning`, `resurrected`, `dormant`, `net`, `retention_rate`
 *   (returning over active before), `churn_rate`, `quick_ratio` ((new + resurrected) / dormant), `partial` (not over at
 *   `asOf`), `low_n` (rates of fewer than 30), then `lower` and `upper` of the retention rate (Wilson, C9), `value_new`
 *   (of customers in their first period), `value_existing`, `suppressed`. Silent periods in between stand with zeros;
 *   a rate without a denominator is null (C8).
 * - Marks: `{period, state}` with active, new, returning, resurrected or dormant.
 */
export const lifecycle: Metric<LifecycleOptions> = {
  name: 'lifecycle',
  roles: { customer: 'required', time: 'required', value: 'optional' },
  resolve: resolveLifecycle,
  fold: (options: LifecycleOptions, input: Input): Fold<ActivityState> => lifecycleFold(planActivity('lifecycle', options, input.schema, false), input),
  estimate: estimateLifecycle,
};
