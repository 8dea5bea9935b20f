import type { Interval } from './interval.js';
import { criticalValue } from './normal.js';

/**
 * Returns the Wilson score interval for *successes* out of *trials* at *confidence* (Wilson 1927, Journal of the American
 * Statistical Association 22, 209-212; convention C9). Both ends lie in [0, 1]. *trials* may be a fractional effective
 * sample size. With no trials returns null.
 */
export function wilson(successes: number, trials: number, confidence: number = 0.95): Interval | null {
  if (!(trials > 0) || Number.isNaN(successes)) return null;
  const z2 = criticalValue(confidence) ** 2;
  const p = Math.min(1, Math.max(0, successes / trials));
  const centre = (p + z2 / (2 * trials)) / (1 + z2 / trials);
  const half = Math.sqrt((z2 * (p * (1 - p) + z2 / (4 * trials))) / trials) / (1 + z2 / trials);
  return {
    // Exactly 0 and 1 at the edges, where the formula leaves a rounding error.
    lower: p === 0 ? 0 : Math.max(0, centre - half),
    upper: p === 1 ? 1 : Math.min(1, centre + half),
  };
}
