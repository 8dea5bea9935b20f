import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmap, countBits, hasBit } from '../../../packages/metrics/src/kernels/bitmap.js';
import { NO_KEY } from '../../../packages/metrics/src/kernels/key-index.js';
import { RowIndex } from '../../../packages/metrics/src/kernels/row-index.js';

function repeated(index: RowIndex, rows: readonly (readonly [number, number])[]): boolean[] {
  const duplicates = bitmap(rows.length);
  const found = index.add([Uint32Array.from(rows, ([key]) => key), Float64Array.from(rows, ([, value]) => value)], rows.length, duplicates);
  expect(found).toBe(countBits(duplicates));
  return rows.map((_, i) => hasBit(duplicates, i));
}

describe('RowIndex', () => {
  it('marks each row that repeats an earlier one, in its batch or before', () => {
    const index = new RowIndex();
    expect(repeated(index, [[1, 5], [1, 6], [2, 5], [1, 5]])).toEqual([false, false, false, true]);
    expect(repeated(index, [[2, 5], [5, 1], [5, 1]])).toEqual([true, false, true]);
    expect(index.size).toBe(4);
  });

  it('agrees with a set of the rows as text, however they are cut into batches', () => {
    const cell = fc.tuple(fc.constantFrom(0, 1, 0x80000000, NO_KEY), fc.constantFrom(0, -0, 1, -1, 0.5, NaN, Infinity, 2 ** -1074));
    fc.assert(fc.property(fc.array(fc.array(cell, { maxLength: 40 }), { maxLength: 6 }), (batches) => {
      const index = new RowIndex();
      const seen = new Set<string>();
      for (const rows of batches) {
        const expected = rows.map(([key, value]) => {
          const row = `${key} ${value}`;
          return seen.has(row) || !seen.add(row);
        });
        expect(repeated(index, rows)).toEqual(expected);
      }
      expect(index.size).toBe(seen.size);
    }));
  });

  it('tells apart a hundred thousand rows that differ in single bits, and finds each again', () => {
    const index = new RowIndex();
    const rows = Array.from({ length: 100_000 }, (_, i): [number, number] => [i & 0x1ff, (i >>> 9) * 2 ** 31]);
    expect(repeated(index, rows).includes(true)).toBe(false);
    expect(repeated(index, rows).includes(false)).toBe(false);
  });

  it('tells apart thousands of rows in batches of any length, and finds each again', () => {
    const index = new RowIndex();
    const rows = Array.from({ length: 3_000 }, (_, i): [number, number] => [i >>> 1, i % 2]);
    const batches = [rows.slice(0, 1), rows.slice(1, 1_100), rows.slice(1_100)];
    expect(batches.map((batch) => repeated(index, batch).includes(true))).toEqual([false, false, false]);
    expect(batches.map((batch) => repeated(index, batch).includes(false))).toEqual([false, false, false]);
    expect(index.size).toBe(3_000);
  });

  it('takes every NaN for the same missing value', () => {
    const values = new Float64Array(Uint32Array.of(0, 0x7ff80000, 1, 0x7ff80001, 0, 0x7ff00000, 7, 0xfff80000).buffer);
    expect(new RowIndex().add([values], 4, bitmap(4))).toBe(2);
  });

  it('takes the order of the columns into account', () => {
    const index = new RowIndex();
    const columns = [Uint32Array.of(1, 2), Uint32Array.of(2, 1)];
    expect(index.add(columns, 2, bitmap(2))).toBe(0);
  });

  it('counts rows without columns as repetitions of the first', () => {
    expect(new RowIndex().add([], 3, bitmap(3))).toBe(2);
  });

  it('gives up after its limit of distinct rows and says so', () => {
    const index = new RowIndex(3);
    expect(repeated(index, [[1, 1], [2, 2], [3, 3], [1, 1]])).toEqual([false, false, false, true]);
    expect(index.overflowed).toBe(false);
    expect(repeated(index, [[1, 1], [4, 4], [1, 1]])).toEqual([true, false, false]);
    expect(index.overflowed).toBe(true);
    expect(repeated(index, [[1, 1]])).toEqual([false]);
    expect(index.size).toBe(3);
  });
});
