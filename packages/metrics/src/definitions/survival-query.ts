import type { MetricQueries, Summary, SummaryQuery } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { double, integer, type Part, partOf, type SqlRow, statementOf, text, withSteps } from '../sql/answer.js';
import type { Relation } from '../sql/relation.js';
import { joined, type Sql, sql, verbatim } from '../sql/sql.js';
import { type Row, tableOf } from '../table.js';
import { OptionError } from '../errors.js';
import { seenRowsOf } from './dated-rows-query.js';
import { expectInSql } from './query-options.js';
import { compareSegments, MISSING_SEGMENT } from './segment-label.js';
import { readSurvivalMark } from './survival-fold.js';
import type { SurvivalOptions } from './survival-options.js';
import { planSurvival, type SurvivalPlan } from './survival-plan.js';
import { durationSpells, purchaseSpells, type SpellRows, subscriptionSpells } from './survival-spells-query.js';

const SUPPORTED = {
  duration: true, event: true, entry: true, start: true, end: true, customer: true, time: true, value: true, segment: true, of: true, eventValue: true,
  period: true, observedFrom: true, project: true, timeZone: true, asOf: true, confidence: true, minN: true, minCell: true,
} as const;

/** Survival in SQL: spells, counted by group and the periods that they lasted. */
export const survivalQueries: MetricQueries<SurvivalOptions> = {
  summary(options: SurvivalOptions, relation: Relation): SummaryQuery {
    const { plan, spells } = bind(options, relation);
    const parts = [...spells.parts, ...PARTS];
    return { statement: statementOf(relation.dialect, spells.steps, parts), parts, summary: (answer: readonly SqlRow[]) => summaryOf(answer, plan) };
  },
  members(options: SurvivalOptions, mark: Mark, relation: Relation): Sql {
    const { plan, spells } = bind(options, relation);
    const grouped = 'spells' in plan && plan.spells.segment !== null;
    const { segment, time, ended } = readSurvivalMark(mark, grouped);
    if ('spells' in plan && plan.spells.customer === null) {
      throw new OptionError('survival: without a customer column nobody stands behind a mark; expected option "customer" to name one');
    }
    const conditions = [
      AT_RISK,
      ...(segment === null ? [] : [sql`coalesce(segment, ${verbatim(`'${MISSING_SEGMENT}'`)}) = ${segment}`]),
      ...(time === null ? [] : [Number.isFinite(time) ? sql`ended = 1 and time = ${relation.dialect.literal(time)}` : sql`1 = 0`]),
      ...(ended === null ? [] : [sql`ended = ${Number(ended)}`]),
    ];
    return sql`${withSteps(spells.steps, relation.dialect)}\nselect distinct customer from spells where ${joined(conditions, ' and ')}`;
  },
};

/** Who came under observation in the last period never was. */
const AT_RISK = sql`coalesce(entered, -1) < time`;

const PARTS: readonly Part[] = [
  {
    name: 'spell',
    cells: { segment: text(sql`segment`), time: double(sql`time`), events: integer(sql`sum(ended)`), n: integer(sql`count(*)`) },
    from: sql`from spells where ${AT_RISK} group by segment, time`,
  },
  {
    name: 'late',
    cells: { segment: text(sql`segment`), time: double(sql`entered`), n: integer(sql`count(*)`) },
    from: sql`from spells where ${AT_RISK} and entered is not null group by segment, entered`,
  },
  { name: 'never', cells: { n: integer(sql`count(*)`) }, from: sql`from spells where not (${AT_RISK})` },
];

function bind(options: SurvivalOptions, relation: Relation): { plan: SurvivalPlan; spells: SpellRows } {
  expectInSql('survival', options, SUPPORTED);
  const plan = planSurvival(options, relation.schema);
  if ('purchases' in plan) return { plan, spells: purchaseSpells(plan.purchases, plan.period, relation) };
  const { durations, subscriptions } = plan.spells;
  return { plan, spells: durations === null ? subscriptionSpells(plan.spells, subscriptions!, relation) : durationSpells(plan.spells, durations, relation) };
}

interface Counts {
  events: number;
  censored: number;
  entered: number;
}

function summaryOf(answer: readonly SqlRow[], plan: SurvivalPlan): Summary {
  const { rows, window } = seenRowsOf('purchases' in plan ? plan.purchases : { metric: 'survival', timeZone: plan.spells.timeZone, value: null }, answer);
  const grouped = 'spells' in plan && plan.spells.segment !== null;
  const bySegment = new Map<string | null, Map<number, Counts>>();
  const at = (segment: string | null, time: number): Counts => {
    const times = bySegment.get(segment) ?? new Map<number, Counts>();
    bySegment.set(segment, times);
    const counts = times.get(time) ?? { events: 0, censored: 0, entered: 0 };
    times.set(time, counts);
    return counts;
  };
  for (const row of partOf(answer, 'spell')) {
    const counts = at(row.text('segment'), row.count('time'));
    counts.events += row.count('events');
    counts.censored += row.count('n') - row.count('events');
  }
  for (const row of partOf(answer, 'late')) at(row.text('segment'), row.count('time')).entered += row.count('n');
  const segments = Array.from(bySegment, ([segment, times]) => ({ segment: grouped ? (segment ?? MISSING_SEGMENT) : null, times }))
    .sort((a, b) => compareSegments(a.segment ?? '', b.segment ?? ''));
  return {
    tables: {
      survival: tableOf({ segment: 'utf8', time: 'float64', events: 'int32', censored: 'int32', entered: 'int32' }, segments.flatMap(({ segment, times }) => (
        [...times].sort(([a], [b]) => a - b).map(([time, counts]): Row => ({ segment, time, ...counts }))))),
      totals: tableOf({ never_at_risk: 'int32' }, [{ never_at_risk: partOf(answer, 'never')[0]?.count('n') ?? 0 }]),
      window,
    },
    rows,
  };
}
