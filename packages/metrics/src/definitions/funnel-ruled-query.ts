import type { Dialect } from '../sql/dialect.js';
import { joined, type Sql, sql, verbatim } from '../sql/sql.js';
import type { Wall } from './funnel-attempt.js';
import { type ChainPlan, periodSteps, pointsOf } from './funnel-chain-query.js';
import { anyOrderSteps } from './funnel-any-query.js';
import { LONGEST, never } from './funnel-limits-query.js';
import { waySteps } from './funnel-ways-query.js';

const numbered = (name: string) => (k: number): Sql => verbatim(`${name}_${k}`);
const at = numbered('at');
const has = numbered('has');
const worth = numbered('worth');
const reached = numbered('reached');

/** ClickHouse looks back less than this of what it orders by. */
const FRAME = 2 ** 31;

/** Names of columns. */
type Columns = readonly string[];

const list = (columns: Columns, of = ''): Sql => verbatim(columns.map((name) => `${of}${name}`).join(', '));
/** Columns of a joined query, named as they were. */
const kept = (columns: Columns): Sql => verbatim(columns.map((name) => `a.${name} as ${name}`).join(', '));

/** Returns whether nothing but a search under any rules finds the attempts of *plan*. */
export function needsRules({ rules, steps }: ChainPlan): boolean {
  return rules.order === 'strict' || rules.attempt === 'every' || rules.windowFrom === 'previous' || rules.repeatsEnd || rules.walls.length > 0
    || steps.levels.length < steps.stepCount || rules.tieMicros >= FRAME;
}

/**
 * Returns the queries that lead from `judged` events to `people` as `chainSteps` does, under any rules: a row for each attempt
 * where every one counts, and `excluded`, whether an exclusion rules the customer out.
 */
export function ruledSteps(plan: ChainPlan, dialect: Dialect): Record<string, Sql> {
  const group = ['customer', ...plan.held.map((_, i) => `held_${i}`)];
  const attempt = [...group, 'entry', 'depth', ...Array.from(plan.steps.levels, (k) => `at_${k}`), 'limits', 'open', 'barred', 'excluded', 'turn'];
  return {
    points: pointsOf(plan, dialect, true),
    ...(plan.rules.order === 'any' ? anyOrderSteps : waySteps)(plan, list(group), dialect),
    ...(plan.rules.attempt === 'every' ? everySteps(plan, group, attempt, dialect) : oneSteps(plan, group, attempt, dialect)),
    ...optionalSteps(plan, group, attempt, dialect),
    ...peopleSteps(plan, group, attempt, dialect),
  };
}

/** The one attempt of each customer that counts. */
function oneSteps({ held, rules, steps: { levels } }: ChainPlan, group: Columns, attempt: Columns, dialect: Dialect): Record<string, Sql> {
  const own = attempt.filter((name) => !['open', 'barred', 'excluded', 'turn'].includes(name));
  const isFirst = rules.attempt === 'first';
  const texts = held.map((column) => dialect.codeUnits(column));
  // Other attempts may still go on where the best counts.
  const open = (scope: Sql): Sql => (isFirst ? sql`open` : sql`max(open) over (partition by ${scope})`);
  const walls = rules.walls.filter(({ wholeCustomer }) => wholeCustomer);
  const order = isFirst ? [sql`entry`, sql`depth desc`] : [sql`depth desc`, sql`entry`];
  return {
    ordered: sql`select ${list(own)}, counts, ${open(list(group))} as still, row_number() over (partition by ${list(group)} order by ${joined([sql`counts desc`, ...order], ', ')}) as place from trials`,
    takes: sql`select ${list(own)}, still as open from ordered where place = 1 and counts = 1`,
    barring: walls.length === 0 ? sql`select *, 0 as barred from takes` : sql`select ${kept([...own, 'open'])}, max(case when ${joined(walls.map((wall) => barsAttempt(wall, levels, dialect)), ' or ')} then 1 else 0 end) as barred
from takes as a left join (select ${list(group)}, step, ${dialect.integer(sql`instant`)} as spot from points where step in (${joined(walls.map(({ code }) => code), ', ')})) as p on ${sameGroup(group)} group by ${list([...own, 'open'], 'a.')}`,
    ranked: sql`select ${list(own)}, ${open(sql`customer`)} as still, barred, max(barred) over (partition by customer) as excluded,
  row_number() over (partition by customer order by ${joined([sql`barred`, ...order, ...texts], ', ')}) as turn from barring`,
    attempts: sql`select ${list(own)}, still as open, barred, excluded, turn from ranked where turn = 1`,
  };
}

