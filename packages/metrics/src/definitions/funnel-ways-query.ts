import type { Dialect } from '../sql/dialect.js';
import { joined, type Sql, sql, verbatim } from '../sql/sql.js';
import type { ChainPlan } from './funnel-chain-query.js';
import { ahead, earliestOf, instantOfStep, isInRange, LONGEST } from './funnel-limits-query.js';

const way = (depth: number): Sql => verbatim(`way_${depth}`);
const found = (depth: number): Sql => verbatim(`found_${depth}`);

/**
 * Returns the queries that lead from `points` to `trials`, which have *own*, the columns of the events, and the attempt that each
 * entry makes, as `ChainSearch` finds it: `entry`, `depth`, by level `at_k`; `limits`, when it may go on no further; `ended`, after which another may begin; `open`, whether
 * it still may go on when the data ends; `counts`, whether it is one.
 *
 * Of each event of a level `way_d` lists the instants of the best way from there through level d - 1, and then when the next
 * may be filled no more; `goes` is 1 where some way is still on when the data ends. An event is followed by the first that
 * leads as far, so each level looks at the ways from the next.
 */
export function waySteps(plan: ChainPlan, group: Sql, own: Sql, dialect: Dialect): Record<string, Sql> {
  const { steps: { levels } } = plan;
  const last = levels.length - 1;
  const steps: Record<string, Sql> = {
    [`ways_${last}`]: sql`select ${own}, data_end, case when step = ${levels[last]!} then ${
      dialect.followedBy(sql`instant`, dialect.path(sql`instant`))} else ${dialect.noPath} end as ${way(levels.length)}, 0 as goes from points`,
  };
  for (let level = last - 1; level >= 0; level--) Object.assign(steps, levelSteps(plan, level, group, own, dialect));
  return { ...steps, ...entrySteps(plan, own, dialect) };
}

/** From the ways of the events of the next level to those of *level*. */
function levelSteps(plan: ChainPlan, level: number, group: Sql, own: Sql, dialect: Dialect): Record<string, Sql> {
  const { levels } = plan.steps;
  const { low, broken, until, windows } = boundsOf(plan, level, group, dialect);
  const isRow = sql`step = ${levels[level]!}`;
  const isNext = sql`step = ${levels[level + 1]!}`;
  const deeper = Array.from({ length: levels.length - level - 1 }, (_, i) => level + 2 + i);
  // In this order, whatever may follow a row comes no earlier than the row.
  const key = low === null ? sql`instant` : sql`case when ${isRow} then ${low} else instant end`;
  const next = (aggregate: Sql): Sql => ahead(aggregate, group, 'from', key);
  const before = verbatim(`ways_${level + 1}`);
  const [looks, limits, ways] = [`looks_${level}`, `limits_${level}`, `ways_${level}`];
  return {
    [looks]: sql`select *, ${joined([
      ...deeper.map((depth) => sql`${next(dialect.leastPath(way(depth), sql`${isNext} and ${dialect.element(way(depth), 1)} is not null`))} as ${found(depth)}`),
      ...(plan.rules.repeatsEnd ? [sql`${next(sql`min(case when ${isNext} then instant end)`)} as next_first`] : []),
      sql`${next(sql`min(case when ${isNext} and goes = 1 then instant end)`)} as next_goes`,
    ], ',\n  ')} from ${windows.length === 0 ? before : sql`(select *, ${joined(windows, ',\n  ')} from ${before}) as e`}`,
    [limits]: sql`select ${own}, data_end, goes, next_goes, ${joined(deeper.flatMap((depth) => [way(depth), found(depth)]), ', ')},
  ${earliestOf([...until, ...(broken ? [sql`broken`] : [])], dialect)} as limits, ${earliestOf([...until, ...(broken ? [sql`broken - 1`] : [])], dialect)} as latest from ${verbatim(looks)}`,
    [ways]: sql`select ${own}, data_end, case when ${isRow} then ${dialect.followedBy(sql`instant`, dialect.path(sql`limits`))} else ${dialect.noPath} end as ${way(level + 1)},
  ${joined(deeper.map((depth) => sql`case when not ${isRow} then ${way(depth)} when ${dialect.element(found(depth), 1)} <= latest then ${
    dialect.followedBy(sql`instant`, found(depth))} else ${dialect.noPath} end as ${way(depth)}`), ',\n  ')},
  case when not ${isRow} then goes when latest >= data_end or next_goes <= latest then 1 else 0 end as goes from ${verbatim(limits)}`,
  };
}

/** When the level after one may be filled. */
interface Bounds {
  /** No earlier than this; null: than the event itself. */
  readonly low: Sql | null;
  /** No later than any of these. */
  readonly until: readonly Sql[];
  /** Whether it must also come before `broken`. */
  readonly broken: boolean;
  /** The window functions that tell all of this. */
  readonly windows: readonly Sql[];
}

