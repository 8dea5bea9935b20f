import type { Bitmap } from './bitmap.js';

/** Finds the codes of integers, and keeps the integers themselves by code. */
export interface IntegerSlots {
  /** Writes the words of all integers by code to *out*, in pairs, low first. Reads the whole table. */
  read(out: Int32Array): void;
  /**
   * Writes the codes of *count* 64-bit integers (words in pairs, low first) to *out*, NO_KEY where *valid* has no bit, and
   * returns how many keys there are then: there were *size*, and new ones get the codes from there on, in order, if *adds* is
   * true; otherwise NO_KEY.
   */
  codes(words: Int32Array, count: number, valid: Bitmap | null, out: Uint32Array, size: number, adds: boolean): number;
}

/** Finds the codes of texts. The index that asks keeps the texts themselves, by code. */
export interface TextSlots {
  /** Does the same for the texts between each two *offsets* into *bytes*, the first of which has the number *row*. */
  codes(bytes: Uint8Array, offsets: Int32Array, count: number, valid: Bitmap | null, out: Uint32Array, size: number, adds: boolean, row: number): number;
  /** Returns the number of the row that brought the text with *code*. */
  rowOf(code: number): number;
}

/** Makes what indexes of keys are made faster with; null where there is no memory for it. */
export interface KeySlots {
  integers(): IntegerSlots | null;
  texts(): TextSlots | null;
}
