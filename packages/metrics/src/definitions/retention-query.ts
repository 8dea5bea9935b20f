import { PeriodTable } from '../calendar/period-table.js';
import type { MetricQueries, Summary, SummaryQuery } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { atScale, integer, type Part, partOf, type SqlRow, statementOf, sum, withSteps } from '../sql/answer.js';
import { numberOfSum, sumOfSums } from '../sql/exact-sum.js';
import type { Relation } from '../sql/relation.js';
import { type Sql, sql } from '../sql/sql.js';
import { type Row, tableOf } from '../table.js';
import { planActivity } from './activity-plan.js';
import { seenRowsOf } from './dated-rows-query.js';
import { exactCells } from './exact-total.js';
import { expectInSql } from './query-options.js';
import { type CellPlan, type CellSteps, cellSteps } from './retention-cells-query.js';
import { cellAt } from './retention-fold.js';
import type { RetentionMode, RetentionOptions } from './retention-options.js';

const SUPPORTED = {
  customer: true, time: true, value: true, order: true, period: true, mode: true, brackets: true, timeZone: true, weekStart: true,
  asOf: true, confidence: true, minN: true, minCell: true, currency: true, entry: true, windows: true, windowDays: true, measure: true, project: true,
} as const;

/** Retention in SQL: entries of customer and period as the ledger keeps them, put into the cells of the cohorts that they belong to. */
export const retentionQueries: MetricQueries<RetentionOptions> = {
  summary(options: RetentionOptions, relation: Relation): SummaryQuery {
    const { plan, cells } = bind(options, relation);
    const parts = atScale([...cells.parts, ...PARTS, ...(isRun(plan.mode) ? [RUNS] : [])], cells.scale);
    return { statement: statementOf(relation.dialect, cells.steps, parts), parts, summary: (answer: readonly SqlRow[]) => summaryOf(answer, plan) };
  },
  members(options: RetentionOptions, mark: Mark, relation: Relation): Sql {
    const { plan, cells: { steps } } = bind(options, relation);
    const { cohort, cell } = cellAt(mark, { cohorts: cohortsOf(plan), brackets: plan.brackets });
    const retained = cell === null ? sql`pairs where`
      : !isRun(plan.mode) ? sql`cells where active = 1 and cell = ${cell} and cell <= last_cell and`
      : plan.mode === 'onOrBefore' && cell === 0 ? sql`spans where`
      : sql`spans where first_cell <= ${cell} and final_cell >= ${cell} and`;
    return sql`${withSteps(steps, relation.dialect)}\nselect distinct customer from ${retained} cohort = ${cohort}`;
  },
};

/** A member's own entry is a pair of each member. */
const PARTS: readonly Part[] = [
  {
    name: 'cell',
    cells: {
      cohort: integer(sql`cohort`), cell: integer(sql`cell`), active: integer(sql`sum(active)`), orders: integer(sql`sum(orders)`),
      value: sum(sumOfSums({ units: sql`cell_units`, rest: sql`cell_rest` })),
    },
    from: sql`from cells where cell <= last_cell group by cohort, cell`,
  },
  {
    name: 'member',
    cells: { cohort: integer(sql`cohort`), last_cell: integer(sql`last_cell`), n: integer(sql`count(*)`), latest: integer(sql`max(entered)`) },
    from: sql`from pairs where period = entered group by cohort, last_cell`,
  },
  {
    name: 'aside',
    cells: {
      customers: integer(sql`count(distinct case when cohort is not null then customer end)`),
      n: integer(sql`count(distinct case when cohort is null then customer end)`), active: integer(sql`count(*) filter (where period < cohort)`),
    },
    from: sql`from entries`,
  },
];

/** Members retained in a run of cells. */
const RUNS: Part = {
  name: 'run',
  cells: { cohort: integer(sql`cohort`), first: integer(sql`first_cell`), final: integer(sql`final_cell`), n: integer(sql`count(*)`) },
  from: sql`from spans where first_cell <= final_cell group by cohort, first_cell, final_cell`,
};

/** Whether a member counts in cells without activity of their own. */
function isRun(mode: RetentionMode): boolean {
  return mode !== 'on' && mode !== 'bracket';
}

function cohortsOf({ activity }: CellPlan): PeriodTable {
  return new PeriodTable(activity.period, activity);
}

