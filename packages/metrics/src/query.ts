import { queriesOf } from './definitions/queries.js';
import { expectTold } from './definitions/told-marks.js';
import { nearest, OptionError } from './errors.js';
import { bindToSchema, type BoundRequest } from './fold-run.js';
import type { FoundSteps, MetricRequest, Result, Summary } from './metric.js';
import { checkPredicate } from './predicate/check.js';
import type { CustomersClause, CustomersIn, Predicate } from './predicate/predicate.js';
import type { Schema } from './schema.js';
import { columnsOf, type SqlColumn, type SqlRow, stepNames, withOwnSteps } from './sql/answer.js';
import { type Dialect, render, type SqlText } from './sql/dialect.js';
import { keyOf, type Relation, rowsOf } from './sql/relation.js';
import { joined, type Sql, sql } from './sql/sql.js';
import { whereOf } from './sql/where.js';

export type { FoundSteps } from './metric.js';
export type { SqlColumn, SqlRow } from './sql/answer.js';
export type { Dialect, DialectName, SqlText, SqlType } from './sql/dialect.js';
export { clickhouse } from './sql/dialects/clickhouse.js';
export { duckdb } from './sql/dialects/duckdb.js';
export { postgresql } from './sql/dialects/postgresql.js';

/** A table or view of a database, with what is known of its columns. */
export interface DatabaseTable {
  readonly dialect: Dialect;
  /** Its name, or the parts of it: `['shop', 'orders']`. */
  readonly name: string | readonly string[];
  readonly schema: Schema;
}

/** What a query may need besides its own table. */
export interface QueryOptions {
  /** Tables of the same database that a filter may name as the `source` of its customers. */
  readonly sources?: Readonly<Record<string, DatabaseTable>> | undefined;
  /**
   * The answer to what the marks of a clause stand for: who is withheld by `minCell` depends on counts, which a query of customers
   * doesn't see. Without it such a query is refused; ask `summaryQuery` with the clause's metric, options and filter first.
   */
  readonly resultOf?: ((clause: MarksClause) => Result | null) | undefined;
  /** The steps that `stepsQuery` found for a request, or a clause, that names none; null where nobody asked. */
  readonly stepsOf?: ((asked: MetricRequest) => FoundSteps | null) | undefined;
}

/** Marks of a metric over the rows that a filter leaves. */
export type MarksClause = Omit<CustomersIn, 'op' | 'column' | 'source'>;

/** A statement to be run, with the columns of its answer. */
export interface DatabaseQuery extends SqlText {
  readonly columns: readonly SqlColumn[];
}

/** The question for a metric's counts and sums, and how its answer is read. */
export interface SummaryQuery extends DatabaseQuery {
  /** Returns the counts and sums that the rows of the answer say. Throws StateError for rows of another query. */
  summary(rows: readonly SqlRow[]): Summary;
  /** Returns the result that `evaluate` would give over the same rows, duplicates aside, which are not counted. */
  result(rows: readonly SqlRow[]): Result;
}

/** The question for what a request leaves to be found in the data: the steps of a funnel. */
export interface StepsQuery extends DatabaseQuery {
  /** Returns the steps that the rows of the answer say. */
  steps(rows: readonly SqlRow[]): FoundSteps;
}

/** Returns the statement that lists the columns of a table, to be read by `schemaOf`. */
export function schemaQuery(dialect: Dialect, name: string | readonly string[]): SqlText {
  return render(dialect.describe(tableName(dialect, name), pathOf(name)), dialect);
}

/** Returns the columns that the rows of `schemaQuery` list. */
export function schemaOf(dialect: Dialect, rows: readonly SqlRow[]): Schema {
  return { fields: rows.map((row) => dialect.field(String(row['name']), String(row['type']))), metadata: {} };
}

/**
 * Returns the query that asks a database what *request* asks, over the rows of *table*. One statement answers, whatever the
 * number of rows: counts equal those of a fold, and sums don't depend on how the database splits its work.
 *
 * Columns that the request doesn't name are found by name and type as `evaluate` finds them. Throws OptionError and
 * SchemaError as `evaluate` does, and OptionError for a funnel that names no steps where `stepsOf` tells none. Days are
 * those of the calendar here: local days of a zone whose clocks change are known up to the year 2100, and reading an
 * answer with later ones throws.
 */
export function summaryQuery(request: MetricRequest, table: DatabaseTable, options: QueryOptions = {}): SummaryQuery {
  const bound = bindToSchema(table.schema, request.metric, request.options);
  const query = queriesOf(request.metric).summary(bound.options, relationOf(bound, request.where ?? null, table, options), options.stepsOf?.(request) ?? null);
  const summary = (rows: readonly SqlRow[]): Summary => query.summary(rows);
  const result = (rows: readonly SqlRow[]): Result => {
    const estimate = bound.metric.estimate(summary(rows), bound.options);
    return { metric: bound.metric.name, options: bound.options, ...estimate, diagnostics: { ...estimate.diagnostics, inferred: bound.inferred } };
  };
  return { ...render(besideTables(query.statement, table, options), table.dialect), columns: columnsOf(query.parts), summary, result };
}

/**
 * Returns the query that has to be answered before *request* can be asked: that of the stages that are a funnel's steps, where
 * it names none, as the columns of a statement stand before it sees a row. Null where nothing is to be found. Throws as
 * `summaryQuery` does.
 */
