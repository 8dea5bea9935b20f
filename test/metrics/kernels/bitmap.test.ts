import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmap, bitNumbers, setBit } from '../../../packages/metrics/src/kernels/bitmap.js';

describe('a bitmap', () => {
  it('tells the numbers of its bits in ascending order (property)', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 299 })), (numbers) => {
      const bits = bitmap(300);
      for (const number of numbers) setBit(bits, number);
      expect([...bitNumbers(bits)]).toEqual(numbers.toSorted((a, b) => a - b));
    }));
  });
});
