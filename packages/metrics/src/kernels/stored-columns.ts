import type { Bitmap } from './bitmap.js';

/** Whole numbers of 8 bits as they lie in memory. */
export interface ByteColumn {
  readonly values: Int8Array | Uint8Array;
  /** Which rows have a number, bit by bit; null where all have. */
  readonly valid: Bitmap | null;
}

/** Texts by number. */
export interface TextList {
  /** How many there are; it may grow. */
  readonly size: number;
  /** Returns the text with a number below the size, or null where it is missing. */
  text(position: number): string | null;
}

/** Texts of rows as numbers in a list of them, as they lie in memory. The greatest of 32 bits is a missing text too; others may lie outside of the list. */
export interface PositionColumn {
  readonly values: Uint8Array | Uint16Array | Uint32Array;
  /** Which rows have a text, bit by bit; null where all have. */
  readonly valid: Bitmap | null;
  /** The same object as long as numbers mean the same. */
  readonly texts: TextList;
}
