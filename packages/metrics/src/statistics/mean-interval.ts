import { ExactSum } from './fsum.js';
import type { Interval } from './interval.js';
import { criticalValue } from './normal.js';

/** Size, mean and sample standard deviation of numbers. */
export interface Moments {
  readonly n: number;
  readonly mean: number;
  /** With n - 1 in the denominator; null for a single number. */
  readonly deviation: number | null;
}

/**
 * Returns size, mean and sample standard deviation of *values*, each counted as often as *counts* says (once, by default).
 * NaN is skipped. Null where nothing is left. Both sums are exact, so the order doesn't matter.
 */
export function moments(values: ArrayLike<number>, counts?: ArrayLike<number>): Moments | null {
  const sum = new ExactSum();
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const count = counts === undefined ? 1 : counts[i]!;
    if (Number.isNaN(value) || !(count > 0)) continue;
    n += count;
    sum.add(value * count);
  }
  if (n === 0) return null;
  const mean = sum.total() / n;
  const squares = new ExactSum();
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const count = counts === undefined ? 1 : counts[i]!;
    if (!Number.isNaN(value) && count > 0) squares.add((value - mean) ** 2 * count);
  }
  return { n, mean, deviation: n > 1 ? Math.sqrt(squares.total() / (n - 1)) : null };
}

/**
 * Returns the normal confidence interval of a mean, mean ± z deviation / sqrt(n). Null where the deviation is unknown,
 * which is so for fewer than two numbers.
 */
export function meanInterval({ n, mean, deviation }: Moments, confidence: number = 0.95): Interval | null {
  if (deviation === null || !(n > 1)) return null;
  const half = (criticalValue(confidence) * deviation) / Math.sqrt(n);
  return { lower: mean - half, upper: mean + half };
}
