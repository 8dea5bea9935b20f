import type { Company } from './instant-company.js';
import type { KernelMemory } from './kernel-memory.js';
import type { RowTimes } from './row-ordinals.js';
import { cellsFor, type Sieve, type SievedColumn } from './row-sieve.js';

/** Rows that are looked at together: they stay in the nearest caches. A multiple of 32. */
const BLOCK = 4096;

/** Finds the rows that are not alone at their instant as `InstantCompany` does. */
export class WasmCompany implements Company {
  readonly #memory: KernelMemory;
  readonly #ticksAt: number;
  readonly #validAt: number;
  readonly #outAt: number;
  readonly #stateAt: number;
  #ordered: boolean = true;
  #rows: number = 0;
  #found: number = 0;
  #batches: (Uint32Array | null)[] = [];
  #scratch: Uint32Array = new Uint32Array(0);

  constructor(memory: KernelMemory) {
    this.#memory = memory;
    this.#ticksAt = memory.take(8 * BLOCK);
    this.#validAt = memory.take(BLOCK / 8);
    // A row more: what is not found is written all the same.
    this.#outAt = memory.take(4 * BLOCK + 4);
    this.#stateAt = memory.take(8);
    memory.longs[this.#stateAt >>> 3] = -(2n ** 63n);
  }

  get size(): number {
    return this.#ordered ? this.#found : this.#rows;
  }

  add(times: RowTimes | null, numRows: number): void {
    this.#rows += numRows;
    if (!this.#ordered) return;
    if (this.#scratch.length < numRows + 1) this.#scratch = new Uint32Array(numRows + 1);
    let found = times === null ? -1 : 0;
    for (let from = 0; times !== null && found >= 0 && from < numRows; from += BLOCK) {
      const more = this.#find(times, from, Math.min(BLOCK, numRows - from), found);
      found = more < 0 ? -1 : found + more;
    }
    if (found < 0) {
      this.#ordered = false;
      this.#batches = [];
      return;
    }
    const few = found * 2 < numRows;
    this.#batches.push(few ? this.#scratch.slice(0, found) : null);
    this.#found += few ? found : numRows;
  }

  rowsOf(batch: number): Uint32Array | null {
    return this.#ordered ? (this.#batches[batch] ?? null) : null;
  }

  /** Writes the rows found in a block behind the *known* ones and returns how many they are, or -1 where one goes back in time. */
  #find(times: RowTimes, from: number, count: number, known: number): number {
    const { kernels, words, doubles } = this.#memory;
    let validAt = 0;
    if (times instanceof Float64Array) {
      doubles.set(times.subarray(from, from + count), this.#ticksAt >>> 3);
      kernels.ticksOf(this.#ticksAt, count, this.#ticksAt);
    } else {
      words.set(times.words.subarray(2 * from, 2 * (from + count)), this.#ticksAt >>> 2);
      if (times.valid !== null) {
        words.set(times.valid.subarray(from >>> 5, (from + count + 31) >>> 5), this.#validAt >>> 2);
        validAt = this.#validAt;
      }
    }
    const micros = BigInt(times instanceof Float64Array ? 1 : times.microsPerTick);
    const found = kernels.companyOf(this.#ticksAt, validAt, micros, count, this.#stateAt, this.#outAt);
    for (let i = 0; i < found; i++) this.#scratch[known + i] = words[(this.#outAt >>> 2) + i]! + from;
    return found;
  }
}

/** Sieves rows as `RowSieve` does. */
export class WasmSieve implements Sieve {
  readonly #memory: KernelMemory;
  readonly #hashesAt: number;
  readonly #inputAt: number;
  readonly #validAt: number;
  readonly #metAt: number;
  readonly #againAt: number;
  readonly #mask: number;

  /** *rows* is how many rows will be noted. Throws RangeError where there is no memory for them. */
  constructor(memory: KernelMemory, rows: number) {
    const cells = cellsFor(rows);
    this.#memory = memory;
    this.#mask = cells - 1;
    this.#hashesAt = memory.take(4 * BLOCK);
    this.#inputAt = memory.take(8 * BLOCK);
    this.#validAt = memory.take(BLOCK / 8);
    this.#metAt = memory.take(cells / 8);
    this.#againAt = memory.take(cells / 8 / 16);
  }

  note(columns: readonly SievedColumn[], numRows: number): Int32Array {
    const hashes = new Int32Array(numRows);
    const { kernels, words } = this.#memory;
    for (let from = 0; from < numRows; from += BLOCK) {
      const count = Math.min(BLOCK, numRows - from);
      this.#hash(columns, from, count);
      hashes.set(words.subarray(this.#hashesAt >>> 2, (this.#hashesAt >>> 2) + count), from);
      kernels.noteCells(this.#hashesAt, count, this.#metAt, this.#againAt, this.#mask);
    }
    return hashes;
  }

  suspects(hashes: Int32Array): Uint32Array {
    const { kernels, words } = this.#memory;
    const rows = new Uint32Array(hashes.length);
    let found = 0;
    for (let from = 0; from < hashes.length; from += BLOCK) {
      const count = Math.min(BLOCK, hashes.length - from);
      words.set(hashes.subarray(from, from + count), this.#hashesAt >>> 2);
      const more = kernels.suspectRows(this.#hashesAt, count, this.#againAt, this.#mask, from, this.#inputAt);
      rows.set(words.subarray(this.#inputAt >>> 2, (this.#inputAt >>> 2) + more), found);
      found += more;
    }
    return rows.subarray(0, found);
  }

  #hash(columns: readonly SievedColumn[], from: number, count: number): void {
    const { kernels, words, doubles } = this.#memory;
    words.fill(0, this.#hashesAt >>> 2, (this.#hashesAt >>> 2) + count);
    for (const column of columns) {
      if (column instanceof Uint32Array) {
        words.set(column.subarray(from, from + count), this.#inputAt >>> 2);
        kernels.mixKeys(this.#hashesAt, this.#inputAt, count);
        continue;
      }
      if (column instanceof Float64Array) {
        doubles.set(column.subarray(from, from + count), this.#inputAt >>> 3);
      } else {
        words.set(column.words.subarray(2 * from, 2 * (from + count)), this.#inputAt >>> 2);
        if (column.valid !== null) words.set(column.valid.subarray(from >>> 5, (from + count + 31) >>> 5), this.#validAt >>> 2);
        kernels.instantsOf(this.#inputAt, column.valid === null ? 0 : this.#validAt, count, column.microsPerTick, this.#inputAt);
      }
      kernels.mixNumbers(this.#hashesAt, this.#inputAt, count);
    }
  }
}
