import type { Input } from '../arrow/frame.js';
import type { Estimate, Fold, Metric } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { PeriodTable } from '../calendar/period-table.js';
import { planActivity } from './activity-plan.js';
import { bindColumn } from './bind-column.js';
import { estimateLifecycle } from './lifecycle-estimate.js';
import { lifecycleFold, type LifecycleState } from './lifecycle-fold.js';
import { type LifecycleOptions, resolveLifecycle } from './lifecycle-options.js';
import { tellsNumber } from './told-marks.js';

/**
 * Growth accounting by period: how many active customers are new, returning or resurrected, and how many fell dormant
 * (M17, C13), with the value of new and existing business (M20).
 *
 * State is keyed by customer and period: 12 bytes for each period in which a customer has rows, 16 more with values, 8 a
 * customer, and 8 to 16 an entry for the index that the first row to go back in time makes necessary. States are told on
 * the way out, so rows may come in any order; a row that comes late turns a customer who seemed new into a returning one.
 *
 * *New*: active in the first period ever; with `newBy: createdAt`, in the period of that date, where it isn't later than the
 * first activity (a customer may then be new in no period, having come to be before doing anything). *Returning*: active
 * in the period before as well. *Resurrected*: neither, but known before. *Dormant*: active in the period before and not now. Active = new + returning + resurrected;
 * dormant(t) = active(t-1) - returning(t); net = new + resurrected - dormant. A row with a negative value is no activity
 * (C6). Missing customers and times drop the row (C18).
 *
 * - Main table: `period` (its first date), `active`, `new`, `returning`, `resurrected`, `dormant`, `net`, `retention_rate`
 *   (returning over active before), `churn_rate`, `quick_ratio` ((new + resurrected) / dormant), `partial` (not over at
 *   `asOf`), `low_n` (rates of fewer than 30), then `lower` and `upper` of the retention rate (Wilson, C9), `value_new`
 *   (of customers in their first period), `value_existing`, `suppressed`. Silent periods in between stand with zeros;
 *   a rate without a denominator is null (C8).
 * - Scalars: `periods`, `customers`; where values are decimals `value_exact`, the value of all rows as text with every digit.
 * - Marks: `{period, state}` with active, new, returning, resurrected or dormant.
 */
export const lifecycle: Metric<LifecycleOptions> = {
  name: 'lifecycle',
  roles: { customer: 'required', time: 'required', value: 'optional' },
  resolve: resolveLifecycle,
  fold(options: LifecycleOptions, input: Input): Fold<LifecycleState> {
    const plan = planActivity('lifecycle', options, input.schema, false);
    if (options.newBy !== 'createdAt') return lifecycleFold(plan, null, input);
    const { kind, name } = bindColumn('lifecycle', input.schema, 'createdAt', options.createdAt, 'instants');
    return lifecycleFold(plan, { name, periods: new PeriodTable(plan.period, { ...plan, timeZone: kind === 'date' ? 'UTC' : plan.timeZone }) }, input);
  },
  estimate: estimateLifecycle,
  tells: ({ period, state }: Mark, { table }: Estimate): boolean => tellsNumber(table, { period }, String(state)),
};
