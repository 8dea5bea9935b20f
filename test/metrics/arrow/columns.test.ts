import * as arrow from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordBatchOf } from '../../../packages/metrics/src/arrow/batch-of.js';
import { truthOf, validityOf } from '../../../packages/metrics/src/arrow/column-view.js';
import { exactValuesOf } from '../../../packages/metrics/src/arrow/exact-values.js';
import { createFrameReader } from '../../../packages/metrics/src/arrow/frame-reader.js';
import { schemaOf } from '../../../packages/metrics/src/arrow/schema-of.js';
import { type Bitmap, bitmap, hasBit } from '../../../packages/metrics/src/kernels/bitmap.js';
import { NO_KEY } from '../../../packages/metrics/src/kernels/key-index.js';
import { built, checkSlices, cutting, instants, keyTexts, numbers, read } from './one-column.js';

const integer = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
const long = fc.oneof(fc.bigInt(-300n, 300n), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n));
const unsignedLong = fc.oneof(fc.bigInt(0n, 300n), fc.bigInt(0n, 2n ** 64n - 1n));
const float32 = fc.float({ noNaN: false });
const text = fc.string({ unit: 'grapheme', maxLength: 30 });

describe('integers', () => {
  const types: [arrow.DataType, fc.Arbitrary<number | bigint>][] = [
    [new arrow.Int8(), integer(-128, 127)], [new arrow.Int16(), integer(-32768, 32767)], [new arrow.Int32(), integer(-(2 ** 31), 2 ** 31 - 1)],
    [new arrow.Uint8(), integer(0, 255)], [new arrow.Uint16(), integer(0, 65535)], [new arrow.Uint32(), integer(0, 2 ** 32 - 1)],
    [new arrow.Int64(), long], [new arrow.Uint64(), unsignedLong],
  ];
  it.each(types)('%s become doubles rounded once, and keys in decimal', (type, value) => {
    fc.assert(fc.property(cutting(value), (column) => {
      const data = built(type, column.values);
      checkSlices(data, column, numbers, column.values.map((v) => (v === null ? NaN : Number(v))));
      checkSlices(data, column, keyTexts, column.values.map((v) => (v === null ? null : String(v))));
    }), { numRuns: 40 });
  });

  it.each([new arrow.Int32(), new arrow.Int64()])("%s with Snowflake's scale are decimals, rounded once", (type) => {
    const value: fc.Arbitrary<number | bigint> = type.bitWidth === 64 ? long : integer(-(2 ** 31), 2 ** 31 - 1);
    fc.assert(fc.property(cutting(value), (column) => {
      const expected = column.values.map((v) => (v === null ? NaN : Number(`${v}e-2`)));
      checkSlices(built(type, column.values), column, numbers, expected, { logicalType: 'FIXED', scale: '2' });
    }), { numRuns: 40 });
  });
});

describe('floats', () => {
  it.each([[new arrow.Float32(), float32], [new arrow.Float64(), fc.double()]] as const)('%s keep their values, nulls become NaN', (type, value) => {
    fc.assert(fc.property(cutting(value), (column) => {
      checkSlices(built(type, column.values), column, numbers, column.values.map((v) => v ?? NaN));
    }), { numRuns: 40 });
  });

  it('of 16 bits are widened exactly, for each of the 65,536 patterns', () => {
    const data = arrow.makeData({ type: new arrow.Float16(), data: Uint16Array.from({ length: 65_536 }, (_, i) => i) });
    const expected = Array.from({ length: 65_536 }, (_, i) => arrow.util.uint16ToFloat64(i));
    const got = numbers(read([data]));
    // apache-arrow reads the patterns of NaN and infinity as finite numbers: those are checked by what IEEE 754 says.
    got.forEach((number, i) => {
      const exponent = (i >> 10) & 31;
      if (exponent < 31 && number !== expected[i]) throw new Error(`pattern ${i}: got ${number}, expected ${String(expected[i])}`);
    });
    expect([got[0x7c00], got[0xfc00], got[0x7c01], got[0xffff], got[0x8000]]).toEqual([Infinity, -Infinity, NaN, NaN, -0]);
  });

  it('of 64 bits without nulls are not copied', () => {
    const data = built(new arrow.Float64(), [1, 2, 3]);
    expect(read([data]).frames[0]?.numbers('x').buffer).toBe((data.values as Float64Array).buffer);
  });
});

