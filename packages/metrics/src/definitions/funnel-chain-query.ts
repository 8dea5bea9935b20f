import type { Dialect } from '../sql/dialect.js';
import type { LocalCalendar } from '../sql/local-day.js';
import { joined, type Sql, sql, verbatim } from '../sql/sql.js';
import { ahead, LONGEST } from './funnel-limits-query.js';
import type { AttemptRules, StepPlan } from './funnel-attempt.js';

/** What the search for attempts depends on. */
export interface ChainPlan {
  readonly rules: AttemptRules;
  /** The columns that must have one value throughout an attempt. */
  readonly held: readonly Sql[];
  readonly steps: StepPlan;
  /** The first instant that is not in the data any more. */
  readonly end: Sql;
  /** Whether the rows may hold later instants, which then don't count. */
  readonly endsEarly: boolean;
  readonly attribution: 'first' | 'last' | number;
  /** Of the periods in which attempts begin; null where nobody asks. */
  readonly calendar: LocalCalendar | null;
}

const numbered = (name: string) => (k: number): Sql => verbatim(`${name}_${k}`);
const at = numbered('at');
const best = numbered('best');
const spot = numbered('spot');
const has = numbered('has');
const worth = numbered('worth');
const reached = numbered('reached');

/**
 * Returns the queries that lead from `judged` events to `people`: what each customer's best attempt fills, and when. Each
 * reads only the one before, so that a database passes over the events once, whatever it does with named queries.
 */
export function chainSteps(plan: ChainPlan, dialect: Dialect): Record<string, Sql> {
  const { rules, held, steps: { stepCount } } = plan;
  const steps = Array.from({ length: stepCount }, (_, k) => k);
  const group = joined([sql`customer`, ...held], ', ');
  const own = joined([group, sql`step`, sql`instant`, sql`most`, sql`segment`], ', ');
  const paths = rules.order === 'any' ? {} : pathSteps(plan, dialect, own, group);
  const found = rules.order === 'any'
    // Of each step the earliest event from here on; an attempt begins with whatever step comes first.
    ? { from: 'points', at: (k: number) => ahead(sql`min(case when step = ${k} then instant end)`, group, 'from'), opener: sql`min(step) over (partition by ${group}, instant)` }
    : { from: stepCount > 1 ? 'path_0' : 'points', at: (k: number) => (stepCount > 1 ? dialect.element(sql`path`, k + 1) : sql`instant`), opener: sql`0` };
  const inTime = (k: number): Sql => (rules.windowMicros === Infinity ? sql`${at(k)} is null` : sql`${at(k)} is null or ${at(k)} > instant + ${Math.min(rules.windowMicros, LONGEST)}`);
  const begins = joined([
    sql`step = opener`,
    ...(rules.entryFrom === -Infinity ? [] : [sql`instant >= ${rules.entryFrom}`]),
    ...(rules.entryBefore === Infinity ? [] : [sql`instant < ${rules.entryBefore}`]),
  ], ' and ');
  const isFirst = rules.attempt === 'first';
  const order = joined([sql`counts desc`, ...(isFirst ? [sql`instant`, sql`depth desc`] : [sql`depth desc`, sql`instant`]), ...held.map((column) => dialect.codeUnits(column))], ', ');
  const isBest = sql`place = 1 and counts = 1`;
  const sameHeld = joined([sql`1 = 1`, ...held.map((column, i) => sql`${column} = ${verbatim(`best_held_${i}`)}`)], ' and ');
  const fills = (k: number): Sql => sql`step = ${k} and best_depth > ${k} and instant = ${best(k)} and ${sameHeld}`;
  const { attribution } = plan;
  return {
    points: pointsOf(plan, dialect),
    ...paths,
    chances: sql`select ${own}, ${found.opener} as opener, ${joined(steps.map((k) => sql`${found.at(k)} as ${at(k)}`), ', ')} from ${verbatim(found.from)}`,
    attempts: sql`select ${own}, opener, ${joined(steps.map(at), ', ')}, case when ${begins} then 1 else 0 end as begins,
  case ${joined(steps.map((k) => sql`when ${inTime(k)} then ${k}`), ' ')} else ${stepCount} end as depth from chances`,
    counted: sql`select ${own}, ${joined(steps.map(at), ', ')}, depth, case when begins = 1 and opener < depth then 1 else 0 end as counts,
  max(case when begins = 1 then instant end) over (partition by ${group}) as latest from attempts`,
    ranked: sql`select ${own}, ${joined(steps.map(at), ', ')}, depth, counts, latest, row_number() over (partition by customer order by ${order}) as place,
  row_number() over (partition by customer order by case when segment is null then 1 else 0 end, instant ${attribution === 'last' ? sql`desc` : sql`asc`}, ${dialect.codeUnits(sql`segment`)}) as told
from counted`,
    settled: sql`select ${own}, told, ${joined([
      ...steps.map((k) => sql`max(case when ${isBest} and depth > ${k} then ${at(k)} end) over (partition by customer) as ${best(k)}`),
      ...held.map((column, i) => sql`max(case when ${isBest} then ${column} end) over (partition by customer) as ${verbatim(`best_held_${i}`)}`),
      sql`max(case when ${isBest} then depth else 0 end) over (partition by customer) as best_depth`,
      sql`max(case when ${isBest} then instant end) over (partition by customer) as entry`,
      // Other attempts may still go on where the best counts.
      sql`max(case when ${isFirst ? isBest : sql`counts = 1`} then ${isFirst ? sql`instant` : sql`latest`} end) over (partition by customer) as latest`,
    ], ',\n  ')} from ranked`,
    merged: sql`select customer, max(entry) as entry, max(best_depth) as depth, max(latest) as latest, ${joined([
      ...steps.map((k) => sql`max(case when step = ${k} then 1 else 0 end) as ${has(k)}`),
      ...steps.map((k) => sql`max(${best(k)}) as ${spot(k)}`),
      ...steps.map((k) => sql`max(case when ${fills(k)} then most end) as ${worth(k)}`),
      sql`max(case when ${typeof attribution !== 'number' ? sql`told = 1` : attribution > stepCount ? sql`1 = 0` : fills(attribution - 1)} then segment end) as segment`,
    ], ',\n  ')} from settled group by customer`,
    ...peopleSteps(plan, dialect, steps),
  };
}

