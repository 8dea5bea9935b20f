import { PeriodTable } from '../calendar/period-table.js';
import type { MetricQueries, Summary, SummaryQuery } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { integer, type Part, partOf, type SqlRow, statementOf, sum, withSteps } from '../sql/answer.js';
import { doubleOfSum, numberOfSum, sumOf, type SumColumns, sumOfSums } from '../sql/exact-sum.js';
import { localCalendar } from '../sql/local-day.js';
import type { Relation } from '../sql/relation.js';
import { type Sql, sql } from '../sql/sql.js';
import { type DatedRows, datedRows, seenRowsOf } from './dated-rows-query.js';
import { readPhaseMark } from './phases-fold.js';
import { phasePlan, type PhasePlan, type PhasesOptions } from './phases-options.js';
import { MAX_DATES, phaseDates, phaseTables } from './phases-summary.js';
import type { PurchasePlan } from './purchase-fold.js';
import { planPurchases } from './purchase-plan.js';
import { expectInSql } from './query-options.js';
import { cutOffDay, periodIs } from './rows-query.js';

const SUPPORTED = {
  customer: true, time: true, value: true, window: true, gaps: true, period: true, timeZone: true, weekStart: true, asOf: true, confidence: true,
  minN: true, minCell: true, currency: true,
} as const;

/** Relationship phases in SQL: each customer's days before each date, and what they say of the customer then. */
export const phasesQueries: MetricQueries<PhasesOptions> = {
  summary(options: PhasesOptions, relation: Relation): SummaryQuery {
    const { plan, phases, rows } = bind(options, relation, null);
    const parts = [...rows.parts, ...PARTS];
    return { statement: statementOf(relation.dialect, rows.steps, parts), parts, summary: (answer: readonly SqlRow[]) => summaryOf(answer, plan, phases) };
  },
  members(options: PhasesOptions, mark: Mark, relation: Relation): Sql {
    const { period, phase, source } = readPhaseMark(mark);
    const { rows } = bind(options, relation, period);
    const at = (moment: Sql): Sql => sql`max(case when ${moment} then phase end)`;
    const before = source === null ? sql`` : sql` and coalesce(${at(BEFORE)}, -1) = ${source}`;
    return sql`${withSteps(rows.steps, relation.dialect)}\nselect customer from phased group by customer having ${at(period === null ? LATEST : sql`moment < 2`)} = ${phase}${before}`;
  },
};

const LATEST = sql`moment = 1`;
const BEFORE = sql`moment = 2`;
const SPENT: SumColumns = { units: sql`units`, rest: sql`rest` };

const PARTS: readonly Part[] = [
  { name: 'window', cells: { days: integer(sql`window_days`) }, from: sql`from dates where ${LATEST}` },
  {
    name: 'phase',
    cells: { period: integer(sql`period`), phase: integer(sql`phase`), customers: integer(sql`count(*)`), value: sum(sumOfSums(SPENT)) },
    from: sql`from phased where moment < 2 and phase is not null group by period, phase`,
  },
  {
    name: 'flow',
    cells: { source: integer(sql`coalesce(source, -1)`), target: integer(sql`target`), customers: integer(sql`count(*)`) },
    from: sql`from (select customer, max(case when ${BEFORE} then phase end) as source, max(case when ${LATEST} then phase end) as target from phased group by customer) as f
where target is not null group by coalesce(source, -1), target`,
  },
];

