import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { netPromoterScore, npsEstimate, npsInterval, npsStandardError } from '../../../packages/metrics/src/statistics/adjusted-wald.js';
import { countDifference } from '../../../packages/metrics/src/statistics/count-difference.js';
import { effectiveSize } from '../../../packages/metrics/src/statistics/effective-size.js';
import { chiSquareP, logGamma, upperGamma } from '../../../packages/metrics/src/statistics/gamma.js';
import { meanInterval, moments } from '../../../packages/metrics/src/statistics/mean-interval.js';
import { proportionDifference } from '../../../packages/metrics/src/statistics/newcombe.js';
import { criticalValue, normalQuantile, twoSidedP, z95 } from '../../../packages/metrics/src/statistics/normal.js';
import { npsDifference } from '../../../packages/metrics/src/statistics/nps-difference.js';
import { wilson } from '../../../packages/metrics/src/statistics/wilson.js';

const counts = fc.tuple(fc.nat(500), fc.nat(500), fc.nat(500)).filter((three) => three.some((n) => n > 0));

describe('the normal quantile', () => {
  it('has the values of algorithm AS 241 and of tables', () => {
    expect(normalQuantile(0.25)).toBeCloseTo(-0.6744897501960817, 15);
    expect(normalQuantile(0.001)).toBeCloseTo(-3.090232306167814, 14);
    expect(normalQuantile(1e-20)).toBeCloseTo(-9.262340089798408, 13);
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalQuantile(0.975)).toBeCloseTo(z95, 14);
    expect([normalQuantile(0), normalQuantile(1), normalQuantile(-0.1), normalQuantile(NaN)]).toEqual([-Infinity, Infinity, NaN, NaN]);
  });

  it('is undone by the two-sided probability', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 0.999, noNaN: true }), (p) => {
        expect(twoSidedP(normalQuantile(p / 2)) / p).toBeCloseTo(1, 11);
      }),
    );
  });

  it('gives critical values for any confidence between 0 and 1', () => {
    expect(criticalValue(0.99)).toBeCloseTo(2.5758293035489004, 13);
    for (const confidence of [0, 1, 95, NaN]) expect(() => criticalValue(confidence)).toThrow(`got ${confidence}; expected more than 0 and less than 1`);
  });
});

describe('gamma functions', () => {
  it('have closed forms at integers and halves', () => {
    let factorial = 1;
    for (let n = 1; n < 20; n++) {
      expect(logGamma(n)).toBeCloseTo(Math.log(factorial), 12);
      factorial *= n;
    }
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 13);
    expect(logGamma(0.1)).toBeCloseTo(2.252712651734206, 12);
    for (const x of [0.1, 1, 2.9, 3.1, 10, 40]) {
      expect(upperGamma(1, x)).toBeCloseTo(Math.exp(-x), 14);
      expect(upperGamma(3, x)).toBeCloseTo(Math.exp(-x) * (1 + x + (x * x) / 2), 13);
    }
    expect([logGamma(0), logGamma(-1.5), logGamma(NaN)]).toEqual([NaN, NaN, NaN]);
    expect([upperGamma(2, 0), upperGamma(2, Infinity), upperGamma(0, 1), upperGamma(1, -1)]).toEqual([1, 0, NaN, NaN]);
  });

  it('give the tabled chi-squared probabilities', () => {
    expect(chiSquareP(3.841458820694124, 1)).toBeCloseTo(0.05, 14);
    expect(chiSquareP(5.991464547107979, 2)).toBeCloseTo(0.05, 14);
    expect(chiSquareP(18.307038053275146, 10)).toBeCloseTo(0.05, 13);
  });
});

