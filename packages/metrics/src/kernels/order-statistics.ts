/**
 * Returns the values that would stand at *ranks* (ascending, from 0) if *values* were sorted, and leaves these in another order.
 * Quickselect (Hoare 1961) with the median of three as the pivot: each rank costs a few passes over what lies behind the one before.
 */
export function valuesAtRanks(values: Float64Array, ranks: readonly number[]): number[] {
  let from = 0;
  return ranks.map((rank) => {
    select(values, from, values.length - 1, rank);
    from = rank;
    return values[rank]!;
  });
}

/** Moves the value of *rank* among those from *low* to *high* to its place, smaller ones before it and larger ones behind. */
function select(values: Float64Array, low: number, high: number, rank: number): void {
  while (high > low) {
    const pivot = medianOfThree(values[low]!, values[(low + high) >>> 1]!, values[high]!);
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const value = values[i]!;
      values[i++] = values[j]!;
      values[j--] = value;
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else return;
  }
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
