import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retention } from '../../../packages/metrics/src/definitions/retention.js';
import type { RetentionOptions } from '../../../packages/metrics/src/definitions/retention-options.js';
import { rowsOf } from '../../../packages/metrics/src/table.js';
import { answer, membersOf } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';
import { followsFrom } from '../../fixtures/matrix-rank.js';

const roles: RetentionOptions = { customer: 'customer', time: 'time', value: 'value' };

/** Who buys in which of five months, by bits, and who has a refund in which. */
const data: fc.Arbitrary<FixtureColumns> = fc.array(fc.record({ bought: fc.integer({ min: 1, max: 31 }), refunded: fc.constantFrom(0, 0, 0, 4, 16) }), { minLength: 1, maxLength: 30 }).map((customers) => {
  const rows = customers.flatMap(({ bought, refunded }, who) => [0, 1, 2, 3, 4].flatMap((month) => [
    ...((bought & (1 << month)) !== 0 ? [{ customer: `c${who}`, time: `2024-0${month + 1}-05`, value: 1 + (who % 5) }] : []),
    ...((refunded & (1 << month)) !== 0 ? [{ customer: `c${who}`, time: `2024-0${month + 1}-09`, value: -0.25 }] : []),
  ]));
  return { customer: rows.map((row) => row.customer), time: { kind: 'date', values: rows.map((row) => row.time) }, value: rows.map((row) => row.value) };
});

/** Cohorts by month, each of *size*: *back* of them buy again a month later, *refunds* others have a refund then. */
function crowd(...months: readonly (readonly [size: number, back: number, refunds: number])[]): FixtureColumns {
  const rows = months.flatMap(([size, back, refunds], month) => Array.from({ length: size }, (_, i) => [
    { customer: `${month}/${i}`, time: `2024-0${month + 1}-05`, value: 10 },
    ...(i < back ? [{ customer: `${month}/${i}`, time: `2024-0${month + 2}-05`, value: 10 }] : i < back + refunds ? [{ customer: `${month}/${i}`, time: `2024-0${month + 2}-05`, value: -4 }] : []),
  ])).flat();
  return { customer: rows.map((row) => row.customer), time: { kind: 'date', values: rows.map((row) => row.time) }, value: rows.map((row) => row.value) };
}

