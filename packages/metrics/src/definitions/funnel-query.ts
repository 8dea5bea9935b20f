import { PeriodTable } from '../calendar/period-table.js';
import type { FoundSteps, MetricQueries, StepsQuery, SummaryQuery } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { type Part, type SqlRow, statementOf, withSteps } from '../sql/answer.js';
import { localCalendar } from '../sql/local-day.js';
import type { Relation } from '../sql/relation.js';
import { joined, type Sql, sql, verbatim } from '../sql/sql.js';
import { OptionError } from '../errors.js';
import { type ChosenNames, type FunnelBinding, type FunnelOutcomes, funnelParts, funnelSummaryOf, outcomesOf, PLACES, widthOf } from './funnel-answer.js';
import { comparedEnd, type EntryRange } from './funnel-entries.js';
import { type ChainPlan, chainSteps, endOfData } from './funnel-chain-query.js';
import { type FunnelOutcome, LOST, readFunnelMark } from './funnel-mark.js';
import { type FunnelOptions, resolveFunnelOptions } from './funnel-options.js';
import { codedSteps, funnelRows } from './funnel-rows-query.js';
import { needsRules, ruledSteps } from './funnel-ruled-query.js';
import { attemptRules, furtherStages, stepPlan } from './funnel-rules.js';
import { foundStepsQuery } from './funnel-steps-query.js';
import { periodIs, rowCountsPart } from './rows-query.js';
import { MISSING_SEGMENT } from './segment-label.js';
import { placeSteps } from './stage-position-query.js';

/**
 * The funnel in SQL, for steps that are named or were found before: for every entry the earliest event of each step after the one before, and of those
 * attempts the longest, then the earliest. Attempts that further rules decide (strict order, windows from step to step,
 * exclusions, optional steps, every attempt) are found in a way of their own. With a mode, where customers stand.
 */
export const funnelQueries: MetricQueries<FunnelOptions> = {
  summary(options: FunnelOptions, relation: Relation, found: FoundSteps | null = null): SummaryQuery {
    const binding = bind(options, relation, found);
    const { steps, parts: times } = funnelParts(binding, relation.dialect);
    const parts: readonly Part[] = [rowCountsPart('judged'), ...times];
    return {
      statement: statementOf(relation.dialect, { ...binding.steps, ...steps }, parts), parts,
      summary: (answer: readonly SqlRow[]) => funnelSummaryOf(answer, binding),
    };
  },
  steps(options: FunnelOptions, relation: Relation): StepsQuery | null {
    const resolved = resolveFunnelOptions(options);
    return resolved.steps == null ? foundStepsQuery(funnelRows(resolved, relation)) : null;
  },
  members(options: FunnelOptions, mark: Mark, relation: Relation, found: FoundSteps | null = null): Sql {
    const { steps, names, periods, outcomes } = bind(options, relation, found);
    const wanted = readFunnelMark(mark, { steps: options.steps ?? null, segments: options.segment != null, periods: periods !== null, mode: options.mode != null });
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

function bind(given: FunnelOptions, relation: Relation, found: FoundSteps | null): FunnelBinding {
  const options = resolveFunnelOptions(given);
  const steps: ChosenNames | null = options.steps == null ? found : { origin: 'named', names: options.steps, leftOut: 0 };
  if (steps === null) {
    throw new OptionError('funnel: steps that are not named must be found in the data first, got none; expected option "steps", or stepsOf to tell what stepsQuery found', {
      reason: 'sql', params: { metric: 'funnel', option: 'steps' },
    });
  }
  // Where there are no rows there are no steps: then one that nobody has is looked for.
  const names = steps.names.length === 0 ? [''] : steps.names;
  const { dialect } = relation;
  const rows = funnelRows(options, relation);
  const { cutOff, held, scale, timeZone } = rows;
  const weekStart = options.weekStart ?? 1;
  const calendar = options.period == null ? null : localCalendar(dialect, timeZone, options.period, weekStart);
  const plan = stepPlan(options, names.length);
  const end = endOfData(cutOff);
  const chain: ChainPlan = {
    rules: attemptRules(options, plan, timeZone), held, steps: plan, end, endsEarly: false, attribution: options.attribution ?? 'first', calendar,
  };
  const attempts = (one: ChainPlan): Readonly<Record<string, Sql>> => (needsRules(one) ? ruledSteps(one, dialect) : chainSteps(one, dialect));
  return {
    options, names, chosen: steps, timeZone, cutOff, calendar, scale,
    periods: options.period == null ? null : new PeriodTable(options.period, { timeZone, weekStart }),
    steps: {
      ...codedSteps(rows, [...names, ...furtherStages(options)], plan.otherCode, options.steps == null),
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
