import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationCounts } from '../../../packages/metrics/src/statistics/durations.js';
import { kaplanMeier, survivalAt } from '../../../packages/metrics/src/statistics/kaplan-meier.js';
import { logRank } from '../../../packages/metrics/src/statistics/log-rank.js';
import { fitShiftedBetaGeometric, renewalRate, survivalCurve } from '../../../packages/metrics/src/statistics/shifted-beta-geometric.js';

const durations = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.boolean()), { minLength: 1, maxLength: 80 });
const counted = (rows: readonly (readonly [number, boolean])[]) => durationCounts(rows.map(([time]) => time), rows.map(([, ended]) => ended));

describe('counted durations', () => {
  it('are in ascending order and hold every row but those without a time', () => {
    expect(durationCounts([3, 1, NaN, 3, 3], [1, 0, 1, 0, 1])).toEqual([{ time: 1, events: 0, censored: 1 }, { time: 3, events: 2, censored: 1 }]);
  });
});

describe('Kaplan-Meier', () => {
  it('is the share still there where nobody is censored', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 80 }), (times) => {
        const curve = kaplanMeier(durationCounts(times, times.map(() => 1)));
        for (const point of curve.points) {
          const share = times.filter((time) => time > point.time).length / times.length;
          expect(point.survival).toBeCloseTo(share, 12);
          if (share > 0) expect(point.standardError).toBeCloseTo(Math.sqrt((share * (1 - share)) / times.length), 12);
        }
      }),
    );
  });

  it('never rises, and lies within its interval', () => {
    fc.assert(
      fc.property(durations, (rows) => {
        const curve = kaplanMeier(counted(rows));
        for (const [i, { survival, interval, atRisk }] of curve.points.entries()) {
          expect(survival).toBeLessThanOrEqual(curve.points[i - 1]?.survival ?? 1);
          expect(atRisk).toBe(rows.filter(([time]) => time >= curve.points[i]!.time).length);
          if (interval === null) continue;
          expect(interval.lower).toBeLessThanOrEqual(survival);
          expect(interval.upper).toBeGreaterThanOrEqual(survival);
        }
        const first = curve.points.find(({ survival }) => survival <= 0.5 + 1e-9);
        expect(curve.median).toBe(first?.time ?? null);
      }),
    );
  });

  it('says nothing about times after the last one observed, unless nobody was left', () => {
    const open = kaplanMeier(durationCounts([2, 4], [1, 0]));
    expect([survivalAt(open, 1), survivalAt(open, 2), survivalAt(open, 3.5), survivalAt(open, 4), survivalAt(open, 5)]).toEqual([1, 0.5, 0.5, 0.5, null]);
    const over = kaplanMeier(durationCounts([2, 4], [1, 1]));
    expect(survivalAt(over, 9)).toBe(0);
    expect(kaplanMeier([])).toEqual({ n: 0, events: 0, points: [], median: null });
    expect(survivalAt(kaplanMeier([]), 1)).toBeNull();
  });
});

describe('the log-rank test', () => {
  // Freireich et al. 1963: weeks of remission in leukaemia, 6-MP against placebo.
  const treated = durationCounts([6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35], [1, 1, 1, 1, 1, 1, 1, 1, 1]);
  const placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23];

  it('has the published result for the 6-MP trial', () => {
    const test = logRank([treated, durationCounts(placebo, placebo.map(() => 1))])!;
    expect(test.observed).toEqual([9, 21]);
    expect(test.expected[0]).toBeCloseTo(19.25, 2);
    expect(test.expected[1]).toBeCloseTo(10.75, 2);
    expect(test.chiSquare).toBeCloseTo(16.79, 2);
    expect(test.degreesOfFreedom).toBe(1);
    expect(test.pValue).toBeCloseTo(4.17e-5, 7);
  });

  it('expects as many events as there were, and does not depend on the order of the groups', () => {
    fc.assert(
      fc.property(fc.array(durations, { minLength: 2, maxLength: 4 }), (rows) => {
        const groups = rows.map(counted);
        const test = logRank(groups);
        const reversed = logRank([...groups].reverse());
        expect(reversed === null).toBe(test === null);
        if (test === null || reversed === null) return;
        const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
        expect(sum(test.expected)).toBeCloseTo(sum(test.observed), 9);
        expect(reversed.chiSquare).toBeCloseTo(test.chiSquare, 6);
        expect(test.pValue).toBeGreaterThanOrEqual(0);
        expect(test.pValue).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('finds no difference between a group and itself, and is null where there is nothing to compare', () => {
    const same = logRank([treated, treated])!;
    expect(same.chiSquare).toBeCloseTo(0, 12);
    expect(same.pValue).toBeCloseTo(1, 5);
    expect(logRank([treated])).toBeNull();
    expect(logRank([treated, []])).toBeNull();
    expect(logRank([durationCounts([3], [0]), durationCounts([4], [0])])).toBeNull();
  });
});

describe('the shifted-beta-geometric model', () => {
  it('has the published parameters for "High End" customers (Fader & Hardie 2007)', () => {
    const survivors = [100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1];
    const fit = fitShiftedBetaGeometric(survivors.slice(0, -1), survivors.slice(1))!;
    expect(fit.alpha).toBeCloseTo(0.668, 3);
    expect(fit.beta).toBeCloseTo(3.806, 3);
  });

  it('finds the parameters again from the survivors that they imply', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.2, max: 5, noNaN: true }), fc.double({ min: 0.2, max: 10, noNaN: true }), fc.integer({ min: 3, max: 12 }), (alpha, beta, renewals) => {
        const survivors = survivalCurve({ alpha, beta }, renewals);
        const fit = fitShiftedBetaGeometric(survivors.slice(0, -1), survivors.slice(1))!;
        expect(fit.alpha / alpha).toBeCloseTo(1, 3);
        expect(fit.beta / beta).toBeCloseTo(1, 3);
      }),
    );
  });

  it('is no worse than anything around it', () => {
    const [atRisk, retained] = [[1000, 500, 130, 80], [610, 350, 100, 66]];
    const logLikelihood = (alpha: number, beta: number): number => atRisk.reduce((sum, n, j) => {
      const rate = renewalRate({ alpha, beta }, j);
      return sum + retained[j]! * Math.log(rate) + (n - retained[j]!) * Math.log(1 - rate);
    }, 0);
    const fit = fitShiftedBetaGeometric(atRisk, retained)!;
    expect(fit.logLikelihood).toBeCloseTo(logLikelihood(fit.alpha, fit.beta), 9);
    for (const [da, db] of [[1.01, 1], [0.99, 1], [1, 1.01], [1, 0.99], [1.01, 1.01], [0.99, 0.99]] as const) {
      expect(logLikelihood(fit.alpha * da, fit.beta * db)).toBeLessThan(fit.logLikelihood);
    }
  });

  it('has no answer for one renewal, no loss, nothing but loss, or churn that does not fall', () => {
    expect(fitShiftedBetaGeometric([100], [60])).toBeNull();
    expect(fitShiftedBetaGeometric([100, 100], [100, 100])).toBeNull();
    expect(fitShiftedBetaGeometric([100, 0], [0, 0])).toBeNull();
    expect(fitShiftedBetaGeometric([100, 90, 72], [90, 72, 50])).toBeNull();
    expect(fitShiftedBetaGeometric([], [])).toBeNull();
    expect(() => fitShiftedBetaGeometric([100], [101])).toThrow('counts contradict each other');
  });
});
