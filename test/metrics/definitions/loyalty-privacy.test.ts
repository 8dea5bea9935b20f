import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loyalty } from '../../../packages/metrics/src/definitions/loyalty.js';
import type { LoyaltyOptions } from '../../../packages/metrics/src/definitions/loyalty-options.js';
import { rowsOf } from '../../../packages/metrics/src/table.js';
import { answer } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';
import { followsFrom } from '../../fixtures/matrix-rank.js';

const roles: LoyaltyOptions = { customer: 'customer', time: 'time', value: 'value' };

/** How many customers bought on how many days: `{1: 40, 2: 3}`. */
function ladder(customersByDays: Readonly<Record<number, number>>): FixtureColumns {
  const rows = Object.entries(customersByDays).flatMap(([days, customers]) => Array.from({ length: customers }, (_, i) => (
    Array.from({ length: Number(days) }, (__, day) => ({ customer: `${days}-${i}`, time: `2024-01-${String(1 + day * 2 + (i % 3)).padStart(2, '0')}`, value: 1 + i })))).flat());
  return { customer: rows.map((row) => row.customer), time: { kind: 'date', values: rows.map((row) => row.time) }, value: rows.map((row) => row.value) };
}

describe('loyalty with minCell', () => {
  it('withholds a small rung, another that would tell it, and the number of orders, which is a sum over rungs', () => {
    const { table, scalars, diagnostics } = answer(loyalty, ladder({ 1: 40, 2: 20, 6: 3 }), { ...roles, minCell: 5 });
    expect(rowsOf(table).map((row) => [row['rung'], row['customers'], row['customer_share'], row['value'], row['reached'], row['suppressed']])).toEqual([
      ['first_time', 40, 40 / 63, 820, 63, false], ['repeat', null, null, null, 23, true], ['loyal', null, null, null, null, true],
    ]);
    expect(scalars).toMatchObject({ customers: 63, repeat_customers: 23, orders: null });
    expect(diagnostics.notes.map(({ code }) => code)).toEqual(['cells_withheld']);
  });

  it('tells who came back between rungs only where those of either rung who did are many', () => {
    const rungs = [{ name: 'few', orders: 1 }, { name: 'many', orders: 3 }];
    // Two of the lower rung came back: the number of repeat customers less that of the higher rung.
    const { table, scalars } = answer(loyalty, ladder({ 1: 40, 2: 2, 6: 30 }), { ...roles, rungs, minCell: 5 });
    expect(rowsOf(table).map((row) => row['customers'])).toEqual([42, 30]);
    expect([scalars['repeat_customers'], scalars['repeat_rate'], scalars['repeat_rate_lower'], scalars['repeat_customers_value_share']]).toEqual([null, null, null, null]);
  });

  it('withholds who came back by days with who did by orders where each day is an order, as they are the same', () => {
    const { scalars } = answer(loyalty, ladder({ 1: 6, 4: 1, 5: 1 }), { ...roles, minCell: 2 });
    expect([scalars['repeat_customers'], scalars['repeat_customers_by_day'], scalars['repeat_rate_by_day'], scalars['customers']]).toEqual([null, null, null, 8]);
  });

  it('draws the time to the second purchase from groups of days in which as many came back, or nobody', () => {
    const { tables } = answer(loyalty, ladder({ 1: 12, 2: 7, 3: 9 }), { ...roles, minCell: 5 });
    for (const { events, censored } of rowsOf(tables['second_purchase']!)) for (const count of [events, censored]) expect(count === 0 || Number(count) >= 5).toBe(true);
    expect(rowsOf(tables['second_purchase']!).reduce((sum, row) => sum + Number(row['events']), 0)).toBe(16);
  });

  it('tells nothing of few customers in all', () => {
    const { table, scalars, tables } = answer(loyalty, ladder({ 1: 2, 2: 1 }), { ...roles, minCell: 5 });
    expect(rowsOf(table).flatMap((row) => [row['customers'], row['value'], row['mean'], row['reached_share']]).filter((cell) => cell !== null && cell !== 0)).toEqual([]);
    expect(Object.values(scalars).filter((value) => value !== null)).toEqual([]);
    expect(tables['second_purchase']?.numRows).toBe(0);
  });

  it('never lets a withheld rung, or what it brings, be worked out of what is told', () => {
    const counts = fc.constantFrom(0, 1, 2, 3, 6, 9);
    const ladders = fc.array(counts, { minLength: 1, maxLength: 5 });
    const schemes = fc.constantFrom<LoyaltyOptions['rungs']>(null, [{ name: 'a', orders: 1 }, { name: 'b', orders: 3 }], [{ name: 'a', orders: 1 }, { name: 'b', orders: 2 }, { name: 'c', orders: 3 }, { name: 'd', orders: 5 }]);
    fc.assert(fc.property(ladders, schemes, fc.integer({ min: 2, max: 5 }), (customers, rungs, minCell) => {
      const columns = ladder(Object.fromEntries(customers.map((count, i) => [i + 1, count])));
      if (customers.every((count) => count === 0)) return;
      const options = { ...roles, rungs };
      const open = answer(loyalty, columns, options);
      const told = answer(loyalty, columns, { ...options, minCell });
      const [all, shown] = [rowsOf(open.table), rowsOf(told.table)];
      // Unknowns: customers (or their value) by number of orders, up to five.
      const sum = (test: (orders: number) => boolean): number[] => [1, 2, 3, 4, 5].map((orders) => Number(test(orders)));
      const onRung = (i: number) => (orders: number): boolean => orders >= Number(all[i]?.['orders_from']) && (all[i]?.['orders_to'] === null || orders <= Number(all[i]?.['orders_to']));
      const again = sum((orders) => orders > 1);
      for (const measure of ['customers', 'value'] as const) {
        const known = shown.flatMap((row, i) => (row[measure] === null ? [] : [sum(onRung(i))]));
        if (told.scalars[measure] !== null) known.push(sum(() => true));
        if (told.scalars[measure === 'customers' ? 'repeat_rate' : 'repeat_customers_value_share'] !== null) known.push(again);
        if (measure === 'customers') {
          shown.forEach((row) => {
            // What is withheld has no share and no interval either, which would tell it.
            if (row['reached'] === null) expect([row['reached_share'], row['reached_lower'], row['reached_upper']]).toEqual([null, null, null]);
            if (row['customers'] === null) expect([row['customer_share'], row['lower'], row['upper'], row['value_share'], row['mean']]).toEqual([null, null, null, null, null]);
            if (told.scalars['value'] === null) expect([row['value_share'], row['customer_share'], row['reached_share'], row['reached_lower']]).toEqual([null, null, null, null]);
            if (row['reached'] !== null || row['reached_share'] !== null) known.push(sum((orders) => orders >= Number(row['orders_from'])));
          });
          if (told.scalars['repeat_customers_by_day'] !== null || told.tables['second_purchase']!.numRows > 0) known.push(again);
          // An order count is a sum over customers of how many each has.
          if (told.scalars['orders'] !== null) known.push([1, 2, 3, 4, 5]);
        }
        shown.forEach((row, i) => {
          if (row[measure] === null && sum(onRung(i)).some((one) => one > 0)) expect(followsFrom(known, sum(onRung(i)))).toBe(false);
        });
      }
      all.forEach((row, i) => {
        const count = Number(row['customers']);
        if (count > 0 && count < minCell) expect([shown[i]?.['customers'], shown[i]?.['value'], shown[i]?.['lower'], shown[i]?.['suppressed']]).toEqual([null, null, null, true]);
      });
    }), { numRuns: 200 });
  });
});
