import type { Bitmap } from './bitmap.js';
import { NO_KEY, type KeyIndex } from './key-index.js';
import type { TextSlots } from './key-slots.js';
import { decodeText, hashOfText, shortWord } from './text-bytes.js';
import { TextRows } from './text-rows.js';

// The library of this package has neither the DOM nor Node in it; both hosts have this one.
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

/** Rows that are looked up together: what they touch stays in the nearest caches. */
const BLOCK = 1024;

/**
 * Dense codes for texts, read as UTF-8 bytes where they lie: no string is made until somebody asks for one.
 *
 * Open addressing with linear probing at a load of at most one half. A slot holds a 32-bit hash and the place of a record
 * `[code, length, bytes as words]` in one arena, so a hit costs two reads in memory and is verified byte by byte:
 * two texts share a code only when they are equal. About 28 bytes a text plus its own length.
 *
 * Slots in WebAssembly can take the place of its own. They know a text by 96 bits of a hash with random factors: among a
 * million texts two agree by chance with odds of 6 in 10^18. Texts are then not copied, but found again in the first row that has them,
 * whose column stays in memory: about 28 bytes a text.
 */
export class TextKeyIndex implements KeyIndex {
  private count = 0;
  private slots = new Int32Array(2048);
  private arena = new Int32Array(4096);
  private arenaEnd = 0;
  private records = new Uint32Array(256);
  private fast: TextSlots | null = null;
  private readonly rows = new TextRows();
  private readonly hashes = new Int32Array(BLOCK);
  private readonly candidates = new Int32Array(BLOCK);

  get size(): number {
    return this.count;
  }

  /** Returns the text with *code*. Malformed UTF-8 is replaced as TextDecoder does it. */
  text(code: number): string {
    if (!(code < this.count)) throw new RangeError(`key index: no text with code ${code}, got ${this.count} texts`);
    return decodeText(this.bytes(code));
  }

  codeOf(text: string): number {
    const bytes = new TextEncoder().encode(text);
    if (this.fast !== null) return this.fastCode(bytes, false);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const record = this.find(view, 0, bytes.length, hashOfText(view, 0, bytes.length));
    return record < 0 ? NO_KEY : this.arena[record]!;
  }

  /** Goes on with *slots*, which hold nothing yet, if there are any. Codes stay as they are. */
  accelerate(slots: TextSlots | null): void {
    if (this.fast !== null || slots === null) return;
    const offsets = new Int32Array(this.count + 1);
    for (let code = 0; code < this.count; code++) offsets[code + 1] = offsets[code]! + this.bytes(code).length;
    const bytes = new Uint8Array(offsets[this.count]!);
    for (let code = 0; code < this.count; code++) bytes.set(this.bytes(code), offsets[code]);
    slots.codes(bytes, offsets, this.count, null, new Uint32Array(this.count), 0, true, this.rows.add(bytes, offsets, this.count));
    this.fast = slots;
    this.slots = this.arena = new Int32Array(0);
    this.records = new Uint32Array(0);
  }

  /** Returns the code of *text*, which is added where it is new. */
  insertText(text: string): number {
    const bytes = new TextEncoder().encode(text);
    return this.insert(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0, bytes.length);
  }

  /** Returns the code of the *length* bytes from *start*, which are added where they are new. */
  insert(view: DataView, start: number, length: number): number {
    if (this.fast !== null) return this.fastCode(new Uint8Array(view.buffer, view.byteOffset + start, length), true);
    return this.insertHashed(view, start, length, hashOfText(view, start, length));
  }

  /**
   * Writes the code of each of the first *count* texts to *out*. Text *i* is `bytes[offsets[i]] .. bytes[offsets[i + 1]]`;
   * where *valid* has no bit for it, its code is NO_KEY. New texts are added in order.
   */
  insertAll(bytes: Uint8Array, offsets: Int32Array, count: number, valid: Bitmap | null, out: Uint32Array): void {
    if (this.fast !== null) {
      const size = this.fast.codes(bytes, offsets, count, valid, out, this.count, true, this.rows.size);
      if (size > this.count) this.rows.add(bytes, offsets, count);
      this.count = size;
      return;
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let from = 0; from < count; from += BLOCK) this.insertBlock(view, offsets, from, Math.min(count, from + BLOCK), valid, out);
  }

