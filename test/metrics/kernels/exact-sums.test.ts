import { describe, expect, it } from 'vitest';
import { addDecimalTo, addTo, type CompensatedSums, createSums, keepsExactSums, mergeSums, reserveSums, sumAt } from '../../../packages/metrics/src/kernels/compensated-sums.js';
import { addDecimal, addExactSum, createExactSums, type DecimalColumn, decimalText, exactNumber, exactText, exactTotal, fitsExactSums, greaterExactSum } from '../../../packages/metrics/src/kernels/exact-sums.js';
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

describe('exact sums', () => {
  /** Sums of one term each. */
  const sumsOf = (values: readonly bigint[], bits: number, scale: number): ReturnType<typeof createExactSums> => {
    const decimals = column(values, bits, scale);
    const sums = createExactSums(decimals);
    values.forEach((_, i) => addDecimal(sums, i, decimals, i));
    return sums;
  };
  /** Neighbours of what fits one word, two and three, of both signs. */
  const edges = [32n, 53n, 63n, 64n, 96n].flatMap((bits) => [-1n, 0n, 1n].flatMap((more) => [(1n << bits) + more, -(1n << bits) - more]));

  it('are told with every digit, and as the nearest double, at any scale', () => {
    for (const scale of [-2, 0, 1, 22, 23]) {
      const values = [0n, 7n, -7n, -70_000n, ...edges];
      const sums = sumsOf(values, 128, scale);
      values.forEach((value, slot) => {
        const text = scale <= 0 ? `${value}${value === 0n ? '' : '0'.repeat(-scale)}` : decimal(value, scale);
        expect(exactText(sums, slot)).toBe(text);
        expect(exactNumber(sums, slot) + 0).toBe(Number(text) + 0);
      });
    }
    expect([decimalText(5n, 2), decimalText(-5n, 2), decimalText(0n, 2), decimalText(123n, 3)]).toEqual(['0.05', '-0.05', '0.00', '0.123']);
  });

  it('are in the order of bigints', () => {
    const values = [0n, 1n, -1n, ...edges];
    const sums = sumsOf(values, 128, 0);
    values.forEach((a, i) => values.forEach((b, j) => expect(`${a} > ${b}: ${greaterExactSum(sums, i, j)}`).toBe(`${a} > ${b}: ${a > b}`)));
    expect([greaterExactSum(sums, 1, 1_000), greaterExactSum(sums, 2, 1_000), greaterExactSum(sums, 1_000, 2)]).toEqual([true, false, true]);
  });

  it('of a slot that nothing was added to are 0, and add nothing', () => {
    const sums = sumsOf([5n], 64, 2);
    const none = createExactSums(column([], 64, 2));
    addExactSum(sums, 0, none, 0);
    addExactSum(none, 3, none, 3);
    expect(none.words).toHaveLength(0);
    expect([exactNumber(none, 3), exactNumber(sums, 1), exactNumber(sums, 1_000), exactText(sums, 0), exactTotal(none)]).toEqual([0, 0, 0, '0.05', '0.00']);
    // The last slot that there is room for counts.
    const last = sums.words.length / sums.width - 1;
    addDecimal(sums, last, column([7n], 64, 2), 0);
    addExactSum(sums, 0, sums, last);
    expect(exactText(sums, 0)).toBe('0.12');
  });

  it('take decimals of their own width and scale', () => {
    const sums = createExactSums(column([], 64, 2));
    expect([[64, 2], [64, 3], [128, 2], [32, 2]].map(([bits = 0, scale = 0]) => fitsExactSums(sums, column([], bits, scale)))).toEqual([true, false, false, false]);
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

  it('stay exact over rows of the same decimals, and merge with none of another scale or width', () => {
    const sums = createSums();
    add(sums, cents, [1e35, -0.05]);
    add(sums, cents, [1e35, -0.05]);
    expect(sums.exact && exactTotal(sums.exact)).toBe('199999999999999999999999999999999999.92');
    for (const [bits, scale] of [[128, 3], [64, 2]] as const) {
      const [one, other] = [createSums(), createSums()];
      add(one, cents, [1e35, -0.05]);
      add(other, column([1n, 1n], bits, scale), [0.01, 0.01]);
      mergeSums(one, other);
      expect(one.exact).toBeNull();
      mergeSums(one, other);
      expect(one.exact).toBeNull();
    }
  });

  it('survive a structured clone', () => {
    const sums = createSums();
    add(sums, cents, [1e35, -0.05]);
    expect(structuredClone(sums)).toEqual(sums);
  });
});
