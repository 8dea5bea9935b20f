import type { Bitmap } from './bitmap.js';
import { NO_KEY, type KeyIndex } from './key-index.js';
import type { IntegerSlots } from './key-slots.js';

/**
 * Rows whose first slot is read together in one small loop, so that the processor waits for many reads at once. What the
 * first slot does not answer goes the long way.
 */
const BLOCK = 1024;

/**
 * Dense codes for 64-bit integers, held as two 32-bit words. Narrower integers are widened by the caller's sign.
 *
 * Open addressing with linear probing at a load of at most one half, 16 bytes a slot with the whole value in it: exact,
 * and one read in memory a row. At most 72 bytes an integer. Slots in WebAssembly, at most 32 bytes an integer, can take their place.
 */
export class IntegerKeyIndex implements KeyIndex {
  private count = 0;
  /** Four words a slot: low, high, code + 1 (0: free), nothing. */
  private slots = new Int32Array(4096);
  private values = new Int32Array(512);
  private fast: IntegerSlots | null = null;
  private readonly signed: boolean;

  /** With *signed* false the high word counts as unsigned in `text` and `codeOf`. */
  constructor(signed = true) {
    this.signed = signed;
  }

  get size(): number {
    return this.count;
  }

  text(code: number): string {
    if (!(code < this.count)) throw new RangeError(`key index: no integer with code ${code}, got ${this.count} integers`);
    const low = this.low(code);
    const high = this.high(code);
    const value = (this.signed ? high : high >>> 0) * 4294967296 + (low >>> 0);
    if (Number.isSafeInteger(value)) return String(value);
    return String((BigInt(this.signed ? high : high >>> 0) << 32n) | BigInt(low >>> 0));
  }

  /** Goes on with *slots*, which hold nothing yet, if there are any. Codes stay as they are. */
  accelerate(slots: IntegerSlots | null): void {
    if (this.fast !== null || slots === null) return;
    slots.codes(this.values, this.count, null, new Uint32Array(this.count), 0, true);
    this.fast = slots;
    this.slots = this.values = new Int32Array(0);
  }

  /** The low word of the integer with *code*. */
  low(code: number): number {
    return this.integers[code * 2]!;
  }

  /** The high word of the integer with *code*. */
  high(code: number): number {
    return this.integers[code * 2 + 1]!;
  }

  /** By code. Slots elsewhere keep them in no order, and are asked when somebody wants to know. */
  private get integers(): Int32Array {
    if (this.fast !== null && this.values.length < 2 * this.count) {
      this.values = new Int32Array(2 * this.count);
      this.fast.read(this.values);
    }
    return this.values;
  }

