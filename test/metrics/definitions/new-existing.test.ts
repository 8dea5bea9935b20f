import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lifecycle } from '../../../packages/metrics/src/definitions/lifecycle.js';
import { newExisting } from '../../../packages/metrics/src/definitions/new-existing.js';
import type { NewExistingOptions } from '../../../packages/metrics/src/definitions/new-existing-options.js';
import { rowsOf } from '../../../packages/metrics/src/table.js';
import { describeFold } from '../../contracts/fold-laws.js';
import { answer, membersOf } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';

const customer = fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { freq: 12 });
const value = fc.option(fc.oneof(fc.constantFrom(0, 5, -5), fc.integer({ min: -900, max: 9000 }).map((cents) => cents / 100)), { freq: 10 });
const order = fc.option(fc.constantFrom('o1', 'o2', 'o3'), { freq: 3 });
const time = fc.option(fc.integer({ min: 0, max: 24 * 90 }).map((hours) => Date.UTC(2024, 1, 20) * 1000 + hours * 3_600e6), { freq: 12 });
const rows: fc.Arbitrary<FixtureColumns> = fc.array(fc.record({ customer, value, order, time }), { maxLength: 50 }).map((records) => ({
  customer: { kind: 'text', values: records.map((record) => record.customer) },
  time: { kind: 'instant', values: records.map((record) => record.time) },
  value: { kind: 'number', values: records.map((record) => record.value) },
  order: { kind: 'text', values: records.map((record) => record.order) },
}));
const roles: NewExistingOptions = { customer: 'customer', time: 'time', value: 'value' };

describeFold('new-existing', {
  metric: newExisting,
  options: [roles, { ...roles, order: 'order', period: 'week', timeZone: 'Europe/Berlin', weekStart: 7, asOf: '2024-05-01', minN: 2 }, { customer: 'customer', time: 'time', period: 'quarter' }],
  rows,
  marks: ({ period = 'month' }) => {
    const first = period === 'week' ? '2024-03-03' : period === 'month' ? '2024-03-01' : '2024-01-01';
    return [{ period: first, side: 'new' }, { period: first, side: 'existing' }];
  },
  runs: 20,
});

const data: FixtureColumns = {
  customer: ['a', 'a', 'a', 'b', 'b', 'c'],
  time: ['2024-01-02T00:00Z', '2024-01-20T00:00Z', '2024-02-01T00:00Z', '2024-02-03T00:00Z', '2024-04-01T00:00Z', '2024-01-09T00:00Z'],
  value: [10, 20, 5, 7, 8, -3],
};

