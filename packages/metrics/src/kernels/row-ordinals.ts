/** Ordinals of rows that belong to no period, by why. All lie below those of periods, and their two lowest bits tell them apart. */
export const OUT_OF_RANGE = -2147483648;
/** There is no time. */
export const WITHOUT_TIME = -2147483647;
/** The time lies at the cut-off or later. */
export const AFTER_CUT_OFF = -2147483646;
/** Whatever lies below is one of these. */
export const LOWEST_ORDINAL = -2147483640;

/** What ordinals are found by: microseconds since 1970-01-01T00:00Z. */
export interface Boundaries {
  /** The ordinal of the period that holds *instant*, or OUT_OF_RANGE. */
  ordinalOf(instant: number): number;
  /** The first instant after a period. */
  endOf(ordinal: number): number;
}

/** Times as they lie in memory: words in pairs, low first. */
export interface TickColumn {
  readonly words: Int32Array;
  readonly microsPerTick: 1 | 1e3 | 1e6;
  /** Which rows have a time, bit by bit; null where all have. */
  readonly valid: Uint32Array | null;
}

/** Returns the ordinals of *instants* (`known` says those of periods) with those at *cutOff* or later, and those that are missing, marked. */
export function ordinalsBefore(instants: Float64Array, known: Int32Array, cutOff: number): Int32Array {
  const ordinals = known.slice();
  for (let i = 0; i < instants.length; i++) {
    const instant = instants[i]!;
    if (instant >= cutOff && ordinals[i] !== OUT_OF_RANGE) ordinals[i] = AFTER_CUT_OFF;
    else if (Number.isNaN(instant)) ordinals[i] = WITHOUT_TIME;
  }
  return ordinals;
}
