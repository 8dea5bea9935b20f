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

/** Times of rows: as they lie in memory, or as microseconds, NaN where one is missing. */
export type RowTimes = TickColumn | Float64Array;

/** Returns the first *count* times in microseconds, NaN where one is missing: *times* themselves, or written to *scratch*. */
export function timesIn(times: RowTimes, count: number, scratch: Float64Array): Float64Array {
  if (times instanceof Float64Array) return times;
  const { words, microsPerTick, valid } = times;
  for (let row = 0; row < count; row++) scratch[row] = (words[2 * row + 1]! * 4294967296 + (words[2 * row]! >>> 0)) * microsPerTick;
  if (valid !== null) for (let row = 0; row < count; row++) if (((valid[row >>> 5]! >>> (row & 31)) & 1) === 0) scratch[row] = NaN;
  return scratch;
}

/** Returns the time of one row in microseconds, NaN where it is missing. */
export function timeAt(times: RowTimes, row: number): number {
  if (times instanceof Float64Array) return times[row]!;
  const { words, microsPerTick, valid } = times;
  if (valid !== null && ((valid[row >>> 5]! >>> (row & 31)) & 1) === 0) return NaN;
  return (words[2 * row + 1]! * 4294967296 + (words[2 * row]! >>> 0)) * microsPerTick;
}

/** Writes the instants of rows from *from* on to *out*, as microseconds, NaN where one is missing. */
export function instantsAt({ words, microsPerTick, valid }: TickColumn, from: number, out: Float64Array): void {
  for (let i = 0, at = 2 * from; i < out.length; i++, at += 2) out[i] = (words[at + 1]! * 4294967296 + (words[at]! >>> 0)) * microsPerTick;
  if (valid !== null) for (let i = 0; i < out.length; i++) if (((valid[(from + i) >>> 5]! >>> ((from + i) & 31)) & 1) === 0) out[i] = NaN;
}
