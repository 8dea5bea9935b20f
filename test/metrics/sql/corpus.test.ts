import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { queries } from '../../../packages/metrics/src/definitions/queries.js';
import { metrics } from '../../../packages/metrics/src/definitions/index.js';
import type { Cell, Table } from '../../../packages/metrics/src/table.js';
import { foldOf } from '../../contracts/describe-dialect.js';
import { answers } from './corpus/answers.js';
import { events } from './corpus/events.js';
import { orders } from './corpus/orders.js';
import { answerRequests, type CorpusRequest, eventRequests, orderRequests, ruledRequests, spellRequests } from './corpus/requests.js';
import { spells } from './corpus/spells.js';
import type { FixtureColumns } from '../../fixtures/frames.js';

/**
 * What every executor must answer, written down: by request and data set the cells of the summary's main table, row by row.
 * It is written anew only when asked for (`CORPUS=write`), so that a change of meaning shows as a change of this file.
 */
const file = new URL('corpus/expected.json', import.meta.url);

const cases = [
  ...casesOf(orders, orderRequests), ...casesOf(answers, answerRequests), ...casesOf(events, eventRequests), ...casesOf(events, ruledRequests),
  ...casesOf(spells, spellRequests),
];

function casesOf(data: Readonly<Record<string, FixtureColumns>>, requests: readonly CorpusRequest[]): { name: string; request: CorpusRequest; columns: FixtureColumns }[] {
  return Object.entries(data).flatMap(([dataName, columns]) => requests.map((request) => (
    { name: `${request.metric} ${JSON.stringify(request.options)} ${JSON.stringify(request.where ?? null)} over ${dataName}`, request, columns })));
}

/** Rows at either end of a long table; between them stands how many there are. */
const ENDS = 60;

function cellsOf(table: Table): Cell[][] {
  const rows = Array.from({ length: table.numRows }, (_, i) => table.fields.map(({ name }) => table.columns[name]?.[i] ?? null));
  return rows.length <= 3 * ENDS ? rows : [...rows.slice(0, ENDS), [rows.length], ...rows.slice(-ENDS)];
}

function answerOf({ request, columns }: (typeof cases)[number]): { table: Cell[][]; rows: unknown } {
  const { tables, rows } = foldOf(request, columns).summary;
  const main = tables[request.metric];
  if (main === undefined) throw new Error(`corpus: ${request.metric} has no main table`);
  return { table: cellsOf(main), rows };
}

describe('the corpus', () => {
  it('holds at least 1,000 cases, no two alike', () => {
    expect(cases.length).toBeGreaterThanOrEqual(1000);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });

  it('is answered by the fold as it is written down', () => {
    if (process.env['CORPUS'] === 'write') {
      writeFileSync(file, `{\n${cases.map((one) => `${JSON.stringify(one.name)}: ${JSON.stringify(answerOf(one))}`).join(',\n')}\n}\n`);
    }
    expect(existsSync(file)).toBe(true);
    const expected = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    const wrong = cases.filter((one) => JSON.stringify(answerOf(one)) !== JSON.stringify(expected[one.name])).map(({ name }) => name);
    expect(wrong).toEqual([]);
    expect(Object.keys(expected).length).toBe(cases.length);
  }, 120_000);

  it('asks every metric that has queries', () => {
    expect([...new Set(cases.map(({ request }) => request.metric))].sort()).toEqual(Object.keys(queries).sort());
    expect(Object.keys(queries).filter((name) => metrics[name] === undefined)).toEqual([]);
  });
});
