import { parseInstant } from '../calendar/local-date.js';
import type { CustomersClause, Predicate, Scalar } from '../predicate/predicate.js';
import { type Field, fieldNamed } from '../schema.js';
import { instantOf, keyTextOf, numberOf, type Relation } from './relation.js';
import { joined, type Sql, sql, verbatim } from './sql.js';

/** What a filter needs besides columns. */
export interface WhereContext {
  /** The zone whose local days a date names when it is compared with instants. Date columns have none. */
  readonly timeZone: string;
  /** A query of one column `customer`: who a clause stands for. */
  customers(clause: CustomersClause): Sql;
}

/**
 * Returns the condition that holds for exactly the rows whose bit `maskOf` sets. It is true or false and never null, so
 * that `not` means the same. The predicate must have passed `checkPredicate` against the schema of *relation*.
 */
export function whereOf(predicate: Predicate, relation: Relation, context: WhereContext): Sql {
  switch (predicate.op) {
    case 'eq': return anyOf(predicate.column, [predicate.value], relation, context);
    case 'in': return anyOf(predicate.column, predicate.values, relation, context);
    case 'between': return inRange(predicate.column, predicate.low, predicate.high, relation, context);
    case 'and': return both(predicate.terms.map((term) => whereOf(term, relation, context)));
    case 'or': return either(predicate.terms.map((term) => whereOf(term, relation, context)));
    case 'not': return sql`(not ${whereOf(predicate.term, relation, context)})`;
    case 'customersIn':
    case 'customersWith': {
      const text = keyTextOf(relation, predicate.column);
      return certain(sql`${text} in (select ${relation.dialect.text(sql`m.customer`)} from (\n${context.customers(predicate)}\n) as m)`);
    }
  }
}

function anyOf(column: string, values: readonly Scalar[], relation: Relation, context: WhereContext): Sql {
  const field = fieldNamed(relation.schema, column);
  const present = values.filter((value) => value !== null);
  const missing = values.includes(null) ? [sql`${valueOf(column, field, relation)} is null`] : [];
  if (field === null || field.type === 'Null') return either(missing);
  if (field.kind === 'instant' || field.kind === 'date') {
    const spans = present.flatMap((value) => parseInstant(String(value), zoneOf(field, context)) ?? []);
    const instant = instantOf(relation, column);
    return either([...missing, ...spans.map(({ start, endExclusive }) => certain(sql`(${instant} >= ${start} and ${instant} < ${endExclusive})`))]);
  }
  if (field.kind !== 'number') return either([...missing, ...equalText(column, present.map(String), relation)]);
  // Text names an integer with all its digits, which a number can't always hold.
  const texts = present.filter((value) => typeof value === 'string');
  const numbers = present.filter((value) => typeof value !== 'string').map((value) => relation.dialect.literal(Number(value)));
  const equal = numbers.length === 0 ? [] : [certain(sql`${numberOf(relation, column)} in (${joined(numbers, ', ')})`)];
  return either([...missing, ...equal, ...equalText(column, texts, relation)]);
}

function equalText(column: string, texts: readonly string[], relation: Relation): Sql[] {
  return texts.length === 0 ? [] : [certain(sql`${keyTextOf(relation, column)} in (${joined(texts, ', ')})`)];
}

/** What is null where a value of the column is missing: NaN is. */
function valueOf(column: string, field: Field | null, relation: Relation): Sql {
  if (field?.kind === 'number') return numberOf(relation, column);
  return field?.kind === 'instant' || field?.kind === 'date' ? instantOf(relation, column) : keyTextOf(relation, column);
}

function inRange(column: string, low: Scalar, high: Scalar, relation: Relation, context: WhereContext): Sql {
  const field = fieldNamed(relation.schema, column);
  if (field === null || !['number', 'instant', 'date'].includes(field.kind)) return sql`(1 = 0)`;
  const value = valueOf(column, field, relation);
  const bound = (scalar: Scalar): Sql => (field.kind === 'number'
    ? relation.dialect.literal(Number(scalar))
    : sql`${parseInstant(String(scalar), zoneOf(field, context))?.start ?? 0}`);
  return both([
    sql`${value} is not null`,
    ...(low === null ? [] : [certain(sql`${value} >= ${bound(low)}`)]),
    ...(high === null ? [] : [certain(sql`${value} < ${bound(high)}`)]),
  ]);
}

function zoneOf(field: Field, context: WhereContext): string {
  return field.kind === 'date' ? 'UTC' : context.timeZone;
}

/** False where a comparison knows no answer. */
function certain(condition: Sql): Sql {
  return sql`coalesce(${condition}, ${verbatim('false')})`;
}

function both(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`(1 = 1)` : sql`(${joined(conditions, ' and ')})`;
}

function either(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`(1 = 0)` : sql`(${joined(conditions, ' or ')})`;
}
