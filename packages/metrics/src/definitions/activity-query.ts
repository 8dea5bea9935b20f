import { localDate } from '../calendar/local-date.js';
import { PeriodTable } from '../calendar/period-table.js';
import type { RowCounts } from '../metric.js';
import { type AnswerRow, integer, type Part, partOf, type SqlRow } from '../sql/answer.js';
import { decimalSumOf, sumOf } from '../sql/exact-sum.js';
import { type LocalCalendar, localCalendar } from '../sql/local-day.js';
import { columnOf, decimalsIn, finiteOf, instantOf, keyOf, type Relation, rowsOf } from '../sql/relation.js';
import { type Sql, sql } from '../sql/sql.js';
import { type Table, tableOf } from '../table.js';
import type { ActivityPlan } from './activity-fold.js';
import { type DropRule, expectKnownDays, judged, rowCountsOf, rowCountsPart } from './rows-query.js';

/** What queries over customers' activity are made of. */
export interface ActivitySteps {
  /**
   * Leads from rows to `entries`: one row for each customer and period that has rows, as in the ledger of a fold (`active` 1
   * or 0, `orders`, `units` and `rest` of the values), with the customer's first and last active periods as `cohort` and
   * `final`, and the last active one before this as `earlier`; null where there is none.
   */
  readonly steps: Readonly<Record<string, Sql>>;
  readonly parts: readonly Part[];
  readonly periods: PeriodTable;
  /** Where values are decimals, how many digits they have after the point: then `units` hold all digits, and `rest` nothing. */
  readonly scale: number | null;
}

/** Returns the steps that say what `ActivityReader` reads. */
export function activitySteps(plan: ActivityPlan, relation: Relation): ActivitySteps {
  const { dialect } = relation;
  const calendar = localCalendar(dialect, plan.timeZone, plan.period, plan.weekStart);
  const scale = plan.value === null ? null : decimalsIn(relation, plan.value);
  const value = scale === null ? sumOf(dialect, sql`amount`) : decimalSumOf(sql`digits`, scale);
  const digits = scale === null ? sql`` : sql`digits, `;
  const activePeriod = sql`case when active = 1 then period end`;
  return {
    periods: new PeriodTable(plan.period, plan),
    scale,
    steps: {
      seen: rowsOf(relation, {
        customer: keyOf(relation, plan.customer), instant: instantOf(relation, plan.time),
        amount: plan.value === null ? dialect.missing('double') : finiteOf(relation, plan.value),
        basket: plan.order === null ? dialect.missing('text') : keyOf(relation, plan.order),
        ...(scale === null ? {} : { digits: dialect.digits(columnOf(relation, plan.value!), scale) }),
      }),
      judged: judged('seen', timeRules(plan.cutOff, calendar)),
      dated: sql`select customer, amount, ${digits}basket, case when amount < 0 then 0 else 1 end as acts, ${dialect.integer(calendar.day(sql`instant`))} as day from judged where reason is null`,
      placed: sql`select customer, amount, ${digits}basket, acts, day, ${dialect.integer(calendar.period(sql`day`))} as period from dated`,
      sums: sql`select customer, period, max(acts) as active, ${value.units} as units, ${value.rest} as rest,
  ${dialect.integer(sql`count(distinct case when acts = 1 then basket end) + count(distinct case when acts = 1 and basket is null then day end)`)} as orders
from placed group by customer, period`,
      entries: sql`select customer, period, active, orders, units, rest,
  min(${activePeriod}) over (partition by customer) as cohort, max(${activePeriod}) over (partition by customer) as final,
  max(${activePeriod}) over (partition by customer order by period rows between unbounded preceding and 1 preceding) as earlier
from sums`,
    },
    parts: [rowCountsPart('judged'), seenPart(calendar)],
  };
}

/** Returns why a row without a customer, or out of time, is left out. */
export function timeRules(cutOff: number, calendar: LocalCalendar): DropRule[] {
  return [
    { reason: 'customer_missing', when: sql`customer is null` },
    { reason: 'time_missing', when: sql`instant is null` },
    { reason: 'time_out_of_range', when: sql`instant < ${calendar.first} or instant >= ${calendar.end}` },
    ...(cutOff === Infinity ? [] : [{ reason: 'after_as_of', when: sql`instant >= ${cutOff}` }]),
  ];
}

function seenPart({ unknownFrom, end }: LocalCalendar): Part {
  return {
    name: 'seen',
    cells: {
      missing: integer(sql`count(*) filter (where amount is null)`),
      unknown: integer(unknownFrom === end ? sql`0` : sql`count(*) filter (where instant >= ${unknownFrom})`),
      first: integer(sql`min(instant)`), last: integer(sql`max(instant)`),
    },
    from: sql`from judged where reason is null`,
  };
}

/** What an answer says of the rows: their counts, how many have no value, and the window table. */
export interface SeenRows {
  readonly rows: RowCounts;
  readonly valuesMissing: number;
  readonly window: Table;
}

/** Returns what the parts of `activitySteps` say. Throws OptionError where the query can't know the days of some rows. */
export function seenRowsOf(plan: Pick<ActivityPlan, 'metric' | 'timeZone' | 'value'>, answer: readonly SqlRow[]): SeenRows {
  const [seen] = partOf(answer, 'seen');
  expectKnownDays(plan.metric, seen?.count('unknown') ?? 0, plan.timeZone);
  return { rows: rowCountsOf(answer), valuesMissing: plan.value === null ? 0 : (seen?.count('missing') ?? 0), window: windowTable(seen, plan.timeZone) };
}

function windowTable(seen: AnswerRow | undefined, timeZone: string): Table {
  const date = (name: string): string | null => {
    const instant = seen?.number(name) ?? null;
    return instant === null ? null : localDate(instant, timeZone);
  };
  return tableOf({ start: 'date', end: 'date', time_zone: 'utf8' }, [{ start: date('first'), end: date('last'), time_zone: timeZone }]);
}
