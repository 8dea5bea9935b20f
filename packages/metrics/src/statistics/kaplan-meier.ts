import { atRiskFirst, type DurationCount } from './durations.js';
import type { Interval } from './interval.js';
import { criticalValue } from './normal.js';

/** The survival curve just after one of the observed times. */
export interface SurvivalPoint {
  readonly time: number;
  /** Those who had neither ended nor been censored before *time*. */
  readonly atRisk: number;
  readonly events: number;
  readonly censored: number;
  readonly survival: number;
  /** Greenwood's; null once nobody is left. */
  readonly standardError: number | null;
  /** Null where survival is 1 or 0, where the log-log interval isn't defined. */
  readonly interval: Interval | null;
}

/** A survival curve: one point for each observed time, ascending, also those with nothing but censoring. */
export interface SurvivalCurve {
  readonly n: number;
  readonly events: number;
  readonly points: readonly SurvivalPoint[];
  /** The first time at which survival is one half or less; null where it never is. */
  readonly median: number | null;
}

/**
 * Returns the product-limit estimate of survival from counted durations in ascending order (Kaplan & Meier 1958; convention
 * C15). Whoever is censored at a time is still at risk at it. Standard errors are Greenwood's (1926), intervals log-log
 * (Kalbfleisch & Prentice 1980) and so within [0, 1]. No durations give an empty curve. Whoever comes under observation
 * late (`entered`) is at risk after that time only, as in R's `Surv(entry, time, event)`.
 */
export function kaplanMeier(counts: readonly DurationCount[], confidence: number = 0.95): SurvivalCurve {
  const z = criticalValue(confidence);
  const n = counts.reduce((sum, { events, censored }) => sum + events + censored, 0);
  const points: SurvivalPoint[] = [];
  let atRisk = atRiskFirst(counts);
  let survival = 1;
  let greenwood = 0;
  let median: number | null = null;
  for (const { time, events, censored, entered = 0 } of counts) {
    // With late entries nobody may be at risk yet.
    if (atRisk > 0) survival *= (atRisk - events) / atRisk;
    greenwood += events === 0 ? 0 : events / (atRisk * (atRisk - events));
    points.push({
      time, atRisk, events, censored, survival,
      standardError: survival === 0 ? null : survival * Math.sqrt(greenwood),
      interval: logLogInterval(survival, greenwood, z),
    });
    // A product of fractions may miss one half by a rounding error.
    if (median === null && survival <= 0.5 + 1e-12) median = time;
    atRisk += entered - events - censored;
  }
  return { n, events: counts.reduce((sum, { events }) => sum + events, 0), points, median };
}

/**
 * Returns the interval of the median: the first times at which the lower and the upper end of the band are one half or
 * less (Brookmeyer & Crowley 1982). An end that the band never reaches is null.
 */
export function medianInterval({ points }: SurvivalCurve): { readonly lower: number | null; readonly upper: number | null } {
  const reached = (end: 'lower' | 'upper'): number | null => points.find(({ survival, interval }) => (
    interval === null ? survival === 0 : interval[end] <= 0.5 + 1e-12))?.time ?? null;
  return { lower: reached('lower'), upper: reached('upper') };
}

/** Returns the survival of *curve* at *time*: 1 before the first event; null after the last observed time unless nobody was left. */
export function survivalAt(curve: SurvivalCurve, time: number): number | null {
  const last = curve.points.at(-1);
  if (last === undefined || (time > last.time && last.survival > 0)) return null;
  return curve.points.findLast((point) => point.time <= time)?.survival ?? 1;
}

function logLogInterval(survival: number, greenwood: number, z: number): Interval | null {
  if (survival <= 0 || survival >= 1) return null;
  const spread = (z * Math.sqrt(greenwood)) / Math.abs(Math.log(survival));
  return { lower: survival ** Math.exp(spread), upper: survival ** Math.exp(-spread) };
}
