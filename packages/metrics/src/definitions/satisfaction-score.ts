import { netPromoterScore, npsInterval, npsStandardError } from '../statistics/adjusted-wald.js';
import { wilson } from '../statistics/wilson.js';
import type { CellType, Row } from '../table.js';
import { LOW_N } from './low-n.js';
import { type Answers, meanOf } from './satisfaction-answers.js';
import type { Told } from './satisfaction-disclosure.js';
import type { ResolvedSatisfactionOptions } from './satisfaction-options.js';
import type { ScoreScale } from './satisfaction-scale.js';

const CHANGE = { change: 'float64', change_lower: 'float64', change_upper: 'float64', distinguishable: 'bool' } as const;
const QUALITY = {
  n_eff: 'float64', low_n: 'bool', suppressed: 'bool', response_rate: 'float64', response_lower: 'float64', response_upper: 'float64',
  partial: 'bool',
} as const;

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

/**
 * Returns the cells of one row by column name: everything but labels and change. Under `minN` answers only counts are left;
 * what *told* doesn't hold is null, and with a group of answers the scores that would tell it.
 */
export function scoreRow(answers: Answers, scale: ScoreScale, options: ResolvedSatisfactionOptions, told: Told): Row {
  const { n, excluded } = answers;
  const left = { excluded, missing: excluded };
  if (!told.n) return { ...left, suppressed: true };
  const counts = { ...left, n, low_n: n < LOW_N, ...responseRow(answers, options) };
  if (n > 0 && n < options.minN) return { ...counts, suppressed: true };
  const scores = scale.type === 'nps' ? npsRow(answers, scale, options) : shareRow(answers, scale, options);
  const suppressed = !told.groups.every(Boolean);
  return { ...counts, n_eff: n === 0 ? null : answers.effectiveSize, ...withoutUntold(scores, scale, told), suppressed };
}

/** Which columns of a row tell the number of answers in each group. */
const GROUP_COLUMNS: Readonly<Record<ScoreScale['type'], readonly (readonly string[])[]>> = {
  nps: [['promoters', 'promoter_share'], ['passives', 'passive_share'], ['detractors', 'detractor_share']],
  csat: [['satisfied'], []],
  ces: [['low_effort'], []],
};

function withoutUntold(row: Row, scale: ScoreScale, told: Told): Row {
  if (told.groups.every(Boolean) && told.scores.every(Boolean)) return row;
  const names = new Set<string>();
  // A score with its interval, and n, tells the groups that it is made of; mean and deviation tell counts by score.
  if (!told.groups.every(Boolean)) for (const name of ['nps', 'se', 'csat', 'low_effort_share', 'lower', 'upper']) names.add(name);
  if (!told.scores.every(Boolean)) for (const name of ['mean', 'sd', 'mean_lower', 'mean_upper', 'index']) names.add(name);
  GROUP_COLUMNS[scale.type].forEach((columns, i) => {
    if (told.groups[i] !== true) for (const name of columns) names.add(name);
  });
  const kept = Object.fromEntries(Object.entries(row).filter(([name]) => !names.has(name)));
  const { distribution } = row;
  if (typeof distribution !== 'object' || distribution === null) return kept;
  return { ...kept, distribution: Object.fromEntries(Object.entries(distribution).filter(([score]) => told.scores[Number(score) - scale.min] === true)) };
}

/** How many of those who were asked answered, where rows without a score stand for those who didn't. */
function responseRow({ n, missing }: Answers, { unanswered, confidence }: ResolvedSatisfactionOptions): Row {
  const asked = n + missing;
  const interval = unanswered ? wilson(n, asked, confidence) : null;
  if (interval === null) return {};
  return { response_rate: n / asked, response_lower: interval.lower, response_upper: interval.upper };
}

function npsRow(answers: Answers, scale: ScoreScale, { interval: method, confidence }: ResolvedSatisfactionOptions): Row {
  const [promoters = 0, passives = 0, detractors = 0] = answers.groups;
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
  const [favourable = 0] = answers.groups;
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
    index: mean === null ? null : (100 * (scale.direction === 'high' ? mean - scale.min : scale.max - mean)) / (scale.max - scale.min),
    distribution: Object.fromEntries(Array.from(answers.counts, (count, place) => [String(scale.min + place), count])),
  };
}
