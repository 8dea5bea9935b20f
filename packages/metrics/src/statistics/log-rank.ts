import { atRiskFirst, type DurationCount } from './durations.js';
import { chiSquareP } from './gamma.js';

/** A comparison of survival curves. *observed* and *expected* count events by group, in the order given. */
export interface LogRank {
  readonly observed: readonly number[];
  readonly expected: readonly number[];
  readonly chiSquare: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
}

/**
 * Returns the log-rank test of equal survival in two or more groups of counted durations, each in ascending order (Mantel
 * 1966; Peto & Peto 1972), with the hypergeometric variance for ties. Groups in which no event is expected are left out of
 * the test. Null where fewer than two groups remain or no event tells them apart.
 */
export function logRank(groups: readonly (readonly DurationCount[])[]): LogRank | null {
  const observed = groups.map(() => 0);
  const expected = groups.map(() => 0);
  const variance = groups.map(() => groups.map(() => 0));
  const atRisk = groups.map(atRiskFirst);
  const next = groups.map(() => 0);

  for (const time of [...new Set(groups.flatMap((counts) => counts.map((count) => count.time)))].sort((a, b) => a - b)) {
    const here = groups.map((counts, g) => (counts[next[g]!]?.time === time ? counts[next[g]!]! : null));
    const n = atRisk.reduce((a, b) => a + b, 0);
    const d = here.reduce((sum, count) => sum + (count?.events ?? 0), 0);
    for (let g = 0; g < groups.length && d > 0; g++) {
      const share = atRisk[g]! / n;
      observed[g]! += here[g]?.events ?? 0;
      expected[g]! += d * share;
      if (n < 2) continue;
      const factor = (d * (n - d)) / (n - 1);
      for (let h = 0; h < groups.length; h++) {
        variance[g]![h]! += factor * share * ((g === h ? 1 : 0) - atRisk[h]! / n);
      }
    }
    for (const [g, count] of here.entries()) {
      if (count === null) continue;
      atRisk[g]! += (count.entered ?? 0) - count.events - count.censored;
      next[g]!++;
    }
  }

  // The differences add up to 0, so one group's row carries nothing new.
  const kept = groups.map((_, g) => g).filter((g) => expected[g]! > 0).slice(1);
  if (kept.length === 0) return null;
  const difference = kept.map((g) => observed[g]! - expected[g]!);
  const solved = solve(kept.map((g) => kept.map((h) => variance[g]![h]!)), difference);
  if (solved === null) return null;
  const chiSquare = difference.reduce((sum, value, i) => sum + value * solved[i]!, 0);
  return { observed, expected, chiSquare, degreesOfFreedom: kept.length, pValue: chiSquareP(chiSquare, kept.length) };
}

/** Solves a symmetric positive semidefinite system by elimination, which needs no pivoting for such; null where it is singular. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | null {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  const size = rows.length;
  for (let k = 0; k < size; k++) {
    if (!(rows[k]![k]! > 1e-12)) return null;
    for (let i = 0; i < size; i++) {
      if (i === k) continue;
      const factor = rows[i]![k]! / rows[k]![k]!;
      for (let j = k; j <= size; j++) rows[i]![j]! -= factor * rows[k]![j]!;
    }
  }
  return rows.map((row, i) => row[size]! / row[i]!);
}
