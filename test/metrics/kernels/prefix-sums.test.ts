import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CompensatedSum } from '../../../packages/metrics/src/kernels/compensated-sums.js';
import { prefixSums, rangeSum } from '../../../packages/metrics/src/kernels/prefix-sums.js';
import { countAbove, countAtLeast } from '../../../packages/metrics/src/kernels/sorted-values.js';

describe('prefix sums', () => {
  it('give every run of the list the sum that it has by itself', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -1e12, max: 1e12 }).map((cents) => cents / 100), { maxLength: 40 }), fc.nat(40), fc.nat(40), (values, a, b) => {
      const [from, to] = [Math.min(a, b, values.length), Math.min(Math.max(a, b), values.length)];
      const alone = new CompensatedSum();
      for (const value of values.slice(from, to)) alone.add(value);
      expect(rangeSum(prefixSums(Float64Array.from(values)), from, to)).toBe(alone.value);
    }));
  });

  it('find a small run after large ones', () => {
    const sums = prefixSums(Float64Array.of(1e15, 1e15, 0.125, 0.25));
    expect([rangeSum(sums, 2, 4), rangeSum(sums, 2, 2), rangeSum(sums, 3, 1)]).toEqual([0.375, 0, 0]);
  });
});

describe('sorted values', () => {
  it('say how many lie above a bound, with and without those on it', () => {
    const descending = Float64Array.of(9, 5, 5, 5, 0, -2);
    expect([10, 9, 6, 5, 0, -2, -3].map((bound) => countAbove(descending, bound))).toEqual([0, 0, 1, 1, 4, 5, 6]);
    expect([10, 9, 6, 5, 0, -2, -3].map((bound) => countAtLeast(descending, bound))).toEqual([0, 1, 1, 4, 5, 6, 6]);
    expect([countAbove(new Float64Array(0), 1), countAtLeast(new Float64Array(0), 1)]).toEqual([0, 0]);
  });
});
