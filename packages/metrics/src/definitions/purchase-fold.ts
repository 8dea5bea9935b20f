import type { Frame, Input } from '../arrow/frame.js';
import { localDate } from '../calendar/local-date.js';
import { NO_PERIOD, PeriodTable } from '../calendar/period-table.js';
import { type Bitmap, hasBit } from '../kernels/bitmap.js';
import { keepsExactSums } from '../kernels/compensated-sums.js';
import { appendDecimals, type EventDecimals, setDecimal } from '../kernels/event-decimals.js';
import { appendJournal, createJournal, type EventJournal, reserveEvents } from '../kernels/event-journal.js';
import { NO_KEY } from '../kernels/key-index.js';
import { type Table, tableOf } from '../table.js';
import { beginFrame, countRows, createTally, mergeTallies, type RowTally } from './row-tally.js';

/** What purchases are read from: columns that exist, and options turned into numbers. */
export interface PurchasePlan {
  readonly metric: string;
  readonly customer: string;
  readonly time: string;
  readonly value: string | null;
  /** Null where an order is a customer's day. */
  readonly order: string | null;
  readonly timeZone: string;
  /** Rows at or after this instant (microseconds) are left out; Infinity for none. */
  readonly cutOff: number;
  /** Whether sums of values are told, so that decimals are kept with every digit. */
  readonly sums?: boolean;
}

/** Every row with a customer and a time. The code of an event is its order, NO_KEY where it has none. */
export interface PurchaseState {
  readonly tally: RowTally;
  readonly journal: EventJournal;
  readonly decimals: EventDecimals;
  valuesMissing: number;
  first: number;
  last: number;
}

/** Reads rows into journals. One reader serves every state of a fold. */
export class PurchaseReader {
  readonly plan: PurchasePlan;
  readonly days: PeriodTable;
  readonly input: Input;

  constructor(plan: PurchasePlan, input: Input) {
    this.plan = plan;
    this.input = input;
    this.days = new PeriodTable('day', { timeZone: plan.timeZone, weekStart: 1 });
  }

  init(): PurchaseState {
    return {
      tally: createTally(), journal: createJournal({ values: this.plan.value !== null, segments: false }), decimals: {}, valuesMissing: 0,
      first: Infinity, last: -Infinity,
    };
  }

  update(state: PurchaseState, frame: Frame, mask: Bitmap | null): void {
    if (!beginFrame(state.tally, frame.ordinal)) return;
    const { plan, days } = this;
    const customers = frame.keys(plan.customer);
    const times = frame.instants(plan.time);
    const values = plan.value === null ? null : frame.numbers(plan.value);
    const orders = plan.order === null ? null : frame.keys(plan.order);
    const { decimals: kept, journal } = state;
    const decimals = plan.value === null || plan.sums !== true ? null : frame.decimals(plan.value);
    const exact = keepsExactSums(kept, decimals) ? decimals : null;
    reserveEvents(journal, frame.numRows);
    let used = 0;
    let withoutCustomer = 0;
    let withoutTime = 0;
    let outside = 0;
    let after = 0;
    for (let i = 0; i < frame.numRows; i++) {
      if (mask !== null && !hasBit(mask, i)) continue;
      const customer = customers[i]!;
      if (customer === NO_KEY) {
        withoutCustomer++;
        continue;
      }
      const time = times[i]!;
      if (days.ordinalOf(time) === NO_PERIOD) {
        if (Number.isNaN(time)) withoutTime++;
        else outside++;
        continue;
      }
      if (time >= plan.cutOff) {
        after++;
        continue;
      }
      used++;
      if (time < state.first) state.first = time;
      if (time > state.last) state.last = time;
      const n = journal.length++;
      journal.customers[n] = customer;
      journal.instants[n] = time;
      journal.codes[n] = orders === null ? NO_KEY : orders[i]!;
      if (values === null || journal.values === null) continue;
      const value = values[i]!;
      const missing = !Number.isFinite(value);
      if (missing) state.valuesMissing++;
      journal.values[n] = missing ? Number.NaN : value;
      if (exact !== null && !missing) setDecimal(kept, n, exact, i);
    }
    countRows(state.tally, used, {
      customer_missing: withoutCustomer, time_missing: withoutTime, time_out_of_range: outside, after_as_of: after,
    });
  }

  merge(into: PurchaseState, from: PurchaseState): void {
    mergeTallies(this.plan.metric, into.tally, from.tally);
    appendDecimals(into.decimals, into.journal.length, from.decimals, from.journal.length);
    appendJournal(into.journal, from.journal);
    into.valuesMissing += from.valuesMissing;
    into.first = Math.min(into.first, from.first);
    into.last = Math.max(into.last, from.last);
  }

  /** Returns the last local day on which customers were watched: that of the cut-off, or of the last row; null without rows. */
  lastDay(state: PurchaseState): number | null {
    if (state.first > state.last) return null;
    return this.days.ordinalOf(this.plan.cutOff === Infinity ? state.last : this.plan.cutOff - 1);
  }

  /** Returns the first and last local date that hold data, and the zone in which they do, as a table of one row. */
  window(state: PurchaseState): Table {
    const { timeZone } = this.plan;
    const some = state.first <= state.last;
    return tableOf({ start: 'date', end: 'date', time_zone: 'utf8' }, [{
      start: some ? localDate(state.first, timeZone) : null, end: some ? localDate(state.last, timeZone) : null, time_zone: timeZone,
    }]);
  }
}