describe('decimals', () => {
  const widths = [[32, 9, 10n ** 9n], [64, 18, 10n ** 18n], [128, 38, 10n ** 38n], [256, 76, 10n ** 76n]] as const;
  it.each(widths)('of %i bits are scaled with one rounding, and kept exactly beside', (bits, precision, bound) => {
    const unscaled = fc.oneof(fc.bigInt(-99_999n, 99_999n), fc.bigInt(1n - bound, bound - 1n));
    fc.assert(fc.property(cutting(unscaled), fc.constantFrom(0, 2, 9, 30, -3), (column, scale) => {
      const words = new Uint32Array((column.values.length * bits) / 32);
      column.values.forEach((v, i) => {
        for (let word = 0; word < bits / 32; word++) words[(i * bits) / 32 + word] = Number(((v ?? 7n) >> BigInt(32 * word)) & 0xffffffffn);
      });
      const nullBitmap = arrow.util.packBools(column.values.map((v) => v !== null));
      const data = arrow.makeData({ type: new arrow.Decimal(scale, precision, bits), length: column.values.length, nullCount: -1, nullBitmap, data: words });
      checkSlices(data, column, numbers, column.values.map((v) => (v === null ? NaN : Number(`${v}e${-scale}`))));
      const slice = data.slice(1, column.values.length - 1);
      const exact = exactValuesOf(slice, 0);
      expect(Array.from({ length: slice.length }, (_, row) => exact?.unscaled(row))).toEqual(column.values.slice(1));
      expect(exact?.scale).toBe(scale);
    }), { numRuns: 40 });
  });
});

describe('decimals without decimals', () => {
  it('are keys by their digits, however many', () => {
    const digits = fc.oneof(fc.bigInt(-1000n, 1000n), fc.bigInt(1n - 10n ** 38n, 10n ** 38n - 1n));
    fc.assert(fc.property(cutting(digits), (column) => {
      const words = new Uint32Array(column.values.length * 4);
      column.values.forEach((v, i) => {
        for (let word = 0; word < 4; word++) words[i * 4 + word] = Number(((v ?? 7n) >> BigInt(32 * word)) & 0xffffffffn);
      });
      const nullBitmap = arrow.util.packBools(column.values.map((v) => v !== null));
      const data = arrow.makeData({ type: new arrow.Decimal(0, 38), length: column.values.length, nullCount: -1, nullBitmap, data: words });
      checkSlices(data, column, keyTexts, column.values.map((v) => (v === null ? null : String(v))));
    }), { numRuns: 40 });
  });
});

describe('texts and booleans', () => {
  it.each([new arrow.Utf8(), new arrow.LargeUtf8(), new arrow.Utf8View()])('%s become keys by their bytes', (type) => {
    fc.assert(fc.property(cutting(text), (column) => {
      checkSlices(built(type, column.values), column, keyTexts, column.values);
    }), { numRuns: 40 });
  });

  it('Bool become the keys true and false, in order of appearance', () => {
    fc.assert(fc.property(cutting(fc.boolean()), (column) => {
      checkSlices(built(new arrow.Bool(), column.values), column, keyTexts, column.values.map((v) => (v === null ? null : String(v))));
    }), { numRuns: 40 });
    const { reader, frames } = read([built(new arrow.Bool(), [false, false, true])]);
    expect([...(frames[0]?.keys('x') ?? [])]).toEqual([0, 0, 1]);
    expect(reader.keyIndex('x').codeOf('true')).toBe(1);
  });

  it('have equal codes in every encoding', () => {
    const dictionary = arrow.vectorFromArray(['b', 'a', 'unused', 'c'], new arrow.Utf8());
    const encoded = arrow.makeData({ type: new arrow.Dictionary(new arrow.Utf8(), new arrow.Int8()), data: Int8Array.of(3, 1, 0), dictionary });
    const schema = new arrow.Schema([new arrow.Field('x', new arrow.Utf8(), true)]);
    const reader = createFrameReader(schemaOf(schema));
    const chunks = [built(new arrow.Utf8(), ['a', 'b']), encoded, built(new arrow.LargeUtf8(), ['c', 'a']), built(new arrow.Utf8View(), ['b', 'd'])];
    const codes = chunks.map((chunk) => {
      const batch = recordBatchOf(new arrow.Schema([new arrow.Field('x', chunk.type, true)]), [chunk], chunk.length);
      return [...reader.frame(batch).keys('x')];
    });
    expect(codes).toEqual([[0, 1], [2, 0, 1], [2, 0], [1, 3]]);
  });
});

