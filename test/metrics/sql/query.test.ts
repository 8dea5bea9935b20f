import { describe, expect, it } from 'vitest';
import { metrics } from '../../../packages/metrics/src/definitions/index.js';
import { queries } from '../../../packages/metrics/src/definitions/queries.js';
import { OptionError, SchemaError, StateError } from '../../../packages/metrics/src/errors.js';
import { clickhouse, type DatabaseTable, duckdb, memberQuery, postgresql, schemaOf, schemaQuery, stepsQuery, summaryQuery } from '../../../packages/metrics/src/query.js';
import type { Result } from '../../../packages/metrics/src/metric.js';
import { tableOf } from '../../../packages/metrics/src/table.js';

const columns = [
  { name: 'customer', type: 'VARCHAR' }, { name: 'time', type: 'TIMESTAMP' }, { name: 'value', type: 'DECIMAL(12,2)' }, { name: 'stage', type: "ENUM('a', 'b')" },
  { name: 'score', type: 'INTEGER' }, { name: 'list', type: 'INTEGER[]' },
];
const table: DatabaseTable = { dialect: duckdb, name: ['shop', 'or"ders'], schema: schemaOf(duckdb, columns) };

describe('a query', () => {
  it('names the table and its columns quoted, and binds texts', () => {
    const query = summaryQuery({ metric: 'pyramid', options: {}, where: { op: 'eq', column: 'customer', value: "x' or 1=1" } }, table);
    expect(query.text).toContain('from "shop"."or""ders" as r');
    expect(query.text).toContain('cast($1 as varchar)');
    expect(query.text).not.toContain('1=1');
    expect(query.values).toEqual(["x' or 1=1"]);
    expect(query.columns[0]).toEqual({ name: 'part', type: 'text' });
  });

  it('finds columns as an evaluation does, and says which', () => {
    const { result } = summaryQuery({ metric: 'satisfaction', options: {} }, table);
    expect(result([]).diagnostics.inferred).toEqual({ score: 'score', customer: 'customer', time: 'time' });
  });

  it('refuses what has no SQL by its name', () => {
    const funnel = (options: Readonly<Record<string, unknown>>) => () => summaryQuery({ metric: 'funnel', options }, table);
    expect(funnel({})).toThrow(/steps that are not named must be found in the data first/);
    expect(() => summaryQuery({ metric: 'nothing', options: {} }, table)).toThrow(OptionError);
    expect(Object.keys(queries).sort()).toEqual(Object.keys(metrics).sort());
  });

  it('finds the steps that nobody named: those of the lifecycle, or what customers reach first, by most customers and name where that is alike', () => {
    const rows = (stages: readonly (readonly [string, number, number])[]) => stages.map(([stage, customers, twice]) => ({ part: 'stage', stage, customers, twice, present: 50 }));
    const query = stepsQuery({ metric: 'funnel', options: {} }, table);
    expect(query?.columns.map(({ name }) => name)).toEqual(['part', 'stage', 'customers', 'twice', 'present']);
    expect(query?.steps(rows([['z', 9, 4], ['retain', 1, 0], ['a', 3, 4], ['b', 3, 4]]))).toEqual({ origin: 'found', names: ['retain', 'z', 'a', 'b'], leftOut: 46 });
    expect(query?.steps(rows([['z', 9, 4], ['retain', 1, 0], ['acquire', 1, 90]]))).toEqual({ origin: 'lifecycle', names: ['acquire', 'retain'], leftOut: 48 });
    expect(query?.steps([])).toEqual({ origin: 'found', names: [], leftOut: 0 });
    for (const named of [{ metric: 'funnel', options: { steps: ['a'] } }, { metric: 'pyramid', options: {} }]) expect(stepsQuery(named, table)).toBeNull();
  });

  it('names nobody under minCell without an answer that says who is told, as an evaluation does', () => {
    const members = (resultOf?: () => Result | null) => () => memberQuery({ metric: 'lifecycle', options: { minCell: 5 }, marks: [{ period: '2024-02-01', state: 'new' }] }, table, { resultOf });
    const resultWith = (count: number | null, minCell = 5): Result => ({
      ...summaryQuery({ metric: 'lifecycle', options: { minCell } }, table).result([]),
      table: tableOf({ period: 'date', new: 'int32' }, [{ period: '2024-01-01', new: 90 }, { period: '2024-02-01', new: count }]),
    });
    expect(members()).toThrow(/got no answer; expected resultOf/);
    expect(members(() => null)).toThrow(/got no answer/);
    expect(members(() => resultWith(9, 2))).toThrow(/an answer of lifecycle with other options/);
    expect(members(() => resultWith(null))).toThrow(/withheld/);
    expect(members(() => resultWith(9))().columns).toEqual([{ name: 'customer', type: 'text' }]);
    expect(members(() => null)).toThrow(OptionError);
  });

  it('checks columns, filters and marks before anything is asked', () => {
    expect(() => summaryQuery({ metric: 'pyramid', options: { value: 'customer' } }, table)).toThrow(SchemaError);
    expect(() => summaryQuery({ metric: 'pyramid', options: {}, where: { op: 'eq', column: 'nobody', value: 1 } }, table)).toThrow(SchemaError);
    expect(() => summaryQuery({ metric: 'pyramid', options: {}, where: { op: 'eq', column: 'list', value: 1 } }, table)).toThrow(SchemaError);
    expect(() => memberQuery({ metric: 'pyramid', options: {}, marks: [{ tier: 'golden' }] }, table)).toThrow(/no such mark/);
    const where = { op: 'customersIn' as const, column: 'stage', metric: 'pyramid', options: {}, marks: [{ tier: 'top' }] };
    expect(() => summaryQuery({ metric: 'pyramid', options: {}, where }, table)).toThrow(/expected the same column/);
    expect(() => summaryQuery({ metric: 'pyramid', options: {}, where: { ...where, source: 'elsewhere' } }, table)).toThrow(/unknown source/);
  });

  it('refuses an answer with days that it could not know, or of another query', () => {
    const { summary } = summaryQuery({ metric: 'lifecycle', options: { timeZone: 'Europe/Berlin' } }, table);
    expect(() => summary([{ part: 'seen', unknown: 2n, missing: 0, first: 0, last: 0 }])).toThrow(/up to the year 2100, got 2 later rows/);
    expect(() => summaryQuery({ metric: 'pyramid', options: {} }, table).summary([])).toThrow(StateError);
    expect(() => summary([{ part: 'state', period: 'soon' }])).toThrow(StateError);
  });
});

