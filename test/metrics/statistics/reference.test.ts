import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { npsInterval, npsStandardError, netPromoterScore } from '../../../packages/metrics/src/statistics/adjusted-wald.js';
import { durationCounts } from '../../../packages/metrics/src/statistics/durations.js';
import { effectiveSize } from '../../../packages/metrics/src/statistics/effective-size.js';
import { fsum } from '../../../packages/metrics/src/statistics/fsum.js';
import type { Interval } from '../../../packages/metrics/src/statistics/interval.js';
import { kaplanMeier, survivalAt, type SurvivalCurve } from '../../../packages/metrics/src/statistics/kaplan-meier.js';
import { logRank } from '../../../packages/metrics/src/statistics/log-rank.js';
import { meanInterval, moments } from '../../../packages/metrics/src/statistics/mean-interval.js';
import { fitShiftedBetaGeometric, survivalCurve } from '../../../packages/metrics/src/statistics/shifted-beta-geometric.js';
import { wilson } from '../../../packages/metrics/src/statistics/wilson.js';
import { dataFile, referenceFile } from '../../reference/data-folder.js';

type Pair = readonly [number, number];
interface NpsReference {
  n: number; promoters: number; passives: number; detractors: number; nps: number | null; se: number; n_eff: number;
  wald95: Pair; adjusted_wald95?: Pair;
}
interface KmReference {
  n: number; events: number; median: number | null;
  table: { time: number; at_risk: number; events: number; censored: number; survival: number; std_err: number | null; loglog95?: Pair }[];
}
interface CsatReference { n: number; top_box_count: number; csat: number; wilson95: Pair; mean: number; sd: number; mean_ci95: Pair; distribution: Record<string, number> }

/** Relative to 1e-9 as convention C3 says, and to half a unit in the last of twelve digits. */
function close(actual: number | null | undefined, expected: number, scale = Math.abs(expected)): void {
  expect(Math.abs((actual ?? NaN) - expected)).toBeLessThanOrEqual(1e-9 * Math.max(scale, 1e-3));
}

function closeInterval(actual: Interval | null, [lower, upper]: Pair): void {
  close(actual?.lower, lower, Math.abs(upper));
  close(actual?.upper, upper);
}

function checkNps(reference: NpsReference): void {
  const { promoters, passives, detractors, n_eff } = reference;
  const options = { effectiveSize: n_eff };
  close(netPromoterScore(promoters, passives, detractors), reference.nps ?? NaN, 100);
  close(npsStandardError(promoters, passives, detractors, n_eff), reference.se, 100);
  closeInterval(npsInterval(promoters, passives, detractors, { ...options, method: 'wald' }), reference.wald95);
  if (reference.adjusted_wald95) closeInterval(npsInterval(promoters, passives, detractors, options), reference.adjusted_wald95);
}

function checkCurve(curve: SurvivalCurve, reference: KmReference): void {
  expect(curve.n).toBe(reference.n);
  expect(curve.events).toBe(reference.events);
  expect(curve.median).toBe(reference.median);
  expect(curve.points.map(({ time, atRisk, events, censored }) => [time, atRisk, events, censored]))
    .toEqual(reference.table.map((row) => [row.time, row.at_risk, row.events, row.censored]));
  for (const [i, row] of reference.table.entries()) {
    const point = curve.points[i];
    close(point?.survival, row.survival);
    if (row.std_err === null) expect(point?.standardError).toBeNull();
    else close(point?.standardError, row.std_err);
    // The reference prints no interval where nothing happened; ours repeats the one before.
    if (row.loglog95) closeInterval(point?.interval ?? null, row.loglog95);
    else if (row.survival === 0 || row.survival === 1) expect(point?.interval).toBeNull();
    else expect(point?.interval).toEqual(curve.points[i - 1]?.interval);
  }
}

/** Rows of a CSV file as objects. Good for files whose cells hold no line ends. */
function csvRows(path: string): Record<string, string>[] {
  const [head = '', ...lines] = readFileSync(path, 'utf8').replace(/^\uFEFF/, '').trimEnd().split(/\r?\n/);
  const cells = (line: string): string[] => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) => m[1] ?? m[2] ?? '');
  const names = cells(head);
  return lines.map((line) => Object.fromEntries(cells(line).map((cell, i) => [names[i] ?? '', cell])));
}

interface Published {
  wilson: { rows: [number, number, number, number][] };
  nps: { rows: { scores: number[]; nps: number; se: number }[] };
  km_6mp: { time: number[]; event: number[]; table: [number, number, number, number, number][]; median: number };
  sbg_regular: { survival_pct: number[]; projected_pct_0_12: number[]; alpha: number; beta: number; log_likelihood_per_customer: number };
}
const published = referenceFile<Published>('published.json');

