import { amountOf, type RetentionMeasure, type RetentionModel, type RetentionUnit } from './retention-model.js';

/** How many colours a grid has: more can't be told apart, and each is one path. */
export const BUCKETS = 32;

const SPREAD = 1.5;

/** The amounts at the two ends of the ramp. */
export interface ColorDomain {
  readonly low: number;
  readonly high: number;
  /** Some cells lie above `high` and have its colour: one outlier must not bleach all others. */
  readonly capped: boolean;
}

/**
 * Returns the ends of the ramp for cells after offset 0, which would be 100 % and leave no colour to the rest. Cells of
 * periods that are not over, and zeros, have looks of their own and don't count. Null where no cell counts.
 */
export function colorDomain({ cohorts }: Pick<RetentionModel, 'cohorts'>, measure: RetentionMeasure, unit: RetentionUnit): ColorDomain | null {
  const found: number[] = [];
  for (const { cells } of cohorts) {
    for (const cell of cells) {
      if (cell === null || cell.offset === 0 || cell.partial || cell.suppressed) continue;
      const amount = amountOf(cell, measure, unit);
      if (amount !== null && amount > 0) found.push(amount);
    }
  }
  if (found.length === 0) return null;
  const amounts = Float64Array.from(found).sort();
  const low = amounts[0] ?? 0;
  const most = amounts.at(-1) ?? low;
  const usual = amounts[Math.floor((amounts.length - 1) * 0.98)] ?? most;
  const capped = usual > low && most > usual * SPREAD;
  return { low, high: capped ? usual : most, capped };
}

/**
 * Returns where on the ramp *amount* is, 0 to 1: one of `BUCKETS` steps, or to the thousandth where *exact*. In a domain of one
 * amount it is the middle.
 */
export function shadeOf(amount: number, { low, high }: ColorDomain, exact: boolean): number {
  const t = high <= low ? 0.5 : Math.min(1, Math.max(0, (amount - low) / (high - low)));
  return exact ? Math.round(t * 1000) / 1000 : stepShade(Math.min(BUCKETS - 1, Math.floor(t * BUCKETS)));
}

/** Returns where on the ramp its *step* is, 0 to 1. */
export function stepShade(step: number): number {
  return step / (BUCKETS - 1);
}
