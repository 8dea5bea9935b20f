import { npsEstimate, type NpsIntervalOptions } from './adjusted-wald.js';
import type { DifferenceInterval } from './newcombe.js';
import { criticalValue, twoSidedP } from './normal.js';

/** The answers of one period: counts, or sums of weights with their effective sample size. */
export interface NpsAnswers {
  readonly promoters: number;
  readonly passives: number;
  readonly detractors: number;
  readonly effectiveSize?: number | undefined;
}

/** A change of the Net Promoter Score in points, and the test of "no change". */
export interface NpsDifference extends DifferenceInterval {
  readonly standardError: number;
  /** The two-sided probability of a change at least as large where nothing changed; null where the standard error is 0. */
  readonly pValue: number | null;
}

/**
 * Returns by how many points the Net Promoter Score of *later* exceeds that of *earlier*, taken as independent samples, with
 * interval and two-sided z test. `difference` is that of the plain scores. Interval and test rest on the scores adjusted by
 * *method* (as `npsInterval`), so the interval holds 0 exactly where the test doesn't reject. Null where a period has no answers.
 */
export function npsDifference(
  later: NpsAnswers, earlier: NpsAnswers, options: Omit<NpsIntervalOptions, 'effectiveSize'> = {},
): NpsDifference | null {
  const [a, b] = [later, earlier].map((answers) => estimateOf(answers, options));
  const [plainA, plainB] = [later, earlier].map((answers) => estimateOf(answers, { method: 'wald' }));
  if (!a || !b || !plainA || !plainB) return null;
  const standardError = Math.hypot(a.standardError, b.standardError);
  const centre = a.score - b.score;
  const half = criticalValue(options.confidence ?? 0.95) * standardError;
  return {
    difference: plainA.score - plainB.score,
    lower: centre - half,
    upper: centre + half,
    standardError,
    pValue: standardError === 0 ? null : twoSidedP(centre / standardError),
  };
}

function estimateOf(answers: NpsAnswers, options: NpsIntervalOptions): ReturnType<typeof npsEstimate> {
  return npsEstimate(answers.promoters, answers.passives, answers.detractors, { ...options, effectiveSize: answers.effectiveSize });
}
