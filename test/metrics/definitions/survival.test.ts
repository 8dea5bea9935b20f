import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { survival } from '../../../packages/metrics/src/definitions/survival.js';
import type { SurvivalOptions } from '../../../packages/metrics/src/definitions/survival-options.js';
import { rowsOf } from '../../../packages/metrics/src/table.js';
import { describeFold } from '../../contracts/fold-laws.js';
import { answer, membersOf } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';

const customer = fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { freq: 12 });
const plan = fc.option(fc.constantFrom('basic', 'pro'), { freq: 8 });
const day = fc.integer({ min: 0, max: 400 }).map((days) => Date.UTC(2023, 0, 20) * 1000 + days * 86_400e6);
const spells: fc.Arbitrary<FixtureColumns> = fc.array(fc.record({
  customer, plan, start: fc.option(day, { freq: 12 }), end: fc.option(day, { freq: 2 }), duration: fc.option(fc.integer({ min: -1, max: 12 }), { freq: 12 }),
  churned: fc.option(fc.constantFrom('Yes', 'No', 'maybe'), { freq: 12 }), entry: fc.option(fc.integer({ min: -1, max: 8 }), { freq: 2 }),
}), { maxLength: 40 }).map((records) => ({
  customer: { kind: 'text', values: records.map((record) => record.customer) },
  plan: { kind: 'text', values: records.map((record) => record.plan) },
  start: { kind: 'instant', values: records.map((record) => record.start) },
  end: { kind: 'instant', values: records.map((record) => record.end) },
  duration: { kind: 'number', values: records.map((record) => record.duration) },
  churned: { kind: 'text', values: records.map((record) => record.churned) },
  entry: { kind: 'number', values: records.map((record) => record.entry) },
}));

describeFold('survival of spells', {
  metric: survival,
  options: [
    { duration: 'duration', event: 'churned', customer: 'customer', segment: 'plan', project: 6 },
    { duration: 'duration', event: 'churned', customer: 'customer', entry: 'entry', eventValue: 'maybe' },
    { start: 'start', end: 'end', customer: 'customer', segment: 'plan', asOf: '2024-01-31', observedFrom: '2023-06-01', project: 3 },
    { start: 'start', end: 'end', customer: 'customer', period: 'week', minN: 3 },
  ],
  rows: spells,
  marks: ({ segment }) => [{ status: 'ended' }, { status: 'active' }, { time: 3 }, ...(segment === undefined ? [] : [{ segment: 'pro' }, { segment: '(missing)', time: 1 }])],
  runs: 20,
});

const purchases: fc.Arbitrary<FixtureColumns> = fc.array(fc.record({ customer, time: fc.option(day, { freq: 12 }), value: fc.integer({ min: -200, max: 900 }) }), { maxLength: 40 })
  .map((records) => ({
    customer: { kind: 'text', values: records.map((record) => record.customer) },
    time: { kind: 'instant', values: records.map((record) => record.time) },
    value: { kind: 'number', values: records.map((record) => record.value / 100) },
  }));

describeFold('survival until the second purchase', {
  metric: survival,
  options: [{ customer: 'customer', time: 'time', value: 'value' }, { of: 'purchases', customer: 'customer', time: 'time', period: 'month', asOf: '2023-12-31', timeZone: 'Asia/Shanghai' }],
  rows: purchases,
  marks: [{ status: 'ended' }, { status: 'active' }],
  runs: 20,
});

const durations = { duration: 'duration', event: 'churned' };
const curve = (data: FixtureColumns, options: SurvivalOptions) => (
  rowsOf(answer(survival, data, options).table).map((row) => [row['time'], row['at_risk'], row['events'], row['censored'], row['survival']]));