describe('retention with minCell', () => {
  const asked: RetentionOptions = { ...roles, minCell: 5 };
  const cell = (data: FixtureColumns, options: RetentionOptions): unknown => {
    const { table, tables } = answer(retention, data, options);
    const row = rowsOf(table).find(({ cohort, offset }) => cohort === '2024-01-01' && offset === 1);
    const pooled = rowsOf(tables['pooled']!)[1];
    return [row?.['active'], row?.['value'], row?.['suppressed'], pooled?.['active'], pooled?.['value']];
  };

  it('tells a cell of nobody, but not where refunds of who knows how few are in it, nor pooled', () => {
    expect(cell(crowd([10, 0, 0], [10, 10, 0]), { ...asked, asOf: '2024-02-29' })).toEqual([0, 0, false, 0, 0]);
    expect(cell(crowd([10, 0, 1]), asked)).toEqual([null, null, true, null, null]);
    expect(cell(crowd([10, 0, 1]), { ...asked, minCell: 1 })).toEqual([0, -4, false, 0, -4]);
    // Of a mode that counts others than buyers no cell tells values, so that refunds give nobody away.
    expect(cell(crowd([10, 0, 1]), { ...asked, mode: 'onOrAfter' })).toEqual([0, null, false, 0, null]);
  });

  it('withholds who came back where few did, or all but few, and tells them otherwise', () => {
    const active = (back: number): unknown => cell(crowd([20, back, 0]), asked);
    expect([4, 5, 15, 16, 20].map((back) => (active(back) as unknown[])[0])).toEqual([null, 5, 15, null, 20]);
    const note = (data: FixtureColumns, options: RetentionOptions): unknown => answer(retention, data, options).diagnostics.notes.map(({ code, params }) => [code, params]);
    expect(note(crowd([20, 4, 0]), asked)).toEqual([['cells_withheld', { minCell: 5 }]]);
    expect(note(crowd([4, 4, 0]), asked)).toEqual([['cells_withheld', { minCell: 5 }]]);
    expect([note(crowd([20, 5, 0], [20, 20, 0]), asked), note(crowd([4, 4, 0]), roles)]).toEqual([[], []]);
  });

  it('waits in rolling windows for the whole cohort, as the rest would tell who entered when', () => {
    const late: FixtureColumns = { customer: Array.from({ length: 20 }, (_, i) => `c${i}`), time: { kind: 'date', values: Array.from({ length: 20 }, (_, i) => (i < 10 ? '2024-01-01' : '2024-01-20')) }, value: Array.from({ length: 20 }, () => 1) };
    const told = (minCell: number): unknown => rowsOf(answer(retention, late, { ...roles, minCell, windows: 'rolling', windowDays: 20, asOf: '2024-02-10' }).table).map((row) => [row['active'], row['eligible'], row['suppressed']]);
    expect(told(0)).toEqual([[20, 20, false], [0, 10, false]]);
    expect(told(5)).toEqual([[20, 20, false], [null, null, true]]);
  });

  it('names whom it counts, and nobody of whom it withholds the number', () => {
    const members = (data: FixtureColumns, mark: Readonly<Record<string, string | number>>) => (): number => membersOf(retention, data, asked, mark).length;
    const told = crowd([20, 7, 0]);
    expect([{}, { offset: 0 }, { offset: 1 }, { offset: 9 }].map((mark) => members(told, { cohort: '2024-01-01', ...mark })())).toEqual([20, 20, 7, 0]);
    expect(members(crowd([20, 3, 0]), { cohort: '2024-01-01' })()).toBe(20);
    expect(members(crowd([20, 3, 0]), { cohort: '2024-01-01', offset: 1 })).toThrow(/withheld/);
    for (const mark of [{}, { offset: 0 }, { offset: 1 }]) expect(members(crowd([3, 3, 0]), { cohort: '2024-01-01', ...mark })).toThrow(/withheld/);
  });

  it('never lets the value of a withheld cell be worked out of cells, sums up to a cell and pooled sums', () => {
    fc.assert(fc.property(data, fc.constantFrom('on' as const, 'streak' as const), fc.integer({ min: 2, max: 6 }), (columns, mode, minCell) => {
      const open = rowsOf(answer(retention, columns, { ...roles, mode }).table).filter((row) => row['observed'] === true);
      const { table, tables, scalars } = answer(retention, columns, { ...roles, mode, minCell });
      const told = rowsOf(table).filter((row) => row['observed'] === true);
      // Unknowns: the value of each cell.
      const sum = (test: (cohort: unknown, offset: number) => boolean): number[] => open.map((row) => Number(test(row['cohort'], Number(row['offset']))));
      const known: number[][] = [];
      const withheld: number[][] = [];
      for (const { cohort, offset, value, cumulative_value: soFar } of told) {
        const cell = sum((other, at) => other === cohort && at === offset);
        if (value === null) withheld.push(cell);
        else known.push(cell);
        if (soFar !== null) known.push(sum((other, at) => other === cohort && at <= Number(offset)));
      }
      for (const row of rowsOf(tables['pooled']!)) {
        const held = new Set(open.filter(({ complete, offset }) => complete === true && offset === row['offset']).map(({ cohort }) => cohort));
        if (row['value'] !== null) known.push(sum((cohort, offset) => held.has(String(cohort)) && offset === row['offset']));
        if (row['cumulative_value'] !== null) known.push(sum((cohort, offset) => held.has(String(cohort)) && offset <= Number(row['offset'])));
      }
      for (const vector of withheld) expect(followsFrom(known, vector)).toBe(false);
      // The same of cohorts' sizes, of which the pooled rows are sums.
      const cohorts = [...new Set(open.map(({ cohort }) => cohort))];
      const sizes = cohorts.flatMap((cohort, i) => (told.find((row) => row['cohort'] === cohort)?.['size'] === null ? [] : [cohorts.map((_, j) => Number(i === j))]));
      if (scalars['customers'] !== null) sizes.push(cohorts.map(() => 1));
      for (const row of rowsOf(tables['pooled']!)) {
        const held = open.filter(({ complete, offset }) => complete === true && offset === row['offset']).map(({ cohort }) => cohort);
        if (row['size'] !== null) sizes.push(cohorts.map((cohort) => Number(held.includes(cohort))));
      }
      cohorts.forEach((cohort, i) => {
        if (told.find((row) => row['cohort'] === cohort)?.['size'] === null) expect(followsFrom(sizes, cohorts.map((_, j) => Number(i === j)))).toBe(false);
      });
      open.forEach((row, i) => {
        const few = Number(row['active']) > 0 && Number(row['active']) < minCell;
        const unsure = row['active'] === 0 && (row['value'] !== 0 || row['orders'] !== 0);
        if (few || unsure) expect([told[i]?.['active'], told[i]?.['orders'], told[i]?.['value'], told[i]?.['suppressed']]).toEqual([null, null, null, true]);
      });
    }), { numRuns: 150 });
  });

  it('never lets the customers of a withheld cell be worked out of cells, cohorts and pooled rows', () => {
    fc.assert(fc.property(data, fc.constantFrom('on' as const, 'onOrAfter' as const, 'onOrBefore' as const), fc.integer({ min: 2, max: 6 }), (columns, mode, minCell) => {
      const open = rowsOf(answer(retention, columns, { ...roles, mode }).table).filter((row) => row['observed'] === true);
      const { table, tables, scalars } = answer(retention, columns, { ...roles, mode, minCell });
      const told = rowsOf(table).filter((row) => row['observed'] === true);
      const cohorts = [...new Set(open.map(({ cohort }) => cohort))];
      // Unknowns: the customers of each cell, then of each cohort.
      const cells = (test: (cohort: unknown, offset: unknown) => boolean): number[] => [...open.map(({ cohort, offset }) => Number(test(cohort, offset))), ...cohorts.map(() => 0)];
      const sizes = (test: (cohort: unknown) => boolean): number[] => [...open.map(() => 0), ...cohorts.map((cohort) => Number(test(cohort)))];
      const known: number[][] = [];
      const withheld: number[][] = [];
      told.forEach(({ cohort, offset, active, size }, i) => {
        const cell = cells((other, at) => other === cohort && at === offset);
        if (active !== null) known.push(cell);
        // At entry all of a cohort are active, which its size tells.
        else if (offset !== 0) withheld.push(cell, sizes((other) => other === cohort).map((n, at) => n - cell[at]!));
        if (offset === 0 && size !== null) known.push(sizes((other) => other === cohort));
        const { active: actual, size: of } = open[i]!;
        const isFew = (count: number): boolean => count > 0 && count < minCell;
        if (isFew(Number(actual)) || isFew(Number(of) - Number(actual)) || isFew(Number(of))) expect(active).toBeNull();
      });
      if (scalars['customers'] !== null) known.push(sizes(() => true));
      for (const { offset, active, size } of rowsOf(tables['pooled']!)) {
        const held = new Set(open.filter((row) => row['complete'] === true && row['offset'] === offset).map(({ cohort }) => cohort));
        if (active !== null) known.push(cells((cohort, at) => held.has(String(cohort)) && at === offset));
        if (size !== null) known.push(sizes((cohort) => held.has(String(cohort))));
      }
      for (const vector of withheld) expect(followsFrom(known, vector)).toBe(false);
    }), { numRuns: 100 });
  });

  it('tells neither orders nor values of modes that count others than those who bought in a cell', () => {
    const columns: FixtureColumns = {
      customer: ['a', 'b', 'c', 'd', 'a', 'b', 'c', 'd', 'a'], value: [1, 1, 1, 1, 5, 2, 2, 2, 2],
      time: { kind: 'date', values: ['2024-01-01', '2024-01-01', '2024-01-01', '2024-01-01', '2024-02-01', '2024-03-01', '2024-03-01', '2024-03-01', '2024-03-01'] },
    };
    // In February only one of the four who are still there bought.
    const { table } = answer(retention, columns, { ...roles, mode: 'onOrAfter', minCell: 3 });
    expect(rowsOf(table).map((row) => [row['active'], row['value'], row['orders'], row['cumulative_value']])).toEqual([[4, null, null, null], [4, null, null, null], [4, null, null, null]]);
  });

  it('tells nothing of few customers in all', () => {
    const columns: FixtureColumns = { customer: ['a', 'b', 'r'], time: { kind: 'date', values: ['2024-01-01', '2024-01-02', '2024-01-03'] }, value: [1, 2, -3] };
    const { table, scalars, diagnostics } = answer(retention, columns, { ...roles, minCell: 5 });
    expect(rowsOf(table).flatMap((row) => [row['size'], row['active'], row['value'], row['rate'], row['eligible']]).filter((cell) => cell !== null)).toEqual([]);
    expect(scalars).toMatchObject({ customers: null, customers_without_activity: null });
    expect(diagnostics.notes.map(({ code }) => code)).toEqual(['cells_withheld', 'refunds_only_few']);
  });
});
