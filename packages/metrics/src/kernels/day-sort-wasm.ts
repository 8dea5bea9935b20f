import type { CohortRows } from './cohort-counts.js';
import { BLOCK, type BlockColumns, DayBlock } from './day-block-wasm.js';
import type { KernelMemory } from './kernel-memory.js';
import type { Boundaries } from './row-ordinals.js';

/** About 180 years. */
const MOST_DAYS = 65_536;

/** The rows of a local day, in the order in which they came; views that last until more memory is taken. */
export interface DayRows {
  readonly day: number;
  readonly customers: Uint32Array;
  readonly values: Float64Array | null;
  readonly orders: Uint32Array | null;
}

/** Why rows were left out. */
export interface LeftOut {
  readonly withoutCustomer: number;
  readonly withoutTime: number;
  readonly outOfRange: number;
  readonly afterCutOff: number;
}

/**
 * Puts rows that come in any order in that of their local days: `count` all rows, then `place` them all again, batch by batch.
 * 12 bytes a row, 4 without values, 4 more with orders.
 */
export class DaySort {
  readonly #memory: KernelMemory;
  readonly #block: DayBlock;
  readonly #rangeAt: number;
  readonly #tallyAt: number;
  #countsAt: number = 0;
  #placesAt: number = 0;
  #base: number = 0;
  #span: number = 0;
  #customersOut: number = 0;
  #valuesOut: number = 0;
  #ordersOut: number = 0;

  /** Times at *cutOff* (microseconds, Infinity for none) or later are left out. */
  constructor(memory: KernelMemory, days: Boundaries, cutOff: number) {
    this.#memory = memory;
    this.#block = new DayBlock(memory, days, cutOff);
    this.#rangeAt = memory.take(8);
    this.#tallyAt = memory.take(16);
  }

  get leftOut(): LeftOut {
    const { words } = this.#memory;
    const at = this.#tallyAt >>> 2;
    return { withoutCustomer: words[at]!, outOfRange: words[at + 1]!, withoutTime: words[at + 2]!, afterCutOff: words[at + 3]! };
  }

  /** Counts rows by day. Returns false where there are too many days between the first and the last. */
  count(rows: CohortRows): boolean {
    for (let from = 0; from < rows.count; from += BLOCK) {
      const count = Math.min(BLOCK, rows.count - from);
      const { customers, mask } = this.#load(rows, from, count);
      if (!this.#reach(count)) return false;
      this.#memory.kernels.countDays(customers, this.#block.daysAt, mask, count, this.#countsAt, this.#base, this.#tallyAt);
    }
    return true;
  }

  /** Writes rows that were counted to their places. Nothing more can be counted then. */
  place(rows: CohortRows): void {
    const memory = this.#memory;
    if (this.#placesAt === 0) this.#reserve(rows.values !== null, rows.orders !== null);
    for (let from = 0; from < rows.count; from += BLOCK) {
      const count = Math.min(BLOCK, rows.count - from);
      const { customers, values, orders, mask } = this.#load(rows, from, count);
      memory.kernels.placeByDay(
        customers, this.#block.daysAt, values, orders, mask, count, this.#placesAt, this.#base, this.#customersOut, this.#valuesOut, this.#ordersOut,
      );
    }
  }

  /** Yields the rows that were placed, day by day. */
  * byDay(): Generator<DayRows, void, undefined> {
    let from = 0;
    for (let i = 0; i < this.#span; i++) {
      const { words, doubles } = this.#memory;
      const to = from + words[(this.#countsAt >>> 2) + i]!;
      if (to === from) continue;
      yield {
        day: this.#base + i, customers: new Uint32Array(words.buffer, this.#customersOut + 4 * from, to - from),
        orders: this.#ordersOut === 0 ? null : new Uint32Array(words.buffer, this.#ordersOut + 4 * from, to - from),
        values: this.#valuesOut === 0 ? null : doubles.subarray((this.#valuesOut >>> 3) + from, (this.#valuesOut >>> 3) + to),
      };
      from = to;
    }
  }

  #load(rows: CohortRows, from: number, count: number): BlockColumns {
    this.#block.findDays(rows, from, count);
    return this.#block.copy(rows, from, count);
  }

  /** Makes the counts reach over the days of a block. */
  #reach(count: number): boolean {
    const memory = this.#memory;
    memory.kernels.ordinalRange(this.#block.daysAt, count, this.#rangeAt);
    const first = memory.words[this.#rangeAt >>> 2]!;
    const last = memory.words[(this.#rangeAt >>> 2) + 1]!;
    if (first > last) return true;
    const before = { base: this.#base, span: this.#span, at: this.#countsAt };
    if (before.span > 0 && first >= before.base && last < before.base + before.span) return true;
    const low = before.span === 0 ? first : Math.min(first, before.base);
    const high = before.span === 0 ? last : Math.max(last, before.base + before.span - 1);
    if (high - low >= MOST_DAYS) return false;
    // Room on both sides: rows that come in any order reach further soon.
    const base = low - 512;
    const span = high - low + 1025;
    const at = memory.take(4 * span);
    memory.bytes.copyWithin(at + 4 * (before.base - base), before.at, before.at + 4 * before.span);
    this.#base = base;
    this.#span = span;
    this.#countsAt = at;
    return true;
  }

  #reserve(hasValues: boolean, hasOrders: boolean): void {
    const memory = this.#memory;
    this.#placesAt = memory.take(4 * this.#span + 4);
    let rows = 0;
    for (let i = 0; i < this.#span; i++) {
      memory.words[(this.#placesAt >>> 2) + i] = rows;
      rows += memory.words[(this.#countsAt >>> 2) + i]!;
    }
    this.#customersOut = memory.take(4 * rows);
    // A number more: an array of none has an address too.
    this.#ordersOut = hasOrders ? memory.take(4 * rows + 4) : 0;
    this.#valuesOut = hasValues ? memory.take(8 * rows + 8) : 0;
  }
}
