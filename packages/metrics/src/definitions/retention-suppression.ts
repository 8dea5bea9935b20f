import type { Estimate } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { withheldCells } from '../statistics/suppression.js';
import type { Row } from '../table.js';
import type { RetentionCohorts } from './retention-cohorts.js';
import type { RetentionMode, RetentionOptions } from './retention-options.js';
import type { PooledSums } from './retention-pooled-sums.js';
import { numberIn } from './summary-cells.js';
import { tellsNumber } from './told-marks.js';

/** What `minCell` keeps back. */
export interface RetentionWithheld {
  /** Whether anything is kept back, so that no grand total of values may be told. */
  readonly some: boolean;
  /** 1 for each cohort whose size is withheld, and with it everything about it. */
  readonly sizes: Uint8Array;
  /** Whether the cell of the cohort at *cohort* in window *window* is withheld. */
  readonly cell: (cohort: number, window: number) => boolean;
  readonly pooled: (window: number) => boolean;
  /** Whether the number of customers in window *window* of the pooled row is withheld, and with it everything about them. */
  readonly pooledSize: (window: number) => boolean;
  /** Whether orders and values are told of cells that are told: not where a cell counts others than those who bought in it. */
  readonly amounts: boolean;
}

/** Modes whose active customers are, or are among, those who bought in the cell. */
const COUNT_BUYERS: readonly RetentionMode[] = ['on', 'bracket', 'streak'];

/**
 * Withholds groups of 1 to `minCell` - 1: cohorts, customers retained in a cell, and customers of a cohort who are not;
 * and so much more that none of them follows from sizes, the pooled row and the number of all customers. Cells with orders or
 * values of nobody who is active (refunds, broken streaks) are withheld, as nobody knows of how few; rolling cells too while they are watched
 * for a part of a cohort only, which tells who entered when.
 */
export function withholdRetention(cohorts: RetentionCohorts, pooled: readonly PooledSums[], { minCell = 0, mode = 'on' }: RetentionOptions): RetentionWithheld {
  const { list, windows } = cohorts;
  const none = new Uint8Array(list.length);
  if (minCell < 2) return { some: false, sizes: none, cell: () => false, pooled: () => false, pooledSize: () => false, amounts: true };
  const { sizes, pooledSizes } = withheldSizes(list.map(({ size }) => size), pooled, minCell);
  const amounts = COUNT_BUYERS.includes(mode);
  const hasAmounts = (row: Row): boolean => numberIn(row, 'orders') > 0 || numberIn(row, 'value') !== 0;
  const columns = windows.map((bracket, w) => {
    const held = new Set(pooled[w]?.held ?? []);
    const n = list.length;
    // Cell 2i counts the retained of cohort i, 2i + 1 the rest; the last two are their pooled sums.
    const counts = new Float64Array(2 * n + 2);
    const unsure: number[] = [];
    list.forEach((cohort, i) => {
      const { observed, eligible } = cohorts.watch(cohort, bracket);
      const row = observed ? (cohort.cells.get(bracket[0]) ?? {}) : {};
      const active = numberIn(row, 'active');
      counts[2 * i] = active;
      counts[2 * i + 1] = eligible - active;
      if ((active === 0 && amounts && hasAmounts(row)) || (observed && eligible !== cohort.size)) unsure.push(2 * i);
      if (sizes[i] === 1) unsure.push(2 * i, 2 * i + 1);
    });
    counts[2 * n] = pooled[w]?.active ?? 0;
    counts[2 * n + 1] = (pooled[w]?.size ?? 0) - (pooled[w]?.active ?? 0);
    if (amounts && pooled[w]?.active === 0 && (pooled[w].orders > 0 || pooled[w].value !== 0)) unsure.push(2 * n);
    const parts = [...held];
    return withheldCells(counts, [
      ...list.map((_, i) => ({ parts: [2 * i, 2 * i + 1] })),
      { parts: parts.map((i) => 2 * i), total: 2 * n }, { parts: parts.map((i) => 2 * i + 1), total: 2 * n + 1 },
      { parts: [2 * n, 2 * n + 1] },
    ], minCell, unsure);
  });
  // A pooled rate of which a withheld cohort is a part tells about it by the number of all it holds.
  return {
    some: sizes.includes(1) || columns.some((column) => column.includes(1)),
    sizes,
    amounts,
    cell: (cohort, window) => sizes[cohort] === 1 || columns[window]?.[2 * cohort] === 1,
    pooled: (window) => columns[window]?.[2 * list.length] === 1,
    pooledSize: (window) => pooledSizes[window] === 1,
  };
}

/**
 * Withholds sizes of cohorts and of pooled rows: the sum of all cohorts is known, and each pooled row is the next one and
 * the cohorts that are complete no longer there.
 */
function withheldSizes(sizes: readonly number[], pooled: readonly PooledSums[], minCell: number): { sizes: Uint8Array; pooledSizes: Uint8Array } {
  const n = sizes.length;
  const lines = [{ parts: sizes.map((_, i): number => i), total: null as number | null }];
  pooled.forEach(({ held }, w) => {
    const next = new Set(pooled[w + 1]?.held ?? []);
    const dropped = held.filter((i) => !next.has(i));
    lines.push({ parts: w + 1 < pooled.length ? [...dropped, n + w + 1] : dropped, total: n + w });
  });
  const cells = withheldCells([...sizes, ...pooled.map(({ size }) => size)], lines, minCell);
  return { sizes: cells.subarray(0, n), pooledSizes: cells.subarray(n) };
}

/** Returns whether the number of customers behind *mark* is told: the size of a cohort, or who was active in a cell that somebody has seen. */
export function tellsCell({ cohort, offset }: Mark, { table, tables }: Estimate): boolean {
  if ((offset ?? null) === null) return tellsNumber(tables['cohorts'], { cohort }, 'size');
  return tellsNumber(table, { cohort, offset, observed: true }, 'active');
}
