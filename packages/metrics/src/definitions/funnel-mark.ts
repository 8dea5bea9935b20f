import { nearest, OptionError } from '../errors.js';
import type { Mark } from '../predicate/predicate.js';
import { type Attempt, type StepPlan, wentOn } from './funnel-attempt.js';
import type { Position } from './stage-position.js';

/** What became of the customers that reached a step. */
export type FunnelOutcome = 'reached' | 'converted' | 'dropped' | 'open' | 'back';

/** A mark of a funnel, read. */
export interface FunnelMark {
  readonly stage: string;
  readonly outcome: FunnelOutcome;
  readonly segment: string | null;
  readonly period: string | null;
  /** Where the bin of times from the entry begins. */
  readonly seconds: number | null;
  /** With a mode: the stage to which customers went directly; `(lost)` for a loss. */
  readonly target: string | null;
}

/** What a funnel was asked, as far as its marks depend on it. */
export interface MarkParts {
  /** The steps where they are named. */
  readonly steps: readonly string[] | null;
  readonly segments: boolean;
  readonly periods: boolean;
  readonly mode: boolean;
}

/** Stands for a loss where a stage is named. */
export const LOST = '(lost)';

const OUTCOMES: readonly FunnelOutcome[] = ['reached', 'converted', 'dropped', 'open'];

/**
 * Returns *mark* as a funnel understands it: `{stage, outcome?, segment?, period?, seconds?}`, outcome `reached` where none
 * is given; with a mode also `{stage, target}`. Throws OptionError for anything else, a stage outside the named steps included.
 */
export function readFunnelMark(mark: Mark, { mode, periods, segments, steps }: MarkParts): FunnelMark {
  const parts = ['stage', 'outcome', ...(segments ? ['segment'] : []), ...(periods ? ['period'] : []), mode ? 'target' : 'seconds'];
  for (const part of Object.keys(mark)) {
    if (!parts.includes(part)) throw new OptionError(`funnel: a mark has no "${part}"; expected ${parts.join(', ')}`, { reason: 'mark', params: { part } });
  }
  if (mark.stage === undefined) throw new OptionError('funnel: a mark needs a stage, got none; expected {stage, outcome?}', { reason: 'mark' });
  const stage = String(mark.stage);
  const known = mark.target === undefined ? [stage] : [stage, String(mark.target)].filter((name) => name !== LOST);
  for (const name of known) {
    if (steps === null || steps.includes(name)) continue;
    const near = nearest(name, steps);
    throw new OptionError(`funnel: no step "${name}"${near === null ? '' : `, did you mean "${near}"`}; expected ${steps.join(', ')}`, { reason: 'mark', params: { stage: name } });
  }
  const outcomes = mode ? [...OUTCOMES, 'back' as const] : OUTCOMES;
  const outcome = outcomes.find((candidate) => candidate === (mark.outcome ?? 'reached'));
  if (outcome === undefined) {
    throw new OptionError(`funnel: unknown outcome, got "${mark.outcome}"; expected ${outcomes.join(', ')}`, { reason: 'mark', params: { outcome: String(mark.outcome) } });
  }
  const { seconds = null } = mark;
  if (seconds !== null && typeof seconds !== 'number') {
    throw new OptionError(`funnel: seconds is no number, got ${JSON.stringify(seconds)}; expected where a bin of durations begins`, { reason: 'mark', params: { part: 'seconds' } });
  }
  const text = (part: unknown): string | null => (part === undefined || part === null ? null : String(part));
  return { stage, outcome, segment: text(mark.segment), period: text(mark.period), seconds, target: text(mark.target) };
}

/**
 * Returns whether an attempt stands behind *outcome* of *step* (from 0): `reached` it, `converted` to the next (at the last
 * step: reached it), `dropped` out after it, or still `open` after it.
 */
export function standsBehind(outcome: FunnelOutcome, step: number, plan: StepPlan, attempt: Attempt): boolean {
  if (attempt.depth === 0 || attempt.filled[step] === 0) return false;
  const stopped = !wentOn(plan, attempt, step);
  switch (outcome) {
    case 'reached': return true;
    case 'converted': return !stopped;
    case 'dropped': return stopped && !attempt.open;
    case 'open': return stopped && attempt.open;
    case 'back': return false;
  }
}

/** Returns whether a customer at *position* stands behind *outcome* of *step*: `open` is still there, `back` at an earlier stage. */
export function positionStandsBehind(outcome: FunnelOutcome, step: number, { at, entered, lost }: Position): boolean {
  if (entered[step] === 0) return false;
  switch (outcome) {
    case 'reached': return true;
    case 'converted': return at > step;
    case 'dropped': return at === step && lost;
    case 'open': return at === step && !lost;
    case 'back': return at < step;
  }
}
