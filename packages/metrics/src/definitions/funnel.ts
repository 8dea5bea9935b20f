import type { Input } from '../arrow/frame.js';
import type { Estimate, Fold, Kernels, Metric, QuickFold, Result, RoleUse, RowOrder, Summary } from '../metric.js';
import { tableOf } from '../table.js';
import { tellsFunnelMark } from './funnel-disclosure.js';
import { estimateFunnel } from './funnel-estimate.js';
import { createFunnelFold } from './funnel-fold.js';
import { type FunnelOptions, resolveFunnelOptions } from './funnel-options.js';
import { quickFunnel } from './funnel-quick.js';
import { OptionCheck } from './option-check.js';

/**
 * How far customers come through a series of stages, in order, within a window (M18).
 *
 * State is a journal of (customer, instant, stage) events, 16 bytes an event of a step (8 more with values, 20 more where they are decimals of 38 digits, 4 more with
 * segments and with each column held constant; all stages are kept while steps are not named, and with order `strict`), read
 * out per customer: rows may be late, out of order, repeated or spread over batches, and nothing changes (C22). Rows
 * without customer, time, stage or a constant are left out and counted (C18).
 *
 * Over many rows, named steps by default rules (an `entryRange` may be given; values that are no decimals; up to 24 steps; no parts)
 * are counted by a quick fold instead: 10 bytes an event, 18 with values, in piles of customers (`kernels/step-chains.ts`), whatever
 * the order of rows.
 *
 * An attempt begins with step 1 (inside `entryRange`) and goes on with each next step at or after the one before, at
 * most `window` after its entry (or with `windowFrom: previous` after the step before), inclusive. Equal instants count as
 * ordered; no event fills two steps; `tieMs` forgives a step that is stamped before the one it follows. Of a customer's
 * attempts the longest counts, of those the one that begins earliest, of those the one whose steps come earliest.
 *
 * - `attempt: first` takes the attempt that begins first; `every` counts attempts instead of customers: one after the
 *   other, the next begins when the one before is complete or can go no further.
 * - `order: strict`: nothing else in between. Repeats of steps already filled don't matter; of one instant, what is no
 *   step comes first, then the steps in their order. `order: any`: steps 1 to *k* in whatever order within the window,
 *   which begins with the first of them.
 * - `exclusions`: an event of the stage strictly between two successive steps of the stretch `between` (default: all of
 *   it) ends the attempt there, so that another choice of events may count; with `scope: customer`, a customer in whose
 *   counted attempt it lies (or comes after the last step, while it might go on) enters the funnel no more.
 * - `optional` steps count where an event lies between the steps around them, and change nothing else: shares, times and
 *   what became of customers are told by the steps that are required.
 * - `holdConstant`: an attempt consists of events that have the same values in these columns; each combination is looked
 *   at on its own, of a customer's the best (or first) counts.
 * - `repeats: end`: a step that comes again ends the attempt (step 1 begins another); `equalTimes: apart`: a step must be
 *   later than the one before.
 *
 * ClickHouse's windowFunnel(window)(time, steps...) gives the same levels: without a mode as the defaults do;
 * `strict_increase` as `equalTimes: apart` does, where it doesn't lose an attempt whose step 1 comes again at the instant
 * of step 2; `strict_order` as `order: strict, attempt: first`, where step 1 doesn't come again (there the window begins
 * anew); `strict_deduplication` as `attempt: first, repeats: end`, where the event before the repeat is the deepest
 * step reached (otherwise it tells the level of whatever event that was).
 *
 * Result, one row a step, in order:
 * - `stage`, `order` (from 1);
 * - `open_count`: customers that ever have the stage; may rise from step to step, which a note says;
 * - `ordered_count`: customers whose attempt fills the step; never rises, optional steps aside;
 * - `step_conversion`, `drop_off`: the share of those at the step before who came here, and 1 minus it; null at step 1
 *   and where nobody was at the step before; `lower`, `upper`: its Wilson interval (C9);
 * - `overall_conversion`: the share of those who entered; null where nobody did; `overall_lower`, `overall_upper`: its interval, null at step 1;
 * - `median_seconds`, `p90_seconds`: time from the step before (R-7 quantiles); null at step 1;
 * - `converted`, `lost`, `still_open`: of those who reached this step, the ones who went on to the next; who didn't, and no
 *   attempt that counts can go on at `asOf`; who didn't, but still may. With `moved_back` (below) they add up to
 *   `ordered_count`. At the last step all are converted. Without a window nobody is still open, which a note says;
 * - `skipped`: customers that ever have a later stage, but never this one;
 * - `value`: sum of the values on the events that fill the step (of several at one instant the largest), null without a
 *   value column; where values are decimals also `value_exact`, the same as text with every digit;
 * - `optional`; `low_n`: the rate rests on fewer than 30 customers (C17); `suppressed`: on fewer than `minN`, and is null.
 *
 * With `mode`, stages are places where customers stand, as a CRM keeps them. Who came to a stage: `allStages`, who had every
 * stage up to it in their order; `anyStage`, who ever had it; `reachedOrLater`, who had it or a later one. A customer stands
 * at the highest stage ever (`regressions: keepHighest`) or at the one of the latest event (`current`). Of those who came
 * to a stage `converted` stand at a later one, `moved_back` at an earlier one; those who stand there are `lost` where a
 * stage of `lostStages` came after all others or `window` has passed since their latest event, otherwise `still_open`.
 *
 * With `compareRange`, attempts that began in that earlier range are counted by the same rules and looked at for as long
 * after its beginning as those of `entryRange` are, so that both had the same time to go on. Each step then has
 * `ordered_count_before`, `step_conversion_before` and the difference of both conversions: `change` with `change_lower` and
 * `change_upper` (Newcombe 1998, as of independent shares) and `distinguishable`, whether that interval leaves 0 out; null
 * where either share is.
 *
 * Tables:
 * - `earlier` (with `compareRange`): the steps as the earlier entries came through them;
 * - `segments` (with a segment column): the same by segment, which is the one on a customer's first event that has one
 *   (`attribution`: the last, or the one that fills a step); of several at one instant the first by text;
 * - `trend` (with `period`): by period in which attempts began and step (`order`): `entered`, `reached`, `conversion` (of those who
 *   entered) with `lower` and `upper`, and `complete`, whether every window is over (null without one);
 * - `arrivals`: by step (`order`) `median_seconds` and `p90_seconds` from the entry, of `n`;
 * - `durations`: by step (`order`) how long it took from the entry: `from_seconds` (included), `to_seconds`, `count`, `share`;
 * - `moves` (with a mode): customers who went directly from `source` to `target`, by `kind`: next, skip, back, lost, won_back.
 *
 * Scalars: `entered`, `completed`, `conversion` with its interval, `still_open`, `median_seconds` and `p90_seconds` from
 * the entry to the last step, `steps`, which says where the steps come from (`named`, `lifecycle`, `found`), `excluded`;
 * with `compareRange` `entered_before`, `completed_before`, `conversion_before` and `conversion_change` with its interval and
 * `distinguishable`.
 *
 * Without `steps`: the six lifecycle stages that occur, when at least two do; otherwise up to 40 stages ordered by the
 * median time from a customer's first event to the stage.
 *
 * Marks: `{stage, outcome?, segment?, period?, seconds?}` with outcome `reached` (default), `converted`, `dropped` (the
 * column `lost`), `open` or `back`; `period` and `seconds` are where a row of `trend` and `durations` begins; with a mode
 * `{stage, target}` is a row of `moves`.
 */
