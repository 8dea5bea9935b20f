import type { MetricQueries, Summary, SummaryQuery } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { type AnswerRow, atScale, integer, type Part, partOf, type SqlRow, statementOf, sum, withSteps } from '../sql/answer.js';
import { numberOfSum, type SumColumns, sumOfSums } from '../sql/exact-sum.js';
import type { Relation } from '../sql/relation.js';
import { joined, type Sql, sql } from '../sql/sql.js';
import { type Row, tableOf } from '../table.js';
import { seenRowsOf } from './dated-rows-query.js';
import { exactCells } from './exact-total.js';
import { rungAt } from './loyalty-fold.js';
import { countedBy, LOYALTY_RUNGS, type LoyaltyOptions, type LoyaltyRung } from './loyalty-options.js';
import type { PurchasePlan } from './purchase-fold.js';
import { historySteps } from './purchase-history-query.js';
import { planPurchases } from './purchase-plan.js';
import { expectInSql } from './query-options.js';

const SUPPORTED = {
  customer: true, time: true, value: true, order: true, countBy: true, rungs: true, timeZone: true, asOf: true, confidence: true, minN: true, minCell: true, currency: true,
} as const;

/** The loyalty ladder in SQL: what each customer bought, order by order, put on rungs. */
export const loyaltyQueries: MetricQueries<LoyaltyOptions> = {
  summary(options: LoyaltyOptions, relation: Relation): SummaryQuery {
    const { plan, rungs, steps, parts } = bind(options, relation);
    return { statement: statementOf(relation.dialect, steps, parts), parts, summary: (answer: readonly SqlRow[]) => summaryOf(answer, plan, rungs) };
  },
  members(options: LoyaltyOptions, mark: Mark, relation: Relation): Sql {
    const { rungs, steps } = bind(options, relation);
    return sql`${withSteps(steps, relation.dialect)}\nselect customer from ladder where rung = ${rungAt(mark, rungs)}`;
  },
};

const SUM: SumColumns = { units: sql`units`, rest: sql`rest` };
const REPEAT: SumColumns = { units: sql`case when orders > 1 then units end`, rest: sql`case when orders > 1 then rest end` };
const FIRST: SumColumns = { units: sql`first_units`, rest: sql`first_rest` };

const PARTS: readonly Part[] = [
  { name: 'rung', cells: { rung: integer(sql`rung`), customers: integer(sql`count(*)`), value: sum(sumOfSums(SUM)) }, from: sql`from ladder where rung >= 0 group by rung` },
  {
    name: 'second',
    cells: { time: integer(sql`coalesce(second_day, last_day) - first_day`), events: integer(sql`count(second_day)`), n: integer(sql`count(*)`) },
    from: sql`from ladder where first_day is not null group by coalesce(second_day, last_day) - first_day`,
  },
  {
    name: 'total',
    cells: {
      orders: integer(sql`sum(orders)`), repeat: integer(sql`count(*) filter (where orders > 1)`), by_day: integer(sql`count(second_day)`),
      without: integer(sql`count(*) filter (where orders = 0)`), repeat_value: sum(sumOfSums(REPEAT)), first_value: sum(sumOfSums(FIRST)),
    },
    from: sql`from ladder`,
  },
];

function bind(options: LoyaltyOptions, relation: Relation): { plan: PurchasePlan; rungs: readonly LoyaltyRung[]; steps: Readonly<Record<string, Sql>>; parts: readonly Part[] } {
  expectInSql('loyalty', options, SUPPORTED);
  const plan = planPurchases('loyalty', countedBy(options), relation.schema);
  const rungs = options.rungs ?? LOYALTY_RUNGS;
  const { steps, parts, scale } = historySteps(plan, relation);
  const rung = rungs.map(({ orders }, i) => sql`when orders >= ${orders} then ${i}`).reverse();
  return {
    plan, rungs, parts: atScale([...parts, ...PARTS], scale),
    steps: {
      ...steps,
      ladder: sql`select customer, orders, first_day, second_day, last_day, units, rest, first_units, first_rest, case ${joined(rung, ' ')} else ${-1} end as rung from histories`,
    },
  };
}

function summaryOf(answer: readonly SqlRow[], plan: PurchasePlan, rungs: readonly LoyaltyRung[]): Summary {
  const { rows, valuesMissing, window } = seenRowsOf(plan, answer);
  const [total] = partOf(answer, 'total');
  const held = partOf(answer, 'rung');
  const exact = (total?.count('orders') ?? 0) > 0 ? exactCells(held.map((row) => row.sum('value'))) : exactCells([]);
  const told = (row: AnswerRow | undefined, name: string): number | null => (plan.value === null ? null : row === undefined ? 0 : numberOfSum(row.sum(name)));
  return {
    tables: {
      loyalty: tableOf({ rung: 'utf8', orders_from: 'int32', orders_to: 'int32', customers: 'int32', value: 'float64' }, rungs.map(({ name, orders }, i): Row => {
        const row = held.find((candidate) => candidate.count('rung') === i);
        const next = rungs[i + 1];
        return { rung: name, orders_from: orders, orders_to: next === undefined ? null : next.orders - 1, customers: row?.count('customers') ?? 0, value: told(row, 'value') };
      })),
      second_purchase: tableOf({ time: 'int32', events: 'int32', censored: 'int32' }, partOf(answer, 'second').sort((a, b) => a.count('time') - b.count('time')).map((row): Row => (
        { time: row.count('time'), events: row.count('events'), censored: row.count('n') - row.count('events') }))),
      totals: tableOf({
        orders: 'int32', repeat_customers: 'int32', repeat_customers_by_day: 'int32', repeat_customers_value: 'float64', first_order_value: 'float64',
        customers_without_orders: 'int32', value_missing: 'int32', has_value: 'bool', ...exact.field,
      }, [{
        orders: total?.count('orders') ?? 0, repeat_customers: total?.count('repeat') ?? 0, repeat_customers_by_day: total?.count('by_day') ?? 0,
        repeat_customers_value: told(total, 'repeat_value'), first_order_value: told(total, 'first_value'),
        customers_without_orders: total?.count('without') ?? 0, value_missing: valuesMissing, has_value: plan.value !== null, ...exact.cell,
      }]),
      window,
    },
    rows,
  };
}
