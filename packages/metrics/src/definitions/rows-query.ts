import { PeriodTable } from '../calendar/period-table.js';
import { OptionError } from '../errors.js';
import type { RowCounts } from '../metric.js';
import { integer, type Part, partOf } from '../sql/answer.js';
import type { SqlRow } from '../sql/answer.js';
import { sql, type Sql, verbatim } from '../sql/sql.js';

/** Why a row is left out: a condition, and the reason's name. The first that holds counts. */
export interface DropRule {
  readonly reason: string;
  readonly when: Sql;
}

/** Returns the query of what *rows* (a step's name) holds, with a column `reason`, null for rows that are used. */
export function judged(rows: string, rules: readonly DropRule[]): Sql {
  const cases = rules.map(({ reason, when }) => sql`when ${when} then ${verbatim(`'${reason}'`)}`).reduce((list, rule) => sql`${list} ${rule}`);
  return sql`select *, case ${cases} end as reason from ${verbatim(rows)}`;
}

/** Returns the part that counts rows by reason, to be read by `rowCountsOf`. *judgedRows* is a step's name. */
export function rowCountsPart(judgedRows: string): Part {
  return { name: 'rows', cells: { reason: { type: 'text', value: sql`reason` }, n: integer(sql`count(*)`) }, from: sql`from ${verbatim(judgedRows)} group by reason` };
}

/** Returns what became of the rows. */
export function rowCountsOf(answer: readonly SqlRow[]): RowCounts {
  let rowsUsed = 0;
  let rowsIn = 0;
  const dropped: Record<string, number> = {};
  for (const row of partOf(answer, 'rows')) {
    const reason = row.text('reason');
    const n = row.count('n');
    rowsIn += n;
    if (reason === null) rowsUsed += n;
    else dropped[reason] = n;
  }
  return { rowsIn, rowsUsed, dropped };
}

/** Throws OptionError where *unknown* rows lie beyond the years for which a query holds the rules of *timeZone*. */
export function expectKnownDays(metric: string, unknown: number, timeZone: string): void {
  if (unknown === 0) return;
  throw new OptionError(`${metric}: days in ${timeZone} are known to a query up to the year 2100, got ${unknown} later rows; expected a filter or asOf that leaves them out`, {
    reason: 'calendar', params: { metric, rows: unknown, timeZone },
  });
}

/** Returns the last local day (days since 1970-01-01) before the instant *cutOff*. */
export function cutOffDay(cutOff: number, timeZone: string): number {
  return new PeriodTable('day', { timeZone, weekStart: 1 }).ordinalOf(cutOff - 1);
}

/** Returns the condition that `period` is the one that begins on *date*; false where none does. */
export function periodIs(date: string, periods: PeriodTable | null): Sql {
  if (periods === null || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return sql`1 = 0`;
  const ordinal = periods.ordinalOfDate(date);
  return periods.dateOf(ordinal) === date ? sql`period = ${ordinal}` : sql`1 = 0`;
}