describe('new against existing business', () => {
  it('counts repeat orders of the first period as new, and refunds of unknown purchases as existing', () => {
    const rowsByMonth = rowsOf(answer(newExisting, data, roles).table);
    expect(rowsByMonth.map((row) => [row['period'], row['customers_new'], row['customers_existing'], row['orders_new'], row['orders_existing'], row['value_new'], row['value_existing']])).toEqual([
      ['2024-01-01', 1, 0, 2, 0, 30, -3], ['2024-02-01', 1, 1, 1, 1, 7, 5], ['2024-03-01', 0, 0, 0, 0, 0, 0], ['2024-04-01', 0, 1, 0, 1, 0, 8],
    ]);
    expect(rowsByMonth.map((row) => [row['value_share_new'], row['customer_share_new']])).toEqual([[30 / 27, 1], [7 / 12, 0.5], [null, null], [0, 0]]);
    expect(membersOf(newExisting, data, roles, { period: '2024-02-01', side: 'existing' })).toEqual(['a']);
  });

  it('withholds both sides where one is small: each is the other subtracted from the whole', () => {
    const rowsByMonth = rowsOf(answer(newExisting, { ...data, customer: ['a', 'b', 'a', 'c', 'b', 'd'], value: [1, 1, 1, 1, 1, 1] }, { ...roles, minN: 2 }).table);
    // January: a, b and d are new; February: c is new, a is not.
    expect(rowsByMonth.slice(0, 2).map((row) => [row['suppressed'], row['customers'], row['customers_new'], row['value_existing']])).toEqual([[false, 3, 3, 0], [true, 2, null, null]]);
  });

  it('withholds both sides also where it is the existing one that is small, and tells them at minN', () => {
    const grown = { customer: ['a', 'a', 'b', 'c', 'd'], time: ['2024-01-02', '2024-02-02', '2024-02-02', '2024-02-02', '2024-02-02'], value: [1, 2, 3, 4, 5] };
    const february = (minN: number): Record<string, unknown> => ({ ...rowsOf(answer(newExisting, grown, { ...roles, minN }).table)[1] });
    expect(february(2)).toMatchObject({ customers: 4, customers_new: null, customers_existing: null, customer_share_new: null, orders_new: null, orders_existing: null, value_new: null, value_existing: null, value_share_new: null, suppressed: true });
    expect(february(1)).toMatchObject({ customers: 4, customers_new: 3, customers_existing: 1, customer_share_new: 0.75, orders_new: 3, orders_existing: 1, value_new: 12, value_existing: 2, value_share_existing: 2 / 14, suppressed: false });
  });

  it('has totals over all periods, and none of values where fewer than minN came or there are none', () => {
    const totals = (options: NewExistingOptions): unknown => answer(newExisting, data, options).scalars;
    expect(totals(roles)).toEqual({ periods: 4, customers: 2, value_new: 37, value_existing: 10 });
    expect(totals({ ...roles, minN: 2 })).toEqual({ periods: 4, customers: 2, value_new: 37, value_existing: 10 });
    expect(totals({ ...roles, minN: 3 })).toEqual({ periods: 4, customers: 2, value_new: null, value_existing: null });
    expect(totals({ customer: 'customer', time: 'time' })).toMatchObject({ customers: 3, value_new: null, value_existing: null });
    expect(rowsOf(answer(newExisting, data, { customer: 'customer', time: 'time' }).table)[0]).toMatchObject({ customers_new: 2, value_new: null, value_existing: null, value_share_new: null });
  });

  it('has Wilson intervals at the confidence asked for', () => {
    const ends = (options: NewExistingOptions): unknown[] => ['lower', 'upper'].map((end) => rowsOf(answer(newExisting, data, { ...roles, ...options }).table)[1]?.[end]);
    expect(ends({})).toEqual([expect.closeTo(0.0945312, 6), expect.closeTo(0.9054688, 6)]);
    expect(ends({ confidence: 0.5 })).toEqual([expect.closeTo(0.284759, 5), expect.closeTo(0.715241, 5)]);
  });

  it('agrees with the lifecycle, and has as many members as it counts', () => {
    fc.assert(fc.property(rows, (some) => {
      const states = rowsOf(answer(lifecycle, some, roles).table);
      rowsOf(answer(newExisting, some, roles).table).forEach((row, i) => {
        const state = states[i];
        expect([row['period'], row['customers_new'], row['customers_existing'], row['value_new'], row['value_existing']])
          .toEqual([state?.['period'], state?.['new'], Number(state?.['returning']) + Number(state?.['resurrected']), state?.['value_new'], state?.['value_existing']]);
        for (const side of ['new', 'existing'] as const) expect(membersOf(newExisting, some, roles, { period: String(row['period']), side })).toHaveLength(Number(row[`customers_${side}`]));
      });
    }), { numRuns: 50 });
  });

  it('refuses marks it does not have', () => {
    expect(() => membersOf(newExisting, data, roles, { period: '2024-02-02', side: 'new' })).toThrow(/first date of a month/);
    expect(() => membersOf(newExisting, data, roles, { period: '2024-02-01', side: 'old' })).toThrow(/new \| existing/);
  });
});
