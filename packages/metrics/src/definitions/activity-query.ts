import { PeriodTable } from '../calendar/period-table.js';
import type { Part } from '../sql/answer.js';
import { localCalendar } from '../sql/local-day.js';
import type { Relation } from '../sql/relation.js';
import { type Sql, sql } from '../sql/sql.js';
import type { ActivityPlan } from './activity-fold.js';
import { datedRows } from './dated-rows-query.js';

const ACTIVE_PERIOD = sql`case when active = 1 then period end`;
const EARLIEST = sql`min(${ACTIVE_PERIOD}) over (partition by customer)`;

/** What queries over customers' activity are made of. */
export interface ActivitySteps {
  /**
   * Leads from rows to `entries`: one row for each customer and period that has rows, as in the ledger of a fold (`active` 1
   * or 0, `orders`, `units` and `rest` of the values), with the customer's first and last active periods as `cohort` and
   * `final`, and the last active one before this as `earlier`; null where there is none. `fresh` is the customer's `cohort`,
   * or the period of the earliest creation date where that is earlier.
   */
  readonly steps: Readonly<Record<string, Sql>>;
  readonly parts: readonly Part[];
  readonly periods: PeriodTable;
  /** Where values are decimals, how many digits they have after the point: then `units` hold all digits, and `rest` nothing. */
  readonly scale: number | null;
}

/** Where the dates of creation stand, and in which zone. */
export interface CreationPlan {
  readonly name: string;
  readonly timeZone: string;
}

/** Returns the steps that say what `ActivityReader` reads. */
export function activitySteps(plan: ActivityPlan, relation: Relation, creation: CreationPlan | null = null): ActivitySteps {
  const { dialect } = relation;
  const calendar = localCalendar(dialect, plan.timeZone, plan.period, plan.weekStart);
  const dates = creation === null ? null : { name: creation.name, calendar: localCalendar(dialect, creation.timeZone, plan.period, plan.weekStart) };
  const rows = datedRows(plan, relation, calendar, dates);
  const [born, carried, first] = dates === null ? [sql``, sql``, sql`${EARLIEST}`] : [
    sql`, ${dialect.integer(dates.calendar.period(sql`created_day`))} as born`, sql`, min(born) as born`,
    sql`case when min(born) over (partition by customer) < ${EARLIEST} then min(born) over (partition by customer) else ${EARLIEST} end`,
  ];
  const { amounts, scale, value } = rows;
  return {
    periods: new PeriodTable(plan.period, plan),
    scale,
    steps: {
      ...rows.steps,
      placed: sql`select customer, ${amounts}, basket, acts, day, ${dialect.integer(calendar.period(sql`day`))} as period${born} from dated`,
      sums: sql`select customer, period, max(acts) as active, ${value.units} as units, ${value.rest} as rest,
  ${dialect.integer(sql`count(distinct case when acts = 1 then basket end) + count(distinct case when acts = 1 and basket is null then day end)`)} as orders${carried}
from placed group by customer, period`,
      entries: sql`select customer, period, active, orders, units, rest,
  ${EARLIEST} as cohort, ${first} as fresh, max(${ACTIVE_PERIOD}) over (partition by customer) as final,
  max(${ACTIVE_PERIOD}) over (partition by customer order by period rows between unbounded preceding and 1 preceding) as earlier
from sums`,
    },
    parts: rows.parts,
  };
}
