import { checkScale, groupOf, LOW_N, type Result, type Row, rowsOf, SCORE_GROUPS, type ScoreScale, scoreScale, type Table } from '@clientele/metrics';
import { type Grain, numberIn } from '../locales/format.js';

/** The ways to look at satisfaction. */
export type View = 'score' | 'distribution' | 'trend' | 'segments';

/** The kinds of scale. */
export type ScaleType = ScoreScale['type'];

/** How good a group is: which colour it has. */
export type Tone = 'negative' | 'neutral' | 'positive';

/** A group of scores, in the order of the scale. */
export interface Group {
  readonly name: string;
  readonly tone: Tone;
  readonly from: number;
  readonly to: number;
}

/** The score of some answers, in points: -100 to 100 for NPS, 0 to 100 for shares; its interval as far as that goes. Null where there is none. */
export interface Reading {
  readonly period: string | null;
  readonly segment: string | null;
  readonly n: number;
  readonly excluded: number | null;
  readonly score: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly mean: number | null;
  readonly meanLower: number | null;
  readonly meanUpper: number | null;
  /** Fractions by group, null without answers. */
  readonly shares: readonly (number | null)[];
  /** Answers by group, or their weights; null where the result doesn't tell. */
  readonly counts: readonly (number | null)[];
  readonly change: number | null;
  readonly changeLower: number | null;
  readonly changeUpper: number | null;
  readonly distinguishable: boolean | null;
  readonly lowN: boolean;
  readonly suppressed: boolean;
  /** Not even the number of answers is told. */
  readonly withheld: boolean;
  /** Of those who were asked, as a fraction with its interval; null where nobody knows. */
  /** Its period is not over. */
  readonly partial: boolean;
  readonly responseRate: number | null;
  readonly responseLower: number | null;
  readonly responseUpper: number | null;
}

/** The answers with one score. */
export interface ScoreCount {
  readonly score: number;
  readonly group: number;
  readonly n: number;
  readonly share: number;
  /** The number may not be told; `n` and `share` are 0 then. */
  readonly withheld: boolean;
}

/** What a result says, by what can be drawn of it. */
export interface Readings {
  readonly scale: ScoreScale;
  readonly groups: readonly Group[];
  readonly confidence: number;
  readonly grain: Grain;
  /** Null where the result doesn't tell. */
  readonly total: Reading | null;
  /** By date; empty where the result isn't by period, or by segment besides. */
  readonly periods: readonly Reading[];
  /** By score, highest first, those without one last; empty where the result isn't by segment. */
  readonly segments: readonly Reading[];
  /** The period that the segments are of, null where they are of all time. */
  readonly segmentPeriod: string | null;
  /** Every score of the scale; empty where the result doesn't tell. */
  readonly distribution: readonly ScoreCount[];
  readonly weighted: boolean;
  /** How many periods each of `periods` counts together; 1 where each stands alone. */
  readonly rolling: number;
  /** Groups of fewer answers are withheld; 0 for none. */
  readonly minCell: number;
}

const GRAINS: readonly Grain[] = ['day', 'week', 'month', 'quarter', 'year'];

/** Returns what *result* says. */
export function readingsOf(result: Result): Readings {
  const { options } = result;
  const scale = scoreScale(checkScale(options['scale'] ?? { type: 'nps' }));
  const groups = groupsOf(scale);
  const rows = rowsOf(result.table).map((row) => readingOf(row, scale, groups));
  const dates = new Set(rows.map((row) => row.period));
  const names = new Set(rows.map((row) => row.segment));
  const byPeriod = !dates.has(null) && dates.size > 0;
  const bySegment = !names.has(null) && names.size > 0;
  const { rolling } = options;
  const windows = result.tables['rolling'] === undefined ? null : rowsOf(result.tables['rolling']).map((row) => readingOf(row, scale, groups));
  const periods = windows !== null && windows.length > 0 ? windows : rows;
  const totalRow = result.tables['total'] === undefined ? undefined : rowsOf(result.tables['total'])[0];
  const last = byPeriod ? [...dates].sort().at(-1) ?? null : null;
  const weighted = typeof options['weight'] === 'string';
  return {
    scale,
    groups,
    confidence: typeof options['confidence'] === 'number' ? options['confidence'] : 0.95,
    grain: GRAINS.find((grain) => grain === options['period']) ?? 'month',
    total: totalRow !== undefined ? readingOf(totalRow, scale, groups) : rows.length === 1 ? (rows[0] ?? null) : null,
    periods: byPeriod && names.size === 1 ? [...periods].sort((a, b) => (String(a.period) < String(b.period) ? -1 : 1)) : [],
    segments: bySegment ? rows.filter((row) => row.period === last).sort(byScore) : [],
    segmentPeriod: dates.size > 1 ? last : null,
    distribution: distributionOf(result.tables['distribution'], scale, groups, weighted, totalRow === undefined ? null : numberIn(totalRow, 'n')),
    weighted,
    rolling: periods !== rows && typeof rolling === 'number' ? rolling : 1,
    minCell: typeof options['minCell'] === 'number' ? options['minCell'] : 0,
  };
}

