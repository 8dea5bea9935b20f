/**
 * Sums of the first *k* of a list for every *k* from 0, each as a pair of doubles, so that the sum of any run of the list
 * is as exact as if it had been added up by itself. 16 bytes a value.
 */
export interface PrefixSums {
  readonly high: Float64Array;
  readonly low: Float64Array;
}

/** Returns the prefix sums of *values*, which must be finite. */
export function prefixSums(values: Float64Array): PrefixSums {
  const high = new Float64Array(values.length + 1);
  const low = new Float64Array(values.length + 1);
  let sum = 0;
  let rest = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const next = sum + value;
    const part = next - sum;
    rest += sum - (next - part) + (value - part);
    sum = next;
    high[i + 1] = sum;
    low[i + 1] = rest;
  }
  return { high, low };
}

/** Returns the sum of the values from position *from* up to but excluding *to*; 0 where *to* is not above *from*. */
export function rangeSum(sums: PrefixSums, from: number, to: number): number {
  if (to <= from) return 0;
  const a = sums.high[to]!;
  const b = -sums.high[from]!;
  const sum = a + b;
  const part = sum - a;
  return sum + (a - (sum - part) + (b - part) + (sums.low[to]! - sums.low[from]!));
}
