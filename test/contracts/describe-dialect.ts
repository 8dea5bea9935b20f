import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metricNamed } from '../../packages/metrics/src/definitions/index.js';
import { bindToSchema } from '../../packages/metrics/src/fold-run.js';
import type { Summary } from '../../packages/metrics/src/metric.js';
import { checkPredicate, maskOf } from '../../packages/metrics/src/predicate/mask.js';
import { type DatabaseTable, memberQuery, summaryQuery } from '../../packages/metrics/src/query.js';
import { type FixtureColumns, framesOf } from '../fixtures/frames.js';
import type { CorpusRequest } from '../metrics/sql/corpus/requests.js';
import { memberTexts } from './fold-laws.js';
import { summaryDifferences } from './same-summary.js';
import { loadTable, type SqlEngine } from './sql-engines.js';

/** Data and what is asked of it. */
export interface DialectCase {
  readonly data: Readonly<Record<string, FixtureColumns>>;
  readonly requests: readonly CorpusRequest[];
}

/** What a dialect must do on the engine that speaks it: answer as the fold does, whatever the data. */
export function describeDialect(name: string, open: () => Promise<SqlEngine>, cases: readonly DialectCase[]): void {
  describe(`the queries in ${name}`, () => {
    let database: SqlEngine;
    beforeAll(async () => {
      database = await open();
    }, 120_000);
    afterAll(() => database.close());

    for (const { data, requests } of cases) {
      for (const [dataName, columns] of Object.entries(data)) {
        it(`answer ${requests.length} requests as the fold does over "${dataName}"`, async () => {
          const table = await loadTable(database, `data ${dataName}`, columns);
          const differences: string[] = [];
          for (const request of requests) {
            const label = `${request.metric} ${JSON.stringify(request.options)} ${JSON.stringify(request.where ?? null)}`;
            const query = summaryQuery(request, table);
            const answer = await database.run(query);
            differences.push(...summaryDifferences(query.summary(answer), foldOf(request, columns).summary).map((line) => `${label}: ${line}`));
            for (const mark of request.marks ?? []) {
              const got = await membersOf(database, request, mark, table);
              const expected = foldOf(request, columns).members(mark);
              if (JSON.stringify(got) !== JSON.stringify(expected)) differences.push(`${label} ${JSON.stringify(mark)}: got ${got.join()}; expected ${expected.join()}`);
            }
          }
          expect(differences).toEqual([]);
        }, 300_000);
      }
    }
  });
}

async function membersOf(database: SqlEngine, request: CorpusRequest, mark: Readonly<Record<string, string | number>>, table: DatabaseTable): Promise<string[]> {
  const rows = await database.run(memberQuery({ metric: request.metric, options: request.options, marks: [mark], where: request.where ?? null }, table));
  return rows.map((row) => String(row['customer'])).sort();
}

/** Returns what the fold says of *columns*: the reference for every database. */
export function foldOf(request: CorpusRequest, columns: FixtureColumns): { summary: Summary; members(mark: Readonly<Record<string, string | number>>): string[] } {
  const source = framesOf(columns, 1000);
  const bound = bindToSchema(source.input.schema, request.metric, request.options);
  const fold = metricNamed(request.metric).fold(bound.options, source.input);
  const state = fold.init();
  const { where } = request;
  if (where !== undefined) checkPredicate(where, source.input.schema);
  for (const frame of source.frames) {
    const mask = where === undefined ? null : maskOf(where, frame, source.input, {
      timeZone: String(bound.options['timeZone'] ?? 'UTC'),
      customers: () => { throw new Error('describeDialect: no fold for customers in a filter'); },
    });
    fold.update(state, frame, mask);
  }
  return { summary: fold.finish(state), members: (mark) => memberTexts(fold, state, source, mark) };
}
