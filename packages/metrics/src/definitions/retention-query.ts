import type { MetricQueries, Summary, SummaryQuery } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { atScale, integer, type Part, partOf, type SqlRow, statementOf, sum, withSteps } from '../sql/answer.js';
import { numberOfSum, sumOfSums } from '../sql/exact-sum.js';
import type { Relation } from '../sql/relation.js';
import { type Sql, sql } from '../sql/sql.js';
import { type Row, tableOf } from '../table.js';
import type { ActivityPlan } from './activity-fold.js';
import { planActivity } from './activity-plan.js';
import { type ActivitySteps, activitySteps, seenRowsOf } from './activity-query.js';
import { exactCells } from './exact-total.js';
import { expectInSql } from './query-options.js';
import { cellAt } from './retention-fold.js';
import type { RetentionOptions } from './retention-options.js';

const SUPPORTED = {
  customer: true, time: true, value: true, order: true, period: true, mode: ['on', 'onOrAfter'], timeZone: true, weekStart: true,
  asOf: true, confidence: true, minN: true, minCell: true, currency: true, entry: ['first'], windows: ['calendar'], measure: true, project: true,
} as const;

/** Retention in SQL: entries of customer and period as the ledger keeps them, counted by cohort and offset. */
export const retentionQueries: MetricQueries<RetentionOptions> = {
  summary(options: RetentionOptions, relation: Relation): SummaryQuery {
    const { plan, activity } = bind(options, relation);
    const parts = atScale([...activity.parts, ...PARTS], activity.scale);
    const statement = statementOf(relation.dialect, activity.steps, parts);
    return { statement, parts, summary: (answer: readonly SqlRow[]) => summaryOf(answer, plan, activity, options.mode === 'onOrAfter') };
  },
  members(options: RetentionOptions, mark: Mark, relation: Relation): Sql {
    const { activity: { steps, periods } } = bind(options, relation);
    const { cohort, cell: offset } = cellAt(mark, { cohorts: periods, brackets: null });
    const then = offset === null ? sql`` : options.mode === 'onOrAfter'
      ? sql` and final >= ${cohort + offset}`
      : sql` and period = ${cohort + offset} and active = 1`;
    return sql`${withSteps(steps)}\nselect distinct customer from entries where cohort = ${cohort}${then}`;
  },
};

/** Each customer has one entry in the period of the cohort, so that counting those counts customers. */
const PARTS: readonly Part[] = [
  {
    name: 'cell',
    cells: {
      cohort: integer(sql`cohort`), distance: integer(sql`period - cohort`), active: integer(sql`sum(active)`), orders: integer(sql`sum(orders)`),
      value: sum(sumOfSums({ units: sql`units`, rest: sql`rest` })),
    },
    from: sql`from entries where period >= cohort group by cohort, period - cohort`,
  },
  {
    name: 'reach',
    cells: { cohort: integer(sql`cohort`), distance: integer(sql`final - cohort`), n: integer(sql`count(*)`) },
    from: sql`from entries where period = cohort group by cohort, final - cohort`,
  },
  {
    name: 'aside',
    cells: { n: integer(sql`count(distinct case when cohort is null then customer end)`), active: integer(sql`count(*) filter (where period < cohort)`) },
    from: sql`from entries`,
  },
];

function bind(options: RetentionOptions, relation: Relation): { plan: ActivityPlan; activity: ActivitySteps } {
  expectInSql('retention', options, SUPPORTED);
  const plan = planActivity('retention', options, relation.schema, true);
  return { plan, activity: activitySteps(plan, relation) };
}

interface Cell {
  readonly cohort: number;
  readonly offset: number;
  active: number;
  orders: number;
  value: number;
}

function summaryOf(answer: readonly SqlRow[], plan: ActivityPlan, { periods }: ActivitySteps, orLater: boolean): Summary {
  const { rows, valuesMissing, window } = seenRowsOf(plan, answer);
  const [aside] = partOf(answer, 'aside');
  const hasValue = plan.value !== null;
  const exact = exactCells(partOf(answer, 'cell').map((row) => row.sum('value')));
  const cells = new Map<string, Cell>();
  for (const row of partOf(answer, 'cell')) {
    const cell = cellFor(cells, row.count('cohort'), row.count('distance'));
    cell.active = orLater ? 0 : row.count('active');
    cell.orders = row.count('orders');
    cell.value = numberOfSum(row.sum('value'));
  }
  const sizes = new Map<number, number>();
  for (const row of partOf(answer, 'reach')) {
    const cohort = row.count('cohort');
    sizes.set(cohort, (sizes.get(cohort) ?? 0) + row.count('n'));
    // Who was active so late counts in every cell up to there.
    for (let offset = row.count('distance'); orLater && offset >= 0; offset--) cellFor(cells, cohort, offset).active += row.count('n');
  }
  const ordered = [...cells.values()].sort((a, b) => a.cohort - b.cohort || a.offset - b.offset);
  let customers = 0;
  for (const size of sizes.values()) customers += size;
  return {
    tables: {
      retention: tableOf({ cohort: 'date', offset: 'int32', active: 'int32', orders: 'int32', value: 'float64' }, ordered.map((cell): Row => ({
        cohort: periods.dateOf(cell.cohort), offset: cell.offset, active: cell.active, orders: cell.orders, value: hasValue ? cell.value : null,
      }))),
      cohorts: tableOf({ cohort: 'date', size: 'int32' }, [...sizes].sort(([a], [b]) => a - b).map(([period, size]) => ({ cohort: periods.dateOf(period), size }))),
      totals: tableOf(
        { customers: 'int32', customers_without_activity: 'int32', entries_before_first: 'int32', value_missing: 'int32', has_value: 'bool', ...exact.field },
        [{ customers, customers_without_activity: aside?.count('n') ?? 0, entries_before_first: aside?.count('active') ?? 0, value_missing: valuesMissing, has_value: hasValue, ...exact.cell }],
      ),
      window,
    },
    rows,
  };
}

function cellFor(cells: Map<string, Cell>, cohort: number, offset: number): Cell {
  const key = `${cohort} ${offset}`;
  const cell = cells.get(key) ?? { cohort, offset, active: 0, orders: 0, value: 0 };
  cells.set(key, cell);
  return cell;
}
