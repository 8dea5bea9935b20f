import type { Field } from '../schema.js';
import type { Sql } from './sql.js';

/** Which languages queries are written in. */
export type DialectName = 'duckdb' | 'postgresql' | 'clickhouse';

/** What a column of a query's answer holds. Integers may come as text or bigint. */
export type SqlType = 'text' | 'integer' | 'double';

/**
 * How a database spells what the queries are made of. Everything that differs between engines is here, so that a metric
 * is written once. Expressions must be column names or in parentheses where they are put into others.
 */
export interface Dialect {
  readonly name: DialectName;
  /** Returns the name of a column or table, quoted: whatever is in it, it stays a name. */
  identifier(name: string): Sql;
  /** Returns the text that stands for the bound value at *position*, counted from 1, as a text. */
  placeholder(position: number): string;
  /** Returns a statement that lists the columns of *table* (`name`, `type`) in order. */
  describe(table: Sql, path: readonly string[]): Sql;
  /** Returns what a column of the engine's type *type* can be used for. */
  field(name: string, type: string): Field;

  /** Returns *x* as text. */
  text(x: Sql): Sql;
  /** Returns *x* as a 64-bit integer. */
  integer(x: Sql): Sql;
  /** Returns *x* as a double. */
  double(x: Sql): Sql;
  /** Returns the double *value*, which must be finite, as a literal. */
  literal(value: number): Sql;
  /** Returns null as a value of *type*. */
  missing(type: SqlType): Sql;
  /** Returns a number as a double, null where it is missing or NaN. */
  number(column: Sql): Sql;
  /** Returns a timestamp or date as microseconds since 1970 in UTC, rounded down; null where it is missing or infinite. */
  instant(column: Sql, field: Field): Sql;
  /** Returns whether a double is neither infinite nor NaN; null where it is null. */
  isFinite(x: Sql): Sql;
  /** Returns the whole part of *a* / *b* for integers, *a* not negative. */
  divide(a: Sql, b: Sql | number): Sql;
  /** Returns the value of the last of *steps*, which ascend, whose start is not above the integer *x*; of the first where none is. */
  lastOf(x: Sql, steps: readonly (readonly [start: number, value: number])[]): Sql;
  /** Returns months since January 1970 of *day*, in days since 1970-01-01. */
  month(day: Sql): Sql;
  /** Returns the day of the month, from 1, of *day*, in days since 1970-01-01. */
  dayOfMonth(day: Sql): Sql;
  /** Returns the first day, in days since 1970-01-01, of *month*, in months since January 1970. */
  firstDay(month: Sql): Sql;
  /** Returns what makes a row of each whole number from *low* to before *high* in a list of columns. */
  series(low: Sql, high: Sql): Sql;
  /** Returns a text without white space around it, as JavaScript trims it. */
  trim(x: Sql): Sql;
  /** Returns a text that sorts among others of its kind as *x* does by UTF-16 code units (C4), whatever the collation. */
  codeUnits(x: Sql): Sql;
  /** Returns *rows* of whole numbers as a table called *alias* with *columns*. */
  table(alias: string, columns: readonly string[], rows: readonly (readonly (number | bigint)[])[]): Sql;
  /** Returns *x*, which is never null, as such: some engines order and range over nothing else. */
  present(x: Sql): Sql;
  /** Returns the list that holds the integer *x* alone. */
  path(x: Sql): Sql;
  /** What makes a named query one that is answered before what reads it is planned; nothing where planning needs no such stop. */
  readonly materialized: Sql;
  /** Returns the list of *x* and then what the list *path* holds; *path* may be what `leastPath` finds of none. */
  followedBy(x: Sql, path: Sql): Sql;
  /** Returns the window function that finds the least of the lists *path*, compared from the front, where *when* holds. */
  leastPath(path: Sql, when: Sql): Sql;
  /** Returns the *n*-th integer of a list, counted from 1; null beyond its end. */
  element(path: Sql, n: number | Sql): Sql;
  /** Returns the list that stands where there is none, as `leastPath` finds it. */
  readonly noPath: Sql;
  /** Returns the aggregate that lists the integers *x* in the order of the integers *by*. */
  inOrder(x: Sql, by: Sql): Sql;
  /** Returns the first of the list *items*, then the one whose place the list *nexts* tells at the place of that, and so on while there is one. */
  successive(items: Sql, nexts: Sql): Sql;
  /** Returns what makes a row of each element of a list, in a list of columns. */
  each(path: Sql): Sql;
  /** Returns an integer that holds at least 113 bits. */
  wide(x: Sql): Sql;
  /** Returns the double *x*, below 2^43 in size, times 2^60 as a wide integer, exactly but for bits below the last. */
  scaled(x: Sql): Sql;
  /** Returns how many digits after the point the decimals of an engine's type have; null for any other type. */
  decimals(type: string): number | null;
  /** Returns a decimal with *scale* digits after the point, without its point, as a wide integer. */
  digits(x: Sql, scale: number): Sql;
  /** Returns the double nearest to a wide integer divided by 10^*scale*, rounded once. */
  doubleOfDigits(x: Sql, scale: number): Sql;
  /** Returns the double nearest to a wide integer divided by 2^60, rounded once. */
  unscaled(x: Sql): Sql;
}

/** A statement ready to be run: its text, and the texts to bind to its placeholders in order. */
export interface SqlText {
  readonly text: string;
  /** Bound to `$1`, `$2`, ... in DuckDB and PostgreSQL, to the parameters `p1`, `p2`, ... in ClickHouse. */
  readonly values: readonly string[];
}

/** Returns *statement* in the words of *dialect*. */
export function render(statement: Sql, dialect: Dialect): SqlText {
  const text = statement.texts.map((part, i) => (i === 0 ? part : dialect.placeholder(i) + part)).join('');
  return { text, values: statement.values };
}
