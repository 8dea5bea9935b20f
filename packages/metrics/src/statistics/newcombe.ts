import type { Interval } from './interval.js';
import { wilson } from './wilson.js';

/** A difference and its confidence interval. */
export interface DifferenceInterval extends Interval {
  readonly difference: number;
}

/**
 * Returns the difference of two independent proportions, first minus second, with its hybrid score interval (Newcombe
 * 1998, method 10, Statistics in Medicine 17, 873-890). Difference and ends lie in [-1, 1]. Null where either has no trials.
 */
export function proportionDifference(
  successes1: number, trials1: number, successes2: number, trials2: number, confidence: number = 0.95,
): DifferenceInterval | null {
  const first = wilson(successes1, trials1, confidence);
  const second = wilson(successes2, trials2, confidence);
  if (first === null || second === null) return null;
  const p1 = successes1 / trials1;
  const p2 = successes2 / trials2;
  const difference = p1 - p2;
  return {
    difference,
    lower: difference - Math.hypot(p1 - first.lower, second.upper - p2),
    upper: difference + Math.hypot(first.upper - p1, p2 - second.lower),
  };
}
