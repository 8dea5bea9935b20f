import type { Input } from '../arrow/frame.js';
import { localDate } from '../calendar/local-date.js';
import { PeriodTable } from '../calendar/period-table.js';
import type { CohortCell, CohortCounts } from '../kernels/cohort-counts.js';
import { PlainCohortCounts } from '../kernels/cohort-counts-plain.js';
import { WasmCohortCounts } from '../kernels/cohort-counts-wasm.js';
import type { Kernels, QuickFold } from '../metric.js';
import { tableOf } from '../table.js';
import type { ActivityPlan } from './activity-fold.js';
import type { CohortCount } from './retention-cells.js';
import type { RetentionOptions } from './retention-options.js';
import { retentionSummary } from './retention-summary.js';
import { countRows, createTally, rowCounts } from './row-tally.js';

/**
 * Returns the quick way to calendar cohorts of first activity, or null for other questions: retention in the period itself,
 * orders by day, values that are no decimals, rows day by day for each customer.
 */
export function quickRetention(plan: ActivityPlan, options: RetentionOptions, input: Input, kernels: Kernels | null): QuickFold | null {
  const suits = (options.entry ?? 'first') === 'first' && (options.mode ?? 'on') === 'on' && options.windows !== 'rolling' && plan.order === null;
  if (!suits) return null;
  const index = input.keyIndex(plan.customer);
  const periods = new PeriodTable(plan.period, plan);
  const days = new PeriodTable('day', plan);
  const counts: CohortCounts = kernels === null
    ? new PlainCohortCounts({ periodsOf: (instants) => periods.ordinalsOf(instants), daysOf: (instants) => days.ordinalsOf(instants) }, plan.cutOff)
    : new WasmCohortCounts(kernels(), periods, days, plan.cutOff);
  const hasValue = plan.value !== null;
  return {
    add(frame, mask) {
      if (plan.value !== null && frame.decimals(plan.value) !== null) return false;
      const customers = frame.keys(plan.customer);
      return counts.add({
        count: frame.numRows, customers, ticks: frame.ticks(plan.time), instants: () => frame.instants(plan.time),
        values: plan.value === null ? null : frame.numbers(plan.value), mask,
      }, index.size);
    },
    finish() {
      const { tally } = counts;
      const rows = createTally();
      countRows(rows, tally.used, {
        customer_missing: tally.withoutCustomer, time_missing: tally.withoutTime, time_out_of_range: tally.outOfRange, after_as_of: tally.afterCutOff,
      });
      const cells = counts.cells();
      const some = tally.firstDay <= tally.lastDay;
      const dateAt = (day: number): string | null => (some ? localDate(days.startOf(day), plan.timeZone) : null);
      const window = tableOf({ start: 'date', end: 'date', time_zone: 'utf8' }, [{ start: dateAt(tally.firstDay), end: dateAt(tally.lastDay), time_zone: plan.timeZone }]);
      return retentionSummary({
        ...counts.outside(), cohorts: cohortsOf(cells), exactValue: null, customers: null, valuesMissing: tally.withoutValue, hasValue, days, window, rows: rowCounts(rows),
        cells: cells.map(({ cohort, period, active, orders, value }) => ({ cohort, cell: period - cohort, active, eligible: 0, orders, value })),
      }, { entry: 'first', mode: 'on', brackets: null, cohorts: periods, windowDays: null });
    },
  };
}

/** Everybody is active in the period of entry. */
function cohortsOf(cells: readonly CohortCell[]): Map<number, CohortCount> {
  return new Map(cells.filter(({ cohort, period }) => cohort === period).map(({ cohort, active }) => [cohort, { size: active, first: cohort, last: cohort }]));
}
