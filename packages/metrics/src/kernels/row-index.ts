import { setBit, type Bitmap } from './bitmap.js';

/** Distinct rows that a row index holds before it gives up, unless it is told otherwise. */
export const DEFAULT_ROW_LIMIT = 4_000_000;

/**
 * Finds rows that repeat an earlier one exactly, over the columns given (C19). A row is held as a fingerprint of 96 bits:
 * among four million distinct rows two agree by chance with odds of about 1 in 10^16. Missing values equal each other, and
 * -0 equals 0. 12 bytes a slot, 24 to 48 a row.
 *
 * Growth is bounded: past the limit of distinct rows the index gives up, frees its memory, and says so in `overflowed`.
 */
export class RowIndex {
  private readonly limit: number;
  /** Three words a slot; a free one is all zero. */
  private slots: Uint32Array;
  private count = 0;
  private hasOverflowed = false;
  private lanes = [new Uint32Array(0), new Uint32Array(0), new Uint32Array(0)] as const;

  /** *limit* is the number of distinct rows after which the index gives up. */
  constructor(limit: number = DEFAULT_ROW_LIMIT) {
    this.limit = limit;
    this.slots = new Uint32Array(3 * 1024);
  }

  /** How many distinct rows were seen; stands still after an overflow. */
  get size(): number {
    return this.count;
  }

  /** True when there were more distinct rows than the limit: from there on duplicates are not found any more. */
  get overflowed(): boolean {
    return this.hasOverflowed;
  }

  /**
   * Sets the bit in *duplicates* of each of the first *numRows* rows that repeats an earlier one, in this batch or before,
   * and returns how many there are. All batches must give the same columns in the same order. After an overflow
   * returns 0 and sets nothing.
   */
  add(columns: readonly (Uint32Array | Float64Array)[], numRows: number, duplicates: Bitmap): number {
    if (this.hasOverflowed) return 0;
    this.fingerprint(columns, numRows);
    const [first, second, third] = this.lanes;
    let found = 0;
    for (let row = 0; row < numRows; row++) {
      if (this.insert(first[row]!, second[row]!, third[row]!)) continue;
      if (this.hasOverflowed) return found;
      setBit(duplicates, row);
      found++;
    }
    return found;
  }

  /** Returns whether the fingerprint is new. */
  private insert(first: number, second: number, third: number): boolean {
    let { slots } = this;
    let slot = slotOf(first, slots.length);
    for (;;) {
      const a = slots[slot]!;
      const b = slots[slot + 1]!;
      const c = slots[slot + 2]!;
      if ((a | b | c) === 0) break;
      if (a === first && b === second && c === third) return false;
      slot += 3;
      if (slot === slots.length) slot = 0;
    }
    if (this.count === this.limit) {
      this.hasOverflowed = true;
      this.slots = new Uint32Array(0);
      return false;
    }
    slots[slot] = first;
    slots[slot + 1] = second;
    slots[slot + 2] = third;
    this.count++;
    if (this.count * 6 > slots.length) {
      slots = rehashed(slots);
      this.slots = slots;
    }
    return true;
  }

  /** Mixes the columns into the lanes, column by column, each lane with its own constants. */
  private fingerprint(columns: readonly (Uint32Array | Float64Array)[], numRows: number): void {
    if (this.lanes[0].length < numRows) this.lanes = [new Uint32Array(numRows), new Uint32Array(numRows), new Uint32Array(numRows)];
    const [first, second, third] = this.lanes;
    first.fill(0x243f6a88);
    second.fill(0x85a308d3);
    third.fill(0x13198a2e);
    for (const column of columns) {
      if (column instanceof Uint32Array) {
        mixWords(first, column, 1, 0, numRows, 0x9e3779b1, 0x85ebca77);
        mixWords(second, column, 1, 0, numRows, 0xcc9e2d51, 0x1b873593);
        mixWords(third, column, 1, 0, numRows, 0xc2b2ae3d, 0x27d4eb2f);
      } else {
        const words = wordsOfNumbers(column, numRows);
        for (const half of [0, 1]) {
          mixWords(first, words, 2, half, numRows, 0x9e3779b1, 0x85ebca77);
          mixWords(second, words, 2, half, numRows, 0xcc9e2d51, 0x1b873593);
          mixWords(third, words, 2, half, numRows, 0xc2b2ae3d, 0x27d4eb2f);
        }
      }
    }
    for (let row = 0; row < numRows; row++) if ((first[row]! | second[row]! | third[row]!) === 0) third[row] = 1;
  }
}

/**
 * Murmur-style: a bijection of the word is added, then the whole lane is mixed. Every step is a bijection of the lane, so
 * rows that differ in one word differ in every lane.
 */
function mixWords(lane: Uint32Array, words: Uint32Array, stride: number, from: number, numRows: number, one: number, two: number): void {
  for (let row = 0, at = from; row < numRows; row++, at += stride) {
    let word = Math.imul(words[at]!, one);
    word = Math.imul(word ^ (word >>> 15), two);
    let hash = lane[row]! ^ word ^ (word >>> 13);
    hash = Math.imul(hash ^ (hash >>> 16), one) + two;
    lane[row] = hash ^ (hash >>> 14);
  }
}

/** The doubles as words, every NaN the same one, and -0 as 0. */
function wordsOfNumbers(column: Float64Array, numRows: number): Uint32Array {
  const numbers = new Float64Array(numRows);
  for (let row = 0; row < numRows; row++) {
    const value = column[row]!;
    numbers[row] = value === value ? value + 0 : NaN;
  }
  return new Uint32Array(numbers.buffer);
}

function slotOf(first: number, length: number): number {
  return 3 * (first & (length / 3 - 1));
}

function rehashed(slots: Uint32Array): Uint32Array {
  const grown = new Uint32Array(slots.length * 2);
  for (let from = 0; from < slots.length; from += 3) {
    if ((slots[from]! | slots[from + 1]! | slots[from + 2]!) === 0) continue;
    let slot = slotOf(slots[from]!, grown.length);
    while ((grown[slot]! | grown[slot + 1]! | grown[slot + 2]!) !== 0) {
      slot += 3;
      if (slot === grown.length) slot = 0;
    }
    grown[slot] = slots[from]!;
    grown[slot + 1] = slots[from + 1]!;
    grown[slot + 2] = slots[from + 2]!;
  }
  return grown;
}
