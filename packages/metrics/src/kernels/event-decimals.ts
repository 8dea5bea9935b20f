import { addTo, type CompensatedSums, createSums, reserveSums, sameDecimals } from './compensated-sums.js';
import { addDecimal, addExactSum, type DecimalColumn, type ExactSums, greaterExactSum } from './exact-sums.js';

/**
 * The values of a journal's events with every digit, by their places, as sums of one term each: 20 bytes an event for decimals of
 * 38 digits. Structured-cloneable.
 */
export interface EventDecimals {
  /** Absent until the first values come; null once some came that are no decimals, or of another scale. */
  exact?: ExactSums | null;
}

/** Notes the decimal in *row* of *column* as the value of the event at *place*, for which `keepsExactSums` must have returned true. */
export function setDecimal(decimals: EventDecimals, place: number, column: DecimalColumn, row: number): void {
  if (decimals.exact) addDecimal(decimals.exact, place, column, row);
}

/** Adds the decimals of *count* events of *from* to those of *into* from *place* on; *from* stays as it is. */
export function appendDecimals(into: EventDecimals, place: number, from: EventDecimals, count: number): void {
  if (count === 0) return;
  if (!from.exact) into.exact = null;
  else if (sameDecimals(into, from.exact)) for (let n = 0; n < count; n++) addExactSum(into.exact, place + n, from.exact, n);
}

/** Returns *slots* sums for values of events whose decimals are *decimals*: exact where there are any. */
export function createEventSums(decimals: EventDecimals, slots: number): CompensatedSums {
  const sums = createSums();
  sums.exact = decimals.exact ? { ...decimals.exact, words: new Int32Array(0) } : null;
  reserveSums(sums, slots);
  return sums;
}

/** Adds *value*, which must be finite, of the event at *place* to slot *i*, which must exist, with its decimals where *sums* are exact. */
export function addEventTo(sums: CompensatedSums, i: number, value: number, decimals: EventDecimals, place: number): void {
  addTo(sums, i, value);
  if (sums.exact && decimals.exact) addExactSum(sums.exact, i, decimals.exact, place);
}

/** The values of a journal's events (NaN where missing; null where there are none), and their decimals. */
export interface EventAmounts {
  readonly values: Float64Array | null;
  readonly decimals: EventDecimals;
}

/** Returns whether the event at *place* has a value, and one that is larger than that of the event at *other* (-1: none). */
export function isLarger({ decimals, values }: EventAmounts, place: number, other: number): boolean {
  if (values === null || Number.isNaN(values[place]!)) return false;
  if (other === -1 || values[place]! > values[other]!) return true;
  return values[place] === values[other] && decimals.exact != null && greaterExactSum(decimals.exact, place, other);
}
