import { effectiveSize } from '../statistics/effective-size.js';
import { ExactSum, fsum } from '../statistics/fsum.js';
import { meanInterval, type Moments } from '../statistics/mean-interval.js';
import type { Interval } from '../statistics/interval.js';
import type { Row } from '../table.js';
import { groupOf, SCORE_GROUPS } from './satisfaction-mark.js';
import type { ScoreScale } from './satisfaction-scale.js';
import { numberIn } from './summary-cells.js';

/** The answers of one period and segment. Where there are no weights each answer weighs 1. */
export interface Answers {
  /** How many answered. */
  readonly n: number;
  /** How many didn't, or not on the scale. */
  readonly excluded: number;
  /** How many of those are rows without a score. */
  readonly missing: number;
  /** Answers by score, from the scale's lowest. */
  readonly counts: Float64Array;
  /** Sums of weights by score. */
  readonly weights: Float64Array;
  readonly weight: number;
  readonly effectiveSize: number;
  /** Sums of weights by group, in the order of `SCORE_GROUPS`. */
  readonly groups: readonly number[];
}

/** Returns the answers of rows of the tables `satisfaction` and `excluded`, added up. */
export function answersOf(rows: readonly Row[], excluded: readonly Row[], scale: ScoreScale): Answers {
  const counts = new Float64Array(scale.max - scale.min + 1);
  for (const row of rows) {
    const place = numberIn(row, 'score') - scale.min;
    counts[place] = (counts[place] ?? 0) + numberIn(row, 'n');
  }
  const n = counts.reduce((sum, count) => sum + count, 0);
  const left = excluded.reduce((sum, row) => sum + numberIn(row, 'score_missing') + numberIn(row, 'score_out_of_scale') + numberIn(row, 'weight_missing'), 0);
  const missing = excluded.reduce((sum, row) => sum + numberIn(row, 'score_missing'), 0);
  if (rows.every((row) => typeof row['weight'] !== 'number')) {
    return { n, excluded: left, missing, counts, weights: counts, weight: n, effectiveSize: n, groups: groupCounts(counts, scale) };
  }
  const sums = Array.from(counts, () => new ExactSum());
  for (const row of rows) sums[numberIn(row, 'score') - scale.min]?.add(numberIn(row, 'weight'));
  const weights = Float64Array.from(sums, (sum) => sum.total());
  // Added up from the rounded sums, as groups are, so that a group of all has exactly the share 1.
  const weight = fsum(weights);
  const squares = fsum(rows.map((row) => numberIn(row, 'weight_squared')));
  return { n, excluded: left, missing, counts, weights, weight, effectiveSize: effectiveSize(weight, squares), groups: groupSums(weights, scale) };
}

function groupCounts(counts: Float64Array, scale: ScoreScale): number[] {
  const groups = SCORE_GROUPS[scale.type];
  const sums = groups.map(() => 0);
  for (let place = 0; place < counts.length; place++) sums[groups.indexOf(groupOf(scale, scale.min + place))]! += counts[place]!;
  return sums;
}

/** Sums by group, each correctly rounded. */
function groupSums(weights: Float64Array, scale: ScoreScale): number[] {
  const groups = SCORE_GROUPS[scale.type];
  const places = Array.from(weights, (_, place) => groups.indexOf(groupOf(scale, scale.min + place)));
  return groups.map((_, group) => fsum(weights.filter((__, place) => places[place] === group)));
}

/**
 * Returns mean and standard deviation of the scores (n - 1 in the denominator, n being the effective size of weighted
 * answers), with the mean's interval. Nulls where there are no answers, or too few.
 */
export function meanOf(answers: Answers, scale: ScoreScale, confidence: number): { mean: number | null; sd: number | null; interval: Interval | null } {
  if (!(answers.weight > 0)) return { mean: null, sd: null, interval: null };
  const sum = new ExactSum();
  answers.weights.forEach((weight, place) => sum.add(weight * (scale.min + place)));
  const mean = sum.total() / answers.weight;
  const squares = new ExactSum();
  answers.weights.forEach((weight, place) => squares.add(weight * (scale.min + place - mean) ** 2));
  const n = answers.effectiveSize;
  const variance = n > 1 ? (squares.total() / answers.weight) * (n / (n - 1)) : null;
  const moments: Moments = { n, mean, deviation: variance === null ? null : Math.sqrt(variance) };
  return { mean, sd: moments.deviation, interval: meanInterval(moments, confidence) };
}
