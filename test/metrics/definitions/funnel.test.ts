import { describe, expect, it } from 'vitest';
import { OptionError, SchemaError } from '../../../packages/metrics/src/errors.js';
import { funnel, funnelOfCounts } from '../../../packages/metrics/src/definitions/funnel.js';
import type { FunnelOptions } from '../../../packages/metrics/src/definitions/funnel-options.js';
import { type Row, rowsOf } from '../../../packages/metrics/src/table.js';
import { answer, membersOf } from '../../fixtures/answers.js';
import { type FixtureColumns, framesOf } from '../../fixtures/frames.js';

const columns = { customer: 'customer', time: 'time', stage: 'stage' };

/** Events as `u1: A0 B60` lines, seconds after 2024-03-01T00:00Z; `A0=5` has a value. */
function events(text: string): FixtureColumns {
  const rows = text.trim().split('\n').flatMap((line) => {
    const [customer = '', list = ''] = line.split(':');
    return list.trim().split(/\s+/).filter(Boolean).map((event) => {
      const [, stage = '', seconds = '', value] = /^([A-Z]+)(-?\d+)(?:=(\S+))?$/.exec(event) ?? [];
      return { customer: customer.trim(), stage, time: Date.UTC(2024, 2, 1) * 1000 + Number(seconds) * 1e6, value: value === undefined ? null : Number(value) };
    });
  });
  return {
    customer: { kind: 'text', values: rows.map((row) => row.customer) },
    time: { kind: 'instant', values: rows.map((row) => row.time) },
    stage: { kind: 'text', values: rows.map((row) => row.stage) },
    value: { kind: 'number', values: rows.map((row) => row.value) },
  };
}

function steps(text: string, options: FunnelOptions): Row[] {
  return rowsOf(answer(funnel, events(text), { ...columns, ...options }, 2).table);
}

const column = (rows: readonly Row[], name: string): unknown[] => rows.map((row) => row[name]);

