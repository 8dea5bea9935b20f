import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { metricNamed } from '../../packages/metrics/src/definitions/index.js';
import { expectTold } from '../../packages/metrics/src/definitions/told-marks.js';
import { OptionError } from '../../packages/metrics/src/errors.js';
import { bindToSchema } from '../../packages/metrics/src/fold-run.js';
import { type Bitmap, bitmap, setBit } from '../../packages/metrics/src/kernels/bitmap.js';
import { NO_KEY } from '../../packages/metrics/src/kernels/key-index.js';
import type { Fold, Summary } from '../../packages/metrics/src/metric.js';
import { checkPredicate, maskOf } from '../../packages/metrics/src/predicate/mask.js';
import type { CustomersClause, Mark, Predicate } from '../../packages/metrics/src/predicate/predicate.js';
import { type DatabaseTable, memberQuery, stepsQuery, summaryQuery } from '../../packages/metrics/src/query.js';
import { type FixtureColumns, type FixtureSource, framesOf } from '../fixtures/frames.js';
import type { CorpusRequest } from '../metrics/sql/corpus/requests.js';
import { memberTexts } from './fold-laws.js';
import { summaryDifferences } from './same-summary.js';
import { loadTable, type SqlEngine } from './sql-engines.js';

/** Data and what is asked of it. */
export interface DialectCase {
  readonly data: Readonly<Record<string, FixtureColumns>>;
  readonly requests: readonly CorpusRequest[];
  /** A slow engine answers every *share*-th case, each request over some of the tables: all of them where it is missing, or with SQL_CORPUS=all. */
  readonly share?: number;
}

/**
 * What a dialect must do on the engine that speaks it: answer as the fold does, whatever the data, and name the customers
 * behind every mark, or (an engine that takes its time) behind one mark of each request, another for each table. With
 * SQL_METRIC=retention it is asked that metric only.
 */
export function describeDialect(name: string, open: () => Promise<SqlEngine>, cases: readonly DialectCase[], marks: 'every' | 'one' = 'one'): void {
  const whole = process.env['SQL_CORPUS'] === 'all';
  const only = process.env['SQL_METRIC'];
  describe(`the queries in ${name}`, () => {
    let database: SqlEngine;
    beforeAll(async () => {
      database = await open();
    }, 120_000);
    afterAll(() => database.close());

    for (const { data, requests, share = 1 } of cases) {
      const every = whole ? 1 : share;
      for (const [turn, [dataName, columns]] of Object.entries(data).entries()) {
        const chosen = requests.filter(({ metric }, i) => (i + turn) % every === 0 && (only === undefined || metric === only));
        if (chosen.length === 0) continue;
        it(`answer ${chosen.length} requests as the fold does over "${dataName}"`, async () => {
          const table = await loadTable(database, `data "${dataName}"`, columns);
          const differences: string[] = [];
          for (const request of chosen) {
            const all = request.marks ?? [];
            const asked = marks === 'every' ? all : all.filter((_, i) => i === turn % all.length);
            differences.push(...await differencesOf(database, { ...request, marks: asked }, table, columns));
          }
          expect(differences).toEqual([]);
        }, 300_000);
      }
    }

    it('keep apart a table that is called as one of their steps is', async () => {
      const differences: string[] = [];
      for (const name of ['customers', 'entries', 'people']) {
        const columns = { customer: ['x', 'y', 'x'], time: { kind: 'instant' as const, values: ['2024-01-01T00:00:00Z', '2024-02-01T00:00:00Z', '2024-02-02T00:00:00Z'] }, value: [1, 2, 3] };
        const table = await loadTable(database, name, columns);
        const where = { op: 'customersIn' as const, column: 'customer', metric: 'pyramid', options: { customer: 'customer', value: 'value' }, marks: [{ decile: 10 }] };
        for (const metric of ['pyramid', 'retention', 'loyalty']) differences.push(...await differencesOf(database, { metric, options: {}, where }, table, columns));
      }
      expect(differences).toEqual([]);
    });

    it('bind what a filter says, and quote what a column is called', async () => {
      const hostile = { '"; drop table x; --': ["'; drop table x; --", '\\', null], 'a`b\\"c': [1, 2, 3], customer: ['x', 'y', 'z'] };
      const table = await loadTable(database, 'data "; --', hostile);
      const differences: string[] = [];
      for (const value of ["'; drop table x; --", '\\', "\\' or 1=1", null, '{p1:String}', '$1']) {
        const request = { metric: 'pyramid', options: { customer: '"; drop table x; --', value: 'a`b\\"c' }, where: { op: 'eq' as const, column: '"; drop table x; --', value } };
        expect(summaryQuery(request, table).text).not.toContain('or 1=1');
        differences.push(...await differencesOf(database, request, table, hostile));
      }
      expect(differences).toEqual([]);
    });
  });
}

