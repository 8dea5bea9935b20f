import type { CompensatedSums } from '../kernels/compensated-sums.js';
import type { PyramidTiers } from './pyramid-options.js';
import type { RowTally } from './row-tally.js';

/** What a pyramid's fold works with: columns that exist, and options turned into numbers. */
export interface PyramidPlan {
  readonly customer: string;
  readonly value: string;
  readonly time: string | null;
  readonly timeZone: string;
  /** Rows at or after this instant (microseconds) are left out; Infinity for none. */
  readonly cutOff: number;
  /** The earlier cut-off to compare with, as an instant, or null. */
  readonly compareCutOff: number | null;
  /** How long before a cut-off values count, in microseconds; Infinity for always. */
  readonly window: number;
  readonly tiers: PyramidTiers;
}

/** Sums by customer code, and the little that is known about rows. */
export interface PyramidState {
  readonly tally: RowTally;
  readonly sums: CompensatedSums;
  /** Sums at the earlier cut-off; null where nothing is compared. */
  readonly earlier: CompensatedSums | null;
  missing: number;
  first: number;
  last: number;
}