describe('the Wilson interval', () => {
  it('lies in [0, 1], holds the share, and mirrors failures', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (trials, share) => {
        const successes = Math.round(share * trials);
        const { lower, upper } = wilson(successes, trials)!;
        const mirrored = wilson(trials - successes, trials)!;
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(upper).toBeLessThanOrEqual(1);
        expect(lower).toBeLessThanOrEqual(successes / trials);
        expect(upper).toBeGreaterThanOrEqual(successes / trials);
        expect(mirrored.lower).toBeCloseTo(1 - upper, 12);
      }),
    );
  });

  it('narrows with more trials and widens with more confidence', () => {
    const width = (trials: number, confidence: number): number => {
      const { lower, upper } = wilson(trials / 4, trials, confidence)!;
      return upper - lower;
    };
    expect(width(400, 0.95)).toBeLessThan(width(40, 0.95));
    expect(width(40, 0.99)).toBeGreaterThan(width(40, 0.95));
    expect(width(40.5, 0.95)).toBeLessThan(width(40, 0.95));
  });

  it('is null without trials', () => {
    expect([wilson(0, 0), wilson(0, NaN), wilson(NaN, 3), wilson(1, -1)]).toEqual([null, null, null, null]);
  });
});

describe('the difference of two proportions', () => {
  it('has the intervals of Newcombe 1998, table II, method 10', () => {
    const rows = [
      [56, 70, 48, 80, 0.0524, 0.3339], [9, 10, 3, 10, 0.1705, 0.8090], [10, 10, 0, 20, 0.6791, 1.0],
      [0, 10, 0, 20, -0.1611, 0.2775], [0, 10, 0, 10, -0.2775, 0.2775], [10, 10, 0, 10, 0.6075, 1.0],
    ] as const;
    for (const [a, m, b, n, lower, upper] of rows) {
      const interval = proportionDifference(a, m, b, n)!;
      expect(interval.difference).toBeCloseTo(a / m - b / n, 12);
      expect(interval.lower).toBeCloseTo(lower, 4);
      expect(interval.upper).toBeCloseTo(upper, 4);
    }
    expect([proportionDifference(1, 2, 0, 0), proportionDifference(0, 0, 1, 2)]).toEqual([null, null]);
  });
});

describe('the Net Promoter Score', () => {
  it('lies within 100 points of 0 and ignores the unit of weights', () => {
    fc.assert(
      fc.property(counts, fc.double({ min: 0.01, max: 100, noNaN: true }), ([p, n, d], unit) => {
        const score = netPromoterScore(p, n, d)!;
        expect(Math.abs(score)).toBeLessThanOrEqual(100);
        expect(netPromoterScore(p * unit, n * unit, d * unit)).toBeCloseTo(score, 9);
        expect(npsStandardError(p * unit, n * unit, d * unit, p + n + d)).toBeCloseTo(npsStandardError(p, n, d)!, 9);
      }),
    );
  });

  it('has an interval that does not collapse when everybody agrees, unless plain Wald is asked for', () => {
    expect(npsInterval(5, 0, 0, { method: 'wald' })).toEqual({ lower: 100, upper: 100 });
    const { lower, upper } = npsInterval(5, 0, 0)!;
    expect(upper - lower).toBeGreaterThan(50);
    const wide = npsInterval(5, 0, 0, { confidence: 0.99 })!;
    expect(wide.lower).toBeLessThan(lower);
  });

  it('has as many effective answers as answers where weights are equal, fewer otherwise', () => {
    expect(effectiveSize(3 * 0.7, 3 * 0.49)).toBeCloseTo(3, 12);
    expect(effectiveSize(4, 6)).toBeCloseTo(8 / 3, 12);
    expect(effectiveSize(0, 0)).toBe(0);
  });

  it('is none, and has no error, where nobody answered or no answer counts', () => {
    expect([netPromoterScore(0, 0, 0), npsStandardError(0, 0, 0), npsStandardError(0, 0, 0, 5), npsStandardError(3, 1, 1, 0)]).toEqual([null, null, null, null]);
    expect([npsEstimate(0, 0, 0, { effectiveSize: 5 }), npsEstimate(3, 1, 1, { effectiveSize: 0 }), npsInterval(0, 0, 0)]).toEqual([null, null, null]);
    expect(npsEstimate(3, 1, 1, { method: 'wald' })).toEqual({ score: 40, standardError: expect.closeTo(100 * Math.sqrt((0.8 - 0.16) / 5), 12) });
  });

  it('changes by the difference of the scores, and significantly where the interval leaves 0 out', () => {
    fc.assert(
      fc.property(counts, counts, ([p1, n1, d1], [p2, n2, d2]) => {
        const later = { promoters: p1, passives: n1, detractors: d1 };
        const earlier = { promoters: p2, passives: n2, detractors: d2 };
        const change = npsDifference(later, earlier)!;
        const back = npsDifference(earlier, later)!;
        expect(change.difference).toBeCloseTo(netPromoterScore(p1, n1, d1)! - netPromoterScore(p2, n2, d2)!, 9);
        expect(back.lower).toBeCloseTo(-change.upper, 9);
        fc.pre(Math.abs(change.pValue! - 0.05) > 1e-9);
        expect(change.lower > 0 || change.upper < 0).toBe(change.pValue! < 0.05);
      }),
    );
    const answers = { promoters: 50, passives: 30, detractors: 20 };
    const nobody = { promoters: 0, passives: 0, detractors: 0 };
    expect([npsDifference(answers, nobody), npsDifference(nobody, answers)]).toEqual([null, null]);
    // Both waves: variance 0.7 - 0.09 = 0.61 on 100 answers.
    expect(npsDifference(answers, answers, { method: 'wald' })).toEqual({
      difference: 0, lower: expect.closeTo(-z95 * Math.sqrt(122), 9), upper: expect.closeTo(z95 * Math.sqrt(122), 9),
      standardError: expect.closeTo(Math.sqrt(122), 9), pValue: 1,
    });
    const agreed = { promoters: 3, passives: 0, detractors: 0 };
    expect(npsDifference(agreed, agreed, { method: 'wald' })?.pValue).toBeNull();
  });
});

