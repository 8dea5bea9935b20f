import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmap, bitNumbers, countBits, hasBit, setBit } from '../../../packages/metrics/src/kernels/bitmap.js';

describe('a bitmap', () => {
  it('tells the numbers of its bits in ascending order (property)', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 299 })), (numbers) => {
      const bits = bitmap(300);
      for (const number of numbers) setBit(bits, number);
      expect([...bitNumbers(bits)]).toEqual(numbers.toSorted((a, b) => a - b));
    }));
  });

  it.each([0, 1, 31, 32, 33, 64, 95])('of %i bits can begin with all of them set, and none past its end', (length) => {
    const bits = bitmap(length, true);
    expect([...bitNumbers(bits)]).toEqual([...Array(length).keys()]);
    expect(countBits(bits)).toBe(length);
    expect([hasBit(bits, length), hasBit(bits, length + 1_000)]).toEqual([false, false]);
    expect(countBits(bitmap(length))).toBe(0);
  });
});
