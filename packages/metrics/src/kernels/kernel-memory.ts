import type { WasmKernels } from './wasm-module.js';

const PAGE = 65_536;
const ALIGNMENT = 16;
/** A memory grows by this many pages at least, and by half of what it has: each time costs more than using a page, and more the larger it is. */
const STEP = 16;

/**
 * The memory of one instance of the kernels, given out piece by piece, and taken back as a whole.
 * Views are those of the moment: whatever takes a piece may replace them.
 */
export class KernelMemory {
  readonly kernels: WasmKernels;
  bytes: Uint8Array;
  words: Int32Array;
  doubles: Float64Array;
  longs: BigInt64Array;
  #free: number;

  constructor(kernels: WasmKernels) {
    this.kernels = kernels;
    this.#free = aligned(kernels.firstFree());
    const { buffer } = kernels.memory;
    this.bytes = new Uint8Array(buffer);
    this.words = new Int32Array(buffer);
    this.doubles = new Float64Array(buffer);
    this.longs = new BigInt64Array(buffer);
  }

  /** Returns the address of *length* bytes, all zero, that nobody else has. Throws RangeError where there is no more memory. */
  take(length: number): number {
    const at = this.#free;
    const { buffer } = this.kernels.memory;
    if (aligned(at + length) > buffer.byteLength) this.#grow(Math.ceil((aligned(at + length) - buffer.byteLength) / PAGE));
    this.#free = aligned(at + length);
    return at;
  }

  /** Returns the address of *length* bytes that begin with the *before* bytes at *at*; those belong to nobody then. */
  enlarge(at: number, before: number, length: number): number {
    // What was taken last grows where it is.
    if (aligned(at + before) === this.#free) {
      this.#free = at;
      return this.take(length);
    }
    const grown = this.take(length);
    this.bytes.copyWithin(grown, at, at + before);
    return grown;
  }

  /** Takes back all that was given out, and writes zeros over it. */
  clear(): void {
    const first = aligned(this.kernels.firstFree());
    this.bytes.fill(0, first, this.#free);
    this.#free = first;
  }

  #grow(missing: number): void {
    const { memory } = this.kernels;
    try {
      memory.grow(Math.max(missing, STEP, memory.buffer.byteLength / PAGE >>> 1));
    } catch {
      // Where so much is not to be had, what is missing may be.
      memory.grow(missing);
    }
    this.#look();
  }

  #look(): void {
    const { buffer } = this.kernels.memory;
    this.bytes = new Uint8Array(buffer);
    this.words = new Int32Array(buffer);
    this.doubles = new Float64Array(buffer);
    this.longs = new BigInt64Array(buffer);
  }
}

function aligned(address: number): number {
  return Math.ceil(address / ALIGNMENT) * ALIGNMENT;
}