/** Returns the views that *readings* can be drawn in. */
export function viewsOf({ total, periods, segments, distribution }: Readings): View[] {
  const views: View[] = [];
  if (total !== null && (total.score !== null || total.n === 0 || (periods.length === 0 && segments.length === 0))) views.push('score');
  if (distribution.length > 0) views.push('distribution');
  if (periods.length > 0) views.push('trend');
  if (segments.length > 0) views.push('segments');
  return views;
}

function groupsOf(scale: ScoreScale): Group[] {
  const scores = Array.from({ length: scale.max - scale.min + 1 }, (_, i) => scale.min + i);
  const [favourable] = SCORE_GROUPS[scale.type];
  return SCORE_GROUPS[scale.type]
    .map((name): Group => {
      const own = scores.filter((score) => groupOf(scale, score) === name);
      return { name, tone: name === favourable ? 'positive' : name === 'detractors' ? 'negative' : 'neutral', from: own[0] ?? Infinity, to: own.at(-1) ?? -Infinity };
    })
    .filter((group) => group.from <= group.to)
    .sort((a, b) => a.from - b.from);
}

function readingOf(row: Row, scale: ScoreScale, groups: readonly Group[]): Reading {
  const points = (value: number | null): number | null => (value === null || scale.type !== 'ces' ? value : value * 100);
  const n = numberIn(row, 'n') ?? 0;
  const score = points(numberIn(row, scale.type === 'nps' ? 'nps' : scale.type === 'csat' ? 'csat' : 'low_effort_share'));
  const counts = groups.map(({ name }) => numberIn(row, name));
  const weight = counts.reduce<number | null>((sum, count) => (sum === null || count === null ? null : sum + count), 0);
  const shares = groups.map(({ name, tone }, i) => {
    if (score === null) return null;
    if (scale.type !== 'nps') return tone === 'positive' ? score / 100 : 1 - score / 100;
    const count = counts[i] ?? null;
    return numberIn(row, `${name.slice(0, -1)}_share`) ?? (count === null || weight === null || weight === 0 ? null : count / weight);
  });
  return {
    period: typeof row['period'] === 'string' ? row['period'] : null,
    segment: typeof row['segment'] === 'string' ? row['segment'] : null,
    n,
    excluded: numberIn(row, 'excluded') ?? numberIn(row, 'missing'),
    score,
    // An interval of NPS may reach beyond the scale (C9), where no score can be.
    lower: within(points(numberIn(row, 'lower'))),
    upper: within(points(numberIn(row, 'upper'))),
    mean: numberIn(row, 'mean'),
    meanLower: numberIn(row, 'mean_lower'),
    meanUpper: numberIn(row, 'mean_upper'),
    shares,
    counts,
    change: points(numberIn(row, 'change')),
    changeLower: points(numberIn(row, 'change_lower')),
    changeUpper: points(numberIn(row, 'change_upper')),
    distinguishable: typeof row['distinguishable'] === 'boolean' ? row['distinguishable'] : null,
    lowN: typeof row['low_n'] === 'boolean' ? row['low_n'] : n < LOW_N,
    suppressed: row['suppressed'] === true,
    withheld: row['suppressed'] === true && numberIn(row, 'n') === null,
    partial: row['partial'] === true,
    responseRate: numberIn(row, 'response_rate'),
    responseLower: numberIn(row, 'response_lower'),
    responseUpper: numberIn(row, 'response_upper'),
  };
}

function within(points: number | null): number | null {
  return points === null ? null : Math.max(-100, Math.min(100, points));
}

function byScore(a: Reading, b: Reading): number {
  if (a.score === null || b.score === null) return Number(a.score === null) - Number(b.score === null);
  return b.score - a.score || b.n - a.n;
}

/** Answers by score over all cells. Cells of weighted answers can't be added up by their shares, so then there is only one. */
function distributionOf(table: Table | undefined, scale: ScoreScale, groups: readonly Group[], weighted: boolean, answers: number | null): ScoreCount[] {
  const rows = table === undefined ? [] : rowsOf(table);
  const total = answers ?? rows.reduce((sum, row) => sum + (numberIn(row, 'n') ?? 0), 0);
  const levels = scale.max - scale.min + 1;
  if (total === 0 || (weighted && rows.length > levels)) return [];
  return Array.from({ length: levels }, (_, i) => {
    const score = scale.min + i;
    const own = rows.filter((row) => row['score'] === score);
    const n = own.reduce((sum, row) => sum + (numberIn(row, 'n') ?? 0), 0);
    const group = groups.findIndex(({ from, to }) => score >= from && score <= to);
    // A sum of which a part is withheld would tell that part to whoever knows the others.
    const withheld = own.some((row) => row['suppressed'] === true);
    if (withheld) return { score, group, n: 0, share: 0, withheld };
    return { score, group, n, share: weighted ? (numberIn(own[0] ?? {}, 'share') ?? 0) : n / total, withheld };
  });
}
