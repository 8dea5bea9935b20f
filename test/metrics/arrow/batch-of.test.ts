import { DataType, RecordBatchReader, RecordBatchStreamWriter } from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchOf, type BatchColumn, type BatchType } from '../../../packages/metrics/src/arrow/batch-of.js';

function roundTrip(type: BatchType, values: BatchColumn, numRows = values.length): unknown[] {
  const bytes = RecordBatchStreamWriter.writeAll([batchOf([{ name: 'x', type }], [values], numRows)]).toUint8Array(true);
  const batches = [...RecordBatchReader.from(bytes)];
  return batches.flatMap((batch) => [...(batch.getChild('x') ?? [])]);
}

describe('batchOf', () => {
  it('keeps values and nulls of every type through an IPC stream', () => {
    expect(roundTrip('utf8', ['a', null, '', '客户', undefined, 'é🙂'])).toEqual(['a', null, '', '客户', null, 'é🙂']);
    expect(roundTrip('int32', [1, null, -2147483648])).toEqual([1, null, -2147483648]);
    expect(roundTrip('int64', [1, null, -1, 2 ** 53 - 1, -(2 ** 53) + 1, 2n ** 62n])).toEqual([1n, null, -1n, 2n ** 53n - 1n, -(2n ** 53n) + 1n, 2n ** 62n]);
    expect(roundTrip('float64', [0.1, null, NaN, -0])).toEqual([0.1, null, NaN, -0]);
    expect(roundTrip('bool', [true, null, false, true])).toEqual([true, null, false, true]);
    expect(roundTrip('date32', [0, null, -1]).map((value) => (value === null ? null : Number(value)))).toEqual([0, null, -86_400_000]);
    expect(roundTrip('timestamp-ms', [1_709_251_200_000, null, -1])).toEqual([1_709_251_200_000, null, -1]);
    expect(roundTrip('timestamp-us', [1_709_251_200_000_000, null])).toEqual([1_709_251_200_000, null]);
  });

  it('takes typed arrays, and only the first rows of longer columns', () => {
    expect(roundTrip('float64', Float64Array.of(1, 2, 3), 2)).toEqual([1, 2]);
    expect(roundTrip('int64', BigInt64Array.of(5n, -5n))).toEqual([5n, -5n]);
  });

  it('names its columns, types and rows, also without any row', () => {
    const batch = batchOf([{ name: 'id', type: 'utf8' }, { name: 'at', type: 'timestamp-us' }], [[], []], 0);
    expect(batch.numRows).toBe(0);
    expect(batch.schema.fields.map((field) => `${field.name}: ${String(field.type)}`)).toEqual(['id: Utf8', 'at: Timestamp<MICROSECOND, UTC>']);
    expect(DataType.isUtf8(batch.schema.fields[0]?.type)).toBe(true);
  });

  it('refuses columns that do not match the fields in number', () => {
    expect(() => batchOf([{ name: 'id', type: 'utf8' }], [], 0)).toThrow('1 fields for 0 columns');
  });

  it('packs any text, short or long', () => {
    fc.assert(fc.property(fc.array(fc.option(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ minLength: 40, maxLength: 200 })))), (texts) => {
      expect(roundTrip('utf8', texts)).toEqual(texts);
    }), { numRuns: 50 });
  });
});
