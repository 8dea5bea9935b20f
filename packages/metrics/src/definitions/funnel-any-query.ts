import type { Dialect } from '../sql/dialect.js';
import { joined, type Sql, sql, verbatim } from '../sql/sql.js';
import type { ChainPlan } from './funnel-chain-query.js';
import { ahead, earliestOf, instantOfStep, isInRange, LONGEST } from './funnel-limits-query.js';

/**
 * Returns the queries that lead from `points` to `trials`, as `findInAnyOrder` finds them: the columns are those of `waySteps`. An
 * attempt begins with one of the steps that it fills, and is over after the window, or with what must not come.
 */
export function anyOrderSteps({ rules, steps: { levels } }: ChainPlan, group: Sql, own: Sql, dialect: Dialect): Record<string, Sql> {
  const count = levels.length;
  const walls = rules.walls.filter(({ wholeCustomer }) => !wholeCustomer).map(({ code }) => code);
  const level = sql`case ${joined(Array.from(levels, (step, i) => sql`when step = ${step} then ${i}`), ' ')} end`;
  const ats = Array.from(levels, (step) => verbatim(`at_${step}`));
  const limits = earliestOf([...(rules.windowMicros === Infinity ? [] : [sql`instant + ${Math.min(rules.windowMicros, LONGEST)}`]), ...(walls.length === 0 ? [] : [sql`wall`])], dialect);
  return {
    chances: sql`select ${own}, data_end, ${level} as its_level, min(${level}) over (partition by ${group}, instant) as opener, ${joined([
      ...Array.from(levels, (step, i) => sql`${ahead(sql`min(${instantOfStep([step])})`, group, 'from')} as ${ats[i]!}`),
      ...(walls.length === 0 ? [] : [sql`${ahead(sql`min(${instantOfStep(walls)})`, group, 'after')} as wall`]),
    ], ',\n  ')} from points`,
    limited: sql`select ${own}, instant as entry, data_end, case when its_level = opener and ${isInRange(rules)} then its_level end as first_level, ${joined(ats, ', ')}, ${limits} as limits from chances`,
    deep: sql`select *, case when first_level is null then 0 ${joined(ats.map((at, i) => sql`when ${at} is null or ${at} > limits then ${i}`), ' ')} else ${count} end as depth from limited`,
    trials: sql`select ${own}, entry, depth, ${joined(ats.map((at, i) => sql`case when depth > ${i} then ${at} end as ${at}`), ', ')}, limits, case when depth = ${count} then ${
      count === 1 ? ats[0]! : sql`greatest(${joined(ats, ', ')})`} else limits end as ended,
  case when first_level is not null and ${rules.windowMicros === Infinity ? sql`1 = 0` : sql`limits >= data_end`} then 1 else 0 end as open, case when first_level < depth then 1 else 0 end as counts from deep`,
  };
}
