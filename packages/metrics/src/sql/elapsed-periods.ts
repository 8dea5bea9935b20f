import type { Grain } from '../calendar/grain.js';
import type { Dialect } from './dialect.js';
import { type Sql, sql } from './sql.js';

const MONTHS: Readonly<Record<'month' | 'quarter' | 'year', number>> = { month: 1, quarter: 3, year: 12 };

/** Whole periods between two days as expressions: exactly those of `periodsBetween`. */
export interface ElapsedPeriods {
  readonly completed: Sql;
  /** Whether they end on the second day exactly: a condition. */
  readonly exact: Sql;
}

/** Returns the whole periods from the day *from* to the day *to*, which is not before it; both columns or numbers. */
export function elapsedPeriods(dialect: Dialect, from: Sql, to: Sql, grain: Grain): ElapsedPeriods {
  const days = sql`(${to} - ${from})`;
  if (grain === 'day') return { completed: days, exact: sql`1 = 1` };
  if (grain === 'week') return { completed: dialect.divide(days, 7), exact: sql`${days} = 7 * ${dialect.divide(days, 7)}` };
  const between = sql`(${dialect.month(to)} - ${dialect.month(from)})`;
  const count = dialect.divide(between, MONTHS[grain]);
  const whole = sql`${between} = ${MONTHS[grain]} * ${count}`;
  const [begun, now] = [dialect.dayOfMonth(from), dialect.dayOfMonth(to)];
  // In a month without the day on which they began, months end on its last.
  const isLast = sql`${dialect.month(sql`(${to} + 1)`)} > ${dialect.month(to)}`;
  return {
    completed: sql`(${count} - case when ${whole} and ${begun} > ${now} and not (${isLast}) then 1 else 0 end)`,
    exact: sql`${whole} and (${begun} = ${now} or (${begun} > ${now} and ${isLast}))`,
  };
}
