import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addSumTo, addTo, CompensatedSum, createSums, hasSum, mergeSums, reserveSums, slotCount, sumAt } from '../../../packages/metrics/src/kernels/compensated-sums.js';

/** The exact sum of doubles that are whole multiples of 2^-60 and below 2^60, rounded once. */
function exactSum(values: readonly number[]): number {
  const total = values.reduce((sum, value) => sum + BigInt(Math.trunc(value)) * 2n ** 60n + BigInt((value - Math.trunc(value)) * 2 ** 60), 0n);
  // Number() of a BigInt rounds to the nearest double, ties to even.
  return Number(total) / 2 ** 60;
}

const money = fc.integer({ min: -1e9, max: 1e9 }).map((cents) => cents / 100);

describe('compensated sums', () => {
  it('round once, to the double nearest to the exact sum', () => {
    fc.assert(fc.property(fc.array(money, { maxLength: 200 }), (values) => {
      const sums = createSums();
      reserveSums(sums, 1);
      const single = new CompensatedSum();
      for (const value of values) {
        addTo(sums, 0, value);
        single.add(value);
      }
      expect(sumAt(sums, 0) + 0).toBe(exactSum(values));
      expect(single.value).toBe(exactSum(values));
    }));
  });

  it('lose nothing to a large term that goes away again', () => {
    const sums = createSums();
    reserveSums(sums, 1);
    for (const value of [1, 1e16, 0.5, -1e16]) addTo(sums, 0, value);
    expect(sumAt(sums, 0)).toBe(1.5);
  });

  it('add up without loss, as slots, to one another, and as single sums', () => {
    const sums = createSums();
    reserveSums(sums, 4);
    for (const value of [1e16, 1, 1]) addTo(sums, 2, value);
    for (const value of [-1e16, 1, 0.5]) addTo(sums, 3, value);
    addSumTo(sums, 1, sums, 2);
    addSumTo(sums, 1, sums, 3);
    expect([sumAt(sums, 0), sumAt(sums, 1), sumAt(sums, 2)]).toEqual([-0, 3.5, 1e16 + 2]);
    const [single, half, whole] = [new CompensatedSum(), new CompensatedSum(), new CompensatedSum()];
    single.addSum(sums, 2);
    single.addSum(sums, 3);
    half.addSum(sums, 2);
    whole.addSum(sums, 3);
    whole.addAll(half);
    expect([single.value, whole.value, new CompensatedSum().value]).toEqual([3.5, 3.5, 0]);
  });

  it('make twice as many slots at least, all of them sums of nothing', () => {
    const sums = createSums();
    const slots = [1, 64, 65, 1_000].map((length) => {
      reserveSums(sums, length);
      return slotCount(sums);
    });
    expect(slots).toEqual([64, 64, 128, 1_000]);
    expect(Array.from({ length: 1_001 }, (_, i) => hasSum(sums, i)).includes(true)).toBe(false);
  });

  it('know a sum of nothing from a sum of zero, even of minus zero', () => {
    const sums = createSums();
    reserveSums(sums, 4);
    addTo(sums, 1, 0);
    addTo(sums, 2, -0);
    addTo(sums, 3, 5);
    addTo(sums, 3, -5);
    expect([0, 1, 2, 3, 4_000].map((i) => hasSum(sums, i))).toEqual([false, true, true, true, false]);
  });

  it('keep what they have when they grow, and merge slot by slot whatever the lengths', () => {
    const few = createSums();
    reserveSums(few, 1);
    addTo(few, 0, 0.1);
    const many = createSums();
    reserveSums(many, 1000);
    addTo(many, 0, 0.2);
    addTo(many, 999, 7);
    mergeSums(few, many);
    reserveSums(few, 5000);
    expect([sumAt(few, 0), sumAt(few, 999), hasSum(few, 500), hasSum(few, 4999)]).toEqual([exactSum([0.1, 0.2]), 7, false, false]);
    expect(sumAt(many, 0)).toBe(0.2);
    mergeSums(many, createSums());
    expect(sumAt(many, 999)).toBe(7);
  });
});
