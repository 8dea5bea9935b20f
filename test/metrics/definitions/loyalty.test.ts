import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loyalty } from '../../../packages/metrics/src/definitions/loyalty.js';
import type { LoyaltyOptions } from '../../../packages/metrics/src/definitions/loyalty-options.js';
import { rowsOf } from '../../../packages/metrics/src/table.js';
import { describeFold } from '../../contracts/fold-laws.js';
import { answer, membersOf } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';

const customer = fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { freq: 12 });
const value = fc.option(fc.oneof(fc.constantFrom(0, 5, -5), fc.integer({ min: -900, max: 9000 }).map((cents) => cents / 100)), { freq: 10 });
const order = fc.option(fc.constantFrom('o1', 'o2', 'o3', 'o4', 'o5'), { freq: 3 });
const time = fc.option(fc.integer({ min: 0, max: 24 * 20 }).map((hours) => Date.UTC(2024, 2, 25) * 1000 + hours * 3_600e6), { freq: 12 });
const rows: fc.Arbitrary<FixtureColumns> = fc.array(fc.record({ customer, value, order, time }), { maxLength: 50 }).map((records) => ({
  customer: { kind: 'text', values: records.map((record) => record.customer) },
  time: { kind: 'instant', values: records.map((record) => record.time) },
  value: { kind: 'number', values: records.map((record) => record.value) },
  order: { kind: 'text', values: records.map((record) => record.order) },
}));
const roles: LoyaltyOptions = { customer: 'customer', time: 'time', value: 'value', order: 'order' };

describeFold('loyalty', {
  metric: loyalty,
  options: [
    roles,
    { ...roles, countBy: 'day', timeZone: 'America/New_York', asOf: '2024-04-10' },
    { customer: 'customer', time: 'time', rungs: [{ name: 'once', orders: 1 }, { name: 'thrice', orders: 3 }], minN: 2 },
  ],
  rows,
  marks: ({ rungs }) => (rungs ?? [{ name: 'first_time' }, { name: 'repeat' }, { name: 'loyal' }]).map(({ name }) => ({ rung: name })),
  runs: 20,
});

const data: FixtureColumns = {
  customer: ['a', 'a', 'a', 'b', 'b', 'c', 'd', 'd', 'd'],
  time: ['2024-01-01T08:00Z', '2024-01-01T18:00Z', '2024-01-01T18:00Z', '2024-01-02T00:00Z', '2024-02-01T00:00Z', '2024-01-05T00:00Z', '2024-01-01T00:00Z', '2024-01-03T00:00Z', '2024-01-04T00:00Z'],
  value: [10, 20, 5, 7, 8, -3, 40, -15, 2],
  order: ['a1', 'a2', 'a2', 'b1', 'b2', 'c1', 'd1', 'd1', null],
};

describe('loyalty', () => {
  it('puts customers on rungs by distinct orders, with what all their rows bring', () => {
    const result = answer(loyalty, data, roles);
    // a: a1, a2; b: b1, b2; c: a refund only; d: d1 (with its refund) and a day without an id.
    expect(rowsOf(result.table).map((row) => [row['rung'], row['orders_from'], row['orders_to'], row['customers'], row['customer_share'], row['reached'], row['value']])).toEqual([
      ['first_time', 1, 1, 0, 0, 3, 0], ['repeat', 2, 4, 3, 1, 3, 77], ['loyal', 5, null, 0, 0, 0, 0],
    ]);
    expect(result.scalars).toMatchObject({ customers: 3, orders: 6, value: 77, repeat_customers: 3, repeat_rate: 1, repeat_customers_by_day: 2 });
    // First orders: a1 10, b1 7, d1 40 - 15.
    expect(result.scalars['repeat_order_value']).toBeCloseTo(77 - 42, 12);
    expect(result.diagnostics.notes.map((note) => note.code)).toEqual(['refunds_only']);
  });

  it('sees two orders on one day as one where an order is a day', () => {
    const result = answer(loyalty, data, { ...roles, countBy: 'day' });
    expect(rowsOf(result.table).map((row) => row['customers'])).toEqual([1, 2, 0]);
    expect(membersOf(loyalty, data, { ...roles, countBy: 'day' }, { rung: 'first_time' })).toEqual(['a']);
  });

  it('counts days to the second purchase, and censors at the end of the data those who did not come back', () => {
    const { tables, scalars } = answer(loyalty, data, roles);
    expect(rowsOf(tables['second_purchase']!).map((row) => [row['time'], row['at_risk'], row['events'], row['censored']])).toEqual([[3, 3, 1, 0], [30, 2, 1, 0], [31, 1, 0, 1]]);
    expect(scalars['second_purchase_median_days']).toBe(30);
    const later = answer(loyalty, data, { ...roles, asOf: '2024-02-11' });
    expect(rowsOf(later.tables['second_purchase']!).at(-1)).toMatchObject({ time: 41, censored: 1 });
  });

  it('takes of two orders at one instant the one whose id comes first as the first', () => {
    const same: FixtureColumns = { customer: ['x', 'x'], time: ['2024-01-01T08:00Z', '2024-01-01T08:00Z'], value: [1, 100], order: ['o9', 'o10'] };
    expect(answer(loyalty, same, roles).scalars['repeat_order_value']).toBe(1);
  });

  it('adds up: rungs hold every buyer once, shares add up to 1, and nobody is reached who is not there', () => {
    fc.assert(fc.property(rows, (some) => {
      const result = answer(loyalty, some, roles);
      const table = rowsOf(result.table);
      const total = (name: string): number => table.reduce((sum, row) => sum + Number(row[name]), 0);
      if (table.length === 0) {
        expect(result.scalars['customers']).toBe(0);
        return;
      }
      expect(total('customers')).toBe(result.scalars['customers']);
      expect(total('customer_share')).toBeCloseTo(1, 12);
      expect(table[1]?.['reached']).toBe(result.scalars['repeat_customers']);
      for (const row of table) expect(membersOf(loyalty, some, roles, { rung: String(row['rung']) })).toHaveLength(Number(row['customers']));
    }), { numRuns: 50 });
  });

  it('refuses what it does not know, in words', () => {
    expect(() => membersOf(loyalty, data, roles, { rung: 'gold' })).toThrow(/no such mark.*first_time \| repeat \| loyal/);
    expect(() => loyalty.resolve({ rungs: [{ name: 'a', orders: 2 }] })).toThrow(/begins at 1 order/);
    expect(() => loyalty.resolve({ rungs: [{ name: 'a', orders: 1 }, { name: 'b', orders: 1 }] })).toThrow(/rungs/);
    expect(() => loyalty.resolve({ contBy: 'day' } as object)).toThrow(/unknown option "contBy"; expected "countBy"/);
  });
});
