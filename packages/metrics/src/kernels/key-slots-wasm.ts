import type { Bitmap } from './bitmap.js';
import type { IntegerSlots, KeySlots, TextSlots } from './key-slots.js';
import type { WasmKernels } from './wasm-module.js';

/** Rows that are looked up at a time: their share of the memory stays in the nearest caches. A multiple of 32. */
const BLOCK = 2048;
const FIRST_BITS = 13;
const PAGE = 65_536;
const ALIGNMENT = 16;
const SLOT = 4;
const INTEGER = 8;
/** Of a text 96 bits of a hash are kept, and its first row; while it is looked up they take as much. */
const FINGERPRINT = 16;
const OFFSETS = (BLOCK + 4) * 4;
/** Texts are copied in pieces of about this many bytes, a longer one in one piece. */
const TEXT_ROOM = 128 * 1024;

/** Returns what makes slots in WebAssembly, each in an instance of the kernels that *instantiate* makes. */
export function keySlots(instantiate: () => WasmKernels): KeySlots {
  const tableFor = (keyBytes: number, printBytes: number, room: number): SlotTable | null => {
    try {
      return new SlotTable(instantiate(), keyBytes, printBytes, room);
    } catch {
      // No room for its memory.
      return null;
    }
  };
  return {
    integers() {
      const table = tableFor(INTEGER, 0, BLOCK * INTEGER);
      return table === null ? null : integerSlots(table);
    },
    texts() {
      const table = tableFor(FINGERPRINT, FINGERPRINT, OFFSETS + TEXT_ROOM);
      return table === null ? null : textSlots(table);
    },
  };
}

/** The memory of one index: room for a block of rows on its way in and out, then the keys by code, then the table of slots. */
class SlotTable {
  readonly kernels: WasmKernels;
  readonly validAt: number;
  readonly outAt: number;
  readonly printsAt: number;
  readonly inputAt: number;
  keysAt: number = 0;
  tableAt: number = 0;
  bits: number = FIRST_BITS;
  /** How many keys there are. */
  size: number = 0;
  /** The memory as it is now. */
  bytes: Uint8Array = new Uint8Array(0);
  words: Uint32Array = new Uint32Array(0);
  readonly #keyBytes: number;
  #room: number = 0;

  /** A key has *keyBytes*, a row needs *printBytes* beside its code while it is looked up, and a block *room* bytes on its way in. */
  constructor(kernels: WasmKernels, keyBytes: number, printBytes: number, room: number) {
    const draw = (): number => Math.floor(Math.random() * 0x100000000);
    kernels.drawFactors(draw(), draw(), draw(), draw());
    this.kernels = kernels;
    this.#keyBytes = keyBytes;
    this.validAt = aligned(kernels.firstFree());
    this.outAt = this.validAt + BLOCK / 8;
    this.printsAt = this.outAt + BLOCK * 4;
    this.inputAt = this.printsAt + BLOCK * printBytes;
    this.#lay(FIRST_BITS, room);
  }

  /**
   * Makes room for *more* keys, at most half of the slots, and for *room* bytes on their way in. Throws RangeError where there is no
   * memory, and ever after: whoever asks knows of the *known* keys of before, not of those that a part of a column had added.
   */
  hold(known: number, more: number, room: number = 0): void {
    if (known !== this.size) throw new RangeError(`key slots: ended without memory, got ${this.size} keys; expected ${known}`);
    let { bits } = this;
    while ((known + more) * 2 > 2 ** bits) bits += 1;
    if (bits > this.bits || room > this.#room) this.#lay(bits, Math.max(room, this.#room));
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

  /** Puts the keys and a table of 2^*bits* slots behind *room* bytes. Throws RangeError, and changes nothing, where there is no memory. */
  #lay(bits: number, room: number): void {
    const keysAt = aligned(this.inputAt + room);
    const tableAt = aligned(keysAt + this.#keyBytes * 2 ** (bits - 1));
    const end = tableAt + SLOT * 2 ** bits;
    const { memory } = this.kernels;
    if (end > memory.buffer.byteLength) memory.grow(Math.ceil((end - memory.buffer.byteLength) / PAGE));
    this.bytes = new Uint8Array(memory.buffer);
    this.words = new Uint32Array(memory.buffer);
    if (keysAt !== this.keysAt) this.bytes.copyWithin(keysAt, this.keysAt, this.keysAt + this.#keyBytes * this.size);
    this.bytes.fill(0, tableAt, end);
    this.kernels.fillSlots(keysAt, this.#keyBytes, this.size, tableAt, bits);
    this.keysAt = keysAt;
    this.tableAt = tableAt;
    this.bits = bits;
    this.#room = room;
  }
}

function integerSlots(table: SlotTable): IntegerSlots {
  return {
    read(out) {
      const { words, keysAt } = table;
      out.set(words.subarray(keysAt >>> 2, (keysAt >>> 2) + out.length));
    },
    codes(words, count, valid, out, size, adds) {
      let keys = size;
      for (let from = 0; from < count; from += BLOCK) {
        const rows = Math.min(BLOCK, count - from);
        table.hold(keys, rows);
        const { inputAt, outAt, keysAt, tableAt, bits } = table;
        table.words.set(words.subarray(2 * from, 2 * (from + rows)), inputAt >>> 2);
        keys = table.size = table.kernels.integerCodes(inputAt, rows, table.valid(valid, from, rows), outAt, keysAt, tableAt, bits, keys, adds) >>> 0;
        table.give(out, from, rows);
      }
      return keys;
    },
  };
}

function textSlots(table: SlotTable): TextSlots {
  return {
    rowOf(code) {
      return table.words[(table.keysAt + FINGERPRINT * code + 12) >>> 2]!;
    },
    codes(bytes, offsets, count, valid, out, size, adds, row) {
      let keys = size;
      for (let from = 0; from < count;) {
        let rows = Math.min(BLOCK, count - from);
        const start = offsets[from]!;
        // Where validity is copied, a block begins with a whole word of it.
        while (rows > 32 && offsets[from + rows]! - start > TEXT_ROOM) rows = Math.max(32, (rows >>> 6) << 5);
        const end = offsets[from + rows]!;
        table.hold(keys, rows, OFFSETS + end - start);
        const { inputAt, outAt, printsAt, keysAt, tableAt, bits } = table;
        table.words.set(offsets.subarray(from, from + rows + 1), inputAt >>> 2);
        table.bytes.set(bytes.subarray(start, end), inputAt + OFFSETS);
        const validAt = table.valid(valid, from, rows);
        keys = table.size = table.kernels.textCodes(inputAt + OFFSETS - start, inputAt, rows, validAt, outAt, printsAt, keysAt, tableAt, bits, keys, adds, row + from) >>> 0;
        table.give(out, from, rows);
        from += rows;
      }
      return keys;
    },
  };
}

function aligned(address: number): number {
  return Math.ceil(address / ALIGNMENT) * ALIGNMENT;
}
