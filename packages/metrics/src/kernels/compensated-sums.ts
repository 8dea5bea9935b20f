/**
 * One sum a slot, each kept as an unevaluated pair of doubles (Knuth's two-sum; Neumaier 1974): what is lost to rounding
 * in `high` is gathered in `low`, so that a sum rounds to the same number in whatever order its terms come, as long as
 * they span fewer than about 100 bits, which all money does. 16 bytes a slot. Structured-cloneable.
 *
 * A slot that nothing was added to is -0; `addTo` never leaves a -0 behind.
 */
export interface CompensatedSums {
  high: Float64Array;
  low: Float64Array;
}

/** Returns sums with no slots. */
export function createSums(): CompensatedSums {
  return { high: new Float64Array(0), low: new Float64Array(0) };
}

/** Makes at least *length* slots, growing by doubling. */
export function reserveSums(sums: CompensatedSums, length: number): void {
  const before = sums.high.length;
  if (length <= before) return;
  const capacity = Math.max(length, before * 2, 64);
  const high = new Float64Array(capacity).fill(-0, before);
  const low = new Float64Array(capacity);
  high.set(sums.high);
  low.set(sums.low);
  sums.high = high;
  sums.low = low;
}

/** Adds *value*, which must be finite, to slot *i*, which must exist. */
export function addTo(sums: CompensatedSums, i: number, value: number): void {
  const high = sums.high[i]!;
  // Adding 0 turns -0 into 0, which can't be mistaken for "never added to".
  const term = value + 0;
  const sum = high + term;
  const part = sum - high;
  sums.low[i]! += high - (sum - part) + (term - part);
  sums.high[i] = sum;
}

/** Returns whether anything was added to slot *i*. */
export function hasSum(sums: CompensatedSums, i: number): boolean {
  return i < sums.high.length && !Object.is(sums.high[i], -0);
}

/** Returns the sum in slot *i*, rounded once. */
export function sumAt(sums: CompensatedSums, i: number): number {
  return sums.high[i]! + sums.low[i]!;
}

/** Adds every slot of *from* to the same slot of *into*; *from* stays as it is. */
export function mergeSums(into: CompensatedSums, from: CompensatedSums): void {
  reserveSums(into, from.high.length);
  for (let i = 0; i < from.high.length; i++) if (hasSum(from, i)) addPairTo(into, i, from.high[i]!, from.low[i]!);
}

/** Adds the pair *high*, *low* of another sum to slot *i*. */
export function addPairTo(sums: CompensatedSums, i: number, high: number, low: number): void {
  addTo(sums, i, high);
  sums.low[i]! += low;
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

  /** The sum so far, rounded once; 0 where nothing was added. */
  get value(): number {
    return this.#high + this.#low;
  }
}
