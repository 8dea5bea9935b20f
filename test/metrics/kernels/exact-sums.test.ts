import { describe, expect, it } from 'vitest';
import { addDecimalTo, addTo, type CompensatedSums, createSums, keepsExactSums, mergeSums, reserveSums, sumAt } from '../../../packages/metrics/src/kernels/compensated-sums.js';
import { addDecimal, addExactSum, createExactSums, type DecimalColumn, exactNumber, exactTotal } from '../../../packages/metrics/src/kernels/exact-sums.js';
import { seeded } from '../arrow/seeded.js';

/** Returns *values* as a column of *bits*. */
function column(values: readonly bigint[], bits: number, scale: number): DecimalColumn {
  const stride = bits / 32;
  const words = new Int32Array(values.length * stride);
  values.forEach((value, i) => {
    for (let k = 0; k < stride; k++) words[i * stride + k] = Number(BigInt.asIntN(32, value >> BigInt(32 * k)));
  });
  return { words, stride, scale };
}

/** Returns *unscaled* / 10^scale as text, by string alone. */
function decimal(unscaled: bigint, scale: number): string {
  const digits = String(unscaled).replace('-', '').padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Returns *count* integers of up to *digits* digits, of both signs and all lengths. */
function integers(count: number, digits: number, seed: number): bigint[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => {
    const text = Array.from({ length: 1 + Math.floor(random() * digits) }, () => Math.floor(random() * 10)).join('');
    return BigInt(text) * (random() < 0.5 ? -1n : 1n);
  });
}

describe.each([[32, 9], [64, 18], [128, 38], [256, 76]])('exact sums of decimals of %i bits', (bits, digits) => {
  it('equal those of bigints, digit by digit', () => {
    const values = integers(3_000, digits, bits);
    const decimals = column(values, bits, 4);
    const sums = createExactSums(decimals);
    const expected = new Array<bigint>(50).fill(0n);
    values.forEach((value, i) => {
      addDecimal(sums, i % 50, decimals, i);
      expected[i % 50]! += value;
    });
    expect(exactTotal(sums)).toBe(decimal(values.reduce((sum, value) => sum + value, 0n), 4));
    expected.forEach((value, slot) => {
      expect(exactNumber(sums, slot)).toBe(Number(decimal(value, 4)));
      const alone = createExactSums(decimals);
      addExactSum(alone, 0, sums, slot);
      expect(exactTotal(alone)).toBe(decimal(value, 4));
    });
  });

  it('hold many of the greatest and the least', () => {
    for (const value of [10n ** BigInt(digits) - 1n, 1n - 10n ** BigInt(digits)]) {
      const decimals = column([value], bits, 2);
      const sums = createExactSums(decimals);
      for (let i = 0; i < 10_000; i++) addDecimal(sums, 0, decimals, 0);
      expect(exactTotal(sums)).toBe(decimal(value * 10_000n, 2));
    }
  });
});

describe('sums beside which exact ones are kept', () => {
  const add = (sums: CompensatedSums, decimals: DecimalColumn, values: readonly number[]): void => {
    const exact = keepsExactSums(sums, decimals);
    reserveSums(sums, values.length);
    values.forEach((value, i) => {
      addTo(sums, i, value);
      if (exact) addDecimalTo(sums, i, decimals, i);
    });
  };
  const cents = column([10n ** 37n + 1n, -5n], 128, 2);

  it('are read from them, and merge with them', () => {
    const [one, other] = [createSums(), createSums()];
    add(one, cents, [1e35, -0.05]);
    add(other, cents, [1e35, -0.05]);
    mergeSums(one, other);
    mergeSums(one, createSums());
    expect(sumAt(one, 1)).toBe(-0.1);
    expect(one.exact && exactTotal(one.exact)).toBe('199999999999999999999999999999999999.92');
    const merged = createSums();
    mergeSums(merged, one);
    expect(merged.exact && exactTotal(merged.exact)).toBe(one.exact && exactTotal(one.exact));
  });

  it('go on alone when values come that are no decimals, or of another scale', () => {
    for (const next of [null, column([10n ** 37n, 1n], 128, 3), column([1n, 1n], 64, 2)]) {
      const sums = createSums();
      add(sums, cents, [1e35, -0.05]);
      expect(keepsExactSums(sums, next)).toBe(false);
      expect(keepsExactSums(sums, cents)).toBe(false);
      expect(sumAt(sums, 1)).toBe(-0.05);
    }
    const [plain, exact] = [createSums(), createSums()];
    reserveSums(plain, 1);
    keepsExactSums(plain, null);
    addTo(plain, 0, 1);
    add(exact, cents, [1e35, -0.05]);
    mergeSums(exact, plain);
    expect(exact.exact).toBeNull();
    expect(sumAt(exact, 1)).toBe(-0.05);
  });

  it('survive a structured clone', () => {
    const sums = createSums();
    add(sums, cents, [1e35, -0.05]);
    expect(structuredClone(sums)).toEqual(sums);
  });
});
