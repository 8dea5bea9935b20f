import { proportionDifference } from '../statistics/newcombe.js';
import type { CellType, Row } from '../table.js';
import type { FunnelOptions } from './funnel-options.js';
import { toldIn } from './summary-cells.js';

/** The columns that a comparison adds to a funnel's steps. */
export const CHANGE_COLUMNS: Readonly<Record<string, CellType>> = {
  ordered_count_before: 'int32', step_conversion_before: 'float64', change: 'float64', change_lower: 'float64', change_upper: 'float64', distinguishable: 'bool',
};

/** What became of a share since earlier entries; nulls where either can't be told. */
export type Change = Readonly<Record<'change' | 'change_lower' | 'change_upper', number | null>> & { readonly distinguishable: boolean | null };

/**
 * Returns by how much *reached* of *base* exceeds *reachedBefore* of *baseBefore*, with Newcombe's hybrid score interval
 * (1998). `distinguishable`: the interval doesn't hold 0.
 */
export function changeOfShare(reached: number | null, base: number | null, reachedBefore: number | null, baseBefore: number | null, confidence: number): Change {
  const known = reached !== null && base !== null && reachedBefore !== null && baseBefore !== null;
  const difference = known ? proportionDifference(reached, base, reachedBefore, baseBefore, confidence) : null;
  if (difference === null) return { change: null, change_lower: null, change_upper: null, distinguishable: null };
  return { change: difference.difference, change_lower: difference.lower, change_upper: difference.upper, distinguishable: difference.lower > 0 || difference.upper < 0 };
}

/** Returns what `CHANGE_COLUMNS` hold for each of *steps*, compared with the same steps of *earlier* entries. */
export function changeRows(steps: readonly Row[], earlier: readonly Row[], options: FunnelOptions): Row[] {
  let base: number | null = null;
  let baseBefore: number | null = null;
  return steps.map((row, k) => {
    const before = earlier[k] ?? {};
    const [reached, reachedBefore] = [toldIn(row, 'ordered_count'), toldIn(before, 'ordered_count')];
    const rated = toldIn(row, 'step_conversion') !== null && toldIn(before, 'step_conversion') !== null;
    const change = changeOfShare(reached, rated ? base : null, reachedBefore, baseBefore, options.confidence ?? 0.95);
    if (row['optional'] !== true) [base, baseBefore] = [reached, reachedBefore];
    return { ordered_count_before: reachedBefore, step_conversion_before: toldIn(before, 'step_conversion'), ...change };
  });
}
