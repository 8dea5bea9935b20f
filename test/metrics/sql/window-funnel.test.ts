import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldOf } from '../../contracts/describe-dialect.js';
import { loadTable, openClickHouse, type SqlEngine } from '../../contracts/sql-engines.js';
import type { FixtureColumns } from '../../fixtures/frames.js';

const steps = ['visit', 'trial', 'buy'];
const WINDOW_SECONDS = 3600;
const options = { steps, window: `${WINDOW_SECONDS}s`, customer: 'customer', time: 'time', stage: 'stage' };

/** Events on whole seconds, which is what windowFunnel counts in; *gap* keeps a customer's events apart. */
function eventsOf(stages: readonly string[], gap: number): fc.Arbitrary<FixtureColumns> {
  const event = fc.record({ customer: fc.constantFrom('a', 'b', 'c', 'd'), seconds: fc.integer({ min: 0, max: 40 }), stage: fc.constantFrom(...stages) });
  return fc.array(event, { maxLength: 24 }).map((drawn) => {
    const seen = new Set<string>();
    const rows = gap === 0 ? drawn : drawn.filter(({ customer, seconds }) => seen.size !== seen.add(`${customer} ${seconds}`).size);
    return {
      customer: { kind: 'text', values: rows.map(({ customer }) => customer) },
      time: { kind: 'instant', values: rows.map(({ seconds }) => (1704067200 + seconds * 300) * 1e6) },
      stage: { kind: 'text', values: rows.map(({ stage }) => stage) },
    };
  });
}

/** Leaves of each customer the first event of a stage only. */
function once(columns: FixtureColumns, only: readonly string[]): FixtureColumns {
  const all = Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, 'kind' in column ? column : { kind: 'text' as const, values: column }]));
  const order = [...(all['time']?.values ?? [])].map((_, i) => i).sort((a, b) => Number(all['time']?.values[a]) - Number(all['time']?.values[b]));
  const seen = new Set<string>();
  const kept = order.filter((i) => {
    const stage = String(all['stage']?.values[i]);
    const key = `${String(all['customer']?.values[i])} ${stage}`;
    const repeats = only.includes(stage) && seen.has(key);
    seen.add(key);
    return !repeats;
  });
  return Object.fromEntries(Object.entries(all).map(([name, column]) => [name, { ...column, values: kept.map((i) => column.values[i] ?? null) }]));
}

describe("ClickHouse's windowFunnel", () => {
  let database: SqlEngine;
  beforeAll(async () => {
    database = await openClickHouse();
  }, 120_000);
  afterAll(() => database.close());

  /** How many customers reach each level, by the real function. */
  async function levels(columns: FixtureColumns, mode: string | null): Promise<number[]> {
    await loadTable(database, 'events', columns);
    const conditions = steps.map((step) => `stage = '${step}'`).join(', ');
    const modes = mode === null ? '' : `, '${mode}'`;
    const rows = await database.run({
      text: `select level, count() as n from (select customer, windowFunnel(${WINDOW_SECONDS}${modes})(toDateTime(assumeNotNull(time)), ${conditions}) as level
from (select customer, time, assumeNotNull(stage) as stage from events) group by customer) group by level`,
      values: [],
    });
    return steps.map((_, k) => rows.reduce((sum, row) => sum + (Number(row['level']) > k ? Number(row['n']) : 0), 0));
  }

  const ours = (columns: FixtureColumns, more: Readonly<Record<string, unknown>>): unknown => (
    foldOf({ metric: 'funnel', options: { ...options, ...more } }, columns).summary.tables['funnel']?.columns['ordered_count']);

  const cases = [
    { mode: null, more: {}, rows: eventsOf([...steps, 'other'], 0) },
    { mode: 'strict_increase', more: { equalTimes: 'apart' }, rows: eventsOf([...steps, 'other'], 1) },
    { mode: 'strict_order', more: { order: 'strict', attempt: 'first' }, rows: eventsOf([...steps, 'other'], 1).map((columns) => once(columns, ['visit'])) },
    { mode: 'strict_deduplication', more: { attempt: 'first', repeats: 'end' }, rows: eventsOf(steps, 1).map((columns) => once(columns, ['visit', 'trial', 'buy'])) },
  ];
  for (const { mode, more, rows } of cases) {
    it(`is reproduced by ${JSON.stringify(more)} where the mode is ${mode ?? 'the default'}`, async () => {
      await fc.assert(fc.asyncProperty(rows, async (columns) => {
        expect(ours(columns, more)).toEqual(await levels(columns, mode));
      }), { numRuns: 60, seed: 20240301, endOnFailure: true });
    }, 120_000);
  }

  it('stops a strict order at what is no step, and a repeat at what came before it, as the options do', async () => {
    const told = (stages: readonly string[]): FixtureColumns => ({
      customer: stages.map(() => 'a'), time: { kind: 'instant', values: stages.map((_, i) => (1704067200 + 60 * i) * 1e6) }, stage: [...stages],
    });
    for (const stages of [['visit', 'other', 'trial', 'buy'], ['visit', 'trial', 'other', 'buy'], ['visit', 'trial', 'buy'], ['trial', 'visit', 'buy']]) {
      expect(ours(told(stages), { order: 'strict', attempt: 'first' }), stages.join()).toEqual(await levels(told(stages), 'strict_order'));
    }
    for (const stages of [['visit', 'trial', 'trial', 'buy'], ['visit', 'trial', 'buy', 'trial'], ['visit', 'trial', 'buy']]) {
      expect(ours(told(stages), { attempt: 'first', repeats: 'end' }), stages.join()).toEqual(await levels(told(stages), 'strict_deduplication'));
    }
  });
});
