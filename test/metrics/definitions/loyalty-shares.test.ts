import { describe, expect, it } from 'vitest';
import { loyalty } from '../../../packages/metrics/src/definitions/loyalty.js';
import type { LoyaltyOptions } from '../../../packages/metrics/src/definitions/loyalty-options.js';
import { wilson } from '../../../packages/metrics/src/statistics/wilson.js';
import { type Row, rowsOf } from '../../../packages/metrics/src/table.js';
import { answer } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';

/** *count* customers with *orders* orders of 2 each, ten days apart. */
function buyers(...groups: readonly (readonly [count: number, orders: number])[]): FixtureColumns {
  const rows = groups.flatMap(([count, orders], g) => Array.from({ length: count }, (_, i) => (
    Array.from({ length: orders }, (__, n) => ({ customer: `${g}/${i}`, time: `2024-0${1 + Math.floor(n / 3)}-${String(1 + 10 * (n % 3)).padStart(2, '0')}`, value: 2 })))).flat());
  return { customer: rows.map((row) => row.customer), time: { kind: 'date', values: rows.map((row) => row.time) }, value: { kind: 'number', values: rows.map((row) => row.value) } };
}
const roles: LoyaltyOptions = { customer: 'customer', time: 'time', value: 'value' };
const ladder = (data: FixtureColumns, options: LoyaltyOptions = {}): Row[] => rowsOf(answer(loyalty, data, { ...roles, ...options }).table);
const scalars = (data: FixtureColumns, options: LoyaltyOptions = {}): Readonly<Record<string, unknown>> => answer(loyalty, data, { ...roles, ...options }).scalars;
const ninety = buyers([29, 1], [30, 2], [31, 5]);

