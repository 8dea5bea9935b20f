import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ActivityLedger, addOrder, addOrderDay, createLedger, arrange, customerOf, entriesByPeriod, entryOf, firstActivePeriods, isActive, markActive, mergeLedgers, ordersByEntry, periodOf, reserveCustomers, settle,
} from '../../../packages/metrics/src/kernels/activity-ledger.js';
import { addDecimalTo, addTo, keepsExactSums, sumAt } from '../../../packages/metrics/src/kernels/compensated-sums.js';

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
  settle(ledger);
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

  it('knows the first active period of everyone, and who was never active', () => {
    fc.assert(fc.property(events, (rows) => {
      const ledger = ledgerOf(rows);
      const active = Array.from({ length: 21 }, (_, customer) => rows.filter((row) => row[0] === customer && row[4] >= 0).map((row) => row[1]));
      expect(Array.from(firstActivePeriods(ledger, NEVER).subarray(0, 21))).toEqual(active.map((periods) => (periods.length === 0 ? NEVER : Math.min(...periods))));
    }));
  });

  it('has as many entries as customers and periods while rows come in order of time, and settling changes nothing', () => {
    const ledger = createLedger(0, false);
    reserveCustomers(ledger, 10);
    for (let period = 0; period < 50; period++) for (let again = 0; again < 3; again++) entryOf(ledger, period % 10, period >> 1);
    expect([ledger.size, ledger.settled]).toEqual([50, true]);
    const records = ledger.records.slice();
    settle(ledger);
    expect(ledger.records).toEqual(records);
  });

  it('settles before it grows, so that rows in any order take no more room than a few times their entries', () => {
    const ledger = createLedger(0, true);
    reserveCustomers(ledger, 100);
    for (let row = 0; row < 200_000; row++) {
      const entry = entryOf(ledger, (row * 37) % 100, (row * 7919) % 12);
      addTo(ledger.values, entry, 1);
    }
    expect(ledger.records.length / 3).toBe(65_536);
    settle(ledger);
    expect(ledger.size).toBe(1200 / 4);
    let sum = 0;
    for (let entry = 0; entry < ledger.size; entry++) sum += sumAt(ledger.values, entry);
    expect(sum).toBe(200_000);
  });

  it('puts entries in order of customers and periods, and finds the latest of each again', () => {
    fc.assert(fc.property(events, (rows) => {
      const ledger = ledgerOf(rows);
      const key = (customer: number, period: number): number => customer * 1000 + period;
      arrange(ledger);
      const keys = rows.map((row) => key(row[0], row[1]));
      expect(Array.from({ length: ledger.size }, (_, entry) => key(customerOf(ledger, entry), periodOf(ledger, entry)))).toEqual([...new Set(keys)].sort((a, b) => a - b));
      const { size } = ledger;
      for (const customer of new Set(rows.map((row) => row[0]))) {
        const latest = Math.max(...rows.filter((row) => row[0] === customer).map((row) => row[1]));
        expect(periodOf(ledger, entryOf(ledger, customer, latest))).toBe(latest);
      }
      expect(ledger.size).toBe(size);
      expect(told(ledger)).toEqual(expected(rows));
    }));
  });

  it('lists entries by period, and within a period as they came', () => {
    fc.assert(fc.property(events, (rows) => {
      const ledger = ledgerOf(rows);
      const order = Array.from(entriesByPeriod(ledger));
      expect(order).toEqual(Array.from({ length: ledger.size }, (_, entry) => entry).sort((a, b) => periodOf(ledger, a) - periodOf(ledger, b) || a - b));
    }));
  });

  it('makes one entry of several, with the days and orders of all', () => {
    const rows: Event[] = Array.from({ length: 600 }, (_, i) => [i % 7, (i * 31) % 5, (i * 11) % 92, i % 3 === 0 ? i % 40 : null, i]);
    const ledger = ledgerOf(rows);
    expect(ledger.size).toBeGreaterThan(35);
    expect(told(ledger)).toEqual(expected(rows));
    expect(ledger.size).toBe(35);
    // What was settled goes on.
    for (const [customer, period, day, order, value] of rows) {
      const entry = entryOf(ledger, customer, period + 1);
      addTo(ledger.values, entry, value / 100);
      markActive(ledger, entry);
      if (order === null) addOrderDay(ledger, entry, day);
      else addOrder(ledger, entry, order);
    }
    const later = rows.map(([customer, period, ...rest]): Event => [customer, period + 1, ...rest]);
    expect(told(ledger)).toEqual(expected([...rows, ...later]));
  });

  it('merges many entries of the same customers, without values as well', () => {
    const make = (from: number): ActivityLedger => {
      const ledger = createLedger(0, false);
      reserveCustomers(ledger, 300);
      for (let i = 0; i < 300; i++) for (const period of [from, from + 2, from + 1]) markActive(ledger, entryOf(ledger, i, period));
      return ledger;
    };
    const into = make(0);
    mergeLedgers(into, make(2));
    settle(into);
    expect(into.size).toBe(300 * 5);
    expect(Array.from({ length: 10 }, (_, entry) => [customerOf(into, entry), periodOf(into, entry), isActive(into, entry)])).toEqual(
      Array.from({ length: 10 }, (_, i) => [Math.floor(i / 5), i % 5, true]));
  });

  it('keeps decimals without rounding while entries become one', () => {
    const ledger = createLedger(0, true);
    reserveCustomers(ledger, 1);
    const cents = { words: new Int32Array(BigInt64Array.of(9_007_199_254_740_993n, 1n).buffer), stride: 2, scale: 2 };
    expect(keepsExactSums(ledger.values, cents)).toBe(true);
    for (const [row, period] of [[0, 4], [1, 3], [1, 4]] as const) {
      const entry = entryOf(ledger, 0, period);
      addTo(ledger.values, entry, row === 0 ? 90_071_992_547_409.93 : 0.01);
      addDecimalTo(ledger.values, entry, cents, row);
    }
    settle(ledger);
    expect([ledger.size, sumAt(ledger.values, 0), sumAt(ledger.values, 1)]).toEqual([2, 0.01, 90_071_992_547_409.94]);
  });
});