/** *Period* is the first date of the only period that is asked for; null for all. */
function bind(options: PhasesOptions, relation: Relation, period: string | null): { plan: PurchasePlan; phases: PhasePlan; rows: DatedRows } {
  expectInSql('phases', options, SUPPORTED);
  const plan = planPurchases('phases', options, relation.schema);
  const phases = phasePlan(options);
  const { dialect } = relation;
  const calendar = localCalendar(dialect, plan.timeZone, phases.period, phases.weekStart);
  const rows = datedRows(plan, relation, calendar);
  const worth = sumOf(dialect, plan.value === null ? dialect.literal(1) : sql`amount`);
  const spent = (when: Sql): SumColumns => sumOfSums({ units: sql`case when ${when} then day_units end`, rest: sql`case when ${when} then day_rest end` });
  const [all, recent, before] = [spent(sql`1 = 1`), spent(sql`until - day <= window_days`), spent(sql`until - day > window_days and until - day <= 2 * window_days`)];
  const over = sql`${calendar.firstDay(sql`(period + 1)`)}`;
  // Without a cut-off the last period is over.
  const until = plan.cutOff === Infinity ? over : sql`least(${dialect.integer(over)}, last_row + 1)`;
  const only = period === null ? sql`` : sql` and ${periodIs(period, new PeriodTable(phases.period, { timeZone: plan.timeZone, weekStart: phases.weekStart }))}`;
  const steps = {
    ...rows.steps,
    daily: sql`select customer, day, max(acts) as acts, ${worth.units} as day_units, ${worth.rest} as day_rest from dated group by customer, day`,
    ...(phases.gaps === null ? {} : gapSteps),
    bounds: sql`select min(day) as first_day, ${plan.cutOff === Infinity ? sql`max(day)` : dialect.integer(sql`${cutOffDay(plan.cutOff, plan.timeZone)}`)} as last_row,
  ${phases.gaps === null ? sql`${phases.window}` : windowOf(phases.gaps, phases.window, relation)} as window_days from daily`,
    spans: sql`select ${dialect.integer(calendar.period(sql`first_day`))} as first_period, ${dialect.integer(calendar.period(sql`last_row`))} as last_period, last_row, window_days from bounds where first_day is not null`,
    periods: sql`select ${dialect.series(sql`greatest(first_period, last_period - ${MAX_DATES - 1})`, sql`(last_period + 1)`)} as period, last_period, last_row, window_days from spans`,
    // Of the last date there is one more, D days earlier.
    dates: sql`select period, ${dialect.integer(until)} - earlier * window_days as until, window_days, case when earlier = 1 then 2 when period = last_period then 1 else 0 end as moment
from periods cross join ${dialect.table('t', ['earlier'], [[0], [1]])} where (earlier = 0 or period = last_period)${only}`,
    spent: sql`select customer, period, moment, window_days, max(case when acts = 1 then until - day end) as first_ago, min(case when acts = 1 then until - day end) as last_ago,
  ${all.units} as units, ${all.rest} as rest, ${recent.units} as recent_units, ${recent.rest} as recent_rest, ${before.units} as before_units, ${before.rest} as before_rest
from daily cross join dates where day < until group by customer, period, moment, window_days`,
    compared: sql`select customer, period, moment, window_days, first_ago, last_ago, units, rest,
  ${doubleOfSum(dialect, { units: sql`recent_units`, rest: sql`recent_rest` })} as recent, ${doubleOfSum(dialect, { units: sql`before_units`, rest: sql`before_rest` })} as earlier from spent`,
    phased: sql`select customer, period, moment, units, rest, case when first_ago is null then null when last_ago > 2 * window_days then 3
  when first_ago <= window_days then 0 when ${money(sql`recent`, relation)} > ${money(sql`earlier`, relation)} then 1 else 2 end as phase from compared`,
  };
  return { plan, phases, rows: { ...rows, steps } };
}

/** Days between successive purchase days of a customer, by rank. */
const gapSteps = {
  gapped: sql`select day - max(day) over (partition by customer order by day rows between unbounded preceding and 1 preceding) as gap from daily where acts = 1`,
  gaps: sql`select gap, row_number() over (order by gap) as place, count(*) over () as n from gapped where gap is not null`,
};

/** *Multiple* times the median gap, as `windowOf` rounds it; *otherwise* where there are no gaps. */
function windowOf(multiple: number, otherwise: number, { dialect }: Relation): Sql {
  const rounded = sql`floor(${dialect.double(sql`avg(gap)`)} * ${dialect.literal(multiple)} + ${dialect.literal(0.5)})`;
  return sql`(select greatest(${dialect.integer(sql`1`)}, coalesce(${dialect.integer(rounded)}, ${otherwise})) from gaps where 2 * place in (n, n + 1, n + 2))`;
}

/** Money is compared after rounding to 1e-6 (C3), as JavaScript rounds: what is too large for halves stays. */
function money(x: Sql, { dialect }: Relation): Sql {
  const scaled = sql`(${x} * 1000000)`;
  return sql`case when abs(${scaled}) < ${2 ** 52} then floor(${scaled} + ${dialect.literal(0.5)}) else ${scaled} end`;
}

function summaryOf(answer: readonly SqlRow[], plan: PurchasePlan, phases: PhasePlan): Summary {
  const { rows, valuesMissing, window } = seenRowsOf(plan, answer);
  const [seen] = partOf(answer, 'seen');
  const [first, last] = [seen?.number('first') ?? null, seen?.number('last') ?? null];
  const dates = first === null || last === null ? [] : phaseDates({ first, last }, plan, phases);
  const periods = new PeriodTable(phases.period, { timeZone: plan.timeZone, weekStart: phases.weekStart });
  const cells = new Map(partOf(answer, 'phase').map((row) => [`${periods.dateOf(row.count('period'))} ${row.count('phase')}`, row]));
  const flows = new Map(partOf(answer, 'flow').map((row) => [`${row.count('source')} ${row.count('target')}`, row.count('customers')]));
  return {
    tables: {
      ...phaseTables({
        dates, window: partOf(answer, 'window')[0]?.count('days') ?? phases.window, valuesMissing,
        cell: (date, phase) => {
          const row = cells.get(`${dates[date]?.period ?? ''} ${phase}`);
          return { customers: row?.count('customers') ?? 0, value: plan.value === null ? null : row === undefined ? 0 : numberOfSum(row.sum('value')) };
        },
        flow: (source, target) => flows.get(`${source} ${target}`) ?? 0,
      }),
      window,
    },
    rows,
  };
}
