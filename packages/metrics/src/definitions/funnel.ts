import type { Input } from '../arrow/frame.js';
import type { Estimate, Fold, Metric, Result, RoleUse, Summary } from '../metric.js';
import { tableOf } from '../table.js';
import { estimateFunnel } from './funnel-estimate.js';
import { createFunnelFold } from './funnel-fold.js';
import { type FunnelOptions, resolveFunnelOptions } from './funnel-options.js';
import { OptionCheck } from './option-check.js';

/**
 * How far customers come through a series of stages, in order, within a window (M18).
 *
 * State is a journal of (customer, instant, stage) events, 16 bytes an event of a step (8 more with values, 4 more with
 * segments; all stages are kept while steps are not named), read out per customer: rows may be late, out of order, repeated
 * or spread over batches, and nothing changes (C22). Rows without customer, time or stage are left out and counted (C18).
 *
 * An attempt begins with step 1 (inside `entryRange`) and goes on with each next step at or after the one before, at
 * most `window` after its entry (inclusive). Equal instants count as ordered; no event fills two steps. Of a customer's
 * attempts the longest counts, of those the earliest: a later entry may begin the window anew. With order `any` an
 * attempt fills steps 1 to *k* in whatever order within the window, and begins with the first of them.
 *
 * Result, one row a step, in order:
 * - `stage`, `order` (from 1);
 * - `open_count`: customers that ever have the stage; may rise from step to step, which a note says;
 * - `ordered_count`: customers whose attempt fills the step; never rises;
 * - `step_conversion`, `drop_off`: the share of those at the step before who came here, and 1 minus it; null at step 1
 *   and where nobody was at the step before; `lower`, `upper`: its Wilson interval (C9);
 * - `overall_conversion`: the share of those who entered; null where nobody did;
 * - `median_seconds`, `p90_seconds`: time from the step before (R-7 quantiles); null at step 1;
 * - `converted`, `lost`, `still_open`: of those who reached this step, the ones who went on to the next; who didn't, and no
 *   attempt's window is open at `asOf`; who didn't, but still may. They add up to `ordered_count`. At the last step all
 *   are converted. Without a window nobody is still open, which a note says;
 * - `skipped`: customers that ever have a later stage, but never this one;
 * - `value`: sum of the values on the events that fill the step (of several at one instant the largest), null without a
 *   value column;
 * - `low_n`: the rate rests on fewer than 30 customers (C17); `suppressed`: on fewer than `minN`, and is null.
 *
 * Table `segments` (with a segment column): the same by segment, which is the one on a customer's earliest event that has
 * one; of several at one instant the first by text. Scalars: `entered`, `completed`, `conversion`, `still_open`, and
 * `steps`, which says where the steps come from (`named`, `lifecycle`, `found`).
 *
 * Without `steps`: the six lifecycle stages that occur, when at least two do; otherwise up to 40 stages ordered by the
 * median time from a customer's first event to the stage.
 *
 * Marks: `{stage, outcome?, segment?}` with outcome `reached` (default), `converted`, `dropped` (the column `lost`) or `open`.
 */
export const funnel: Metric<FunnelOptions> = {
  name: 'funnel',
  roles: { customer: 'required', time: 'required', stage: 'required', value: 'optional', segment: 'optional' } satisfies RoleUse,
  resolve: resolveFunnelOptions,
  fold: (options: FunnelOptions, input: Input): Fold<unknown> => createFunnelFold(resolveFunnelOptions(options), input),
  estimate: (summary: Summary, options: FunnelOptions): Estimate => estimateFunnel(summary, options),
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
