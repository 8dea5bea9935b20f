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
import { type FunnelBinding, type FunnelOutcomes, funnelParts, funnelSummaryOf, outcomesOf, PLACES, widthOf } from './funnel-answer.js';
import { comparedEnd, type EntryRange } from './funnel-entries.js';
import { type ChainPlan, chainSteps, endOfData } from './funnel-chain-query.js';
import { type FunnelOutcome, LOST, readFunnelMark } from './funnel-mark.js';
import { type FunnelOptions, resolveFunnelOptions } from './funnel-options.js';
import { needsRules, ruledSteps } from './funnel-ruled-query.js';
import { attemptRules, furtherStages, stepPlan } from './funnel-rules.js';
import { expectInSql } from './query-options.js';
import { judged, periodIs, rowCountsPart } from './rows-query.js';
import { MISSING_SEGMENT } from './segment-label.js';
import { placeSteps } from './stage-position-query.js';

const SUPPORTED = {
  customer: true, time: true, stage: true, value: true, segment: true, steps: true, optional: true, order: true, window: true, windowFrom: true,
  attempt: true, tieMs: true, equalTimes: true, repeats: true, exclusions: true, holdConstant: true, attribution: true, entryRange: true, compareRange: true, period: true,
  weekStart: true, mode: true, regressions: true, lostStages: true, timeZone: true, asOf: true, currency: true, confidence: true, minN: true, minCell: true,
} as const;

/**
 * The funnel in SQL, for named steps: for every entry the earliest event of each step after the one before, and of those
 * attempts the longest, then the earliest. Attempts that further rules decide (strict order, windows from step to step,
 * exclusions, optional steps, every attempt) are found in a way of their own. With a mode, where customers stand.
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
    const { steps, names, periods, outcomes } = bind(options, relation);
    const wanted = readFunnelMark(mark, { steps: names, segments: options.segment != null, periods: periods !== null, mode: options.mode != null });
    const k = names.indexOf(wanted.stage);
    const target = wanted.target === LOST ? names.length : names.indexOf(wanted.target ?? '');
    const conditions = [
      k === -1 ? sql`1 = 0` : outcomes.reached(k), ...(k === -1 ? [] : outcomeIs(wanted.outcome, k, names.length, outcomes)),
      ...(wanted.segment === null ? [] : [sql`coalesce(segment, ${verbatim(`'${MISSING_SEGMENT}'`)}) = ${wanted.segment}`]),
      ...(wanted.period === null ? [] : [periodIs(wanted.period, periods)]),
      ...(wanted.target === null ? [] : [sql`customer in (select customer from walked where before = ${k} and code = ${target})`]),
      ...(wanted.seconds === null ? [] : [inBin(wanted.seconds, k, outcomes, relation)]),
    ];
    const spread = wanted.seconds === null ? {} : longestStep(names, outcomes, relation);
    return sql`${withSteps({ ...steps, ...spread }, relation.dialect)}\nselect customer from ${verbatim(wanted.seconds === null ? 'people' : 'spanned')} where ${joined(conditions, ' and ')}`;
  },
};

/** What became of those who reached the step *k*. */
function outcomeIs(outcome: FunnelOutcome, k: number, stepCount: number, { reached, open, converted, back }: FunnelOutcomes): Sql[] {
  const isEnd = converted === null && k === stepCount - 1;
  const wentOn = converted === null ? (isEnd ? sql`1 = 1` : reached(k + 1)) : converted(k);
  const isOpen = isEnd ? sql`1 = 0` : open(k);
  const wentBack = back === null ? sql`1 = 0` : back(k);
  switch (outcome) {
    case 'reached': return [];
    case 'converted': return [wentOn];
    case 'open': return [isOpen];
    case 'back': return [wentBack];
    case 'dropped': return [sql`not (${wentOn})`, sql`not (${isOpen})`, sql`not (${wentBack})`];
  }
}

/** `people` with the longest time from the entry that any of them took. */
function longestStep(names: readonly string[], { reached, elapsed }: FunnelOutcomes, { dialect }: Relation): Record<string, Sql> {
  const longest = joined(names.map((_, k) => sql`case when ${reached(k)} then ${k === 0 ? sql`0` : elapsed(k)} else 0 end`), ', ');
  return { spanned: sql`select *, ${dialect.integer(sql`max(greatest(${longest}, 0)) over ()`)} as longest from people` };
}

/** Whether the time from the entry to the step *k* is in the bin that holds *seconds*. */
function inBin(seconds: number, k: number, outcomes: FunnelOutcomes, { dialect }: Relation): Sql {
  const micros = Math.floor(seconds * 1e6);
  if (!(micros >= 0 && micros < 2 ** 60)) return sql`1 = 0`;
  const width = widthOf(dialect);
  return sql`${dialect.divide(k <= 0 ? sql`0` : sql`(${outcomes.elapsed(k)})`, width)} = ${dialect.divide(dialect.integer(sql`${micros}`), width)}`;
}

/** Earlier entries are looked at for as long after their beginning as those that they are compared with. */
function earlierPlan(chain: ChainPlan, options: FunnelOptions, entries: EntryRange, timeZone: string): ChainPlan {
  const since = -comparedEnd(options.entryRange, entries, timeZone, 0);
  return { ...chain, rules: attemptRules({ ...options, entryRange: entries }, chain.steps, timeZone), end: sql`(${chain.end} - ${since})`, endsEarly: true };
}

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
  const plan = stepPlan(options, names.length);
  const end = endOfData(cutOff);
  const chain: ChainPlan = {
    rules: attemptRules(options, plan, timeZone), held, steps: plan, end, endsEarly: false, attribution: options.attribution ?? 'first', calendar,
  };
  const attempts = (one: ChainPlan): Readonly<Record<string, Sql>> => (needsRules(one) ? ruledSteps(one, dialect) : chainSteps(one, dialect));
  const stages = [...names, ...furtherStages(options)];
  const other = plan.otherCode === -1 ? sql`` : sql` when stage is not null then ${plan.otherCode}`;
  const step = sql`case ${joined(stages.map((name, k) => sql`when stage = ${name} then ${k}`), ' ')}${other} end`;
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
      ...(options.mode == null
        ? attempts(chain)
        : placeSteps({
          stepCount: names.length, mode: options.mode, current: options.regressions === 'current', idleMicros: chain.rules.windowMicros, end,
          segmentOfLast: options.attribution === 'last',
        }, dialect)),
    },
    outcomes: options.mode != null ? PLACES : outcomesOf(plan),
    earlier: options.compareRange == null || options.compareRange === 'previous' ? null : attempts(earlierPlan(chain, options, options.compareRange, timeZone)),
    excludes: chain.rules.walls.some(({ wholeCustomer }) => wholeCustomer),
  };
}
