import { StateError } from '../errors.js';
import type { Dialect, SqlType } from './dialect.js';
import type { ExactSum, SumColumns } from './exact-sum.js';
import { joined, Sql, sql, verbatim } from './sql.js';

/** A cell of a part: an expression of a type, or a sum, which takes two columns. */
export type PartCell = { readonly type: SqlType; readonly value: Sql } | { readonly type: 'sum'; readonly value: SumColumns };

/** One of the small tables that an answer holds. */
export interface Part {
  readonly name: string;
  readonly cells: Readonly<Record<string, PartCell>>;
  /** Everything from FROM on. */
  readonly from: Sql;
}

/** A column of an answer. */
export interface SqlColumn {
  readonly name: string;
  readonly type: SqlType;
}

/** A row as any driver gives it: values by column name. Numbers may come as text or bigint. */
export type SqlRow = Readonly<Record<string, unknown>>;

/** Returns *value* as a cell of integers. */
export function integer(value: Sql): PartCell {
  return { type: 'integer', value };
}

/** Returns *value* as a cell of doubles. */
export function double(value: Sql): PartCell {
  return { type: 'double', value };
}

/** Returns *value* as a cell of text. */
export function text(value: Sql): PartCell {
  return { type: 'text', value };
}

/** Returns *value* as a cell that holds a sum. */
export function sum(value: SumColumns): PartCell {
  return { type: 'sum', value };
}

/** Returns the columns that *parts* have together: `part`, then theirs in order of appearance. */
export function columnsOf(parts: readonly Part[]): SqlColumn[] {
  const types = new Map<string, SqlType>([['part', 'text']]);
  for (const { cells } of parts) {
    for (const [name, cell] of Object.entries(cells)) {
      types.set(name, cell.type === 'sum' ? 'text' : cell.type);
      if (cell.type === 'sum') types.set(restName(name), 'double');
    }
  }
  return Array.from(types, ([name, type]) => ({ name, type }));
}

/**
 * Returns one statement for all *parts*, over the queries *steps* by name, which may read those before them. A part's rows
 * fill its own columns and leave the others null, so that one snapshot of the data answers everything.
 */
export function statementOf(dialect: Dialect, steps: Readonly<Record<string, Sql>>, parts: readonly Part[]): Sql {
  const columns = columnsOf(parts);
  const selects = parts.map(({ name, cells, from }, i) => {
    const cellsByName = new Map(Object.entries(cells).flatMap(([cell, content]) => (
      content.type === 'sum'
        ? [[cell, sumText(dialect, content.value)], [restName(cell), dialect.double(content.value.rest)]] as const
        : [[cell, typed(dialect, content.type, content.value)]] as const)));
    const list = columns.map(({ name: column, type }) => {
      const value = column === 'part' ? verbatim(`'${name}'`) : cellsByName.get(column);
      // The first part gives the columns their names and types.
      return i === 0 ? sql`${value ?? dialect.missing(type)} as ${dialect.identifier(column)}` : (value ?? sql`null`);
    });
    return sql`select ${joined(list, ', ')}\n${from}`;
  });
  return sql`${withSteps(steps, dialect)}\n${joined(selects, '\nunion all\n')}`;
}

/** From how many steps on a statement is planned in pieces, and how many of them make one. */
const MANY = 24;
const PIECE = 4;

/** Returns the clause that names *steps*. */
export function withSteps(steps: Readonly<Record<string, Sql>>, dialect: Dialect): Sql {
  const named = Object.entries(steps);
  const as = (place: number): Sql => (named.length > MANY && place % PIECE === 0 ? sql`as ${dialect.materialized}` : sql`as `);
  return sql`with ${joined(named.map(([name, step], place) => sql`${verbatim(name)} ${as(place)}(\n${step}\n)`), ',\n')}`;
}

