import { KernelMemory } from './kernel-memory.js';
import type { WasmKernels } from './wasm-module.js';

/** What memories without work may hold together. */
const MOST_BYTES = 32 * 1024 * 1024;
/** Those memories; whoever worked last is at the end. */
const idle: KernelMemory[] = [];

/**
 * Memories of kernels, lent to one piece of work. Those that come back go to whoever is next: to touch a page of memory for the
 * first time takes longer than to count what is written to it.
 */
export class KernelLease {
  readonly #instantiate: () => WasmKernels;
  #lent: KernelMemory[] = [];

  /** *instantiate* makes an instance of the kernels, with a memory of its own. */
  constructor(instantiate: () => WasmKernels) {
    this.#instantiate = instantiate;
  }

  /** Returns a memory of which nothing is given out, all zero. Throws RangeError where there is none to be had. */
  lend(): KernelMemory {
    const memory = idle.pop() ?? new KernelMemory(this.#instantiate());
    this.#lent.push(memory);
    return memory;
  }

  /** Takes back what was lent, which nobody may use any more. */
  giveBack(): void {
    for (const memory of this.#lent) {
      if (idle.reduce((sum, { bytes }) => sum + bytes.length, memory.bytes.length) > MOST_BYTES) continue;
      memory.clear();
      idle.push(memory);
    }
    this.#lent = [];
  }
}