describe('bytes, times of day and durations', () => {
  const bytes = [Uint8Array.of(0, 171, 255), null, Uint8Array.of(9, 9, 9), Uint8Array.of(0, 171, 255)];

  it.each([new arrow.Binary(), new arrow.LargeBinary(), new arrow.FixedSizeBinary(3)])('%s are keys in hexadecimal, sliced too', (type) => {
    const data = built(type, bytes);
    expect(keyTexts(read([data]))).toEqual(['00abff', null, '090909', '00abff']);
    expect(keyTexts(read([data.slice(1, 3)]))).toEqual([null, '090909', '00abff']);
  });

  it.each([
    [new arrow.DurationSecond(), 90n, 90], [new arrow.DurationMillisecond(), 1_500n, 1.5], [new arrow.DurationMicrosecond(), -2_000_001n, -2.000001],
    [new arrow.DurationNanosecond(), 10n ** 18n, 1e9], [new arrow.TimeSecond(), 3_600, 3_600], [new arrow.TimeMillisecond(), 1_500, 1.5],
    [new arrow.TimeMicrosecond(), 86_399_999_999n, 86_399.999999], [new arrow.TimeNanosecond(), 1_500_000_000n, 1.5],
  ])('%s are numbers of seconds', (type, count, seconds) => {
    const data = built(type, [count, null, count]);
    expect(numbers(read([data]))).toEqual([seconds, NaN, seconds]);
    expect(numbers(read([data.slice(1, 2)]))).toEqual([NaN, seconds]);
  });
});

describe('instants and dates', () => {
  const units: [arrow.DataType, (v: bigint) => bigint][] = [
    [new arrow.TimestampSecond('UTC'), (v) => v * 1_000_000n], [new arrow.TimestampMillisecond(), (v) => v * 1000n],
    [new arrow.TimestampMicrosecond('Europe/Paris'), (v) => v], [new arrow.TimestampNanosecond(), (v) => (v - (((v % 1000n) + 1000n) % 1000n)) / 1000n],
  ];
  it.each(units)('%s become microseconds, exact for 285 years either side of 1970', (type, microseconds) => {
    const bound = 2n ** 53n;
    fc.assert(fc.property(cutting(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map((v) => {
      const us = microseconds(v);
      return us > -bound && us < bound ? v : v % 9_000_000_000n;
    })), (column) => {
      const nullBitmap = arrow.util.packBools(column.values.map((v) => v !== null));
      const data = arrow.makeData({ type: type as arrow.TimestampSecond, length: column.values.length, nullCount: -1, nullBitmap, data: BigInt64Array.from(column.values, (v) => v ?? 5n) });
      checkSlices(data, column, instants, column.values.map((v) => (v === null ? NaN : Number(microseconds(v)))));
    }), { numRuns: 60 });
  });

  it('Date32 and Date64 become midnight in UTC, and ISO dates as keys', () => {
    fc.assert(fc.property(cutting(integer(-25_000, 40_000)), integer(0, 86_399_999), (column, within) => {
      const nullBitmap = arrow.util.packBools(column.values.map((v) => v !== null));
      const base = { length: column.values.length, nullCount: -1, nullBitmap };
      const days = arrow.makeData({ type: new arrow.DateDay(), ...base, data: Int32Array.from(column.values, (v) => v ?? 5) });
      const milliseconds = arrow.makeData({ type: new arrow.DateMillisecond(), ...base, data: BigInt64Array.from(column.values, (v) => BigInt((v ?? 5) * 86_400_000 + within)) });
      for (const data of [days, milliseconds]) {
        checkSlices(data, column, instants, column.values.map((v) => (v === null ? NaN : v * 86_400_000_000)));
        checkSlices(data, column, keyTexts, column.values.map((v) => (v === null ? null : new Date(v * 86_400_000).toISOString().slice(0, 10))));
      }
    }), { numRuns: 40 });
  });

  it('are found by their ISO date when they are keys', () => {
    const { reader, frames } = read([arrow.makeData({ type: new arrow.DateDay(), data: Int32Array.of(-1, 19_783) })]);
    frames[0]?.keys('x');
    const index = reader.keyIndex('x');
    expect(['1969-12-31', '2024-03-01', '2024-3-1', '1970-01-01', 'x'].map((date) => index.codeOf(date))).toEqual([0, 1, NO_KEY, NO_KEY, NO_KEY]);
  });
});

