import type { Input } from '../arrow/frame.js';
import type { Fold, Kernels, Metric, QuickFold, RowOrder } from '../metric.js';
import { planActivity } from './activity-plan.js';
import type { ActivityState } from './activity-fold.js';
import { estimateRetention } from './retention-estimate.js';
import { retentionFold } from './retention-fold.js';
import { resolveRetention, type RetentionOptions } from './retention-options.js';
import { quickRetention } from './retention-quick.js';
import { tellsCell } from './retention-suppression.js';

/**
 * Customer retention by cohort: of the customers who first came in a period, how many came back how much later (M16).
 *
 * State is keyed by customer and period (by customer and day where windows roll): 32 bytes for each period in which a
 * customer has rows, value and order days included (16 without values; 20 more where they are
 * decimals, for sums without rounding; 8 more in quarters, 44 in years), 8 a customer, 8 to
 * 16 for each distinct order id where ids are read. Cohorts are counted on the way out, so rows may come in any order (twice
 * the memory, for a moment, where they don't come by time); one that comes late and is a customer's first purchase moves the
 * customer to the earlier cohort.
 *
 * The usual question (`entry: 'first'`, `mode: 'on'`, calendar periods, no decimals) over many rows keeps 4 bytes a
 * customer, 8 an order id and 24 a cell instead, where rows come day by day for each customer; in any other order 12 bytes a row are put in order
 * first (`retention-quick.ts`).
 *
 * A cohort is the local calendar period of a customer's first activity; *offset* counts periods from there. With `entry:
 * 'recurring'` a customer enters a cohort in every period with activity. Activity is a row whose value is not negative;
 * refunds are no activity and no order, but they net into the value of their cell (C6); a customer with refunds only is in
 * no cohort. Orders are distinct order ids of a customer in a period, or distinct local days where rows have none (C7).
 * Missing customers and times drop the row (C18).
 *
 * - `mode: 'on'`: active in that period (classic). `'onOrAfter'`: then or later (unbounded). `'onOrBefore'`: in some period
 *   from offset 1 to it; offset 0 is the entry. `'streak'`: in it and all before. `'bracket'`: in any of a bracket of offsets.
 *   `orders` and `value` stay those of the cell itself.
 * - `windows: 'rolling'`: offsets are windows of `windowDays` local days from each customer's own first day in the cohort, and
 *   only those watched to a window's end are counted in it (`eligible`). By default they are calendar periods.
 * - Main table: `cohort` (first date of the period), `size`, `offset`, `active`, `retention` (active over eligible), `orders`,
 *   `value`, `observed`, `partial`, then `lower` and `upper` (Wilson, C9), `complete`, `low_n` (fewer than 30), `suppressed`
 *   (fewer than `minN`, or withheld by `minCell`), `rate` (of `measure`: customers as `retention`, others over what they were
 *   at offset 0), `cumulative_value` (value up to the cell; null in rolling cells that are not complete), `eligible`,
 *   `offset_end` (of a bracket), `last_date` (the last local date whose activity counts). Every cohort has a row for every
 *   offset up to the largest observed. A cell after the data's end is not observed and null; a cell inside with nobody is 0
 *   (C2). A calendar cell is complete when its period is over at `asOf`, a rolling one when its last entrant's window is.
 * - Tables: `pooled` (by offset: sums over cohorts whose cell is complete, and how many those are; rates are never averaged;
 *   `size` is null where it would tell that of a withheld cohort; `value_retention` and `rate` are over the same cohorts at offset 0), `cohorts`, and with `project` `projection` (`cohort`,
 *   `offset`, `retention`, `active`: what a model says of the cells that are not complete; never an observation).
 * - Scalars: `customers`, `cohorts`, `offsets`, `customers_without_activity`, `projection_alpha`, `projection_beta`; where values
 *   are decimals, sums are exact, and `value_exact` is that of all cells as text with every digit.
 * - Under `minCell` a cumulative value is told only where every cell before is, and of modes that count others than a cell's buyers
 *   (`onOrAfter`, `onOrBefore`) neither orders nor values; rolling cells wait for their whole cohort.
 * - Marks: `{cohort}`, `{cohort, offset}`.
 */
export const retention: Metric<RetentionOptions> = {
  name: 'retention',
  roles: { customer: 'required', time: 'required', value: 'optional', order: 'optional' },
  resolve: resolveRetention,
  fold: (options: RetentionOptions, input: Input): Fold<ActivityState> => (
    retentionFold(planActivity('retention', options, input.schema, true), options, input)),
  quick: (options: RetentionOptions, input: Input, kernels: Kernels | null, order: RowOrder): QuickFold | null => (
    quickRetention(planActivity('retention', options, input.schema, true), options, input, kernels, order)),
  estimate: estimateRetention,
  tells: tellsCell,
};
