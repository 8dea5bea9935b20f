import {
  Bool, DateDay, Decimal, Field, Float64, Int32, Int64, Null, makeData, RecordBatch, Schema, Struct,
  TimestampMicrosecond, TimestampMillisecond, TimestampNanosecond, Utf8,
} from 'apache-arrow';
import type { Data, DataType } from 'apache-arrow';
import { DataError } from '../errors.js';

// The library of this package has neither the DOM nor Node in it; both hosts have it.
declare const TextEncoder: new () => { encodeInto(text: string, bytes: Uint8Array): { written: number } };

/** The types that `batchOf` makes. */
export type BatchType =
  | 'utf8' | 'int32' | 'int64' | 'float64' | 'bool' | 'date32'
  | 'timestamp-ms' | 'timestamp-us' | 'timestamp-ns' | 'decimal128' | 'null';

/** What a type may say besides its name. */
export interface BatchTypeDetail {
  /** The zone of timestamps: `UTC`, when absent; null for none. */
  readonly zone?: string | null | undefined;
  /** The digits of a decimal, at most 38, and how many of them stand behind the point. 38 and 0, when absent. */
  readonly precision?: number | undefined;
  readonly scale?: number | undefined;
}

/** The name and type of a column that `batchOf` makes. */
export interface BatchField extends BatchTypeDetail {
  readonly name: string;
  readonly type: BatchType;
}

/**
 * The values of a column: an array or typed array, null (or undefined) where one is missing.
 * Dates are days since 1970-01-01; timestamps are numbers or bigints in their unit; decimals are unscaled bigints.
 */
export type BatchColumn = ArrayLike<string | number | bigint | boolean | null | undefined>;

/**
 * Returns a record batch with the first *numRows* values of *columns*, which stand in the order of *fields*.
 * Integers must fit their type: they are not checked. Throws DataError (`limit`) for 2 GiB of text in one column.
 */
export function batchOf(fields: readonly BatchField[], columns: readonly BatchColumn[], numRows: number): RecordBatch {
  if (fields.length !== columns.length) {
    throw new RangeError(`batchOf: ${fields.length} fields for ${columns.length} columns; expected as many`);
  }
  const children = fields.map((field, i) => columnDataOf(field.type, columns[i] ?? [], numRows, field));
  return recordBatchOf(batchSchemaOf(fields), children, numRows);
}

/** Returns the schema of the batches that `batchOf` makes of *fields*. */
export function batchSchemaOf(fields: readonly BatchField[]): Schema {
  return new Schema(fields.map((field) => new Field(field.name, arrowTypeOf(field.type, field), true)));
}

/** Returns a record batch of finished columns. */
export function recordBatchOf(schema: Schema, children: readonly Data[], numRows: number): RecordBatch {
  const data = makeData({ type: new Struct(schema.fields), length: numRows, nullCount: 0, children: [...children] });
  return new RecordBatch(schema, data);
}

/** Returns Arrow's type for a column type of `batchOf`. */
export function arrowTypeOf(type: BatchType, { zone = 'UTC', precision = 38, scale = 0 }: BatchTypeDetail = {}): DataType {
  switch (type) {
    case 'utf8': return new Utf8();
    case 'int32': return new Int32();
    case 'int64': return new Int64();
    case 'float64': return new Float64();
    case 'bool': return new Bool();
    case 'date32': return new DateDay();
    case 'timestamp-ms': return new TimestampMillisecond(zone);
    case 'timestamp-us': return new TimestampMicrosecond(zone);
    case 'timestamp-ns': return new TimestampNanosecond(zone);
    case 'decimal128': return new Decimal(scale, precision, 128);
    case 'null': return new Null();
  }
}

