import type { OptionCheck } from './option-check.js';

/** Privacy thresholds in common use: 5, of many statistical offices; 11, of the US Centers for Medicare & Medicaid Services. */
export const MIN_CELL_PRESETS: readonly number[] = [5, 11];

/** Returns whether *count* customers are a group that *minCell* withholds. */
export function isSmall(count: number, minCell: number | undefined): boolean {
  return count > 0 && count < (minCell ?? 0);
}

/**
 * Returns the option `minCell`: groups of 1 to `minCell` - 1 are withheld, and with them what would tell them
 * (`withheldCells`, `tellableCuts`). 0, the default, withholds nothing.
 */
export function readMinCell(check: OptionCheck): number {
  return check.number('minCell', { min: 0, integer: true }, 0);
}
