import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generateCompany, type Company } from '../../demo/company/company.js';
import { generatorVersion } from '../../demo/company/parameters.js';
import { smallCompany } from '../../demo/company/small.js';
import { stages } from '../../demo/company/stages.js';

const company = smallCompany();
const { orders, events, surveys, customers } = company;
const start = Date.parse(company.start);
const end = Date.parse(company.end);
const cents = (euro: number): number => Math.round(euro * 100);
const rows = (columns: Readonly<Record<string, readonly unknown[]>>): number[] => [...(Object.values(columns)[0] ?? []).keys()];
const digest = ({ orders: o, events: e, surveys: s, customers: c }: Company): string => (
  createHash('sha256').update(JSON.stringify([o, e, s, c])).digest('hex')
);

describe('a company', () => {
  it('is the same for the same seed and another for another', () => {
    expect(digest(smallCompany())).toBe(digest(company));
    expect(digest(smallCompany(8))).not.toBe(digest(company));
  });

  it('keeps its rows until the generator has a new version', () => {
    // After a change on purpose: raise generatorVersion and enter the new digest.
    expect({ generatorVersion, rows: digest(company).slice(0, 16) }).toEqual({ generatorVersion: '1', rows: '913c02458a452abc' });
  });

  it('has as many customers as asked for, each with an order, and columns of one length', () => {
    expect(customers.customer_id).toHaveLength(400);
    expect(new Set(customers.customer_id).size).toBe(400);
    expect(new Set(orders.customer_id)).toEqual(new Set(customers.customer_id));
    for (const table of [orders, events, surveys, customers]) {
      expect(new Set(Object.values(table).map((column) => column.length)).size).toBe(1);
    }
  });

  it('knows every customer of an order, a survey, a referral and a stage from purchase on', () => {
    const known = new Set<string | null>(customers.customer_id);
    expect(surveys.customer_id.filter((id) => !known.has(id))).toEqual([]);
    expect(customers.referrer_id.filter((id) => id !== null && !known.has(id))).toEqual([]);
    const unknown = new Set(events.stage.filter((_, i) => !known.has(events.customer_id[i] ?? null)));
    expect([...unknown].sort()).toEqual(['basket', 'signup', 'visit']);
  });

  it('is in order of time and inside its span', () => {
    for (const { ts } of [orders, events, surveys]) {
      expect(ts.every((instant, i) => instant >= (ts[i - 1] ?? start) && instant < end)).toBe(true);
    }
  });

  it('gives one customer, one instant and one channel to the purchases of an order id, and ids rise with time', () => {
    const heads = new Map<number, string>();
    for (const i of rows(orders)) {
      if (orders.kind[i] !== 'purchase') continue;
      const head = JSON.stringify([orders.customer_id[i], orders.ts[i], orders.channel[i]]);
      expect(heads.get(orders.order_id[i] ?? 0) ?? head).toBe(head);
      heads.set(orders.order_id[i] ?? 0, head);
    }
    expect([...heads.keys()]).toEqual([...heads.keys()].sort((left, right) => left - right));
  });

  it('refunds lines of an earlier order of the same customer, negative, at most once and in full', () => {
    const open = new Map<string, number>();
    const key = (i: number): string => JSON.stringify([orders.order_id[i], orders.customer_id[i], orders.category[i]]);
    let refunds = 0;
    for (const i of rows(orders)) {
      const amount = cents(orders.amount[i] ?? 0);
      if (orders.kind[i] === 'purchase') open.set(key(i), amount);
      else {
        expect(amount).toBe(-(open.get(key(i)) ?? NaN));
        expect(orders.quantity[i]).toBeLessThan(0);
        open.delete(key(i));
        refunds += 1;
      }
    }
    expect(refunds).toBeGreaterThan(10);
  });

  it('counts money in whole cents: profit is amount less cost, and customers add up their rows', () => {
    const sums = new Map<string, { value: number; profit: number; orders: Set<number> }>();
    for (const i of rows(orders)) {
      const [amount, cost, profit] = [orders.amount[i] ?? NaN, orders.cost[i] ?? NaN, orders.profit[i] ?? NaN];
      expect(cents(profit)).toBe(cents(amount) - cents(cost));
      expect(amount).toBe(cents(amount) / 100);
      const id = orders.customer_id[i] ?? '';
      const sum = sums.get(id) ?? { value: 0, profit: 0, orders: new Set() };
      sum.value += cents(amount);
      sum.profit += cents(profit);
      sum.orders.add(orders.order_id[i] ?? 0);
      sums.set(id, sum);
    }
    const added = customers.customer_id.map((id) => sums.get(id)).map((sum) => [sum?.value, sum?.profit, sum?.orders.size]);
    expect(rows(customers).map((i) => [cents(customers.value[i] ?? 0), cents(customers.profit[i] ?? 0), customers.orders[i]])).toEqual(added);
  });

  it('acquires a customer with his first order, and a referred one through somebody acquired before', () => {
    const acquired = new Map(customers.customer_id.map((id, i) => [id, customers.acquired_at[i] ?? 0]));
    const first = new Map<string, number>();
    for (const i of rows(orders)) if (!first.has(orders.customer_id[i] ?? '')) first.set(orders.customer_id[i] ?? '', orders.ts[i] ?? 0);
    expect(first).toEqual(new Map([...acquired].sort(([, left], [, right]) => left - right)));
    const referred = rows(customers).filter((i) => customers.referrer_id[i] !== null);
    expect(referred.length).toBeGreaterThan(10);
    for (const i of referred) {
      expect(customers.acquisition_channel[i]).toBe('Referral');
      expect(acquired.get(customers.referrer_id[i] ?? '')).toBeLessThan(customers.acquired_at[i] ?? 0);
    }
  });

  it('surveys an order after it was placed, on the documented scales and codes', () => {
    const placed = new Map(orders.order_id.map((id, i) => [id, { at: orders.ts[i] ?? 0, by: orders.customer_id[i] }] as const).reverse());
    for (const i of rows(surveys)) {
      const order = placed.get(surveys.order_id[i] ?? 0);
      expect(order?.by).toBe(surveys.customer_id[i]);
      expect(surveys.ts[i]).toBeGreaterThan(order?.at ?? Infinity);
    }
    const outside = (scores: readonly (number | null)[], allowed: readonly number[]): unknown[] => scores.filter((score) => score !== null && !allowed.includes(score));
    expect(outside(surveys.nps, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])).toEqual([]);
    expect(outside(surveys.csat, [0, 1, 2, 3, 4, 5])).toEqual([]);
    expect(outside(surveys.ces, [1, 2, 3, 4, 5, 6, 7])).toEqual([]);
    expect(rows(surveys).filter((i) => surveys.touch_point[i] === 'Product' && surveys.ces[i] !== null)).toEqual([]);
  });

  it('enters stages in the order of seq, with skips, steps back and journeys that are not over', () => {
    const journeys = new Map<string, string[]>();
    for (const i of rows(events)) {
      const id = events.customer_id[i];
      if (id == null) continue;
      const journey = journeys.get(id) ?? [];
      journey.push(events.stage[i] ?? '');
      journeys.set(id, journey);
      expect(events.seq[i]).toBe(journey.length);
    }
    const ranks = [...journeys.values()].map((journey) => journey.map((stage) => stages.findIndex((name) => name === stage)));
    expect(ranks.flat()).not.toContain(-1);
    const share = (has: (journey: number[]) => boolean): number => ranks.filter(has).length / ranks.length;
    expect(share((journey) => journey.some((rank, i) => i > 0 && rank < (journey[i - 1] ?? 0)))).toBeGreaterThan(0.05);
    expect(share((journey) => journey.includes(3) && !journey.includes(1))).toBeGreaterThan(0.02);
    expect(share((journey) => !journey.includes(3))).toBeGreaterThan(0.4);
  });

  it('refuses a size or a span that makes no sense', () => {
    expect(() => generateCompany({ customers: 0 })).toThrow('generateCompany: customers is no count, got 0; expected a whole number from 1');
    expect(() => generateCompany({ customers: 5, end: '2023-10-01T00:00Z' })).toThrow(/^generateCompany: the span is too short/);
    expect(() => generateCompany({ customers: 5, end: 'soon' })).toThrow(RangeError);
  });

  it('can be a single customer, or a short span', () => {
    expect(generateCompany({ customers: 1 }).customers.customer_id).toHaveLength(1);
    const short = generateCompany({ customers: 30, start: '2025-12-25T00:00:00Z', end: '2026-01-05T00:00:00Z' });
    expect(short.customers.orders.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(30);
  });
});
