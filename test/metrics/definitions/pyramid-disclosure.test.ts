import { describe, expect, it } from 'vitest';
import { pyramid } from '../../../packages/metrics/src/definitions/pyramid.js';
import { cutOf, decimalOf } from '../../../packages/metrics/src/definitions/pyramid-cut.js';
import type { PyramidOptions } from '../../../packages/metrics/src/definitions/pyramid-options.js';
import { rowsOf } from '../../../packages/metrics/src/table.js';
import { answer } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';

const ask: PyramidOptions = { customer: 'customer', value: 'value' };

function customersWorth(values: readonly number[]): FixtureColumns {
  return { customer: { kind: 'text', values: values.map((_, i) => `c${i}`) }, value: { kind: 'number', values } };
}

/** *count* customers from the best down: 1 more each, then *zeros* with nothing and *losses* with a loss of 1. */
const some = (count: number, zeros = 0, losses = 0): number[] => [...Array.from({ length: count }, (_, i) => count - i), ...Array<number>(zeros).fill(0), ...Array<number>(losses).fill(-1)];

describe('the curves of a pyramid with minCell', () => {
  it('go through the ranks that are told, from the first customer to the last, and hold the sums up to them', () => {
    const values = some(180, 10, 10);
    const { tables } = answer(pyramid, customersWorth(values), { ...ask, minCell: 5 });
    const total = values.reduce((sum, value) => sum + value, 0);
    const upTo = (rank: number): number => values.slice(0, rank).reduce((sum, value) => sum + value, 0);
    const whale = rowsOf(tables['whale']!).map((row) => [Math.round(Number(row['rank_share']) * 200), row['cum_profit'], row['cum_profit_share']]);
    // Tiers end at 2 (withheld), 10, 40 and 200; values above 0 and below at 180 and 190; tenths at each 20.
    const ranks = [0, 10, 20, 40, 60, 80, 100, 120, 140, 160, 180, 190, 200];
    expect(whale).toEqual(ranks.map((rank) => [rank, upTo(rank), upTo(rank) / total]));
    const lorenz = rowsOf(tables['lorenz']!).map((row) => [Math.round(Number(row['p']) * 200), row['cum_share']]);
    expect(lorenz).toEqual(ranks.toReversed().map((rank) => [200 - rank, (total - upTo(rank)) / total]));
  });

  it('are none of nobody, and of too few', () => {
    const empty = answer(pyramid, { customer: [null], value: [3] }, { ...ask, minCell: 5 });
    expect([empty.tables['lorenz']?.numRows, empty.tables['whale']?.numRows, empty.diagnostics.notes]).toEqual([0, 0, []]);
    expect(empty.scalars).toMatchObject({ customers: 0, peak_customers: 0, non_positive_customers: 0, loss_customers: 0, zero_customers: 0, decile_reason: 'no_customers', customers_for_80pct: null });
    const few = answer(pyramid, customersWorth([9, 5, 1, -1]), { ...ask, minCell: 5 });
    expect([few.tables['lorenz']?.numRows, few.tables['whale']?.numRows, few.tables['concentration']?.numRows]).toEqual([0, 0, 0]);
    const enough = answer(pyramid, customersWorth([9, 5, 2, 1, 1]), { ...ask, minCell: 5 });
    expect([enough.scalars['customers'], enough.tables['whale']?.numRows]).toEqual([5, 2]);
  });
});

