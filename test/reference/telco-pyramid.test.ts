import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pyramid } from '../../packages/metrics/src/definitions/pyramid.js';
import { rowsOf } from '../../packages/metrics/src/table.js';
import { answer } from '../fixtures/answers.js';
import type { FixtureColumns } from '../fixtures/frames.js';
import { dataFile, referenceFile } from './data-folder.js';
import { expectFigure } from './reference-numbers.js';

type Tier = Readonly<Record<string, number | string>>;
interface Reference {
  readonly rows: number; readonly blank_total_charges: number; readonly tenure_zero: number;
  readonly pyramid_total_charges: {
    readonly pyramid: { readonly n: number; readonly total: number; readonly tiers: readonly Tier[] };
    readonly gini: number; readonly top20: { readonly k: number; readonly share: number };
    readonly decile: { readonly k: number; readonly top_sum: number; readonly bottom_sum: number; readonly ratio: number; readonly reason: string | null };
    readonly profit_tiers: readonly Tier[];
  };
}

const data = dataFile('telco/Telco-Customer-Churn.csv');
const reference = referenceFile<Reference>('telco.json');

describe.skipIf(data === null || reference === null)('the charges of telco customers', () => {
  const [head = '', ...lines] = data === null ? [] : readFileSync(data, 'utf8').replace(/^\uFEFF/, '').trimEnd().split(/\r?\n/);
  const column = (name: string): string[] => lines.map((line) => line.split(',')[head.split(',').indexOf(name)]?.trim() ?? '');
  const columns: FixtureColumns = { customer: { kind: 'text', values: column('customerID') }, charges: { kind: 'number', values: column('TotalCharges').map((cell) => (cell === '' ? null : Number(cell))) } };
  const ask = { customer: 'customer', value: 'charges' };
  const expectTiers = (rows: readonly Tier[], expected: readonly Tier[]): void => {
    expected.forEach((tier, i) => {
      for (const [name, figure] of Object.entries(tier)) if (!name.startsWith('rank_')) expectFigure(rows[i]?.[name], figure, `${name} of ${tier['tier']}`);
    });
  };

  it('make the pyramid, Gini and tenths of the reference, where a blank counts as 0 and is reported (M01, M03-M05)', () => {
    const { blank_total_charges: blank, pyramid_total_charges: expected, rows, tenure_zero: fresh } = reference!;
    const { table, scalars, diagnostics } = answer(pyramid, columns, ask, 2000);
    expect(diagnostics).toMatchObject({ rowsIn: rows, rowsUsed: rows });
    expect(diagnostics.notes.find(({ code }) => code === 'value_missing')?.params).toEqual({ rows: blank });
    expect(column('tenure').filter((tenure) => tenure === '0')).toHaveLength(fresh);
    expectTiers(rowsOf(table) as Tier[], expected.pyramid.tiers);
    expect([scalars['customers'], scalars['top20_customers'], scalars['decile_k'], scalars['decile_reason']]).toEqual([expected.pyramid.n, expected.top20.k, expected.decile.k, expected.decile.reason]);
    expectFigure(scalars['total'], expected.pyramid.total, 'total');
    expectFigure(scalars['gini'], expected.gini, 'gini');
    expectFigure(scalars['top20_share'], expected.top20.share, 'top 20 %');
    expectFigure(scalars['top10_sum'], expected.decile.top_sum, 'best tenth');
    expectFigure(scalars['bottom10_sum'], expected.decile.bottom_sum, 'last tenth');
    expectFigure(scalars['decile_ratio'], expected.decile.ratio, 'ratio');
  });

  it('make the profit tiers of the reference (M02, C12)', () => {
    expectTiers(rowsOf(answer(pyramid, columns, { ...ask, by: 'profit' }).table) as Tier[], reference!.pyramid_total_charges.profit_tiers);
  });
});
