import { describe, expect, it } from 'vitest';
import { survival } from '../../../packages/metrics/src/definitions/survival.js';
import type { SurvivalOptions } from '../../../packages/metrics/src/definitions/survival-options.js';
import { OptionError } from '../../../packages/metrics/src/errors.js';
import { rowsOf } from '../../../packages/metrics/src/table.js';
import { answer, membersOf } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';

const micros = (iso: string): number => Date.parse(iso) * 1000;
const instants = (...values: readonly (number | string | null)[]): FixtureColumns[string] => ({ kind: 'instant', values: values.map((value) => (typeof value === 'string' ? micros(value) : value)) });
const numbers = (...values: readonly (number | null)[]): FixtureColumns[string] => ({ kind: 'number', values });
const curve = (data: FixtureColumns, options: SurvivalOptions): unknown[][] => (
  rowsOf(answer(survival, data, options, 2).table).map((row) => [row['time'], row['at_risk'], row['events'], row['censored'], row['survival']]));
const dropped = (data: FixtureColumns, options: SurvivalOptions): Readonly<Record<string, number>> => answer(survival, data, options, 2).diagnostics.dropped;

describe('spells until the second purchase', () => {
  const purchases: FixtureColumns = {
    customer: ['a', 'b', 'e', 'e', 'b', 'a', 'c', 'd', 'a'], value: [5, 5, 5, 5, -1, 5, 5, -2, 5],
    time: ['2024-01-01', '2024-01-10', '2024-01-05', '2024-01-05', '2024-01-20', '2024-01-31', '2024-02-01', '2024-02-03', '2024-02-04'],
  };
  const roles: SurvivalOptions = { customer: 'customer', time: 'time', value: 'value' };

  it('last from the first day with an order to the next other one, or as long as they were watched', () => {
    // a came back after 30 days; b had a refund, c nothing, e bought twice on one day; d has no order.
    expect(curve(purchases, { ...roles, asOf: '2024-02-10' })).toEqual([[9, 4, 0, 1, 1], [30, 3, 1, 0, 2 / 3], [31, 2, 0, 1, 2 / 3], [36, 1, 0, 1, 2 / 3]]);
    // Without a cut-off they were watched to the last row, of 4 February.
    expect(curve(purchases, roles).map(([time]) => time)).toEqual([3, 25, 30]);
    expect(curve(purchases, { ...roles, asOf: '2024-02-10', period: 'month' })).toEqual([[0, 4, 0, 1, 1], [1, 3, 1, 2, 2 / 3]]);
    expect(curve(purchases, { ...roles, value: null, asOf: '2024-02-10' }).map(([time, , events]) => [time, events])).toEqual([[7, 0], [9, 0], [10, 1], [30, 1], [36, 0]]);
  });

  it('end within a period at its end, and exactly with one at that', () => {
    const two: FixtureColumns = { customer: ['a', 'a', 'b', 'b'], time: ['2024-01-01', '2024-02-01', '2024-01-01', '2024-02-02'] };
    expect(curve(two, { ...roles, value: null, period: 'month' })).toEqual([[1, 2, 1, 0, 0.5], [2, 1, 1, 0, 0]]);
  });

  it('name who bought again, who hasn\'t, and who did after how long', () => {
    const asked = { ...roles, asOf: '2024-02-10' };
    expect(membersOf(survival, purchases, asked, { status: 'ended' })).toEqual(['a']);
    expect(membersOf(survival, purchases, asked, { status: 'active' })).toEqual(['b', 'c', 'e']);
    expect(membersOf(survival, purchases, asked, { time: 30 })).toEqual(['a']);
    expect(membersOf(survival, purchases, asked, {})).toEqual(['a', 'b', 'c', 'e']);
    for (const mark of [{ segment: 'x' }, { time: -1 }, { time: '30' }, { status: 'gone' }]) expect(() => membersOf(survival, purchases, asked, mark)).toThrow(OptionError);
    const { tables, scalars } = answer(survival, purchases, asked);
    expect(rowsOf(tables['groups']!).map((row) => [row['segment'], row['n'], row['events'], row['censored']])).toEqual([[null, 4, 1, 3]]);
    expect(scalars).toMatchObject({ n: 4, events: 1, groups: 1 });
  });
});