describe('a schema in words of an engine', () => {
  const kinds = (dialect: typeof duckdb, types: readonly string[]): string[] => types.map((type) => {
    const { kind, key, unit } = dialect.field('x', type);
    return `${kind}${key ? ' key' : ''}${unit === 'ns' ? ' ns' : ''}`;
  });

  it('says what each column can be used for', () => {
    expect(kinds(duckdb, ['VARCHAR', 'UHUGEINT', 'DECIMAL(18,0)', 'DECIMAL(18,2)', 'DOUBLE', 'BOOLEAN', 'DATE', 'TIMESTAMP_NS', 'TIMESTAMP WITH TIME ZONE', 'BLOB']))
      .toEqual(['text key', 'number key', 'number key', 'number', 'number', 'bool key', 'date key', 'instant ns', 'instant', 'other']);
    expect(kinds(postgresql, ['character varying(10)', 'bigint', 'numeric(12,0)', 'numeric', 'double precision', 'boolean', 'date', 'timestamp(3) with time zone', 'jsonb']))
      .toEqual(['text key', 'number key', 'number key', 'number', 'number', 'bool key', 'date key', 'instant', 'other']);
    expect(kinds(clickhouse, ['LowCardinality(Nullable(String))', 'Nullable(UInt64)', 'Decimal(18, 0)', 'Nullable(Decimal(18, 2))', 'Bool', 'Date32', "Nullable(DateTime64(9, 'UTC'))", "DateTime('Asia/Tokyo')", 'Array(String)']))
      .toEqual(['text key', 'number key', 'number key', 'number', 'bool key', 'date key', 'instant ns', 'instant', 'other']);
  });

  it('is asked for with the names bound or quoted', () => {
    expect(schemaQuery(duckdb, ['a', 'b']).text).toContain('"a"."b"');
    expect(schemaQuery(postgresql, ['a', 'b']).values).toEqual(['b', 'a']);
    expect(schemaQuery(clickhouse, "o'x").values).toEqual(["o'x"]);
  });
});
