import { describe, expect, it } from 'vitest';
import { generateCompany } from '../../demo/company/company.js';
import { incidents } from '../../demo/company/parameters.js';
import { wallAt, type Zone } from '../../demo/company/zones.js';

const { orders, events, surveys, customers, end } = generateCompany();
const cutOff = Date.parse(end);
const day = 86_400_000;

/** The share of the total that the first *part* of the values has, largest first. */
function shareOfTop(part: number, values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => right - left);
  const sum = (list: readonly number[]): number => list.reduce((total, value) => total + value, 0);
  return sum(sorted.slice(0, Math.round(part * sorted.length))) / sum(sorted);
}

/** Instants of orders by customer, rising, with their ids. */
const journeys = new Map<string, { id: number; at: number }[]>();
const refunded = new Set<number>();
orders.ts.forEach((at, i) => {
  const id = orders.order_id[i] ?? 0;
  if (orders.kind[i] === 'refund') {
    refunded.add(id);
    return;
  }
  const journey = journeys.get(orders.customer_id[i] ?? '') ?? [];
  if (journey.at(-1)?.id !== id) journey.push({ id, at });
  journeys.set(orders.customer_id[i] ?? '', journey);
});
const orderCount = [...journeys.values()].reduce((sum, { length }) => sum + length, 0);

/** Answers with a valid NPS to repeat orders (or first ones) at least 180 days before the cut-off, and whether another order followed within them. */
function followUps(first: boolean): { nps: number; again: boolean }[] {
  return surveys.ts.flatMap((_, i) => {
    const nps = surveys.nps[i];
    const journey = journeys.get(surveys.customer_id[i] ?? '') ?? [];
    const position = journey.findIndex(({ id }) => id === surveys.order_id[i]);
    const at = journey[position]?.at ?? Infinity;
    if (nps == null || nps > 10 || (position === 0) !== first || at >= cutOff - 180 * day) return [];
    return [{ nps, again: (journey[position + 1]?.at ?? Infinity) < at + 180 * day }];
  });
}

function rateAgain(answers: readonly { nps: number; again: boolean }[], low: number, high: number): { n: number; rate: number } {
  const chosen = answers.filter(({ nps }) => nps >= low && nps <= high);
  return { n: chosen.length, rate: chosen.filter(({ again }) => again).length / chosen.length };
}

describe('Linden & Yao', () => {
  it('has 100,000 rows of orders, more or less, and 20,000 customers', () => {
    expect(customers.customer_id).toHaveLength(20_000);
    expect(orders.ts.length).toBeGreaterThan(90_000);
    expect(orders.ts.length).toBeLessThan(150_000);
    expect(surveys.ts.length).toBeGreaterThan(8000);
    expect(events.ts.length).toBeGreaterThan(100_000);
  });

  it('lives on few customers: 1 % bring 10 to 16 % of value, 20 % bring 60 to 70 %', () => {
    expect(shareOfTop(0.01, customers.value)).toBeGreaterThan(0.1);
    expect(shareOfTop(0.01, customers.value)).toBeLessThan(0.16);
    expect(shareOfTop(0.2, customers.value)).toBeGreaterThan(0.6);
    expect(shareOfTop(0.2, customers.value)).toBeLessThan(0.7);
  });

  it('loses money on 5 to 10 % of its customers and earns it over all', () => {
    const share = customers.profit.filter((profit) => profit <= 0).length / customers.profit.length;
    expect(share).toBeGreaterThan(0.05);
    expect(share).toBeLessThan(0.1);
    expect(customers.profit.reduce((sum, profit) => sum + profit, 0)).toBeGreaterThan(0);
  });

  it('takes back 4 to 7 % of its orders', () => {
    expect(refunded.size / orderCount).toBeGreaterThan(0.04);
    expect(refunded.size / orderCount).toBeLessThan(0.07);
  });

  it('grows from year to year, with a November and December above the autumn before', () => {
    const byMonth = new Map<string, number>();
    orders.ts.forEach((at, i) => {
      const month = new Date(at).toISOString().slice(0, 7);
      byMonth.set(month, (byMonth.get(month) ?? 0) + (orders.amount[i] ?? 0));
    });
    const month = (name: string): number => byMonth.get(name) ?? NaN;
    expect(month('2025-05')).toBeGreaterThan(1.3 * month('2024-05'));
    expect(month('2026-05')).toBeGreaterThan(1.2 * month('2025-05'));
    for (const year of ['2024', '2025']) {
      expect(month(`${year}-11`) + month(`${year}-12`)).toBeGreaterThan(1.15 * (month(`${year}-09`) + month(`${year}-10`)));
      expect(month(`${Number(year) + 1}-02`)).toBeLessThan(0.8 * month(`${year}-12`));
    }
  });

  it('sells on another day at home than in UTC often enough that months differ', () => {
    const zones = new Map(customers.customer_id.map((id, i) => [id, customers.time_zone[i] as Zone]));
    const moved = orders.ts.filter((at, i) => {
      const zone = zones.get(orders.customer_id[i] ?? '') ?? 'Europe/Berlin';
      return new Date(at).getUTCMonth() !== new Date(wallAt(zone, at)).getUTCMonth();
    });
    expect(moved.length / orders.ts.length).toBeGreaterThan(0.002);
  });

  it('delivers late as often as its parameters say', () => {
    const days = orders.delivery_days.filter((value, i) => value !== null && orders.market[i] === 'CN');
    const late = days.filter((value) => (value ?? 0) > 5).length / days.length;
    // In China no promise is longer than five days. The chance over all experiences, without sales: Phi(-1.5 / sqrt(1 + 0.65^2)) = 0.104; sales add a little.
    expect(incidents.late).toMatchObject({ level: -1.5, experience: -0.65 });
    expect(late).toBeGreaterThan(0.1);
    expect(late).toBeLessThan(0.125);
  });
});

