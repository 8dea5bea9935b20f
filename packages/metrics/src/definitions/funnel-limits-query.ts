import type { Dialect } from '../sql/dialect.js';
import { joined, type Sql, sql, verbatim } from '../sql/sql.js';
import type { AttemptRules } from './funnel-attempt.js';

/** A window that outlasts every calendar, and still leaves room in 64 bits. */
export const LONGEST: number = 2 ** 60;

/** Returns an instant that never comes. */
export function never(dialect: Dialect): Sql {
  return dialect.present(dialect.integer(sql`${2 ** 61}`));
}

/** Returns the earliest of *limits*, of which those that are null, and no limits at all, never come. */
export function earliestOf(limits: readonly Sql[], dialect: Dialect): Sql {
  const known = limits.map((limit) => dialect.present(sql`coalesce(${limit}, ${never(dialect)})`));
  return known.length <= 1 ? (known[0] ?? never(dialect)) : sql`least(${joined(known, ', ')})`;
}

/** Returns the instant of an event whose step is one of *codes*, null of any other. */
export function instantOfStep(codes: Iterable<number>): Sql {
  return sql`case when step in (${joined([...codes], ', ')}) then instant end`;
}

/**
 * Returns the window function *aggregate* over the events of a *group* that come later than the row, or (from) no earlier.
 * Where rows stand is told by *key*.
 */
export function ahead(aggregate: Sql, group: Sql, frame: 'after' | 'from', key: Sql = sql`instant`): Sql {
  // From the last event on, each is added once: the other way round some engines begin anew with every row.
  return sql`${aggregate} over (partition by ${group} order by ${key} desc range between unbounded preceding and ${frame === 'after' ? sql`1 preceding` : sql`current row`})`;
}

/** Returns the condition that an attempt may begin at `instant`. */
export function isInRange({ entryBefore, entryFrom }: AttemptRules): Sql {
  return joined([sql`1 = 1`, ...(entryFrom === -Infinity ? [] : [sql`instant >= ${entryFrom}`]), ...(entryBefore === Infinity ? [] : [sql`instant < ${entryBefore}`])], ' and ');
}

/** Returns *columns*, by name, as they stand in a query. */
export function listOf(columns: readonly string[]): Sql {
  return verbatim(columns.join(', '));
}