describe('the single numbers of a pyramid', () => {
  const all = (values: readonly number[], minCell = 0): ReturnType<typeof answer>['scalars'] => answer(pyramid, customersWorth(values), { ...ask, minCell }).scalars;

  it('count losses and zeros, and read the best fifth off the curve', () => {
    expect(all([40, 20, 10, 10, 5, 5, 4, 3, 2, 1])).toMatchObject({ lorenz_top20_share: 1 - 40 / 100, zero_customers: 0, decile_low_n: false });
    expect(all([8, 3, 0, 0, 0, -1, -2])).toMatchObject({
      zero_customers: 3, loss_customers: 2, loss_value: -3, peak_customers: 2, peak_value: 11, peak_ratio: 11 / 8, non_positive_customers: 5, has_negative: true, decile_low_n: true,
    });
    expect(all([3, 0, 0])).toMatchObject({ zero_customers: 2, loss_customers: 0, loss_value: 0, has_negative: false, decile_reason: 'bottom_non_positive' });
    expect(all([5])).toMatchObject({ gini: 0, gini_corrected: null });
    expect(all([4, 2])).toMatchObject({ gini: 1 / 6, gini_corrected: 1 / 3 });
    // Losses that cancel out leave no total to divide by.
    expect(all([2, -2])).toMatchObject({ total: 0, gini: null, gini_corrected: null, customers_for_80pct: null });
    expect(all([])).toMatchObject({ has_negative: false, customers: 0 });
  });

  it('withhold what tells groups of fewer than minCell, and nothing else', () => {
    const differ = (values: readonly number[]): unknown => {
      const [open, closed] = [all(values), all(values, 5)];
      return Object.keys(open).filter((name) => open[name] !== closed[name]);
    };
    // The 1 % and the curve's fifth always; ranks 90 and 88 are too near each other, of which that of the positive is told: it comes first.
    const always = ['top1_share', 'lorenz_top20_share'];
    expect(differ(some(88, 6, 6))).toEqual(['top1_share', 'bottom10_sum', 'decile_reason', 'lorenz_top20_share']);
    expect(all(some(88, 6, 6), 5)).toMatchObject({ decile_reason: 'withheld', zero_customers: 6, loss_customers: 6, peak_customers: 88, loss_value: -6 });
    expect(differ(some(90, 10, 0))).toEqual(always);
    // Two with nothing lie between the positive and the losses.
    expect(differ(some(90, 2, 8))).toEqual([
      'top1_share', 'gini_positive_only', 'bottom10_sum', 'decile_reason', 'non_positive_customers', 'peak_value', 'peak_ratio', 'peak_customers', 'zero_customers', 'lorenz_top20_share',
    ]);
    expect(all(some(90, 2, 8), 5)).toMatchObject({ has_negative: true, loss_customers: 8, loss_value: -8 });
    expect(differ(some(98, 2, 0))).toEqual(['top1_share', 'gini_positive_only', 'non_positive_customers', 'peak_value', 'peak_ratio', 'peak_customers', 'zero_customers', 'lorenz_top20_share']);
  });

  it('tell how many bring 80 % where that is no small group', () => {
    const best = (count: number): number[] => [...Array<number>(count).fill(100), ...Array<number>(60).fill(0.1)];
    expect([4, 5, 6].map((count) => all(best(count), 5)['customers_for_80pct'])).toEqual([null, 5, 5]);
    expect([4, 5].map((count) => all(best(count), 5)['customers_for_80pct_share'])).toEqual([null, 5 / 65]);
    expect(all(best(4), 1)['customers_for_80pct']).toBe(4);
  });
});

describe('the notes of a pyramid', () => {
  const notes = (values: readonly number[], options: PyramidOptions = {}): unknown => answer(pyramid, customersWorth(values), { ...ask, ...options }).diagnostics.notes.map(({ code, params }) => [code, params]);

  it('say how many lose and lie below, but not where they are few', () => {
    expect(notes([1, -2])).toEqual([['total_not_positive', { total: -1 }], ['has_negative', { customers: 1 }]]);
    expect(notes([0])).toEqual([['total_not_positive', { total: 0 }]]);
    expect(notes(some(80, 10, 10), { minCell: 5 })).toEqual([['has_negative', { customers: 10 }], ['small_groups_withheld', { minCell: 5 }]]);
    expect(notes(some(80, 10, 3), { minCell: 5 })).toEqual([['has_negative', { customers: null }], ['small_groups_withheld', { minCell: 5 }]]);
    expect(notes([-1, -2], { minCell: 5 })).toEqual([['has_negative', { customers: null }], ['small_groups_withheld', { minCell: 5 }]]);
    const tiers = [{ name: 'best', minimum: 40 }];
    expect(notes(some(80), { by: 'threshold', tiers })).toEqual([['below_lowest_tier', { customers: 39 }]]);
    expect(notes(some(42), { by: 'threshold', tiers, minCell: 5 })).toEqual([['small_groups_withheld', { minCell: 5 }]]);
    expect(notes([])).toEqual([]);
  });

  it('come with least and greatest values only where single customers are told', () => {
    const ends = (minCell: number): unknown => rowsOf(answer(pyramid, customersWorth(some(200)), { ...ask, minCell }).table).map((row) => [row['min'], row['max']])[3];
    expect([ends(0), ends(1), ends(2)]).toEqual([[1, 160], [1, 160], [null, null]]);
  });
});