describe('spells of given length', () => {
  const roles: SurvivalOptions = { duration: 'duration', event: 'event' };

  it('may be 0 long, and are known by words in any case and with spaces around', () => {
    const data: FixtureColumns = { duration: [0, 2, 3], event: [' Yes ', 'NO', 'Churned'] };
    expect(curve(data, roles)).toEqual([[0, 3, 1, 0, 2 / 3], [2, 2, 0, 1, 2 / 3], [3, 1, 1, 0, 0]]);
    expect(curve(data, { ...roles, eventValue: 'NO' })).toEqual([[0, 3, 0, 1, 1], [2, 2, 1, 0, 0.5], [3, 1, 0, 1, 0.5]]);
  });

  it('are dropped where they ended before they came under observation, or whose customer is missing', () => {
    const data: FixtureColumns = {
      customer: ['a', 'b', 'c', 'd', 'e', null], duration: [4, 4, 0, 4, 4, 4], event: ['yes', 'yes', 'yes', 'yes', 'yes', 'yes'], entry: numbers(4, 3, 0, -1, Number.NaN, null),
    };
    expect(dropped(data, { ...roles, entry: 'entry', customer: 'customer' })).toEqual({ ended_before_entry: 1, customer_missing: 1 });
    expect(curve(data, { ...roles, entry: 'entry', customer: 'customer' })).toEqual([[0, 3, 1, 0, 2 / 3], [3, 2, 0, 0, 2 / 3], [4, 3, 3, 0, 0]]);
    expect(answer(survival, data, { ...roles, entry: 'entry' }).diagnostics).toMatchObject({ rowsUsed: 5, dropped: { ended_before_entry: 1 } });
    expect(membersOf(survival, data, { ...roles, customer: 'customer' }, { time: 0 })).toEqual(['c']);
  });

  it('are all of one group where none are asked for', () => {
    const data: FixtureColumns = { duration: [1, 2], event: ['yes', 'yes'], segment: ['x', 'y'], customer: ['a', 'b'] };
    expect(rowsOf(answer(survival, data, roles).tables['groups']!).map((row) => [row['segment'], row['n']])).toEqual([[null, 2]]);
    expect(membersOf(survival, data, { ...roles, customer: 'customer' }, { status: 'ended' })).toEqual(['a', 'b']);
    expect(membersOf(survival, data, { ...roles, customer: 'customer', segment: 'segment' }, { segment: 'y', time: 2, status: 'ended' })).toEqual(['b']);
  });
});