function boundsOf({ rules, steps: { codeCount, levels, stepCount } }: ChainPlan, level: number, group: Sql, dialect: Dialect): Bounds {
  const { apart, order, repeatsEnd, windowFrom, windowMicros } = rules;
  const tie = Math.min(Math.floor(rules.tieMicros), LONGEST);
  const walls = rules.walls.filter(({ from, to, wholeCustomer }) => !wholeCustomer && level >= from && level < to).map(({ code }) => code);
  // Of one instant, what is no step comes first, then the steps in their order.
  const later = order === 'strict' ? Array.from(levels.subarray(level + 2)) : [];
  const breaks = [
    ...(order === 'strict' ? Array.from({ length: codeCount - stepCount }, (_, i) => stepCount + i) : []), ...(repeatsEnd ? levels.subarray(1, level + 1) : []),
  ];
  // With slack, the next step may be stamped earlier: nothing may lie between then, either.
  const reachesBack = tie > 0 && walls.length > 0;
  const slack = reachesBack ? sql`greatest(instant - ${tie}, ${dialect.present(sql`coalesce(wall_before, instant - ${tie})`)})` : sql`instant - ${tie}`;
  return {
    low: apart ? sql`instant + 1` : tie > 0 ? slack : null,
    until: [
      ...(windowFrom === 'previous' && windowMicros < Infinity ? [sql`instant + ${Math.min(windowMicros, LONGEST)}`] : []),
      ...(walls.length === 0 ? [] : [sql`wall`]), ...(later.length === 0 ? [] : [sql`later`]), ...(repeatsEnd ? [sql`next_first`] : []),
    ],
    broken: breaks.length > 0,
    windows: [
      ...(walls.length === 0 ? [] : [sql`${ahead(sql`min(${instantOfStep(walls)})`, group, 'after')} as wall`]),
      ...(reachesBack ? [sql`max(${instantOfStep(walls)}) over (partition by ${group} order by instant range between unbounded preceding and 1 preceding) as wall_before`] : []),
      ...(later.length === 0 ? [] : [sql`${ahead(sql`min(${instantOfStep(later)})`, group, 'from')} as later`]),
      ...(breaks.length === 0 ? [] : [sql`${ahead(sql`min(${instantOfStep(breaks)})`, group, 'after')} as broken`]),
    ],
  };
}

/** Of each entry the way that fills the most levels in time. */
function entrySteps({ rules, steps: { levels } }: ChainPlan, own: Sql, dialect: Dialect): Record<string, Sql> {
  const count = levels.length;
  const depths = Array.from({ length: count }, (_, i) => count - i);
  const window = rules.windowFrom === 'entry' && rules.windowMicros < Infinity ? Math.min(rules.windowMicros, LONGEST) : null;
  const instants = (depth: number): Sql[] => Array.from({ length: depth }, (_, i) => dialect.element(way(depth), i + 1));
  // With slack, the event before may be stamped after the one that follows.
  const done = (depth: number): Sql => (rules.tieMicros > 0 ? sql`greatest(${joined([sql`instant`, ...instants(depth)], ', ')})` : instants(depth)[depth - 1]!);
  const inTime = (depth: number): Sql => sql`${dialect.element(way(depth), 1)} is not null${window === null ? sql`` : sql` and ${done(depth)} <= instant + ${window}`}`;
  const isOpen = rules.windowMicros === Infinity ? sql`1 = 0` : window === null ? sql`goes = 1` : sql`goes = 1 and entry + ${window} >= data_end`;
  const ats = Array.from(levels, (step) => verbatim(`at_${step}`));
  return {
    entries: sql`select ${own}, goes, data_end, ${joined(depths.map(way), ', ')}, case when step <> ${levels[0]!} or not (${isInRange(rules)}) then 0 ${
      joined(depths.map((depth) => sql`when ${inTime(depth)} then ${depth}`), ' ')} else 0 end as depth from ways_0`,
    chosen: sql`select ${own}, instant as entry, goes, data_end, depth, case ${joined(depths.map((depth) => sql`when depth = ${depth} then ${way(depth)}`), ' ')} else ${dialect.noPath} end as way from entries`,
    bounded: sql`select ${own}, entry, goes, data_end, depth, ${joined(ats.map((at, level) => sql`case when depth > ${level} then ${dialect.element(sql`way`, level + 1)} end as ${at}`), ', ')},
  case when depth = ${count} then greatest(entry, ${dialect.element(sql`way`, count)}) else ${dialect.element(sql`way`, sql`(depth + 1)`)} end as bound from chosen`,
    limited: sql`select *, ${window === null ? sql`bound` : sql`case when depth = ${count} then bound else least(bound, entry + ${window}) end`} as limits from bounded`,
    trials: sql`select ${own}, entry, depth, ${joined(ats, ', ')}, limits, limits as ended, case when depth > 0 and ${isOpen} then 1 else 0 end as open, case when depth > 0 then 1 else 0 end as counts from limited`,
  };
}