describe('moves between two dates with minCell', () => {
  const options: PyramidOptions = {
    ...ask, time: 'time', asOf: '2024-02-29', window: '29d', compareAsOf: '2024-01-31', by: 'threshold',
    tiers: [{ name: 'x', minimum: 40 }, { name: 'y', minimum: 20 }, { name: 'z', minimum: null }],
  };
  const worth: Readonly<Record<string, number>> = { x: 50, y: 30, z: 10 };
  /** So many customers as each of *moves* says went from a tier to another, `-` for outside. */
  const crowd = (moves: Readonly<Record<string, number>>): FixtureColumns => {
    const rows = Object.entries(moves).flatMap(([move, count]) => Array.from({ length: count }, (_, i) => [...move].flatMap((tier, at) => (
      tier === '-' ? [] : [{ customer: `${move}${i}`, value: worth[tier]!, time: `2024-0${at + 1}-10` }]))).flat());
    return Object.fromEntries((['customer', 'value', 'time'] as const).map((name) => [name, rows.map((row) => row[name])]));
  };

  it('are all told where none is of few', () => {
    const data = crowd({ xx: 10, xy: 6, yx: 7, yy: 20, zz: 30, 'z-': 9, '-z': 8 });
    const [open, closed] = [0, 5].map((minCell) => answer(pyramid, data, { ...options, minCell }));
    expect(closed!.tables['migration']).toEqual(open!.tables['migration']);
    expect(rowsOf(closed!.table).map((row) => [row['customers_change'], row['value_change'], row['value_share_change']])).toEqual(rowsOf(open!.table).map((row) => [row['customers_change'], row['value_change'], row['value_share_change']]));
    for (const name of ['customers_before', 'total_before', 'stayed', 'moved_up', 'moved_down', 'entered', 'left']) expect(closed!.scalars[name]).toBe(open!.scalars[name]);
    expect(rowsOf(closed!.tables['earlier']!).map((row) => [row['customers'], row['customer_share']])).toEqual([[16, 16 / 82], [27, 27 / 82], [39, 39 / 82]]);
  });

  it('of a small tier are withheld on its side of the comparison, with all that tells it', () => {
    // Three were in the tier x before, and nobody is now.
    const before = answer(pyramid, crowd({ xy: 3, yy: 20, zz: 30, '-z': 8 }), { ...options, minCell: 5 });
    expect(rowsOf(before.tables['earlier']!)[0]).toMatchObject({ tier: 'x', customers: null, suppressed: true });
    expect(rowsOf(before.table)[0]).toMatchObject({ tier: 'x', customers_change: null, value_change: null, value_share_change: null });
    const now = answer(pyramid, crowd({ yx: 3, yy: 20, zz: 30, 'z-': 8 }), { ...options, minCell: 5 });
    expect(rowsOf(now.table)[0]).toMatchObject({ tier: 'x', customers: null, customers_change: null });
    expect(rowsOf(now.table).every((row) => (row['customers'] === null) === (row['value'] === null))).toBe(true);
  });

  it('tell a tier only where the ranks that it begins and ends at are told', () => {
    // The tier y begins at rank 3, which tells the values of three together.
    const { tables, table } = answer(pyramid, crowd({ xx: 3, yy: 6, zz: 40 }), { ...options, minCell: 5 });
    for (const rows of [rowsOf(tables['earlier']!), rowsOf(table)]) expect(rows.map((row) => row['suppressed'])).toEqual([true, true, false]);
  });

  it('of too few customers in all are withheld altogether', () => {
    const result = answer(pyramid, crowd({ xx: 1, yy: 2, 'z-': 30 }), { ...options, minCell: 5 });
    expect(rowsOf(result.tables['migration']!).filter(({ to }) => to !== '(left)').every((row) => row['customers'] === null)).toBe(true);
    expect(result.scalars).toMatchObject({ customers: null, total: null });
  });
});

describe('cuts', () => {
  it('take shares as the decimals that they are written as', () => {
    expect([0.05, 1, 1e-7, 1.5e-7, 0.125].map(decimalOf)).toEqual([
      { numerator: 5n, denominator: 100n }, { numerator: 1n, denominator: 1n }, { numerator: 1n, denominator: 10_000_000n }, { numerator: 15n, denominator: 100_000_000n }, { numerator: 125n, denominator: 1000n },
    ]);
    expect([cutOf(150, 0.05), cutOf(10, 0.05), cutOf(9, 0.05), cutOf(5_000_000, 1e-7), cutOf(4_999_999, 1e-7), cutOf(7, 1)]).toEqual([8, 1, 0, 1, 0, 7]);
  });
});
