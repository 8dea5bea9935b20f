import { type CohortCell, type CohortCounts, type CohortRows, type CohortTally, createCohortTally } from './cohort-counts.js';
import { addToCell, CELL_WORDS, type CohortExtent, countEarly, EarlyRefunds, extentFor, moveCells, readCells, shiftHistories } from './cohort-table.js';
import { NO_KEY } from './key-index.js';
import { AFTER_CUT_OFF, LOWEST_ORDINAL, OUT_OF_RANGE, ordinalsBefore } from './row-ordinals.js';

/** Returns the ordinal of each instant, in periods and in days, OUT_OF_RANGE where it has none. */
export interface CohortCalendar {
  periodsOf(instants: Float64Array): Int32Array;
  daysOf(instants: Float64Array): Int32Array;
}

/** The counts in plain JavaScript. Twin of wasm/cohorts.ts. */
export class PlainCohortCounts implements CohortCounts {
  readonly tally: CohortTally = createCohortTally();
  readonly #calendar: CohortCalendar;
  readonly #cutOff: number;
  readonly #refunds: EarlyRefunds = new EarlyRefunds();
  /** By customer: the first and last active period from the base on, plus 1, 16 bits each; and the last day with an order. */
  #histories: Int32Array = new Int32Array(0);
  #extent: CohortExtent | null = null;
  #words: Int32Array = new Int32Array(0);
  #doubles: Float64Array = new Float64Array(0);

  /** Times at *cutOff* (microseconds, Infinity for none) or later don't count. */
  constructor(calendar: CohortCalendar, cutOff: number) {
    this.#calendar = calendar;
    this.#cutOff = cutOff;
  }

  add({ count, customers, instants, values, mask }: CohortRows, customerCount: number): boolean {
    const times = instants();
    const periods = this.#calendar.periodsOf(times);
    const days = ordinalsBefore(times, this.#calendar.daysOf(times), this.#cutOff);
    if (!this.#reserve(periods, days, customerCount)) return false;
    if (this.#extent === null) return this.#tallyOnly(customers, days, mask, count);
    const { base, stride } = this.#extent;
    const { tally } = this;
    const histories = this.#histories;
    const words = this.#words;
    const doubles = this.#doubles;
    let { used, withoutCustomer, withoutValue, firstDay, lastDay } = tally;
    for (let i = 0; i < count; i++) {
      if (mask !== null && ((mask[i >>> 5]! >>> (i & 31)) & 1) === 0) continue;
      const customer = customers[i]!;
      if (customer === NO_KEY) {
        withoutCustomer++;
        continue;
      }
      const day = days[i]!;
      if (day < LOWEST_ORDINAL) {
        dropped(tally, day);
        continue;
      }
      const period = periods[i]! - base + 1;
      const history = histories[2 * customer]!;
      const first = history & 0xffff;
      let value = values === null ? 0 : values[i]!;
      let isActive = true;
      if (!Number.isFinite(value)) {
        withoutValue++;
        value = 0;
      } else isActive = !(value < 0);
      if (!isActive && (first === 0 || period < first)) {
        this.#refunds.add(customer, periods[i]!, value);
      } else {
        const before = histories[2 * customer + 1]!;
        if (isActive && first !== 0 && day < before) return false;
        const cohort = first === 0 ? period : first;
        const cell = ((cohort - 1) * stride + period - 1) * CELL_WORDS;
        if (isActive) {
          if (first === 0 || period !== history >>> 16) words[cell]! += 1;
          if (first === 0 || day !== before) words[cell + 1]! += 1;
          histories[2 * customer] = cohort | (period << 16);
          histories[2 * customer + 1] = day;
        }
        if (value !== 0) addToCell(doubles, (cell >>> 1) + 1, value);
      }
      used++;
      if (day < firstDay) firstDay = day;
      if (day > lastDay) lastDay = day;
    }
    Object.assign(tally, { used, withoutCustomer, withoutValue, firstDay, lastDay });
    return true;
  }

  cells(): CohortCell[] {
    return readCells(this.#words, this.#doubles, 0, this.#extent, this.#refunds, (customer) => this.#firstOf(customer));
  }

  outside(): { beforeEntry: number; withoutActivity: number } {
    return countEarly(this.#refunds, (customer) => this.#firstOf(customer));
  }

  #firstOf(customer: number): number | null {
    const first = this.#histories[2 * customer]! & 0xffff;
    return first === 0 ? null : first - 1 + (this.#extent?.base ?? 0);
  }

  /** No row has a period. */
  #tallyOnly(customers: Uint32Array, days: Int32Array, mask: CohortRows['mask'], count: number): boolean {
    for (let i = 0; i < count; i++) {
      if (mask !== null && ((mask[i >>> 5]! >>> (i & 31)) & 1) === 0) continue;
      if (customers[i] === NO_KEY) this.tally.withoutCustomer++;
      else dropped(this.tally, days[i]!);
    }
    return true;
  }

  #reserve(periods: Int32Array, days: Int32Array, customers: number): boolean {
    let first = Infinity;
    let last = -Infinity;
    for (let i = 0; i < periods.length; i++) {
      if (days[i]! < LOWEST_ORDINAL) continue;
      const period = periods[i]!;
      if (period < first) first = period;
      if (period > last) last = period;
    }
    if (2 * customers > this.#histories.length) {
      const histories = new Int32Array(Math.max(2 * customers, 2 * this.#histories.length));
      histories.set(this.#histories);
      this.#histories = histories;
    }
    if (first > last) return true;
    const extent = extentFor(this.#extent, first, last);
    if (extent === null || extent === this.#extent) return extent !== null;
    const words = new Int32Array(extent.stride * extent.stride * CELL_WORDS);
    if (this.#extent !== null) {
      moveCells(this.#words, 0, this.#extent, words, 0, extent);
      shiftHistories(this.#histories, 0, this.#histories.length / 2, this.#extent.base - extent.base);
    }
    this.#extent = extent;
    this.#words = words;
    this.#doubles = new Float64Array(words.buffer);
    return true;
  }
}

function dropped(tally: CohortTally, day: number): void {
  if (day === OUT_OF_RANGE) tally.outOfRange++;
  else if (day === AFTER_CUT_OFF) tally.afterCutOff++;
  else tally.withoutTime++;
}
