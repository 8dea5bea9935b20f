import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pyramid } from '../../../packages/metrics/src/definitions/pyramid.js';
import type { PyramidOptions } from '../../../packages/metrics/src/definitions/pyramid-options.js';
import type { Estimate } from '../../../packages/metrics/src/metric.js';
import { type Row, rowsOf } from '../../../packages/metrics/src/table.js';
import { answer, membersOf } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';

const halves = [{ name: 'upper', cumulativeShare: 0.5 }, { name: 'lower', cumulativeShare: 1 }];
const ask: PyramidOptions = { customer: 'customer', value: 'value', time: 'time', tiers: halves };

/** a rises, b falls, c stays below, d stays away after January, e is new. */
const data: FixtureColumns = {
  customer: ['a', 'b', 'c', 'd', 'a', 'b', 'c', 'e'],
  value: [10, 40, 5, 30, 50, 1, 8, 20],
  time: ['2024-01-10', '2024-01-11', '2024-01-12', '2024-01-13', '2024-02-10', '2024-02-11', '2024-02-12', '2024-02-29'],
};
const months: PyramidOptions = { ...ask, asOf: '2024-02-29', window: '29d', compareAsOf: '2024-01-31' };

function flows({ tables }: Estimate): Row[] {
  return rowsOf(tables['migration']!);
}