describe('survival', () => {
  const subscriptions: FixtureColumns = {
    customer: ['a', 'b', 'c', 'd', 'e'],
    start: ['2024-01-31', '2024-01-10', '2024-01-10', '2024-02-01', '2024-05-01'],
    end: ['2024-02-29', '2024-03-09', null, null, '2024-04-01'],
    plan: ['x', 'x', 'y', 'y', 'y'],
  };
  const of = { start: 'start', end: 'end', customer: 'customer', asOf: '2024-04-05' };

  it('counts a loss at the end of its period, and those still there over the periods they completed', () => {
    // a: exactly one month to the end of February; b: one day short of two; c: 2 whole months and on; d: 2 whole months and on.
    expect(curve(subscriptions, of)).toEqual([[1, 4, 1, 0, 0.75], [2, 3, 1, 2, 0.5]]);
    expect(answer(survival, subscriptions, of).diagnostics.dropped).toEqual({ after_as_of: 1 });
    expect(answer(survival, subscriptions, { ...of, asOf: '2024-06-30' }).diagnostics.dropped).toEqual({ end_before_start: 1 });
    expect(curve(subscriptions, { ...of, period: 'day', asOf: '2024-02-29' })).toEqual([[28, 4, 0, 1, 1], [29, 3, 1, 0, 2 / 3], [50, 2, 0, 2, 2 / 3]]);
  });

  it('names who left, who is still there, and who left at a time', () => {
    expect(membersOf(survival, subscriptions, of, { status: 'ended' })).toEqual(['a', 'b']);
    expect(membersOf(survival, subscriptions, of, { status: 'active' })).toEqual(['c', 'd']);
    expect(membersOf(survival, subscriptions, of, { time: 2 })).toEqual(['b']);
    expect(membersOf(survival, subscriptions, { ...of, segment: 'plan' }, { segment: 'y' })).toEqual(['c', 'd']);
    expect(() => membersOf(survival, subscriptions, of, { segment: 'y' })).toThrow(/no such mark/);
  });

  it('puts those who came under observation late at risk after that only (left truncation)', () => {
    // R: survfit(Surv(c(0, 0, 2, 3), c(2, 5, 4, 6), c(1, 1, 1, 0)) ~ 1): at risk 2, 2, 2 at times 2, 4, 5 (then 1 at 6).
    const late: FixtureColumns = { duration: [2, 5, 4, 6], churned: [true, true, true, false], entry: [null, 0, 2, 3] };
    expect(curve(late, { ...durations, entry: 'entry' })).toEqual([[2, 2, 1, 0, 0.5], [3, 2, 0, 0, 0.5], [4, 3, 1, 0, 1 / 3], [5, 2, 1, 0, 1 / 6], [6, 1, 0, 1, 1 / 6]]);
    const from = answer(survival, subscriptions, { ...of, observedFrom: '2024-02-15' });
    // All four began before: a and d are in their first month, b and c in their second, and at risk only after those before.
    expect(rowsOf(from.table).map((row) => [row['time'], row['at_risk'], row['events'], row['censored']])).toEqual([[0, 0, 0, 0], [1, 2, 1, 0], [2, 3, 1, 2]]);
    expect(answer(survival, subscriptions, { ...of, observedFrom: '2024-03-01' }).diagnostics.dropped).toEqual({ after_as_of: 1, ended_before_entry: 1 });
  });

  it('reads what people write for yes and no, and drops what is neither', () => {
    const words: FixtureColumns = { duration: [1, 2, 3, 4, null, -1, 3], churned: ['Yes', 'no', 'perhaps', null, 'yes', 'yes', '是'] };
    const result = answer(survival, words, durations);
    expect(result.scalars).toMatchObject({ n: 3, events: 2 });
    expect(result.diagnostics.dropped).toEqual({ event_unknown: 1, event_missing: 1, duration_missing: 1, duration_negative: 1 });
    expect(answer(survival, words, { ...durations, eventValue: 'perhaps' }).scalars).toMatchObject({ n: 4, events: 1 });
  });

  it('projects by the model from the last observed point, and only where the model holds', () => {
    const regular = [369, 163, 86, 56, 37, 27, 21];
    const lengths = regular.flatMap((lost, year) => Array.from({ length: lost }, () => year + 1));
    const data: FixtureColumns = {
      duration: [...lengths, ...Array.from({ length: 241 }, () => 7)], churned: [...lengths.map(() => true), ...Array.from({ length: 241 }, () => false)],
    };
    const result = answer(survival, data, { ...durations, project: 5 });
    // Fader & Hardie 2007, Table 1, regular customers: alpha 0.704, beta 1.182, projected 22.01 % to 17.0 % in years 8 to 12.
    const [group] = rowsOf(result.tables['groups']!);
    expect(group?.['alpha']).toBeCloseTo(0.704, 3);
    expect(group?.['beta']).toBeCloseTo(1.182, 3);
    const projection = rowsOf(result.tables['projection']!);
    expect(projection.map((row) => row['time'])).toEqual([7, 8, 9, 10, 11, 12]);
    expect(projection[0]?.['survival']).toBeCloseTo(0.241, 12);
    const ratio = Number(projection[5]?.['survival']) / Number(projection[1]?.['survival']);
    expect(ratio).toBeCloseTo(17.0 / 22.01, 3);
    const none = answer(survival, { duration: [1, 2], churned: [false, false] }, { ...durations, project: 5 });
    expect(none.tables['projection']?.numRows).toBe(0);
    expect(none.diagnostics.notes.map((note) => note.code)).toEqual(['no_projection']);
  });

  it('compares groups, and tells nothing of one that is too small', () => {
    const data: FixtureColumns = { duration: [1, 2, 3, 9, 9, 9, 1], churned: [true, true, true, true, false, false, true], plan: ['x', 'x', 'x', 'y', 'y', 'y', null] };
    const result = answer(survival, data, { ...durations, segment: 'plan' });
    expect(rowsOf(result.tables['groups']!).map((row) => [row['segment'], row['n'], row['median']])).toEqual([['x', 3, 2], ['y', 3, null], ['(missing)', 1, 1]]);
    expect(result.scalars['log_rank_degrees_of_freedom']).toBe(2);
    const few = answer(survival, data, { ...durations, segment: 'plan', minN: 2 });
    expect(rowsOf(few.tables['groups']!).at(-1)).toMatchObject({ segment: '(missing)', n: 1, events: null, suppressed: true });
    expect(few.scalars['log_rank_p_value']).toBeNull();
    expect(rowsOf(few.table).some((row) => row['segment'] === '(missing)')).toBe(false);
  });

  it('is the share still there where nothing is censored, and never rises', () => {
    fc.assert(fc.property(spells, (data) => {
      const points = rowsOf(answer(survival, data, { ...durations, segment: 'plan' }).table);
      points.forEach((row, i) => {
        const before = points[i - 1];
        if (before?.['segment'] === row['segment']) expect(Number(row['survival'])).toBeLessThanOrEqual(Number(before?.['survival']));
        expect(Number(row['at_risk'])).toBeGreaterThanOrEqual(Number(row['events']) + Number(row['censored']));
      });
    }), { numRuns: 50 });
  });

  it('says which columns it needs', () => {
    expect(() => answer(survival, { duration: [1], churned: [true] }, {})).toThrow(/expected "duration" and "event", "start" and "end", or "customer" and "time"/);
    expect(() => answer(survival, subscriptions, { of: 'purchases', customer: 'customer', time: 'start', segment: 'plan' })).toThrow(/purchases have no groups/);
    expect(() => survival.resolve({ of: 'visits' } as object)).toThrow(/unknown of "visits"/);
  });
});