/** Returns the first *length* values as a column. */
export function columnDataOf(type: BatchType, values: BatchColumn, length: number, detail: BatchTypeDetail = {}): Data {
  const { nullBitmap, nullCount } = missingOf(values, length);
  const base = { length, nullCount, nullBitmap: nullCount === 0 ? null : nullBitmap };
  switch (type) {
    case 'utf8': return makeData({ type: new Utf8(), ...base, ...packTexts(values, length) });
    case 'bool': return makeData({ type: new Bool(), ...base, data: packTruth(values, length) });
    case 'int32': return makeData({ type: new Int32(), ...base, data: fill(new Int32Array(length), values) });
    case 'date32': return makeData({ type: new DateDay(), ...base, data: fill(new Int32Array(length), values) });
    case 'float64': return makeData({ type: new Float64(), ...base, data: fill(new Float64Array(length), values) });
    case 'int64': return makeData({ type: new Int64(), ...base, data: fillLongs(values, length) });
    case 'timestamp-ms':
    case 'timestamp-us':
    case 'timestamp-ns':
      return makeData({ type: arrowTypeOf(type, detail) as TimestampMillisecond, ...base, data: fillLongs(values, length) });
    case 'decimal128': return makeData({ type: arrowTypeOf(type, detail) as Decimal, ...base, data: fillDecimals(values, length) });
    case 'null': return makeData({ type: new Null(), length });
  }
}

function missingOf(values: BatchColumn, length: number): { nullBitmap: Uint8Array; nullCount: number } {
  const nullBitmap = new Uint8Array((length + 7) >>> 3);
  let nullCount = 0;
  for (let i = 0; i < length; i++) {
    if (values[i] === null || values[i] === undefined) nullCount++;
    else nullBitmap[i >>> 3]! |= 1 << (i & 7);
  }
  return { nullBitmap, nullCount };
}

function fill<T extends Int32Array | Float64Array>(out: T, values: BatchColumn): T {
  for (let i = 0; i < out.length; i++) out[i] = Number(values[i] ?? 0);
  return out;
}

/** Numbers are split into words by arithmetic, which is much faster than a bigint for each. */
function fillLongs(values: BatchColumn, length: number): BigInt64Array {
  const longs = new BigInt64Array(length);
  const words = new Int32Array(longs.buffer);
  for (let i = 0; i < length; i++) {
    const value = values[i] ?? 0;
    if (typeof value === 'bigint') {
      longs[i] = value;
    } else {
      const whole = Math.floor(Number(value));
      words[i * 2] = whole % 4294967296;
      words[i * 2 + 1] = Math.floor(whole / 4294967296);
    }
  }
  return longs;
}

/** Words of 32 bits, the lowest first, in two's complement. */
function fillDecimals(values: BatchColumn, length: number): Uint32Array {
  const words = new Uint32Array(length * 4);
  const longs = new BigInt64Array(words.buffer);
  for (let i = 0; i < length; i++) {
    const value = BigInt(values[i] ?? 0);
    longs[i * 2] = value;
    longs[i * 2 + 1] = value >> 64n;
  }
  return words;
}

function packTruth(values: BatchColumn, length: number): Uint8Array {
  const bits = new Uint8Array((length + 7) >>> 3);
  for (let i = 0; i < length; i++) if (values[i] === true) bits[i >>> 3]! |= 1 << (i & 7);
  return bits;
}

/** Plain ASCII is copied unit by unit: for short texts a call of the encoder costs more than its work. */
function packTexts(values: BatchColumn, length: number): { valueOffsets: Int32Array; data: Uint8Array } {
  const encoder = new TextEncoder();
  const valueOffsets = new Int32Array(length + 1);
  let bytes = new Uint8Array(Math.max(64, length * 16));
  let end = 0;
  for (let i = 0; i < length; i++) {
    const value = values[i];
    if (value !== null && value !== undefined) {
      const text = String(value);
      const room = end + text.length * 3;
      if (room > bytes.length) bytes = enlarged(bytes, Math.max(room, bytes.length * 2));
      const ascii = writeAscii(text, bytes, end);
      end = ascii >= 0 ? ascii : end + encoder.encodeInto(text, bytes.subarray(end)).written;
      if (end > 0x7fffffff) {
        throw new DataError('limit', `batchOf: a column holds more than 2 GiB of text in its first ${i + 1} rows; expected smaller batches`);
      }
    }
    valueOffsets[i + 1] = end;
  }
  return { valueOffsets, data: bytes.subarray(0, end) };
}

/** Returns the end of *text* in *bytes*, or -1 when it isn't plain ASCII or is long enough for the encoder. */
function writeAscii(text: string, bytes: Uint8Array, start: number): number {
  if (text.length > 48) return -1;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 127) return -1;
    bytes[start + i] = unit;
  }
  return start + text.length;
}

function enlarged(bytes: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(length);
  larger.set(bytes);
  return larger;
}
