import { proportionDifference } from '../statistics/newcombe.js';
import { npsDifference } from '../statistics/nps-difference.js';
import type { Row } from '../table.js';
import type { Answers } from './satisfaction-answers.js';
import type { ResolvedSatisfactionOptions } from './satisfaction-options.js';
import type { ScoreScale } from './satisfaction-scale.js';

/** The change of a row that has nothing to be compared with. */
export const NO_CHANGE: Row = { change: null, change_lower: null, change_upper: null, distinguishable: null };

/**
 * Returns by how much *later* exceeds *before*, in the unit of the score, with its interval: for NPS that of `npsDifference`,
 * for shares Newcombe's hybrid score interval (1998). `distinguishable`: the interval doesn't hold 0. Nulls where a
 * side has no answers.
 */
export function changeOf(later: Answers, before: Answers, scale: ScoreScale, options: ResolvedSatisfactionOptions): Row {
  const { confidence, interval: method } = options;
  const points = scale.type === 'csat' ? 100 : 1;
  const difference = scale.type === 'nps'
    ? npsDifference(npsAnswers(later), npsAnswers(before), { method, confidence })
    : proportionDifference(...successes(later), ...successes(before), confidence);
  if (difference === null) return NO_CHANGE;
  return {
    change: points * difference.difference,
    change_lower: points * difference.lower,
    change_upper: points * difference.upper,
    distinguishable: difference.lower > 0 || difference.upper < 0,
  };
}

function npsAnswers(answers: Answers): { promoters: number; passives: number; detractors: number; effectiveSize: number } {
  const [promoters = 0, passives = 0, detractors = 0] = answers.groups;
  return { promoters, passives, detractors, effectiveSize: answers.effectiveSize };
}

/** Favourable answers and answers, scaled to the effective size. */
function successes(answers: Answers): [number, number] {
  const [favourable = 0] = answers.groups;
  const { weight, effectiveSize } = answers;
  return weight > 0 ? [(favourable / weight) * effectiveSize, effectiveSize] : [0, 0];
}
