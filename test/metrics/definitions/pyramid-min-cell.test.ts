import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pyramid } from '../../../packages/metrics/src/definitions/pyramid.js';
import type { PyramidOptions } from '../../../packages/metrics/src/definitions/pyramid-options.js';
import type { Estimate } from '../../../packages/metrics/src/metric.js';
import { type Row, rowsOf } from '../../../packages/metrics/src/table.js';
import { answer, membersOf } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';
import { matrixRank } from '../../fixtures/matrix-rank.js';

const ask: PyramidOptions = { customer: 'customer', value: 'value' };

function customersWorth(values: readonly number[]): FixtureColumns {
  return { customer: { kind: 'text', values: values.map((_, i) => `c${i}`) }, value: { kind: 'number', values } };
}

/** The ranks up to which, or between which, a result tells a sum, found by how the same tiers look where nothing is withheld. */
function toldRanges(told: Estimate, open: Estimate): [number, number][] {
  const count = Number(open.scalars['customers']);
  const ranges: [number, number][] = [[0, count]];
  const walk = (shown: readonly Row[], all: readonly Row[]): void => {
    let from = 0;
    shown.forEach((row, i) => {
      const to = from + Number(all[i]?.['customers']);
      if (row['value'] !== null || row['mean'] !== null) ranges.push([from, to]);
      from = to;
    });
  };
  walk(rowsOf(told.table), rowsOf(open.table));
  walk(rowsOf(told.tables['deciles']!), rowsOf(open.tables['deciles']!));
  for (const { k, share } of rowsOf(told.tables['concentration']!)) if (share !== null) ranges.push([0, Number(k)]);
  for (const { p } of rowsOf(told.tables['lorenz']!)) ranges.push([0, Math.round((1 - Number(p)) * count * 1e6) / 1e6]);
  for (const { rank_share: p } of rowsOf(told.tables['whale']!)) ranges.push([0, Math.round(Number(p) * count * 1e6) / 1e6]);
  const tenth = Number(open.scalars['decile_k']);
  const { scalars } = told;
  if (scalars['top10_sum'] !== null || scalars['top10_share'] !== null) ranges.push([0, tenth]);
  if (scalars['bottom10_sum'] !== null) ranges.push([count - tenth, count]);
  if (scalars['peak_value'] !== null || scalars['peak_customers'] !== null || scalars['non_positive_customers'] !== null) ranges.push([0, Number(open.scalars['peak_customers'])]);
  if (scalars['loss_value'] !== null || scalars['loss_customers'] !== null) ranges.push([0, count - Number(open.scalars['loss_customers'])]);
  return ranges;
}

const values = fc.array(fc.oneof(fc.integer({ min: 1, max: 900 }), fc.constantFrom(0, 0, -5, 10, 10)), { minLength: 1, maxLength: 140 });
const schemes: fc.Arbitrary<PyramidOptions> = fc.constantFrom<PyramidOptions>(
  ask, { ...ask, by: 'profit' }, { ...ask, ties: 'together' },
  { ...ask, by: 'threshold', tiers: [{ name: 'x', minimum: 700 }, { name: 'y', minimum: 300 }, { name: 'z', minimum: 0 }] },
);

