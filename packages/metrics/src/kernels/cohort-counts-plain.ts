import { CohortCalendar, type CohortPeriods } from './cohort-calendar.js';
import { type CohortCell, type CohortCounts, type CohortRows, type CohortTally, createCohortTally } from './cohort-counts.js';
import { addToCell, CELL_WORDS, type CohortExtent, countEarly, EarlyRefunds, moveCells, readCells, shiftHistories, shiftOwners } from './cohort-table.js';
import { NO_KEY } from './key-index.js';
import { AFTER_CUT_OFF, LOWEST_ORDINAL, OUT_OF_RANGE, ordinalsBefore } from './row-ordinals.js';

/** The counts in plain JavaScript. Twin of wasm/cohorts.ts. */
export class PlainCohortCounts implements CohortCounts {
  readonly tally: CohortTally = createCohortTally();
  readonly #calendar: CohortCalendar;
  readonly #daysOf: (instants: Float64Array) => Int32Array;
  readonly #cutOff: number;
  readonly #refunds: EarlyRefunds = new EarlyRefunds();
  /** By customer: the first active period plus 1, and the last active day plus 1, 16 bits each. */
  #histories: Int32Array = new Int32Array(0);
  /** By order: the customer plus 1 (0: not met), and the period plus 1. */
  #owners: Int32Array = new Int32Array(0);
  #words: Int32Array = new Int32Array(0);
  #doubles: Float64Array = new Float64Array(0);

  /** *daysOf* returns local days, OUT_OF_RANGE where there is none. Times at *cutOff* (microseconds, Infinity for none) or later don't count. */
  constructor(periods: CohortPeriods, daysOf: (instants: Float64Array) => Int32Array, cutOff: number) {
    this.#calendar = new CohortCalendar(periods);
    this.#daysOf = daysOf;
    this.#cutOff = cutOff;
  }

  add({ count, customers, instants, values, orders, mask }: CohortRows, customerCount: number, orderCount: number): boolean {
    const times = instants();
    const days = ordinalsBefore(times, this.#daysOf(times), this.#cutOff);
    if (!this.#reserve(days, customerCount)) return false;
    this.#owners = atLeast(this.#owners, 2 * orderCount);
    const { base, stride, entries, firstPeriod } = this.#calendar;
    const { tally } = this;
    const histories = this.#histories;
    const owners = this.#owners;
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
      const ordinal = days[i]!;
      if (ordinal < LOWEST_ORDINAL) {
        dropped(tally, ordinal);
        continue;
      }
      const day = ordinal - base + 1;
      const entry = entries[day - 1]!;
      const period = (entry & 0xffff) + 1;
      const history = histories[customer]!;
      const first = history & 0xffff;
      const last = history >>> 16;
      let value = values === null ? 0 : values[i]!;
      let isActive = true;
      if (!Number.isFinite(value)) {
        withoutValue++;
        value = 0;
      } else isActive = !(value < 0);
      if (!isActive && (first === 0 || period < first)) {
        this.#refunds.add(customer, firstPeriod + period - 1, value);
      } else {
        const cohort = first === 0 ? period : first;
        const cell = ((cohort - 1) * stride + period - 1) * CELL_WORDS;
        if (isActive) {
          if (day < last) return false;
          let isOrder = day !== last;
          if (orders !== null) {
            const order = orders[i]!;
            if (order === NO_KEY) return false;
            const owner = owners[2 * order]!;
            if (owner !== 0 && (owner !== customer + 1 || owners[2 * order + 1] !== period)) return false;
            isOrder = owner === 0;
            owners[2 * order] = customer + 1;
            owners[2 * order + 1] = period;
          }
          // Who was never active has 0 as the last day, before the first of any period.
          if (last <= entry >>> 16) words[cell]! += 1;
          if (isOrder) words[cell + 1]! += 1;
          histories[customer] = cohort | (day << 16);
        }
        if (value !== 0) addToCell(doubles, (cell >>> 1) + 1, value);
      }
      used++;
      if (ordinal < firstDay) firstDay = ordinal;
      if (ordinal > lastDay) lastDay = ordinal;
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

  get #extent(): CohortExtent {
    return { base: this.#calendar.firstPeriod, stride: this.#calendar.stride };
  }

  #firstOf(customer: number): number | null {
    const first = this.#histories[customer]! & 0xffff;
    return first === 0 ? null : first - 1 + this.#calendar.firstPeriod;
  }

  #reserve(days: Int32Array, customers: number): boolean {
    let first = Infinity;
    let last = -Infinity;
    for (let i = 0; i < days.length; i++) {
      const day = days[i]!;
      if (day < LOWEST_ORDINAL) continue;
      if (day < first) first = day;
      if (day > last) last = day;
    }
    this.#histories = atLeast(this.#histories, customers);
    if (first > last) return true;
    const before = this.#extent;
    if (this.#calendar.reach(first, last) === null) return false;
    const after = this.#extent;
    if (after.base === before.base && after.stride === before.stride) return true;
    const words = new Int32Array(after.stride * after.stride * CELL_WORDS);
    moveCells(this.#words, 0, before, words, 0, after);
    const shift = before.stride === 0 ? 0 : before.base - after.base;
    shiftHistories(this.#histories, 0, this.#histories.length, shift);
    shiftOwners(this.#owners, 0, this.#owners.length / 2, shift);
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

/** Returns an array of at least *length* numbers that begins as *array* does; it doubles at least. */
function atLeast(array: Int32Array, length: number): Int32Array {
  if (length <= array.length) return array;
  const longer = new Int32Array(Math.max(length, 2 * array.length));
  longer.set(array);
  return longer;
}