describe('the mean', () => {
  it('has the interval of its standard error', () => {
    const summary = moments([2, 4, 4, 4, 5, 5, 7, 9])!;
    expect(summary).toEqual({ n: 8, mean: 5, deviation: expect.closeTo(Math.sqrt(32 / 7), 12) });
    expect(meanInterval(summary)).toEqual({ lower: expect.closeTo(5 - z95 * Math.sqrt(4 / 7), 12), upper: expect.closeTo(5 + z95 * Math.sqrt(4 / 7), 12) });
    expect(moments([2, 4, 5, 7, 9], [1, 3, 2, 1, 1])).toEqual(summary);
  });

  it('is null for no numbers and has no interval for one', () => {
    expect(moments([])).toBeNull();
    expect(moments([NaN])).toBeNull();
    expect(moments([3, 4], [0, 0])).toBeNull();
    const one = moments([3, NaN])!;
    expect(one).toEqual({ n: 1, mean: 3, deviation: null });
    expect(meanInterval(one)).toBeNull();
    expect([meanInterval({ n: 1, mean: 3, deviation: 2 }), meanInterval({ n: 2, mean: 3, deviation: null })]).toEqual([null, null]);
  });

  it('skips what is no number and what counts for nothing', () => {
    const pair = { n: 2, mean: 2, deviation: expect.closeTo(Math.SQRT2, 12) };
    expect(moments([1, 3, NaN])).toEqual(pair);
    expect(moments([1, 3, 5, 7, NaN, Infinity], [1, 1, NaN, -2, 4, 0])).toEqual(pair);
  });
});

describe('the difference of two counts', () => {
  it('has the interval of two independent Poisson counts', () => {
    expect(countDifference(16, 9)).toEqual({ difference: 7, lower: expect.closeTo(7 - 5 * z95, 12), upper: expect.closeTo(7 + 5 * z95, 12) });
    expect(countDifference(9, 16, 0.99)).toEqual({ difference: -7, lower: expect.closeTo(-7 - 5 * criticalValue(0.99), 12), upper: expect.closeTo(-7 + 5 * criticalValue(0.99), 12) });
    expect(countDifference(0, 0)).toEqual({ difference: 0, lower: 0, upper: 0 });
    expect([countDifference(-1, 2), countDifference(2, -1), countDifference(NaN, 2), countDifference(2, NaN)]).toEqual([null, null, null, null]);
  });
});
