import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dataFile } from '../reference/data-folder.js';
import { answer } from './run-command.js';

const master = dataFile('cdnow/CDNOW_master.txt');
const cdnow = dataFile('reference/cdnow_master.json');
const survey = dataFile('sfo2017/2017_SFO_Customer_Survey.csv');
const sfo = dataFile('reference/sfo2017.json');

const reference = <T>(path: string | null): T => JSON.parse(readFileSync(path ?? '', 'utf8')) as T;

describe.skipIf(master === null || cdnow === null)('CDNOW_master.txt, as it comes', () => {
  interface Cohorts {
    readonly cohorts: readonly string[]; readonly sizes: readonly number[]; readonly offsets: readonly number[];
    readonly active: readonly (readonly (number | null)[])[]; readonly retention: readonly (readonly (number | null)[])[];
    readonly value: readonly (readonly (number | null)[])[];
  }

  it('retention equals the reference in every cell, null against 0', async () => {
    const { cohort_monthly: expected, orders } = reference<{ cohort_monthly: Cohorts; orders: number }>(cdnow);
    const { result } = await answer(['retention', master ?? '', '--customer', 'customer_id', '--time', 'date', '--value', 'dollar_value', '--period', 'month', '--as-of', '1998-06-30']);
    expect(result).toHaveLength(expected.cohorts.length * expected.offsets.length);
    for (const row of result) {
      const cohort = expected.cohorts.indexOf(String(row['cohort']).slice(0, 7));
      const offset = expected.offsets.indexOf(Number(row['offset']));
      expect(row['size']).toBe(expected.sizes[cohort]);
      expect(row['active']).toBe(expected.active[cohort]?.[offset]);
      for (const name of ['retention', 'value'] as const) expectNumber(row[name], expected[name][cohort]?.[offset]);
    }
    // Without order ids an order is a customer-day (C7); the reference has their sum, and lines in its cells.
    expect(result.reduce((sum, row) => sum + Number(row['orders']), 0)).toBe(orders);
  });

  it('the pyramid equals the reference', async () => {
    const { pyramid_1_4_15_80: expected, gini } = reference<{ pyramid_1_4_15_80: { n: number; total: number; tiers: readonly Record<string, number | string>[] }; gini: number }>(cdnow);
    const { result, scalars } = await answer(['pyramid', master ?? '', '--customer', 'customer_id', '--value', 'dollar_value']);
    expect(result.map(({ tier, customers }) => [tier, customers])).toEqual(expected.tiers.map(({ tier, customers }) => [tier, customers]));
    expected.tiers.forEach((tier, i) => {
      for (const name of ['customer_share', 'value', 'value_share']) expectNumber(result[i]?.[name], Number(tier[name]));
    });
    expect(scalars['customers']).toBe(expected.n);
    expectNumber(scalars['gini'], gini);
  });
});

describe.skipIf(survey === null || sfo === null)('the San Francisco airport survey of 2017, as it comes', () => {
  interface Nps {
    readonly n: number; readonly excluded: number; readonly promoters: number; readonly passives: number; readonly detractors: number;
    readonly nps: number; readonly se: number; readonly wald95: readonly [number, number]; readonly adjusted_wald95?: readonly [number, number];
  }
  const ask = ['satisfaction', survey ?? '', '--score', 'NETPRO', '--scale', 'nps'];

  function expectNps(row: Readonly<Record<string, unknown>> | undefined, expected: Nps, interval: readonly number[] | undefined): void {
    expect(row).toMatchObject({ n: expected.n, excluded: expected.excluded });
    for (const name of ['promoters', 'passives', 'detractors', 'nps', 'se'] as const) expectNumber(row?.[name], expected[name]);
    expectNumber(row?.['lower'], interval?.[0]);
    expectNumber(row?.['upper'], interval?.[1]);
  }

  it('NPS equals the reference, with both intervals, by area and weighted', async () => {
    const expected = reference<{ nps: Nps; nps_weighted: Nps; nps_by_boarding_area: Readonly<Record<string, Nps>> }>(sfo);
    expectNps((await answer(ask)).result[0], expected.nps, expected.nps.adjusted_wald95);
    expectNps((await answer([...ask, '--interval', 'wald'])).result[0], expected.nps, expected.nps.wald95);
    expectNps((await answer([...ask, '--interval', 'wald', '--weight', 'WEIGHT'])).result[0], expected.nps_weighted, expected.nps_weighted.wald95);
    const areas = (await answer([...ask, '--segment', 'BAREA'])).result;
    expect(areas.map(({ segment }) => segment)).toEqual(Object.keys(expected.nps_by_boarding_area));
    for (const row of areas) {
      const area = expected.nps_by_boarding_area[String(row['segment'])];
      if (area === undefined) throw new Error(`no reference for ${String(row['segment'])}`);
      expectNps(row, area, area.adjusted_wald95);
    }
  });

  it('CSAT equals the reference', async () => {
    const { csat_overall_top2: expected } = reference<{ csat_overall_top2: Readonly<Record<string, number>> & { wilson95: readonly number[] } }>(sfo);
    const { result } = await answer(['satisfaction', survey ?? '', '--score', 'Q7ALL', '--scale', 'csat:1-5:4']);
    expect(result[0]).toMatchObject({ n: expected['n'], missing: expected['missing'] });
    for (const name of ['csat', 'mean', 'sd']) expectNumber(result[0]?.[name], expected[name]);
    expectNumber(result[0]?.['index'], expected['index0_100']);
    expectNumber(result[0]?.['lower'], expected.wilson95[0]);
    expectNumber(result[0]?.['upper'], expected.wilson95[1]);
  });
});

/** The reference is printed to 12 digits. */
function expectNumber(got: unknown, expected: number | null | undefined): void {
  if (expected === null || expected === undefined) expect(got).toBe(expected);
  else expect(Math.abs(Number(got) - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
}
