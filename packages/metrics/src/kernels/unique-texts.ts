import { decodeText, hashOfText } from './text-bytes.js';

interface Part {
  readonly first: number;
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly offsets: Int32Array;
  readonly count: number;
}

/**
 * Texts that are all different, known by their places and read as UTF-8 bytes where they lie: none is copied. What is
 * kept of each is at most 32 bytes: a slot with 32 bits of a hash and its place; texts with one hash are compared byte by byte.
 */
export class UniqueTexts {
  readonly parts: Part[] = [];
  #slots: Int32Array = new Int32Array(0);
  #size: number = 0;

  get size(): number {
    return this.#size;
  }

  /**
   * Adds the first *count* texts between each two *offsets* into *bytes*, behind those that are there. Returns false where one is
   * there twice or was there before; then the texts are of no use any more, but for their `parts`.
   */
  add(bytes: Uint8Array, offsets: Int32Array, count: number): boolean {
    const part: Part = { first: this.#size, bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offsets, count };
    this.#hold(this.#size + count);
    const slots = this.#slots;
    const mask = slots.length - 1;
    const { view, first } = part;
    for (let i = 0; i < count; i++) {
      const start = offsets[i]!;
      const length = offsets[i + 1]! - start;
      const hash = hashOfText(view, start, length);
      let slot = (hash << 1) & mask;
      for (; slots[slot + 1] !== 0; slot = (slot + 2) & mask) {
        if (slots[slot] === hash && this.#isAt(slots[slot + 1]! - 1, view, start, length, part)) return false;
      }
      slots[slot] = hash;
      slots[slot + 1] = first + i + 1;
    }
    this.parts.push(part);
    this.#size += count;
    return true;
  }

  /** Returns the text at *place*. Malformed UTF-8 is replaced as TextDecoder does it. */
  text(place: number): string {
    const part = this.#partOf(place);
    if (part === null) throw new RangeError(`unique texts: no text at ${place}, got ${this.#size} texts`);
    const i = place - part.first;
    return decodeText(part.bytes.subarray(part.offsets[i], part.offsets[i + 1]));
  }

  /** Returns the place of the text that *bytes* are, or -1. */
  placeOf(bytes: Uint8Array): number {
    const slots = this.#slots;
    if (slots.length === 0) return -1;
    const mask = slots.length - 1;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const hash = hashOfText(view, 0, bytes.length);
    for (let slot = (hash << 1) & mask; slots[slot + 1] !== 0; slot = (slot + 2) & mask) {
      const place = slots[slot + 1]! - 1;
      if (slots[slot] === hash && this.#isAt(place, view, 0, bytes.length, null)) return place;
    }
    return -1;
  }

  /** Whether the text at *place*, of *latest* if it is not of an earlier part, equals the *length* bytes from *start*. */
  #isAt(place: number, view: DataView, start: number, length: number, latest: Part | null): boolean {
    const part = this.#partOf(place) ?? latest;
    if (part === null) return false;
    const i = place - part.first;
    const from = part.offsets[i]!;
    if (part.offsets[i + 1]! - from !== length) return false;
    for (let k = 0; k < length; k++) if (part.view.getUint8(from + k) !== view.getUint8(start + k)) return false;
    return true;
  }

  #partOf(place: number): Part | null {
    return this.parts.findLast(({ first, count }) => first <= place && place < first + count) ?? null;
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