export function stepsQuery(request: MetricRequest, table: DatabaseTable, options: QueryOptions = {}): StepsQuery | null {
  const bound = bindToSchema(table.schema, request.metric, request.options);
  const query = queriesOf(request.metric).steps?.(bound.options, relationOf(bound, request.where ?? null, table, options)) ?? null;
  if (query === null) return null;
  return { ...render(besideTables(query.statement, table, options), table.dialect), columns: columnsOf(query.parts), steps: (rows: readonly SqlRow[]) => query.steps(rows) };
}

/**
 * Returns the query of the customers behind any of the marks of *clause*: one column `customer`, the ids as text, each once
 * and in no order. Throws OptionError and SchemaError as `membersOf` does.
 */
export function memberQuery(clause: MarksClause, table: DatabaseTable, options: QueryOptions = {}): DatabaseQuery {
  const { dialect } = table;
  const members = membersSql(clause, null, table, options);
  const statement = sql`select distinct ${dialect.text(sql`m.customer`)} as ${dialect.identifier('customer')} from (\n${members}\n) as m`;
  return { ...render(besideTables(statement, table, options), dialect), columns: [{ name: 'customer', type: 'text' }] };
}

function relationOf({ options }: BoundRequest, where: Predicate | null, table: DatabaseTable, asking: QueryOptions): Relation {
  return filtered(where, String(options['timeZone'] ?? 'UTC'), table, asking);
}

function filtered(where: Predicate | null, timeZone: string, table: DatabaseTable, asking: QueryOptions): Relation {
  const { dialect, schema } = table;
  const relation: Relation = { dialect, schema, source: tableName(dialect, table.name), where: null };
  if (where === null) return relation;
  checkPredicate(where, schema);
  return { ...relation, where: whereOf(where, relation, { timeZone, customers: (clause) => customersSql(clause, timeZone, table, asking) }) };
}

function customersSql(clause: CustomersClause, timeZone: string, table: DatabaseTable, asking: QueryOptions): Sql {
  const origin = clause.source === undefined ? table : sourceNamed(clause.source, asking);
  if (clause.op === 'customersIn') return withOwnSteps(membersSql(clause, clause.source === undefined ? clause.column : null, origin, asking));
  const column = clause.source === undefined ? clause.column : (clause.customer ?? clause.column);
  const relation = filtered(clause.where, timeZone, origin, asking);
  return sql`select distinct customer from (${rowsOf(relation, { customer: keyOf(relation, column) })}) as c where customer is not null`;
}

/** The members of any of the marks; their column must be *column*, where one is given. */
function membersSql(clause: MarksClause, column: string | null, table: DatabaseTable, asking: QueryOptions): Sql {
  const bound = bindToSchema(table.schema, clause.metric, clause.options);
  const { customer } = bound.options;
  if (typeof customer !== 'string' || (column !== null && customer !== column)) {
    throw new OptionError(`customersIn: ${clause.metric} counts customers by "${String(customer)}", got column "${String(column)}"; expected the same column`);
  }
  const relation = relationOf(bound, clause.where ?? null, table, asking);
  const counted = (): Result => resultFor(clause, bound, asking);
  const queries = clause.marks.map((mark) => sql`select customer from (\n${queriesOf(clause.metric).members(bound.options, mark, relation, asking.stepsOf?.(clause) ?? null)}\n) as b`);
  if (queries.length === 0) return sql`select customer from (${rowsOf(relation, { customer: keyOf(relation, customer) })}) as b where 1 = 0`;
  for (const mark of clause.marks) expectTold(bound.metric, bound.options, mark, counted);
  return joined(queries, '\nunion all ');
}

/** Throws OptionError where there is no answer to *clause*, or one to something else. */
function resultFor(clause: MarksClause, { metric, options }: BoundRequest, { resultOf }: QueryOptions): Result {
  const result = resultOf?.(clause) ?? null;
  if (result !== null && result.metric === metric.name && JSON.stringify(result.options) === JSON.stringify(options)) return result;
  const got = result === null ? 'no answer' : `an answer of ${result.metric} with other options`;
  throw new OptionError(`${metric.name}: customers behind marks with minCell, got ${got}; expected resultOf to give the answer to the same request`, {
    reason: 'sql', params: { metric: metric.name, option: 'minCell' },
  });
}

function sourceNamed(name: string, { sources = {} }: QueryOptions): DatabaseTable {
  const source = Object.hasOwn(sources, name) ? sources[name] : undefined;
  if (source !== undefined) return source;
  const names = Object.keys(sources);
  const near = nearest(name, names);
  throw new OptionError(`filter: unknown source, got "${name}"; expected ${names.join(', ') || 'no source, as nobody named any'}${near === null ? '' : `; did you mean "${near}"?`}`);
}

/** Calls the steps of *statement* otherwise where a table has the name of one, which ClickHouse would take for the step. */
function besideTables(statement: Sql, table: DatabaseTable, { sources = {} }: QueryOptions): Sql {
  const names = [table, ...Object.values(sources)].map(({ name }) => pathOf(name).at(-1) ?? '');
  const steps = stepNames(statement);
  return names.some((name) => steps.has(name)) ? withOwnSteps(statement) : statement;
}

function tableName(dialect: Dialect, name: string | readonly string[]): Sql {
  return joined(pathOf(name).map((part) => dialect.identifier(part)), '.');
}

function pathOf(name: string | readonly string[]): readonly string[] {
  return typeof name === 'string' ? [name] : name;
}