describe('funnel', () => {
  it('has the documented columns, first those of the catalogue', () => {
    const { table } = answer(funnel, events('u: A0 B1'), { ...columns, steps: ['A', 'B'] });
    expect(table.fields.map((field) => field.name)).toEqual([
      'stage', 'order', 'open_count', 'ordered_count', 'step_conversion', 'overall_conversion', 'drop_off', 'median_seconds', 'lower', 'upper',
      'p90_seconds', 'converted', 'lost', 'still_open', 'moved_back', 'skipped', 'value', 'optional', 'low_n', 'suppressed', 'overall_lower', 'overall_upper',
    ]);
  });

  it('counts a hand-sized table', () => {
    const rows = steps('u1: A0 B10 C30\nu2: A0 B20\nu3: A5\nu4: B0 C1', { steps: ['A', 'B', 'C'] });
    expect(column(rows, 'open_count')).toEqual([3, 3, 2]);
    expect(column(rows, 'ordered_count')).toEqual([3, 2, 1]);
    expect(column(rows, 'step_conversion')).toEqual([null, 2 / 3, 1 / 2]);
    expect(column(rows, 'overall_conversion')).toEqual([1, 2 / 3, 1 / 3]);
    expect(column(rows, 'drop_off')).toEqual([null, 1 - 2 / 3, 1 / 2]);
    expect(column(rows, 'median_seconds')).toEqual([null, 15, 20]);
    expect(column(rows, 'p90_seconds')).toEqual([null, 19, 20]);
    expect(column(rows, 'converted')).toEqual([2, 1, 1]);
    expect(column(rows, 'lost')).toEqual([1, 1, 0]);
    expect(column(rows, 'skipped')).toEqual([1, 0, 0]);
    // Wilson at 2 of 3 and 1 of 2 (R binom.confint, method wilson).
    expect(Number(rows[1]?.['lower'])).toBeCloseTo(0.2076598, 6);
    expect(Number(rows[1]?.['upper'])).toBeCloseTo(0.9385079, 6);
    expect(rows[2]?.['lower']).toBeCloseTo(0.0945312, 6);
    expect(column(rows, 'low_n')).toEqual([true, true, true]);
  });

  it('reads times of one instant as ordered, whichever row comes first', () => {
    expect(column(steps('u1: B0 A0 C0', { steps: ['A', 'B', 'C'] }), 'ordered_count')).toEqual([1, 1, 1]);
  });

  it('takes the longest attempt, and of those the earliest', () => {
    const rows = steps('u: A0 B50 A100 B110 A200 B201 C230', { steps: ['A', 'B', 'C'], window: '60s' });
    expect(column(rows, 'ordered_count')).toEqual([1, 1, 1]);
    expect(column(rows, 'median_seconds')).toEqual([null, 1, 29]);
    const shorter = steps('u: A0 B50 A100 B110', { steps: ['A', 'B', 'C'], window: '60s' });
    expect(column(shorter, 'median_seconds')).toEqual([null, 50, null]);
  });

  it('includes the end of the window and measures it from the entry, not from the step before', () => {
    expect(column(steps('u: A0 B60', { steps: ['A', 'B'], window: '60s' }), 'ordered_count')).toEqual([1, 1]);
    expect(column(steps('u: A0 B60', { steps: ['A', 'B'], window: '59.999999s' }), 'ordered_count')).toEqual([1, 0]);
    expect(column(steps('u: A0 B40 C80', { steps: ['A', 'B', 'C'], window: '60s' }), 'ordered_count')).toEqual([1, 1, 0]);
    expect(column(steps('u: A0 B86400 C86401', { steps: ['A', 'B', 'C'], window: 1 }), 'ordered_count')).toEqual([1, 1, 0]);
  });

  it('forgives a step that is stamped before the one it follows by at most tieMs', () => {
    expect(column(steps('u: A1 B0', { steps: ['A', 'B'], tieMs: 999 }), 'ordered_count')).toEqual([1, 0]);
    const rows = steps('u: A1 B0', { steps: ['A', 'B'], tieMs: 1000 });
    expect(column(rows, 'ordered_count')).toEqual([1, 1]);
    expect(column(rows, 'median_seconds')).toEqual([null, 0]);
    expect(column(steps('u: A2 B1 C0', { steps: ['A', 'B', 'C'], tieMs: 1000 }), 'ordered_count')).toEqual([1, 1, 1]);
    expect(column(steps('u: A2 B1 C0', { steps: ['A', 'B', 'C'], tieMs: 1000 }), 'median_seconds')).toEqual([null, 0, 0]);
  });

  it('lets steps come in any order where asked, within the window from the first of them', () => {
    const any = { steps: ['A', 'B', 'C'], order: 'any' as const };
    expect(column(steps('u: C0 B10 A20', any), 'ordered_count')).toEqual([1, 1, 1]);
    expect(column(steps('u: B0 A30', { ...any, window: '30s' }), 'ordered_count')).toEqual([1, 1, 0]);
    expect(column(steps('u: B0 A31', { ...any, window: '30s' }), 'ordered_count')).toEqual([1, 0, 0]);
    // An attempt does not begin with a step that it does not fill: C is too early, A and B make one of 40 seconds.
    const rows = steps('u: C0 B50 A90', { ...any, window: '60s' });
    expect(column(rows, 'ordered_count')).toEqual([1, 1, 0]);
    expect(column(rows, 'median_seconds')).toEqual([null, 0, null]);
    expect(column(steps('u: A0 B5 C9', any), 'median_seconds')).toEqual([null, 5, 4]);
  });

  it('counts who skipped a step', () => {
    const rows = steps('u1: A0 C5\nu2: C0\nu3: A0 B1\nu4: B0 C9', { steps: ['A', 'B', 'C'] });
    expect(column(rows, 'skipped')).toEqual([2, 2, 0]);
  });

  it('tells lost from still open by the window at asOf', () => {
    const text = 'early: A0\nlate: A100\nagain: A0 A100\nclock: X160';
    const rows = steps(text, { steps: ['A', 'B'], window: '60s' });
    // The last instant in the data is 160: who entered at 100 could still convert at 160 sharp, but has not; the window is over after it.
    expect(rows[0]).toMatchObject({ ordered_count: 3, converted: 0, lost: 3, still_open: 0 });
    const before = steps('early: A0\nlate: A100\nagain: A0 A100\nclock: X159', { steps: ['A', 'B'], window: '60s' });
    expect(before[0]).toMatchObject({ ordered_count: 3, converted: 0, lost: 1, still_open: 2 });
    const later = steps(text, { steps: ['A', 'B'], window: '60s', asOf: '2024-03-01T00:05:00Z' });
    expect(later[0]).toMatchObject({ lost: 3, still_open: 0 });
  });

  it('leaves out rows after asOf, a date being the whole local day', () => {
    const result = answer(funnel, events('u: A0 B1 B86400'), { ...columns, steps: ['A', 'B'], asOf: '2024-03-01' });
    expect(result.diagnostics).toMatchObject({ rowsIn: 3, rowsUsed: 2, dropped: { after_as_of: 1 }, window: { start: '2024-03-01', end: '2024-03-01', asOf: '2024-03-01' } });
    const east = answer(funnel, events('u: A0 B57599 B57600'), { ...columns, steps: ['A', 'B'], asOf: '2024-03-01', timeZone: 'Asia/Shanghai' });
    expect(east.diagnostics.dropped).toEqual({ after_as_of: 1 });
  });

  it('restricts entries, not completions, to entryRange', () => {
    const text = 'before: A0 B90000\ninside: A86400 B200000\nafter: A172800 B172801';
    const range = { from: '2024-03-02', to: '2024-03-02' };
    expect(column(steps(text, { steps: ['A', 'B'], entryRange: range }), 'ordered_count')).toEqual([1, 1]);
    expect(column(steps(text, { steps: ['A', 'B'], entryRange: { to: '2024-03-02' } }), 'ordered_count')).toEqual([2, 2]);
    expect(column(steps(text, { steps: ['A', 'B'], entryRange: range, order: 'any' }), 'ordered_count')).toEqual([1, 1]);
  });

  it('adds up the values on the events that fill a step, the largest of several at one instant', () => {
    const rows = steps('u1: A0=1 B5=10 B5=30 B9=100\nu2: A0 B1=0.1\nu3: A0=2', { steps: ['A', 'B'], value: 'value' });
    expect(column(rows, 'value')).toEqual([3, 30.1]);
    const result = answer(funnel, events('u1: A0=1 B5\nu2: A0'), { ...columns, steps: ['A', 'B'], value: 'value', currency: 'EUR' });
    expect(column(rowsOf(result.table), 'value')).toEqual([1, 0]);
    expect(result.diagnostics.currency).toBe('EUR');
    expect(result.diagnostics.notes.find((note) => note.code === 'value_missing')?.params).toEqual({ rows: 2 });
    expect(column(steps('u: A0=1', { steps: ['A', 'B'] }), 'value')).toEqual([null, null]);
  });

  it('breaks down by the segment on the earliest event that has one', () => {
    const data: FixtureColumns = {
      customer: ['u1', 'u1', 'u2', 'u3', 'u3', 'u4'],
      time: ['2024-01-01', '2024-01-02', '2024-01-01', '2024-01-01', '2024-01-05', '2024-01-01'],
      stage: ['A', 'B', 'A', 'A', 'B', 'A'],
      channel: { kind: 'text', values: [null, 'web', 'shop', 'web', 'shop', null] },
    };
    const { tables, table } = answer(funnel, data, { ...columns, segment: 'channel', steps: ['A', 'B'] }, 2);
    expect(rowsOf(tables['segments']!).map((row) => [row['segment'], row['stage'], row['ordered_count'], row['median_seconds']])).toEqual([
      ['shop', 'A', 1, null], ['shop', 'B', 0, null],
      ['web', 'A', 2, null], ['web', 'B', 2, 86_400 * 2.5],
      ['(missing)', 'A', 1, null], ['(missing)', 'B', 0, null],
    ]);
    expect(table.columns['ordered_count']).toEqual([4, 2]);
    const options = { ...columns, segment: 'channel', steps: ['A', 'B'] };
    expect(membersOf(funnel, data, options, { stage: 'A', segment: 'web' })).toEqual(['u1', 'u3']);
    expect(membersOf(funnel, data, options, { stage: 'A', segment: '(missing)' })).toEqual(['u4']);
  });

  it('finds the stages of the lifecycle when nobody names steps, and says so', () => {
    const data: FixtureColumns = {
      customer: ['u', 'u', 'u'], time: ['2024-01-01', '2024-01-02', '2024-01-03'], stage: ['retain', 'call', 'acquire'],
    };
    const { table, diagnostics } = answer(funnel, data, columns);
    expect(table.columns['stage']).toEqual(['acquire', 'retain']);
    expect(table.columns['ordered_count']).toEqual([1, 0]);
    expect(diagnostics).toMatchObject({ rowsUsed: 2, dropped: { stage_not_a_step: 1 } });
    expect(diagnostics.notes.map((note) => note.code)).toEqual(['steps_lifecycle', 'stages_left_out', 'no_window']);
  });

  it('orders other stages by the median time to reach them, and says so', () => {
    // Absolute times would put B first: its customers came a year earlier.
    const { table, diagnostics } = answer(funnel, events('old: A-9000 B-8000\nnew: A0 C50\nnewer: A100 C150 B160'), columns);
    expect(table.columns['stage']).toEqual(['A', 'C', 'B']);
    expect(diagnostics.notes.map((note) => note.code)).toContain('steps_found');
  });

  it('keeps the forty most frequent stages where there are too many to order', () => {
    const stages = Array.from({ length: 60 }, (_, i) => `s${String(i).padStart(2, '0')}`);
    const data: FixtureColumns = {
      customer: [...stages.map(() => 'u'), 'v'], time: { kind: 'instant', values: [...stages.map((_, i) => i), 0] }, stage: [...stages, 's59'],
    };
    const { table, diagnostics } = answer(funnel, data, columns);
    expect(table.numRows).toBe(40);
    expect(table.columns['stage']).toContain('s59');
    expect(diagnostics.notes.find((note) => note.code === 'stages_left_out')?.params).toEqual({ stages: 20 });
  });

  it('leaves out and counts rows without customer, time or stage', () => {
    const data: FixtureColumns = {
      customer: { kind: 'text', values: ['u', null, 'u', 'u', 'u'] },
      time: { kind: 'instant', values: ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z', null, '2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z'] },
      stage: { kind: 'text', values: ['A', 'A', 'A', null, 'Z'] },
    };
    const { diagnostics } = answer(funnel, data, { ...columns, steps: ['A', 'B'] });
    expect(diagnostics).toMatchObject({
      rowsIn: 5, rowsUsed: 1, dropped: { customer_missing: 1, time_missing: 1, stage_missing: 1, stage_not_a_step: 1 },
    });
  });

  it('has null where nobody was before, and counts of zero without data', () => {
    const rows = steps('u: C0', { steps: ['A', 'B', 'C'] });
    expect(column(rows, 'ordered_count')).toEqual([0, 0, 0]);
    expect(column(rows, 'step_conversion')).toEqual([null, null, null]);
    expect(column(rows, 'overall_conversion')).toEqual([null, null, null]);
    expect(column(rows, 'lower')).toEqual([null, null, null]);
    const none = answer(funnel, { customer: [], time: { kind: 'instant', values: [] }, stage: [] }, { ...columns, steps: ['A', 'B'] });
    expect(none.table.columns['open_count']).toEqual([0, 0]);
    expect(none.scalars).toMatchObject({ entered: 0, completed: 0, conversion: null });
    expect(answer(funnel, { customer: [], time: { kind: 'instant', values: [] }, stage: [] }, columns).table.numRows).toBe(0);
  });

  it('says when a stage has more customers than the one before', () => {
    const { diagnostics } = answer(funnel, events('u1: A0 B1\nu2: B0'), { ...columns, steps: ['A', 'B'], window: '1d' });
    expect(diagnostics.notes.map((note) => note.code)).toEqual(['open_count_rises']);
  });

  it('says which of the steps named never occurs', () => {
    const { diagnostics } = answer(funnel, events('u1: A0 B1'), { ...columns, steps: ['A', 'b', 'B'], window: '1d' });
    expect(diagnostics.notes).toContainEqual({ code: 'step_absent', message: 'No row is at step "b": check how it is written.', params: { steps: 'b' } });
  });

  it('suppresses rates on few customers and keeps the counts', () => {
    const rows = steps('u1: A0 B1\nu2: A0 B1\nu3: A0', { steps: ['A', 'B', 'C'], minN: 3 });
    expect(rows[1]).toMatchObject({ ordered_count: 2, step_conversion: 2 / 3, median_seconds: null, suppressed: false });
    expect(rows[2]).toMatchObject({ ordered_count: 0, step_conversion: null, lower: null, suppressed: true });
  });

  it('names the customers behind a step and what became of them', () => {
    const data = events('done: A0 B1 C2\nlost: A0 B1\nopen: A3000 B3001\nback: B0 A1\nclock: X3010');
    const options = { ...columns, steps: ['A', 'B', 'C'], window: '1m' };
    expect(membersOf(funnel, data, options, { stage: 'A' })).toEqual(['back', 'done', 'lost', 'open']);
    expect(membersOf(funnel, data, options, { stage: 'A', outcome: 'converted' })).toEqual(['done', 'lost', 'open']);
    expect(membersOf(funnel, data, options, { stage: 'A', outcome: 'dropped' })).toEqual(['back']);
    expect(membersOf(funnel, data, options, { stage: 'B', outcome: 'dropped' })).toEqual(['lost']);
    expect(membersOf(funnel, data, options, { stage: 'B', outcome: 'open' })).toEqual(['open']);
    expect(membersOf(funnel, data, options, { stage: 'C', outcome: 'converted' })).toEqual(['done']);
    expect(membersOf(funnel, data, options, { stage: 'C', outcome: 'dropped' })).toEqual([]);
    const ask = (mark: Record<string, string>) => () => membersOf(funnel, data, options, mark);
    expect(ask({ stage: 'D' })).toThrow(OptionError);
    expect(ask({ stage: 'A', outcome: 'dropt' })).toThrow('funnel: unknown outcome, got "dropt"; expected reached, converted, dropped, open');
    expect(ask({ tier: 'gold' })).toThrow('funnel: a mark has no "tier"; expected stage, outcome');
    expect(ask({ outcome: 'open' })).toThrow(OptionError);
    expect(ask({ stage: 'A', outcome: 'back' })).toThrow('unknown outcome, got "back"');
    expect(() => membersOf(funnel, data, options, { stage: 'A', seconds: 'soon' })).toThrow('funnel: seconds is no number, got "soon"');
    for (const part of ['segment', 'period', 'target']) expect(ask({ stage: 'A', [part]: 'x' })).toThrow(`funnel: a mark has no "${part}"; expected stage, outcome, seconds`);
    const modes = { ...columns, steps: ['A', 'B', 'C'], mode: 'allStages' as const };
    expect(() => membersOf(funnel, data, modes, { stage: 'A', seconds: 1 })).toThrow('funnel: a mark has no "seconds"; expected stage, outcome, target');
    expect(() => membersOf(funnel, data, modes, { stage: 'A', target: 'Cc' })).toThrow('did you mean "C"');
    expect(membersOf(funnel, data, modes, { stage: 'A', outcome: 'back' })).toEqual([]);
  });

  it('takes an order of dates as it stands, whatever the zone', () => {
    const data: FixtureColumns = { customer: ['u', 'u'], time: ['2024-01-01', '2024-01-02'], stage: ['A', 'B'] };
    const { diagnostics } = answer(funnel, data, { ...columns, steps: ['A', 'B'], timeZone: 'America/Los_Angeles', asOf: '2024-01-02' });
    expect(diagnostics.window).toMatchObject({ start: '2024-01-01', end: '2024-01-02' });
    expect(diagnostics.rowsUsed).toBe(2);
  });
});

describe('funnel options', () => {
  it('are resolved with every default, and resolving again changes nothing', () => {
    const resolved = funnel.resolve({ customer: 'c', steps: ['A', 'B'], window: '30d' });
    expect(resolved).toMatchObject({ order: 'ordered', window: '30d', windowFrom: 'entry', attempt: 'best', tieMs: 0, timeZone: 'UTC', asOf: null, confidence: 0.95, minN: 0 });
    expect(funnel.resolve(resolved)).toEqual(resolved);
  });

  it.each([
    [{ stpes: ['A'] }, 'funnel: unknown option "stpes"; expected "steps"'],
    [{ window: '30 parsecs' }, 'funnel: window is not valid, got "30 parsecs"; expected a length such as 30d, 12h or 60s, or a number of days'],
    [{ order: 'strikt' }, 'funnel: unknown order "strikt" (did you mean "strict"?); expected ordered, strict or any'],
    [{ order: 'any', windowFrom: 'previous' }, 'funnel: windowFrom is not valid, got "previous"; expected entry with order any'],
    [{ order: 'strict', tieMs: 5 }, 'funnel: tieMs is not valid, got 5; expected 0 with order strict'],
    [{ steps: ['A', 'B'], exclusions: [{ stage: 'A' }] }, 'funnel: exclusions is not valid, got "A"; expected a stage that is no step'],
    [{ steps: ['A', 'B'], exclusions: [{ stage: 'X', betwen: ['A', 'B'] }] }, 'funnel: exclusions is not valid, got "betwen"; expected between'],
    [{ steps: ['A', 'B'], exclusions: [{ stage: 'X', between: ['B', 'A'] }] }, 'expected two of the steps, the earlier first: A, B'],
    [{ steps: ['A', 'B'], order: 'any', exclusions: [{ stage: 'X', between: ['A', 'B'] }] }, 'expected none with between'],
    [{ exclusions: [{ stage: 'X' }] }, 'expected steps to be named as well'],
    [{ steps: ['A', 'B', 'C'], optional: ['C'] }, 'funnel: optional is not valid, got "C"; expected neither the first step nor the last'],
    [{ regressions: 'current' }, 'funnel: regressions is not valid, got "current"; expected a mode as well'],
    [{ mode: 'anyStage', order: 'strict' }, 'funnel: order is not valid, got "strict"; expected it only without mode anyStage'],
    [{ steps: ['A'], mode: 'anyStage', lostStages: ['A'] }, 'funnel: lostStages is not valid, got ["A"]; expected stages that are no steps'],
    [{ steps: ['A'], attribution: 2 }, 'funnel: attribution is not valid, got 2; expected a whole number from 1 to 1'],
    [{ steps: ['A', 'A'] }, 'funnel: steps is not valid'],
    [{ asOf: 'yesterday' }, 'funnel: asOf is not valid, got "yesterday"; expected an ISO 8601 date or instant'],
    [{ entryRange: { from: '2024-02-01', to: '2024-01-01' } }, 'funnel: entryRange is not valid'],
    [{ entryRange: { since: '2024-02-01' } }, 'funnel: entryRange is not valid'],
    [{ tieMs: -1 }, 'funnel: tieMs is not valid, got -1'],
    [{ equalTimes: 'apart', tieMs: 5 }, 'funnel: tieMs is not valid, got 5; expected 0 with equalTimes apart'],
    [{ order: 'any', equalTimes: 'apart' }, 'funnel: equalTimes is not valid, got "apart"; expected ordered with order any'],
    [{ order: 'any', repeats: 'end' }, 'funnel: repeats is not valid, got "end"; expected ignore with order any'],
    [{ steps: ['A', 'B'], attempt: 'every', exclusions: [{ stage: 'X', scope: 'customer' }] }, 'expected scope attempt with attempt every'],
    [{ lostStages: ['X'] }, 'funnel: lostStages is not valid, got ["X"]; expected a mode as well'],
    [{ mode: 'anyStage', lostStages: ['X'] }, 'funnel: lostStages is not valid, got ["X"]; expected steps to be named as well'],
    [{ steps: ['A', 'B'], mode: 'anyStage', attribution: 1 }, 'funnel: attribution is not valid, got 1; expected first or last with mode anyStage'],
    [{ optional: ['B'] }, 'funnel: optional is not valid, got ["B"]; expected steps to be named as well'],
    [{ steps: ['A', 'B', 'C'], optional: ['A'] }, 'expected neither the first step nor the last'],
    [{ steps: ['Alpha', 'Beta', 'C'], optional: ['Bate'] }, 'funnel: optional is not valid, got "Bate"; expected Beta'],
    [{ steps: ['A', 'B', 'C'], optional: ['nothing like it'] }, 'expected one of A, B, C'],
    [{ attribution: 0 }, 'funnel: attribution is not valid, got 0'],
    [{ attribution: 'middle' }, 'funnel: unknown attribution "middle"'],
    [{ window: true }, 'funnel: window is not valid, got true'], [{ window: {} }, 'funnel: window is not valid'],
    [{ confidence: 0.4 }, 'funnel: confidence is not valid'], [{ weekStart: 8 }, 'funnel: weekStart is not valid'], [{ minN: 1.5 }, 'funnel: minN is not valid'],
    ...(['optional', 'order', 'windowFrom', 'attempt', 'tieMs', 'equalTimes', 'repeats', 'exclusions', 'holdConstant', 'entryRange', 'period'] as const).map((name) => [
      { steps: ['A', 'B', 'C'], mode: 'allStages', [name]: { optional: ['B'], order: 'any', windowFrom: 'previous', attempt: 'first', tieMs: 5, equalTimes: 'apart', repeats: 'end', exclusions: [{ stage: 'X' }], holdConstant: ['x'], entryRange: { from: '2024-01-01' }, period: 'day' }[name] },
      `expected it only without mode allStages`,
    ] as [object, string]),
  ])('refuse %j', (options, message) => {
    expect(() => funnel.resolve(options as FunnelOptions)).toThrow(message);
    expect(() => funnel.resolve(options as FunnelOptions)).toThrow(OptionError);
  });

  it('must name columns that exist and fit', () => {
    const { input } = framesOf(events('u: A0'));
    expect(() => funnel.fold({ time: 'time', stage: 'stage' }, input)).toThrow('funnel: no column for "customer"');
    expect(() => funnel.fold({ ...columns, time: 'stage' }, input)).toThrow(SchemaError);
    expect(() => funnel.fold({ ...columns, stage: 'stag' }, input)).toThrow('did you mean "stage"');
  });
});

describe('funnelOfCounts', () => {
  it('turns ready-made counts into rates, with nothing made up', () => {
    const { table, diagnostics } = funnelOfCounts([{ stage: 'visit', count: 200 }, { stage: 'trial', count: 50 }, { stage: 'paid', count: 60 }]);
    const rows = rowsOf(table);
    expect(rows[1]).toMatchObject({ stage: 'trial', order: 2, open_count: 50, ordered_count: 50, step_conversion: 0.25, overall_conversion: 0.25, drop_off: 0.75, median_seconds: null, lost: null, value: null });
    expect(rows[2]).toMatchObject({ step_conversion: 1.2, lower: null, upper: null });
    expect(diagnostics.notes.map((note) => note.code)).toEqual(['counts_given', 'open_count_rises']);
  });

  it('refuses counts that are none', () => {
    expect(() => funnelOfCounts([{ stage: 'visit', count: 1.5 }])).toThrow(OptionError);
    expect(() => funnelOfCounts([{ stage: 'visit', count: 1 }, { stage: 'visit', count: 2 }])).toThrow(OptionError);
  });
});
