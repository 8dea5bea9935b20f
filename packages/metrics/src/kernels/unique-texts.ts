import { decodeText, hashOfText } from './text-bytes.js';
import { TextRows } from './text-rows.js';

/**
 * Texts that are all different, known by their places and read as UTF-8 bytes where they lie: none is copied. Beside that at
 * most 16 bytes are kept of each: slots of 4, open addressing with linear probing at a load of at most one half. A slot holds a place + 1 in its
 * lowest bits and above them as much of the text's hash as there is room for (0: free); texts that agree so far are compared byte by byte.
 */
export class UniqueTexts {
  readonly rows: TextRows = new TextRows();
  #slots: Int32Array = new Int32Array(1024);

  get size(): number {
    return this.rows.size;
  }

  /**
   * Adds the first *count* texts between each two *offsets* into *bytes*, behind those that are there. Returns false where one is
   * there twice or was there before; then nothing can be asked any more, and `rows` are those of before.
   */
  add(bytes: Uint8Array, offsets: Int32Array, count: number): boolean {
    this.#hold(this.size + count);
    const first = this.rows.add(bytes, offsets, count);
    if (this.#fill(bytes, offsets, count, first)) return true;
    this.rows.removeLast();
    return false;
  }

  /** Returns the text at *place*. Malformed UTF-8 is replaced as TextDecoder does it. */
  text(place: number): string {
    if (!(place < this.size)) throw new RangeError(`unique texts: no text at ${place}, got ${this.size} texts`);
    return decodeText(this.rows.bytesAt(place));
  }

  /** Returns the place of the text that *bytes* are, or -1. */
  placeOf(bytes: Uint8Array): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const hash = hashOfText(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0, bytes.length);
    for (let slot = hash & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const place = (slots[slot]! & mask) - 1;
      if (((slots[slot]! ^ hash) & ~mask) === 0 && areEqual(this.rows.bytesAt(place), bytes)) return place;
    }
    return -1;
  }

  /** Returns false at a text that is there already. */
  #fill(bytes: Uint8Array, offsets: Int32Array, count: number, first: number): boolean {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let i = 0; i < count; i++) {
      const start = offsets[i]!;
      const hash = hashOfText(view, start, offsets[i + 1]! - start);
      let slot = hash & mask;
      for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
        const isAlike = ((slots[slot]! ^ hash) & ~mask) === 0;
        if (isAlike && areEqual(this.rows.bytesAt((slots[slot]! & mask) - 1), bytes.subarray(start, offsets[i + 1]))) return false;
      }
      slots[slot] = (hash & ~mask) | (first + i + 1);
    }
    return true;
  }

  /** Makes room for *size* texts. */
  #hold(size: number): void {
    if (2 * size < this.#slots.length) return;
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * size + 1)));
    for (const { bytes, offsets, count, first } of this.rows.parts) this.#fill(bytes, offsets, count, first);
  }
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
