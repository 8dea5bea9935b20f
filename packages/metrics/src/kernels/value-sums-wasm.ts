import type { Bitmap } from './bitmap.js';
import type { KernelMemory } from './kernel-memory.js';
import type { TickColumn } from './row-ordinals.js';

/** Rows that are added at a time: all that is read of them stays in the nearer caches. A multiple of 32. */
const BLOCK = 4096;
const SUM = 16;
const TALLY_BYTES = 40;
const COUNTS_BYTES = 6 * 2048 * 4;
const LEAST = -(2n ** 63n);
const GREATEST = 2n ** 63n - 1n;

/** The rows of a batch. */
export interface ValueRows {
  readonly count: number;
  /** Customers by code. */
  readonly customers: Uint32Array;
  /** What is no finite number counts as 0. */
  readonly values: Float64Array;
  /** Null where rows have no time. */
  readonly times: {
    /** As they lie in memory, where they can be read there. */
    readonly ticks: TickColumn | null;
    /** The same as microseconds, NaN where one is missing. */
    readonly instants: () => Float64Array;
  } | null;
  /** Which rows count; null for all. */
  readonly mask: Bitmap | null;
}

/** Which rows count by their time, in microseconds: those from *start* to before *end*; where one of them is finite, none without a time. */
export interface ValueSpan {
  readonly start: number;
  readonly end: number;
}

/** What became of rows. */
export interface ValueTally {
  readonly used: number;
  readonly withoutCustomer: number;
  readonly withoutTime: number;
  readonly after: number;
  readonly before: number;
  /** Those used whose value counted as 0. */
  readonly withoutValue: number;
  /** First and last instant of those used, Infinity and -Infinity where there is none. */
  readonly first: number;
  readonly last: number;
}

/**
 * Values added up by customer in WebAssembly, as `CompensatedSums` does it, in a memory of their own: 16 bytes a customer, 16 more when they are
 * ranked. Rows may come in any order.
 */
export class WasmValueSums {
  readonly #memory: KernelMemory;
  readonly #span: ValueSpan;
  readonly #customersAt: number;
  readonly #valuesAt: number;
  readonly #ticksAt: number;
  readonly #timedAt: number;
  readonly #maskAt: number;
  readonly #countsAt: number;
  readonly #tallyAt: number;
  #sumsAt: number;
  #customers: number = 0;
  #rankedAt: number = 0;
  #rankedRoom: number = 0;
  #first: number = Infinity;
  #last: number = -Infinity;

  constructor(memory: KernelMemory, span: ValueSpan) {
    this.#memory = memory;
    this.#span = span;
    this.#customersAt = memory.take(4 * BLOCK);
    this.#valuesAt = memory.take(8 * BLOCK);
    this.#ticksAt = memory.take(8 * BLOCK);
    this.#timedAt = memory.take(BLOCK / 8);
    this.#maskAt = memory.take(BLOCK / 8);
    this.#countsAt = memory.take(COUNTS_BYTES);
    this.#tallyAt = memory.take(TALLY_BYTES);
    // Taken last, so that they grow where they are.
    this.#sumsAt = memory.take(0);
  }

  /** Adds rows whose customers have codes below *customers*. */
  add({ count, customers: codes, values, times, mask }: ValueRows, customers: number): void {
    this.#reserve(customers);
    const memory = this.#memory;
    const { words, doubles, longs, kernels } = memory;
    const ticks = times?.ticks ?? null;
    const instants = times === null || ticks !== null ? null : times.instants();
    const micros = ticks?.microsPerTick ?? 1;
    const { start, end } = this.#span;
    const bits = (of: Bitmap | null, from: number, rows: number, at: number): number => {
      if (of === null) return 0;
      words.set(of.subarray(from >>> 5, (from + rows + 31) >>> 5), at >>> 2);
      return at;
    };
    longs[(this.#tallyAt >>> 3) + 3] = GREATEST;
    longs[(this.#tallyAt >>> 3) + 4] = LEAST;
    for (let from = 0; from < count; from += BLOCK) {
      const rows = Math.min(BLOCK, count - from);
      words.set(codes.subarray(from, from + rows), this.#customersAt >>> 2);
      doubles.set(values.subarray(from, from + rows), this.#valuesAt >>> 3);
      if (ticks !== null) {
        words.set(ticks.words.subarray(2 * from, 2 * (from + rows)), this.#ticksAt >>> 2);
      } else if (instants !== null) {
        doubles.set(instants.subarray(from, from + rows), this.#ticksAt >>> 3);
        kernels.ticksOf(this.#ticksAt, rows, this.#ticksAt);
      }
      kernels.addValues(
        this.#customersAt, this.#valuesAt, times === null ? 0 : this.#ticksAt, bits(ticks?.valid ?? null, from, rows, this.#timedAt), bits(mask, from, rows, this.#maskAt),
        rows, tickFrom(start, micros), tickFrom(end, micros), Number.isFinite(start) || Number.isFinite(end), this.#sumsAt, this.#tallyAt,
      );
    }
    const [first = GREATEST, last = LEAST] = longs.subarray((this.#tallyAt >>> 3) + 3, (this.#tallyAt >>> 3) + 5);
    if (first > last) return;
    this.#first = Math.min(this.#first, Number(first) * micros);
    this.#last = Math.max(this.#last, Number(last) * micros);
  }

  get tally(): ValueTally {
    const { words } = this.#memory;
    const count = (i: number): number => words[(this.#tallyAt >>> 2) + i]! >>> 0;
    return {
      used: count(0), withoutCustomer: count(1), withoutTime: count(2), after: count(3), before: count(4), withoutValue: count(5), first: this.#first, last: this.#last,
    };
  }

  /** Returns the sums of all customers who have one, the greatest first, in memory that the next call uses again. */
  descending(): Float64Array {
    const memory = this.#memory;
    const length = 8 * this.#customers;
    if (length > this.#rankedRoom) {
      this.#rankedAt = memory.take(2 * length);
      this.#rankedRoom = length;
    }
    const count = memory.kernels.rankSums(this.#sumsAt, this.#customers, this.#rankedAt, this.#rankedAt + this.#rankedRoom, this.#countsAt);
    return memory.doubles.subarray(this.#rankedAt >>> 3, (this.#rankedAt >>> 3) + count);
  }

  #reserve(customers: number): void {
    if (customers <= this.#customers) return;
    const memory = this.#memory;
    this.#sumsAt = memory.enlarge(this.#sumsAt, this.#customers * SUM, customers * SUM);
    memory.kernels.clearSums(this.#sumsAt + this.#customers * SUM, this.#sumsAt + customers * SUM);
    this.#customers = customers;
  }
}

/** The first tick that is not before *instant*. */
function tickFrom(instant: number, micros: number): bigint {
  return instant === Infinity ? GREATEST : instant === -Infinity ? LEAST : BigInt(Math.ceil(instant / micros));
}