  /**
   * One small loop for each read in memory, because the processor waits for many reads of a small loop at once but only
   * for a few of a large one. What the first slot does not answer goes the long way.
   */
  private insertBlock(view: DataView, offsets: Int32Array, from: number, to: number, valid: Bitmap | null, out: Uint32Array): void {
    const { hashes, candidates, slots, arena } = this;
    const mask = slots.length - 1;
    const rows = to - from;
    for (let i = 0; i < rows; i++) {
      const row = from + i;
      const start = offsets[row]!;
      const isValid = valid === null || ((valid[row >>> 5]! >>> row) & 1) !== 0;
      hashes[i] = isValid ? hashOfText(view, start, offsets[row + 1]! - start) : 0;
    }
    for (let i = 0; i < rows; i++) {
      const slot = (hashes[i]! << 1) & mask;
      candidates[i] = slots[slot] === hashes[i] ? slots[slot + 1]! - 1 : -1;
    }
    for (let i = 0; i < rows; i++) out[from + i] = arena[candidates[i]! & ~(candidates[i]! >> 31)]!;
    for (let i = 0; i < rows; i++) {
      const row = from + i;
      if (valid !== null && ((valid[row >>> 5]! >>> row) & 1) === 0) {
        out[row] = NO_KEY;
        continue;
      }
      const start = offsets[row]!;
      const length = offsets[row + 1]! - start;
      const record = candidates[i]!;
      if (record < 0 || arena[record + 1] !== length || !equals(arena, record + 2, view, start, length)) {
        out[row] = this.insertHashed(view, start, length, hashes[i]!);
      }
    }
  }

  private insertHashed(view: DataView, start: number, length: number, hash: number): number {
    const record = this.find(view, start, length, hash);
    return record < 0 ? this.append(view, start, length, hash, ~record) : this.arena[record]!;
  }

  /** Returns the arena position of the record that equals the bytes, or the complement of the free slot where it belongs. */
  private find(view: DataView, start: number, length: number, hash: number): number {
    const { slots, arena } = this;
    const mask = slots.length - 1;
    let slot = (hash << 1) & mask;
    for (;;) {
      const record = slots[slot + 1]! - 1;
      if (record < 0) return ~slot;
      if (slots[slot] === hash && arena[record + 1] === length && equals(arena, record + 2, view, start, length)) return record;
      slot = (slot + 2) & mask;
    }
  }

  private fastCode(bytes: Uint8Array, adds: boolean): number {
    const out = new Uint32Array(1);
    const offsets = Int32Array.of(0, bytes.length);
    const size = this.fast?.codes(bytes, offsets, 1, null, out, this.count, adds, this.rows.size) ?? this.count;
    // Whose bytes they are may write others there.
    if (size > this.count) this.rows.add(bytes.slice(), offsets, 1);
    this.count = size;
    return out[0]!;
  }

  /** Keeps a new text under the next code and returns where its record lies. */
  private keep(view: DataView, start: number, length: number): number {
    const code = this.count++;
    const needed = this.arenaEnd + 2 + ((length + 3) >>> 2);
    if (needed > this.arena.length) this.arena = enlarged(this.arena, new Int32Array(Math.max(needed, this.arena.length * 2)));
    if (code === this.records.length) this.records = enlarged(this.records, new Uint32Array(code * 2));
    const record = this.arenaEnd;
    this.arena[record] = code;
    this.arena[record + 1] = length;
    writeWords(this.arena, record + 2, view, start, length);
    this.arenaEnd = needed;
    this.records[code] = record;
    return record;
  }

  private append(view: DataView, start: number, length: number, hash: number, slot: number): number {
    const record = this.keep(view, start, length);
    this.slots[slot] = hash;
    this.slots[slot + 1] = record + 1;
    if (this.count * 4 > this.slots.length) this.rehash();
    return this.arena[record]!;
  }

  private rehash(): void {
    const { slots } = this;
    const grown = new Int32Array(slots.length * 2);
    const mask = grown.length - 1;
    for (let from = 0; from < slots.length; from += 2) {
      if (slots[from + 1] === 0) continue;
      const hash = slots[from]!;
      let slot = (hash << 1) & mask;
      while (grown[slot + 1] !== 0) slot = (slot + 2) & mask;
      grown[slot] = hash;
      grown[slot + 1] = slots[from + 1]!;
    }
    this.slots = grown;
  }

  private bytes(code: number): Uint8Array {
    if (this.fast !== null) return this.rows.bytesAt(this.fast.rowOf(code));
    const record = this.records[code]!;
    const length = this.arena[record + 1]!;
    const words = (length + 3) >>> 2;
    const bytes = new Uint8Array(Math.max(4, length));
    const view = new DataView(bytes.buffer);
    for (let word = 0; word < words - 1; word++) view.setInt32(word * 4, this.arena[record + 2 + word]!, true);
    if (words > 0) view.setInt32(Math.max(0, length - 4), this.arena[record + 1 + words]!, true);
    return bytes.subarray(0, length);
  }
}

function equals(arena: Int32Array, at: number, view: DataView, start: number, length: number): boolean {
  if (length < 4) return length === 0 || arena[at] === shortWord(view, start, length);
  const last = start + length - 4;
  let word = at;
  for (let byte = start; byte < last; byte += 4) if (arena[word++] !== view.getInt32(byte, true)) return false;
  return arena[word] === view.getInt32(last, true);
}

function writeWords(arena: Int32Array, at: number, view: DataView, start: number, length: number): void {
  if (length < 4) {
    if (length > 0) arena[at] = shortWord(view, start, length);
    return;
  }
  const last = start + length - 4;
  let word = at;
  for (let byte = start; byte < last; byte += 4) arena[word++] = view.getInt32(byte, true);
  arena[word] = view.getInt32(last, true);
}

function enlarged<T extends Int32Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
