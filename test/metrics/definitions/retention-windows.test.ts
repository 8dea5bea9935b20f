import { describe, expect, it } from 'vitest';
import { retention } from '../../../packages/metrics/src/definitions/retention.js';
import type { RetentionOptions } from '../../../packages/metrics/src/definitions/retention-options.js';
import { rowsOf } from '../../../packages/metrics/src/table.js';
import { answer, membersOf } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';

const roles: RetentionOptions = { customer: 'customer', time: 'time', value: 'value' };

function seen(data: FixtureColumns, options: RetentionOptions, ...names: string[]): unknown[][] {
  return rowsOf(answer(retention, data, { ...roles, ...options }).table).filter((row) => row['observed'] === true).map((row) => names.map((name) => row[name]));
}

describe('rolling windows of retention', () => {
  const rolling: RetentionOptions = { windows: 'rolling', windowDays: 10, timeZone: 'Europe/Berlin' };
  const visits: FixtureColumns = {
    customer: ['a', 'a', 'a', 'b'], value: [5, 3, 2, 1],
    time: ['2024-01-10T10:00:00Z', '2024-01-25T10:00:00Z', '2024-01-29T09:00:00Z', '2024-01-12T10:00:00Z'],
  };

  it('are over with the local day that the cut-off lies in, if all of it does', () => {
    // a's second window is from the 20th to the 29th, b's from the 22nd to the 31st.
    expect(seen(visits, { ...rolling, asOf: '2024-01-29' }, 'offset', 'active', 'eligible', 'orders')).toEqual([[0, 2, 2, 2], [1, 1, 1, 2]]);
    for (const asOf of ['2024-01-29T22:59:59.999Z', '2024-01-29T12:00:00Z', '2024-01-28']) {
      expect(seen(visits, { ...rolling, asOf }, 'offset', 'eligible', 'value'), asOf).toEqual([[0, 2, 6]]);
    }
    expect(seen(visits, { ...rolling, asOf: '2024-01-31' }, 'offset', 'active', 'eligible', 'value', 'complete')).toEqual([[0, 2, 2, 6, true], [1, 1, 2, 5, true]]);
  });

  it('are over with the last period that holds data where nothing is cut off', () => {
    // The last visit is on Monday the 29th: its day, its week to 4 February, its month to the 31st.
    const reach = (period: 'day' | 'week' | 'month'): unknown[] => seen(visits, { ...rolling, period, windowDays: 5 }, 'cohort', 'offset', 'eligible').filter(([cohort]) => String(cohort) <= '2024-01-10').map(([, offset]) => offset);
    expect([reach('day').length, reach('week').length, reach('month').length]).toEqual([4, 5, 4]);
    expect(seen(visits, { ...rolling, period: 'month', windowDays: null }, 'offset')).toEqual([]);
    expect(seen(visits, { ...rolling, period: 'week', windowDays: null }, 'cohort', 'offset').at(-1)).toEqual(['2024-01-08', 2]);
  });

  it('tell sums up to a window only where all members were watched to its end', () => {
    const cells = rowsOf(answer(retention, visits, { ...roles, ...rolling, asOf: '2024-01-29', measure: 'cumulativeValue' }).table);
    expect(cells.map((row) => [row['cumulative_value'], row['rate'], row['partial'], row['complete']])).toEqual([[6, 1, false, true], [null, null, true, false]]);
    const calendar = rowsOf(answer(retention, visits, { ...roles, asOf: '2024-01-29', measure: 'cumulativeValue' }).table);
    expect(calendar.map((row) => [row['cumulative_value'], row['partial']])).toEqual([[11, true]]);
  });

  it('let a customer enter a cohort once, by the first day in it', () => {
    const twice: FixtureColumns = { customer: ['a', 'a', 'a', 'b', 'b'], time: ['2024-01-02', '2024-01-04', '2024-02-20', '2024-01-30', '2024-02-01'], value: [1, 1, 1, 1, 1] };
    const { tables, table } = answer(retention, twice, { ...roles, ...rolling, entry: 'recurring' });
    expect(rowsOf(tables['cohorts']!).map((row) => [row['cohort'], row['size']])).toEqual([['2024-01-01', 2], ['2024-02-01', 2]]);
    // The last windows of January's cohort begin with b's entry on the 30th.
    expect(rowsOf(table).filter((row) => row['cohort'] === '2024-01-01').map((row) => row['last_date']).slice(0, 2)).toEqual(['2024-02-08', '2024-02-18']);
    expect(membersOf(retention, twice, { ...roles, ...rolling, entry: 'recurring' }, { cohort: '2024-02-01', offset: 0 })).toEqual(['a', 'b']);
  });

  it('make a bracket that is over with its last window', () => {
    const options: RetentionOptions = { ...rolling, mode: 'bracket', brackets: [[0, 0], [1, 2]] };
    expect(seen(visits, { ...options, asOf: '2024-02-07' }, 'offset', 'offset_end')).toEqual([[0, 0]]);
    expect(seen(visits, { ...options, asOf: '2024-02-08' }, 'offset', 'offset_end', 'active', 'eligible', 'complete')).toEqual([[0, 0, 2, 2, true], [1, 2, 1, 1, false]]);
    expect(rowsOf(answer(retention, visits, { ...roles, ...options, asOf: '2024-02-07' }).table).map((row) => [row['offset'], row['observed']])).toEqual([[0, true]]);
  });
});