describe('migration between two dates', () => {
  it('tells who went from which tier to which, who entered and who left', () => {
    const result = answer(pyramid, data, months);
    expect(rowsOf(result.tables['earlier']!).map((row) => [row['tier'], row['customers'], row['value']])).toEqual([['upper', 2, 70], ['lower', 2, 15]]);
    expect(rowsOf(result.table).map((row) => [row['tier'], row['customers'], row['value']])).toEqual([['upper', 2, 70], ['lower', 2, 9]]);
    expect(flows(result)).toEqual([
      { from: 'upper', to: 'upper', move: 'stayed', customers: 0, value_before: 0, value_after: 0, suppressed: false },
      { from: 'upper', to: 'lower', move: 'down', customers: 1, value_before: 40, value_after: 1, suppressed: false },
      { from: 'upper', to: '(left)', move: 'out', customers: 1, value_before: 30, value_after: null, suppressed: false },
      { from: 'lower', to: 'upper', move: 'up', customers: 1, value_before: 10, value_after: 50, suppressed: false },
      { from: 'lower', to: 'lower', move: 'stayed', customers: 1, value_before: 5, value_after: 8, suppressed: false },
      { from: 'lower', to: '(left)', move: 'out', customers: 0, value_before: 0, value_after: null, suppressed: false },
      { from: '(entered)', to: 'upper', move: 'in', customers: 1, value_before: null, value_after: 20, suppressed: false },
      { from: '(entered)', to: 'lower', move: 'in', customers: 0, value_before: null, value_after: 0, suppressed: false },
    ]);
    expect(result.scalars).toMatchObject({ customers: 4, customers_before: 4, total: 79, total_before: 85, stayed: 1, moved_up: 1, moved_down: 1, entered: 1, left: 1 });
  });

  it('says by how much each tier changed', () => {
    const { table } = answer(pyramid, data, months);
    expect(rowsOf(table).map((row) => [row['customers_change'], row['value_change'], row['value_share_change']])).toEqual([
      [0, 0, 70 / 79 - 70 / 85], [0, -6, 9 / 79 - 15 / 85],
    ]);
  });

  it('has the customers behind each move', () => {
    const of = (from: string, to: string): string[] => membersOf(pyramid, data, months, { from, to });
    expect([of('upper', 'lower'), of('upper', '(left)'), of('lower', 'upper'), of('lower', 'lower'), of('(entered)', 'upper'), of('upper', 'upper')]).toEqual([['b'], ['d'], ['a'], ['c'], ['e'], []]);
    expect(() => of('(entered)', '(left)')).toThrow(/no such mark/);
    expect(membersOf(pyramid, data, months, { to: 'lower', from: 'upper' })).toEqual(['b']);
    for (const mark of [{ from: '(left)', to: 'upper' }, { from: 'upper', to: '(entered)' }, { from: 'upper' }, { from: 'upper', to: 'gold' }, { from: 'upper', to: 'lower', tier: 'upper' }]) {
      expect(() => membersOf(pyramid, data, months, mark)).toThrow(/no such mark/);
    }
    expect(() => membersOf(pyramid, data, { ...ask }, { from: 'upper', to: 'lower' })).toThrow(/no such mark/);
  });

  it('counts everything up to each date where there is no window, so that nobody leaves who brought a value', () => {
    const { scalars } = answer(pyramid, data, { ...ask, compareAsOf: '2024-01-31' });
    expect(scalars).toMatchObject({ customers: 5, customers_before: 4, entered: 1, left: 0 });
  });

  it('counts the days of a window back from the end of the date', () => {
    const edge = { customer: ['a', 'b', 'c'], value: [1, 1, 1], time: ['2024-02-01T00:00:00Z', '2024-01-31T23:59:59Z', '2024-02-29T23:59:59Z'] };
    const { scalars, diagnostics } = answer(pyramid, edge, { ...ask, asOf: '2024-02-29', window: '29d' });
    expect(scalars['customers']).toBe(2);
    expect(diagnostics).toMatchObject({ rowsIn: 3, rowsUsed: 2, dropped: { before_window: 1 }, window: { start: '2024-02-01', end: '2024-02-29' } });
  });

  it('tells apart who lies below the lowest threshold', () => {
    const { tables } = answer(pyramid, data, { ...months, tiers: [{ name: 'best', minimum: 30 }, { name: 'good', minimum: 8 }], by: 'threshold' });
    expect(rowsOf(tables['migration']!).filter((row) => Number(row['customers']) > 0).map((row) => [row['from'], row['to'], row['move'], row['customers']])).toEqual([
      ['best', '(below)', 'down', 1], ['best', '(left)', 'out', 1], ['good', 'best', 'up', 1], ['(below)', 'good', 'up', 1], ['(entered)', 'good', 'in', 1],
    ]);
  });

  it('tells no values of tiers and flows of fewer than minN, and shares of no total', () => {
    const few = answer(pyramid, data, { ...months, minN: 3 });
    expect(rowsOf(few.table).map((row) => [row['customers_change'], row['value_change'], row['value_share_change']])).toEqual([[0, null, null], [0, null, null]]);
    expect(flows(few).map((row) => [row['customers'], row['value_before'], row['value_after'], row['suppressed']])).toEqual([
      [0, 0, 0, false], [1, null, null, true], [1, null, null, true], [1, null, null, true], [1, null, null, true], [0, 0, null, false], [1, null, null, true], [0, null, 0, false],
    ]);
    expect(rowsOf(answer(pyramid, data, { ...months, minN: 2 }).table).map((row) => row['value_change'])).toEqual([0, -6]);
    expect(flows(answer(pyramid, data, { ...months, minN: 1 })).some((row) => row['suppressed'] === true)).toBe(false);
    // The lower tier is of three now, and was of two.
    const uneven = { customer: ['a', 'b', 'c', 'a', 'b', 'c', 'd', 'e'], value: [4, 3, 1, 5, 1, 1, 1, 1], time: ['2024-01-10', '2024-01-10', '2024-01-10', '2024-02-10', '2024-02-10', '2024-02-10', '2024-02-10', '2024-02-10'] };
    const tiers = [{ name: 'best', minimum: 3 }, { name: 'rest', minimum: null }];
    for (const at of [uneven, { ...uneven, time: uneven.time.map((day) => (day === '2024-01-10' ? '2024-02-10' : '2024-01-10')) }]) {
      const { table } = answer(pyramid, at, { ...months, by: 'threshold', tiers, minN: 3 });
      expect(rowsOf(table).map((row) => [Math.abs(Number(row['customers_change'])), row['value_change'], row['value_share_change']])).toEqual([[1, null, null], [3, null, null]]);
    }
    const worthless = { ...data, value: [10, 40, -55, 0, 50, 1, 8, 20] };
    const swapped = { ...worthless, time: data['time'] as string[] };
    expect(rowsOf(answer(pyramid, swapped, months).table).map((row) => [row['value_change'], row['value_share_change']])).toEqual([[20, null], [64, null]]);
    expect(answer(pyramid, swapped, months).scalars).toMatchObject({ total_before: -5, total: 79 });
    const none = answer(pyramid, data, { ...months, compareAsOf: '2023-12-31' });
    expect(none.scalars).toMatchObject({ customers_before: 0, total_before: null, entered: 4, left: 0 });
    expect(rowsOf(none.table).map((row) => [row['customers_change'], row['value_change'], row['value_share_change']])).toEqual([[2, 70, null], [2, 9, null]]);
  });

  it('adds up decimals without rounding at both dates', () => {
    const great = '100000000000000000000.00';
    const decimals: FixtureColumns = {
      customer: ['a', 'a', 'b', 'a', 'a', 'b'], value: { kind: 'number', values: [great, '0.01', '-1.00', great, '0.02', '3.00'], digits: 38, scale: 2 },
      time: ['2024-01-10', '2024-01-11', '2024-01-12', '2024-02-10', '2024-02-11', '2024-02-12'],
    };
    const back = (day: string): FixtureColumns => ({
      customer: [...decimals['customer'] as string[], 'a'], time: [...decimals['time'] as string[], day],
      value: { kind: 'number', values: [great, '0.01', '-1.00', great, '0.02', '3.00', `-${great}`], digits: 38, scale: 2 },
    });
    const before = answer(pyramid, back('2024-01-20'), months);
    expect([before.scalars['total_before'], before.scalars['total_exact']]).toEqual([-0.99, '100000000000000000003.02']);
    expect(answer(pyramid, back('2024-02-20'), months).scalars).toMatchObject({ total: 3.02, total_exact: '3.02' });
    expect('total_exact' in answer(pyramid, data, months).scalars).toBe(false);
  });

  it('counts what came at the first instant of the window before, and nothing at its end', () => {
    const hours = (values: readonly string[]): unknown => answer(pyramid, { customer: values.map((_, i) => `c${i}`), value: values.map(() => 1), time: { kind: 'instant', values } }, months).scalars['customers_before'];
    // 29 days up to the end of January.
    expect(hours(['2024-01-03T00:00:00Z', '2024-01-02T23:59:59.999999Z', '2024-01-31T23:59:59.999999Z', '2024-02-01T00:00:00Z'])).toBe(2);
  });

  it('refuses dates and windows that make no sense', () => {
    const refused = (options: object): (() => unknown) => () => pyramid.resolve({ ...ask, ...options });
    expect(refused({ asOf: '2024-02-01', compareAsOf: '2024-02-01' })).toThrow(/compareAsOf is not valid, got "2024-02-01"; expected a date before asOf/);
    expect(refused({ window: '30d' })).toThrow(/expected asOf with it/);
    expect(refused({ window: 'a month', asOf: '2024-02-01' })).toThrow(/365d or 12w/);
    expect(refused({ tiers: [{ name: '(left)', cumulativeShare: 1 }] })).toThrow(/no tier called "\(entered\)"/);
    expect(() => answer(pyramid, data, { customer: 'customer', value: 'value', compareAsOf: '2024-01-31' })).toThrow(/compareAsOf without a column of times/);
  });

  it('adds up: flows from a tier to its size then, flows to it to its size now, and members to flows', () => {
    const rows = fc.array(fc.record({
      customer: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'), value: fc.integer({ min: -20, max: 50 }), day: fc.integer({ min: 1, max: 60 }),
    }), { maxLength: 50 }).map((records): FixtureColumns => ({
      customer: { kind: 'text', values: records.map((record) => record.customer) },
      value: { kind: 'number', values: records.map((record) => record.value) },
      time: { kind: 'instant', values: records.map((record) => Date.UTC(2024, 0, record.day) * 1000) },
    }));
    const schemes: PyramidOptions[] = [
      { ...ask }, { ...ask, tiers: null }, { ...ask, tiers: null, by: 'profit' }, { ...ask, ties: 'together' },
      { ...ask, by: 'threshold', tiers: [{ name: 'x', minimum: 30 }, { name: 'y', minimum: 3 }] },
    ];
    fc.assert(fc.property(rows, fc.constantFrom(...schemes), fc.constantFrom(null, '25d'), (columns, scheme, window) => {
      const options = { ...scheme, asOf: '2024-02-28', window, compareAsOf: '2024-01-28' };
      const result = answer(pyramid, columns, options);
      const matrix = flows(result);
      const sum = (test: (row: Row) => boolean): number => matrix.filter(test).reduce((total, row) => total + Number(row['customers']), 0);
      rowsOf(result.table).forEach((row) => expect(sum(({ to }) => to === row['tier'])).toBe(row['customers']));
      rowsOf(result.tables['earlier']!).forEach((row) => expect(sum(({ from }) => from === row['tier'])).toBe(row['customers']));
      expect(sum(({ move }) => move !== 'out')).toBe(result.scalars['customers']);
      expect(sum(({ move }) => move !== 'in')).toBe(result.scalars['customers_before']);
      for (const row of matrix) {
        expect(membersOf(pyramid, columns, options, { from: String(row['from']), to: String(row['to']) }).length).toBe(row['customers']);
      }
    }), { numRuns: 60 });
  });
});
