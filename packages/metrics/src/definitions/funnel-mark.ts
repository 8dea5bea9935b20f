import { nearest, OptionError } from '../errors.js';
import type { Mark } from '../predicate/predicate.js';

/** What became of the customers that reached a step. */
export type FunnelOutcome = 'reached' | 'converted' | 'dropped' | 'open';

/** A mark of a funnel, read. */
export interface FunnelMark {
  readonly stage: string;
  readonly outcome: FunnelOutcome;
  readonly segment: string | null;
}

const OUTCOMES: readonly FunnelOutcome[] = ['reached', 'converted', 'dropped', 'open'];
const PARTS: readonly string[] = ['stage', 'outcome', 'segment'];

/**
 * Returns *mark* as a funnel understands it: `{stage, outcome?, segment?}`, outcome `reached` where none is given.
 * Throws OptionError for anything else, a stage outside *steps* (when they are named) included.
 */
export function readFunnelMark(mark: Mark, steps: readonly string[] | null, hasSegments: boolean): FunnelMark {
  for (const part of Object.keys(mark)) {
    if (!PARTS.includes(part) || (part === 'segment' && !hasSegments)) {
      throw new OptionError(`funnel: a mark has no "${part}"; expected stage, outcome${hasSegments ? ', segment' : ''}`, { reason: 'mark', params: { part } });
    }
  }
  if (mark.stage === undefined) throw new OptionError('funnel: a mark needs a stage, got none; expected {stage, outcome?}', { reason: 'mark' });
  const stage = String(mark.stage);
  if (steps !== null && !steps.includes(stage)) {
    const near = nearest(stage, steps);
    throw new OptionError(`funnel: no step "${stage}"${near === null ? '' : `, did you mean "${near}"`}; expected ${steps.join(', ')}`, { reason: 'mark', params: { stage } });
  }
  const outcome = OUTCOMES.find((known) => known === (mark.outcome ?? 'reached'));
  if (outcome === undefined) {
    throw new OptionError(`funnel: unknown outcome, got "${mark.outcome}"; expected ${OUTCOMES.join(', ')}`, { reason: 'mark', params: { outcome: String(mark.outcome) } });
  }
  return { stage, outcome, segment: mark.segment === undefined ? null : String(mark.segment) };
}

/**
 * Returns whether a customer with *depth* filled steps stands behind *outcome* of *step* (from 0): `reached` it,
 * `converted` to the next (at the last step: reached it), `dropped` out after it, or still `open` after it.
 */
export function standsBehind(outcome: FunnelOutcome, step: number, stepCount: number, depth: number, open: boolean): boolean {
  if (depth <= step) return false;
  const last = step === stepCount - 1;
  const stopped = depth === step + 1 && !last;
  switch (outcome) {
    case 'reached': return true;
    case 'converted': return !stopped;
    case 'dropped': return stopped && !open;
    case 'open': return stopped && open;
  }
}
