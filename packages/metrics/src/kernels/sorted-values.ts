/** Returns how many of *descending* are greater than *bound*: the position of the first that is not. */
export function countAbove(descending: Float64Array, bound: number): number {
  let low = 0;
  let high = descending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (descending[middle]! > bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Returns how many of *descending* are at least *bound*: the position of the first that is less. */
export function countAtLeast(descending: Float64Array, bound: number): number {
  let low = 0;
  let high = descending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (descending[middle]! >= bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
