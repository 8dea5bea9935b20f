import { describe, expect, it } from 'vitest';
import { Random, randomStream } from '../../demo/company/random.js';
import { errorsFrom } from './moments.js';

const take = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw);

describe('random', () => {
  it('gives the published sequence of xoshiro128** from the state 1, 2, 3, 4', () => {
    // Test vector of rand_xoshiro 0.6, produced with the authors' xoshiro128starstar.c 1.1.
    const random = new Random(1, 2, 3, 4);
    expect(take(10, () => random.nextUint32())).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  it('refuses the one state that never moves', () => {
    expect(() => new Random(0, 0, 0, 0)).toThrow('random: the state is all zeros, got 0, 0, 0, 0; expected a word that is not 0');
  });

  it('repeats a stream for the same seed, purpose and index, and for nothing else', () => {
    const sequence = (seed: number, purpose: string, index: number): number[] => {
      const random = randomStream(seed, purpose, index);
      return take(4, () => random.nextUint32());
    };
    expect(sequence(1, 'orders', 2)).toEqual(sequence(1, 'orders', 2));
    const others = [sequence(1, 'orders', 2), sequence(2, 'orders', 2), sequence(1, 'surveys', 2), sequence(1, 'orders', 3)];
    expect(new Set(others.flat()).size).toBe(16);
  });

  it('fills the open unit interval evenly, within a stream and across the first draws of many', () => {
    const one = randomStream(5, 'one');
    for (const sample of [take(40_000, () => one.uniform()), Array.from({ length: 40_000 }, (_, i) => randomStream(5, 'many', i).uniform())]) {
      expect(Math.min(...sample.slice(0, 1000))).toBeGreaterThan(0);
      expect(Math.max(...sample.slice(0, 1000))).toBeLessThan(1);
      expect(errorsFrom(0.5, sample)).toBeLessThan(3);
      const sorted = [...sample].sort((left, right) => left - right);
      const distance = Math.max(...sorted.map((x, i) => Math.abs(x - (i + 0.5) / sorted.length)));
      // Kolmogorov-Smirnov at 0.1 %: 1.95 / sqrt(n).
      expect(distance).toBeLessThan(1.95 / Math.sqrt(sorted.length));
    }
  });

  it('draws whole numbers below a count, each as often', () => {
    const random = randomStream(6, 'below');
    const draws = take(60_000, () => random.below(6));
    expect([...new Set(draws)].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    const chiSquare = [0, 1, 2, 3, 4, 5].reduce((sum, k) => sum + (draws.filter((draw) => draw === k).length - 10_000) ** 2 / 10_000, 0);
    // 99.9 % of chi-square with five degrees of freedom.
    expect(chiSquare).toBeLessThan(20.5);
  });
});
