import type { DifferenceInterval } from './newcombe.js';
import { criticalValue } from './normal.js';

/**
 * Returns the difference of two independent counts, first minus second, with its interval: each count taken as Poisson, the
 * difference has the variance of their sum (Skellam 1946), in its normal approximation. For a count that lost some and won
 * others, give who came and who went. Null where a count is no number from 0 on; with two zeros both ends are 0.
 */
export function countDifference(first: number, second: number, confidence: number = 0.95): DifferenceInterval | null {
  if (!(first >= 0) || !(second >= 0)) return null;
  const reach = criticalValue(confidence) * Math.sqrt(first + second);
  const difference = first - second;
  return { difference, lower: difference - reach, upper: difference + reach };
}
