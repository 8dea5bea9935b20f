import { PeriodTable } from '../calendar/period-table.js';
import type { MetricQueries, SummaryQuery } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { type Part, type SqlRow, statementOf, withSteps } from '../sql/answer.js';
import { localCalendar } from '../sql/local-day.js';
import { columnOf, decimalsIn, instantOf, keyOf, keyTextOf, numberOf, type Relation, rowsOf } from '../sql/relation.js';
import { joined, type Sql, sql, verbatim } from '../sql/sql.js';
import { OptionError } from '../errors.js';
import { bindColumn } from './bind-column.js';
import { cutOffOf } from './cut-off.js';
import { type FunnelBinding, funnelParts, funnelSummaryOf } from './funnel-answer.js';
import { chainSteps } from './funnel-chain-query.js';
import { readFunnelMark } from './funnel-mark.js';
import { type FunnelOptions, resolveFunnelOptions } from './funnel-options.js';
import { attemptRules, stepPlan } from './funnel-rules.js';
import { expectInSql } from './query-options.js';
import { judged, periodIs, rowCountsPart } from './rows-query.js';
import { MISSING_SEGMENT } from './segment-label.js';

const SUPPORTED = {
  customer: true, time: true, stage: true, value: true, segment: true, steps: true, order: ['ordered', 'any'], window: true, windowFrom: ['entry'],
  attempt: ['best'], tieMs: true, equalTimes: true, repeats: ['ignore'], holdConstant: true, attribution: true, entryRange: true, period: true,
  weekStart: true, regressions: ['keepHighest'], timeZone: true, asOf: true, currency: true, confidence: true, minN: true, minCell: true,
} as const;

/**
 * The funnel in SQL, for named steps: for every entry the earliest event of each step after the one before, and of those
 * attempts the longest, then the earliest. Attempts that other rules decide (strict order, windows from step to step,
 * exclusions, optional steps, first or every attempt, modes) have no SQL.
 */
export const funnelQueries: MetricQueries<FunnelOptions> = {
  summary(options: FunnelOptions, relation: Relation): SummaryQuery {
    const binding = bind(options, relation);
    const { steps, parts: times } = funnelParts(binding, relation.dialect);
    const parts: readonly Part[] = [rowCountsPart('judged'), ...times];
    return {
      statement: statementOf(relation.dialect, { ...binding.steps, ...steps }, parts), parts,
      summary: (answer: readonly SqlRow[]) => funnelSummaryOf(answer, binding),
    };
  },
  members(options: FunnelOptions, mark: Mark, relation: Relation): Sql {
    const { steps, names, periods } = bind(options, relation);
    const wanted = readFunnelMark(mark, { steps: names, segments: options.segment != null, periods: periods !== null, mode: false });
    if (wanted.seconds !== null) throw new OptionError('funnel: a mark of durations is not available in SQL; expected {stage, outcome?}', { reason: 'sql', params: { metric: 'funnel' } });
    const k = names.indexOf(wanted.stage);
    const stopped = k === names.length - 1 ? sql`1 = 0` : sql`depth = ${k + 1}`;
    const outcome = { reached: sql`1 = 1`, converted: sql`not (${stopped})`, dropped: sql`${stopped} and open = 0`, open: sql`${stopped} and open = 1`, back: sql`1 = 0` }[wanted.outcome];
    const conditions = [
      sql`depth > ${k}`, outcome,
      ...(wanted.segment === null ? [] : [sql`coalesce(segment, ${verbatim(`'${MISSING_SEGMENT}'`)}) = ${wanted.segment}`]),
      ...(wanted.period === null ? [] : [periodIs(wanted.period, periods)]),
    ];
    return sql`${withSteps(steps)}\nselect customer from people where ${joined(conditions, ' and ')}`;
  },
};

function bind(given: FunnelOptions, relation: Relation): FunnelBinding {
  const options = resolveFunnelOptions(given);
  expectInSql('funnel', options, SUPPORTED);
  const names = options.steps;
  if (names == null) throw new OptionError('funnel: steps that are found in the data are not available in SQL; expected option "steps" to name them', { reason: 'sql', params: { metric: 'funnel', option: 'steps' } });
  const { schema, dialect } = relation;
  const time = bindColumn('funnel', schema, 'time', options.time, 'instants');
  const customer = bindColumn('funnel', schema, 'customer', options.customer, 'keys').name;
  const stage = bindColumn('funnel', schema, 'stage', options.stage, 'keys').name;
  const value = options.value == null ? null : bindColumn('funnel', schema, 'value', options.value, 'numbers').name;
  // Decimals are compared and added as whole numbers, without their point.
  const scale = value === null ? null : decimalsIn(relation, value);
  const segment = options.segment == null ? null : bindColumn('funnel', schema, 'segment', options.segment, 'keys').name;
  const constants = (options.holdConstant ?? []).map((name) => bindColumn('funnel', schema, 'holdConstant', name, 'keys').name);
  // Dates have no zone (C1): whatever the reader's is, they are compared as they stand.
  const timeZone = time.kind === 'date' ? 'UTC' : (options.timeZone ?? 'UTC');
  const cutOff = cutOffOf('funnel', options.asOf, timeZone);
  const weekStart = options.weekStart ?? 1;
  const calendar = options.period == null ? null : localCalendar(dialect, timeZone, options.period, weekStart);
  const held = constants.map((_, i) => verbatim(`held_${i}`));
  const rules = attemptRules(options, stepPlan(options, names.length), timeZone);
  // ClickHouse looks back less than 2^31 of what it orders by.
  if (dialect.name === 'clickhouse' && rules.tieMicros >= 2 ** 31) expectInSql('funnel', { tieMs: options.tieMs }, { tieMs: ['up to 2147483'] });
  const step = sql`case ${joined(names.map((name, k) => sql`when stage = ${name} then ${k}`), ' ')} end`;
  const isMissing = held.map((column) => sql`${column} is null`);
  return {
    options, names, timeZone, cutOff, calendar, scale,
    periods: options.period == null ? null : new PeriodTable(options.period, { timeZone, weekStart }),
    steps: {
      seen: rowsOf(relation, {
        customer: keyOf(relation, customer), instant: instantOf(relation, time.name), stage: keyTextOf(relation, stage),
        amount: value === null ? dialect.missing('double') : scale === null ? numberOf(relation, value) : dialect.digits(columnOf(relation, value), scale),
        segment: segment === null ? dialect.missing('text') : keyTextOf(relation, segment),
        ...Object.fromEntries(constants.map((name, i) => [`held_${i}`, keyTextOf(relation, name)])),
      }),
      numbered: sql`select customer, instant, stage, amount, segment, ${joined([...held, sql`${dialect.integer(step)} as step`], ', ')} from seen`,
      judged: judged('numbered', [
        { reason: 'customer_missing', when: sql`customer is null` },
        { reason: 'time_missing', when: sql`instant is null` },
        ...(cutOff === Infinity ? [] : [{ reason: 'after_as_of', when: sql`instant >= ${cutOff}` }]),
        { reason: 'stage_missing', when: sql`stage is null` },
        { reason: 'stage_not_a_step', when: sql`step is null` },
        ...(isMissing.length === 0 ? [] : [{ reason: 'constant_missing', when: joined(isMissing, ' or ') }]),
      ]),
      ...chainSteps({ rules, held, stepCount: names.length, cutOff, attribution: options.attribution ?? 'first', calendar }, dialect),
    },
  };
}
