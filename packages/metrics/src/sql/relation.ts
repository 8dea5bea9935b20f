import { fieldNamed, type Schema } from '../schema.js';
import type { Dialect } from './dialect.js';
import { type Sql, sql } from './sql.js';

/** Rows in a database, as a query reads them. */
export interface Relation {
  readonly dialect: Dialect;
  readonly schema: Schema;
  /** What stands after FROM: a table's name, or a query in parentheses. */
  readonly source: Sql;
  /** The condition that rows fulfil; null where all do. */
  readonly where: Sql | null;
}

/** Returns the column called *name* of the rows that `rowsOf` reads. */
export function columnOf({ dialect }: Relation, name: string): Sql {
  return sql`r.${dialect.identifier(name)}`;
}

/** Returns a column that holds keys, as it is in the database; null where it is missing. */
export function keyOf(relation: Relation, name: string): Sql {
  return fieldNamed(relation.schema, name)?.type === 'Null' ? relation.dialect.missing('text') : columnOf(relation, name);
}

/** Returns a column that holds keys as the texts that metrics know them by; null where it is missing. */
export function keyTextOf(relation: Relation, name: string): Sql {
  return relation.dialect.text(keyOf(relation, name));
}

/** Returns a column that holds numbers as doubles; null where one is missing or NaN. */
export function numberOf(relation: Relation, name: string): Sql {
  const field = fieldNamed(relation.schema, name);
  return field?.type === 'Null' ? relation.dialect.missing('double') : relation.dialect.number(columnOf(relation, name));
}

/** Returns a column that holds numbers as finite doubles; null where one is missing, NaN or infinite. */
export function finiteOf(relation: Relation, name: string): Sql {
  if (fieldNamed(relation.schema, name)?.type === 'Null') return relation.dialect.missing('double');
  const number = relation.dialect.double(columnOf(relation, name));
  return sql`case when ${relation.dialect.isFinite(number)} then ${number} end`;
}

/** Returns how many digits after the point the decimals in a column have; null where it holds none. */
export function decimalsIn({ dialect, schema }: Relation, name: string): number | null {
  return dialect.decimals(fieldNamed(schema, name)?.type ?? '');
}

/** Returns a column that holds timestamps or dates as microseconds since 1970 in UTC; null where one is missing. */
export function instantOf(relation: Relation, name: string): Sql {
  const field = fieldNamed(relation.schema, name);
  return field === null || field.type === 'Null' ? relation.dialect.missing('integer') : relation.dialect.instant(columnOf(relation, name), field);
}

/** Returns a query of *columns*, by the names that they get, over the rows of *relation*. */
export function rowsOf({ source, where, dialect }: Relation, columns: Readonly<Record<string, Sql>>): Sql {
  return sql`select ${named(dialect, columns)} from ${source} as r${where === null ? sql`` : sql` where ${where}`}`;
}

function named(dialect: Dialect, columns: Readonly<Record<string, Sql>>): Sql {
  return Object.entries(columns).map(([name, column]) => sql`${column} as ${dialect.identifier(name)}`)
    .reduce((list, column) => sql`${list}, ${column}`);
}
