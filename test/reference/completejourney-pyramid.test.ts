import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pyramid } from '../../packages/metrics/src/definitions/pyramid.js';
import { rowsOf } from '../../packages/metrics/src/table.js';
import { answer } from '../fixtures/answers.js';
import type { FixtureColumns } from '../fixtures/frames.js';
import { dataFile, referenceFile } from './data-folder.js';
import { expectFigure } from './reference-numbers.js';

interface Reference {
  readonly sample_lines: number; readonly households_in_sample: number;
  readonly pyramid: { readonly n: number; readonly total: number; readonly tiers: readonly Readonly<Record<string, number | string>>[] };
  readonly gini: number; readonly top20: { readonly k: number; readonly share: number };
  readonly decile: { readonly k: number; readonly top_sum: number; readonly bottom_sum: number; readonly ratio: number; readonly reason: string | null };
}

const data = dataFile('completejourney/transactions_sample.csv');
const reference = referenceFile<Reference>('completejourney.json');

describe.skipIf(data === null || reference === null)('Complete Journey', () => {
  it('has the pyramid, Gini and deciles of the reference (M01, M03-M05)', () => {
    const lines = readFileSync(data ?? '', 'utf8').trim().split('\n').slice(1).map((line) => line.replaceAll('"', '').split(','));
    const columns: FixtureColumns = {
      household: { kind: 'text', values: lines.map((cells) => cells[0] ?? null) },
      sales: { kind: 'number', values: lines.map((cells) => Number(cells[5])) },
    };
    const expected = reference as Reference;
    const { table, scalars, diagnostics } = answer(pyramid, columns, { customer: 'household', value: 'sales', currency: 'USD' }, 8192);
    expect(diagnostics).toMatchObject({ rowsIn: expected.sample_lines, rowsUsed: expected.sample_lines, currency: 'USD' });
    expect(scalars['customers']).toBe(expected.households_in_sample);
    const rows = rowsOf(table);
    expected.pyramid.tiers.forEach((tier, i) => {
      for (const [name, figure] of Object.entries(tier)) if (!name.startsWith('rank_')) expectFigure(rows[i]?.[name], figure, `${name} of ${tier['tier']}`);
    });
    expectFigure(scalars['total'], expected.pyramid.total, 'total');
    expectFigure(scalars['gini'], expected.gini, 'gini');
    expect(scalars['top20_customers']).toBe(expected.top20.k);
    expectFigure(scalars['top20_share'], expected.top20.share, 'top 20 %');
    expect([scalars['decile_k'], scalars['decile_reason']]).toEqual([expected.decile.k, expected.decile.reason]);
    expectFigure(scalars['top10_sum'], expected.decile.top_sum, 'best tenth');
    expectFigure(scalars['bottom10_sum'], expected.decile.bottom_sum, 'last tenth');
    expectFigure(scalars['decile_ratio'], expected.decile.ratio, 'ratio');
  });
});
