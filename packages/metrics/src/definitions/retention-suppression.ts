import type { Estimate } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { withheldCells } from '../statistics/suppression.js';
import type { RetentionCohorts } from './retention-cohorts.js';
import type { RetentionOptions } from './retention-options.js';
import type { PooledSums } from './retention-pooled-sums.js';
import { numberIn } from './summary-cells.js';
import { tellsNumber } from './told-marks.js';

/** What `minCell` keeps back. */
export interface RetentionWithheld {
  /** Whether all customers together are too few to be told. */
  readonly customers: boolean;
  /** 1 for each cohort whose size is withheld, and with it everything about it. */
  readonly sizes: Uint8Array;
  /** Whether the cell of the cohort at *cohort* in window *window* is withheld. */
  readonly cell: (cohort: number, window: number) => boolean;
  readonly pooled: (window: number) => boolean;
  /** Whether the size of a pooled row is withheld; all its numbers are then. */
  readonly pooledSize: (window: number) => boolean;
}

/**
 * Withholds groups of 1 to `minCell` - 1: cohorts, customers retained in a cell, and customers of a cohort who are not;
 * and so much more that none of them follows from sizes, the pooled row and the number of all customers. A pooled row that
 * holds some of the withheld cohorts, but not all, is withheld too: the difference of two such rows would be a cohort.
 */
export function withholdRetention(cohorts: RetentionCohorts, pooled: readonly PooledSums[], { minCell = 0 }: RetentionOptions): RetentionWithheld {
  const { list, windows } = cohorts;
  const none = new Uint8Array(list.length);
  if (minCell < 2) return { customers: false, sizes: none, cell: () => false, pooled: () => false, pooledSize: () => false };
  // The number of all customers is told, unless it is small itself, so sizes stand in one line.
  const customers = list.reduce((sum, { size }) => sum + size, 0);
  const few = customers > 0 && customers < minCell;
  const sizes = withheldCells(list.map(({ size }) => size), [{ parts: list.map((_, i) => i) }], minCell);
  const columns = windows.map((bracket, w) => {
    const held = new Set(pooled[w]?.held ?? []);
    const n = list.length;
    // Cell 2i counts the retained of cohort i, 2i + 1 the rest; the last two are their pooled sums.
    const counts = new Float64Array(2 * n + 2);
    list.forEach((cohort, i) => {
      const { observed, eligible } = cohorts.watch(cohort, bracket);
      const active = observed ? numberIn(cohort.cells.get(bracket[0]) ?? {}, 'active') : 0;
      counts[2 * i] = active;
      counts[2 * i + 1] = eligible - active;
    });
    counts[2 * n] = pooled[w]?.active ?? 0;
    counts[2 * n + 1] = (pooled[w]?.size ?? 0) - (pooled[w]?.active ?? 0);
    const parts = [...held];
    return withheldCells(counts, [
      ...list.map((_, i) => ({ parts: [2 * i, 2 * i + 1] })),
      { parts: parts.map((i) => 2 * i), total: 2 * n }, { parts: parts.map((i) => 2 * i + 1), total: 2 * n + 1 },
      { parts: [2 * n, 2 * n + 1] },
    ], minCell);
  });
  const hidden = sizes.reduce((sum, size) => sum + size, 0);
  const divides = pooled.map(({ held }) => {
    const inside = held.filter((cohort) => sizes[cohort] === 1).length;
    return inside > 0 && (inside < hidden || few);
  });
  return {
    customers: few,
    sizes,
    cell: (cohort, window) => sizes[cohort] === 1 || columns[window]?.[2 * cohort] === 1,
    // A rate tells the number of all it holds.
    pooled: (window) => divides[window] === true || columns[window]?.[2 * list.length] === 1,
    pooledSize: (window) => divides[window] === true,
  };
}

/** Returns whether the number of customers behind *mark* is told: the size of a cohort, or who was active in a cell that somebody has seen. */
export function tellsCell({ cohort, offset }: Mark, { table, tables }: Estimate): boolean {
  if ((offset ?? null) === null) return tellsNumber(tables['cohorts'], { cohort }, 'size');
  return tellsNumber(table, { cohort, offset, observed: true }, 'active');
}
