import { describe, expect, it } from 'vitest';
import { OptionError } from '../../../packages/metrics/src/errors.js';
import { funnel } from '../../../packages/metrics/src/definitions/funnel.js';
import type { FunnelOptions } from '../../../packages/metrics/src/definitions/funnel-options.js';

const asked = { customer: 'customer', time: 'time', stage: 'stage', steps: ['A', 'B', 'C'] };
const resolve = (options: object): FunnelOptions => funnel.resolve({ ...asked, ...options });
const A_MODE = 'a mode as well: allStages, anyStage or reachedOrLater';
const EXCLUSIONS = 'a list of {stage, between?: [step, later step], scope?: attempt | customer}';
const TWO_STEPS = 'two of the steps, the earlier first: A, B, C';

describe('the options of a funnel', () => {
  it.each<[string, object, string, string]>([
    ['slack where order is strict', { order: 'strict', tieMs: 5 }, 'tieMs', '0 with order strict'],
    ['slack where equal times are apart', { equalTimes: 'apart', tieMs: 5 }, 'tieMs', '0 with equalTimes apart'],
    ['a window from the step before in any order', { order: 'any', windowFrom: 'previous' }, 'windowFrom', 'entry with order any'],
    ['equal times apart in any order', { order: 'any', equalTimes: 'apart' }, 'equalTimes', 'ordered with order any'],
    ['repeats that end an attempt in any order', { order: 'any', repeats: 'end' }, 'repeats', 'ignore with order any'],
    ['an exclusion between steps in any order', { order: 'any', exclusions: [{ stage: 'X' }, { stage: 'Z', between: ['A', 'B'] }] }, 'exclusions', 'none with between, as order any knows no step before another'],
    ['an exclusion of customers from attempts', { attempt: 'every', exclusions: [{ stage: 'X' }, { stage: 'Z', scope: 'customer' }] }, 'exclusions', 'scope attempt with attempt every, which counts attempts'],
    ['regressions without a mode', { regressions: 'current' }, 'regressions', A_MODE],
    ['lost stages without a mode', { lostStages: ['Z'] }, 'lostStages', A_MODE],
    ['lost stages without steps', { mode: 'anyStage', lostStages: ['Z'], steps: null }, 'lostStages', 'steps to be named as well'],
    ['a lost stage that is a step', { mode: 'anyStage', lostStages: ['Z', 'B'] }, 'lostStages', 'stages that are no steps'],
    ['a step whose segment counts, with a mode', { mode: 'anyStage', segment: 'segment', attribution: 2 }, 'attribution', 'first or last with mode anyStage'],
    ['an optional step without steps', { steps: null, optional: ['B'] }, 'optional', 'steps to be named as well'],
    ['an optional step that is none', { optional: ['b'] }, 'optional', 'expected B'],
    ['an optional step that is like none', { optional: ['elsewhere'] }, 'optional', 'one of A, B, C'],
    ['an optional first step', { optional: ['A'] }, 'optional', 'neither the first step nor the last'],
    ['an optional last step', { optional: ['C'] }, 'optional', 'neither the first step nor the last'],
    ['an attribution to a step there is none of', { attribution: 4 }, 'attribution', '1 to 3'],
    ['an attribution to a part of a step', { attribution: 1.5 }, 'attribution', '1 to 3'],
    ['a window that is no length', { window: 'soon' }, 'window', 'a length such as 30d, 12h or 60s, or a number of days'],
    ['a window that is no word and no number', { window: true }, 'window', 'a length such as 30d, 12h or 60s, or a number of days'],
    ['exclusions that are no list', { exclusions: 'Z' }, 'exclusions', EXCLUSIONS],
    ['exclusions without steps', { steps: null, exclusions: [{ stage: 'Z' }] }, 'exclusions', 'steps to be named as well'],
    ['an exclusion that is a word', { exclusions: ['Z'] }, 'exclusions', EXCLUSIONS],
    ['an exclusion that is nothing', { exclusions: [null] }, 'exclusions', EXCLUSIONS],
    ['an exclusion without a stage', { exclusions: [{ scope: 'attempt' }] }, 'exclusions', EXCLUSIONS],
    ['an exclusion of an empty stage', { exclusions: [{ stage: '' }] }, 'exclusions', EXCLUSIONS],
    ['an exclusion of a number', { exclusions: [{ stage: 5 }] }, 'exclusions', EXCLUSIONS],
    ['an exclusion of a step', { exclusions: [{ stage: 'B' }] }, 'exclusions', 'a stage that is no step'],
    ['a misspelt part of an exclusion', { exclusions: [{ stage: 'Z', scop: 'customer' }] }, 'exclusions', 'expected scope'],
    ['an unknown part of an exclusion', { exclusions: [{ stage: 'Z', everywhere: true }] }, 'exclusions', EXCLUSIONS],
    ['an exclusion of something else', { exclusions: [{ stage: 'Z', scope: 'session' }] }, 'exclusions', 'scope attempt or customer'],
    ['an exclusion behind one step', { exclusions: [{ stage: 'Z', between: ['A'] }] }, 'exclusions', TWO_STEPS],
    ['an exclusion between three steps', { exclusions: [{ stage: 'Z', between: ['A', 'B', 'C'] }] }, 'exclusions', TWO_STEPS],
    ['an exclusion between what is no list', { exclusions: [{ stage: 'Z', between: 'AB' }] }, 'exclusions', TWO_STEPS],
    ['an exclusion after what is no step', { exclusions: [{ stage: 'Z', between: ['Y', 'B'] }] }, 'exclusions', TWO_STEPS],
    ['an exclusion before what is no step', { exclusions: [{ stage: 'Z', between: ['A', 'Y'] }] }, 'exclusions', TWO_STEPS],
    ['an exclusion between a step and itself', { exclusions: [{ stage: 'Z', between: ['B', 'B'] }] }, 'exclusions', TWO_STEPS],
    ['an exclusion between a step and an earlier one', { exclusions: [{ stage: 'Z', between: ['C', 'A'] }] }, 'exclusions', TWO_STEPS],
  ])('refuse %s', (_, options, option, expected) => {
    try {
      resolve(options);
    } catch (error) {
      expect(error).toBeInstanceOf(OptionError);
      expect((error as Error).message).toContain(`funnel: ${option} is not valid`);
      expect((error as Error).message).toContain(expected);
      return;
    }
    expect.unreachable('nothing was refused');
  });

  it('are taken as they are where they agree', () => {
    expect(resolve({ exclusions: [] }).exclusions).toBeNull();
    expect(resolve({ exclusions: [{ stage: 'Z' }, { stage: 'Y', between: ['A', 'C'], scope: 'customer' }] }).exclusions).toEqual([
      { stage: 'Z', between: null, scope: 'attempt' }, { stage: 'Y', between: ['A', 'C'], scope: 'customer' },
    ]);
    expect(resolve({ order: 'any', exclusions: [{ stage: 'Z', scope: 'customer' }] }).exclusions).toHaveLength(1);
    expect(resolve({ attempt: 'every', exclusions: [{ stage: 'Z' }] }).attempt).toBe('every');
    expect(resolve({ order: 'strict' }).tieMs).toBe(0);
    expect(resolve({ tieMs: 5 }).tieMs).toBe(5);
    expect(resolve({ mode: 'anyStage', lostStages: ['Z'], regressions: 'current' })).toMatchObject({ lostStages: ['Z'], regressions: 'current' });
    expect(resolve({ attribution: 3 }).attribution).toBe(3);
    expect(resolve({ steps: null, attribution: 7 }).attribution).toBe(7);
    expect(resolve({ optional: ['B'] }).optional).toEqual(['B']);
    expect([resolve({ window: 2 }).window, resolve({ window: '12h' }).window, resolve({}).window]).toEqual([2, '12h', null]);
  });
});
