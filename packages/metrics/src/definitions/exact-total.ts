import { decimalText } from '../kernels/exact-sums.js';
import type { ExactSum } from '../sql/exact-sum.js';
import type { CellType, Row } from '../table.js';

/** Returns the total of *sums* that a database answered as text with every digit; null where there are none, or where they are no decimals. */
export function exactTotalOf(sums: readonly ExactSum[]): string | null {
  const scale = sums[0]?.scale ?? null;
  return scale === null ? null : decimalText(sums.reduce((total, { units }) => total + units, 0n), scale);
}

/** The exact total of *sums* as a column of a summary's totals and its cell; neither where they are no decimals. */
export function exactCells(sums: readonly ExactSum[]): { readonly field: Readonly<Record<string, CellType>>; readonly cell: Row } {
  const total = exactTotalOf(sums);
  return total === null ? { field: {}, cell: {} } : { field: { value_exact: 'utf8' }, cell: { value_exact: total } };
}
