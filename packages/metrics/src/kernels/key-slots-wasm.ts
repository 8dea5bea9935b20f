import type { Bitmap } from './bitmap.js';
import type { IntegerSlots, KeySlots, TextSlots } from './key-slots.js';
import type { WasmKernels } from './wasm-module.js';

/** Rows that are looked up at a time: their share of the memory stays in the nearest caches. A multiple of 32. */
const BLOCK = 2048;
const FIRST_BITS = 13;
const PAGE = 65_536;
const SLOT = 16;
/** Texts are copied in pieces of about this many bytes, a longer one in one piece. */
const TEXT_ROOM = 128 * 1024;
/** Keys that wait while a table is doubled are a handful. */
const SPARE_ROOM = 64 * 1024;

/** Returns what makes slots in WebAssembly, each in an instance of the kernels that *instantiate* makes. */
export function keySlots(instantiate: () => WasmKernels): KeySlots {
  const tableFor = (printBytes: number): SlotTable | null => {
    try {
      return new SlotTable(instantiate(), printBytes);
    } catch {
      // No room for its memory.
      return null;
    }
  };
  return {
    integers() {
      const table = tableFor(0);
      return table === null ? null : integerSlots(table);
    },
    texts() {
      const table = tableFor(SLOT);
      return table === null ? null : textSlots(table);
    },
  };
}

/** A table of slots, and before and behind it room for a block of rows on its way in and out. */
class SlotTable {
  readonly kernels: WasmKernels;
  readonly validAt: number;
  readonly outAt: number;
  readonly printsAt: number;
  readonly tableAt: number;
  bits: number = FIRST_BITS;
  /** The memory as it is now. */
  bytes: Uint8Array = new Uint8Array(0);
  words: Uint32Array = new Uint32Array(0);

  /** *printBytes* is what a row needs beside its code while it is looked up. */
  constructor(kernels: WasmKernels, printBytes: number) {
    const draw = (): number => Math.floor(Math.random() * 0x100000000);
    kernels.drawFactors(draw(), draw(), draw(), draw());
    this.kernels = kernels;
    this.validAt = Math.ceil(kernels.firstFree() / SLOT) * SLOT;
    this.outAt = this.validAt + BLOCK / 8;
    this.printsAt = this.outAt + BLOCK * 4;
    this.tableAt = this.printsAt + BLOCK * printBytes;
    this.reserve(TEXT_ROOM);
  }

  /** Where rows on their way in may lie; behind the table, which grows. */
  get inputAt(): number {
    return this.tableAt + (SLOT << this.bits);
  }

  /** Makes room for *inputBytes* behind the table. */
  reserve(inputBytes: number): void {
    const { memory } = this.kernels;
    const missing = this.inputAt + inputBytes - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    if (this.bytes.buffer === memory.buffer) return;
    this.bytes = new Uint8Array(memory.buffer);
    this.words = new Uint32Array(memory.buffer);
  }

  /** Enlarges the table so that it is at most half full with *keys*. */
  hold(keys: number): void {
    if (keys * 2 <= 1 << this.bits) return;
    // Rows on their way in lay behind the table, where it grows to.
    this.bytes.fill(0, this.inputAt);
    while (keys * 2 > 1 << this.bits) {
      this.bits += 1;
      this.reserve(TEXT_ROOM);
      this.kernels.doubleTable(this.tableAt, this.bits - 1, this.inputAt);
      this.bytes.fill(0, this.inputAt, this.inputAt + SPARE_ROOM);
    }
  }

  /** Copies the validity of the rows from *from* on, and returns where it lies; 0 where there is none. */
  valid(valid: Bitmap | null, from: number, count: number): number {
    if (valid === null) return 0;
    this.words.set(valid.subarray(from >>> 5, (from + count + 31) >>> 5), this.validAt >>> 2);
    return this.validAt;
  }

  /** Copies the codes of a block to the rows from *from* on. */
  give(out: Uint32Array, from: number, count: number): void {
    out.set(this.words.subarray(this.outAt >>> 2, (this.outAt >>> 2) + count), from);
  }
}

function integerSlots(table: SlotTable): IntegerSlots {
  return {
    read(out) {
      const { words, tableAt, inputAt } = table;
      for (let slot = tableAt >>> 2; slot < inputAt >>> 2; slot += SLOT / 4) {
        const code = words[slot + 3]! - 1;
        if (code < 0) continue;
        out[2 * code] = words[slot]!;
        out[2 * code + 1] = words[slot + 1]!;
      }
    },
    codes(words, count, valid, out, size, adds) {
      let keys = size;
      for (let from = 0; from < count; from += BLOCK) {
        const rows = Math.min(BLOCK, count - from);
        table.hold(keys + rows);
        table.words.set(words.subarray(2 * from, 2 * (from + rows)), table.inputAt >>> 2);
        keys = table.kernels.integerCodes(table.inputAt, rows, table.valid(valid, from, rows), table.outAt, table.tableAt, table.bits, keys, adds) >>> 0;
        table.give(out, from, rows);
      }
      return keys;
    },
  };
}

function textSlots(table: SlotTable): TextSlots {
  const offsetBytes = (BLOCK + 4) * 4;
  return {
    codes(bytes, offsets, count, valid, out, size, adds) {
      let keys = size;
      for (let from = 0; from < count;) {
        let rows = Math.min(BLOCK, count - from);
        const start = offsets[from]!;
        // Where validity is copied, a block begins with a whole word of it.
        while (rows > 32 && offsets[from + rows]! - start > TEXT_ROOM) rows = Math.max(32, (rows >>> 6) << 5);
        const end = offsets[from + rows]!;
        table.hold(keys + rows);
        table.reserve(offsetBytes + end - start);
        const { inputAt, outAt, printsAt, tableAt, bits } = table;
        table.words.set(offsets.subarray(from, from + rows + 1), inputAt >>> 2);
        table.bytes.set(bytes.subarray(start, end), inputAt + offsetBytes);
        const validAt = table.valid(valid, from, rows);
        keys = table.kernels.textCodes(inputAt + offsetBytes - start, inputAt, rows, validAt, outAt, printsAt, tableAt, bits, keys, adds) >>> 0;
        table.give(out, from, rows);
        from += rows;
      }
      return keys;
    },
  };
}