/** For each event the events that follow it step by step, each the earliest that may: the least path of those of the next step. */
function pathSteps({ rules, steps: { stepCount } }: ChainPlan, dialect: Dialect, own: Sql, group: Sql): Record<string, Sql> {
  const tie = Math.min(Math.floor(rules.tieMicros), LONGEST);
  const paths: Record<string, Sql> = {};
  for (let k = stepCount - 2; k >= 0; k--) {
    const isLast = k === stepCount - 2;
    const path = isLast ? dialect.path(sql`instant`) : sql`path`;
    // With slack, a row stands where what may follow it begins.
    const key = tie > 0 ? sql`case when step = ${k} then instant - ${tie} else instant end` : sql`instant`;
    const next = ahead(dialect.leastPath(path, sql`step = ${k + 1}`), group, rules.apart ? 'after' : 'from', key);
    paths[`path_${k}`] = sql`select ${own}, case when step = ${k} then ${dialect.followedBy(sql`instant`, next)} else ${path} end as path from ${verbatim(isLast ? 'points' : `path_${k + 1}`)}`;
  }
  return paths;
}

/** The first instant that is not in the data any more. */
export function endOfData(cutOff: number): Sql {
  return cutOff === Infinity ? sql`(select max(instant) + 1 from judged where reason is null or reason in ('stage_missing', 'stage_not_a_step', 'constant_missing'))` : sql`${cutOff}`;
}

/**
 * Returns the query of the events of steps, those of a customer at one instant taken together: `most` is the largest value, `segment`
 * the first by text. Where wanted, `data_end` is the plan's end, and `told` 1 for the event that tells a customer's segment.
 */
export function pointsOf({ attribution, end, endsEarly, held, steps: { stepCount } }: ChainPlan, dialect: Dialect, tellsMore = false): Sql {
  const group = joined([sql`customer`, ...held], ', ');
  const told = sql`row_number() over (partition by customer order by case when segment is null or step >= ${stepCount} then 1 else 0 end, instant ${
    attribution === 'last' ? sql`desc` : sql`asc`}, ${dialect.codeUnits(sql`segment`)}) as told`;
  return sql`select ${group}, step, instant, most, segment${tellsMore ? sql`, ${end} as data_end, ${told}` : sql``} from (
select ${group}, step, ${dialect.present(sql`instant`)} as instant, segment, max(amount) over (partition by ${group}, step, instant) as most,
  row_number() over (partition by ${group}, step, instant order by case when segment is null then 1 else 0 end, ${dialect.codeUnits(sql`segment`)}) as copy
from judged where reason is null${endsEarly ? sql` and instant < ${end}` : sql``}) as e where copy = 1`;
}

function peopleSteps(plan: ChainPlan, dialect: Dialect, steps: readonly number[]): Record<string, Sql> {
  const { rules, end } = plan;
  const running = (k: number): Sql => (k === 0 ? spot(0) : sql`greatest(${joined([sql`entry`, ...steps.slice(0, k + 1).map(spot)], ', ')})`);
  const open = rules.windowMicros === Infinity ? sql`0` : sql`case when depth > 0 and latest + ${Math.min(rules.windowMicros, LONGEST)} >= ${end} then 1 else 0 end`;
  return periodSteps(plan, joined(steps.map((k) => sql`case when depth > ${k} then ${running(k)} end as ${reached(k)}`), ', '), open, [], dialect);
}

/** Returns the queries that lead from `merged` to `people`, with when each step is *reached*, whether an attempt is *open*, and the period in which it began. */
export function periodSteps({ calendar, steps: { stepCount } }: ChainPlan, reachedSteps: Sql, open: Sql, further: readonly string[], dialect: Dialect): Record<string, Sql> {
  const steps = Array.from({ length: stepCount }, (_, k) => k);
  const day = calendar === null ? dialect.missing('integer') : sql`case when entry >= ${calendar.first} and entry < ${calendar.end} then ${dialect.integer(calendar.day(sql`entry`))} end`;
  const kept = joined([...steps.map(has), sql`entry`, sql`depth`, ...steps.map(worth), sql`segment`, ...further.map(verbatim)], ', ');
  return {
    dated: sql`select customer, ${kept}, ${reachedSteps}, ${open} as open, ${day} as day from merged`,
    people: sql`select customer, ${kept}, ${joined(steps.map(reached), ', ')}, open, ${calendar === null ? dialect.missing('integer') : dialect.integer(calendar.period(sql`day`))} as period from dated`,
  };
}
