import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { satisfaction } from '../../packages/metrics/src/definitions/satisfaction.js';
import type { SatisfactionOptions } from '../../packages/metrics/src/definitions/satisfaction-options.js';
import type { Estimate } from '../../packages/metrics/src/metric.js';
import { type Row, rowsOf } from '../../packages/metrics/src/table.js';
import { answer } from '../fixtures/answers.js';
import type { FixtureColumns } from '../fixtures/frames.js';
import { dataFile, referenceFile } from './data-folder.js';
import { expectFigure, expectFigures } from './reference-numbers.js';

interface Nps {
  n: number; excluded: number; promoters: number; passives: number; detractors: number; promoter_share: number; passive_share: number;
  detractor_share: number; nps: number; se: number; n_eff: number; wald95: [number, number]; adjusted_wald95?: [number, number];
}
interface Csat {
  n: number; missing: number; top_box_count: number; csat: number; wilson95: [number, number]; mean: number; sd: number;
  mean_ci95: [number, number]; index0_100: number; distribution: Record<string, number>;
}
interface Reference {
  rows: number; nps: Nps; nps_weighted: Nps; blank_code_11: number; blank_empty: number; nps_by_boarding_area: Record<string, Nps>;
  csat_overall_top2: Csat; csat_attributes_top2: Record<string, Csat>; ces_find_way_top2: Csat; ces_security_top2: Csat;
  nps_by_overall: Record<string, Nps>; promoter_share_by_tenure_Q6: Record<string, Nps>;
}

const path = dataFile('sfo2017/2017_SFO_Customer_Survey.csv');
const reference = referenceFile<Reference>('sfo2017.json');

/** Survey of passengers of San Francisco airport, May 2017 (DataSF, PDDL). */
describe.skipIf(path === null || reference === null)('satisfaction of passengers at SFO, 2017', () => {
  const columns = path === null ? {} : surveyColumns(readFileSync(path, 'utf8'));
  const ask = (options: SatisfactionOptions): Estimate => answer(satisfaction, columns, options, 500);
  const first = (estimate: Estimate): Row => rowsOf(estimate.table)[0] ?? {};
  const expected = reference as Reference;

  it('has the NPS, its parts and both intervals, codes for "blank" left out and counted', () => {
    const estimate = ask({ score: 'NETPRO' });
    expect(estimate.diagnostics).toMatchObject({
      rowsIn: expected.rows, rowsUsed: expected.nps.n, dropped: { score_out_of_scale: expected.blank_code_11, score_missing: expected.blank_empty },
    });
    expectNps(first(estimate), expected.nps, 'adjusted_wald95');
    expectNps(first(ask({ score: 'NETPRO', interval: 'wald' })), expected.nps, 'wald95');
  });

  it('has the weighted NPS with its effective sample size', () => {
    expectNps(first(ask({ score: 'NETPRO', weight: 'WEIGHT', interval: 'wald' })), expected.nps_weighted, 'wald95');
  });

  it.each([
    ['boarding area', 'BAREA', 'nps_by_boarding_area'],
    ['overall satisfaction', 'Q7ALL', 'nps_by_overall'],
    ['years as a customer', 'Q6LONGUSE', 'promoter_share_by_tenure_Q6'],
  ] as const)('has the NPS by %s', (_, segment, name) => {
    const bySegment = new Map(rowsOf(ask({ score: 'NETPRO', segment }).table).map((row) => [String(row['segment']), row]));
    const byWald = new Map(rowsOf(ask({ score: 'NETPRO', segment, interval: 'wald' }).table).map((row) => [String(row['segment']), row]));
    expect(Object.keys(expected[name]).length).toBeGreaterThan(3);
    for (const [value, figures] of Object.entries(expected[name])) {
      expectNps(bySegment.get(value) ?? {}, figures, 'adjusted_wald95');
      expectNps(byWald.get(value) ?? {}, figures, 'wald95');
    }
  });

  it('has satisfaction overall and with every attribute', () => {
    expectCsat(first(ask({ score: 'Q7ALL', scale: 'csat:1-5:4' })), expected.csat_overall_top2, 'Q7ALL');
    expect(Object.keys(expected.csat_attributes_top2)).toHaveLength(14);
    for (const [item, figures] of Object.entries(expected.csat_attributes_top2)) {
      expectCsat(first(ask({ score: item, scale: { type: 'csat', min: 1, max: 5, top: 4 } })), figures, item);
    }
  });

  it.each([['Q14FIND', 'ces_find_way_top2'], ['Q14PASSTHRU', 'ces_security_top2']] as const)('has the ease of %s', (item, name) => {
    const row = first(ask({ score: item, scale: 'ces:1-5:high' }));
    const figures = expected[name];
    expect([row['item'], row['n'], row['excluded'], row['low_effort']]).toEqual([item, figures.n, figures.missing, figures.top_box_count]);
    expectFigures([row['mean'], row['sd'], row['mean_lower'], row['mean_upper']], [figures.mean, figures.sd, ...figures.mean_ci95], item);
    // The reference has points; a share of effort is a fraction (C21).
    expectFigures([row['low_effort_share'], row['lower'], row['upper']], [figures.csat, ...figures.wilson95].map((points) => points / 100), item);
    expectCsat(first(ask({ score: item, scale: 'csat:1-5:4' })), figures, item);
  });
});

function expectNps(row: Row, figures: Nps, interval: 'wald95' | 'adjusted_wald95'): void {
  for (const name of ['n', 'excluded', 'promoters', 'passives', 'detractors', 'promoter_share', 'passive_share', 'detractor_share', 'nps', 'se', 'n_eff'] as const) {
    expectFigure(row[name], figures[name], name);
  }
  expectFigures([row['lower'], row['upper']], figures[interval] ?? [], interval);
}

function expectCsat(row: Row, figures: Csat, item: string): void {
  expect(row).toMatchObject({ item, n: figures.n, missing: figures.missing, satisfied: figures.top_box_count, distribution: figures.distribution });
  expectFigures([row['csat'], row['lower'], row['upper']], [figures.csat, ...figures.wilson95], item);
  expectFigures([row['mean'], row['sd'], row['mean_lower'], row['mean_upper'], row['index']], [figures.mean, figures.sd, ...figures.mean_ci95, figures.index0_100], item);
}

/** The columns of a survey as text, and those that hold nothing but numbers as numbers; an empty or "Blank" cell is missing. */
function surveyColumns(csv: string): FixtureColumns {
  const [names = [], ...records] = csvRecords(csv);
  return Object.fromEntries(names.map((name, i) => {
    const cells = records.map((record) => record[i]?.trim() ?? '').map((cell) => (cell === '' || /^blank/i.test(cell) ? null : cell));
    const numeric = cells.every((cell) => cell === null || Number.isFinite(Number(cell)));
    return [name, { kind: numeric ? 'number' : 'text', values: numeric ? cells.map((cell) => (cell === null ? null : Number(cell))) : cells } as const];
  }));
}

/** The records of comma-separated text with quotes (RFC 4180). */
function csvRecords(csv: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  for (const [, quoted, plain = '', end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n"]*))(,|\r?\n|$)/g)) {
    record.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    if (record.length > 1) records.push(record);
    record = [];
  }
  return records;
}