describe('bits', () => {
  it('of validity and truth begin at the first row of a slice and are zero past its last', () => {
    fc.assert(fc.property(cutting(fc.boolean()), ({ values, cuts }) => {
      const from = Math.floor(cuts[0] * values.length);
      const cut = values.slice(from, from + Math.ceil(cuts[1] * (values.length - from)));
      const slice = built(new arrow.Bool(), values).slice(from, cut.length);
      const [valid, truth] = [validityOf(slice), truthOf(slice)];
      const rows = (bits: Bitmap): boolean[] => Array.from({ length: bits.length * 32 }, (_, i) => hasBit(bits, i));
      if (valid === null) expect(cut).not.toContain(null);
      else expect(rows(valid)).toEqual(rows(bitmap(cut.length)).map((_, i) => i < cut.length && cut[i] !== null));
      expect(rows(truth).map((bit, i) => bit && cut[i] !== null)).toEqual(rows(bitmap(cut.length)).map((_, i) => cut[i] === true));
    }));
  });
});

describe('columns without values', () => {
  it('of type Null are missing in every reading', () => {
    const reading = read([arrow.makeData({ type: new arrow.Null(), length: 3 })]);
    expect(numbers(reading)).toEqual([NaN, NaN, NaN]);
    expect(instants(reading)).toEqual([NaN, NaN, NaN]);
    expect(keyTexts(reading)).toEqual([null, null, null]);
    expect(reading.reader.keyIndex('x').size).toBe(0);
  });

  it.each([
    new arrow.Utf8(), new arrow.LargeUtf8(), new arrow.Utf8View(), new arrow.Int64(), new arrow.Bool(), new arrow.DateDay(),
    new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32()),
  ])('of type %s and no rows give no keys', (type) => {
    expect(keyTexts(read([arrow.makeData({ type, length: 0 } as never)]))).toEqual([]);
  });

  it.each([new arrow.Float64(), new arrow.Float16(), new arrow.Int8(), new arrow.Int64(), new arrow.Decimal(2, 10), new arrow.Dictionary(new arrow.Float64(), new arrow.Int32())])(
    'of type %s and no rows give no numbers', (type) => {
      expect(numbers(read([arrow.makeData({ type, length: 0 } as never)]))).toEqual([]);
    },
  );
});

describe('a batch whose column is of another kind than the schema says', () => {
  it('is refused, with both types', () => {
    const reader = createFrameReader(schemaOf(new arrow.Schema([new arrow.Field('x', new arrow.Int32(), true)])));
    const schema = new arrow.Schema([new arrow.Field('x', new arrow.Utf8(), true)]);
    const frame = reader.frame(recordBatchOf(schema, [built(new arrow.Utf8(), ['a'])], 1));
    expect(() => frame.keys('x')).toThrow('column "x" is Utf8 in batch 0; expected Int32, as in the schema');
    const float = reader.frame(recordBatchOf(new arrow.Schema([new arrow.Field('x', new arrow.Float64(), true)]), [built(new arrow.Float64(), [1])], 1));
    expect(() => float.keys('x')).toThrow('column "x" is Float64 in batch 1; expected Int32, as in the schema');
    expect([...float.numbers('x')]).toEqual([1]);
    const empty = reader.frame(recordBatchOf(new arrow.Schema([]), [], 0));
    expect(() => empty.numbers('x')).toThrow('batch 2 has no column "x", which the schema has');
  });
});
