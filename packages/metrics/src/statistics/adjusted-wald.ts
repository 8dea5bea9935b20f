import type { Interval } from './interval.js';
import { criticalValue } from './normal.js';

/** How an NPS interval is computed. */
export interface NpsIntervalOptions {
  /** `adjusted-wald` (default) adds 3/4 promoter, 3/2 passives and 3/4 detractor before computing, `wald` adds nothing. */
  readonly method?: 'adjusted-wald' | 'wald' | undefined;
  /** Default 0.95. */
  readonly confidence?: number | undefined;
  /** The effective sample size of weighted answers, see `effectiveSize`; by default the sum of the three counts. */
  readonly effectiveSize?: number | undefined;
}

/**
 * Returns the Net Promoter Score in points, 100 (promoters - detractors) / answers, from counts or sums of weights
 * (Reichheld 2003). It lies in [-100, 100]; null where nobody answered.
 */
export function netPromoterScore(promoters: number, passives: number, detractors: number): number | null {
  const answers = promoters + passives + detractors;
  // Divided first: 100 x / x can round to more than 100.
  return answers > 0 ? 100 * ((promoters - detractors) / answers) : null;
}

/**
 * Returns the standard error of the Net Promoter Score in points, 100 sqrt((p + d - (p - d)^2) / n) with the shares p and d
 * of promoters and detractors (Rocks 2016; convention C9). n is *effectiveSize* where answers are weighted, by default
 * the sum of the counts. Null where nobody answered.
 */
export function npsStandardError(promoters: number, passives: number, detractors: number, effectiveSize?: number): number | null {
  const answers = promoters + passives + detractors;
  const n = effectiveSize ?? answers;
  if (!(answers > 0 && n > 0)) return null;
  const p = promoters / answers;
  const d = detractors / answers;
  return 100 * Math.sqrt(Math.max(0, p + d - (p - d) ** 2) / n);
}

/**
 * Returns the confidence interval of the Net Promoter Score in points (Rocks 2016, "Interval estimation for the Net
 * Promoter Score", The American Statistician 70, 365-372). It is not clamped: for few, one-sided answers an end may lie
 * outside [-100, 100], and the adjusted interval is centred on the adjusted score. Null where nobody answered.
 */
export function npsInterval(
  promoters: number, passives: number, detractors: number, options: NpsIntervalOptions = {},
): Interval | null {
  const estimate = npsEstimate(promoters, passives, detractors, options);
  if (estimate === null) return null;
  const half = criticalValue(options.confidence ?? 0.95) * estimate.standardError;
  return { lower: estimate.score - half, upper: estimate.score + half };
}

/**
 * Returns the score and standard error, both in points, on which an interval by *options* rests: with `adjusted-wald` those
 * of the counts after the addition, weighted counts being scaled to the effective sample size first.
 */
export function npsEstimate(
  promoters: number, passives: number, detractors: number, options: NpsIntervalOptions = {},
): { readonly score: number; readonly standardError: number } | null {
  const answers = promoters + passives + detractors;
  const n = options.effectiveSize ?? answers;
  if (!(answers > 0 && n > 0)) return null;
  const scale = n / answers;
  const added = options.method === 'wald' ? 0 : 0.75;
  const counts = [promoters * scale + added, passives * scale + 2 * added, detractors * scale + added] as const;
  const score = netPromoterScore(...counts);
  const standardError = npsStandardError(...counts);
  return score === null || standardError === null ? null : { score, standardError };
}