/** Returns what a database answers otherwise than the fold over the same *columns*: its summary, and who stands behind each mark. */
export async function differencesOf(database: SqlEngine, request: CorpusRequest, table: DatabaseTable, columns: FixtureColumns): Promise<string[]> {
  const label = `${request.metric} ${JSON.stringify(request.options)} ${JSON.stringify(request.where ?? null)}`;
  const toFind = stepsQuery(request, table);
  const found = toFind === null ? null : toFind.steps(await database.run(toFind));
  const query = summaryQuery(request, table, { stepsOf: () => found });
  const fold = foldOf(request, columns);
  const answer = await database.run(query);
  const differences = summaryDifferences(query.summary(answer), fold.summary);
  for (const mark of request.marks ?? []) {
    const got = await customersOrRefusal(async () => {
      const clause = { metric: request.metric, options: request.options, marks: [mark], where: request.where ?? null };
      const rows = await database.run(memberQuery(clause, table, { resultOf: () => query.result(answer), stepsOf: () => found }));
      return rows.map((row) => String(row['customer'])).sort();
    });
    const expected = await customersOrRefusal(() => fold.members(mark));
    if (JSON.stringify(got) !== JSON.stringify(expected)) differences.push(`${JSON.stringify(mark)}: got ${got.join()}; expected ${expected.join()}`);
  }
  return differences.map((line) => `${label}: ${line}`);
}

/** Returns customers, or that minCell withholds them. */
async function customersOrRefusal(ask: () => string[] | Promise<string[]>): Promise<string[]> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof OptionError && error.reason === 'withheld') return ['(withheld)'];
    throw error;
  }
}

/** Returns what the fold says of *columns*: the reference for every database. */
export function foldOf(request: Pick<CorpusRequest, 'metric' | 'options' | 'where'>, columns: FixtureColumns): { summary: Summary; members(mark: Mark): string[] } {
  const source = framesOf(columns, 1000);
  const { fold, state } = folded(request, source);
  const { metric, options } = bindToSchema(source.input.schema, request.metric, request.options);
  return {
    summary: fold.finish(state),
    members(mark) {
      expectTold(metric, options, mark, () => metric.estimate(fold.finish(state), options));
      return memberTexts(fold, state, source, mark);
    },
  };
}

function folded({ metric, options, where }: Pick<CorpusRequest, 'metric' | 'options' | 'where'>, source: FixtureSource): { fold: Fold<unknown>; state: unknown } {
  const bound = bindToSchema(source.input.schema, metric, options);
  const fold = metricNamed(metric).fold(bound.options, source.input);
  const state = fold.init();
  const mask = filterOf(where ?? null, String(bound.options['timeZone'] ?? 'UTC'), source);
  source.frames.forEach((frame, i) => fold.update(state, frame, mask[i] ?? null));
  return { fold, state };
}

function filterOf(where: Predicate | null, timeZone: string, source: FixtureSource): (Bitmap | null)[] {
  if (where === null) return [];
  checkPredicate(where, source.input.schema);
  const context = { timeZone, customers: (clause: CustomersClause) => ({ bits: customersOf(clause, timeZone, source) }) };
  return source.frames.map((frame) => maskOf(where, frame, source.input, context));
}

function customersOf(clause: CustomersClause, timeZone: string, source: FixtureSource): Bitmap {
  if (clause.op === 'customersIn') {
    const { fold, state } = folded({ metric: clause.metric, options: clause.options, ...(clause.where == null ? {} : { where: clause.where }) }, source);
    const sets = clause.marks.map((mark) => fold.members?.(state, mark).bits ?? bitmap(0));
    const all = bitmap(source.input.keyIndex(clause.column).size);
    for (const bits of sets) bits.forEach((word, i) => (all[i]! |= word));
    return all;
  }
  const keys = source.frames.map((frame) => frame.keys(clause.column));
  const all = bitmap(source.input.keyIndex(clause.column).size);
  filterOf(clause.where, timeZone, source).forEach((mask, f) => keys[f]?.forEach((key, i) => {
    if (key !== NO_KEY && mask !== null && (mask[i >>> 5]! & (1 << (i & 31))) !== 0) setBit(all, key);
  }));
  return all;
}
