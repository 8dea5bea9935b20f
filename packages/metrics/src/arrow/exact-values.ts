import { DataType } from 'apache-arrow';
import type { Data } from 'apache-arrow';
import { hasBit } from '../kernels/bitmap.js';
import { validityOf, wordsOf } from './column-view.js';

/** The values of an integer or decimal column without rounding: `unscaled(row) / 10^scale`. */
export interface ExactValues {
  readonly scale: number;
  readonly length: number;
  /** The integer of *row* before scaling, or null where the value is missing. Makes a bigint: not for loops over rows. */
  unscaled(row: number): bigint | null;
}

/**
 * Returns exact access to an integer or decimal column, or null for any other type. *scale* is the number of decimals
 * that the field's metadata gives to integers; a decimal has its own.
 */
export function exactValuesOf(data: Data, scale: number): ExactValues | null {
  const { type } = data;
  if (!DataType.isInt(type) && !DataType.isDecimal(type)) return null;
  const valid = validityOf(data);
  return {
    scale: DataType.isDecimal(type) ? type.scale : scale,
    length: data.length,
    unscaled: (row) => (valid === null || hasBit(valid, row) ? unscaledAt(data, row) : null),
  };
}

/** Returns the integer that stands in *row* of an integer or decimal column, whether or not it is valid. */
export function unscaledAt(data: Data, row: number): bigint {
  const { type, stride } = data;
  if (DataType.isInt(type)) return BigInt((data.values as Int32Array | BigInt64Array)[row] ?? 0);
  return signedInteger(wordsOf(data).subarray(row * stride, (row + 1) * stride));
}

/** Returns the two's complement integer of *words*, lowest first. */
export function signedInteger(words: Int32Array): bigint {
  let value = BigInt(words[words.length - 1] ?? 0);
  for (let i = words.length - 2; i >= 0; i--) value = (value << 32n) | BigInt((words[i] ?? 0) >>> 0);
  return value;
}
