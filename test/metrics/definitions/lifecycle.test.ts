import { describe, expect, it } from 'vitest';
import { lifecycle } from '../../../packages/metrics/src/definitions/lifecycle.js';
import type { LifecycleOptions } from '../../../packages/metrics/src/definitions/lifecycle-options.js';
import { rowsOf } from '../../../packages/metrics/src/table.js';
import { answer, membersOf } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';

const roles = { customer: 'customer', time: 'time', value: 'value' };

const data = {
  //         Jan: a b     Feb: a c    Mar: nobody (b: a refund)   Apr: a b c d
  customer: ['a', 'b', 'a', 'c', 'b', 'a', 'b', 'c', 'd', 'c'],
  time: ['2024-01-03', '2024-01-31', '2024-02-01', '2024-02-29', '2024-03-15', '2024-04-01', '2024-04-02', '2024-04-03', '2024-04-04', '2024-04-30'],
  value: [10, 20, 30, 40, -5, 1, 2, 4, 8, 16],
};

describe('lifecycle', () => {
  it('tells new, returning, resurrected and dormant customers by month, silent months included (C13)', () => {
    const { table, scalars } = answer(lifecycle, data, roles, 3);
    expect(table.fields.map(({ name }) => name)).toEqual([
      'period', 'active', 'new', 'returning', 'resurrected', 'dormant', 'net', 'retention_rate', 'churn_rate', 'quick_ratio', 'partial', 'low_n',
      'lower', 'upper', 'value_new', 'value_existing', 'suppressed',
    ]);
    const told = (names: string[]): unknown[][] => rowsOf(table).map((row) => names.map((name) => row[name]));
    expect(told(['period', 'active', 'new', 'returning', 'resurrected', 'dormant', 'net'])).toEqual([
      ['2024-01-01', 2, 2, 0, 0, 0, 2],
      ['2024-02-01', 2, 1, 1, 0, 1, 0],
      ['2024-03-01', 0, 0, 0, 0, 2, -2],
      ['2024-04-01', 4, 1, 0, 3, 0, 4],
    ]);
    expect(told(['retention_rate', 'churn_rate', 'quick_ratio', 'low_n'])).toEqual([
      [null, null, null, false], [0.5, 0.5, 1, true], [0, 1, 0, true], [null, null, null, false],
    ]);
    expect(told(['value_new', 'value_existing'])).toEqual([[30, 0], [40, 30], [0, -5], [8, 23]]);
    expect(scalars).toEqual({ periods: 4, customers: 4 });
  });

  it('has the customers behind every state', () => {
    const members = (period: string, state: string): string[] => membersOf(lifecycle, data, roles, { period, state });
    expect(members('2024-02-01', 'active')).toEqual(['a', 'c']);
    expect(members('2024-02-01', 'new')).toEqual(['c']);
    expect(members('2024-02-01', 'returning')).toEqual(['a']);
    expect(members('2024-02-01', 'dormant')).toEqual(['b']);
    expect(members('2024-03-01', 'dormant')).toEqual(['a', 'c']);
    expect(members('2024-04-01', 'resurrected')).toEqual(['a', 'b', 'c']);
    expect(members('2031-04-01', 'active')).toEqual([]);
    expect(() => members('2024-04-02', 'active')).toThrow(/first date of a month/);
    expect(() => members('2024-04-01', 'asleep')).toThrow(/active \| new \| returning \| resurrected \| dormant/);
    expect(() => members('April', 'new')).toThrow(/no such mark/);
  });

  it('goes on to asOf with silent periods, and calls the last one partial while it is not over', () => {
    const rows = rowsOf(answer(lifecycle, data, { ...roles, asOf: '2024-05-30' }).table);
    expect(rows.map((row) => [row['period'], row['dormant'], row['partial']]).slice(3)).toEqual([['2024-04-01', 0, false], ['2024-05-01', 4, true]]);
    expect(answer(lifecycle, data, { ...roles, asOf: '2024-05-31' }).diagnostics.window).toEqual({ start: '2024-01-03', end: '2024-04-30', asOf: '2024-05-31', partial: [] });
    const cut = answer(lifecycle, data, { ...roles, asOf: '2024-04-02' });
    expect(cut.diagnostics).toMatchObject({ rowsUsed: 7, dropped: { after_as_of: 3 }, window: { end: '2024-04-02', partial: ['2024-04-01'] } });
    expect(cut.table.columns['active']).toEqual([2, 2, 0, 2]);
  });

  it('has Wilson intervals at the confidence asked for', () => {
    const ends = (options: LifecycleOptions): unknown[] => ['lower', 'upper'].map((end) => answer(lifecycle, data, { ...roles, ...options }).table.columns[end]?.[1]);
    expect(ends({})).toEqual([expect.closeTo(0.0945312, 6), expect.closeTo(0.9054688, 6)]);
    expect(ends({ confidence: 0.5 })).toEqual([expect.closeTo(0.284759, 5), expect.closeTo(0.715241, 5)]);
  });

  it('keeps values to itself where minCell withholds who brought them', () => {
    const rows = rowsOf(answer(lifecycle, data, { ...roles, minCell: 3 }).table);
    expect(rows.filter((row) => row['suppressed'] === true && (row['value_new'] !== null || row['net'] !== null))).toEqual([]);
    expect(rows.filter((row) => row['suppressed'] === false && row['value_new'] === null)).toEqual([]);
    expect(() => lifecycle.resolve({ createdAt: 'created' })).toThrow(/createdAt is not valid, got "created"; expected it only with newBy createdAt/);
  });

  it('finds weeks and days in the zone asked for', () => {
    // Sunday 23:30 in New York is Monday in UTC.
    const visits = { customer: ['a', 'a'], time: ['2024-03-04T04:30:00Z', '2024-03-05T12:00:00Z'] };
    const weeks = (timeZone: string, weekStart: number): unknown => answer(lifecycle, visits, { customer: 'customer', time: 'time', period: 'week', timeZone, weekStart }).table.columns['period'];
    expect(weeks('UTC', 1)).toEqual(['2024-03-04']);
    expect(weeks('America/New_York', 1)).toEqual(['2024-02-26', '2024-03-04']);
    expect(weeks('America/New_York', 7)).toEqual(['2024-03-03']);
  });

  it('tells no value where no column holds one, and no rates of fewer than minN', () => {
    const plain = answer(lifecycle, data, { customer: 'customer', time: 'time', minN: 2 });
    expect(plain.table.columns['value_new']).toEqual([null, null, null, null]);
    // Without values the refund in March is a visit like any other.
    expect(plain.table.columns['active']).toEqual([2, 2, 1, 4]);
    expect(plain.table.columns['retention_rate']).toEqual([null, 0.5, 0, null]);
    expect(plain.table.columns['suppressed']).toEqual([false, false, false, true]);
    expect(plain.table.columns['quick_ratio']).toEqual([null, 1, 0.5, null]);
    const left = answer(lifecycle, { customer: ['a', 'b'], time: ['2024-01-01', '2024-02-01'] }, { customer: 'customer', time: 'time', minN: 2 });
    expect(left.table.columns['dormant']).toEqual([0, 1]);
    expect(left.table.columns['quick_ratio']).toEqual([null, null]);
  });

  it('keeps the latest periods where a stray date would ask for a hundred thousand', () => {
    const { table, diagnostics } = answer(lifecycle, { customer: ['a', 'a'], time: ['0001-01-01', '2024-01-01'] }, { customer: 'customer', time: 'time', period: 'day' });
    expect(table.numRows).toBe(100_000);
    expect(table.columns['period']?.at(-1)).toBe('2024-01-01');
    expect(table.columns['resurrected']?.at(-1)).toBe(1);
    expect(diagnostics.notes.map(({ code }) => code)).toEqual(['periods_cut']);
  });

  it('has no periods without rows, and refuses unknown options', () => {
    const nothing = answer(lifecycle, { customer: [null], time: ['2024-01-01'] }, { customer: 'customer', time: 'time' });
    expect(nothing.table.numRows).toBe(0);
    expect(nothing.diagnostics).toMatchObject({ rowsIn: 1, rowsUsed: 0, dropped: { customer_missing: 1 } });
    expect(() => lifecycle.resolve({ newBy: 'createdAt' })).toThrow(/createdAt is not valid, got null; expected the column of dates/);
    expect(() => lifecycle.resolve({ perod: 'week' } as object)).toThrow('lifecycle: unknown option "perod"; expected "period"');
  });

  it('takes a customer as new in the period of a date given, where nothing came before it', () => {
    const data: FixtureColumns = {
      customer: ['early', 'early', 'late', 'late', 'wrong', 'wrong', 'none'],
      time: { kind: 'date', values: ['2024-01-10', '2024-02-10', '2024-02-10', '2024-03-10', '2024-01-10', '2024-02-10', '2024-02-10'] },
      created: { kind: 'date', values: ['2024-01-01', '2024-01-01', '2024-01-20', '2024-01-20', '2024-02-01', null, null] },
    };
    const options: LifecycleOptions = { customer: 'customer', time: 'time', newBy: 'createdAt', createdAt: 'created' };
    // All four are customers, though "late" came to be in a month in which nothing was done.
    expect(answer(lifecycle, data, options, 2).scalars['customers']).toBe(4);
    const rows = rowsOf(answer(lifecycle, data, options, 2).table);
    expect(rows.map((row) => [row['new'], row['returning'], row['resurrected'], row['dormant']])).toEqual([[2, 0, 0, 0], [1, 2, 1, 0], [0, 1, 0, 3]]);
    expect(membersOf(lifecycle, data, options, { period: '2024-02-01', state: 'resurrected' })).toEqual(['late']);
    expect(membersOf(lifecycle, data, options, { period: '2024-02-01', state: 'new' })).toEqual(['none']);
    expect(rowsOf(answer(lifecycle, data, { customer: 'customer', time: 'time' }).table).map((row) => row['new'])).toEqual([2, 2, 0]);
  });

  it('reads the instants that customers came to be in the zone asked for, and dates without one', () => {
    const asked: LifecycleOptions = { customer: 'customer', time: 'time', newBy: 'createdAt', createdAt: 'created', timeZone: 'Asia/Shanghai' };
    const created = (column: FixtureColumns[string]): unknown => (
      answer(lifecycle, { customer: ['a', 'b'], time: ['2024-03-15T12:00:00Z', '2024-02-01T12:00:00Z'], created: column }, asked).table.columns['new']);
    // Seven in the evening of 29 February in Greenwich is March in Shanghai.
    expect(created({ kind: 'instant', values: [Date.parse('2024-02-29T19:00:00Z') * 1000, null] })).toEqual([1, 1]);
    expect(created({ kind: 'date', values: ['2024-03-01', null] })).toEqual([1, 1]);
    expect(created({ kind: 'date', values: ['2024-02-29', null] })).toEqual([1, 0]);
  });
});
