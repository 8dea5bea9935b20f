import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExactSum, fsum } from '../../../packages/metrics/src/statistics/fsum.js';
import { largestRemainder } from '../../../packages/metrics/src/statistics/largest-remainder.js';
import { quantile } from '../../../packages/metrics/src/statistics/quantile.js';


/** The exact sum of doubles, as an integer number of 2^-1074. */
function exactly(values: readonly number[]): bigint {
  return values.reduce((sum, value) => {
    const bits = new BigUint64Array(Float64Array.of(value).buffer)[0] ?? 0n;
    const exponent = (bits >> 52n) & 0x7ffn;
    const fraction = bits & 0xfffffffffffffn;
    const magnitude = exponent === 0n ? fraction : (fraction | 0x10000000000000n) << (exponent - 1n);
    return sum + (bits >> 63n === 1n ? -magnitude : magnitude);
  }, 0n);
}

describe('fsum', () => {
  it('loses nothing to cancellation', () => {
    expect(fsum([1e100, 1, -1e100])).toBe(1);
    expect(fsum(Array<number>(10).fill(0.1))).toBe(1);
    expect(fsum([1e16, 1, 1e-16])).toBe(10000000000000002);
    expect(fsum([])).toBe(0);
    expect(fsum([1, NaN])).toBeNaN();
    expect(fsum([1, Infinity])).toBe(Infinity);
    expect(fsum([-Infinity, Infinity])).toBeNaN();
  });

  it('is the double nearest to the exact sum, in any order', () => {
    const value = fc.double({ min: -1e200, max: 1e200, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 30 }), fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 10 }), (large, small) => {
        const values = [...large, ...small, ...large.slice(0, 5).map((x) => -x)];
        const sum = fsum(values);
        expect(fsum([...values].reverse())).toBe(sum);
        const target = exactly(values);
        const distance = (x: number): bigint => { const d = exactly([x]) - target; return d < 0n ? -d : d; };
        const ulp = 2 ** (Math.floor(Math.log2(Math.abs(sum) || 1)) - 52);
        for (const neighbour of [sum - ulp, sum + ulp]) expect(distance(sum) <= distance(neighbour)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('lets what lies below half a unit decide, and nothing else', () => {
    // Between 2^53 and 2^54 doubles are even: an odd number lies half way between two.
    expect([fsum([1e16, 1, 1e-16]), fsum([1e16, 1, -1e-16]), fsum([1e16, 1])]).toEqual([1e16 + 2, 1e16, 1e16]);
    expect([fsum([-1e16, -1, -1e-16]), fsum([-1e16, -1, 1e-16]), fsum([-1e16, -1])]).toEqual([-1e16 - 2, -1e16, -1e16]);
    expect([fsum([1e16, -1, -1e-16]), fsum([1e16, -1, 1e-16])]).toEqual([1e16 - 2, 1e16]);
    expect([fsum([1e16, 0.75, 1e-20]), fsum([-1e16, -0.75, -1e-20])]).toEqual([1e16, -1e16]);
  });

  it('can go on after its total was read', () => {
    const sum = new ExactSum();
    sum.add(1e20);
    sum.add(1);
    expect(sum.total()).toBe(1e20);
    sum.add(-1e20);
    expect(sum.total()).toBe(1);
  });
});

describe('the quantile', () => {
  it('uses the R-7 method', () => {
    expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
    expect(quantile([10, 20, 30, 40, 50, 60], 0.9)).toBe(55);
    expect(quantile([3, 1, 2].sort(), 0.5)).toBe(2);
    expect([quantile([4, 9], 0), quantile([4, 9], 1), quantile([4, 9], 2), quantile([7], 0.3)]).toEqual([4, 9, 9, 7]);
    expect([quantile([], 0.5), quantile([1], NaN)]).toEqual([null, null]);
    expect(quantile([Infinity, Infinity], 0.5)).toBe(Infinity);
  });
});

describe('rounding by largest remainder', () => {
  it('adds up exactly, is off by less than a unit, and keeps the order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { minLength: 1, maxLength: 12 }), fc.constantFrom(0, 1, 2), (values, digits) => {
        const sum = values.reduce((a, b) => a + b, 0);
        fc.pre(sum > 0);
        const unit = 10 ** -digits;
        const parts = largestRemainder(values, 100, digits)!;
        expect(parts.reduce((a, b) => a + Math.round(b / unit), 0)).toBe(100 * 10 ** digits);
        for (const [i, part] of parts.entries()) {
          expect(Math.abs(part - (100 * values[i]!) / sum)).toBeLessThan(unit + 1e-9);
          for (const [j, other] of parts.entries()) if (values[i]! > values[j]!) expect(part).toBeGreaterThanOrEqual(other);
        }
      }),
    );
  });

  it('gives the missing unit to whom lost most, then to the larger, then to the first', () => {
    expect(largestRemainder([1, 1, 1])).toEqual([34, 33, 33]);
    expect(largestRemainder([52.3, 35.25, 12.45])).toEqual([52, 35, 13]);
    expect(largestRemainder([0.5, 2.5, 1], 4)).toEqual([0, 3, 1]);
    expect(largestRemainder([1, 2], 1, 2)).toEqual([0.33, 0.67]);
    expect([largestRemainder([]), largestRemainder([0, 0]), largestRemainder([1, -1, 3]), largestRemainder([NaN, 1])]).toEqual([null, null, null, null]);
  });
});
