import { nearest, OptionError } from '../errors.js';
import type { Mark } from '../predicate/predicate.js';
import { isDetractor, isFavourable, type ScoreScale } from './satisfaction-scale.js';

/** A mark of satisfaction, read. Null means any. */
export interface SatisfactionMark {
  readonly score: number | null;
  readonly group: string | null;
  readonly segment: string | null;
  readonly period: string | null;
}

/** The groups of answers that a scale has, the favourable one first. */
export const SCORE_GROUPS: Readonly<Record<ScoreScale['type'], readonly string[]>> = {
  nps: ['promoters', 'passives', 'detractors'],
  csat: ['satisfied', 'others'],
  ces: ['low_effort', 'others'],
};

/**
 * Returns *mark* as satisfaction understands it: any of score, group, segment and period, which all must hold.
 * Throws OptionError for anything else, a segment or period included where the metric is not broken down by it.
 */
export function readSatisfactionMark(mark: Mark, scale: ScoreScale, has: { readonly period: boolean; readonly segment: boolean }): SatisfactionMark {
  const parts = ['score', 'group', ...(has.segment ? ['segment'] : []), ...(has.period ? ['period'] : [])];
  for (const part of Object.keys(mark)) {
    if (!parts.includes(part)) throw new OptionError(`satisfaction: a mark has no "${part}"; expected ${parts.join(', ')}`, { reason: 'mark', params: { part } });
  }
  const score = mark.score === undefined ? null : Number(mark.score);
  if (score !== null && !(Number.isInteger(score) && score >= scale.min && score <= scale.max)) {
    throw new OptionError(`satisfaction: no such score, got ${String(mark.score)}; expected ${scale.min} to ${scale.max}`, { reason: 'mark', params: { score: String(mark.score) } });
  }
  const groups = SCORE_GROUPS[scale.type];
  const group = mark.group === undefined ? null : String(mark.group);
  if (group !== null && !groups.includes(group)) {
    const near = nearest(group, groups);
    throw new OptionError(`satisfaction: unknown group, got "${group}"${near === null ? '' : `, did you mean "${near}"`}; expected ${groups.join(', ')}`, { reason: 'mark', params: { group } });
  }
  return {
    score,
    group,
    segment: mark.segment === undefined ? null : String(mark.segment),
    period: mark.period === undefined ? null : String(mark.period),
  };
}

/** Returns a test of scores by a mark's score and group. */
export function groupTest({ score: wanted, group }: SatisfactionMark, scale: ScoreScale): (score: number) => boolean {
  return (score) => (wanted === null || score === wanted) && (group === null || groupOf(scale, score) === group);
}

/** Returns the group that *score* belongs to. */
export function groupOf(scale: ScoreScale, score: number): string {
  const [favourable = '', middle = '', last = ''] = SCORE_GROUPS[scale.type];
  return isFavourable(scale, score) ? favourable : isDetractor(scale, score) ? last : middle;
}
