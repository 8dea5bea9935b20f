import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newExisting } from '../../../packages/metrics/src/definitions/new-existing.js';
import { rowsOf } from '../../../packages/metrics/src/table.js';
import { answer, membersOf } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';
import { followsFrom } from '../../fixtures/matrix-rank.js';

const roles = { customer: 'customer', time: 'time', value: 'value' };
const SIDES = ['new', 'existing'] as const;

/** Who buys in which of six months, by bits, and who has a refund in which. */
const data: fc.Arbitrary<FixtureColumns> = fc.array(fc.record({ bought: fc.integer({ min: 1, max: 63 }), refunded: fc.constantFrom(0, 0, 0, 2, 20) }), { minLength: 1, maxLength: 30 }).map((customers) => {
  const rows = customers.flatMap(({ bought, refunded }, who) => [0, 1, 2, 3, 4, 5].flatMap((month) => [
    ...((bought & (1 << month)) !== 0 ? [{ customer: `c${who}`, time: `2024-0${month + 1}-05`, value: 2 ** (who % 7) }] : []),
    ...((refunded & (1 << month)) !== 0 ? [{ customer: `c${who}`, time: `2024-0${month + 1}-09`, value: -0.25 }] : []),
  ]));
  return { customer: rows.map((row) => row.customer), time: { kind: 'date', values: rows.map((row) => row.time) }, value: rows.map((row) => row.value) };
});

describe('new against existing business with minCell', () => {
  it('withholds a small side with the other, and what the side of another period would tell', () => {
    const months = [[6, 0], [2, 9], [7, 9], [8, 20]] as const;
    const rows = months.flatMap(([fresh, existing], month) => [
      ...Array.from({ length: fresh }, (_, i) => ({ customer: `m${month}-${i}`, month })), ...Array.from({ length: existing }, (_, i) => ({ customer: `old${i}`, month })),
    ]);
    // Twenty others have bought before.
    const before = Array.from({ length: 20 }, (_, i) => ({ customer: `old${i}`, month: -1 }));
    const all = [...before, ...rows];
    const columns: FixtureColumns = { customer: all.map((row) => row.customer), time: { kind: 'date', values: all.map(({ month }) => `2024-0${month + 2}-05`) }, value: all.map(() => 1) };
    const { table, scalars, diagnostics } = answer(newExisting, columns, { ...roles, minCell: 5 });
    expect(rowsOf(table).map((row) => [row['customers'], row['customers_new'], row['customers_existing'], row['value_new'], row['customer_share_new'], row['suppressed']])).toEqual([
      [20, 20, 0, 20, 1, false], [null, null, 0, null, null, true], [null, null, 9, null, null, true], [16, 7, 9, 7, 7 / 16, false], [28, 8, 20, 8, 8 / 28, false],
    ]);
    expect(scalars).toMatchObject({ customers: 43, value_new: 43 });
    expect(diagnostics.notes.map(({ code }) => code)).toEqual(['cells_withheld']);
  });

  it('withholds a side of refunds alone, and the sums of few', () => {
    const columns = (n: number): FixtureColumns => ({
      customer: [...Array.from({ length: n }, (_, i) => `c${i}`), 'c0'], time: [...Array.from({ length: n }, () => '2024-01-05'), '2024-02-05'], value: [...Array.from({ length: n }, () => 10), -4],
    });
    const sides = (minCell: number): unknown => rowsOf(answer(newExisting, columns(6), { ...roles, minCell }).table).map((row) => [row['customers_existing'], row['value_existing'], row['value_new'], row['suppressed']]);
    expect([sides(0), sides(1)]).toEqual(Array.from({ length: 2 }, () => [[0, 0, 60, false], [0, -4, 0, false]]));
    expect([sides(2), sides(5)]).toEqual(Array.from({ length: 2 }, () => [[0, 0, 60, false], [null, null, 0, true]]));
    for (const [n, told] of [[4, false], [5, true]] as const) {
      expect(answer(newExisting, columns(n), { ...roles, minCell: 5 }).scalars).toMatchObject({ customers: told ? n : null, value_new: told ? 10 * n : null });
      const members = (): string[] => membersOf(newExisting, columns(n), { ...roles, minCell: 5 }, { period: '2024-01-01', side: 'new' });
      if (told) expect(members()).toHaveLength(n);
      else expect(members).toThrow(/withheld/);
    }
  });

  it('never lets a withheld number of customers, or what they bring, be worked out of what is told', () => {
    fc.assert(fc.property(data, fc.integer({ min: 2, max: 6 }), (columns, minCell) => {
      const open = rowsOf(answer(newExisting, columns, roles).table);
      const { table, scalars } = answer(newExisting, columns, { ...roles, minCell });
      const told = rowsOf(table);
      for (const measure of ['customers', 'value'] as const) {
        // Unknowns: each side of each period.
        const sum = (test: (period: number, side: (typeof SIDES)[number]) => boolean): number[] => open.flatMap((_, period) => SIDES.map((side) => Number(test(period, side))));
        const known: number[][] = [];
        const withheld: number[][] = [];
        told.forEach((row, i) => {
          for (const side of SIDES) {
            const vector = sum((period, other) => period === i && other === side);
            const cell = row[`${measure}_${side}`];
            if (cell === null) withheld.push(vector);
            else known.push(vector);
            expect(cell === null || cell === open[i]?.[`${measure}_${side}`]).toBe(true);
          }
          if (measure === 'customers' && row['customers'] !== null) known.push(sum((period) => period === i));
          if (row[measure === 'customers' ? 'customer_share_new' : 'value_share_new'] !== null) known.push(sum((period, side) => period === i && side === 'new'));
        });
        if (scalars[measure === 'customers' ? 'customers' : 'value_new'] !== null) known.push(sum((_, side) => side === 'new'));
        if (measure === 'value' && scalars['value_existing'] !== null) known.push(sum((_, side) => side === 'existing'));
        for (const vector of withheld) expect(followsFrom(known, vector)).toBe(false);
      }
      open.forEach((row, i) => {
        for (const side of SIDES) {
          const count = Number(row[`customers_${side}`]);
          const few = (count > 0 && count < minCell) || (count === 0 && row[`value_${side}`] !== 0);
          if (few) expect([told[i]?.[`customers_${side}`], told[i]?.[`orders_${side}`], told[i]?.[`value_${side}`], told[i]?.['suppressed']]).toEqual([null, null, null, true]);
        }
        if (Number(row['customers']) > 0 && Number(row['customers']) < minCell) expect(told[i]?.['customers']).toBeNull();
      });
    }), { numRuns: 150 });
  });
});
