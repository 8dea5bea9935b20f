import { addDecimal, addExactSum, createExactSums, type DecimalColumn, exactNumber, type ExactSums, fitsExactSums } from './exact-sums.js';

/**
 * One sum a slot, each kept as an unevaluated pair of doubles (Knuth's two-sum; Neumaier 1974): what the first loses to
 * rounding is gathered in the second, so that a sum rounds to the same number in whatever order its terms come, as long
 * as they span fewer than about 100 bits, which all money does. 16 bytes a slot. Structured-cloneable.
 *
 * A slot that nothing was added to is -0; `addTo` never leaves a -0 behind.
 *
 * Where all values are decimals, the exact sums are kept beside, and are what is read.
 */
export interface CompensatedSums {
  /** The pair of slot *i* at `2 * i` and `2 * i + 1`, side by side so that a row touches one line of the cache. */
  pairs: Float64Array;
  /** Absent until the first values come; null once some came that are no decimals, or of another scale. */
  exact?: ExactSums | null;
}

/** Returns sums with no slots. */
export function createSums(): CompensatedSums {
  return { pairs: new Float64Array(0) };
}

/** Returns how many slots there are, used or not. */
export function slotCount(sums: CompensatedSums): number {
  return sums.pairs.length >>> 1;
}

/** Makes at least *length* slots, growing by doubling. */
export function reserveSums(sums: CompensatedSums, length: number): void {
  const before = slotCount(sums);
  if (length <= before) return;
  const pairs = new Float64Array(Math.max(length, before * 2, 64) * 2);
  pairs.fill(-0, before * 2);
  pairs.set(sums.pairs);
  sums.pairs = pairs;
}

/** Adds *value*, which must be finite, to slot *i*, which must exist. */
export function addTo(sums: CompensatedSums, i: number, value: number): void {
  addToPairs(sums.pairs, i, value);
}

/** Does the same with the pairs of the sums in hand, which nobody enlarges meanwhile: what a loop over many rows reads once. */
export function addToPairs(pairs: Float64Array, i: number, value: number): void {
  const high = pairs[2 * i]!;
  // Adding 0 turns -0 into 0, which can't be mistaken for "never added to".
  const term = value + 0;
  const sum = high + term;
  const part = sum - high;
  pairs[2 * i] = sum;
  pairs[2 * i + 1]! += high - (sum - part) + (term - part);
}

/**
 * Says that the values of the coming rows are those of *decimals* (null: no decimals). Where it returns true, whoever adds one
 * of them with `addTo` must also add it with `addDecimalTo`.
 */
export function keepsExactSums(sums: Pick<CompensatedSums, 'exact'>, decimals: DecimalColumn | null): boolean {
  if (decimals === null || sums.exact === null) sums.exact = null;
  else if (sums.exact === undefined) sums.exact = createExactSums(decimals);
  else if (!fitsExactSums(sums.exact, decimals)) sums.exact = null;
  return sums.exact !== null;
}

/** Adds *row* of *decimals* to slot *i*, for which `keepsExactSums` must have returned true. */
export function addDecimalTo(sums: CompensatedSums, i: number, decimals: DecimalColumn, row: number): void {
  if (sums.exact) addDecimal(sums.exact, i, decimals, row);
}

/** Adds the sum in slot *j* of *from* to slot *i*, which must exist; *from* stays as it is. */
export function addSumTo(sums: CompensatedSums, i: number, from: CompensatedSums, j: number): void {
  addTo(sums, i, from.pairs[2 * j]!);
  sums.pairs[2 * i + 1]! += from.pairs[2 * j + 1]!;
  if (!from.exact) sums.exact = null;
  else if (sameDecimals(sums, from.exact)) addExactSum(sums.exact, i, from.exact, j);
}

/** Returns whether the exact sums of *sums* go on with those of *other*, and drops them where they don't. */
export function sameDecimals<S extends Pick<CompensatedSums, 'exact'>>(sums: S, other: ExactSums): sums is S & { exact: ExactSums } {
  if (sums.exact === undefined) sums.exact = { ...other, words: new Int32Array(0) };
  else if (sums.exact !== null && (sums.exact.width !== other.width || sums.exact.scale !== other.scale)) sums.exact = null;
  return sums.exact !== null;
}

/** Returns whether anything was added to slot *i*. */
export function hasSum(sums: CompensatedSums, i: number): boolean {
  return 2 * i < sums.pairs.length && !Object.is(sums.pairs[2 * i], -0);
}

/** Returns the sum in slot *i*, rounded once. */
export function sumAt(sums: CompensatedSums, i: number): number {
  return sums.exact ? exactNumber(sums.exact, i) : sums.pairs[2 * i]! + sums.pairs[2 * i + 1]!;
}

/** Adds every slot of *from* to the same slot of *into*; *from* stays as it is. */
export function mergeSums(into: CompensatedSums, from: CompensatedSums): void {
  const slots = slotCount(from);
  reserveSums(into, slots);
  for (let i = 0; i < slots; i++) if (hasSum(from, i)) addSumTo(into, i, from, i);
}

/** A single compensated sum. */
export class CompensatedSum {
  #high: number = 0;
  #low: number = 0;

  /** Adds *value*, which must be finite. */
  add(value: number): void {
    const sum = this.#high + value;
    const part = sum - this.#high;
    this.#low += this.#high - (sum - part) + (value - part);
    this.#high = sum;
  }

  /** Adds the sum in slot *i* of *sums*. */
  addSum(sums: CompensatedSums, i: number): void {
    this.add(sums.pairs[2 * i]!);
    this.#low += sums.pairs[2 * i + 1]!;
  }

  /** Adds another sum, which stays as it is. */
  addAll(other: CompensatedSum): void {
    this.add(other.#high);
    this.#low += other.#low;
  }

  /** The sum so far, rounded once; 0 where nothing was added. */
  get value(): number {
    return this.#high + this.#low;
  }
}