describe('spells of subscriptions', () => {
  const roles: SurvivalOptions = { start: 'start', end: 'end', customer: 'customer' };

  it('are dropped where their dates can\'t be, and counted by why', () => {
    const data: FixtureColumns = {
      customer: ['a', 'b', 'c', 'd', 'e'], start: instants(null, Infinity, '2024-01-01T00:00Z', '2024-01-02T00:00Z', '2024-01-01T00:00Z'),
      end: instants('2024-01-05T00:00Z', null, Infinity, '2024-01-01T00:00Z', '2024-01-03T00:00Z'),
    };
    expect(dropped(data, roles)).toEqual({ start_missing: 1, time_out_of_range: 2, end_before_start: 1 });
  });

  it('begin before the cut-off and end before it, to the microsecond', () => {
    const asOf = '2024-03-10T12:00:00Z';
    const cut = micros(asOf) + 1;
    const data: FixtureColumns = { customer: ['on', 'late', 'then', 'before'], start: instants(cut - 1, cut, '2024-01-10T00:00Z', '2024-01-10T00:00Z'), end: instants(null, null, cut, cut - 1) };
    expect(dropped(data, { ...roles, asOf })).toEqual({ after_as_of: 1 });
    expect(membersOf(survival, data, { ...roles, asOf }, { status: 'ended' })).toEqual(['before']);
    expect(membersOf(survival, data, { ...roles, asOf }, { status: 'active' })).toEqual(['on', 'then']);
  });

  it('that end on the day they begin are lost in their first period, counted in days after none', () => {
    const data: FixtureColumns = { customer: ['a', 'b'], start: ['2024-01-10', '2024-01-10'], end: { kind: 'date', values: ['2024-01-10', null] } };
    expect(curve(data, { ...roles, asOf: '2024-04-10' })).toEqual([[1, 2, 1, 0, 0.5], [3, 1, 0, 1, 0.5]]);
    expect(curve(data, { ...roles, asOf: '2024-01-20', period: 'day' })).toEqual([[0, 2, 1, 0, 0.5], [10, 1, 0, 1, 0.5]]);
    // Watching goes on to the last date there is: the 10th, and of a column of ends nobody has to have one.
    expect(curve({ customer: ['a', 'b'], start: ['2024-01-10', '2024-03-10'] }, { ...roles, end: null })).toEqual([[0, 2, 0, 1, 1], [2, 1, 0, 1, 1]]);
  });

  it('are at risk from the day on which watching begins, and not counted where they ended by it', () => {
    const data: FixtureColumns = {
      customer: ['ended', 'that day', 'same', 'never', 'new'], start: ['2024-01-10', '2024-01-10', '2024-02-20', '2024-01-25', '2024-02-20'],
      end: { kind: 'date', values: ['2024-02-19', '2024-02-20', '2024-02-20', null, null] },
    };
    const asked = { ...roles, observedFrom: '2024-02-20', asOf: '2024-03-20' };
    const { diagnostics, scalars } = answer(survival, data, asked);
    expect(diagnostics.dropped).toEqual({ ended_before_entry: 2 });
    expect(scalars).toMatchObject({ n: 3, events: 1 });
    // Who began on the day itself did not enter late; "never" did, within its first month.
    expect(curve(data, asked)).toEqual([[0, 2, 0, 0, 1], [1, 3, 1, 2, 2 / 3]]);
    const never = answer(survival, data, { ...asked, asOf: '2024-02-24' });
    expect(never.diagnostics.notes).toEqual([expect.objectContaining({ code: 'never_at_risk', message: expect.stringMatching(/^1 came/), params: { rows: 1 } })]);
    expect(never.scalars['n']).toBe(2);
    expect(diagnostics.notes).toEqual([]);
  });

  it('say between which dates they lie, in the zone of their instants; dates have none', () => {
    const data: FixtureColumns = {
      customer: ['a', 'b', 'c'], start: instants('2024-01-31T20:00Z', '2024-01-05T20:00Z', '2024-02-01T20:00Z'), end: instants('2024-02-20T20:00Z', null, '2024-02-10T20:00Z'),
    };
    const asked = { ...roles, timeZone: 'Asia/Shanghai' };
    expect(answer(survival, data, asked).diagnostics).toMatchObject({ timeZone: 'Asia/Shanghai', window: { start: '2024-01-06', end: '2024-02-21', asOf: '2024-02-21', partial: [] } });
    expect(answer(survival, data, { ...asked, asOf: '2024-02-15' }).diagnostics.window).toEqual({ start: '2024-01-06', end: '2024-02-11', asOf: '2024-02-15', partial: [] });
    expect(answer(survival, data, roles).diagnostics).toMatchObject({ timeZone: 'UTC', window: { start: '2024-01-05', end: '2024-02-20' } });
    const dates: FixtureColumns = { customer: ['a'], start: ['2024-01-05'], end: ['2024-01-09'] };
    expect(answer(survival, dates, asked).diagnostics).toMatchObject({ timeZone: 'UTC', window: { start: '2024-01-05', end: '2024-01-09' } });
    expect(answer(survival, { start: ['2024-01-05'] }, { start: 'start' }).diagnostics.window).toMatchObject({ start: '2024-01-05', end: '2024-01-05' });
    expect(answer(survival, { start: { kind: 'date', values: [null] } }, { start: 'start' }).diagnostics.window).toEqual({ start: null, end: null, asOf: null, partial: [] });
    expect(answer(survival, data, { ...asked, observedFrom: '2024-02-01' }).diagnostics.dropped).toEqual({});
  });
});

describe('what survival reads', () => {
  const data: FixtureColumns = {
    duration: [1, 2], event: ['yes', 'no'], customer: ['a', 'a'], start: ['2024-01-01', '2024-01-01'], end: ['2024-02-01', '2024-02-01'], time: ['2024-01-01', '2024-01-08'],
  };
  const events = (options: SurvivalOptions): unknown => [answer(survival, data, options).scalars['n'], answer(survival, data, options).scalars['events']];

  it('is durations where there are, then subscriptions, then purchases, unless it is said', () => {
    const all: SurvivalOptions = { duration: 'duration', event: 'event', start: 'start', end: 'end', customer: 'customer', time: 'time' };
    expect(events(all)).toEqual([2, 1]);
    expect(events({ ...all, of: 'subscriptions' })).toEqual([2, 2]);
    expect(events({ ...all, of: 'purchases' })).toEqual([1, 1]);
    expect(events({ ...all, event: null })).toEqual([2, 2]);
    expect(events({ ...all, duration: null, start: null })).toEqual([1, 1]);
    for (const some of [{ customer: 'customer' }, { time: 'time' }, { duration: 'duration' }, { event: 'event', end: 'end' }]) expect(() => answer(survival, data, some)).toThrow(/no columns to read/);
  });

  it('is periods of the length asked for: months of subscriptions, days until the second purchase', () => {
    expect(curve(data, { start: 'start', end: 'end' }).map(([time]) => time)).toEqual([1]);
    expect(curve(data, { start: 'start', end: 'end', period: 'day' }).map(([time]) => time)).toEqual([31]);
    expect(curve(data, { customer: 'customer', time: 'time' }).map(([time]) => time)).toEqual([7]);
    expect(curve(data, { customer: 'customer', time: 'time', period: 'week' }).map(([time]) => time)).toEqual([1]);
    expect(survival.resolve({}).period).toBeNull();
  });
});