describe('a pyramid with minCell', () => {
  it('withholds a small tier, and the one next to it that would tell it', () => {
    const { table, scalars } = answer(pyramid, customersWorth(Array.from({ length: 200 }, (_, i) => 200 - i)), { ...ask, minCell: 5 });
    expect(rowsOf(table)).toMatchObject([
      { tier: 'top', customers: null, customer_share: null, value: null, value_share: null, mean: null, min: null, max: null, low_n: null, suppressed: true },
      { tier: 'big', customers: null, value: null, suppressed: true },
      { tier: 'medium', customers: 30, suppressed: false, min: null, max: null },
      { tier: 'small', customers: 160, suppressed: false },
    ]);
    expect(scalars).toMatchObject({ customers: 200, top1_share: null, top10_sum: 3810, decile_reason: null });
  });

  it('tells an empty tier, and everything where groups are large', () => {
    const many = customersWorth(Array.from({ length: 2000 }, (_, i) => i + 1));
    const [open, closed] = [0, 11].map((minCell) => answer(pyramid, many, { ...ask, minCell }));
    expect(rowsOf(closed!.table).map((row) => row['value'])).toEqual(rowsOf(open!.table).map((row) => row['value']));
    // Read off between two customers, so that it would tell of one.
    expect(closed!.scalars).toEqual({ ...open!.scalars, lorenz_top20_share: null });
    const tiers = [{ name: 'nobody', minimum: 5000 }, { name: 'all', minimum: null }];
    expect(rowsOf(answer(pyramid, many, { ...ask, by: 'threshold', tiers, minCell: 11 }).table)[0]).toMatchObject({ customers: 0, value: 0, suppressed: false });
  });

  it('tells nothing of a few customers in all, not even how many', () => {
    const { table, tables, scalars } = answer(pyramid, customersWorth([9, 5, 1]), { ...ask, minCell: 5 });
    expect(rowsOf(table).every((row) => row['suppressed'] === true && row['customers'] === null && row['value'] === null)).toBe(true);
    for (const name of ['lorenz', 'whale', 'concentration']) expect(tables[name]?.numRows).toBe(0);
    expect(Object.entries(scalars).filter(([, value]) => value !== null)).toEqual([['decile_reason', 'withheld'], ['decile_low_n', true], ['has_negative', false]]);
  });

  it('names nobody behind what it withholds', () => {
    const data = customersWorth(Array.from({ length: 200 }, (_, i) => 200 - i));
    expect(() => membersOf(pyramid, data, { ...ask, minCell: 5 }, { tier: 'top' })).toThrow(/withheld/);
    expect(membersOf(pyramid, data, { ...ask, minCell: 5 }, { tier: 'medium' })).toHaveLength(30);
    expect(() => membersOf(pyramid, customersWorth([1, 2, 3, 4, 5, 6, 7, 8, 9]), { ...ask, minCell: 5 }, { decile: 1 })).toThrow(/withheld/);
  });

  it('never tells a sum over fewer, nor two whose difference is one over fewer', () => {
    fc.assert(fc.property(values, schemes, fc.constantFrom(5, 11), (list, scheme, minCell) => {
      const data = customersWorth(list);
      const told = answer(pyramid, data, { ...scheme, minCell });
      const open = answer(pyramid, data, scheme);
      if (list.length < minCell) {
        expect(rowsOf(told.table).every((row) => row['customers'] === null)).toBe(true);
        return;
      }
      const ranks = [...new Set(toldRanges(told, open).flat())].sort((a, b) => a - b);
      ranks.slice(1).forEach((rank, i) => expect(rank - ranks[i]!).toBeGreaterThanOrEqual(minCell));
    }), { numRuns: 150 });
  });

  it('never lets a withheld flow, tier or move be worked out of what is told', () => {
    const moves = fc.array(fc.record({ from: fc.integer({ min: 0, max: 60 }), to: fc.integer({ min: 0, max: 60 }) }), { minLength: 5, maxLength: 40 });
    const options: PyramidOptions = {
      ...ask, time: 'time', asOf: '2024-02-29', window: '29d', compareAsOf: '2024-01-31', by: 'threshold',
      tiers: [{ name: 'x', minimum: 40 }, { name: 'y', minimum: 15 }, { name: 'z', minimum: null }],
    };
    fc.assert(fc.property(moves, fc.constantFrom(2, 3, 5), (list, minCell) => {
      const rows = list.flatMap(({ from, to }, i) => [
        ...(from === 0 ? [] : [{ customer: `c${i}`, value: from, time: '2024-01-10' }]), ...(to === 0 ? [] : [{ customer: `c${i}`, value: to, time: '2024-02-10' }]),
      ]);
      const data: FixtureColumns = Object.fromEntries((['customer', 'value', 'time'] as const).map((name) => [name, rows.map((row) => row[name])]));
      if (rows.length === 0) return;
      const told = answer(pyramid, data, { ...options, minCell });
      const cells = flowCells(told);
      // What a reader sees: each told flow, each told tier, moves, and numbers in all, as sums of flows.
      const seen: number[][] = [];
      const see = (test: (row: Row) => boolean): void => void seen.push(cells.map((row) => Number(test(row))));
      cells.forEach((row, i) => {
        if (row['customers'] !== null) seen.push(cells.map((_, j) => Number(i === j)));
      });
      for (const row of rowsOf(told.table)) if (row['customers'] !== null) see(({ to }) => to === row['tier']);
      for (const row of rowsOf(told.tables['earlier']!)) if (row['customers'] !== null) see(({ from }) => from === row['tier']);
      for (const [name, move] of [['stayed', 'stayed'], ['moved_up', 'up'], ['moved_down', 'down'], ['entered', 'in'], ['left', 'out']]) {
        if (told.scalars[name!] !== null) see((row) => row['move'] === move);
      }
      if (told.scalars['customers'] !== null) see(({ move }) => move !== 'out');
      if (told.scalars['customers_before'] !== null) see(({ move }) => move !== 'in');
      const known = matrixRank(seen);
      const worked = (vector: number[]): boolean => matrixRank([...seen, vector]) === known;
      cells.forEach((row, i) => {
        if (row['customers'] === null) expect(worked(cells.map((_, j) => Number(i === j)))).toBe(false);
        else expect(row['customers'] === 0 || Number(row['customers']) >= minCell).toBe(true);
      });
      for (const row of rowsOf(told.table)) if (row['customers'] === null) expect(worked(cells.map(({ to }) => Number(to === row['tier'])))).toBe(false);
    }), { numRuns: 150 });
  });
});

function flowCells({ tables }: Estimate): Row[] {
  return rowsOf(tables['migration']!);
}
