import type { Dialect } from '../sql/dialect.js';
import type { LocalCalendar } from '../sql/local-day.js';
import { joined, type Sql, sql, verbatim } from '../sql/sql.js';
import type { AttemptRules } from './funnel-attempt.js';

/** What the search for attempts depends on. */
export interface ChainPlan {
  readonly rules: AttemptRules;
  /** The columns that must have one value throughout an attempt. */
  readonly held: readonly Sql[];
  readonly stepCount: number;
  readonly cutOff: number;
  readonly hasValue: boolean;
  readonly hasSegment: boolean;
  readonly attribution: 'first' | 'last' | number;
  /** Of the periods in which attempts begin; null where nobody asks. */
  readonly calendar: LocalCalendar | null;
}

/** A window that outlasts every calendar, and still leaves room in 64 bits. */
const LONGEST = 2 ** 60;

const at = (k: number): Sql => verbatim(`at_${k}`);
const has = (k: number): Sql => verbatim(`has_${k}`);
const worth = (k: number): Sql => verbatim(`worth_${k}`);
const reached = (k: number): Sql => verbatim(`reached_${k}`);

/** Returns the queries that lead from `judged` events to `people`: what each customer's best attempt fills, and when. */
export function chainSteps(plan: ChainPlan, dialect: Dialect): Record<string, Sql> {
  const { rules, held, stepCount } = plan;
  const steps = Array.from({ length: stepCount }, (_, k) => k);
  const group = joined([sql`customer`, ...held], ', ');
  const inRange = joined([
    sql`1 = 1`,
    ...(rules.entryFrom === -Infinity ? [] : [sql`instant >= ${rules.entryFrom}`]),
    ...(rules.entryBefore === Infinity ? [] : [sql`instant < ${rules.entryBefore}`]),
  ], ' and ');
  const chain: Record<string, Sql> = {
    points: sql`select ${group}, step, instant, max(amount) as most from judged where reason is null group by ${group}, step, instant`,
    // In any order an attempt begins with whatever step comes first; `opener` says which.
    chain_0: rules.order === 'any'
      ? sql`select ${group}, instant as entry, min(step) as opener from points where ${inRange} group by ${group}, instant`
      : sql`select ${group}, instant as entry, 0 as opener, instant as at_0 from points where step = 0 and ${inRange}`,
  };
  for (const k of rules.order === 'any' ? steps : steps.slice(1)) Object.assign(chain, linkSteps(plan, k, dialect, group));
  const last = `chain_${rules.order === 'any' ? stepCount : stepCount - 1}`;
  const depth = sql`case ${joined(steps.map((k) => sql`when ${at(k)} is null then ${k}`), ' ')} else ${stepCount} end`;
  const order = joined([sql`depth desc`, sql`entry`, ...held.map((column) => dialect.codeUnits(column))], ', ');
  const running = (k: number): Sql => (k === 0 ? at(0) : sql`greatest(${joined([sql`entry`, ...steps.slice(0, k + 1).map(at)], ', ')})`);
  return {
    ...chain,
    attempts: sql`select ${group}, entry, opener, ${joined(steps.map(at), ', ')}, ${depth} as depth, max(entry) over (partition by ${group}) as latest from ${verbatim(last)}`,
    ranked: sql`select ${group}, entry, ${joined(steps.map(at), ', ')}, depth, max(latest) over (partition by customer) as latest,
  row_number() over (partition by customer order by ${order}) as place from attempts where opener < depth`,
    best: sql`select ${group}, entry, ${joined(steps.map(at), ', ')}, depth, latest,
  ${joined(steps.map((k) => sql`case when depth > ${k} then ${running(k)} end as ${reached(k)}`), ', ')}
from ranked where place = 1`,
    ...(plan.hasSegment ? { told: segmentSql(plan, dialect) } : {}),
    ...(!plan.hasValue ? {} : { worths: sql`select p.customer as customer, ${joined(steps.map((k) => sql`max(case when p.step = ${k} then p.most end) as ${worth(k)}`), ', ')}
from points as p join best as b on p.customer = b.customer ${joined(held.map((column) => sql`and p.${column} = b.${column}`), ' ')}
where p.instant = case ${joined(steps.map((k) => sql`when p.step = ${k} then b.${at(k)}`), ' ')} end and p.step < b.depth group by p.customer` }),
    people: peopleSql(plan, dialect, steps),
  };
}

