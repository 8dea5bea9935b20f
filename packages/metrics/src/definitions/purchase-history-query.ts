import { sumOfSums } from '../sql/exact-sum.js';
import { localCalendar } from '../sql/local-day.js';
import type { Relation } from '../sql/relation.js';
import { type Sql, sql } from '../sql/sql.js';
import { type DatedRows, datedRows } from './dated-rows-query.js';
import type { PurchasePlan } from './purchase-fold.js';
import { cutOffDay } from './rows-query.js';

/**
 * Returns the steps that lead from rows to `histories`, one row a customer, as `eachHistory` tells them: `orders`, `first_day`
 * and `second_day` (null where there is none), `last_day` (the last on which anybody was watched), `units` and `rest` of all
 * values, `first_units` and `first_rest` of the first order's.
 */
export function historySteps(plan: PurchasePlan, relation: Relation): DatedRows {
  const { dialect } = relation;
  const rows = datedRows(plan, relation, localCalendar(dialect, plan.timeZone, 'day', 1));
  const { amounts, scale, value } = rows;
  const total = sumOfSums({ units: sql`its_units`, rest: sql`its_rest` });
  const first = (x: Sql): Sql => sql`case when place = 1 and begun is not null then ${x} end`;
  const firstTotal = sumOfSums({ units: first(sql`its_units`), rest: first(sql`its_rest`) });
  return {
    amounts,
    scale,
    value: total,
    parts: rows.parts,
    steps: {
      ...rows.steps,
      lined: sql`select customer, instant, day, ${amounts}, basket, acts, case when basket is null then day end as bare, min(case when acts = 1 then day end) over (partition by customer) as first_day from dated`,
      // An order is an id, or a day where rows have none (C7).
      baskets: sql`select customer, basket, bare, min(case when acts = 1 then instant end) as begun, min(first_day) as opened,
  min(case when acts = 1 and day > first_day then day end) as other_day, max(day) as latest, ${value.units} as its_units, ${value.rest} as its_rest
from lined group by customer, basket, bare`,
      numbered: sql`select customer, begun, opened, other_day, latest, its_units, its_rest, row_number() over (partition by customer
  order by case when begun is null then 1 else 0 end, begun, case when basket is null then 0 else 1 end, ${dialect.codeUnits(dialect.text(sql`basket`))}) as place
from baskets`,
      people: sql`select customer, ${dialect.integer(sql`count(begun)`)} as orders, min(opened) as first_day, min(other_day) as second_day, max(latest) as latest,
  ${total.units} as units, ${total.rest} as rest, ${firstTotal.units} as first_units, ${firstTotal.rest} as first_rest from numbered group by customer`,
      histories: sql`select customer, orders, first_day, second_day, units, rest, first_units, first_rest, ${
        plan.cutOff === Infinity ? sql`max(latest) over ()` : sql`${cutOffDay(plan.cutOff, plan.timeZone)}`} as last_day from people`,
    },
  };
}
