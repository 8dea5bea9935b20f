import type { MetricQueries, Summary, SummaryQuery } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { atScale, integer, type Part, partOf, type SqlRow, statementOf, sum, withSteps } from '../sql/answer.js';
import { numberOfSum, sumOfSums } from '../sql/exact-sum.js';
import type { Relation } from '../sql/relation.js';
import { type Sql, sql } from '../sql/sql.js';
import { tableOf } from '../table.js';
import type { ActivityPlan } from './activity-fold.js';
import { planActivity } from './activity-plan.js';
import { type ActivitySteps, activitySteps } from './activity-query.js';
import { seenRowsOf } from './dated-rows-query.js';
import { exactCells } from './exact-total.js';
import { sideAt } from './new-existing-fold.js';
import type { NewExistingOptions } from './new-existing-options.js';
import { expectInSql } from './query-options.js';

const SUPPORTED = {
  customer: true, time: true, value: true, order: true, period: true, timeZone: true, weekStart: true, asOf: true,
  confidence: true, minN: true, minCell: true, currency: true,
} as const;

/** New against existing business in SQL: each entry of customer and period is in the customer's first active period, or not. */
export const newExistingQueries: MetricQueries<NewExistingOptions> = {
  summary(options: NewExistingOptions, relation: Relation): SummaryQuery {
    const { plan, activity } = bind(options, relation);
    const parts = atScale([...activity.parts, SIDES], activity.scale);
    return {
      statement: statementOf(relation.dialect, activity.steps, parts), parts,
      summary: (answer: readonly SqlRow[]) => summaryOf(answer, plan, activity),
    };
  },
  members(options: NewExistingOptions, mark: Mark, relation: Relation): Sql {
    const { activity: { steps, periods } } = bind(options, relation);
    const { period, side } = sideAt(mark, { periods });
    return sql`${withSteps(steps, relation.dialect)}\nselect distinct customer from entries where active = 1 and period = ${period} and cohort ${side === 'new' ? sql`=` : sql`<`} ${period}`;
  },
};

const SIDES: Part = {
  name: 'side',
  cells: {
    period: integer(sql`period`), fresh: integer(sql`case when period = cohort then 1 else 0 end`),
    customers: integer(sql`sum(active)`), orders: integer(sql`sum(orders)`), value: sum(sumOfSums({ units: sql`units`, rest: sql`rest` })),
  },
  from: sql`from entries group by period, case when period = cohort then 1 else 0 end`,
};

function bind(options: NewExistingOptions, relation: Relation): { plan: ActivityPlan; activity: ActivitySteps } {
  expectInSql('new-existing', options, SUPPORTED);
  const plan = planActivity('new-existing', options, relation.schema, true);
  return { plan, activity: activitySteps(plan, relation) };
}

function summaryOf(answer: readonly SqlRow[], plan: ActivityPlan, { periods }: ActivitySteps): Summary {
  const { rows, valuesMissing, window } = seenRowsOf(plan, answer);
  const hasValue = plan.value !== null;
  const exact = exactCells(partOf(answer, 'side').map((row) => row.sum('value')));
  const sides = partOf(answer, 'side');
  const ordinals = [...new Set(sides.map((row) => row.count('period')))].sort((a, b) => a - b);
  return {
    tables: {
      'new-existing': tableOf({
        period: 'date', customers_new: 'int32', customers_existing: 'int32', orders_new: 'int32', orders_existing: 'int32', value_new: 'float64', value_existing: 'float64',
      }, ordinals.map((period) => {
        const side = (fresh: number): { customers: number; orders: number; value: number | null } => {
          const row = sides.find((candidate) => candidate.count('period') === period && candidate.count('fresh') === fresh);
          const value = row === undefined ? 0 : numberOfSum(row.sum('value'));
          return { customers: row?.count('customers') ?? 0, orders: row?.count('orders') ?? 0, value: hasValue ? value : null };
        };
        const [existing, fresh] = [side(0), side(1)];
        return {
          period: periods.dateOf(period), customers_new: fresh.customers, customers_existing: existing.customers,
          orders_new: fresh.orders, orders_existing: existing.orders, value_new: fresh.value, value_existing: existing.value,
        };
      })),
      totals: tableOf({ value_missing: 'int32', has_value: 'bool', ...exact.field }, [{ value_missing: valuesMissing, has_value: hasValue, ...exact.cell }]),
      window,
    },
    rows,
  };
}
