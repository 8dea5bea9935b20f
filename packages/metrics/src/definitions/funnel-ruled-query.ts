import type { Dialect } from '../sql/dialect.js';
import { joined, type Sql, sql, verbatim } from '../sql/sql.js';
import { anyOrderSteps } from './funnel-any-query.js';
import { type ChainPlan, periodSteps, pointsOf } from './funnel-chain-query.js';
import { listOf } from './funnel-limits-query.js';
import { optionalSteps } from './funnel-optional-query.js';
import { everySteps, oneSteps, type TrialColumns } from './funnel-taken-query.js';
import { waySteps } from './funnel-ways-query.js';

const numbered = (name: string) => (k: number): Sql => verbatim(`${name}_${k}`);
const at = numbered('at');
const had = numbered('had');
const has = numbered('has');
const worth = numbered('worth');
const reached = numbered('reached');

/** Returns whether nothing but a search under any rules finds the attempts of *plan*. */
export function needsRules({ rules, steps }: ChainPlan): boolean {
  return rules.order === 'strict' || rules.attempt === 'every' || rules.windowFrom === 'previous' || rules.repeatsEnd || rules.walls.length > 0
    || steps.levels.length < steps.stepCount;
}

/**
 * Returns the queries that lead from `judged` events to `people` as `chainSteps` does, under any rules: a row for each attempt
 * where every one counts, and `excluded`, whether an exclusion rules the customer out.
 *
 * There is no join, as an engine that expects few rows compares all with all: attempts stand among the events, and windows over
 * both tell one of the other.
 */
export function ruledSteps(plan: ChainPlan, dialect: Dialect): Record<string, Sql> {
  const { rules, steps: { levels } } = plan;
  const columns: TrialColumns = {
    group: ['customer', ...plan.held.map((_, i) => `held_${i}`)], points: ['step', 'instant', 'most', 'segment', 'told'],
    trial: ['entry', 'depth', ...Array.from(levels, (k) => `at_${k}`), 'limits', 'open'],
  };
  const group = listOf(columns.group);
  const all = [...columns.group, ...columns.points, ...columns.trial, 'barred', 'excluded', 'turn', 'kind'];
  return {
    points: pointsOf(plan, dialect, true),
    ...(rules.order === 'any' ? anyOrderSteps : waySteps)(plan, group, listOf([...columns.group, ...columns.points]), dialect),
    ...(rules.attempt === 'every' ? everySteps : oneSteps)(plan, columns, dialect),
    parted: sql`select ${listOf(all)} from taken cross join ${dialect.table('p', ['kind'], [[0], [1]])} where kind = 0 or taken = 1`,
    ...optionalSteps(plan, group, all, 'parted', dialect),
    ...peopleSteps(plan, group, dialect),
  };
}

/** Customers with what their attempts fill, and those without an attempt. */
function peopleSteps(plan: ChainPlan, group: Sql, dialect: Dialect): Record<string, Sql> {
  const { attribution, steps: { levels, stepCount } } = plan;
  const steps = Array.from({ length: stepCount }, (_, k) => k);
  const list = (cell: (k: number) => Sql, of: Iterable<number> = steps): Sql => joined(Array.from(of, cell), ', ');
  const optional = steps.filter((k) => !levels.includes(k));
  const instants = joined([...steps.map(at), ...optional.map(reached)], ', ');
  const spot = sql`case k ${joined(steps.map((k) => sql`when ${k} then ${at(k)}`), ' ')} end`;
  const ofStep = sql`over (partition by ${group}, code, moment)`;
  const own = (column: Sql): Sql => sql`max(case when counted = 1 then ${column} end)`;
  const latest = (k: number): Sql => (k === 0 ? at(0) : sql`greatest(${joined([sql`entry`, ...Array.from(levels.filter((step) => step <= k), at)], ', ')})`);
  return {
    // Of an attempt a row for each step that it fills, at the step's instant.
    spots: sql`select ${group}, most, segment, told, entry, depth, open, barred, excluded, turn, kind, ${instants}, case when kind = 1 and excluded = 0 then 1 else 0 end as counted,
  case when kind = 1 then k else step end as code, case when kind = 1 then ${spot} else instant end as moment
from ${verbatim(optional.length === 0 ? 'parted' : `filled_${optional.at(-1)!}`)} cross join ${dialect.table('t', ['k'], steps.map((k) => [k]))} where (kind = 0 and k = 0) or (kind = 1 and ${spot} is not null)`,
    valued: sql`select customer, told, entry, depth, open, barred, excluded, turn, kind, counted, code, ${instants}, max(case when kind = 0 then most end) ${ofStep} as paid,
  max(case when kind = 0 then segment end) ${ofStep} as its_segment, max(case when kind = 0 and told = 1 and code < ${stepCount} then segment end) over (partition by customer) as own_segment,
  max(kind) over (partition by customer) as attempted, max(case when kind = 0 and code < ${stepCount} then 1 else 0 end) over (partition by customer) as holds,
  ${list((k) => sql`max(case when kind = 0 and code = ${k} then 1 else 0 end) over (partition by customer) as ${had(k)}`)} from spots`,
    merged: sql`select customer, ${list((k) => sql`max(case when kind = 1 and turn > 1 then 0 else ${had(k)} end) as ${has(k)}`)}, coalesce(${own(sql`depth`)}, 0) as depth, ${own(sql`entry`)} as entry,
  coalesce(${own(sql`open`)}, 0) as open, max(case when kind = 1 then excluded else 0 end) as excluded, ${list((k) => sql`${own(at(k))} as ${at(k)}`, levels)},
  ${joined([...optional.map((k) => sql`${own(reached(k))} as ${reached(k)}`), ...steps.map((k) => sql`max(case when counted = 1 and code = ${k} then paid end) as ${worth(k)}`)], ', ')},
  max(${typeof attribution === 'number' ? sql`case when kind = 1 and barred = 0 and code = ${attribution - 1} then its_segment end` : sql`own_segment`}) as segment
from valued where holds = 1 and (kind = 1 or (attempted = 0 and told = 1)) group by customer, kind, turn`,
    ...periodSteps(plan, list((k) => (levels.includes(k) ? sql`case when depth > ${levels.indexOf(k)} then ${latest(k)} end as ${reached(k)}` : reached(k))), sql`open`, ['excluded'], dialect),
  };
}
