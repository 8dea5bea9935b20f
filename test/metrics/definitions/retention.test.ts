import { describe, expect, it } from 'vitest';
import { retention } from '../../../packages/metrics/src/definitions/retention.js';
import type { RetentionOptions } from '../../../packages/metrics/src/definitions/retention-options.js';
import { type Row, rowsOf } from '../../../packages/metrics/src/table.js';
import { answer, membersOf } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';

const roles = { customer: 'customer', time: 'time', value: 'value' };
const visit = { customer: 'customer', time: 'time' };

function cells(data: FixtureColumns, options: RetentionOptions, ...names: string[]): unknown[][] {
  return rowsOf(answer(retention, data, options, 2).table).map((row: Row) => names.map((name) => row[name]));
}

describe('retention', () => {
  const data = {
    customer: ['a', 'b', 'a', 'c', 'b', 'c'],
    time: ['2024-01-15', '2024-01-20', '2024-02-01', '2024-02-02', '2024-03-31', '2024-03-01'],
    value: [10, 5, 4, 7, 1, 3],
  };

  it('counts, by cohort and offset, who came back, their orders and their value', () => {
    const { table } = answer(retention, data, roles);
    expect(table.fields.map(({ name }) => name)).toEqual([
      'cohort', 'size', 'offset', 'active', 'retention', 'orders', 'value', 'observed', 'partial', 'lower', 'upper', 'complete', 'low_n', 'suppressed',
      'rate', 'cumulative_value', 'eligible', 'offset_end', 'last_date',
    ]);
    expect(cells(data, roles, 'cohort', 'size', 'offset', 'active', 'retention', 'orders', 'value', 'observed', 'partial', 'complete')).toEqual([
      ['2024-01-01', 2, 0, 2, 1, 2, 15, true, false, true],
      ['2024-01-01', 2, 1, 1, 0.5, 1, 4, true, false, true],
      ['2024-01-01', 2, 2, 1, 0.5, 1, 1, true, false, true],
      ['2024-02-01', 1, 0, 1, 1, 1, 7, true, false, true],
      ['2024-02-01', 1, 1, 1, 1, 1, 3, true, false, true],
      ['2024-02-01', 1, 2, null, null, null, null, false, false, false],
    ]);
  });

  it('counts on or after as anyone who ever came later', () => {
    expect(cells(data, { ...roles, mode: 'onOrAfter' }, 'active', 'value')).toEqual([[2, 15], [2, 4], [1, 1], [1, 7], [1, 3], [null, null]]);
    const gap = { customer: ['a', 'a', 'b'], time: ['2024-01-01', '2024-04-01', '2024-01-02'] };
    expect(cells(gap, visit, 'active')).toEqual([[2], [0], [0], [1]]);
    expect(cells(gap, { ...visit, mode: 'onOrAfter' }, 'active')).toEqual([[2], [1], [1], [1]]);
    expect(membersOf(retention, gap, { ...visit, mode: 'onOrAfter' }, { cohort: '2024-01-01', offset: 1 })).toEqual(['a']);
    expect(membersOf(retention, gap, visit, { cohort: '2024-01-01', offset: 1 })).toEqual([]);
  });

  it('pools 500 of 1000 and 400 of 500 to 60 %, and leaves 10 of 700 out while their month is running', () => {
    const customers: string[] = [];
    const time: string[] = [];
    const cohort = (name: string, month: number, size: number, back: number): void => {
      for (let i = 0; i < size; i++) {
        customers.push(`${name}${i}`);
        time.push(`2024-0${month}-10`);
        if (i >= back) continue;
        customers.push(`${name}${i}`);
        time.push(`2024-0${month + 1}-10`);
      }
    };
    cohort('x', 1, 1000, 500);
    cohort('y', 2, 500, 400);
    cohort('z', 3, 700, 10);
    const asOf = '2024-04-20';
    const result = answer(retention, { customer: customers, time }, { ...visit, asOf });
    expect(rowsOf(result.tables['pooled']!)[1]).toMatchObject({ offset: 1, cohorts: 2, size: 1500, active: 900, retention: 0.6, value: null });
    expect(rowsOf(result.tables['pooled']!)[3]).toMatchObject({ offset: 3, cohorts: 0, size: 0, active: null, retention: null, lower: null });
    const running = rowsOf(result.table).filter((row) => row['partial'] === true);
    expect(running.map((row) => [row['cohort'], row['offset'], row['active'], row['complete']])).toEqual([
      ['2024-01-01', 3, 0, false], ['2024-02-01', 2, 0, false], ['2024-03-01', 1, 10, false],
    ]);
    expect(result.diagnostics.window).toEqual({ start: '2024-01-10', end: '2024-04-10', asOf, partial: ['2024-04-01'] });
  });

  it('sets value against the value of the same cohorts at the start', () => {
    const pooled = rowsOf(answer(retention, data, roles).tables['pooled']!);
    expect(pooled.map((row) => [row['value'], row['value_retention']])).toEqual([[22, 1], [7, 7 / 22], [1, 1 / 15]]);
  });

  it('moves a customer to the earlier cohort when a first purchase comes late', () => {
    const late = { customer: ['a', 'a'], time: ['2024-03-05', '2024-01-05'] };
    expect(cells(late, visit, 'cohort', 'offset', 'active')).toEqual([['2024-01-01', 0, 1], ['2024-01-01', 1, 0], ['2024-01-01', 2, 1]]);
  });

  it('nets refunds, but counts no refund as activity, and none before the first purchase', () => {
    const refunds = {
      customer: ['a', 'a', 'a', 'b', 'c'], value: [-3, 10, -4, -1, 0],
      time: ['2024-01-05', '2024-02-05', '2024-03-05', '2024-02-06', '2024-02-07'],
    };
    const result = answer(retention, refunds, roles);
    expect(rowsOf(result.table).map((row) => [row['cohort'], row['size'], row['offset'], row['active'], row['orders'], row['value']]))
      .toEqual([['2024-02-01', 2, 0, 2, 2, 10], ['2024-02-01', 2, 1, 0, 0, -4]]);
    expect(result.scalars).toMatchObject({ customers: 2, cohorts: 1, customers_without_activity: 1 });
    expect(result.diagnostics.notes.map(({ code, params }) => [code, params])).toEqual([['refunds_only', { customers: 1 }], ['refunds_before_first', { entries: 1 }]]);
  });

  it('counts orders by id within customer and month, and local days where a row has none (C7)', () => {
    const orders = {
      customer: ['a', 'a', 'a', 'b', 'a', 'a', 'a'], order: ['1', '1', '2', '1', null, null, '2'],
      time: ['2024-01-01T10:00:00Z', '2024-01-02T10:00:00Z', '2024-01-03T10:00:00Z', '2024-01-03T10:00:00Z', '2024-01-04T22:30:00Z', '2024-01-04T23:30:00Z', '2024-02-01T00:00:00Z'],
    };
    expect(cells(orders, { ...visit, order: 'order' }, 'orders')).toEqual([[4], [1]]);
    // In Berlin the two visits lie on both sides of midnight.
    expect(cells(orders, { ...visit, order: 'order', timeZone: 'Europe/Berlin' }, 'orders')).toEqual([[5], [1]]);
    expect(cells(orders, visit, 'orders')).toEqual([[5], [1]]);
  });

  it('tells days apart in periods of any length, to the last of a leap year', () => {
    const days = ['2024-01-01', '2024-01-17', '2024-02-01', '2024-02-02', '2024-04-01', '2024-04-02', '2024-09-30', '2024-12-30', '2024-12-31', '2024-12-31'];
    const same = { customer: days.map(() => 'a'), time: days };
    expect(cells(same, { ...visit, period: 'year' }, 'orders')).toEqual([[9]]);
    expect(cells(same, { ...visit, period: 'quarter' }, 'orders')).toEqual([[4], [2], [1], [2]]);
    expect(cells(same, { ...visit, period: 'day' }, 'orders').filter(([orders]) => orders === 1)).toHaveLength(9);
  });

  it('goes on to asOf with zeros, and stops before a period that has not begun', () => {
    const one = { customer: ['a'], time: ['2024-01-15'], value: [2] };
    expect(cells(one, { ...roles, asOf: '2024-03-15' }, 'offset', 'active', 'value', 'partial')).toEqual([[0, 1, 2, false], [1, 0, 0, false], [2, 0, 0, true]]);
    expect(cells(one, { ...roles, asOf: '2024-02-29' }, 'offset', 'partial')).toEqual([[0, false], [1, false]]);
    expect(cells(one, { ...roles, asOf: '2024-01-15' }, 'offset', 'partial')).toEqual([[0, true]]);
    const before = answer(retention, one, { ...roles, asOf: '2023-12-31' });
    expect([before.table.numRows, before.diagnostics.dropped]).toEqual([0, { after_as_of: 1 }]);
  });

  it('reads dates without a zone, and instants in the zone asked for', () => {
    const dates = { customer: ['a', 'a'], time: ['2024-01-31', '2024-02-01'] };
    for (const timeZone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC']) {
      expect(cells(dates, { ...visit, timeZone, asOf: '2024-02-29' }, 'cohort', 'active', 'partial')).toEqual([['2024-01-01', 1, false], ['2024-01-01', 1, false]]);
    }
    const instants = { customer: ['a'], time: ['2024-01-31T23:00:00Z'] };
    expect(cells(instants, { ...visit, timeZone: 'Europe/Berlin' }, 'cohort')).toEqual([['2024-02-01']]);
    expect(cells(instants, { ...visit, timeZone: 'Europe/Berlin', period: 'week', weekStart: 4 }, 'cohort')).toEqual([['2024-02-01']]);
    expect(cells(instants, { ...visit, timeZone: 'Europe/Berlin', period: 'week' }, 'cohort')).toEqual([['2024-01-29']]);
  });

  it('keeps rows without a value as visits, says how many, and drops rows without customer or time', () => {
    const holes = { customer: ['a', 'a', null, 'b'], value: { kind: 'number' as const, values: [null, 3, 4, 5] }, time: { kind: 'date' as const, values: ['2024-01-01', '2024-01-01', '2024-01-01', null] } };
    const result = answer(retention, holes, roles);
    expect(result.diagnostics).toMatchObject({ rowsIn: 4, rowsUsed: 2, dropped: { customer_missing: 1, time_missing: 1 } });
    expect(result.diagnostics.notes).toEqual([expect.objectContaining({ code: 'value_missing', params: { rows: 1 } })]);
    expect(rowsOf(result.table)[0]).toMatchObject({ active: 1, orders: 1, value: 3 });
  });

  it('tells nothing but the size of a cohort below minN', () => {
    expect(cells(data, { ...roles, minN: 2 }, 'size', 'active', 'retention', 'lower', 'orders', 'value', 'suppressed').slice(3)).toEqual([
      [1, null, null, null, null, null, true], [1, null, null, null, null, null, true], [1, null, null, null, null, null, false],
    ]);
  });

  it('has only its own customers behind a cell, though others came in the same month', () => {
    expect(membersOf(retention, data, roles, { cohort: '2024-01-01', offset: 2 })).toEqual(['b']);
    expect(membersOf(retention, data, roles, { cohort: '2024-02-01', offset: 1 })).toEqual(['c']);
    expect(membersOf(retention, data, { ...roles, mode: 'onOrAfter' }, { cohort: '2024-02-01' })).toEqual(['c']);
  });

  it('flags cohorts of fewer than 30', () => {
    const cohort = (size: number): FixtureColumns => ({ customer: Array.from({ length: size }, (_, i) => `c${i}`), time: Array.from({ length: size }, () => '2024-01-01') });
    expect([29, 30].map((size) => cells(cohort(size), visit, 'low_n')[0])).toEqual([[true], [false]]);
    for (const table of ['cohorts', 'pooled']) {
      expect([29, 30].map((size) => answer(retention, cohort(size), visit).tables[table]?.columns['low_n'])).toEqual([[true], [false]]);
    }
  });

  it('has an interval at the confidence asked for', () => {
    const [ninety, ninetyNine] = [0.9, 0.99].map((confidence) => rowsOf(answer(retention, data, { ...roles, confidence }).table)[1] ?? {});
    expect(Number(ninetyNine?.['upper'])).toBeGreaterThan(Number(ninety?.['upper']));
    // Wilson 95 % of 1 in 2.
    expect(cells(data, roles, 'lower', 'upper')[1]).toEqual([expect.closeTo(0.0945312, 6), expect.closeTo(0.9054688, 6)]);
  });

  it('cuts offsets where a stray date would ask for millions of cells, and says so', () => {
    const stray = { customer: ['a', 'b'], time: ['0001-01-01', '2024-01-01'] };
    const { table, diagnostics } = answer(retention, stray, { ...visit, period: 'day' });
    expect(table.numRows).toBe(1_000_000);
    expect(diagnostics.notes).toEqual([expect.objectContaining({ code: 'offsets_cut' })]);
  });

  it('refuses marks and options that it does not have', () => {
    const members = (mark: Record<string, string | number>): (() => unknown) => () => membersOf(retention, data, roles, mark);
    expect(members({ cohort: '2024-01-02' })).toThrow(/first date of a month/);
    expect(members({ cohort: '2024-01-01', offset: -1 })).toThrow(/no such mark/);
    expect(members({ cohort: '2024-01-01', offset: 0.5 })).toThrow(/no such mark/);
    expect(members({ offset: 1 })).toThrow(/no such mark/);
    expect(() => retention.resolve({ period: 'fortnight' } as object)).toThrow('retention: unknown period "fortnight"; expected day, week, month, quarter or year');
    expect(() => retention.resolve({ cohort: 'x' } as object)).toThrow(/unknown option "cohort"/);
    expect(() => retention.resolve({ weekStart: 8 })).toThrow(/weekStart/);
  });

  it('pools complete cells only: 500 of 1000 and 400 of 500 are 60 %, whatever is in progress', () => {
    const customers: string[] = [];
    const times: string[] = [];
    const add = (month: string, next: string, size: number, back: number): void => {
      for (let i = 0; i < size; i++) {
        customers.push(`${month}-${i}`);
        times.push(`2024-${month}-05`);
        if (i >= back) continue;
        customers.push(`${month}-${i}`);
        times.push(`2024-${next}-06`);
      }
    };
    add('01', '02', 1000, 500);
    add('02', '03', 500, 400);
    add('03', '04', 700, 10);
    const result = answer(retention, { customer: customers, time: times }, { customer: 'customer', time: 'time', asOf: '2024-04-10' });
    const [, one] = rowsOf(result.tables['pooled']!);
    expect([one?.['cohorts'], one?.['size'], one?.['active'], one?.['retention']]).toEqual([2, 1500, 900, 0.6]);
    const inProgress = rowsOf(result.table).find((row) => row['cohort'] === '2024-03-01' && row['offset'] === 1);
    expect([inProgress?.['active'], inProgress?.['partial'], inProgress?.['complete'], inProgress?.['last_date']]).toEqual([10, true, false, '2024-04-30']);
  });

  const visits: FixtureColumns = {
    customer: ['a', 'a', 'a', 'b', 'b', 'c', 'c', 'c'],
    time: ['2024-01-31', '2024-02-01', '2024-04-02', '2024-01-01', '2024-03-09', '2024-02-10', '2024-03-10', '2024-04-29'],
    value: [10, 5, 1, 20, 2, 8, 4, 6],
  };
  const shape = (options: RetentionOptions): unknown[][] => (
    rowsOf(answer(retention, visits, { customer: 'customer', time: 'time', value: 'value', ...options }).table).filter((row) => row['observed'] === true)
      .map((row) => [row['cohort'], row['offset'], row['active'], row['eligible']]));

  it('counts by mode', () => {
    expect(shape({}).slice(0, 4).map((row) => row[2])).toEqual([2, 1, 1, 1]);
    expect(shape({ mode: 'onOrAfter' }).slice(0, 4).map((row) => row[2])).toEqual([2, 2, 2, 1]);
    expect(shape({ mode: 'onOrBefore' }).slice(0, 4).map((row) => row[2])).toEqual([2, 1, 2, 2]);
    expect(shape({ mode: 'streak' }).slice(0, 4).map((row) => row[2])).toEqual([2, 1, 0, 0]);
    expect(shape({ mode: 'bracket', brackets: [[1, 2], [3, 5]] })).toEqual([['2024-01-01', 1, 2, 2], ['2024-01-01', 3, 1, 2], ['2024-02-01', 1, 1, 1]]);
  });

  it('lets a customer enter a cohort in every period with activity where entry recurs', () => {
    const result = answer(retention, visits, { customer: 'customer', time: 'time', entry: 'recurring' });
    expect(rowsOf(result.tables['cohorts']!).map((row) => [row['cohort'], row['size']])).toEqual([['2024-01-01', 2], ['2024-02-01', 2], ['2024-03-01', 2], ['2024-04-01', 2]]);
    expect(result.scalars['customers']).toBe(3);
    expect(shape({ entry: 'recurring' }).filter((row) => row[0] === '2024-02-01').map((row) => row[2])).toEqual([2, 1, 2]);
  });

  it('rolls windows from each own first day, and counts in a cell only those watched to its end', () => {
    // a entered on 31 January, b on the 1st, c on 10 February; the data end with April, after 91, 121 and 81 days.
    expect(shape({ windows: 'rolling' })).toEqual([
      ['2024-01-01', 0, 2, 2], ['2024-01-01', 1, 0, 2], ['2024-01-01', 2, 2, 2], ['2024-01-01', 3, 0, 1],
      ['2024-02-01', 0, 1, 1], ['2024-02-01', 1, 0, 1],
    ]);
    const cells = rowsOf(answer(retention, visits, { customer: 'customer', time: 'time', windows: 'rolling' }).table);
    expect(cells.find((row) => row['offset'] === 3)).toMatchObject({ partial: true, complete: false, retention: 0, last_date: '2024-05-29' });
    expect(rowsOf(answer(retention, visits, { customer: 'customer', time: 'time', windows: 'rolling' }).tables['pooled']!)[3]).toMatchObject({ cohorts: 0, retention: null });
  });

  it('measures orders, value and value so far against the entry, and pools sums over sums', () => {
    const rates = (measure: 'orders' | 'value' | 'cumulativeValue'): unknown[] => (
      rowsOf(answer(retention, visits, { customer: 'customer', time: 'time', value: 'value', measure }).tables['pooled']!).map((row) => row['rate']));
    expect(rates('orders')).toEqual([1, 2 / 3, 2 / 3, 1 / 2]);
    expect(rates('value')).toEqual([1, 9 / 38, 8 / 38, 1 / 30]);
    expect(rates('cumulativeValue')).toEqual([1, 47 / 38, 55 / 38, 38 / 30]);
  });

  it('withholds pooled rows that hold some of the withheld cohorts: their difference would be one of them', () => {
    const sizes = [40, 3, 50, 60];
    const crowd = sizes.flatMap((size, month) => Array.from({ length: size }, (_, i) => [`${month}-${i}`, `2024-0${month + 1}-05`] as const));
    const { table, tables } = answer(retention, { customer: crowd.map(([customer]) => customer), time: crowd.map(([, time]) => time) }, { customer: 'customer', time: 'time', minCell: 5 });
    // The three of February are withheld, and the forty of January, without whom they would follow from the number of all customers.
    expect(tables['cohorts']?.columns['size']).toEqual([null, null, 50, 60]);
    // At offset 3 only January was watched.
    expect(rowsOf(tables['pooled']!).map((row) => [row['offset'], row['cohorts'], row['size']])).toEqual([[0, 4, 153], [1, 3, 93], [2, 2, 43], [3, 1, null]]);
    expect(rowsOf(table).filter((row) => row['cohort'] === '2024-02-01').map((row) => [row['size'], row['active'], row['eligible']])).toEqual(Array.from({ length: 4 }, () => [null, null, null]));
    const few = answer(retention, { customer: ['a', 'b'], time: ['2024-01-05', '2024-01-06'] }, { customer: 'customer', time: 'time', minCell: 5 });
    expect([few.scalars['customers'], few.tables['cohorts']?.columns['size'], few.tables['pooled']?.columns['size']]).toEqual([null, [null], [null]]);
  });

  it('projects what is not over from the last complete cell, by a model of the pooled steps', () => {
    // A pooled curve that the model makes itself: everyone is retained in a streak by alpha 1, beta 3: 3/4, 4/5, 5/6.
    const customer: string[] = [];
    const time: string[] = [];
    const months = ['01', '02', '03', '04'];
    const enter = (from: number, size: number): void => {
      for (let i = 0; i < size; i++) for (let offset = 0; offset < 4 - from && i < size * [1, 3 / 4, 3 / 5, 1 / 2][offset]!; offset++) {
        customer.push(`${from}/${i}`);
        time.push(`2024-${months[from + offset]}-03`);
      }
    };
    enter(0, 240);
    enter(1, 240);
    enter(2, 240);
    const result = answer(retention, { customer, time }, { customer: 'customer', time: 'time', mode: 'streak', project: true });
    expect(result.scalars['projection_alpha']).toBeCloseTo(1, 6);
    expect(result.scalars['projection_beta']).toBeCloseTo(3, 6);
    const projection = rowsOf(result.tables['projection']!);
    expect(projection.map((row) => [row['cohort'], row['offset']])).toEqual([['2024-02-01', 3], ['2024-03-01', 2], ['2024-03-01', 3]]);
    expect(projection.map((row) => Number(row['retention']).toFixed(6))).toEqual(['0.500000', '0.600000', '0.500000']);
    expect(answer(retention, visits, { customer: 'customer', time: 'time', project: true }).diagnostics.notes.map((note) => note.code)).toContain('no_projection');
  });

  it('refuses options that contradict each other', () => {
    expect(() => retention.resolve({ windowDays: 30 })).toThrow(/windows "rolling"/);
    expect(() => retention.resolve({ mode: 'bracket' })).toThrow(/brackets/);
    expect(() => retention.resolve({ brackets: [[1, 2]] })).toThrow(/mode "bracket"/);
    expect(() => retention.resolve({ mode: 'bracket', brackets: [[1, 3], [3, 4]] })).toThrow(/without overlap/);
    expect(() => retention.resolve({ mode: 'onAndAfter' } as object)).toThrow(/unknown mode/);
  });
});