describe('brackets of retention', () => {
  const visits: FixtureColumns = {
    customer: ['a', 'a', 'a', 'b', 'b', 'c'], value: [8, 4, 2, 6, 3, 1],
    time: ['2024-01-05', '2024-02-05', '2024-05-05', '2024-01-07', '2024-03-05', '2024-02-07'],
  };
  const brackets: RetentionOptions = { mode: 'bracket', brackets: [[1, 2], [4, 4]] };

  it('are seen from their first offset on, complete with their last, and end on its last day', () => {
    expect(seen(visits, { ...brackets, asOf: '2024-05-31' }, 'cohort', 'offset', 'offset_end', 'active', 'orders', 'value', 'complete', 'last_date')).toEqual([
      ['2024-01-01', 1, 2, 2, 2, 7, true, '2024-03-31'], ['2024-01-01', 4, 4, 1, 1, 2, true, '2024-05-31'], ['2024-02-01', 1, 2, 0, 0, 0, true, '2024-04-30'],
    ]);
    expect(seen(visits, { ...brackets, asOf: '2024-03-10' }, 'cohort', 'offset', 'active', 'complete')).toEqual([['2024-01-01', 1, 2, false], ['2024-02-01', 1, 0, false]]);
    // A bracket that nobody has reached has no row.
    expect(answer(retention, visits, { ...roles, ...brackets, asOf: '2024-04-30' }).scalars['offsets']).toBe(1);
    expect(answer(retention, visits, { ...roles, ...brackets, asOf: '2024-05-01' }).scalars['offsets']).toBe(2);
  });

  it('are marked by their first offset', () => {
    expect(membersOf(retention, visits, { ...roles, ...brackets }, { cohort: '2024-01-01', offset: 1 })).toEqual(['a', 'b']);
    expect(membersOf(retention, visits, { ...roles, ...brackets }, { cohort: '2024-01-01', offset: 4 })).toEqual(['a']);
    expect(membersOf(retention, visits, { ...roles, ...brackets }, { cohort: '2024-01-01' })).toEqual(['a', 'b']);
    for (const mark of [{ cohort: '2024-01-01', offset: 2 }, { cohort: '2024-01-01', offset: 0 }]) {
      expect(() => membersOf(retention, visits, { ...roles, ...brackets }, mark)).toThrow('offset?: 1, 4');
    }
  });

  it('are refused where they are no list of ascending pairs', () => {
    const bad: readonly unknown[] = [[], 'all', {}, [1, 2], [[1]], [['1', 2]], [[1.5, 2]], [[1, 2.5]], [[2, 1]], [[-1, 2]], [[1, 2], [2, 3]], [null]];
    for (const value of bad) expect(() => retention.resolve({ mode: 'bracket', brackets: value } as object), JSON.stringify(value)).toThrow(/brackets is not valid.*ascending order/);
    for (const value of [[[0, 0]], [[0, 2], [3, 3], [9, 12]]]) expect(retention.resolve({ mode: 'bracket', brackets: value } as object)).toMatchObject({ brackets: value });
  });
});

