import { netPromoterScore, npsInterval, npsStandardError } from '../statistics/adjusted-wald.js';
import { wilson } from '../statistics/wilson.js';
import type { CellType, Row } from '../table.js';
import { LOW_N } from './low-n.js';
import { type Answers, groupWeights, meanOf } from './satisfaction-answers.js';
import type { ResolvedSatisfactionOptions } from './satisfaction-options.js';
import type { ScoreScale } from './satisfaction-scale.js';

const CHANGE = { change: 'float64', change_lower: 'float64', change_upper: 'float64', distinguishable: 'bool' } as const;
const QUALITY = { n_eff: 'float64', low_n: 'bool', suppressed: 'bool' } as const;

/** The columns of a result by scale, in order. */
export const SCALE_COLUMNS: Readonly<Record<ScoreScale['type'], Readonly<Record<string, CellType>>>> = {
  nps: {
    segment: 'utf8', n: 'int32', excluded: 'int32', promoters: 'float64', passives: 'float64', detractors: 'float64',
    nps: 'float64', se: 'float64', lower: 'float64', upper: 'float64',
    period: 'date', promoter_share: 'float64', passive_share: 'float64', detractor_share: 'float64', ...CHANGE, ...QUALITY,
  },
  csat: {
    item: 'utf8', n: 'int32', missing: 'int32', csat: 'float64', lower: 'float64', upper: 'float64', mean: 'float64', sd: 'float64',
    index: 'float64', distribution: 'counts',
    period: 'date', segment: 'utf8', satisfied: 'float64', mean_lower: 'float64', mean_upper: 'float64', ...CHANGE, ...QUALITY,
  },
  ces: {
    item: 'utf8', n: 'int32', mean: 'float64', low_effort_share: 'float64', lower: 'float64', upper: 'float64',
    period: 'date', segment: 'utf8', excluded: 'int32', low_effort: 'float64', sd: 'float64', mean_lower: 'float64', mean_upper: 'float64',
    ...CHANGE, ...QUALITY,
  },
};

/** Returns the cells of one row by column name: everything but labels and change. *suppressed* leaves only the counts. */
export function scoreRow(answers: Answers, scale: ScoreScale, options: ResolvedSatisfactionOptions, suppressed: boolean): Row {
  const { n, excluded } = answers;
  const counts = { n, excluded, missing: excluded, low_n: n < LOW_N, suppressed };
  if (suppressed) return counts;
  const scores = scale.type === 'nps' ? npsRow(answers, scale, options) : shareRow(answers, scale, options);
  return { ...counts, n_eff: n === 0 ? null : answers.effectiveSize, ...scores };
}

function npsRow(answers: Answers, scale: ScoreScale, { interval: method, confidence }: ResolvedSatisfactionOptions): Row {
  const [promoters = 0, passives = 0, detractors = 0] = groupWeights(answers, scale);
  const { effectiveSize, weight } = answers;
  const interval = npsInterval(promoters, passives, detractors, { method, confidence, effectiveSize });
  const share = (part: number): number | null => (weight > 0 ? part / weight : null);
  return {
    promoters, passives, detractors,
    promoter_share: share(promoters), passive_share: share(passives), detractor_share: share(detractors),
    nps: netPromoterScore(promoters, passives, detractors),
    se: npsStandardError(promoters, passives, detractors, effectiveSize),
    lower: interval?.lower ?? null,
    upper: interval?.upper ?? null,
  };
}

/** CSAT in points with its interval in points, CES as a fraction (C21). */
function shareRow(answers: Answers, scale: ScoreScale, { confidence }: ResolvedSatisfactionOptions): Row {
  const [favourable = 0] = groupWeights(answers, scale);
  const { effectiveSize, weight } = answers;
  const share = weight > 0 ? favourable / weight : null;
  const interval = share === null ? null : wilson(share * effectiveSize, effectiveSize, confidence);
  const points = scale.type === 'csat' ? 100 : 1;
  const { mean, sd, interval: meanEnds } = meanOf(answers, scale, confidence);
  const score = share === null ? null : points * share;
  return {
    ...(scale.type === 'csat' ? { csat: score, satisfied: favourable } : { low_effort_share: score, low_effort: favourable }),
    lower: interval === null ? null : points * interval.lower,
    upper: interval === null ? null : points * interval.upper,
    mean, sd,
    mean_lower: meanEnds?.lower ?? null,
    mean_upper: meanEnds?.upper ?? null,
    index: mean === null ? null : (100 * (mean - scale.min)) / (scale.max - scale.min),
    distribution: Object.fromEntries(Array.from(answers.counts, (count, place) => [String(scale.min + place), count])),
  };
}
