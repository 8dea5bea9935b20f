import { type CompensatedSums, sumAt } from '../kernels/compensated-sums.js';
import { addEventTo, createEventSums, type EventAmounts } from '../kernels/event-decimals.js';
import { exactText } from '../kernels/exact-sums.js';
import { valuesAtRanks } from '../kernels/order-statistics.js';
import type { Row } from '../table.js';
import { type Attempt, type StepPlan, wentOn } from './funnel-attempt.js';
import type { Position } from './stage-position.js';

/** The quantiles that a funnel reports of times. */
export const TIME_QUANTILES: readonly number[] = [0.5, 0.9];

/** Customers (or attempts, where every one counts) counted by step, for everybody or for a part. */
export interface FunnelTally {
  readonly stepCount: number;
  /** Customers that ever have the stage. */
  readonly ever: Float64Array;
  /** Customers whose attempt fills the step. */
  readonly reached: Float64Array;
  /** Of those, the ones who went on. */
  readonly converted: Float64Array;
  /** Of those who didn't, the ones who still may. */
  readonly stillOpen: Float64Array;
  /** Of those who went no further, the ones who stand at an earlier stage now; only where stages are places. */
  readonly movedBack: Float64Array;
  /** Customers that have a later stage without this one. */
  readonly skipped: Float64Array;
  /** Sums by step, and what they are of; null without values. */
  readonly values: CompensatedSums | null;
  readonly amounts: EventAmounts;
  /** Microseconds from the step before, one a customer. */
  readonly delays: readonly ArrayLike<number>[];
  /** Microseconds from the entry, one a customer. */
  readonly elapsed: readonly ArrayLike<number>[];
}

/** A tally that customers are added to, one after the other. */
export interface GrowingTally extends FunnelTally {
  readonly delays: readonly number[][];
  readonly elapsed: readonly number[][];
}

/** Returns a tally of nobody. */
export function createFunnelTally(stepCount: number, amounts: EventAmounts): GrowingTally {
  const counts = (): Float64Array => new Float64Array(stepCount);
  return {
    stepCount,
    ever: counts(),
    reached: counts(),
    converted: counts(),
    stillOpen: counts(),
    movedBack: counts(),
    skipped: counts(),
    values: amounts.values === null ? null : createEventSums(amounts.decimals, stepCount),
    amounts,
    delays: Array.from({ length: stepCount }, () => []),
    elapsed: Array.from({ length: stepCount }, () => []),
  };
}

/** Counts which stages a customer ever has; *has* holds 1 for those. */
export function countPresence(tally: FunnelTally, has: Uint8Array): void {
  let later = false;
  for (let k = tally.stepCount - 1; k >= 0; k--) {
    if (has[k] === 1) tally.ever[k]!++;
    else if (later) tally.skipped[k]!++;
    later ||= has[k] === 1;
  }
}

/** Counts an attempt, and of its steps the values of the events *valued*. */
export function countAttempt(tally: GrowingTally, plan: StepPlan, attempt: Attempt, valued: Int32Array): void {
  if (attempt.depth === 0) return;
  let before = attempt.entry;
  for (let k = 0; k < tally.stepCount; k++) {
    if (attempt.filled[k] === 0) continue;
    const reached = attempt.reached[k]!;
    tally.reached[k]!++;
    if (wentOn(plan, attempt, k)) tally.converted[k]!++;
    else if (attempt.open) tally.stillOpen[k]!++;
    if (k > 0) {
      tally.delays[k]!.push(reached - before);
      tally.elapsed[k]!.push(reached - attempt.entry);
    }
    if (plan.levels[plan.nextLevel[k]! - 1] === k) before = reached;
    addValue(tally, k, valued[k]!);
  }
}

/**
 * Counts where a customer stands. Times are those between first comings to a stage and to the one before (to the first
 * one); who skipped that, or came there later, has none.
 */
export function countPosition(tally: GrowingTally, { at, entered, has, lost, since, valued }: Position): void {
  countPresence(tally, has);
  for (let k = 0; k < tally.stepCount; k++) {
    if (entered[k] === 0) continue;
    tally.reached[k]!++;
    if (at > k) tally.converted[k]!++;
    else if (at < k) tally.movedBack[k]!++;
    else if (!lost) tally.stillOpen[k]!++;
    if (has[k] === 0) continue;
    if (k > 0 && has[k - 1] === 1 && since[k]! >= since[k - 1]!) tally.delays[k]!.push(since[k]! - since[k - 1]!);
    if (k > 0 && has[0] === 1 && since[k]! >= since[0]!) tally.elapsed[k]!.push(since[k]! - since[0]!);
    addValue(tally, k, valued[k]!);
  }
}

function addValue({ amounts, values }: FunnelTally, step: number, event: number): void {
  if (values === null || amounts.values === null || event === -1) return;
  const value = amounts.values[event]!;
  if (Number.isFinite(value)) addEventTo(values, step, value, amounts.decimals, event);
}

/** Returns one row a step: counts, and the sum of values (null without a value column). */
export function tallyRows(tally: FunnelTally, names: readonly string[]): Row[] {
  return names.map((stage, k) => {
    const reached = tally.reached[k]!;
    const converted = tally.converted[k]!;
    const stillOpen = tally.stillOpen[k]!;
    const movedBack = tally.movedBack[k]!;
    // A slot that nothing was added to holds -0; adding 0 makes it the 0 that people know.
    const value = tally.values === null ? null : sumAt(tally.values, k) + 0;
    return {
      stage,
      order: k + 1,
      open_count: tally.ever[k]!,
      ordered_count: reached,
      converted,
      lost: reached - converted - stillOpen - movedBack,
      still_open: stillOpen,
      moved_back: movedBack,
      skipped: tally.skipped[k]!,
      value: value !== null && Number.isFinite(value) ? value : null,
      ...(tally.values?.exact ? { value_exact: exactText(tally.values.exact, k) } : {}),
    };
  });
}

/**
 * Returns the order statistics between which the reported quantiles lie, of times since the step before (`previous`)
 * and since the entry (`entry`): by step the values at ranks floor and ceil of (n - 1) p, ranks counted from 0.
 */
export function timeRows(tally: FunnelTally): Row[] {
  const of = (since: string, times: readonly ArrayLike<number>[]): Row[] => times.flatMap((column, k) => {
    const ranks = new Set<number>();
    for (const p of column.length > 0 ? TIME_QUANTILES : []) {
      ranks.add(Math.floor((column.length - 1) * p));
      ranks.add(Math.ceil((column.length - 1) * p));
    }
    const ascending = [...ranks].sort((a, b) => a - b);
    const micros = valuesAtRanks(new Float64Array(column), ascending);
    return ascending.map((rank, i) => ({ since, order: k + 1, n: column.length, rank, micros: micros[i]! }));
  });
  return [...of('previous', tally.delays), ...of('entry', tally.elapsed)];
}