/** Returns the names of the steps of *query*. */
export function stepNames(query: Sql): ReadonlySet<string> {
  return new Set(query.texts.flatMap((part) => Array.from(part.matchAll(/(?:with |,\n)(\w+) as (?:materialized )?\(\n/g), ([, name]) => name ?? '')));
}

/** What is quoted, and what is not. */
const QUOTED = /("(?:[^"]|"")*"|`(?:[^`\\]|\\.)*`|'(?:[^'\\]|''|\\.)*')/;

/**
 * Returns *query* with its steps called otherwise, so that it may stand inside another that has steps of those names, which
 * ClickHouse would take for its own.
 */
export function withOwnSteps(query: Sql): Sql {
  return renamed(query, stepNames(query), '_in');
}

/** Returns *steps* with *suffix* behind their names, to stand beside others of those names. */
export function renamedSteps(steps: Readonly<Record<string, Sql>>, suffix: string): Record<string, Sql> {
  const names = new Set(Object.keys(steps));
  return Object.fromEntries(Object.entries(steps).map(([name, step]) => [`${name}${suffix}`, renamed(step, names, suffix)]));
}

function renamed(query: Sql, names: ReadonlySet<string>, suffix: string): Sql {
  const inText = (part: string): string => part.split(QUOTED)
    .map((piece, i) => (i % 2 === 1 ? piece : piece.replace(/\w+/g, (word) => (names.has(word) ? `${word}${suffix}` : word))))
    .join('');
  return new Sql(query.texts.map(inText), query.values);
}

function typed(dialect: Dialect, type: SqlType, value: Sql): Sql {
  return type === 'integer' ? dialect.integer(value) : type === 'double' ? dialect.double(value) : dialect.text(value);
}

/** The units of a sum, and of decimals how many of their digits come after the point: `1234e-2`. */
function sumText(dialect: Dialect, { units, scale }: SumColumns): Sql {
  return scale == null ? dialect.text(units) : sql`${dialect.text(units)} || ${verbatim(`'e-${scale}'`)}`;
}

/** Returns *parts* whose sums are of decimals with *scale* digits after the point; as they are where it is null. */
export function atScale(parts: readonly Part[], scale: number | null): readonly Part[] {
  if (scale === null) return parts;
  return parts.map((part) => ({
    ...part,
    cells: Object.fromEntries(Object.entries(part.cells).map(([name, cell]) => [name, cell.type === 'sum' ? { ...cell, value: { ...cell.value, scale } } : cell])),
  }));
}

function restName(name: string): string {
  return `${name}_rest`;
}

/** A row of a part, read by type. Throws StateError for what the column can't hold: the rows are of another query. */
export class AnswerRow {
  readonly #row: SqlRow;

  constructor(row: SqlRow) {
    this.#row = row;
  }

  text(name: string): string | null {
    const value = this.#row[name] ?? null;
    return value === null ? null : String(value);
  }

  number(name: string): number | null {
    const value = this.#row[name] ?? null;
    if (value === null) return null;
    const number = Number(value);
    if (!Number.isFinite(number)) throw misread(name, value, 'a number');
    return number;
  }

  /** Returns a count: 0 where it is null, as sums of nothing are. */
  count(name: string): number {
    return this.number(name) ?? 0;
  }

  sum(name: string): ExactSum {
    const value = String(this.#row[name] ?? '0');
    const [, units, scale] = /^(-?\d+)(?:e-(\d+))?$/.exec(value) ?? [];
    if (units === undefined) throw misread(name, value, 'digits');
    return { units: BigInt(units), rest: this.number(restName(name)) ?? 0, scale: scale === undefined ? null : Number(scale) };
  }
}

/** Returns the rows of the part called *name*. */
export function partOf(rows: readonly SqlRow[], name: string): AnswerRow[] {
  return rows.filter((row) => row['part'] === name).map((row) => new AnswerRow(row));
}

function misread(name: string, value: unknown, expected: string): StateError {
  return new StateError(`query: column "${name}" of the answer can't be read, got ${String(value)}; expected ${expected}, in rows of this query`);
}
