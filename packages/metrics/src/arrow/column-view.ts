import { DataType } from 'apache-arrow';
import type { Data, RecordBatch } from 'apache-arrow';
import type { Bitmap } from '../kernels/bitmap.js';
import { bitmap } from '../kernels/bitmap.js';
import { columnNames } from './column-names.js';

// Arrow's buffers as the typed arrays that loops want. apache-arrow cuts the arrays of a slice to its rows; only bits
// (validity, booleans) still begin at `data.offset`.

/** Returns the column called *name* (as `columnNames` has it) of *batch*, or null. A batch may come from another copy of apache-arrow. */
export function columnOf(batch: RecordBatch, name: string): Data | null {
  return batch.data.children[columnNames(batch.schema).indexOf(name)] ?? null;
}

/** Returns which rows of a column hold a value, bit 0 for its first row, or null when all do. */
export function validityOf(data: Data): Bitmap | null {
  if (DataType.isNull(data.type)) return bitmap(data.length);
  if (data.nullCount === 0 || !data.nullBitmap || data.nullBitmap.length === 0) return null;
  return bitsFrom(data.nullBitmap, data.offset, data.length);
}

/** Returns the values of a boolean column as bits, bit 0 for its first row. */
export function truthOf(data: Data): Bitmap {
  return bitsFrom(data.values as Uint8Array, data.offset, data.length);
}

/** Returns the values of a column as 32-bit words without copying: one word a value or, for 64 bits, two, low first. */
export function wordsOf(data: Data): Int32Array {
  const values = data.values as ArrayBufferView | undefined;
  if (values === undefined) return new Int32Array(0);
  return new Int32Array(values.buffer, values.byteOffset, values.byteLength >>> 2);
}

/** Returns the values of an integer column of at most 32 bits as words, narrow ones widened by their own sign. */
export function narrowWordsOf(data: Data): Int32Array {
  const values = data.values as Int8Array | Int16Array | Int32Array | Uint8Array | Uint16Array | Uint32Array;
  return values.BYTES_PER_ELEMENT === 4 ? wordsOf(data) : new Int32Array(values);
}

/** Sets NaN in every row of *values* for which *valid* has no bit. */
export function blankMissing(values: Float64Array, valid: Bitmap | null): void {
  if (valid === null) return;
  for (let word = 0; word < valid.length; word++) {
    let missing = ~valid[word]!;
    while (missing !== 0) {
      const bit = 31 - Math.clz32(missing & -missing);
      const row = (word << 5) + bit;
      if (row >= values.length) return;
      values[row] = NaN;
      missing &= missing - 1;
    }
  }
}

function bitsFrom(bytes: Uint8Array, offset: number, length: number): Bitmap {
  const bits = bitmap(length);
  const skip = offset & 7;
  let at = offset >>> 3;
  for (let word = 0; word < bits.length; word++, at += 4) {
    const low = byteAt(bytes, at) | (byteAt(bytes, at + 1) << 8) | (byteAt(bytes, at + 2) << 16) | (byteAt(bytes, at + 3) << 24);
    bits[word] = skip === 0 ? low : (low >>> skip) | (byteAt(bytes, at + 4) << (32 - skip));
  }
  const rest = length & 31;
  if (rest !== 0) bits[bits.length - 1]! &= 0xffffffff >>> (32 - rest);
  return bits;
}

function byteAt(bytes: Uint8Array, i: number): number {
  return i < bytes.length ? bytes[i]! : 0;
}
