import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { phases } from '../../../packages/metrics/src/definitions/phases.js';
import type { PhasesOptions } from '../../../packages/metrics/src/definitions/phases-options.js';
import { RELATIONSHIP_PHASES } from '../../../packages/metrics/src/definitions/relationship-phase.js';
import { wilson } from '../../../packages/metrics/src/statistics/wilson.js';
import { type Row, rowsOf } from '../../../packages/metrics/src/table.js';
import { answer, membersOf } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';
import { followsFrom } from '../../fixtures/matrix-rank.js';

const roles: PhasesOptions = { customer: 'customer', time: 'time', value: 'value', window: 30 };

/** *n* customers of all phases, who buy in three of five months by their number. */
function crowd(n: number): FixtureColumns {
  const rows = Array.from({ length: n }, (_, i) => [0, 1 + (i % 3), 4 - (i % 4)].filter((month) => month <= i % 6).concat(i % 6 === 0 ? [4] : [])
    .map((month) => ({ customer: `c${i}`, time: `2024-0${month + 1}-${String(3 + (i % 20)).padStart(2, '0')}`, value: 1 + (i % 4) }))).flat();
  return { customer: rows.map((row) => row.customer), time: rows.map((row) => row.time), value: rows.map((row) => row.value) };
}
const sumOf = (rows: readonly Row[]): number => rows.reduce((sum, row) => sum + Number(row['customers']), 0);

describe('shares of phases', () => {
  it.each([[29, undefined], [30, 0.8], [31, 0.95]] as const)('are of all %i customers at the date, or of those who were in the source, with Wilson intervals', (n, confidence) => {
    const { table, tables } = answer(phases, crowd(n), { ...roles, confidence });
    const transitions = rowsOf(tables['transitions']!);
    const check = (row: Row, all: number): void => {
      const part = Number(row['customers']);
      const interval = all === 0 ? null : wilson(part, all, confidence ?? 0.95);
      expect([row['share'], row['lower'], row['upper'], row['low_n'], row['suppressed']]).toEqual([all === 0 ? null : part / all, interval?.lower ?? null, interval?.upper ?? null, all < 30, false]);
    };
    const dates = [...new Set(rowsOf(table).map((row) => row['period']))];
    expect(dates).toHaveLength(5);
    for (const date of dates) {
      const rows = rowsOf(table).filter((row) => row['period'] === date);
      for (const row of rows) check(row, sumOf(rows));
    }
    expect(sumOf(rowsOf(table).slice(-4))).toBe(n);
    for (const source of [...RELATIONSHIP_PHASES, '(not yet)']) {
      const rows = transitions.filter((row) => row['source'] === source);
      expect(rows.map((row) => row['win_back'])).toEqual(RELATIONSHIP_PHASES.map((target) => source === 'break_up' && target !== 'break_up'));
      for (const row of rows) check(row, sumOf(rows));
    }
  });

  it('are told from minN on', () => {
    const [told, untold] = [30, 31].map((minN) => answer(phases, crowd(30), { ...roles, minN }));
    const last = (rows: readonly Row[]): unknown[] => rows.slice(-4).map((row) => [row['customers'] !== null, row['share'] !== null, row['value'] !== null, row['suppressed']]);
    expect(last(rowsOf(told!.table))).toEqual(Array.from({ length: 4 }, () => [true, true, true, false]));
    expect(last(rowsOf(untold!.table))).toEqual(Array.from({ length: 4 }, () => [true, false, true, true]));
    const nobody = answer(phases, { customer: ['a'], time: ['2024-03-05'], value: [-1] }, { ...roles, minN: 5 });
    expect(rowsOf(nobody.table).map((row) => [row['customers'], row['share'], row['value'], row['suppressed']])).toEqual(Array.from({ length: 4 }, () => [0, null, 0, false]));
  });

  it('never let a withheld phase or way be worked out of what is told', () => {
    fc.assert(fc.property(fc.integer({ min: 5, max: 60 }), fc.integer({ min: 2, max: 6 }), (n, minCell) => {
      const open = answer(phases, crowd(n), roles);
      const told = answer(phases, crowd(n), { ...roles, minCell });
      const ways = rowsOf(open.tables['transitions']!);
      const shown = rowsOf(told.tables['transitions']!);
      const sum = (test: (row: Row) => boolean): number[] => ways.map((row) => Number(test(row)));
      const known: number[][] = [];
      const secret: number[][] = [];
      const small = (row: Row | undefined): boolean => Number(row?.['customers']) > 0 && Number(row?.['customers']) < minCell;
      ways.forEach((way, i) => {
        const own = sum((row) => row === way);
        if (small(way)) secret.push(own);
        if (shown[i]?.['customers'] !== null) known.push(own);
        // A share tells how many there are in all.
        if (shown[i]?.['share'] !== null) known.push(sum((row) => row['source'] === way['source']));
        expect(shown[i]?.['suppressed']).toBe(shown[i]?.['customers'] === null);
      });
      const before = rowsOf(open.table).slice(-4);
      rowsOf(told.table).slice(-4).forEach((row, i) => {
        const own = sum((way) => way['target'] === row['phase']);
        if (small(before[i])) secret.push(own);
        if (row['customers'] !== null) known.push(own);
        if (row['share'] !== null) known.push(sum(() => true));
      });
      if (told.scalars['customers'] !== null) known.push(sum(() => true));
      for (const vector of secret) expect(followsFrom(known, vector)).toBe(false);
      expect(told.diagnostics.notes.length).toBe(secret.length > 0 || rowsOf(told.table).some((row) => row['customers'] === null) ? 1 : 0);
    }), { numRuns: 60 });
  });

  it('say who was in a phase at an earlier date, and who went which way', () => {
    const data = crowd(30);
    const cells = rowsOf(answer(phases, data, roles).table);
    const cell = cells.find((row) => row['period'] === '2024-02-01' && row['phase'] === 'establish');
    expect(membersOf(phases, data, roles, { period: '2024-02-01', phase: 'establish' })).toHaveLength(Number(cell?.['customers']));
    expect(membersOf(phases, data, roles, { phase: 'maintain' })).toHaveLength(Number(cells.slice(-4)[2]?.['customers']));
    expect(membersOf(phases, data, roles, { period: '1999-01-01', phase: 'maintain' })).toEqual([]);
    for (const way of rowsOf(answer(phases, data, roles).tables['transitions']!)) {
      expect(membersOf(phases, data, roles, { source: String(way['source']), target: String(way['target']) })).toHaveLength(Number(way['customers']));
    }
    for (const mark of [{ phase: 'maintain', side: 'x' }, { source: 'woo', target: 'maintain' }, { source: 'maintain', target: 'maintain', period: '2024-02-01' }, {}]) {
      expect(() => membersOf(phases, data, roles, mark), JSON.stringify(mark)).toThrow(/phases: no such mark/);
    }
  });
});

