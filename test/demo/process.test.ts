import { describe, expect, it } from 'vitest';
import { generateCompany } from '../../demo/company/company.js';
import { buying, spending } from '../../demo/company/parameters.js';
import { alive, expectedRepeats, noRepeat } from './bg-nbd.js';
import { errorsFrom, momentsOf } from './moments.js';

const { truth } = generateCompany();
const repeats = truth.map(({ orderCents }) => orderCents.length - 1);

describe('the closed forms of BG/NBD in these tests', () => {
  it('give the published expectations for CDNOW', () => {
    // Values of lifetimes' test_estimation.py (three digits) and, at 78 weeks, of CLVTools, whose parameters these are.
    const cdnow = { r: 0.2425945, alpha: 4.4136019, a: 0.7929199, b: 2.4258881 };
    const published = [[0.1429, 0.0078], [1, 0.0532], [3, 0.1506], [31.8571, 1.0405], [32, 1.0437]] as const;
    for (const [t, value] of published) expect(Math.abs(expectedRepeats(cdnow, t) - value)).toBeLessThan(5e-4);
    expect(expectedRepeats(cdnow, 78)).toBeCloseTo(1.858, 4);
  });
});

describe('the buying process', () => {
  it('makes as many repeat orders as BG/NBD expects, within three standard errors', () => {
    const surplus = truth.map(({ weeks }, i) => (repeats[i] ?? 0) - expectedRepeats(buying, weeks));
    expect(errorsFrom(0, surplus)).toBeLessThan(3);
  });

  it.each([[0, 26], [26, 52], [52, 104], [104, 160]])('does so for customers of %i to %i weeks', (from, to) => {
    const surplus = truth.flatMap(({ weeks }, i) => (weeks >= from && weeks < to ? [(repeats[i] ?? 0) - expectedRepeats(buying, weeks)] : []));
    expect(surplus.length).toBeGreaterThan(1000);
    expect(errorsFrom(0, surplus)).toBeLessThan(3);
  });

  it('leaves as many customers with a single order as the model says', () => {
    const surplus = truth.map(({ weeks }, i) => (repeats[i] === 0 ? 1 : 0) - noRepeat(buying, weeks));
    expect(errorsFrom(0, surplus)).toBeLessThan(3);
  });

  it.each([[0, 0.25], [0.25, 0.5], [0.5, 0.75], [0.75, 1]])(
    'has as many customers alive as P(alive) promises where it lies between %f and %f', (low, high) => {
      const surplus = truth.flatMap((customer, i) => {
        const p = alive(buying, repeats[i] ?? 0, customer.lastWeeks, customer.weeks);
        return p >= low && p < high ? [(customer.alive ? 1 : 0) - p] : [];
      });
      expect(surplus.length).toBeGreaterThan(300);
      expect(errorsFrom(0, surplus)).toBeLessThan(3);
    },
  );

  it('draws buying rates and chances to leave with their means', () => {
    expect(errorsFrom(buying.r / buying.alpha, truth.map(({ rate }) => rate))).toBeLessThan(3);
    expect(errorsFrom(buying.a / (buying.a + buying.b), truth.map(({ leaving }) => leaving))).toBeLessThan(3);
  });
});

describe('spending', () => {
  const { p, q, gamma } = spending;

  it('has the Gamma-Gamma mean over customers', () => {
    const firstOrders = truth.map(({ orderCents }) => (orderCents[0] ?? 0) / 100);
    expect(errorsFrom((p * gamma) / (q - 1), firstOrders)).toBeLessThan(3);
  });

  it('varies within a customer by the shape p: the first of two orders has a beta(p, p) share', () => {
    const shares = truth.flatMap(({ orderCents: [first, second] }) => (first === undefined || second === undefined ? [] : [first / (first + second)]));
    const { mean, meanError, variance, varianceError } = momentsOf(shares);
    expect(Math.abs(mean - 0.5)).toBeLessThan(3 * meanError);
    expect(Math.abs(variance - 1 / (4 * (2 * p + 1)))).toBeLessThan(3 * varianceError);
  });

  it('says nothing about how often a customer buys', () => {
    const products = truth.map(({ weeks, spendRate }, i) => (
      ((repeats[i] ?? 0) - expectedRepeats(buying, weeks)) * (q / gamma - spendRate)
    ));
    expect(errorsFrom(0, products)).toBeLessThan(3);
  });
});