function bind(options: RetentionOptions, relation: Relation): { plan: CellPlan; cells: CellSteps } {
  expectInSql('retention', options, SUPPORTED);
  const plan: CellPlan = {
    activity: planActivity('retention', options, relation.schema, true), entry: options.entry ?? 'first', mode: options.mode ?? 'on',
    brackets: options.brackets ?? null, windowDays: options.windows === 'rolling' ? (options.windowDays ?? null) : null,
  };
  return { plan, cells: cellSteps(plan, relation) };
}

interface Cell {
  readonly cohort: number;
  readonly cell: number;
  active: number;
  eligible: number;
  orders: number;
  value: number;
}

function summaryOf(answer: readonly SqlRow[], plan: CellPlan): Summary {
  const { activity, brackets } = plan;
  const { rows, valuesMissing, window } = seenRowsOf(activity, answer);
  const [aside] = partOf(answer, 'aside');
  const hasValue = activity.value !== null;
  const exact = exactCells(partOf(answer, 'cell').map((row) => row.sum('value')));
  const rolling = plan.windowDays !== null;
  const cohorts = cohortsOf(plan);
  const days = new PeriodTable('day', activity);
  const members = membersOf(answer);
  const eligible = rolling ? { eligible: 'int32' as const } : {};
  const cells = cellsOf(answer, plan).filter((cell) => cell.active > 0 || cell.eligible > 0 || cell.orders > 0 || cell.value !== 0);
  return {
    tables: {
      retention: tableOf({ cohort: 'date', offset: 'int32', active: 'int32', orders: 'int32', value: 'float64', ...eligible }, cells.map((cell): Row => ({
        cohort: cohorts.dateOf(cell.cohort), offset: brackets === null ? cell.cell : (brackets[cell.cell]?.[0] ?? cell.cell), active: cell.active,
        orders: cell.orders, value: hasValue ? cell.value : null, ...(rolling ? { eligible: cell.eligible } : {}),
      }))),
      cohorts: tableOf({ cohort: 'date', size: 'int32', ...(rolling ? { last_entry: 'date' } : {}) }, [...members].sort(([a], [b]) => a - b).map(([cohort, { size, latest }]): Row => (
        { cohort: cohorts.dateOf(cohort), size, ...(rolling ? { last_entry: days.dateOf(latest) } : {}) }))),
      totals: tableOf(
        { customers: 'int32', customers_without_activity: 'int32', entries_before_first: 'int32', value_missing: 'int32', has_value: 'bool', ...exact.field },
        [{
          customers: aside?.count('customers') ?? 0, customers_without_activity: aside?.count('n') ?? 0, entries_before_first: aside?.count('active') ?? 0,
          value_missing: valuesMissing, has_value: hasValue, ...exact.cell,
        }],
      ),
      window,
    },
    rows,
  };
}

function membersOf(answer: readonly SqlRow[]): Map<number, { size: number; latest: number }> {
  const members = new Map<number, { size: number; latest: number }>();
  for (const row of partOf(answer, 'member')) {
    const { size, latest } = members.get(row.count('cohort')) ?? { size: 0, latest: -Infinity };
    members.set(row.count('cohort'), { size: size + row.count('n'), latest: Math.max(latest, row.count('latest')) });
  }
  return members;
}

/** Cells in order of cohorts and offsets. */
function cellsOf(answer: readonly SqlRow[], { mode, windowDays }: CellPlan): Cell[] {
  const cells = new Map<string, Cell>();
  const cellFor = (cohort: number, cell: number): Cell => {
    const key = `${cohort} ${cell}`;
    const found = cells.get(key) ?? { cohort, cell, active: 0, eligible: 0, orders: 0, value: 0 };
    cells.set(key, found);
    return found;
  };
  for (const row of partOf(answer, 'cell')) {
    const cell = cellFor(row.count('cohort'), row.count('cell'));
    if (!isRun(mode)) cell.active = row.count('active');
    cell.orders = row.count('orders');
    cell.value = numberOfSum(row.sum('value'));
  }
  for (const row of partOf(answer, 'run')) {
    for (let cell = row.count('first'); cell <= row.count('final'); cell++) cellFor(row.count('cohort'), cell).active += row.count('n');
  }
  for (const row of partOf(answer, 'member')) {
    const [cohort, last, n] = [row.count('cohort'), row.count('last_cell'), row.count('n')];
    // Whoever entered has come by then.
    if (mode === 'onOrBefore' && last >= 0) cellFor(cohort, 0).active += n;
    for (let cell = 0; windowDays !== null && cell <= last; cell++) cellFor(cohort, cell).eligible += n;
  }
  return [...cells.values()].sort((a, b) => a.cohort - b.cohort || a.cell - b.cell);
}
