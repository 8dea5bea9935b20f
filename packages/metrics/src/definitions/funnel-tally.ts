import { addTo, type CompensatedSums, createSums, reserveSums, sumAt } from '../kernels/compensated-sums.js';
import type { Row } from '../table.js';
import type { Visit } from './funnel-walk.js';

/** The quantiles that a funnel reports of the time from the step before. */
export const TIME_QUANTILES: readonly number[] = [0.5, 0.9];

/** Customers counted by step, for everybody or for one segment. */
export interface FunnelTally {
  readonly stepCount: number;
  /** Customers that ever have the stage. */
  readonly ever: Float64Array;
  /** Customers whose best attempt fills the step. */
  readonly reached: Float64Array;
  /** Of those that went no further, the ones that still may. */
  readonly stillOpen: Float64Array;
  /** Customers that have a later stage without this one. */
  readonly skipped: Float64Array;
  readonly values: CompensatedSums | null;
  /** Microseconds from the step before, one a customer. */
  readonly delays: readonly number[][];
}

/** Returns a tally of nobody. */
export function createFunnelTally(stepCount: number, withValues: boolean): FunnelTally {
  const counts = (): Float64Array => new Float64Array(stepCount);
  const values = withValues ? createSums() : null;
  if (values !== null) reserveSums(values, stepCount);
  return {
    stepCount,
    ever: counts(),
    reached: counts(),
    stillOpen: counts(),
    skipped: counts(),
    values,
    delays: Array.from({ length: stepCount }, () => []),
  };
}

/** Counts one customer; *open* says whether an attempt may still go on. */
export function countCustomer(tally: FunnelTally, { runs, attempt, values }: Visit, open: boolean): void {
  const { stepCount } = tally;
  let later = false;
  for (let k = stepCount - 1; k >= 0; k--) {
    const has = runs[k + 1]! > runs[k]!;
    if (has) tally.ever[k]!++;
    else if (later) tally.skipped[k]!++;
    later = later || has;
  }
  const { depth, reached } = attempt;
  for (let k = 0; k < depth; k++) {
    tally.reached[k]!++;
    if (k > 0) tally.delays[k]!.push(reached[k]! - reached[k - 1]!);
    if (tally.values !== null && Number.isFinite(values[k]!)) addTo(tally.values, k, values[k]!);
  }
  if (open && depth > 0 && depth < stepCount) tally.stillOpen[depth - 1]!++;
}

/** Returns one row a step: counts, and the sum of values (null without a value column). */
export function tallyRows(tally: FunnelTally, names: readonly string[], segment: string | null): Row[] {
  return names.map((stage, k) => {
    const reached = tally.reached[k]!;
    const converted = k + 1 < tally.stepCount ? tally.reached[k + 1]! : reached;
    const stillOpen = tally.stillOpen[k]!;
    // A slot that nothing was added to holds -0; adding 0 makes it the 0 that people know.
    const value = tally.values === null ? null : sumAt(tally.values, k) + 0;
    return {
      segment,
      stage,
      order: k + 1,
      open_count: tally.ever[k]!,
      ordered_count: reached,
      converted,
      lost: reached - converted - stillOpen,
      still_open: stillOpen,
      skipped: tally.skipped[k]!,
      value: value !== null && Number.isFinite(value) ? value : null,
    };
  });
}

/**
 * Returns the order statistics between which the reported quantiles lie: per step the values at ranks floor and ceil
 * of (n - 1) p, ranks counted from 0.
 */
export function delayRows(tally: FunnelTally, segment: string | null): Row[] {
  return tally.delays.flatMap((delays, k) => {
    const sorted = Float64Array.from(delays).sort();
    const ranks = new Set<number>();
    for (const p of sorted.length > 0 ? TIME_QUANTILES : []) {
      ranks.add(Math.floor((sorted.length - 1) * p));
      ranks.add(Math.ceil((sorted.length - 1) * p));
    }
    return [...ranks].sort((a, b) => a - b).map((rank) => ({ segment, order: k + 1, rank, micros: sorted[rank]! }));
  });
}