describe('retention by every mode', () => {
  const early: FixtureColumns = {
    customer: ['a', 'a', 'a', 'a', 'b', 'c', 'c'], value: [-3, 10, -4, 2, -1, -2, -2],
    time: ['2024-01-05', '2024-02-05', '2024-03-05', '2024-04-05', '2024-02-06', '2024-01-01', '2024-03-01'],
  };

  it.each(['on', 'onOrAfter', 'onOrBefore', 'streak'] as const)('%s leaves refunds before the first purchase in no cell, and counts who has nothing else', (mode) => {
    for (const entry of ['first', 'recurring'] as const) {
      const { diagnostics, scalars, table } = answer(retention, early, { ...roles, mode, entry });
      expect(scalars).toMatchObject({ customers: 1, customers_without_activity: 2 });
      expect(diagnostics.notes.map(({ code, params }) => [code, params])).toEqual([['refunds_only', { customers: 2 }], ['refunds_before_first', { entries: 1 }]]);
      expect(rowsOf(table).filter((row) => row['cohort'] === '2024-02-01').map((row) => [row['orders'], row['value']])).toEqual([[1, 10], [0, -4], [1, 2]]);
    }
  });

  it('says what it was asked in: the zone, the currency, and the period that is running', () => {
    const asked = { ...roles, timeZone: 'Asia/Shanghai', currency: 'CNY' };
    const instants: FixtureColumns = { customer: ['a', 'b'], time: ['2024-03-05T08:00:00Z', '2024-03-31T16:30:00Z'], value: [1, 1] };
    const running = answer(retention, instants, { ...asked, asOf: '2024-04-10' });
    expect(running.diagnostics).toMatchObject({ timeZone: 'Asia/Shanghai', currency: 'CNY', window: { partial: ['2024-04-01'] } });
    const two: FixtureColumns = { customer: ['a', 'b'], time: ['2024-01-05', '2024-02-05'], value: [1, 1] };
    const cohorts = (asOf: string | null): unknown => rowsOf(answer(retention, two, { ...asked, asOf }).tables['cohorts']!).map((row) => [row['cohort'], row['size'], row['partial']]);
    expect(cohorts('2024-02-10')).toEqual([['2024-01-01', 1, false], ['2024-02-01', 1, true]]);
    expect(cohorts('2024-02-29')).toEqual([['2024-01-01', 1, false], ['2024-02-01', 1, false]]);
    expect(cohorts(null)).toEqual([['2024-01-01', 1, false], ['2024-02-01', 1, false]]);
    const over = answer(retention, two, { ...roles, asOf: '2024-02-29' });
    expect(over.diagnostics).toMatchObject({ timeZone: 'UTC', currency: null, window: { partial: [] } });
    const nothing = answer(retention, { customer: [], time: { kind: 'date', values: [] }, value: [] }, { ...roles, asOf: '2024-02-10' });
    expect([nothing.table.numRows, nothing.scalars, nothing.diagnostics.window.partial]).toEqual([0, expect.objectContaining({ customers: 0, cohorts: 0, offsets: 0 }), []]);
  });

  it('pools nothing of fewer than minN, and no values where there are none', () => {
    const data: FixtureColumns = { customer: ['a', 'b', 'c', 'a', 'b'], time: ['2024-01-05', '2024-01-05', '2024-02-05', '2024-02-05', '2024-03-05'], value: [4, 4, 2, 2, 1] };
    const pooled = (options: RetentionOptions): unknown[][] => rowsOf(answer(retention, data, { ...roles, ...options }).tables['pooled']!).map((row) => [row['size'], row['active'], row['value'], row['cumulative_value'], row['suppressed']]);
    expect(pooled({ minN: 2 })).toEqual([[3, 3, 10, 10, false], [3, 1, 2, 12, false], [2, 1, 1, 11, false]]);
    expect(pooled({ minN: 3 })).toEqual([[3, 3, 10, 10, false], [3, 1, 2, 12, false], [2, null, null, null, true]]);
    expect(pooled({ value: null })).toEqual([[3, 3, null, null, false], [3, 1, null, null, false], [2, 1, null, null, false]]);
    expect(seen(data, { value: null }, 'value', 'cumulative_value')[0]).toEqual([null, null]);
    // A row that holds no cohort is not withheld: there is nothing to withhold.
    expect(pooled({ minN: 3, asOf: '2024-03-05' }).at(-1)).toEqual([0, null, null, null, false]);
    const [, one] = rowsOf(answer(retention, data, { ...roles, confidence: 0.8 }).tables['pooled']!);
    const [, other] = rowsOf(answer(retention, data, roles).tables['pooled']!);
    expect(Number(one?.['upper']) - Number(one?.['lower'])).toBeLessThan(Number(other?.['upper']) - Number(other?.['lower']));
    // Wilson 95 % of 1 in 3.
    expect([other?.['lower'], other?.['upper']]).toEqual([expect.closeTo(0.0614919, 6), expect.closeTo(0.7923404, 6)]);
  });

  it('is marked by the first date of a cohort and a whole offset from 0 on', () => {
    for (const mark of [{ cohort: 'January' }, { cohort: '2024-01-01', offset: -2 }, { cohort: '2024-01-01', offset: '1' }, { cohort: 20240101 }]) {
      expect(() => membersOf(retention, early, roles, mark), JSON.stringify(mark)).toThrow(/retention: no such mark.*offset\?: 0, 1, 2/);
    }
  });
});
