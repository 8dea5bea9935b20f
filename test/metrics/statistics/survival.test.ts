import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationCounts } from '../../../packages/metrics/src/statistics/durations.js';
import { kaplanMeier, medianInterval, survivalAt } from '../../../packages/metrics/src/statistics/kaplan-meier.js';
import { logRank } from '../../../packages/metrics/src/statistics/log-rank.js';
import { renewalsOf } from '../../../packages/metrics/src/statistics/renewals.js';
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

  it('counts whoever comes late as at risk only afterwards, also where nobody was at risk before', () => {
    const late = kaplanMeier([{ time: 1, events: 0, censored: 0, entered: 4 }, { time: 3, events: 1, censored: 0, entered: 1 }, { time: 5, events: 2, censored: 2 }]);
    expect(late.points.map(({ atRisk, survival }) => [atRisk, survival])).toEqual([[0, 1], [4, 0.75], [4, 0.375]]);
    expect(late.points.map(({ standardError }) => standardError)).toEqual([0, expect.closeTo(0.75 * Math.sqrt(1 / 12), 12), expect.closeTo(0.375 * Math.sqrt(1 / 12 + 1 / 4), 12)]);
    expect(late).toMatchObject({ n: 5, events: 3, median: 5 });
  });

  it('has a median with the interval of the times at which the band passes one half', () => {
    const band = (...ends: readonly (readonly [survival: number, lower: number | null, upper: number | null])[]) => ({
      n: 10, events: 10, median: null,
      points: ends.map(([survival, lower, upper], i) => ({
        time: 10 * (i + 1), atRisk: 1, events: 1, censored: 0, survival, standardError: null, interval: lower === null || upper === null ? null : { lower, upper },
      })),
    });
    expect(medianInterval(band([1, null, null], [0.8, 0.6, 0.9], [0.6, 0.4, 0.8], [0.5, 0.3, 0.7], [0.3, 0.1, 0.5]))).toEqual({ lower: 30, upper: 50 });
    expect(medianInterval(band([0.8, 0.6, 0.9], [0.6, 0.5, 0.8]))).toEqual({ lower: 20, upper: null });
    // The last event leaves nobody: the curve is 0 there, whatever a band would say.
    expect(medianInterval(band([0.8, 0.6, 0.9], [0, null, null]))).toEqual({ lower: 20, upper: 20 });
    expect(medianInterval(kaplanMeier([]))).toEqual({ lower: null, upper: null });
    const { lower, upper } = medianInterval(kaplanMeier(durationCounts([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], Array<number>(10).fill(1))));
    expect(lower).toBeLessThan(5);
    expect(upper).toBeGreaterThan(5);
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
    // All end at once: whoever is in which group, as many end as are expected to.
    expect(logRank([durationCounts([1], [1]), durationCounts([1], [1])])).toBeNull();
  });

  it('has the sums of a table by hand, down to the last one at risk', () => {
    const test = logRank([durationCounts([1, 3], [1, 1]), durationCounts([2, 4], [1, 1])])!;
    // At risk of the first group: 2 of 4, 1 of 3, 1 of 2, 0 of 1.
    expect(test.expected).toEqual([expect.closeTo(1 / 2 + 1 / 3 + 1 / 2, 12), expect.closeTo(1 / 2 + 2 / 3 + 1 / 2 + 1, 12)]);
    expect(test.chiSquare).toBeCloseTo((2 - 4 / 3) ** 2 / (1 / 4 + 2 / 9 + 1 / 4), 12);
  });

  it('leaves out a group in which no event is expected, wherever it stands', () => {
    const groups = [durationCounts([2, 4, 6, 9], [1, 0, 1, 1]), durationCounts([3, 5, 5, 8], [1, 1, 0, 1])];
    const gone = durationCounts([1, 1], [0, 0]);
    const alone = logRank(groups)!;
    for (const place of [0, 1, 2]) expect(logRank(groups.toSpliced(place, 0, gone))).toMatchObject({ chiSquare: alone.chiSquare, degreesOfFreedom: 1 });
  });

  it('counts whoever comes late as at risk only afterwards', () => {
    const late = [{ time: 0, events: 0, censored: 0, entered: 3 }, { time: 2, events: 1, censored: 0 }, { time: 4, events: 1, censored: 1 }];
    const here = [{ time: 0, events: 0, censored: 0, entered: 2 }, { time: 3, events: 1, censored: 0 }, { time: 5, events: 0, censored: 1 }];
    const test = logRank([late, here])!;
    expect(test.expected).toEqual([expect.closeTo(3 / 5 + 2 / 4 + 2 / 3, 12), expect.closeTo(2 / 5 + 2 / 4 + 1 / 3, 12)]);
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

  it('goes through both rates where there are just two', () => {
    // beta / (alpha + beta) = 0.6 and (beta + 1) / (alpha + beta + 1) = 0.75.
    const fit = fitShiftedBetaGeometric([100, 60], [60, 45])!;
    expect(fit.alpha).toBeCloseTo(2 / 3, 9);
    expect(fit.beta).toBeCloseTo(1, 9);
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
    expect(fitShiftedBetaGeometric([100, 0], [60, 0])).toBeNull();
    expect(fitShiftedBetaGeometric([100, 50], [0, 0])).toBeNull();
    for (const [atRisk, retained] of [[[100], [101]], [[100, 60], [60]], [[100], [60, 40]], [[100, 60], [60, -1]], [[100], [NaN]]] as const) {
      expect(() => fitShiftedBetaGeometric(atRisk, retained)).toThrow('counts contradict each other');
    }
  });
});

describe('renewals', () => {
  it('are, from the first, who could renew and who did', () => {
    expect(renewalsOf([{ time: 1, events: 3, censored: 1 }, { time: 2, events: 2, censored: 4 }, { time: 4, events: 1, censored: 0 }])).toEqual({
      atRisk: [11, 7, 1, 1], retained: [8, 5, 1, 0],
    });
    expect(renewalsOf([{ time: 0, events: 0, censored: 2, entered: 3 }, { time: 1, events: 1, censored: 0, entered: 1 }, { time: 2, events: 2, censored: 5 }])).toEqual({
      atRisk: [7, 7], retained: [6, 5],
    });
    expect(renewalsOf([])).toEqual({ atRisk: [], retained: [] });
  });

  it('are none where times are not whole, or before the first, or too many', () => {
    const lost = (time: number, events: number = 1) => renewalsOf([{ time, events, censored: 1 }]);
    expect([lost(1.5), lost(0), lost(-1), lost(10_001), lost(NaN)]).toEqual([null, null, null, null, null]);
    expect(renewalsOf([{ time: -1, events: 0, censored: 1 }, { time: 2, events: 1, censored: 1 }])).toBeNull();
    expect([lost(0, 0), lost(1), lost(10_000)?.atRisk.length]).toEqual([{ atRisk: [], retained: [] }, { atRisk: [2], retained: [1] }, 10_000]);
  });
});