describe.skipIf(published === null)('published figures', () => {
  it('of Wilson intervals (R binom)', () => {
    for (const [successes, trials, lower, upper] of published?.wilson.rows ?? []) {
      const interval = wilson(successes, trials);
      expect(interval?.lower).toBeCloseTo(lower, 7);
      expect(interval?.upper).toBeCloseTo(upper, 7);
    }
  });

  it('of Net Promoter Scores (R NPS)', () => {
    for (const { scores, nps, se } of published?.nps.rows ?? []) {
      const counts = [scores.filter((s) => s > 8).length, scores.filter((s) => s > 6 && s < 9).length, scores.filter((s) => s < 7).length] as const;
      expect(netPromoterScore(...counts)).toBeCloseTo(nps * 100, 8);
      expect((npsStandardError(...counts) ?? NaN) / 100).toBeCloseTo(se, 3);
    }
  });

  it('of survival under 6-MP (Freireich 1963)', () => {
    const { time, event, table, median } = published!.km_6mp;
    const curve = kaplanMeier(durationCounts(time, event));
    const rows = curve.points.filter(({ events }) => events > 0);
    expect(rows.map((point) => [point.time, point.atRisk, point.events])).toEqual(table.map((row) => row.slice(0, 3)));
    for (const [i, [, , , survival, error]] of table.entries()) {
      expect(rows[i]?.survival).toBeCloseTo(survival, 6);
      expect(rows[i]?.standardError).toBeCloseTo(error, 6);
    }
    expect(curve.median).toBe(median);
  });

  it('of the sBG model for "Regular" customers (Fader & Hardie 2007)', () => {
    const { survival_pct, projected_pct_0_12, alpha, beta, log_likelihood_per_customer } = published!.sbg_regular;
    const fit = fitShiftedBetaGeometric(survival_pct.slice(0, 7), survival_pct.slice(1, 8));
    expect(fit?.alpha).toBeCloseTo(alpha, 3);
    expect(fit?.beta).toBeCloseTo(beta, 3);
    expect((fit?.logLikelihood ?? NaN) / 100).toBeCloseTo(log_likelihood_per_customer, 6);
    for (const [t, share] of survivalCurve(fit!, 12).entries()) expect(share * 100).toBeCloseTo(projected_pct_0_12[t] ?? NaN, 2);
  });
});

interface EdgeCases {
  wilson_n0: { input: Pair; expected: null };
  wilson_edges: { input: Pair[]; expected: Pair[] };
  nps_out_of_range: { expected: NpsReference };
  nps_all_promoters: { expected: NpsReference };
  nps_weighted: { input: { weights: number[] }; expected: NpsReference };
  km_all_censored: { input: [number[], number[]]; expected: KmReference };
  km_event_and_censor_same_time: { input: [number[], number[]]; expected: KmReference };
  km_last_event_zero: { input: [number[], number[]]; expected: KmReference };
  sbg_regular: { input: number[]; expected: { alpha: number; beta: number; ll_per_100: number } };
}
const edgeCases = referenceFile<EdgeCases>('edge_cases.json');

describe.skipIf(edgeCases === null)('edge cases', () => {
  it('of Wilson intervals: no trials, no successes, nothing but successes', () => {
    expect(wilson(...edgeCases!.wilson_n0.input)).toBeNull();
    for (const [i, pair] of edgeCases!.wilson_edges.input.entries()) closeInterval(wilson(...pair), edgeCases!.wilson_edges.expected[i]!);
  });

  it('of Net Promoter Scores: balanced, nothing but promoters, weighted, nobody', () => {
    checkNps(edgeCases!.nps_out_of_range.expected);
    checkNps(edgeCases!.nps_all_promoters.expected);
    const weighted = edgeCases!.nps_weighted;
    const { weights } = weighted.input;
    checkNps({ ...weighted.expected, n_eff: effectiveSize(fsum(weights), fsum(weights.map((w) => w * w))) });
    expect([netPromoterScore(0, 0, 0), npsStandardError(0, 0, 0), npsInterval(0, 0, 0)]).toEqual([null, null, null]);
  });

  it('of survival: all censored, event and censoring at one time, nobody left', () => {
    for (const name of ['km_all_censored', 'km_event_and_censor_same_time', 'km_last_event_zero'] as const) {
      const { input, expected } = edgeCases![name];
      checkCurve(kaplanMeier(durationCounts(...input)), expected);
    }
  });

  it('of the sBG fit, to six digits', () => {
    const { input, expected } = edgeCases!.sbg_regular;
    const fit = fitShiftedBetaGeometric(input.slice(0, -1), input.slice(1));
    expect(fit?.alpha).toBeCloseTo(expected.alpha, 6);
    expect(fit?.beta).toBeCloseTo(expected.beta, 6);
    expect(fit?.logLikelihood).toBeCloseTo(expected.ll_per_100, 8);
  });
});

type Sfo = Record<'nps' | 'nps_weighted', NpsReference> & Record<'nps_by_boarding_area' | 'nps_by_overall' | 'promoter_share_by_tenure_Q6', Record<string, NpsReference>>
  & Record<'csat_overall_top2' | 'ces_find_way_top2' | 'ces_security_top2', CsatReference> & { csat_attributes_top2: Record<string, CsatReference> };
const sfo = referenceFile<Sfo>('sfo2017.json');