describe('shares of loyalty', () => {
  it('are of all customers, of those who reached a rung, and of all value', () => {
    const rows = ladder(ninety);
    expect(rows.map((row) => [row['customers'], row['customer_share'], row['reached'], row['reached_share'], row['value'], row['value_share'], row['mean'], row['low_n'], row['suppressed']])).toEqual([
      [29, 29 / 90, 90, 1, 58, 58 / 488, 2, true, false], [30, 30 / 90, 61, 61 / 90, 120, 120 / 488, 4, false, false], [31, 31 / 90, 31, 31 / 90, 310, 310 / 488, 10, false, false],
    ]);
    expect(scalars(ninety)).toMatchObject({
      customers: 90, orders: 29 + 60 + 155, value: 488, repeat_customers: 61, repeat_rate: 61 / 90, repeat_customers_by_day: 61, repeat_rate_by_day: 61 / 90,
      repeat_order_value: 308, repeat_order_value_share: 308 / 488, repeat_customers_value_share: 430 / 488, second_purchase_median_days: 10,
    });
  });

  it('have Wilson intervals at the confidence asked for, 95 % unless it is said', () => {
    for (const confidence of [undefined, 0.8]) {
      const of = (part: number): unknown[] => [wilson(part, 90, confidence ?? 0.95)?.lower, wilson(part, 90, confidence ?? 0.95)?.upper];
      const rows = ladder(ninety, { confidence });
      expect(rows.map((row) => [row['lower'], row['upper']])).toEqual([29, 30, 31].map(of));
      expect(rows.map((row) => [row['reached_lower'], row['reached_upper']])).toEqual([90, 61, 31].map(of));
      const all = scalars(ninety, { confidence });
      expect([all['repeat_rate_lower'], all['repeat_rate_upper']]).toEqual(of(61));
      expect([all['repeat_rate_by_day_lower'], all['repeat_rate_by_day_upper']]).toEqual(of(61));
    }
  });

  it('are not told of a rung, or of all, of fewer than minN', () => {
    expect(ladder(ninety, { minN: 30 }).map((row) => [row['customers'], row['customer_share'] !== null, row['value'] !== null, row['mean'] !== null, row['suppressed']])).toEqual([
      [29, false, false, false, true], [30, true, true, true, false], [31, true, true, true, false],
    ]);
    expect(scalars(ninety, { minN: 90 })).toMatchObject({ repeat_customers: 61, repeat_rate: 61 / 90 });
    expect(scalars(ninety, { minN: 91 })).toMatchObject({ customers: 90, repeat_customers: null, repeat_rate: null, repeat_rate_by_day: null, repeat_order_value: null, second_purchase_median_days: null });
    // Nobody is not few.
    expect(ladder(buyers([40, 1]), { minN: 30 }).map((row) => [row['customers'], row['customer_share'], row['mean'], row['suppressed']])).toEqual([[40, 1, 2, false], [0, 0, null, false], [0, 0, null, false]]);
  });

  it('are null where there is no value, where it is not positive, and where there is nobody', () => {
    expect(ladder(ninety, { value: null }).map((row) => [row['value'], row['value_share'], row['mean']])).toEqual([[null, null, null], [null, null, null], [null, null, null]]);
    expect(scalars(ninety, { value: null })).toMatchObject({ value: null, repeat_order_value: null, repeat_order_value_share: null, repeat_customers_value_share: null });
    const loss: FixtureColumns = { customer: ['a', 'a', 'b'], time: ['2024-01-01', '2024-01-02', '2024-01-03'], value: [2, -9, 1] };
    expect(ladder(loss).map((row) => [row['value'], row['value_share']])).toEqual([[-6, null], [0, null], [0, null]]);
    const nobody: FixtureColumns = { customer: { kind: 'text', values: [] }, time: { kind: 'date', values: [] }, value: { kind: 'number', values: [] } };
    expect([ladder(nobody, { minN: 3 }), scalars(nobody, { minN: 3 })]).toEqual([[], expect.objectContaining({ customers: 0, repeat_customers: 0, repeat_rate: null, repeat_rate_lower: null, repeat_rate_by_day: null })]);
  });

  it('flag fewer than thirty at risk of a second purchase', () => {
    const flags = (n: number): unknown => rowsOf(answer(loyalty, buyers([n, 2]), roles).tables['second_purchase']!).map((row) => [row['at_risk'], row['low_n']]);
    expect([29, 30, 31].map(flags)).toEqual([[[29, true]], [[30, false]], [[31, false]]]);
  });

  it('tell refunds of few, or of who never came back, as nobody\'s', () => {
    const rows: FixtureColumns = {
      customer: ['a', 'b', 'c', 'd', 'e', 'f', 'a', 'x', 'y'], value: [10, 10, 10, 10, 10, 10, -4, -1, -1],
      time: ['2024-01-01', '2024-01-01', '2024-01-01', '2024-01-01', '2024-01-01', '2024-01-01', '2024-01-05', '2024-01-05', '2024-01-05'],
    };
    const note = (minCell: number): unknown[] => answer(loyalty, rows, { ...roles, minCell }).diagnostics.notes.map(({ code, params }) => [code, params]);
    expect(scalars(rows)['repeat_order_value']).toBe(-4);
    expect([2, 5].map((minCell) => scalars(rows, { minCell })['repeat_order_value'])).toEqual([null, null]);
    expect([note(0), note(2), note(3)]).toEqual([[['refunds_only', { customers: 2 }]], [['refunds_only', { customers: 2 }]], [['refunds_only_few', { minCell: 3 }]]]);
    // With enough who came back it is told.
    expect(scalars(buyers([20, 1], [20, 2]), { minCell: 5 })['repeat_order_value']).toBe(40);
  });

  it('are of rungs as they were asked for, and of nothing else', () => {
    const bad: readonly unknown[] = [[], 'all', {}, [null], ['x'], [{ name: 'x' }], [{ name: '', orders: 1 }], [{ name: 3, orders: 1 }], [{ name: 'x', orders: 0 }], [{ name: 'x', orders: 1.5 }],
      [{ name: 'x', orders: '1' }], [{ name: 'x', orders: 2 }], [{ name: 'x', orders: 1 }, { name: 'y', orders: 1 }], [{ name: 'x', orders: 1 }, { name: 'x', orders: 2 }]];
    for (const rungs of bad) expect(() => loyalty.resolve({ rungs } as object), JSON.stringify(rungs)).toThrow(/loyalty: rungs is not valid/);
    const rungs = [{ name: 'few', orders: 1 }, { name: 'some', orders: 3 }, { name: 'many', orders: 5 }];
    expect(ladder(ninety, { rungs }).map((row) => [row['rung'], row['orders_from'], row['orders_to'], row['customers']])).toEqual([['few', 1, 2, 59], ['some', 3, 4, 0], ['many', 5, null, 31]]);
    expect(scalars(ninety, { rungs })).toMatchObject({ repeat_customers: 61, repeat_customers_value_share: 430 / 488 });
    expect(ladder(ninety, { rungs: [{ name: 'all', orders: 1 }] }).map((row) => [row['customers'], row['reached']])).toEqual([[90, 90]]);
    // Two of the lowest rung came back: which is told only where those who did and those who didn't are both many.
    const withheld = (once: number, twice: number): unknown => scalars(buyers([once, 1], [twice, 2], [20, 5]), { rungs, minCell: 5 })['repeat_customers'];
    expect([withheld(20, 2), withheld(20, 5), withheld(2, 20), withheld(5, 20), withheld(20, 0)]).toEqual([null, 25, null, 40, 20]);
  });
});
