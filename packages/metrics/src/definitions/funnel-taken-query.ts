import type { Dialect } from '../sql/dialect.js';
import { joined, type Sql, sql, verbatim } from '../sql/sql.js';
import type { Wall } from './funnel-attempt.js';
import type { ChainPlan } from './funnel-chain-query.js';
import { listOf, never } from './funnel-limits-query.js';

/** The columns of events and of the attempts that begin with them, by name. */
export interface TrialColumns {
  /** Who is looked at, and what is held constant. */
  readonly group: readonly string[];
  readonly points: readonly string[];
  readonly trial: readonly string[];
}

/**
 * Returns the queries that lead from `trials` to `taken`, where one attempt of each customer counts: `taken` is 1 for the event with
 * which it begins; `barred`, whether an exclusion of customers lies in it, `excluded`, in any of the customer's.
 */
export function oneSteps({ held, rules, steps: { levels } }: ChainPlan, { group, points, trial }: TrialColumns, dialect: Dialect): Record<string, Sql> {
  const isFirst = rules.attempt === 'first';
  const own = listOf([...group, ...points, ...trial.filter((name) => name !== 'open')]);
  const order = isFirst ? [sql`entry`, sql`depth desc`] : [sql`depth desc`, sql`entry`];
  const walls = rules.walls.filter(({ wholeCustomer }) => wholeCustomer);
  const ofTake = ['depth', 'limits', ...Array.from(levels, (k) => `at_${k}`)].map((name) => (
    sql`max(case when takes = 1 then ${verbatim(name)} end) over (partition by ${listOf(group)}) as ${verbatim(`its_${name}`)}`));
  const barred = sql`max(case when ${joined(walls.map((wall) => bars(wall, levels, dialect)), ' or ')} then 1 else 0 end) over (partition by ${listOf(group)})`;
  return {
    // Other attempts may still go on where the best counts.
    ordered: sql`select ${own}, counts, ${isFirst ? sql`open` : sql`max(open) over (partition by ${listOf(group)})`} as still,
  row_number() over (partition by ${listOf(group)} order by ${joined([sql`counts desc`, ...order], ', ')}) as place from trials`,
    takes: sql`select ${own}, still, case when place = 1 and counts = 1 then 1 else 0 end as takes from ordered`,
    ...(walls.length === 0 ? {} : { fronts: sql`select *, ${joined(ofTake, ',\n  ')} from takes` }),
    barring: sql`select ${own}, still, takes, ${walls.length === 0 ? sql`0` : barred} as barred from ${verbatim(walls.length === 0 ? 'takes' : 'fronts')}`,
    ranked: sql`select ${own}, takes, ${isFirst ? sql`still` : sql`max(case when takes = 1 then still end) over (partition by customer)`} as open, barred, max(barred) over (partition by customer) as excluded,
  row_number() over (partition by customer order by ${joined([sql`takes desc`, sql`barred`, ...order, ...held.map((column) => dialect.codeUnits(column))], ', ')}) as turn from barring`,
    taken: sql`select *, case when takes = 1 and turn = 1 then 1 else 0 end as taken from ranked`,
  };
}

/** Whether an excluded stage lies between filled levels, or after the last of them while the attempt might have gone on. */
function bars({ code, from, to }: Wall, levels: Uint32Array, dialect: Dialect): Sql {
  const known = (missing: Sql): Sql[] => Array.from(levels.subarray(from, to + 1), (k) => sql`coalesce(${verbatim(`its_at_${k}`)}, ${missing})`);
  const ats = known(never(dialect));
  const latest = sql`greatest(${joined(known(sql`0 - ${never(dialect)}`), ', ')})`;
  return sql`(step = ${code} and its_depth > ${from} and ((instant > least(${joined(ats, ', ')}) and instant < ${latest} and ${joined(ats.map((at) => sql`instant <> ${at}`), ' and ')})
  or (its_depth <= ${to} and instant > ${latest} and instant < its_limits)))`;
}

/** Returns the queries that lead from `trials` to `taken`, where every attempt counts, one after the other. */
export function everySteps({ held }: ChainPlan, { group, points, trial }: TrialColumns, dialect: Dialect): Record<string, Sql> {
  const own = listOf([...group, ...points, ...trial]);
  const texts = held.map((column) => dialect.codeUnits(column));
  const isTaken = sql`case when picked = 1 and counts = 1 then 1 else 0 end`;
  const missing = joined([...points, ...trial].map((name) => (name === 'entry' ? sql`begins` : sql`null`)), ', ');
  return {
    // Twice each: where it begins, and where another may, after those that begin until then.
    ends: sql`select ${listOf(group)}, entry, kind, case when kind = 0 then entry else greatest(ended, entry) end as moment from trials cross join ${dialect.table('p', ['kind'], [[0], [1]])} where counts = 1`,
    passes: sql`select ${listOf(group)}, entry, kind, ${dialect.integer(sql`count(case when kind = 0 then 1 end) over (partition by ${listOf(group)} order by moment range between unbounded preceding and current row)`)} + 1 as next from ends`,
    lists: sql`select ${listOf(group)}, ${dialect.inOrder(sql`entry`, sql`entry`)} as starts, ${dialect.inOrder(dialect.present(sql`next`), sql`entry`)} as nexts from passes where kind = 1 group by ${listOf(group)}`,
    successions: sql`select ${listOf(group)}, ${dialect.successive(sql`starts`, sql`nexts`)} as begun from lists`,
    picks: sql`select ${listOf(group)}, ${dialect.each(sql`begun`)} as begins from successions`,
    marked: sql`select ${own}, counts, 0 as pick from trials union all select ${listOf(group)}, ${missing}, 0, 1 from picks`,
    flagged: sql`select *, max(pick) over (partition by ${listOf(group)}, entry) as picked from marked`,
    taken: sql`select ${own}, 0 as barred, 0 as excluded, row_number() over (partition by customer order by ${joined([sql`${isTaken} desc`, ...texts, sql`entry`], ', ')}) as turn, ${isTaken} as taken
from flagged where pick = 0`,
  };
}
