import { setBit, type Bitmap } from './bitmap.js';

/** Distinct rows that a row index holds before it gives up, unless it is told otherwise. */
export const DEFAULT_ROW_LIMIT = 4_000_000;

const BLOCK = 1024;

/**
 * Finds rows that repeat an earlier one exactly, over the columns given (C19). A row is held as a fingerprint of 96 bits:
 * among four million distinct rows two agree by chance with odds of about 1 in 10^16. Missing values equal each other, and
 * -0 equals 0. 12 bytes a slot, 24 to 48 a row.
 *
 * Growth is bounded: past the limit of distinct rows the index gives up, frees its memory, and says so in `overflowed`.
 */
export class RowIndex {
  private readonly limit: number;
  /** Three words a slot; a free one is all zero, so that a row with such a fingerprint would never be found again. */
  private slots: Int32Array;
  private mask: number;
  private count = 0;
  private hasOverflowed = false;
  /** Keeps the engine from dropping reads whose only purpose is to have happened. */
  private touched = 0;
  private lanes = [new Int32Array(0), new Int32Array(0), new Int32Array(0)] as const;

  /** *limit* is the number of distinct rows after which the index gives up. */
  constructor(limit: number = DEFAULT_ROW_LIMIT) {
    this.limit = limit;
    this.slots = new Int32Array(3 * 1024);
    this.mask = maskOf(this.slots);
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
    for (let from = 0; from < numRows; from += BLOCK) {
      const to = Math.min(numRows, from + BLOCK);
      this.touched ^= touch(this.slots, first, from, to);
      for (let row = from; row < to; row++) {
        if (this.insert(first[row]!, second[row]!, third[row]!)) continue;
        if (this.hasOverflowed) return found;
        setBit(duplicates, row);
        found++;
      }
    }
    return found;
  }

  /** Returns whether the fingerprint is new. */
  private insert(first: number, second: number, third: number): boolean {
    const { slots } = this;
    let slot = 3 * (first & this.mask);
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
      this.slots = new Int32Array(0);
      return false;
    }
    slots[slot] = first;
    slots[slot + 1] = second;
    slots[slot + 2] = third;
    this.count++;
    if (this.count * 6 > slots.length) {
      this.slots = rehashed(slots);
      this.mask = maskOf(this.slots);
    }
    return true;
  }

  /** Mixes the columns into the lanes, column by column, each lane with its own constants. */
  private fingerprint(columns: readonly (Uint32Array | Float64Array)[], numRows: number): void {
    if (this.lanes[0].length < numRows) this.lanes = [new Int32Array(numRows), new Int32Array(numRows), new Int32Array(numRows)];
    const [first, second, third] = this.lanes;
    first.fill(0x243f6a88);
    second.fill(0x85a308d3);
    third.fill(0x13198a2e);
    for (const column of columns) {
      if (column instanceof Uint32Array) {
        mixWords(first, second, third, new Int32Array(column.buffer, column.byteOffset, numRows), 1, 0, numRows);
      } else {
        const words = wordsOfNumbers(column, numRows);
        mixWords(first, second, third, words, 2, 0, numRows);
        mixWords(first, second, third, words, 2, 1, numRows);
      }
    }
  }
}

/**
 * Mixes a column into the three lanes, each with its own constants. Every step is a bijection of the word and of the lane,
 * so rows that differ in one word only differ in every lane.
 */
function mixWords(
  first: Int32Array, second: Int32Array, third: Int32Array, words: Int32Array, stride: number, from: number, numRows: number,
): void {
  for (let row = 0, at = from; row < numRows; row++, at += stride) {
    const word = words[at]!;
    first[row] = mix(first[row]!, word, 0x9e3779b1, 0x85ebca77);
    second[row] = mix(second[row]!, word, 0xcc9e2d51, 0x1b873593);
    third[row] = mix(third[row]!, word, 0xc2b2ae3d, 0x27d4eb2f);
  }
}

function mix(lane: number, word: number, one: number, two: number): number {
  let mixed = Math.imul(word, one);
  mixed = Math.imul(mixed ^ (mixed >>> 15), two);
  let hash = lane ^ mixed ^ (mixed >>> 13);
  hash = Math.imul(hash ^ (hash >>> 16), one) + two;
  return hash ^ (hash >>> 14);
}

/** Reads the first slot of each row in one small loop: the processor then waits for many of them at once. */
function touch(slots: Int32Array, first: Int32Array, from: number, to: number): number {
  const mask = maskOf(slots);
  let sum = 0;
  for (let row = from; row < to; row++) sum ^= slots[3 * (first[row]! & mask)]!;
  return sum;
}

/** The doubles as words, every NaN the same one, and -0 as 0. */
function wordsOfNumbers(column: Float64Array, numRows: number): Int32Array {
  const numbers = new Float64Array(numRows);
  for (let row = 0; row < numRows; row++) {
    const value = column[row]!;
    numbers[row] = value === value ? value + 0 : NaN;
  }
  return new Int32Array(numbers.buffer);
}

/** The slots are a power of two in number, and three words each. */
function maskOf(slots: Int32Array): number {
  return slots.length / 3 - 1;
}

function rehashed(slots: Int32Array): Int32Array {
  const grown = new Int32Array(slots.length * 2);
  const mask = maskOf(grown);
  for (let from = 0; from < slots.length; from += 3) {
    if ((slots[from]! | slots[from + 1]! | slots[from + 2]!) === 0) continue;
    let slot = 3 * (slots[from]! & mask);
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