export const funnel: Metric<FunnelOptions> = {
  name: 'funnel',
  roles: { customer: 'required', time: 'required', stage: 'required', value: 'optional', segment: 'optional' } satisfies RoleUse,
  resolve: resolveFunnelOptions,
  fold: (options: FunnelOptions, input: Input): Fold<unknown> => createFunnelFold(resolveFunnelOptions(options), input),
  // What the first takes may come in any order already.
  quick: (options: FunnelOptions, input: Input, kernels: Kernels | null, order: RowOrder): QuickFold | null => (
    order === 'any' ? null : quickFunnel(resolveFunnelOptions(options), input, kernels)),
  estimate: (summary: Summary, options: FunnelOptions): Estimate => estimateFunnel(summary, options),
  tells: tellsFunnelMark,
};

/** A stage with how many customers there are at it. */
export interface StageCount {
  readonly stage: string;
  readonly count: number;
}

/**
 * Returns the funnel of ready-made counts (M18, snapshot mode), with the columns of `funnel`. Stages are taken in the
 * order given; counts stand for `open_count` and `ordered_count` alike and may rise, in which case the conversion exceeds
 * 1 and has no interval. Times, values and what only events tell (`converted`, `lost`, `still_open`, `skipped`) are null.
 * Throws OptionError for a count that is no whole number of at least 0, and for a stage that stands there twice.
 */
export function funnelOfCounts(counts: readonly StageCount[], options: Pick<FunnelOptions, 'confidence' | 'minN'> = {}): Result {
  const resolved = resolveFunnelOptions(options);
  for (const { count, stage } of counts) {
    const check = new OptionCheck('funnel', { count }, ['count']);
    if (check.number('count', { min: 0, integer: true }, null) === null) check.refuse('count', count, 'a whole number of at least 0');
    if (counts.filter((other) => other.stage === stage).length > 1) check.refuse('stage', stage, 'each stage once');
  }
  const estimate = estimateFunnel({
    tables: {
      funnel: tableOf({ stage: 'utf8', order: 'int32', open_count: 'int32', ordered_count: 'int32' },
        counts.map(({ stage, count }, k) => ({ stage, order: k + 1, open_count: count, ordered_count: count }))),
      times: tableOf({ segment: 'utf8', order: 'int32', rank: 'int32', micros: 'float64' }, []),
      window: tableOf({ steps: 'utf8' }, [{ steps: 'counts' }]),
    },
    rows: { rowsIn: counts.length, rowsUsed: counts.length, dropped: {} },
  }, resolved);
  return { metric: 'funnel', options: { ...resolved }, ...estimate };
}
