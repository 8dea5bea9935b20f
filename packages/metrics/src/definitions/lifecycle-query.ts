import type { MetricQueries, Summary, SummaryQuery } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { atScale, integer, type Part, partOf, type SqlRow, statementOf, sum, withSteps } from '../sql/answer.js';
import { numberOfSum, type SumColumns, sumOfSums } from '../sql/exact-sum.js';
import type { Relation } from '../sql/relation.js';
import { type Sql, sql } from '../sql/sql.js';
import { type Row, tableOf } from '../table.js';
import type { ActivityPlan } from './activity-fold.js';
import { bindColumn } from './bind-column.js';
import { planActivity } from './activity-plan.js';
import { type ActivitySteps, activitySteps } from './activity-query.js';
import { seenRowsOf } from './dated-rows-query.js';
import { exactCells } from './exact-total.js';
import { type LifecycleStateName, stateAt } from './lifecycle-fold.js';
import type { LifecycleOptions } from './lifecycle-options.js';
import { expectInSql } from './query-options.js';

const SUPPORTED = {
  customer: true, time: true, value: true, period: true, timeZone: true, weekStart: true, asOf: true, newBy: true, createdAt: true,
  confidence: true, minN: true, minCell: true, currency: true,
} as const;

/** The lifecycle in SQL: each entry of customer and period, held against the period in which the customer is new and the last active one. */
export const lifecycleQueries: MetricQueries<LifecycleOptions> = {
  summary(options: LifecycleOptions, relation: Relation): SummaryQuery {
    const { plan, activity } = bind(options, relation);
    const parts = atScale([...activity.parts, STATES, ...(options.newBy === 'createdAt' ? [CUSTOMERS] : [])], activity.scale);
    return {
      statement: statementOf(relation.dialect, activity.steps, parts), parts,
      summary: (answer: readonly SqlRow[]) => summaryOf(answer, plan, activity, options.newBy === 'createdAt'),
    };
  },
  members(options: LifecycleOptions, mark: Mark, relation: Relation): Sql {
    const { activity: { steps, periods } } = bind(options, relation);
    const { period, state } = stateAt(mark, { periods });
    return sql`${withSteps(steps, relation.dialect)}\n${membersIn(state, period)}`;
  },
};

const IS_NEW = sql`active = 1 and period = fresh`;
const IS_KNOWN = sql`active = 1 and period <> fresh`;

const STATES: Part = {
  name: 'state',
  cells: {
    period: integer(sql`period`),
    fresh: integer(sql`count(*) filter (where ${IS_NEW})`),
    returning: integer(sql`count(*) filter (where ${IS_KNOWN} and earlier = period - 1)`),
    resurrected: integer(sql`count(*) filter (where ${IS_KNOWN} and (earlier is null or earlier < period - 1))`),
    value_new: sum(valueWhere(IS_NEW)),
    value_existing: sum(valueWhere(sql`active = 0 or period <> fresh`)),
  },
  from: sql`from entries group by period`,
};

const CUSTOMERS: Part = { name: 'customers', cells: { n: integer(sql`count(distinct customer)`) }, from: sql`from entries where fresh is not null` };

function valueWhere(condition: Sql): SumColumns {
  return sumOfSums({ units: sql`case when ${condition} then units end`, rest: sql`case when ${condition} then rest end` });
}

function membersIn(state: LifecycleStateName, period: number): Sql {
  const active = sql`select distinct customer from entries where active = 1 and period = ${period}`;
  switch (state) {
    case 'active': return active;
    case 'new': return sql`${active} and fresh = ${period}`;
    case 'returning': return sql`${active} and fresh <> ${period} and earlier = ${period - 1}`;
    case 'resurrected': return sql`${active} and fresh <> ${period} and (earlier is null or earlier < ${period - 1})`;
    case 'dormant': return sql`select customer from entries where active = 1 and period in (${period - 1}, ${period}) group by customer having max(period) = ${period - 1}`;
  }
}

function bind(options: LifecycleOptions, relation: Relation): { plan: ActivityPlan; activity: ActivitySteps } {
  expectInSql('lifecycle', options, SUPPORTED);
  const plan = planActivity('lifecycle', options, relation.schema, false);
  if (options.newBy !== 'createdAt') return { plan, activity: activitySteps(plan, relation) };
  const { kind, name } = bindColumn('lifecycle', relation.schema, 'createdAt', options.createdAt, 'instants');
  return { plan, activity: activitySteps(plan, relation, { name, timeZone: kind === 'date' ? 'UTC' : plan.timeZone }) };
}

function summaryOf(answer: readonly SqlRow[], plan: ActivityPlan, { periods }: ActivitySteps, byCreation: boolean): Summary {
  const { rows, valuesMissing, window } = seenRowsOf(plan, answer);
  const hasValue = plan.value !== null;
  const states = partOf(answer, 'state').sort((a, b) => a.count('period') - b.count('period'));
  const exact = exactCells(states.flatMap((row) => [row.sum('value_new'), row.sum('value_existing')]));
  return {
    tables: {
      lifecycle: tableOf({
        period: 'date', active: 'int32', new: 'int32', returning: 'int32', resurrected: 'int32', value_new: 'float64', value_existing: 'float64',
      }, states.map((row): Row => {
        const [fresh, returning, resurrected] = [row.count('fresh'), row.count('returning'), row.count('resurrected')];
        return {
          period: periods.dateOf(row.count('period')), active: fresh + returning + resurrected, new: fresh, returning, resurrected,
          value_new: hasValue ? numberOfSum(row.sum('value_new')) : null, value_existing: hasValue ? numberOfSum(row.sum('value_existing')) : null,
        };
      })),
      totals: tableOf({ value_missing: 'int32', has_value: 'bool', ...exact.field, ...(byCreation ? { customers: 'int32' } : {}) }, [{
        value_missing: valuesMissing, has_value: hasValue, ...exact.cell, ...(byCreation ? { customers: partOf(answer, 'customers')[0]?.count('n') ?? 0 } : {}),
      }]),
      window,
    },
    rows,
  };
}