describe('what phases are told by', () => {
  const gap = (list: readonly (readonly [date: string, value: number])[], gaps: number): unknown => (
    answer(phases, { customer: list.map(() => 'u'), time: list.map(([date]) => date), value: list.map(([, value]) => value) }, { ...roles, gaps }).scalars['window_days']);

  it('is the median gap, in whatever order gaps come, without days of refunds, and a day at least', () => {
    const list = [['2024-01-01', 1], ['2024-01-31', 0], ['2024-02-05', -1], ['2024-02-10', 1], ['2024-03-01', 1], ['2024-03-01', 2]] as const;
    // 30, 10 and 20 days.
    expect([gap(list, 1), gap(list, 2), gap(list, 0.1)]).toEqual([20, 40, 2]);
    expect(gap([['2024-01-01', 1], ['2024-01-02', 1]], 0.1)).toBe(1);
    expect(gap([['2024-01-01', 1], ['2024-01-03', 1], ['2024-01-08', 1]], 1)).toBe(4);
  });

  it('is the number of purchases where there are no values, and those of a customer with hundreds of rows too', () => {
    const often = Array.from({ length: 150 }, (_, i) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10));
    const data: FixtureColumns = { customer: [...often.map(() => 'a'), 'b', 'b', 'b'], time: [...often, '2024-01-01', '2024-04-10', '2024-05-10'] };
    const { table, scalars } = answer(phases, data, { ...roles, value: null, asOf: '2024-05-29' });
    expect(rowsOf(table).slice(-4).map((row) => [row['phase'], row['customers'], row['value']])).toEqual([['establish', 0, null], ['develop', 0, null], ['maintain', 2, null], ['break_up', 0, null]]);
    expect(scalars).toMatchObject({ customers: 2, as_of: '2024-05-29', before: '2024-04-29' });
    const valued = answer(phases, { ...data, value: data['time'] instanceof Array ? data['time'].map((_, i) => (i === 152 ? 9 : i === 151 ? 2 : 1)) : [] }, { ...roles, asOf: '2024-05-29' });
    expect(rowsOf(valued.table).slice(-4).map((row) => [row['phase'], row['customers'], row['value']])).toEqual([['establish', 0, 0], ['develop', 1, 12], ['maintain', 1, 150], ['break_up', 0, 0]]);
  });
});
