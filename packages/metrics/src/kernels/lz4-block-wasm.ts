import type { Lz4Blocks } from './lz4-block.js';
import { wasmKernels, type WasmKernels } from './wasm-module.js';

/** Matches reach back this far at most. */
const history = 65_536;
/** The largest block of the format, and more than the kernel's vectors reach over an end. */
const room = 4 * 1024 * 1024 + 64;
const page = 65_536;

let shared: Lz4Blocks | null = null;

/**
 * Returns a decoder of LZ4 blocks in WebAssembly, or null where that is not to be had. Blocks must not be longer, nor
 * decode to more, than the format's 4 MiB. It keeps 13 MB of address space, of which it touches what the blocks need.
 */
export async function wasmLz4Blocks(): Promise<Lz4Blocks | null> {
  const instantiate = await wasmKernels();
  if (instantiate === null) return null;
  try {
    return (shared ??= blocksIn(instantiate()));
  } catch {
    // No room for its memory.
    return null;
  }
}

function blocksIn({ memory, lz4Block, firstFree }: WasmKernels): Lz4Blocks {
  const inputAt = Math.ceil(firstFree() / 16) * 16;
  const windowAt = inputAt + room;
  const size = windowAt + history + 2 * room;
  memory.grow(Math.ceil((size - memory.buffer.byteLength) / page));
  const bytes = new Uint8Array(memory.buffer);
  // The window holds what was written last. It slides only when full, so that most blocks find their history there.
  let windowEnd = 0;
  let written = -1;
  return {
    begin: () => {
      written = -1;
    },
    decode: (input, from, end, output, start, limit, floor) => {
      const reach = Math.min(history, start - floor);
      if (start !== written || windowEnd + (limit - start) + 64 > size) {
        windowEnd = windowAt + history;
        bytes.set(output.subarray(start - reach, start), windowEnd - reach);
      }
      bytes.set(input.subarray(from, end), inputAt);
      const result = lz4Block(inputAt, inputAt + end - from, windowEnd, windowEnd + limit - start, windowEnd - reach);
      if (result < 0) return result;
      output.set(bytes.subarray(windowEnd, result), start);
      written = start + result - windowEnd;
      windowEnd = result;
      return written;
    },
  };
}
