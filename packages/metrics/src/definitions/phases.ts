import type { Input } from '../arrow/frame.js';
import type { Estimate, Fold, Metric } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { estimatePhases } from './phases-estimate.js';
import { phasesFold } from './phases-fold.js';
import { phasePlan, type PhasesOptions, resolvePhases } from './phases-options.js';
import type { PurchaseState } from './purchase-fold.js';
import { planPurchases } from './purchase-plan.js';
import { tellsNumber } from './told-marks.js';

/**
 * The phases of customers' relationships: establish, develop, maintain, break up (M19; Dwyer, Schurr & Oh, "Developing
 * Buyer-Seller Relationships", Journal of Marketing 51(2), 1987; Stauss 2000), at the end of each period.
 *
 * State is a journal of rows, 16 bytes each, 8 more with values; rows may come late, in any order and in any batch. Rows
 * without customer or time are left out and counted (C18).
 *
 * The phase at the end of a day *A*, with D = `window` (C14): *break_up*, the last purchase is more than 2 D ago; else
 * *establish*, the first is at most D ago; else *develop*, more was spent in the last D days than in the D days before;
 * else *maintain*, equal spending included. What C14 calls the date is the day after *A*, before which everything happened.
 * Days are local dates. A row with a negative value is a refund: no purchase (C6), but it reduces what was spent. Without
 * a value column purchases are counted instead. `gaps` makes D that many times the median number of days between a
 * customer's successive purchase days, over all customers, rounded to whole days.
 *
 * - Main table: by period `period` (its first date), `as_of` (its last date; the last one's is `asOf`), `phase`, `customers`,
 *   `share` of all who had bought by then with `lower` and `upper` (Wilson, C9), `value` (everything they had brought by
 *   then), `partial` (the period is not over at `asOf`), `low_n`, `suppressed`.
 * - `transitions`: who went from `source`, the phase D days before the last date, to `target`, the phase then: `customers`,
 *   `share` of the source's with its interval, `win_back` (from break-up to any other). Source `(not yet)` are customers
 *   who had bought nothing by then.
 * - Scalars: `customers`, `window_days` (D), `as_of` and `before`, the two dates of the transitions.
 * - Marks: `{period, phase}`, and `{source, target}`.
 */
export const phases: Metric<PhasesOptions> = {
  name: 'phases',
  roles: { customer: 'required', time: 'required', value: 'optional' },
  resolve: resolvePhases,
  fold: (options: PhasesOptions, input: Input): Fold<PurchaseState> => (
    phasesFold(planPurchases('phases', options, input.schema), phasePlan(options), input)),
  estimate: estimatePhases,
  tells: (mark: Mark, { table, tables }: Estimate): boolean => tellsNumber('source' in mark ? tables['transitions'] : table, mark, 'customers'),
};
