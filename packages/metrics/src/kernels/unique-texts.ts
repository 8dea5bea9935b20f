import { decodeText, hashOfText } from './text-bytes.js';
import { TextRows } from './text-rows.js';

/**
 * Texts that are all different, known by their places and read as UTF-8 bytes where they lie: none is copied. What is
 * kept of each is at most 32 bytes: a slot with 32 bits of a hash and its place; texts with one hash are compared byte by byte.
 */
export class UniqueTexts {
  readonly rows: TextRows = new TextRows();
  #slots: Int32Array = new Int32Array(0);

  get size(): number {
    return this.rows.size;
  }

  /**
   * Adds the first *count* texts between each two *offsets* into *bytes*, behind those that are there. Returns false where one is
   * there twice or was there before; then nothing can be asked any more, and `rows` are those of before.
   */
  add(bytes: Uint8Array, offsets: Int32Array, count: number): boolean {
    this.#hold(this.size + count);
    const slots = this.#slots;
    const mask = slots.length - 1;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const first = this.rows.add(bytes, offsets, count);
    for (let i = 0; i < count; i++) {
      const start = offsets[i]!;
      const hash = hashOfText(view, start, offsets[i + 1]! - start);
      let slot = (hash << 1) & mask;
      for (; slots[slot + 1] !== 0; slot = (slot + 2) & mask) {
        if (slots[slot] !== hash || !areEqual(this.rows.bytesAt(slots[slot + 1]! - 1), bytes.subarray(start, offsets[i + 1]))) continue;
        this.rows.removeLast();
        return false;
      }
      slots[slot] = hash;
      slots[slot + 1] = first + i + 1;
    }
    return true;
  }

  /** Returns the text at *place*. Malformed UTF-8 is replaced as TextDecoder does it. */
  text(place: number): string {
    if (!(place < this.size)) throw new RangeError(`unique texts: no text at ${place}, got ${this.size} texts`);
    return decodeText(this.rows.bytesAt(place));
  }

  /** Returns the place of the text that *bytes* are, or -1. */
  placeOf(bytes: Uint8Array): number {
    const slots = this.#slots;
    if (slots.length === 0) return -1;
    const mask = slots.length - 1;
    const hash = hashOfText(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0, bytes.length);
    for (let slot = (hash << 1) & mask; slots[slot + 1] !== 0; slot = (slot + 2) & mask) {
      const place = slots[slot + 1]! - 1;
      if (slots[slot] === hash && areEqual(this.rows.bytesAt(place), bytes)) return place;
    }
    return -1;
  }

  /** Makes room for *size* texts: at most half of the slots are taken. */
  #hold(size: number): void {
    const needed = 2 ** Math.ceil(Math.log2(Math.max(1024, 4 * size)));
    if (needed <= this.#slots.length) return;
    const before = this.#slots;
    const slots = (this.#slots = new Int32Array(needed));
    const mask = needed - 1;
    for (let from = 0; from < before.length; from += 2) {
      if (before[from + 1] === 0) continue;
      let slot = (before[from]! << 1) & mask;
      while (slots[slot + 1] !== 0) slot = (slot + 2) & mask;
      slots[slot] = before[from]!;
      slots[slot + 1] = before[from + 1]!;
    }
  }
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