/** Whether an excluded stage lies between filled levels, or after the last of them while the attempt might have gone on. */
function barsAttempt({ code, from, to }: Wall, levels: Uint32Array, dialect: Dialect): Sql {
  const ats = Array.from(levels.subarray(from, to + 1), (k) => sql`coalesce(a.${at(k)}, ${never(dialect)})`);
  const last = Array.from(levels.subarray(from, to + 1), (k) => sql`coalesce(a.${at(k)}, 0 - ${never(dialect)})`);
  const [first, latest] = [sql`least(${joined(ats, ', ')})`, sql`greatest(${joined(last, ', ')})`];
  return sql`(p.step = ${code} and a.depth > ${from} and ((p.spot > ${first} and p.spot < ${latest} and ${joined(ats.map((instant) => sql`p.spot <> ${instant}`), ' and ')})
  or (a.depth <= ${to} and p.spot > ${latest} and p.spot < a.limits)))`;
}

function sameGroup(group: Columns): Sql {
  return joined(group.map((name) => verbatim(`a.${name} = p.${name}`)), ' and ');
}

/** Every attempt, one after the other. */
function everySteps({ held }: ChainPlan, group: Columns, attempt: Columns, dialect: Dialect): Record<string, Sql> {
  const own = attempt.filter((name) => !['barred', 'excluded', 'turn'].includes(name));
  const ended = dialect.present(sql`greatest(ended, entry)`);
  return {
    lists: sql`select ${list(group)}, ${dialect.inOrder(sql`entry`, sql`entry`)} as starts, ${dialect.inOrder(ended, sql`entry`)} as ends from trials where counts = 1 group by ${list(group)}`,
    successions: sql`select ${list(group)}, ${dialect.successive(sql`starts`, sql`ends`)} as begun from lists`,
    picks: sql`select ${list(group)}, ${dialect.each(sql`begun`)} as begins from successions`,
    attempts: sql`select ${kept(own)}, 0 as barred, 0 as excluded, row_number() over (partition by a.customer order by ${joined([...held.map((column) => dialect.codeUnits(sql`a.${column}`)), sql`a.entry`], ', ')}) as turn
from picks as p join trials as a on ${sameGroup(group)} and a.entry = p.begins where a.counts = 1`,
  };
}

/** Fills optional steps by the earliest events between the levels around them, or after the last while the attempt may go on. */
function optionalSteps({ rules, steps: { levels, nextLevel, stepCount } }: ChainPlan, group: Columns, attempt: Columns, dialect: Dialect): Record<string, Sql> {
  const { order, windowFrom } = rules;
  const tie = Math.min(Math.floor(rules.tieMicros), LONGEST);
  const filled: string[] = [];
  const steps: Record<string, Sql> = {};
  let source = 'attempts';
  // The instant of the step before.
  let before = at(0);
  for (let k = 1; k < stepCount; k++) {
    if (levels.includes(k)) {
      before = at(k);
      continue;
    }
    const next = nextLevel[k]!;
    const columns = [...attempt, ...filled];
    const previous = order === 'any' && filled.length === 0 && next === 1 ? sql`entry` : before;
    const window = rules.windowMicros === Infinity ? [] : [sql`${windowFrom === 'entry' ? sql`entry` : previous} + ${Math.min(rules.windowMicros, LONGEST)}`];
    const following = order === 'any' ? sql`limits` : sql`case when depth > ${next} then ${at(levels[next]!)} + ${tie} else limits end`;
    const earliest = order === 'any' ? sql`entry` : sql`${previous} - ${tie}`;
    const isFilled = joined([sql`depth >= ${next}`, ...[following, ...window].map((limit) => sql`found <= ${limit}`)], ' and ');
    steps[`found_${k}`] = sql`select ${kept(columns)}, min(case when p.spot >= ${earliest} then p.spot end) as found
from ${verbatim(source)} as a left join (select ${list(group)}, ${dialect.integer(sql`instant`)} as spot from points where step = ${k}) as p on ${sameGroup(group)} group by ${list(columns, 'a.')}`;
    steps[`filled_${k}`] = sql`select ${list(columns)}, case when ${isFilled} then found end as ${at(k)}, case when ${isFilled} then greatest(${previous}, found) end as ${reached(k)} from ${verbatim(`found_${k}`)}`;
    filled.push(`at_${k}`, `reached_${k}`);
    source = `filled_${k}`;
    before = sql`coalesce(${reached(k)}, ${previous})`;
  }
  return steps;
}

