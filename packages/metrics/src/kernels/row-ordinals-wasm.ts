import type { KernelMemory } from './kernel-memory.js';
import { AFTER_CUT_OFF, type Boundaries, OUT_OF_RANGE, type TickColumn } from './row-ordinals.js';

/** How many ticks a bucket spans, as a power of two: about 19 hours, so that it holds one boundary of local days at most, but for rare ones. */
const SHIFTS: Readonly<Record<TickColumn['microsPerTick'], number>> = { 1: 36, 1e3: 26, 1e6: 16 };
const ENTRY = 16;
const FIRST_BUCKETS = 1024;
/** About 140 years, a megabyte; stray times beyond are asked one by one. */
const MOST_BUCKETS = 65_536;
/** How many buckets are filled together. */
const AHEAD = 16;
const ASK = -2147483645;
const NEVER = 2n ** 63n - 1n;

/** Finds the ordinals of times in WebAssembly, by a table of the buckets that were met. */
export class OrdinalTable {
  readonly #memory: KernelMemory;
  readonly #boundaries: Boundaries;
  readonly #micros: number;
  readonly #shift: number;
  readonly #cutOff: number;
  readonly #lastTick: bigint;
  #at: number;
  #first: number = 0;
  #buckets: number = 0;

  /** Times at *cutOff* (microseconds, Infinity for none) or later have no ordinal. */
  constructor(memory: KernelMemory, boundaries: Boundaries, microsPerTick: TickColumn['microsPerTick'], cutOff: number) {
    this.#memory = memory;
    this.#boundaries = boundaries;
    this.#micros = microsPerTick;
    this.#shift = SHIFTS[microsPerTick];
    this.#cutOff = cutOff;
    this.#lastTick = cutOff === Infinity ? NEVER : BigInt(Math.ceil(cutOff / microsPerTick));
    this.#at = memory.take(FIRST_BUCKETS * ENTRY);
  }

  /** Where the table is and how it is read, for kernels that do it themselves. */
  get place(): { readonly at: number; readonly first: bigint; readonly buckets: bigint; readonly shift: bigint; readonly cutOff: bigint } {
    return { at: this.#at, first: BigInt(this.#first), buckets: BigInt(this.#buckets), shift: BigInt(this.#shift), cutOff: this.#lastTick };
  }

  /** Writes the ordinals of rows *from* to before *count*, whose times lie at *ticks*, to *out*; *valid* is 0 where all are there. All three are addresses. */
  fill(ticks: number, valid: number, from: number, count: number, out: number): void {
    const { kernels } = this.#memory;
    const shift = BigInt(this.#shift);
    for (let row = from; ; ) {
      row = kernels.ordinals(ticks, valid, row, count, out, this.#at, BigInt(this.#first), BigInt(this.#buckets), shift, this.#lastTick);
      if (row >= count) return;
      const instant = Number(this.#memory.longs[(ticks >>> 3) + row]!) * this.#micros;
      const bucket = Math.floor(instant / this.#micros / 2 ** this.#shift);
      if (this.#learn(bucket)) {
        // Rows in order of time would stop at each bucket that follows.
        for (let next = bucket + 1; next <= bucket + AHEAD && this.#learn(next); next++);
        continue;
      }
      const ordinal = this.#boundaries.ordinalOf(instant);
      this.#memory.words[(out >>> 2) + row] = ordinal !== OUT_OF_RANGE && instant >= this.#cutOff ? AFTER_CUT_OFF : ordinal;
      row += 1;
    }
  }

  /** Fills the entry of *bucket*, or returns false where it can't be said by one boundary, or lies too far from the others. */
  #learn(bucket: number): boolean {
    const span = 2 ** this.#shift * this.#micros;
    const start = bucket * span;
    const end = start + span;
    const before = this.#boundaries.ordinalOf(start);
    if (before === OUT_OF_RANGE || !this.#reach(bucket)) return false;
    const edge = this.#boundaries.endOf(before);
    const after = edge < end ? this.#boundaries.ordinalOf(edge) : before;
    if (after === OUT_OF_RANGE || (edge < end && this.#boundaries.endOf(after) < end)) return false;
    const at = this.#at + (bucket - this.#first) * ENTRY;
    const { longs, words } = this.#memory;
    longs[at >>> 3] = BigInt(Math.ceil(edge / this.#micros));
    words[(at >>> 2) + 2] = before;
    words[(at >>> 2) + 3] = after;
    return true;
  }

  /** Makes the table reach to *bucket*. */
  #reach(bucket: number): boolean {
    const first = this.#buckets === 0 ? bucket : Math.min(this.#first, bucket);
    const end = this.#buckets === 0 ? bucket + 1 : Math.max(this.#first + this.#buckets, bucket + 1);
    if (first === this.#first && end === this.#first + this.#buckets) return true;
    if (end - first > MOST_BUCKETS / 2) return false;
    // Room on both sides, so that a table grows a few times at most.
    const buckets = Math.max(FIRST_BUCKETS, 2 * (end - first));
    const begin = first - (buckets >>> 2);
    const at = this.#buckets === 0 ? this.#at : this.#memory.take(buckets * ENTRY);
    const { words } = this.#memory;
    for (let i = 0; i < buckets; i++) words.fill(ASK, (at + i * ENTRY + 8) >>> 2, (at + (i + 1) * ENTRY) >>> 2);
    this.#memory.bytes.copyWithin(at + (this.#first - begin) * ENTRY, this.#at, this.#at + this.#buckets * ENTRY);
    this.#at = at;
    this.#first = begin;
    this.#buckets = buckets;
    return true;
  }
}
