import { OptionError } from '../errors.js';

/**
 * Net Promoter Score: 0 to 10, promoters 9 and 10, detractors 0 to 6 (Reichheld 2003). Another scale is no standard NPS, and
 * must say all: its ends, from where on promoters are (*top*) and up to where detractors (*bottom*).
 */
export interface NpsScale {
  readonly type: 'nps';
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly top?: number | undefined;
  readonly bottom?: number | undefined;
}

/**
 * Satisfaction on the integers from *min* to *max*; satisfied from *top* on (default: the two best). *direction* `low` is for
 * scales on which the lowest is best, such as school marks; `high` by default.
 */
export interface CsatScale {
  readonly type: 'csat';
  readonly min: number;
  readonly max: number;
  readonly direction?: 'high' | 'low' | undefined;
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
  /** Of NPS: up to which an answer is a detractor's. Null where there are none. */
  readonly bottom: number | null;
}

/** The most scores that a scale may have. */
export const MAX_SCORES = 101;

const FORMS = 'nps, csat:1-5:4, csat:1-10, csat:1-6:low:2, ces:1-7:high, ces:1-5:low:2, nps:1-10:9:6';
const SHAPES: Readonly<Record<string, readonly string[]>> = {
  nps: ['type', 'min', 'max', 'top', 'bottom'],
  csat: ['type', 'min', 'max', 'direction', 'top'],
  ces: ['type', 'min', 'max', 'direction', 'top'],
};

/**
 * Returns the scale that *text* names: `nps`, `nps:<min>-<max>:<top>:<bottom>`, `csat:<min>-<max>` with an optional
 * `:<high|low>` and an optional `:<top>`, or `ces:<min>-<max>:<high|low>` with an optional `:<top>`. Throws OptionError for anything else.
 */
export function parseScale(text: string): SatisfactionScale {
  const [type = '', range = '', ...rest] = text.trim().toLowerCase().split(':');
  if (type === 'nps' && range === '' && rest.length === 0) return { type: 'nps' };
  const ends = /^(-?\d+)-(-?\d+)$/.exec(range);
  const integer = (part: string | undefined): boolean => part === undefined || /^-?\d+$/.test(part);
  if (ends !== null) {
    const min = Number(ends[1]);
    const max = Number(ends[2]);
    if (type === 'nps' && rest.length === 2 && rest.every(integer)) return checkScale({ type, min, max, top: Number(rest[0]), bottom: Number(rest[1]) });
    const hasDirection = rest[0] === 'high' || rest[0] === 'low';
    const [direction, top, more] = hasDirection ? rest : [undefined, ...rest];
    if ((type === 'csat' || (type === 'ces' && hasDirection)) && more === undefined && integer(top)) {
      return checkScale({ type, min, max, ...(direction === undefined ? {} : { direction }), ...(top === undefined ? {} : { top: Number(top) }) });
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
  const { type, min, max, top, bottom, direction } = given;
  const names = typeof type === 'string' ? SHAPES[type] : undefined;
  if (names === undefined) throw refusal(`unknown scale, got ${JSON.stringify(scale) ?? String(scale)}`, `{type: "nps"}, {type: "csat", min, max, top} or {type: "ces", min, max, direction}, or as text ${FORMS}`);
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) throw refusal(`a scale of type "${String(type)}" has no "${name}"`, names.join(', '));
  }
  if (type === 'nps' && Object.keys(given).length === 1) return { type };
  if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || Number(min) >= Number(max)) {
    throw refusal(`no scale runs that way, got min ${String(min)}, max ${String(max)}`, 'two integers, min below max');
  }
  const ends = { min: Number(min), max: Number(max) };
  if (ends.max - ends.min >= MAX_SCORES) throw refusal(`too many scores, got ${ends.max - ends.min + 1}`, `at most ${MAX_SCORES}`);
  if (top !== undefined && (!Number.isInteger(top) || Number(top) < ends.min || Number(top) > ends.max)) {
    throw refusal(`top lies outside the scale, got ${String(top)}`, `an integer from ${ends.min} to ${ends.max}`);
  }
  if (type === 'nps') {
    const cuts = Number.isInteger(top) && Number.isInteger(bottom) && Number(bottom) >= ends.min && Number(bottom) < Number(top);
    if (!cuts) throw refusal(`a scale of its own says who promotes and who detracts, got top ${String(top)}, bottom ${String(bottom)}`, 'integers with bottom below top');
    return ends.min === 0 && ends.max === 10 && top === 9 && bottom === 6 ? { type } : { type, ...ends, top: Number(top), bottom: Number(bottom) };
  }
  const threshold = top === undefined ? {} : { top: Number(top) };
  if (type === 'csat') {
    if (direction !== undefined && direction !== 'high' && direction !== 'low') throw refusal(`no such direction, got ${JSON.stringify(direction) ?? 'none'}`, 'high or low');
    return { type, ...ends, ...(direction === 'low' ? { direction } : {}), ...threshold };
  }
  if (direction !== 'high' && direction !== 'low') throw refusal(`an effort scale says which end is easy, got direction ${JSON.stringify(direction) ?? 'none'}`, 'high or low');
  return { type: 'ces', ...ends, direction, ...threshold };
}

/** Returns *scale* with its bounds, its direction and its threshold written out. */
export function scoreScale(scale: SatisfactionScale): ScoreScale {
  if (scale.type === 'nps') {
    const { min = 0, max = 10, top = 9, bottom = 6 } = scale;
    return { type: 'nps', min, max, direction: 'high', top, bottom };
  }
  const { type, min, max, direction = 'high' } = scale;
  return { type, min, max, direction, bottom: null, top: scale.top ?? (direction === 'high' ? max - 1 : min + 1) };
}

/** Returns whether *score* is favourable: a promoter, satisfied, or low effort. */
export function isFavourable(scale: ScoreScale, score: number): boolean {
  return scale.direction === 'high' ? score >= scale.top : score <= scale.top;
}

/** Returns whether *score* is a detractor's: 0 to 6 on the scale of NPS, never on one of satisfaction or effort. */
export function isDetractor(scale: ScoreScale, score: number): boolean {
  return scale.bottom !== null && score <= scale.bottom;
}

function refusal(problem: string, expected: string): OptionError {
  return new OptionError(`satisfaction: ${problem}; expected ${expected}`, { reason: 'scale' });
}
