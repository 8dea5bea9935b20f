import { describe, expect, it } from 'vitest';
import { keepsExactSums } from '../../../packages/metrics/src/kernels/compensated-sums.js';
import { addEventTo, appendDecimals, createEventSums, type EventDecimals, isLarger, setDecimal } from '../../../packages/metrics/src/kernels/event-decimals.js';
import { type DecimalColumn, exactText } from '../../../packages/metrics/src/kernels/exact-sums.js';

/** Decimals of two words over 10^scale. */
function column(values: readonly bigint[], scale = 2): DecimalColumn {
  return { words: new Int32Array(BigInt64Array.from(values).buffer), stride: 2, scale };
}

/** The decimals of events whose values are *values*. */
function decimalsOf(values: readonly bigint[], scale = 2): EventDecimals {
  const decimals: EventDecimals = {};
  const given = column(values, scale);
  if (keepsExactSums(decimals, given)) values.forEach((_, place) => setDecimal(decimals, place, given, place));
  return decimals;
}

const texts = ({ exact }: EventDecimals, count: number): string[] => (exact ? Array.from({ length: count }, (_, i) => exactText(exact, i)) : []);

describe('the decimals of events', () => {
  it('are kept by place, and appended to others', () => {
    const into = decimalsOf([1n, -2n]);
    const from = decimalsOf([30n, 9_007_199_254_740_993n]);
    const copy = structuredClone(from);
    appendDecimals(into, 2, from, 2);
    expect(texts(into, 4)).toEqual(['0.01', '-0.02', '0.30', '90071992547409.93']);
    expect(from).toEqual(copy);
    const empty: EventDecimals = {};
    appendDecimals(empty, 0, from, 1);
    expect(texts(empty, 2)).toEqual(['0.30', '0.00']);
  });

  it('are given up where others have none, or of another scale, but not where there are no events', () => {
    for (const from of [{}, { exact: null }, decimalsOf([1n], 3)]) {
      const into = decimalsOf([1n]);
      appendDecimals(into, 1, from, 0);
      expect(texts(into, 1)).toEqual(['0.01']);
      appendDecimals(into, 1, from, 1);
      expect(into.exact).toBeNull();
      setDecimal(into, 0, column([5n]), 0);
      expect(into.exact).toBeNull();
    }
  });

  it('are summed with every digit where all values are decimals, else as numbers alone', () => {
    const decimals = decimalsOf([1n, 9_007_199_254_740_993n]);
    const sums = createEventSums(decimals, 3);
    addEventTo(sums, 2, 0.01, decimals, 0);
    addEventTo(sums, 2, 90_071_992_547_409.93, decimals, 1);
    expect(texts(sums, 3)).toEqual(['0.00', '0.00', '90071992547409.94']);
    expect(texts(decimals, 2)).toEqual(['0.01', '90071992547409.93']);
    const plain = createEventSums({}, 1);
    addEventTo(plain, 0, 0.5, decimals, 0);
    expect([plain.exact, plain.pairs[0]]).toEqual([null, 0.5]);
    addEventTo(sums, 0, 0.5, { exact: null }, 0);
    expect([texts(sums, 1), sums.pairs[0]]).toEqual([['0.00'], 0.5]);
  });

  it('tell which of two events is larger where numbers cannot', () => {
    const digits = [9_007_199_254_740_993n, 9_007_199_254_740_992n, 5n];
    const values = Float64Array.from(digits, Number);
    values[3] = NaN;
    const amounts = { values: Float64Array.of(...values, NaN), decimals: decimalsOf(digits, 0) };
    const larger = (place: number, other: number): boolean => isLarger(amounts, place, other);
    expect([larger(0, 1), larger(1, 0), larger(0, 0), larger(1, 2), larger(2, 1)]).toEqual([true, false, false, true, false]);
    expect([larger(2, -1), larger(3, -1), larger(3, 2)]).toEqual([true, false, false]);
    expect(isLarger({ ...amounts, decimals: {} }, 0, 1)).toBe(false);
    expect(isLarger({ values: null, decimals: {} }, 0, -1)).toBe(false);
  });
});
