import { CompensatedSum } from '../kernels/compensated-sums.js';

/** Where a relationship stands (Dwyer, Schurr & Oh 1987). */
export type RelationshipPhase = 'establish' | 'develop' | 'maintain' | 'break_up';

/** Every phase, in the order in which a relationship goes through them. */
export const RELATIONSHIP_PHASES: readonly RelationshipPhase[] = ['establish', 'develop', 'maintain', 'break_up'];

/** One customer's rows by day, ascending; refunds are negative and no purchase. */
export interface DatedValues {
  readonly days: Int32Array;
  /** NaN where missing; null where purchases are counted instead. */
  readonly values: Float64Array | null;
  readonly length: number;
}

/**
 * Returns the phase (0 to 3, as in `RELATIONSHIP_PHASES`) of a customer on *day*, told by what came before that day (C14),
 * with D = *window* days; -1 where no purchase came before. *spent* receives everything spent before *day*.
 *
 * Break-up: the last purchase is more than 2 D ago. Establish: the first is D ago or less. Develop: more was spent in the
 * last D days than in the D before. Maintain: otherwise, equal spending included.
 */
export function phaseOn({ days, length, values }: DatedValues, day: number, window: number, spent: CompensatedSum): number {
  let first = -1;
  let last = -1;
  const recent = new CompensatedSum();
  const before = new CompensatedSum();
  for (let i = 0; i < length && days[i]! < day; i++) {
    const value = values === null ? 1 : values[i]!;
    const ago = day - days[i]!;
    if (Number.isFinite(value)) {
      spent.add(value);
      if (ago <= window) recent.add(value);
      else if (ago <= 2 * window) before.add(value);
    }
    if (value < 0) continue;
    if (first === -1) first = ago;
    last = ago;
  }
  if (first === -1) return -1;
  if (last > 2 * window) return 3;
  if (first <= window) return 0;
  // Money is compared after rounding to 1e-6 (C3): 0.1 + 0.2 is no more than 0.3.
  return Math.round(recent.value * 1e6) > Math.round(before.value * 1e6) ? 1 : 2;
}
