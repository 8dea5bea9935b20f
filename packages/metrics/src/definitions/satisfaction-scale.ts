import { OptionError } from '../errors.js';

/** Net Promoter Score: 0 to 10, promoters 9 and 10, detractors 0 to 6 (Reichheld 2003). */
export interface NpsScale {
  readonly type: 'nps';
}

/** Satisfaction on the integers from *min* to *max*; satisfied from *top* on (default: the two highest). */
export interface CsatScale {
  readonly type: 'csat';
  readonly min: number;
  readonly max: number;
  readonly top?: number | undefined;
}

/**
 * Effort on the integers from *min* to *max*. *direction* says which end means little effort: `high` ("it was easy:
 * agree", CES 2.0) or `low` ("how much effort": 1 is little, Dixon et al. 2010). Low effort is *top* or beyond in that
 * direction (default: the two best).
 */
export interface CesScale {
  readonly type: 'ces';
  readonly min: number;
  readonly max: number;
  readonly direction: 'high' | 'low';
  readonly top?: number | undefined;
}

/** What answers mean. Part of the data's contract: nothing is guessed from the scores that happen to occur. */
export type SatisfactionScale = NpsScale | CsatScale | CesScale;

/** A scale with its default filled in, as counts by score need it. */
export interface ScoreScale {
  readonly type: SatisfactionScale['type'];
  readonly min: number;
  readonly max: number;
  readonly direction: 'high' | 'low';
  /** The score from which on (in the scale's direction) an answer is favourable: promoter, satisfied, low effort. */
  readonly top: number;
}

/** The most scores that a scale may have. */
export const MAX_SCORES = 101;

const FORMS = 'nps, csat:1-5:4, csat:1-10, ces:1-7:high, ces:1-5:low:2';
const SHAPES: Readonly<Record<string, readonly string[]>> = {
  nps: ['type'],
  csat: ['type', 'min', 'max', 'top'],
  ces: ['type', 'min', 'max', 'direction', 'top'],
};

/**
 * Returns the scale that *text* names: `nps`, `csat:<min>-<max>` with an optional `:<top>`, or `ces:<min>-<max>:<high|low>`
 * with an optional `:<top>`. Throws OptionError for anything else.
 */
export function parseScale(text: string): SatisfactionScale {
  const [type = '', range = '', ...rest] = text.trim().toLowerCase().split(':');
  if (type === 'nps' && range === '' && rest.length === 0) return { type: 'nps' };
  const ends = /^(-?\d+)-(-?\d+)$/.exec(range);
  const integer = (part: string | undefined): boolean => part === undefined || /^-?\d+$/.test(part);
  if (ends !== null) {
    const min = Number(ends[1]);
    const max = Number(ends[2]);
    if (type === 'csat' && rest.length <= 1 && integer(rest[0])) {
      return checkScale({ type, min, max, ...(rest[0] === undefined ? {} : { top: Number(rest[0]) }) });
    }
    const [direction, top, more] = rest;
    if (type === 'ces' && (direction === 'high' || direction === 'low') && more === undefined && integer(top)) {
      return checkScale({ type, min, max, direction, ...(top === undefined ? {} : { top: Number(top) }) });
    }
  }
  throw new OptionError(`satisfaction: unknown scale, got "${text}"; expected ${FORMS}`, { reason: 'scale', params: { scale: text } });
}

/**
 * Returns *scale* with only what belongs to it. Throws OptionError where it is no scale: an unknown type or name, ends
 * that are no integers or the wrong way round, more than 101 scores, a top outside, an effort scale without direction.
 */
export function checkScale(scale: unknown): SatisfactionScale {
  if (typeof scale === 'string') return parseScale(scale);
  const given: Readonly<Record<string, unknown>> = typeof scale === 'object' && scale !== null ? { ...scale } : {};
  const { type, min, max, top, direction } = given;
  const names = typeof type === 'string' ? SHAPES[type] : undefined;
  if (names === undefined) throw refusal(`unknown scale, got ${JSON.stringify(scale) ?? String(scale)}`, `{type: "nps"}, {type: "csat", min, max, top} or {type: "ces", min, max, direction}, or as text ${FORMS}`);
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) throw refusal(`a scale of type "${String(type)}" has no "${name}"`, names.join(', '));
  }
  if (type === 'nps') return { type };
  if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || Number(min) >= Number(max)) {
    throw refusal(`no scale runs that way, got min ${String(min)}, max ${String(max)}`, 'two integers, min below max');
  }
  const ends = { min: Number(min), max: Number(max) };
  if (ends.max - ends.min >= MAX_SCORES) throw refusal(`too many scores, got ${ends.max - ends.min + 1}`, `at most ${MAX_SCORES}`);
  if (top !== undefined && (!Number.isInteger(top) || Number(top) < ends.min || Number(top) > ends.max)) {
    throw refusal(`top lies outside the scale, got ${String(top)}`, `an integer from ${ends.min} to ${ends.max}`);
  }
  const threshold = top === undefined ? {} : { top: Number(top) };
  if (type === 'csat') return { type, ...ends, ...threshold };
  if (direction !== 'high' && direction !== 'low') throw refusal(`an effort scale says which end is easy, got direction ${JSON.stringify(direction) ?? 'none'}`, 'high or low');
  return { type: 'ces', ...ends, direction, ...threshold };
}

/** Returns *scale* with its bounds, its direction and its threshold written out. */
export function scoreScale(scale: SatisfactionScale): ScoreScale {
  if (scale.type === 'nps') return { type: 'nps', min: 0, max: 10, direction: 'high', top: 9 };
  const direction = scale.type === 'ces' ? scale.direction : 'high';
  const { type, min, max } = scale;
  return { type, min, max, direction, top: scale.top ?? (direction === 'high' ? max - 1 : min + 1) };
}

/** Returns whether *score* is favourable: a promoter, satisfied, or low effort. */
export function isFavourable(scale: ScoreScale, score: number): boolean {
  return scale.direction === 'high' ? score >= scale.top : score <= scale.top;
}

/** Returns whether *score* is a detractor's: 0 to 6 on the 0 to 10 scale, never on another. */
export function isDetractor(scale: ScoreScale, score: number): boolean {
  return scale.type === 'nps' && score <= 6;
}

function refusal(problem: string, expected: string): OptionError {
  return new OptionError(`satisfaction: ${problem}; expected ${expected}`, { reason: 'scale' });
}
