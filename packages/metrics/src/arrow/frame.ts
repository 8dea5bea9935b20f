import type { RecordBatch } from 'apache-arrow';
import type { DecimalColumn } from '../kernels/exact-sums.js';
import type { KeyIndex } from '../kernels/key-index.js';
import type { KeySlots } from '../kernels/key-slots.js';
import type { TickColumn } from '../kernels/row-ordinals.js';
import type { ByteColumn, PositionColumn } from '../kernels/stored-columns.js';
import type { Schema } from '../schema.js';

/**
 * One batch as typed arrays. Columns are turned once, on first use, and shared by every metric on the source.
 * Whoever reads a frame must not write to its arrays.
 */
export interface Frame {
  /** The number of the frame within its source, from 0: the same rows always have the same ordinal. */
  readonly ordinal: number;
  /** The position of the frame's first row within the source. */
  readonly firstRow: number;
  readonly numRows: number;
  /** Dense codes of the column's key index; `NO_KEY` where the value is missing. Not to be written to: they may be the data themselves. */
  keys(column: string): Uint32Array;
  /** The same as positions in a dictionary of texts, as they lie in memory, which gives nothing a code: null where there is no such dictionary. */
  positions(column: string): PositionColumn | null;
  /** Microseconds since 1970-01-01T00:00Z (for dates: of that date at midnight UTC); NaN where missing. */
  instants(column: string): Float64Array;
  /** The same times as they lie in memory, for kernels that read them there: null where they are no timestamps in seconds to microseconds. */
  ticks(column: string): TickColumn | null;
  /** Numbers, decimals scaled; NaN where the value is missing or NaN. */
  numbers(column: string): Float64Array;
  /** The same numbers as they lie in memory: null where they are no whole numbers of 8 bits. */
  bytes(column: string): ByteColumn | null;
  /** The same numbers with every digit, for sums without rounding, where the column holds decimals; else null. Missing rows hold anything. */
  decimals(column: string): DecimalColumn | null;
}

/** What a fold may know about its rows before they come. */
export interface Input {
  readonly schema: Schema;
  /** The one index from values of *column* to dense codes, shared by every metric on the source. It grows while rows come. */
  keyIndex(column: string): KeyIndex;
}

/** Turns the batches of one source into frames, in the order in which they are given. */
export interface FrameReader extends Input {
  frame(batch: RecordBatch): Frame;
  /** Reads keys with *slots* from here on; codes stay as they are. */
  accelerate(slots: KeySlots): void;
}
