import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ActivityLedger, addOrder, addOrderDay, createLedger, customerOf, entriesByPeriod, entryOf, firstActivePeriods, isActive, lastActivePeriods, markActive, mergeLedgers, ordersByEntry, periodOf, reserveCustomers,
} from '../../../packages/metrics/src/kernels/activity-ledger.js';
import { addTo, sumAt } from '../../../packages/metrics/src/kernels/compensated-sums.js';

const NEVER = -99;

type Event = readonly [customer: number, period: number, day: number, order: number | null, value: number];
const events = fc.array(fc.tuple(fc.nat(20), fc.integer({ min: -3, max: 40 }), fc.nat(91), fc.option(fc.nat(5)), fc.integer({ min: -500, max: 5000 })), { maxLength: 150 });

function ledgerOf(rows: readonly Event[]): ActivityLedger {
  const ledger = createLedger(3, true);
  reserveCustomers(ledger, 21);
  for (const [customer, period, day, order, value] of rows) {
    const entry = entryOf(ledger, customer, period);
    addTo(ledger.values, entry, value / 100);
    if (value < 0) continue;
    markActive(ledger, entry);
    if (order === null) addOrderDay(ledger, entry, day);
    else addOrder(ledger, entry, order);
  }
  return ledger;
}

/** What a ledger says, in the order of customers and periods. */
function told(ledger: ActivityLedger): string[] {
  const orders = ordersByEntry(ledger);
  return Array.from({ length: ledger.size }, (_, entry) => (
    `${customerOf(ledger, entry)} ${periodOf(ledger, entry)} ${isActive(ledger, entry) ? 1 : 0} ${orders[entry]} ${(sumAt(ledger.values, entry) + 0).toFixed(2)}`)).sort();
}

/** The same by maps and sets. */
function expected(rows: readonly Event[]): string[] {
  const entries = new Map<string, { active: number; orders: Set<string>; cents: number }>();
  for (const [customer, period, day, order, value] of rows) {
    const key = `${customer} ${period}`;
    const entry = entries.get(key) ?? { active: 0, orders: new Set<string>(), cents: 0 };
    entries.set(key, entry);
    entry.cents += value;
    if (value < 0) continue;
    entry.active = 1;
    entry.orders.add(order === null ? `day ${day}` : `order ${order}`);
  }
  return [...entries].map(([key, { active, orders, cents }]) => `${key} ${active} ${orders.size} ${(cents / 100).toFixed(2)}`).sort();
}

describe('the activity ledger', () => {
  it('has one entry for each customer and period, with its orders and its value', () => {
    fc.assert(fc.property(events, (rows) => {
      expect(told(ledgerOf(rows))).toEqual(expected(rows));
    }));
  });

  it('merges into what it would be had it seen all rows, and leaves the other alone', () => {
    fc.assert(fc.property(events, fc.nat(150), (rows, at) => {
      const into = ledgerOf(rows.slice(0, at));
      const from = ledgerOf(rows.slice(at));
      mergeLedgers(into, from);
      expect(told(into)).toEqual(expected(rows));
      expect(told(from)).toEqual(expected(rows.slice(at)));
    }));
  });

  it('knows the first and last active period of everyone, and who was never active', () => {
    fc.assert(fc.property(events, (rows) => {
      const ledger = ledgerOf(rows);
      const active = Array.from({ length: 21 }, (_, customer) => rows.filter((row) => row[0] === customer && row[4] >= 0).map((row) => row[1]));
      const told = [firstActivePeriods(ledger, NEVER), lastActivePeriods(ledger, NEVER)].map((periods) => Array.from(periods.subarray(0, 21)));
      expect(told).toEqual([active.map((periods) => (periods.length === 0 ? NEVER : Math.min(...periods))), active.map((periods) => (periods.length === 0 ? NEVER : Math.max(...periods)))]);
    }));
  });

  it('finds an entry again in any order after it grew', () => {
    const ledger = createLedger(0, false);
    reserveCustomers(ledger, 500);
    for (let period = 0; period < 10; period++) for (let customer = 0; customer < 500; customer++) entryOf(ledger, customer, period);
    for (let customer = 499; customer >= 0; customer--) {
      for (let period = 9; period >= 0; period--) expect(entryOf(ledger, customer, period)).toBe(period * 500 + customer);
      expect(ledger.size).toBe(5000 + 499 - customer);
      expect(entryOf(ledger, customer, -1)).toBe(ledger.size - 1);
    }
  });

  it('goes on finding entries while its index grows with it', () => {
    const ledger = createLedger(0, false);
    reserveCustomers(ledger, 300);
    for (let period = 20; period > 0; period--) for (let customer = 0; customer < 300; customer++) entryOf(ledger, customer, period);
    for (let period = 20; period > 0; period--) for (let customer = 0; customer < 300; customer++) expect(entryOf(ledger, customer, period)).toBe((20 - period) * 300 + customer);
    expect(ledger.size).toBe(6000);
  });

  it('keeps no index while rows come in order of time', () => {
    const ledger = createLedger(0, false);
    reserveCustomers(ledger, 10);
    for (let period = 0; period < 50; period++) entryOf(ledger, period % 10, period >> 1);
    expect(ledger.slots).toBeNull();
    entryOf(ledger, 3, 0);
    expect(ledger.slots).not.toBeNull();
  });

  it('lists entries by period, and within a period as they came', () => {
    fc.assert(fc.property(events, (rows) => {
      const ledger = ledgerOf(rows);
      const order = Array.from(entriesByPeriod(ledger));
      expect(order).toEqual(Array.from({ length: ledger.size }, (_, entry) => entry).sort((a, b) => periodOf(ledger, a) - periodOf(ledger, b) || a - b));
    }));
  });
});
