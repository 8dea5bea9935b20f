import type { CohortRows } from './cohort-counts.js';
import type { KernelMemory } from './kernel-memory.js';
import type { Boundaries, TickColumn } from './row-ordinals.js';
import { OrdinalTable } from './row-ordinals-wasm.js';

/** Rows that are read at a time: all that is read of them stays in the nearer caches. A multiple of 32. */
export const BLOCK = 4096;

/** Where the columns of a block lie; 0 for what its rows don't have. */
export interface BlockColumns {
  readonly customers: number;
  readonly values: number;
  readonly orders: number;
  readonly mask: number;
}

/** Room in a memory for a block of rows, their local days among it. */
export class DayBlock {
  readonly daysAt: number;
  readonly #memory: KernelMemory;
  readonly #days: Boundaries;
  readonly #cutOff: number;
  readonly #tables: Map<number, OrdinalTable> = new Map();
  readonly #customersAt: number;
  readonly #ticksAt: number;
  readonly #valuesAt: number;
  readonly #ordersAt: number;
  readonly #maskAt: number;
  readonly #validAt: number;

  /** Times at *cutOff* (microseconds, Infinity for none) or later have no day. */
  constructor(memory: KernelMemory, days: Boundaries, cutOff: number) {
    this.#memory = memory;
    this.#days = days;
    this.#cutOff = cutOff;
    this.#customersAt = memory.take(4 * BLOCK);
    this.#ticksAt = memory.take(8 * BLOCK);
    this.#valuesAt = memory.take(8 * BLOCK);
    this.daysAt = memory.take(4 * BLOCK);
    this.#ordersAt = memory.take(4 * BLOCK);
    this.#maskAt = memory.take(BLOCK / 8);
    this.#validAt = memory.take(BLOCK / 8);
  }

  /** Writes the days of the *count* rows from *from* on. */
  findDays({ ticks, instants }: CohortRows, from: number, count: number): void {
    const { words, doubles, kernels } = this.#memory;
    let validAt = 0;
    if (ticks === null) {
      doubles.set(instants().subarray(from, from + count), this.#ticksAt >>> 3);
      kernels.ticksOf(this.#ticksAt, count, this.#ticksAt);
    } else {
      words.set(ticks.words.subarray(2 * from, 2 * (from + count)), this.#ticksAt >>> 2);
      if (ticks.valid !== null) validAt = this.#bits(ticks.valid, from, count, this.#validAt);
    }
    this.#tableFor(ticks?.microsPerTick ?? 1).fill(this.#ticksAt, validAt, 0, count, this.daysAt);
  }

  /** Writes the same day for *count* rows. */
  fillDays(day: number, count: number): void {
    this.#memory.words.fill(day, this.daysAt >>> 2, (this.daysAt >>> 2) + count);
  }

  /** Copies the other columns of the *count* rows from *from* on. */
  copy({ customers, values, orders, mask }: Pick<CohortRows, 'customers' | 'values' | 'orders' | 'mask'>, from: number, count: number): BlockColumns {
    const { words, doubles } = this.#memory;
    words.set(customers.subarray(from, from + count), this.#customersAt >>> 2);
    if (values !== null) doubles.set(values.subarray(from, from + count), this.#valuesAt >>> 3);
    if (orders !== null) words.set(orders.subarray(from, from + count), this.#ordersAt >>> 2);
    return {
      customers: this.#customersAt, values: values === null ? 0 : this.#valuesAt, orders: orders === null ? 0 : this.#ordersAt,
      mask: mask === null ? 0 : this.#bits(mask, from, count, this.#maskAt),
    };
  }

  #bits(bits: Uint32Array, from: number, count: number, at: number): number {
    this.#memory.words.set(bits.subarray(from >>> 5, (from + count + 31) >>> 5), at >>> 2);
    return at;
  }

  #tableFor(micros: TickColumn['microsPerTick']): OrdinalTable {
    let table = this.#tables.get(micros);
    if (table === undefined) this.#tables.set(micros, (table = new OrdinalTable(this.#memory, this.#days, micros, this.#cutOff)));
    return table;
  }
}