/** Customers with what their attempts fill, and those without an attempt. */
function peopleSteps(plan: ChainPlan, group: Columns, attempt: Columns, dialect: Dialect): Record<string, Sql> {
  const { attribution, steps: { levels, stepCount } } = plan;
  const steps = Array.from({ length: stepCount }, (_, k) => k);
  const optional = steps.filter((k) => !levels.includes(k));
  const columns = [...attempt, ...optional.flatMap((k) => [`at_${k}`, `reached_${k}`])];
  const isStep = sql`step < ${stepCount}`;
  const numbers = dialect.table('t', ['k'], steps.map((k) => [k]));
  const ofStep = typeof attribution === 'number';
  const latest = (k: number): Sql => (k === 0 ? at(0) : sql`greatest(${joined([sql`entry`, ...Array.from(levels.filter((step) => step <= k), at)], ', ')})`);
  const when = (cell: Sql): Sql => sql`case when v.depth > 0 and v.excluded = 0 then ${cell} end`;
  const spot = sql`case k ${joined(steps.map((k) => sql`when ${k} then ${at(k)}`), ' ')} end`;
  return {
    spots: sql`select ${list(columns)}, k, ${spot} as spot from ${verbatim(optional.length === 0 ? 'attempts' : `filled_${optional.at(-1)!}`)} cross join ${numbers}`,
    valued: sql`select ${kept(columns)}, ${joined(steps.map((k) => sql`max(case when a.k = ${k} then p.most end) as ${worth(k)}`), ', ')},
  max(case when a.barred = 0 and ${ofStep ? sql`a.k = ${attribution - 1}` : sql`1 = 0`} then p.segment end) as segment
from spots as a join points as p on ${sameGroup(group)} and a.k = p.step and a.spot = p.instant group by ${list(columns, 'a.')}`,
    told: sql`select customer, step, segment, row_number() over (partition by customer order by case when segment is null or not (${isStep}) then 1 else 0 end, instant ${
      attribution === 'last' ? sql`desc` : sql`asc`}, ${dialect.codeUnits(sql`segment`)}) as place from points`,
    holders: sql`select customer, ${joined(steps.map((k) => sql`max(case when step = ${k} then 1 else 0 end) as ${has(k)}`), ', ')}, max(case when place = 1 and ${isStep} then segment end) as its_segment
from told group by customer having max(case when ${isStep} then 1 else 0 end) = 1`,
    merged: sql`select h.customer as customer, ${joined(steps.map((k) => sql`case when v.turn > 1 then 0 else h.${has(k)} end as ${has(k)}`), ', ')}, ${ofStep ? sql`v.segment` : sql`h.its_segment`} as segment,
  ${when(sql`v.entry`)} as entry, coalesce(${when(sql`v.depth`)}, 0) as depth, coalesce(${when(sql`v.open`)}, 0) as open, coalesce(v.excluded, 0) as excluded,
  ${joined([...Array.from(levels, at), ...optional.map(reached), ...steps.map(worth)].map((column) => sql`${when(sql`v.${column}`)} as ${column}`), ', ')}
from holders as h left join valued as v on h.customer = v.customer`,
    ...periodSteps(plan, joined(steps.map((k) => (levels.includes(k) ? sql`case when depth > ${levels.indexOf(k)} then ${latest(k)} end as ${reached(k)}` : reached(k))), ', '), sql`open`, ['excluded'], dialect),
  };
}
