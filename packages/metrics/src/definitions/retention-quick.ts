import type { Frame, Input } from '../arrow/frame.js';
import { localDate } from '../calendar/local-date.js';
import { PeriodTable } from '../calendar/period-table.js';
import type { Bitmap } from '../kernels/bitmap.js';
import type { CohortPeriods } from '../kernels/cohort-calendar.js';
import type { CohortCell, CohortCounts, CohortRows, CohortTally } from '../kernels/cohort-counts.js';
import { PlainCohortCounts } from '../kernels/cohort-counts-plain.js';
import { WasmCohortCounts } from '../kernels/cohort-counts-wasm.js';
import { DaySort } from '../kernels/day-sort-wasm.js';
import type { Kernels, QuickFold, RowOrder, Summary } from '../metric.js';
import { tableOf } from '../table.js';
import type { ActivityPlan } from './activity-fold.js';
import type { CohortCount } from './retention-cells.js';
import type { RetentionOptions } from './retention-options.js';
import { retentionSummary } from './retention-summary.js';
import { countRows, createTally, rowCounts } from './row-tally.js';

/**
 * Returns the quick way to calendar cohorts of first activity, or null for other questions: retention in the period itself,
 * values that are no decimals, orders that are of one customer and period each. Rows come day by day for each customer; with kernels they may come in any order,
 * and are put in that of days first.
 */
export function quickRetention(plan: ActivityPlan, options: RetentionOptions, input: Input, kernels: Kernels | null, order: RowOrder): QuickFold | null {
  const suits = (options.entry ?? 'first') === 'first' && (options.mode ?? 'on') === 'on' && options.windows !== 'rolling';
  if (!suits || (order === 'any' && kernels === null)) return null;
  const calendar = { periods: new PeriodTable(plan.period, plan), days: new PeriodTable('day', plan) };
  if (order === 'time' || kernels === null) return inOrder(plan, input, kernels, calendar);
  return inAnyOrder(plan, input, kernels, calendar);
}

interface Calendar {
  readonly periods: PeriodTable;
  readonly days: PeriodTable;
}

function inOrder(plan: ActivityPlan, input: Input, kernels: Kernels | null, { periods, days }: Calendar): QuickFold {
  const index = input.keyIndex(plan.customer);
  const orders = plan.order === null ? null : input.keyIndex(plan.order);
  const counts: CohortCounts = kernels === null
    ? new PlainCohortCounts(cohortPeriods({ periods, days }), (instants) => days.ordinalsOf(instants), plan.cutOff)
    : new WasmCohortCounts(kernels(), cohortPeriods({ periods, days }), days, plan.cutOff);
  return {
    add(frame, mask) {
      const rows = rowsOf(plan, frame, mask);
      return rows !== null && counts.add(rows, index.size, orders?.size ?? 0);
    },
    finish: () => summaryOf(plan, counts, counts.tally, { periods, days }),
  };
}

function inAnyOrder(plan: ActivityPlan, input: Input, kernels: Kernels, { periods, days }: Calendar): QuickFold {
  const index = input.keyIndex(plan.customer);
  const orders = plan.order === null ? null : input.keyIndex(plan.order);
  const sort = new DaySort(kernels(), days, plan.cutOff);
  const counts = new WasmCohortCounts(kernels(), cohortPeriods({ periods, days }), days, plan.cutOff);
  const frames: (readonly [Frame, Bitmap | null])[] = [];
  return {
    add(frame, mask) {
      const rows = rowsOf(plan, frame, mask);
      if (rows === null || !sort.count(rows)) return false;
      frames.push([frame, mask]);
      return true;
    },
    async settle(breathe) {
      for (const [frame, mask] of frames) {
        const rows = rowsOf(plan, frame, mask);
        if (rows !== null) sort.place(rows);
        await breathe();
      }
      for (const { day, ...rows } of sort.byDay()) {
        if (!counts.addDay(day, rows, index.size, orders?.size ?? 0)) return false;
        await breathe();
      }
      return true;
    },
    finish: () => summaryOf(plan, counts, { ...counts.tally, ...sort.leftOut }, { periods, days }),
  };
}

function cohortPeriods({ periods, days }: Calendar): CohortPeriods {
  return { periodOf: (day) => periods.ordinalOf(days.startOf(day)), firstDayOf: (period) => days.ordinalOf(periods.startOf(period)) };
}

/** Decimals are added without rounding, which only the fold does. */
function rowsOf(plan: ActivityPlan, frame: Frame, mask: Bitmap | null): CohortRows | null {
  if (plan.value !== null && frame.decimals(plan.value) !== null) return null;
  return {
    count: frame.numRows, customers: frame.keys(plan.customer), ticks: frame.ticks(plan.time), instants: () => frame.instants(plan.time),
    values: plan.value === null ? null : frame.numbers(plan.value), orders: plan.order === null ? null : frame.keys(plan.order), mask,
  };
}

function summaryOf(plan: ActivityPlan, counts: CohortCounts, tally: CohortTally, { periods, days }: Calendar): Summary {
  const rows = createTally();
  countRows(rows, tally.used, {
    customer_missing: tally.withoutCustomer, time_missing: tally.withoutTime, time_out_of_range: tally.outOfRange, after_as_of: tally.afterCutOff,
  });
  const cells = counts.cells();
  const some = tally.firstDay <= tally.lastDay;
  const dateAt = (day: number): string | null => (some ? localDate(days.startOf(day), plan.timeZone) : null);
  const window = tableOf({ start: 'date', end: 'date', time_zone: 'utf8' }, [{ start: dateAt(tally.firstDay), end: dateAt(tally.lastDay), time_zone: plan.timeZone }]);
  return retentionSummary({
    ...counts.outside(), cohorts: cohortsOf(cells), exactValue: null, customers: null, valuesMissing: tally.withoutValue, hasValue: plan.value !== null,
    days, window, rows: rowCounts(rows),
    cells: cells.map(({ cohort, period, active, orders, value }) => ({ cohort, cell: period - cohort, active, eligible: 0, orders, value })),
  }, { entry: 'first', mode: 'on', brackets: null, cohorts: periods, windowDays: null });
}

/** Everybody is active in the period of entry. */
function cohortsOf(cells: readonly CohortCell[]): Map<number, CohortCount> {
  return new Map(cells.filter(({ cohort, period }) => cohort === period).map(({ cohort, active }) => [cohort, { size: active, first: cohort, last: cohort }]));
}