describe.skipIf(sfo === null)('San Francisco airport survey, 2017', () => {
  it('has the Net Promoter Scores of the reference, plain, weighted and by group', () => {
    const groups = [sfo!.nps_by_boarding_area, sfo!.nps_by_overall, sfo!.promoter_share_by_tenure_Q6].flatMap((group) => Object.values(group));
    expect(groups.length).toBeGreaterThan(10);
    for (const reference of [sfo!.nps, sfo!.nps_weighted, ...groups]) checkNps(reference);
  });

  it('has the satisfaction and effort of the reference: shares and means with their intervals', () => {
    for (const reference of [sfo!.csat_overall_top2, sfo!.ces_find_way_top2, sfo!.ces_security_top2, ...Object.values(sfo!.csat_attributes_top2)]) {
      closeInterval(wilson(reference.top_box_count, reference.n), reference.wilson95.map((x) => x / 100) as unknown as Pair);
      const summary = moments(Object.keys(reference.distribution).map(Number), Object.values(reference.distribution));
      expect(summary?.n).toBe(reference.n);
      close(summary?.mean, reference.mean);
      close(summary?.deviation, reference.sd);
      closeInterval(meanInterval(summary!), reference.mean_ci95);
    }
  });
});

interface Telco {
  churned: number; rows: number; churn_wilson95: Pair; km: KmReference; km_by_contract: Record<string, KmReference>;
  churn_by_contract: Record<string, { n: number; churned: number; wilson95: Pair }>;
  logrank_contract: { observed: Record<string, number>; expected: Record<string, number>; chi2: number; df: number };
}
const telco = referenceFile<Telco>('telco.json');
const telcoFile = dataFile('telco/Telco-Customer-Churn.csv');

describe.skipIf(telco === null || telcoFile === null)('telco churn', () => {
  const rows = telcoFile === null ? [] : csvRows(telcoFile);
  const counted = (some: typeof rows) => durationCounts(some.map((row) => Number(row['tenure'])), some.map((row) => row['Churn'] === 'Yes'));

  it('has the survival curves of the reference, overall and by contract', () => {
    checkCurve(kaplanMeier(counted(rows)), telco!.km);
    for (const [contract, reference] of Object.entries(telco!.km_by_contract)) {
      checkCurve(kaplanMeier(counted(rows.filter((row) => row['Contract'] === contract))), reference);
    }
  });

  it('has the log-rank test of the reference', () => {
    const { observed, expected, chi2, df } = telco!.logrank_contract;
    const contracts = Object.keys(observed);
    const test = logRank(contracts.map((contract) => counted(rows.filter((row) => row['Contract'] === contract))));
    expect(test?.observed).toEqual(contracts.map((contract) => observed[contract]));
    for (const [i, contract] of contracts.entries()) close(test?.expected[i], expected[contract]!);
    close(test?.chiSquare, chi2);
    expect(test?.degreesOfFreedom).toBe(df);
    expect(test?.pValue).toBeLessThan(1e-300);
  });

  it('has the churn intervals of the reference', () => {
    closeInterval(wilson(telco!.churned, telco!.rows), telco!.churn_wilson95);
    for (const { churned, n, wilson95 } of Object.values(telco!.churn_by_contract)) closeInterval(wilson(churned, n), wilson95);
  });
});

interface Cdnow {
  time_to_second_purchase: { n: number; events: number; median_days: number | null; share_by: Record<string, number>; std_err_by: Record<string, number> };
}
const cdnow = referenceFile<Cdnow>('cdnow_master.json');
const cdnowFile = dataFile('cdnow/CDNOW_master.txt');

describe.skipIf(cdnow === null || cdnowFile === null)('CDNOW purchases', () => {
  const rows = cdnowFile === null ? [] : readFileSync(cdnowFile, 'utf8').trimEnd().split('\n').slice(1).map((line) => line.trim().split(/\s+/));
  const dayOf = (yyyymmdd: string): number => Date.UTC(Number(yyyymmdd.slice(0, 4)), Number(yyyymmdd.slice(4, 6)) - 1, Number(yyyymmdd.slice(6))) / 86_400_000;

  it('come a second time as soon as the reference says', () => {
    const days = new Map<string, Set<number>>();
    for (const [customer = '', date = ''] of rows) days.set(customer, (days.get(customer) ?? new Set()).add(dayOf(date)));
    const end = dayOf('19980630');
    const own = [...days.values()].map((set) => [...set].sort((a, b) => a - b));
    const curve = kaplanMeier(durationCounts(own.map(([first = 0, second = end]) => second - first), own.map((list) => list.length > 1)));
    const reference = cdnow!.time_to_second_purchase;
    expect([curve.n, curve.events, curve.median]).toEqual([reference.n, reference.events, reference.median_days]);
    for (const [day, share] of Object.entries(reference.share_by)) {
      close(1 - (survivalAt(curve, Number(day)) ?? NaN), share);
      close(curve.points.findLast(({ time }) => time <= Number(day))?.standardError, reference.std_err_by[day] ?? NaN);
    }
  });
});
