import { PeriodTable } from '../calendar/period-table.js';
import type { Part } from '../sql/answer.js';
import { sumOfSums } from '../sql/exact-sum.js';
import { localCalendar } from '../sql/local-day.js';
import type { Relation } from '../sql/relation.js';
import { joined, type Sql, sql } from '../sql/sql.js';
import type { ActivityPlan } from './activity-fold.js';
import { activitySteps } from './activity-query.js';
import type { OffsetBracket, RetentionEntry, RetentionMode } from './retention-options.js';

/** How cells are made of activity in a query. */
export interface CellPlan {
  readonly activity: ActivityPlan;
  readonly entry: RetentionEntry;
  readonly mode: RetentionMode;
  readonly brackets: readonly OffsetBracket[] | null;
  /** Days of a rolling window; null where offsets are calendar periods. */
  readonly windowDays: number | null;
}

/**
 * What `walkRetention` tells, as steps. `pairs`: a member (`customer`, who `entered` a `cohort` and is watched up to `last_cell`)
 * with each own period from there on and the `cell` in which it lies, null where none does. `cells`: the same put together by
 * cell. `spans`, where the mode retains a member in a run of cells: from `first_cell` to `final_cell`.
 */
export interface CellSteps {
  readonly steps: Readonly<Record<string, Sql>>;
  readonly parts: readonly Part[];
  /** Where values are decimals, how many digits they have after the point. */
  readonly scale: number | null;
}

/** Returns the steps from rows to cells. */
export function cellSteps(plan: CellPlan, relation: Relation): CellSteps {
  const { activity, brackets, mode, windowDays } = plan;
  const { dialect } = relation;
  const cohorts = localCalendar(dialect, activity.timeZone, activity.period, activity.weekStart);
  const { steps, parts, scale } = activitySteps(windowDays === null ? activity : { ...activity, period: 'day' }, relation);
  const cohortOf = (day: Sql): Sql => (windowDays === null ? day : cohorts.period(day));
  const offset = windowDays === null ? sql`period - entered` : dialect.divide(sql`(period - entered)`, windowDays);
  const lastOffset = windowDays === null ? sql`ends - 1 - entered` : sql`${dialect.divide(sql`(ends - entered)`, windowDays)} - 1`;
  const total = sumOfSums({ units: sql`units`, rest: sql`rest` });
  const own = sql`customer, cohort, entered, last_cell`;
  return {
    parts,
    scale,
    steps: {
      ...steps,
      bounded: sql`select customer, period, active, orders, units, rest, cohort as opened, ${dialect.integer(endOfWatch(plan, cohorts))} as ends from entries`,
      joined: plan.entry === 'first'
        ? sql`select customer, period, active, orders, units, rest, opened as entered, ends from bounded where period >= opened`
        : sql`select b.customer as customer, b.period as period, b.active as active, b.orders as orders, b.units as units, b.rest as rest, m.entered as entered, b.ends as ends
from bounded as b join (select customer as who, min(period) as entered from entries where active = 1 group by customer, ${cohortOf(sql`period`)}) as m on b.customer = m.who where b.period >= m.entered`,
      paired: sql`select customer, period, active, orders, units, rest, entered, ${dialect.integer(cohortOf(sql`entered`))} as cohort,
  ${dialect.integer(offset)} as distance, ${dialect.integer(lastOffset)} as last_distance from joined`,
      pairs: sql`select customer, period, active, orders, units, rest, entered, cohort, ${dialect.integer(bracketOf(brackets))} as cell, ${
        dialect.integer(lastBracket(brackets, windowDays !== null))} as last_cell from paired`,
      // A period is a cell of its own where offsets are periods.
      cells: brackets === null && windowDays === null
        ? sql`select ${own}, cell, active, orders, units as cell_units, rest as cell_rest from pairs`
        : sql`select ${own}, cell, max(active) as active, ${dialect.integer(sql`sum(orders)`)} as orders, ${total.units} as cell_units, ${total.rest} as cell_rest
from pairs where cell is not null group by ${own}, cell`,
      ...spanSteps(mode, own, relation),
    },
  };
}

/** The ledger's period after the last that was watched to its end (rolling), or that has begun (calendar). */
function endOfWatch({ activity, windowDays }: CellPlan, cohorts: ReturnType<typeof localCalendar>): Sql {
  const { cutOff } = activity;
  const last = sql`max(period) over ()`;
  if (cutOff === Infinity) return windowDays === null ? sql`${last} + 1` : cohorts.firstDay(sql`(${cohorts.period(sql`(${last})`)} + 1)`);
  const periods = new PeriodTable(windowDays === null ? activity.period : 'day', activity);
  const ordinal = periods.ordinalOf(cutOff - 1);
  return sql`${ordinal + Number(windowDays === null || periods.endOf(ordinal) <= cutOff)}`;
}

function bracketOf(brackets: readonly OffsetBracket[] | null): Sql {
  if (brackets === null) return sql`distance`;
  return sql`case ${joined(brackets.map(([from, to], i) => sql`when distance >= ${from} and distance <= ${to} then ${i}`), ' ')} end`;
}

/** The last bracket that has begun; of rolling windows, that is over. */
function lastBracket(brackets: readonly OffsetBracket[] | null, rolling: boolean): Sql {
  if (brackets === null) return sql`last_distance`;
  return sql`case ${joined(brackets.map(([from, to], i) => sql`when last_distance >= ${rolling ? to : from} then ${i}`).reverse(), ' ')} else ${-1} end`;
}

function spanSteps(mode: RetentionMode, own: Sql, { dialect }: Relation): Record<string, Sql> {
  const spans = (first: Sql, final: Sql, from: Sql): Sql => sql`select ${own}, ${first} as first_cell, ${dialect.integer(final)} as final_cell from ${from} where last_cell >= 0 group by ${own}`;
  switch (mode) {
    case 'on':
    case 'bracket': return {};
    case 'onOrAfter': return { spans: spans(sql`0`, sql`least(max(case when active = 1 then cell end), last_cell)`, sql`cells`) };
    case 'onOrBefore': return { spans: spans(sql`min(case when active = 1 and cell > 0 then cell end)`, sql`last_cell`, sql`cells`) };
    case 'streak': return {
      // Cells ascend from 0, so one that is where it would be without a gap has none before it.
      ranked: sql`select ${own}, cell, row_number() over (partition by customer, entered order by cell) as place from cells where active = 1`,
      spans: spans(sql`0`, sql`least(count(case when place = cell + 1 then 1 end) - 1, last_cell)`, sql`ranked`),
    };
  }
}
