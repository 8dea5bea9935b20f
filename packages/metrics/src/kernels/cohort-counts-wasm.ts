import { CohortCalendar, type CohortPeriods } from './cohort-calendar.js';
import { type CohortCell, type CohortCounts, type CohortRows, type CohortTally, createCohortTally } from './cohort-counts.js';
import { CELL_WORDS, type CohortExtent, countEarly, EarlyRefunds, moveCells, readCells, shiftHistories, shiftOwners } from './cohort-table.js';
import { BLOCK, DayBlock } from './day-block-wasm.js';
import type { DayRows } from './day-sort-wasm.js';
import type { KernelMemory } from './kernel-memory.js';
import type { Boundaries } from './row-ordinals.js';

const TALLY_BYTES = 48;
const HISTORY = 4;
const OWNER = 8;
const REFUND = 16;

/** The counts in WebAssembly, in a memory of their own. */
export class WasmCohortCounts implements CohortCounts {
  readonly #memory: KernelMemory;
  readonly #calendar: CohortCalendar;
  readonly #block: DayBlock;
  readonly #refunds: EarlyRefunds = new EarlyRefunds();
  readonly #refundsAt: number;
  readonly #tallyAt: number;
  #calendarAt: number = 0;
  #cellsAt: number = 0;
  #historiesAt: number;
  #customerRoom: number = 0;
  #ownersAt: number;
  #orderRoom: number = 0;

  /** Times at *cutOff* (microseconds, Infinity for none) or later don't count. */
  constructor(memory: KernelMemory, periods: CohortPeriods, days: Boundaries, cutOff: number) {
    this.#memory = memory;
    this.#calendar = new CohortCalendar(periods);
    this.#block = new DayBlock(memory, days, cutOff);
    this.#refundsAt = memory.take(REFUND * BLOCK);
    this.#tallyAt = memory.take(TALLY_BYTES);
    this.#historiesAt = memory.take(0);
    this.#ownersAt = memory.take(0);
    const tally = this.#tallyAt >>> 2;
    memory.words[tally + 6] = 2 ** 31 - 1;
    memory.words[tally + 7] = -(2 ** 31);
  }

  get tally(): CohortTally {
    const { words } = this.#memory;
    const at = this.#tallyAt >>> 2;
    const count = (i: number): number => words[at + i]! >>> 0;
    return {
      ...createCohortTally(), used: count(0), withoutCustomer: count(1), outOfRange: count(2), withoutTime: count(3), afterCutOff: count(4),
      withoutValue: count(5), firstDay: words[at + 6]!, lastDay: words[at + 7]!,
    };
  }

  add(rows: CohortRows, customers: number, orders: number): boolean {
    this.#reserve(customers, orders);
    for (let from = 0; from < rows.count; from += BLOCK) {
      const count = Math.min(BLOCK, rows.count - from);
      this.#block.findDays(rows, from, count);
      if (!this.#reach(count) || !this.#countBlock(rows, from, count)) return false;
    }
    return true;
  }

  /** Adds rows of one *day*, which no earlier day follows. Returns false where days or periods reach too far. */
  addDay(day: number, { customers, values, orders }: Omit<DayRows, 'day'>, customerCount: number, orderCount: number): boolean {
    this.#reserve(customerCount, orderCount);
    this.#block.fillDays(day, Math.min(BLOCK, customers.length));
    if (!this.#reach(1)) return false;
    for (let from = 0; from < customers.length; from += BLOCK) {
      if (!this.#countBlock({ customers, values, orders, mask: null }, from, Math.min(BLOCK, customers.length - from))) return false;
    }
    return true;
  }

  cells(): CohortCell[] {
    const { words, doubles } = this.#memory;
    return readCells(words, doubles, this.#cellsAt >>> 2, this.#extent, this.#refunds, (customer) => this.#firstOf(customer));
  }

  outside(): { beforeEntry: number; withoutActivity: number } {
    return countEarly(this.#refunds, (customer) => this.#firstOf(customer));
  }

  get #extent(): CohortExtent {
    return { base: this.#calendar.firstPeriod, stride: this.#calendar.stride };
  }

  #firstOf(customer: number): number | null {
    const first = this.#memory.words[(this.#historiesAt >>> 2) + customer]! & 0xffff;
    return first === 0 ? null : first - 1 + this.#calendar.firstPeriod;
  }

  /** Counts rows whose days are there. */
  #countBlock(rows: Pick<CohortRows, 'customers' | 'values' | 'orders' | 'mask'>, from: number, count: number): boolean {
    const { customers, values, orders, mask } = this.#block.copy(rows, from, count);
    const end = this.#memory.kernels.cohortRows(
      customers, this.#block.daysAt, values, orders, mask, count,
      this.#ownersAt, this.#historiesAt, this.#calendarAt, this.#calendar.base, this.#cellsAt, this.#calendar.stride, this.#refundsAt, this.#tallyAt,
    );
    this.#keepRefunds();
    return end === count;
  }

  #keepRefunds(): void {
    const { words, doubles } = this.#memory;
    const count = words[(this.#tallyAt >>> 2) + 8]!;
    for (let i = 0, at = this.#refundsAt >>> 2; i < count; i++, at += REFUND / 4) {
      this.#refunds.add(words[at]! >>> 0, words[at + 1]! + this.#calendar.firstPeriod, doubles[(at >>> 1) + 1]!);
    }
  }

  #reserve(customers: number, orders: number): void {
    if (customers > this.#customerRoom) {
      const room = Math.max(customers, 2 * this.#customerRoom);
      this.#historiesAt = this.#memory.enlarge(this.#historiesAt, this.#customerRoom * HISTORY, room * HISTORY);
      this.#customerRoom = room;
    }
    if (orders > this.#orderRoom) {
      const room = Math.max(orders, 2 * this.#orderRoom);
      this.#ownersAt = this.#memory.enlarge(this.#ownersAt, this.#orderRoom * OWNER, room * OWNER);
      this.#orderRoom = room;
    }
  }

  /** Makes room for the days of a block. */
  #reach(count: number): boolean {
    const memory = this.#memory;
    memory.kernels.ordinalRange(this.#block.daysAt, count, this.#refundsAt);
    const first = memory.words[this.#refundsAt >>> 2]!;
    const last = memory.words[(this.#refundsAt >>> 2) + 1]!;
    if (first > last) return true;
    const before = this.#extent;
    const changed = this.#calendar.reach(first, last);
    if (changed !== true) return changed === false;
    const { entries } = this.#calendar;
    this.#calendarAt = memory.take(4 * entries.length);
    memory.words.set(entries, this.#calendarAt >>> 2);
    const after = this.#extent;
    if (after.base === before.base && after.stride === before.stride) return true;
    const at = memory.take(after.stride * after.stride * CELL_WORDS * 4);
    const { words } = memory;
    moveCells(words, this.#cellsAt >>> 2, before, words, at >>> 2, after);
    const shift = before.stride === 0 ? 0 : before.base - after.base;
    shiftHistories(words, this.#historiesAt >>> 2, this.#customerRoom, shift);
    shiftOwners(words, this.#ownersAt >>> 2, this.#orderRoom, shift);
    this.#cellsAt = at;
    return true;
  }
}
