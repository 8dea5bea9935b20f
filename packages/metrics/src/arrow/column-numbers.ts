import { DataType, Precision } from 'apache-arrow';
import type { Data, Int, TimeUnit } from 'apache-arrow';
import { blankMissing, validityOf, wordsOf } from './column-view.js';
import type { ByteColumn } from '../kernels/stored-columns.js';
import { unscaledAt } from './exact-values.js';

const TWO_32 = 4294967296;
const POWERS_OF_TEN: readonly number[] = Array.from({ length: 23 }, (_, n) => Number(`1e${n}`));

/**
 * Returns the values of a numeric column as doubles, NaN where one is missing. Integers of 64 bits and decimals are
 * rounded once, to the nearest double; durations and times of day are in seconds. *scale* is the number of decimals that the field's metadata gives to integers.
 * Shares the memory of a Float64 column without nulls: not to be written to.
 */
export function numbersOf(data: Data, scale: number): Float64Array {
  const { type } = data;
  if (DataType.isNull(type)) return new Float64Array(data.length).fill(NaN);
  const valid = validityOf(data);
  if (DataType.isFloat(type) && type.precision === Precision.DOUBLE) {
    const values = data.values as Float64Array;
    if (valid === null) return values.subarray(0, data.length);
    const copy = values.slice(0, data.length);
    blankMissing(copy, valid);
    return copy;
  }
  const out = new Float64Array(data.length);
  if (DataType.isDecimal(type)) readDecimals(data, type.scale, out);
  else if (DataType.isInt(type)) readIntegers(data, scale, out);
  else if (DataType.isDuration(type)) readSeconds(longsOf(data, true), type.unit, out);
  else if (DataType.isTime(type)) readSeconds(type.bitWidth === 64 ? longsOf(data, true) : wordsOf(data), type.unit, out);
  else if (DataType.isFloat(type) && type.precision === Precision.HALF) readHalves(data.values as Uint16Array, out);
  else out.set((data.values as Float32Array).subarray(0, out.length));
  blankMissing(out, valid);
  return out;
}

/** Returns an integer column of 8 bits as it lies in memory, or null where that is of another type. */
export function bytesOf(data: Data): ByteColumn | null {
  const { type } = data;
  if (!DataType.isInt(type) || type.bitWidth !== 8) return null;
  return { values: (data.values as Int8Array | Uint8Array).subarray(0, data.length), valid: validityOf(data) };
}

/** Returns the values of a 64-bit integer column as doubles, rounded to nearest; what stands in missing rows is arbitrary. */
export function longsOf(data: Data, signed: boolean): Float64Array {
  const words = wordsOf(data);
  const out = new Float64Array(data.length);
  if (signed) for (let i = 0; i < out.length; i++) out[i] = words[i * 2 + 1]! * TWO_32 + (words[i * 2]! >>> 0);
  else for (let i = 0; i < out.length; i++) out[i] = (words[i * 2 + 1]! >>> 0) * TWO_32 + (words[i * 2]! >>> 0);
  return out;
}

function readIntegers(data: Data, scale: number, out: Float64Array): void {
  const type = data.type as Int;
  if (type.bitWidth === 64) out.set(longsOf(data, type.isSigned));
  else out.set((data.values as Int32Array).subarray(0, out.length));
  if (scale !== 0) for (let i = 0; i < out.length; i++) out[i] = scaled(data, i, out[i]!, scale);
}

function readSeconds(counts: Float64Array | Int32Array, unit: TimeUnit, out: Float64Array): void {
  const perSecond = 1000 ** unit;
  for (let i = 0; i < out.length; i++) out[i] = counts[i]! / perSecond;
}

function readDecimals(data: Data, scale: number, out: Float64Array): void {
  const words = wordsOf(data);
  const { stride } = data;
  for (let i = 0; i < out.length; i++) {
    const at = i * stride;
    const low = words[at]!;
    const high = stride === 1 ? low >> 31 : words[at + 1]!;
    let isShort = true;
    for (let word = 2; word < stride; word++) isShort &&= words[at + word] === high >> 31;
    out[i] = scaled(data, i, isShort ? high * TWO_32 + (low >>> 0) : Infinity, scale);
  }
}

/**
 * A double division or multiplication of two exact numbers rounds once. Where *unscaled* or the power of ten is not exact,
 * the decimal text goes through the language's own, correctly rounded, reading of numbers.
 */
function scaled(data: Data, row: number, unscaled: number, scale: number): number {
  if (Number.isSafeInteger(unscaled)) {
    if (scale >= 0 && scale <= 22) return unscaled / POWERS_OF_TEN[scale]!;
    if (scale < 0 && scale >= -22) return unscaled * POWERS_OF_TEN[-scale]!;
  }
  return Number(`${unscaledAt(data, row)}e${-scale}`);
}

function readHalves(values: Uint16Array, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) {
    const half = values[i]!;
    const exponent = (half >>> 10) & 31;
    const fraction = half & 1023;
    const magnitude =
      exponent === 31 ? (fraction === 0 ? Infinity : NaN)
      : exponent === 0 ? fraction * 2 ** -24
      : (1024 + fraction) * 2 ** (exponent - 25);
    out[i] = half >= 0x8000 ? -magnitude : magnitude;
  }
}
