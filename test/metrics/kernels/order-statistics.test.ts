import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valuesAtRanks } from '../../../packages/metrics/src/kernels/order-statistics.js';

describe('valuesAtRanks', () => {
  it('returns what stands at each rank once values are sorted, equal values or not', () => {
    const values = fc.oneof(fc.array(fc.nat(5), { minLength: 1, maxLength: 200 }), fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 200 }));
    fc.assert(fc.property(values, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 5 }), (drawn, shares) => {
      const ranks = shares.map((share) => Math.floor(share * (drawn.length - 1))).sort((a, b) => a - b);
      const sorted = Float64Array.from(drawn).sort();
      // 0 and -0 are one value, which stand in either order.
      expect(valuesAtRanks(Float64Array.from(drawn), ranks).map((value) => value + 0)).toEqual(ranks.map((rank) => sorted[rank]! + 0));
    }), { numRuns: 500 });
  });

  it.each([['ascending', (i: number) => i], ['descending', (i: number) => -i], ['all alike', () => 7]] as const)('does so of many values that are %s', (_, valueAt) => {
    const values = Float64Array.from({ length: 50_000 }, (_, i) => valueAt(i));
    const sorted = values.slice().sort();
    expect(valuesAtRanks(values, [0, 24_999, 25_000, 49_999])).toEqual([sorted[0], sorted[24_999], sorted[25_000], sorted[49_999]]);
  });
});
