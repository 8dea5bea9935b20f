import { type Sql, sql } from './sql.js';

/** Returns `Dialect.lastOf` as a tree of comparisons: a row passes as few as a search by halves would make. */
export function comparisonTree(x: Sql, steps: readonly (readonly [start: number, value: number])[]): Sql {
  if (steps.length === 1) return sql`${steps[0]?.[1] ?? 0}`;
  const middle = steps.length >> 1;
  return sql`case when ${x} < ${steps[middle]?.[0] ?? 0} then ${comparisonTree(x, steps.slice(0, middle))} else ${comparisonTree(x, steps.slice(middle))} end`;
}
