import { describe, expect, it } from 'vitest';
import { beta, categorical, exponential, gamma, lognormal, normal, normalCdf, pick, poisson } from '../../demo/company/distributions.js';
import { randomStream, type Random } from '../../demo/company/random.js';
import { momentsOf } from './moments.js';

const n = 50_000;
const lognormalVariance = (Math.exp(0.25) - 1) * Math.exp(0.25);

const cases: [string, (random: Random) => number, number, number][] = [
  ['normal(3, 2)', (random) => normal(random, 3, 2), 3, 4],
  ['lognormal with median 1 and sigma 0.5', (random) => lognormal(random, 1, 0.5), Math.exp(0.125), lognormalVariance],
  ['exponential with mean 4', (random) => exponential(random, 4), 4, 16],
  ['gamma(0.42, 6)', (random) => gamma(random, 0.42, 6), 0.42 / 6, 0.42 / 36],
  ['gamma(1, 1)', (random) => gamma(random, 1), 1, 1],
  ['gamma(5, 2)', (random) => gamma(random, 5, 2), 2.5, 1.25],
  ['beta(0.8, 2.8)', (random) => beta(random, 0.8, 2.8), 0.8 / 3.6, (0.8 * 2.8) / (3.6 ** 2 * 4.6)],
  ['Poisson with mean 0.75', (random) => poisson(random, 0.75), 0.75, 0.75],
  ['Poisson with mean 12', (random) => poisson(random, 12), 12, 12],
];

describe('distributions', () => {
  it.each(cases)('%s has its mean and variance within three standard errors', (name, draw, mean, variance) => {
    const random = randomStream(11, name);
    const moments = momentsOf(Array.from({ length: n }, () => draw(random)));
    expect(Math.abs(moments.mean - mean)).toBeLessThan(3 * moments.meanError);
    expect(Math.abs(moments.variance - variance)).toBeLessThan(3 * moments.varianceError);
  });

  it('agree with the normal distribution beyond two moments', () => {
    const random = randomStream(12, 'tails');
    const uniform = Array.from({ length: n }, () => normalCdf(normal(random))).sort((left, right) => left - right);
    const distance = Math.max(...uniform.map((x, i) => Math.abs(x - (i + 0.5) / n)));
    expect(distance).toBeLessThan(1.95 / Math.sqrt(n));
  });

  it('give the normal probabilities of the tables', () => {
    expect(normalCdf(0)).toBeCloseTo(0.5, 15);
    expect(normalCdf(1)).toBeCloseTo(0.841344746068543, 14);
    expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 14);
    expect(normalCdf(-3)).toBeCloseTo(0.00134989803163009, 16);
    expect(normalCdf(-8) / 6.22096057427178e-16).toBeCloseTo(1, 6);
    expect(normalCdf(40)).toBe(1);
  });

  it('choose in proportion to weights that need not sum to 1', () => {
    const random = randomStream(13, 'weights');
    const draws = Array.from({ length: n }, () => categorical(random, [2, 0, 6]));
    expect(draws).not.toContain(1);
    const share = draws.filter((draw) => draw === 2).length / n;
    expect(Math.abs(share - 0.75)).toBeLessThan(3 * Math.sqrt((0.75 * 0.25) / n));
    expect(new Set(Array.from({ length: 100 }, () => pick(random, { tea: 1, cup: 1 })))).toEqual(new Set(['tea', 'cup']));
  });
});