  /** Returns the code of the integer that *text* writes in plain decimal, without leading zeros, or NO_KEY. */
  codeOf(text: string): number {
    if (!/^(0|-?[1-9][0-9]{0,19})$/.test(text)) return NO_KEY;
    const value = BigInt(text);
    if (value !== (this.signed ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value))) return NO_KEY;
    return this.codeOfWords(Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n)));
  }

  /** Returns the code of the integer with these words, or NO_KEY. */
  codeOfWords(low: number, high: number): number {
    if (this.fast !== null) return this.fastCode(low, high, false);
    const slot = this.find(low, high);
    return slot < 0 ? NO_KEY : this.slots[slot + 2]! - 1;
  }

  /** Returns the code of the integer with these words, which is added where it is new. */
  insert(low: number, high: number): number {
    if (this.fast !== null) return this.fastCode(low, high, true);
    const slot = this.find(low, high);
    return slot < 0 ? this.append(low, high, ~slot) : this.slots[slot + 2]! - 1;
  }

  /** Writes the codes of *count* 64-bit integers to *out*: words in pairs, low first. NO_KEY where *valid* has no bit. */
  insertAll64(words: Int32Array, count: number, valid: Bitmap | null, out: Uint32Array): void {
    if (this.fast !== null) {
      this.count = this.fast.codes(words, count, valid, out, this.count, true);
      return;
    }
    for (let from = 0; from < count; from += BLOCK) {
      const to = Math.min(count, from + BLOCK);
      const { slots } = this;
      const mask = slots.length - 1;
      for (let i = from; i < to; i++) {
        const low = words[i * 2]!;
        const high = words[i * 2 + 1]!;
        const slot = (hashOf(low, high) << 2) & mask;
        out[i] = slots[slot] === low && slots[slot + 1] === high ? slots[slot + 2]! - 1 : NO_KEY;
      }
      for (let i = from; i < to; i++) {
        if (valid !== null && ((valid[i >>> 5]! >>> i) & 1) === 0) out[i] = NO_KEY;
        else if (out[i] === NO_KEY) out[i] = this.insert(words[i * 2]!, words[i * 2 + 1]!);
      }
    }
  }

  /** Writes the codes of *count* 32-bit integers to *out*, widened with or without sign. NO_KEY where *valid* has no bit. */
  insertAll32(words: Int32Array, extendSign: boolean, count: number, valid: Bitmap | null, out: Uint32Array): void {
    const signMask = extendSign ? -1 : 0;
    if (this.fast !== null) {
      const wide = new Int32Array(2 * count);
      for (let i = 0; i < count; i++) {
        wide[2 * i] = words[i]!;
        wide[2 * i + 1] = (words[i]! >> 31) & signMask;
      }
      this.count = this.fast.codes(wide, count, valid, out, this.count, true);
      return;
    }
    for (let from = 0; from < count; from += BLOCK) {
      const to = Math.min(count, from + BLOCK);
      const { slots } = this;
      const mask = slots.length - 1;
      for (let i = from; i < to; i++) {
        const low = words[i]!;
        const high = (low >> 31) & signMask;
        const slot = (hashOf(low, high) << 2) & mask;
        out[i] = slots[slot] === low && slots[slot + 1] === high ? slots[slot + 2]! - 1 : NO_KEY;
      }
      for (let i = from; i < to; i++) {
        if (valid !== null && ((valid[i >>> 5]! >>> i) & 1) === 0) out[i] = NO_KEY;
        else if (out[i] === NO_KEY) out[i] = this.insert(words[i]!, (words[i]! >> 31) & signMask);
      }
    }
  }

  private fastCode(low: number, high: number, adds: boolean): number {
    const out = new Uint32Array(1);
    this.count = this.fast?.codes(Int32Array.of(low, high), 1, null, out, this.count, adds) ?? this.count;
    return out[0]!;
  }

  /** Returns the slot that holds the integer, or the complement of the free slot where it belongs. */
  private find(low: number, high: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    let slot = (hashOf(low, high) << 2) & mask;
    for (;;) {
      if (slots[slot + 2] === 0) return ~slot;
      if (slots[slot] === low && slots[slot + 1] === high) return slot;
      slot = (slot + 4) & mask;
    }
  }

  private keep(low: number, high: number): number {
    const code = this.count++;
    if (code * 2 === this.values.length) {
      const values = new Int32Array(code * 4);
      values.set(this.values);
      this.values = values;
    }
    this.values[code * 2] = low;
    this.values[code * 2 + 1] = high;
    return code;
  }

  private append(low: number, high: number, slot: number): number {
    const code = this.keep(low, high);
    this.slots[slot] = low;
    this.slots[slot + 1] = high;
    this.slots[slot + 2] = code + 1;
    if (this.count * 8 > this.slots.length) this.rehash();
    return code;
  }

  private rehash(): void {
    const { values } = this;
    const grown = new Int32Array(this.slots.length * 2);
    const mask = grown.length - 1;
    for (let code = 0; code < this.count; code++) {
      const low = values[code * 2]!;
      const high = values[code * 2 + 1]!;
      let slot = (hashOf(low, high) << 2) & mask;
      while (grown[slot + 2] !== 0) slot = (slot + 4) & mask;
      grown[slot] = low;
      grown[slot + 1] = high;
      grown[slot + 2] = code + 1;
    }
    this.slots = grown;
  }
}

function hashOf(low: number, high: number): number {
  let hash = Math.imul(low ^ Math.imul(high, 0x85ebca6b) ^ (high >>> 15), 0x9e3779b1);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