/** For each attempt, the earliest event of step *k* that may follow: the first one after it when both are put in one order. */
function linkSteps({ rules, held }: ChainPlan, k: number, dialect: Dialect, group: Sql): Record<string, Sql> {
  const any = rules.order === 'any';
  const before = Array.from({ length: k }, (_, i) => i);
  const from = any ? sql`entry` : sql`${at(k - 1)} ${rules.apart ? sql`+ 1` : sql`- ${Math.floor(rules.tieMicros)}`}`;
  const inTime = rules.windowMicros === Infinity ? sql`1 = 1` : sql`hit <= entry + ${Math.min(rules.windowMicros, LONGEST)}`;
  const goesOn = k === 0 ? sql`1 = 1` : sql`${at(k - 1)} is not null`;
  const none = dialect.missing('integer');
  const columns = joined([group, sql`entry`, sql`opener`, ...before.map(at)], ', ');
  const name = (suffix: string): string => `${suffix}_${any ? k + 1 : k}`;
  const previous = verbatim(`chain_${any ? k : k - 1}`);
  const blank = joined([group, sql`${none} as entry`, sql`${none} as opener`, ...before.map((i) => sql`${none} as ${at(i)}`)], ', ');
  const partition = joined([sql`customer`, ...held], ', ');
  return {
    [name('mixed')]: sql`select ${columns}, ${from} as since, 0 as kind, ${none} as instant from ${previous}
union all select ${blank}, instant as since, 1 as kind, instant from points where step = ${k}`,
    [name('next')]: sql`select ${columns}, kind, min(instant) over (partition by ${partition} order by since, kind rows between current row and unbounded following) as hit from ${verbatim(name('mixed'))}`,
    [name('chain')]: sql`select ${columns}, case when ${goesOn} and ${inTime} then hit end as ${at(k)} from ${verbatim(name('next'))} where kind = 0`,
  };
}

/** The segment of each customer: that of the first or last event that has one, or of the event that fills a step. */
function segmentSql({ attribution, held }: ChainPlan, dialect: Dialect): Sql {
  const first = (order: Sql, rows: Sql): Sql => sql`select customer, segment from (select j.customer as customer, j.segment as segment, row_number() over (partition by j.customer order by ${order}) as place
from judged as j ${rows}) as s where place = 1`;
  const ranked = dialect.codeUnits(sql`j.segment`);
  if (typeof attribution !== 'number') {
    return first(sql`j.instant ${attribution === 'last' ? sql`desc` : sql`asc`}, ${ranked}`, sql`where j.reason is null and j.segment is not null`);
  }
  const k = attribution - 1;
  const same = held.map((column) => sql`and j.${column} = b.${column}`);
  return first(ranked, sql`join best as b on j.customer = b.customer ${joined(same, ' ')}
where j.reason is null and j.segment is not null and j.step = ${k} and j.instant = b.${at(k)} and b.depth > ${k}`);
}

/** Puts together what is known of each customer; no part needs an outer join. */
function peopleSql({ rules, cutOff, calendar, hasSegment, hasValue }: ChainPlan, dialect: Dialect, steps: readonly number[]): Sql {
  const none = { integer: dialect.missing('integer'), double: dialect.missing('double'), text: dialect.missing('text') };
  const nothing = (names: readonly Sql[], type: keyof typeof none): Sql[] => names.map((name) => sql`${none[type]} as ${name}`);
  const found = [sql`entry`, sql`depth`, sql`latest`, ...steps.map(reached)];
  const presence = sql`select customer, ${joined([
    ...steps.map((k) => sql`max(case when step = ${k} then 1 else 0 end) as ${has(k)}`),
    ...nothing(found, 'integer'), ...nothing(steps.map(worth), 'double'), sql`${none.text} as segment`,
  ], ', ')} from points group by customer`;
  const attempt = sql`select customer, ${joined([...steps.map(() => sql`0`), ...found, ...steps.map(() => none.double), none.text], ', ')} from best`;
  const values = sql`select customer, ${joined([...steps.map(() => sql`0`), ...found.map(() => none.integer), ...steps.map(worth), none.text], ', ')} from worths`;
  const segments = sql`select customer, ${joined([...steps.map(() => sql`0`), ...found.map(() => none.integer), ...steps.map(() => none.double), sql`segment`], ', ')} from told`;
  const merged = joined([
    ...steps.map((k) => sql`max(${has(k)}) as ${has(k)}`), sql`max(entry) as entry`, sql`coalesce(max(depth), 0) as depth`, sql`max(latest) as latest`,
    ...steps.map((k) => sql`max(${reached(k)}) as ${reached(k)}`), ...steps.map((k) => sql`max(${worth(k)}) as ${worth(k)}`), sql`max(segment) as segment`,
  ], ', ');
  const end = cutOff === Infinity ? sql`(select max(instant) + 1 from judged where reason is null or reason in ('stage_missing', 'stage_not_a_step', 'constant_missing'))` : sql`${cutOff}`;
  const open = rules.windowMicros === Infinity ? sql`0` : sql`case when depth > 0 and latest + ${Math.min(rules.windowMicros, LONGEST)} >= ${end} then 1 else 0 end`;
  const day = calendar === null ? none.integer : sql`case when entry >= ${calendar.first} and entry < ${calendar.end} then ${dialect.integer(calendar.day(sql`entry`))} end`;
  const all = joined([...steps.map(has), sql`entry`, sql`depth`, ...steps.map(reached), ...steps.map(worth), sql`segment`], ', ');
  const dated = sql`select customer, ${all}, ${open} as open, ${day} as day from (
select customer, ${merged} from (${joined([presence, attempt, ...(hasValue ? [values] : []), ...(hasSegment ? [segments] : [])], '\nunion all ')}) as u group by customer) as m`;
  return sql`select customer, ${all}, open, ${calendar === null ? none.integer : dialect.integer(calendar.period(sql`day`))} as period from (${dated}) as d`;
}
