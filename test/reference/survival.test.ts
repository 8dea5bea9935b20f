import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { survival } from '../../packages/metrics/src/definitions/survival.js';
import type { Estimate } from '../../packages/metrics/src/metric.js';
import { type Row, rowsOf } from '../../packages/metrics/src/table.js';
import { answer } from '../fixtures/answers.js';
import type { FixtureColumns } from '../fixtures/frames.js';
import { dataFile, referenceFile } from './data-folder.js';
import { expectFigure } from './reference-numbers.js';

interface Point { time: number; at_risk: number; events: number; censored: number; survival: number; std_err: number | null; loglog95?: [number, number] | null }
interface Curve { n: number; events: number; table: Point[]; median: number | null }
interface Telco {
  km: Curve; km_by_contract: Record<string, Curve>;
  logrank_contract: { observed: Record<string, number>; expected: Record<string, number>; chi2: number; df: number };
}
interface Published {
  km_6mp: { time: number[]; event: number[]; table: [number, number, number, number, number][]; median: number };
  sbg_regular: { survival_pct: number[]; alpha: number; beta: number };
}

const durations = { duration: 'duration', event: 'event' } as const;

function expectCurve(rows: readonly Row[], { table }: Curve): void {
  expect(rows.map((row) => [row['time'], row['at_risk'], row['events'], row['censored']])).toEqual(table.map((point) => [point.time, point.at_risk, point.events, point.censored]));
  table.forEach((point, i) => {
    expectFigure(rows[i]?.['survival'], point.survival, `survival at ${point.time}`);
    expectFigure(rows[i]?.['std_err'] ?? null, point.std_err, `standard error at ${point.time}`);
    if (point.loglog95 === undefined) return;
    expectFigure(rows[i]?.['lower'] ?? null, point.loglog95?.[0] ?? null, `lower at ${point.time}`);
    expectFigure(rows[i]?.['upper'] ?? null, point.loglog95?.[1] ?? null, `upper at ${point.time}`);
  });
}

const telco = referenceFile<Telco>('telco.json');
const telcoFile = dataFile('telco/Telco-Customer-Churn.csv');

describe.skipIf(telco === null || telcoFile === null)('survival of telco customers', () => {
  const [head = '', ...lines] = telcoFile === null ? [] : readFileSync(telcoFile, 'utf8').replace(/^\uFEFF/, '').trimEnd().split(/\r?\n/);
  const names = head.split(',');
  const column = (name: string): string[] => lines.map((line) => line.split(',')[names.indexOf(name)] ?? '');
  const columns: FixtureColumns = { customerID: column('customerID'), tenure: column('tenure').map(Number), Churn: column('Churn'), Contract: column('Contract') };
  const ask = { duration: 'tenure', event: 'Churn' };

  it('has the curve of the reference', () => {
    const result = answer(survival, columns, ask, 1000);
    expectCurve(rowsOf(result.table), telco!.km);
    expect(result.scalars).toMatchObject({ n: telco!.km.n, events: telco!.km.events, median: telco!.km.median });
  });

  it('has the curves, medians and log-rank test by contract of the reference', () => {
    const result: Estimate = answer(survival, columns, { ...ask, segment: 'Contract', customer: 'customerID' }, 500);
    const groups = rowsOf(result.tables['groups']!);
    const { observed, expected, chi2, df } = telco!.logrank_contract;
    for (const [contract, curve] of Object.entries(telco!.km_by_contract)) {
      expectCurve(rowsOf(result.table).filter((row) => row['segment'] === contract), curve);
      const group = groups.find((row) => row['segment'] === contract);
      expect([group?.['n'], group?.['events'], group?.['median']]).toEqual([curve.n, observed[contract], curve.median]);
      expectFigure(group?.['expected'], expected[contract] ?? Number.NaN, `expected of ${contract}`);
    }
    expectFigure(result.scalars['log_rank_chi_square'], chi2, 'chi square');
    expect(result.scalars['log_rank_degrees_of_freedom']).toBe(df);
  });
});

const published = referenceFile<Published>('published.json');

describe.skipIf(published === null)('published survival', () => {
  it('under 6-MP (Freireich 1963)', () => {
    const { time, event, table, median } = published!.km_6mp;
    const result = answer(survival, { duration: time, event: event.map(Boolean) }, durations);
    const rows = rowsOf(result.table).filter((row) => Number(row['events']) > 0);
    expect(rows.map((row) => [row['time'], row['at_risk'], row['events']])).toEqual(table.map((row) => row.slice(0, 3)));
    table.forEach(([, , , share, error], i) => {
      expect(Number(rows[i]?.['survival'])).toBeCloseTo(share, 6);
      expect(Number(rows[i]?.['std_err'])).toBeCloseTo(error, 6);
    });
    expect(result.scalars['median']).toBe(median);
  });

  it('of the regular customers of Fader & Hardie (2007), with the parameters that they print', () => {
    const { survival_pct: left, alpha, beta } = published!.sbg_regular;
    // A thousand customers, of whom the shares printed are whole numbers; observed for 7 years.
    const lost = left.slice(1, 8).map((share, i) => Math.round(((left[i] ?? 0) - share) * 10));
    const time = [...lost.flatMap((count, i) => Array.from({ length: count }, () => i + 1)), ...Array.from({ length: Math.round((left[7] ?? 0) * 10) }, () => 7)];
    const ended = time.map((_, i) => i < lost.reduce((a, b) => a + b, 0));
    const [group] = rowsOf(answer(survival, { duration: time, event: ended }, durations).tables['groups']!);
    expect(Number(group?.['alpha'])).toBeCloseTo(alpha, 3);
    expect(Number(group?.['beta'])).toBeCloseTo(beta, 3);
  });
});

type EdgeCases = Readonly<Record<'km_all_censored' | 'km_event_and_censor_same_time' | 'km_last_event_zero', { input: [number[], number[]]; expected: Curve }>>;
const edge = referenceFile<EdgeCases>('edge_cases.json');

describe.skipIf(edge === null)('edge cases of survival', () => {
  it.each(['km_all_censored', 'km_event_and_censor_same_time', 'km_last_event_zero'] as const)('%s', (name) => {
    const { input: [time, event], expected } = edge![name];
    const result = answer(survival, { duration: time, event: event.map(Boolean) }, durations);
    expectCurve(rowsOf(result.table), expected);
    expect(result.scalars['median']).toBe(expected.median);
  });
});