describe('satisfaction and loyalty', () => {
  it('go together: promoters of a repeat order come back within 180 days 15 to 28 points more often than detractors', () => {
    const answers = followUps(false);
    const promoters = rateAgain(answers, 9, 10);
    const detractors = rateAgain(answers, 0, 6);
    expect(Math.min(promoters.n, detractors.n)).toBeGreaterThan(1000);
    expect(promoters.rate - detractors.rate).toBeGreaterThan(0.15);
    expect(promoters.rate - detractors.rate).toBeLessThan(0.28);
  });

  it('also after a first order, by 6 to 18 points', () => {
    const answers = followUps(true);
    const difference = rateAgain(answers, 9, 10).rate - rateAgain(answers, 0, 6).rate;
    expect(difference).toBeGreaterThan(0.06);
    expect(difference).toBeLessThan(0.18);
  });

  it('but not always: one promoter in six and more stays away, and half of the detractors come back', () => {
    const answers = [...followUps(true), ...followUps(false)];
    expect(rateAgain(answers, 9, 10).rate).toBeLessThan(5 / 6);
    expect(rateAgain(answers, 0, 6).rate).toBeGreaterThan(0.45);
  });

  it('suffer from what went wrong: a refunded or a late order scores lower on every question', () => {
    const days = new Map(orders.order_id.flatMap((id, i) => (orders.delivery_days[i] == null ? [] : [[id, orders.delivery_days[i]] as const])));
    const mean = (scores: readonly (number | null)[], top: number, wanted: (order: number) => boolean): number => {
      const valid = scores.filter((score, i): score is number => score !== null && score > 0 && score <= top && wanted(surveys.order_id[i] ?? 0));
      return valid.reduce((sum, score) => sum + score, 0) / valid.length;
    };
    const isLate = (order: number): boolean => (days.get(order) ?? 0) > 8;
    for (const [scores, top, drop] of [[surveys.nps, 10, 1], [surveys.csat, 5, 0.4], [surveys.ces, 7, 0.3]] as const) {
      const fine = mean(scores, top, (order) => !refunded.has(order) && !isLate(order));
      expect(fine - mean(scores, top, (order) => refunded.has(order))).toBeGreaterThan(drop);
      expect(fine - mean(scores, top, isLate)).toBeGreaterThan(drop);
    }
  });

  it('leave 2 to 6 % of questions blank, by null or by code', () => {
    for (const [scores, code] of [[surveys.nps, 11], [surveys.csat, 0]] as const) {
      const share = scores.filter((score) => score === null || score === code).length / scores.length;
      expect(share).toBeGreaterThan(0.02);
      expect(share).toBeLessThan(0.06);
    }
  });
});
