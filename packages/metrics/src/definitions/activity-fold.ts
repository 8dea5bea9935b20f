import type { Frame } from '../arrow/frame.js';
import type { Grain } from '../calendar/grain.js';
import { localDate } from '../calendar/local-date.js';
import { NO_PERIOD, PeriodTable } from '../calendar/period-table.js';
import {
  type ActivityLedger, addOrder, addOrderDay, createLedger, entryOf, markActive, mergeLedgers, reserveCustomers, settle,
} from '../kernels/activity-ledger.js';
import { type Bitmap, bitNumbers } from '../kernels/bitmap.js';
import { addDecimalTo, addTo, keepsExactSums } from '../kernels/compensated-sums.js';
import { exactTotal } from '../kernels/exact-sums.js';
import { type KeyIndex, NO_KEY } from '../kernels/key-index.js';
import { type CellType, type Row, type Table, tableOf } from '../table.js';
import { beginFrame, countRows, createTally, mergeTallies, type RowTally } from './row-tally.js';

/** What customers' activity is read from: columns that exist, and options turned into numbers. */
export interface ActivityPlan {
  readonly metric: string;
  readonly customer: string;
  readonly time: string;
  readonly value: string | null;
  readonly order: string | null;
  readonly period: Grain;
  readonly timeZone: string;
  readonly weekStart: number;
  /** Whether orders are counted, which takes the local day of every row. */
  readonly orders: boolean;
  /** Rows at or after this instant (microseconds) are left out; Infinity for none. */
  readonly cutOff: number;
}

/** Activity by customer and period, and the little that is known about rows. */
export interface ActivityState {
  readonly tally: RowTally;
  readonly ledger: ActivityLedger;
  valuesMissing: number;
  first: number;
  last: number;
}

/** The column of a summary's totals that holds the exact value of all rows: present where values are decimals and some rows count. */
export function exactField({ ledger, tally }: ActivityState): Readonly<Record<string, CellType>> {
  return ledger.values.exact && tally.rowsUsed > 0 ? { value_exact: 'utf8' } : {};
}

/** The value of all rows to the last digit, as the cell of `exactField`. */
export function exactCell({ ledger, tally }: ActivityState): Row {
  return ledger.values.exact && tally.rowsUsed > 0 ? { value_exact: exactTotal(ledger.values.exact) } : {};
}

const DAY_WORDS: Readonly<Record<Grain, number>> = { day: 1, week: 1, month: 1, quarter: 3, year: 12 };
const REMEMBERED_PERIODS = 1024;

/** Reads rows into ledgers. One reader serves every state of a fold; what it keeps is scratch space and calendars. */
export class ActivityReader {
  readonly plan: ActivityPlan;
  readonly periods: PeriodTable;
  readonly #customers: KeyIndex;
  readonly #days: PeriodTable | null;
  // The first day of a period, remembered in a small table so that rows in any order find it without a Map.
  readonly #knownPeriods: Int32Array = new Int32Array(REMEMBERED_PERIODS).fill(NO_PERIOD);
  readonly #knownFirstDays: Int32Array = new Int32Array(REMEMBERED_PERIODS);

  constructor(plan: ActivityPlan, customers: KeyIndex) {
    this.plan = plan;
    this.#customers = customers;
    this.periods = new PeriodTable(plan.period, plan);
    this.#days = plan.orders ? new PeriodTable('day', plan) : null;
  }

  init(): ActivityState {
    const dayWords = this.plan.orders ? DAY_WORDS[this.plan.period] : 0;
    return { tally: createTally(), ledger: createLedger(dayWords, this.plan.value !== null), valuesMissing: 0, first: Infinity, last: -Infinity };
  }

  update(state: ActivityState, frame: Frame, mask: Bitmap | null): void {
    if (!beginFrame(state.tally, frame.ordinal)) return;
    const { plan } = this;
    const customers = frame.keys(plan.customer);
    const times = frame.instants(plan.time);
    const values = plan.value === null ? null : frame.numbers(plan.value);
    const orders = plan.order === null ? null : frame.keys(plan.order);
    const rowPeriods = this.periods.ordinalsOf(times);
    const rowDays = this.#days?.ordinalsOf(times) ?? rowPeriods;
    reserveCustomers(state.ledger, this.#customers.size);

    const { ledger } = state;
    const { cutOff } = plan;
    const decimals = plan.value === null ? null : frame.decimals(plan.value);
    const exact = keepsExactSums(ledger.values, decimals) ? decimals : null;
    const counted = plan.orders;
    let used = 0;
    let withoutCustomer = 0;
    let withoutTime = 0;
    let outside = 0;
    let after = 0;
    const rows = mask === null ? null : bitNumbers(mask);
    const count = rows === null ? frame.numRows : rows.length;
    for (let n = 0; n < count; n++) {
      const i = rows === null ? n : rows[n]!;
      const customer = customers[i]!;
      if (customer === NO_KEY) {
        withoutCustomer++;
        continue;
      }
      const time = times[i]!;
      const period = rowPeriods[i]!;
      if (period === NO_PERIOD) {
        if (Number.isNaN(time)) withoutTime++;
        else outside++;
        continue;
      }
      if (time >= cutOff) {
        after++;
        continue;
      }
      used++;
      if (time < state.first) state.first = time;
      if (time > state.last) state.last = time;
      const entry = entryOf(ledger, customer, period);
      if (values !== null) {
        const value = values[i]!;
        if (Number.isFinite(value)) {
          addTo(ledger.values, entry, value);
          if (exact !== null) addDecimalTo(ledger.values, entry, exact, i);
          // A refund is netted, but it is no activity and no order (C6).
          if (value < 0) continue;
        } else {
          state.valuesMissing++;
        }
      }
      markActive(ledger, entry);
      if (!counted) continue;
      const order = orders === null ? NO_KEY : orders[i]!;
      if (order === NO_KEY) addOrderDay(ledger, entry, rowDays[i]! - this.#firstDayOf(period));
      else addOrder(ledger, entry, order);
    }
    countRows(state.tally, used, {
      customer_missing: withoutCustomer, time_missing: withoutTime, time_out_of_range: outside, after_as_of: after,
    });
  }

  merge(into: ActivityState, from: ActivityState): void {
    mergeTallies(this.plan.metric, into.tally, from.tally);
    mergeLedgers(into.ledger, from.ledger);
    into.valuesMissing += from.valuesMissing;
    into.first = Math.min(into.first, from.first);
    into.last = Math.max(into.last, from.last);
  }

  /** Returns the ledger of *state* with one entry for each customer and period. */
  ledgerOf({ ledger }: ActivityState): ActivityLedger {
    settle(ledger);
    return ledger;
  }

  /** Returns the first and last local date that hold data, and the zone in which they do, as a table of one row. */
  window(state: ActivityState): Table {
    const { timeZone } = this.plan;
    const some = state.first <= state.last;
    return tableOf({ start: 'date', end: 'date', time_zone: 'utf8' }, [{
      start: some ? localDate(state.first, timeZone) : null, end: some ? localDate(state.last, timeZone) : null, time_zone: timeZone,
    }]);
  }

  #firstDayOf(period: number): number {
    const i = period & (REMEMBERED_PERIODS - 1);
    if (this.#knownPeriods[i] !== period) {
      this.#knownPeriods[i] = period;
      this.#knownFirstDays[i] = this.#days?.ordinalOfDate(this.periods.dateOf(period)) ?? 0;
    }
    return this.#knownFirstDays[i]!;
  }
}
