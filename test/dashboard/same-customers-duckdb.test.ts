import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Choice, EMPTY_VIEW, predicateOf, SELECTION_MODES, type View, withChoice, withFilter } from '../../packages/dashboard/src/selection/selection.js';
import { differencesOf } from '../contracts/describe-dialect.js';
import { loadTable, openDuckDb, type SqlEngine } from '../contracts/sql-engines.js';
import { orders } from '../metrics/sql/corpus/orders.js';

const OPTIONS = { customer: 'customer', time: 'time', asOf: '2024-09-30' };
const REQUESTS = {
  pyramid: { metric: 'pyramid', options: { ...OPTIONS, value: 'value', tiers: [{ name: 'top', cumulativeShare: 0.2 }, { name: 'rest', cumulativeShare: 1 }] } },
  retention: { metric: 'retention', options: { ...OPTIONS, period: 'month' } },
  lifecycle: { metric: 'lifecycle', options: { ...OPTIONS, period: 'month' } },
} as const;
const MARKS = { pyramid: [{ tier: 'top' }, { tier: 'rest' }], retention: [{ cohort: '2024-01-01' }, { cohort: '2024-02-01', offset: 1 }], lifecycle: [{ period: '2024-03-01', state: 'active' }] } as const;
type Name = keyof typeof REQUESTS;
const NAMES = Object.keys(REQUESTS) as Name[];

describe('a view of a dashboard', () => {
  let database: SqlEngine;
  beforeAll(async () => {
    database = await openDuckDb();
  }, 120_000);
  afterAll(() => database.close());

  it('leaves DuckDB the same customers as the page, chart by chart (property)', async () => {
    const columns = orders['cents']!;
    const table = await loadTable(database, 'dashboard orders', columns);
    const choice = fc.constantFrom(...NAMES).chain((chart) => fc.constantFrom(...MARKS[chart]).map((mark): Choice => ({ chart, source: 'orders', ...REQUESTS[chart], marks: [mark], label: chart })));
    const view: fc.Arbitrary<View> = fc.record({
      choices: fc.array(choice, { maxLength: 3 }),
      least: fc.option(fc.integer({ min: -50, max: 150 })),
      dates: fc.constantFrom(null, { from: '2024-02-01', to: null }, { from: '2024-01-15', to: '2024-06-30' }),
    }).map(({ choices, dates, least }) => {
      let made: View = { ...EMPTY_VIEW, dates };
      for (const one of choices) made = withChoice(made, one);
      return least === null ? made : withFilter(made, { id: 'least', source: 'orders', where: { op: 'between', column: 'value', low: least, high: null }, label: '' });
    });
    await fc.assert(fc.asyncProperty(view, fc.constantFrom(...SELECTION_MODES), async (some, mode) => {
      const resolution = { mode, pageFilters: [], roles: () => ({ customer: 'customer', time: 'time' }) };
      const differences: string[] = [];
      for (const chart of NAMES) {
        const where = predicateOf(some, { source: 'orders', chart, customer: 'customer', time: 'time' }, resolution);
        differences.push(...await differencesOf(database, { ...REQUESTS[chart], ...(where === null ? {} : { where }), marks: MARKS[chart].slice(0, 1) }, table, columns));
      }
      expect(differences).toEqual([]);
    }), { numRuns: 60, seed: 26 });
  }, 120_000);
});
