import { PeriodTable } from '../calendar/period-table.js';
import type { Part } from '../sql/answer.js';
import { localCalendar } from '../sql/local-day.js';
import type { Relation } from '../sql/relation.js';
import { type Sql, sql } from '../sql/sql.js';
import type { ActivityPlan } from './activity-fold.js';
import { datedRows } from './dated-rows-query.js';

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
  const rows = datedRows(plan, relation, calendar);
  const { amounts, scale, value } = rows;
  const activePeriod = sql`case when active = 1 then period end`;
  return {
    periods: new PeriodTable(plan.period, plan),
    scale,
    steps: {
      ...rows.steps,
      placed: sql`select customer, ${amounts}, basket, acts, day, ${dialect.integer(calendar.period(sql`day`))} as period from dated`,
      sums: sql`select customer, period, max(acts) as active, ${value.units} as units, ${value.rest} as rest,
  ${dialect.integer(sql`count(distinct case when acts = 1 then basket end) + count(distinct case when acts = 1 and basket is null then day end)`)} as orders
from placed group by customer, period`,
      entries: sql`select customer, period, active, orders, units, rest,
  min(${activePeriod}) over (partition by customer) as cohort, max(${activePeriod}) over (partition by customer) as final,
  max(${activePeriod}) over (partition by customer order by period rows between unbounded preceding and 1 preceding) as earlier
from sums`,
    },
    parts: rows.parts,
  };
}
