/**
 * A running sum without rounding error: the partial sums are kept as numbers that don't overlap (Shewchuk 1997,
 * "Adaptive precision floating-point arithmetic", Discrete & Computational Geometry 18), so the total is the same in
 * whatever order values arrive, and is rounded once.
 */
export class ExactSum {
  #partials: number[] = [];
  /** What can't be kept exactly: infinities and NaN. */
  #special: number = 0;

  /** Adds *x*. */
  add(x: number): void {
    if (!Number.isFinite(x)) {
      this.#special += x;
      return;
    }
    const partials = this.#partials;
    let kept = 0;
    let high = x;
    for (let i = 0; i < partials.length; i++) {
      const partial = partials[i] ?? 0;
      const sum = high + partial;
      const low = Math.abs(high) < Math.abs(partial) ? high - (sum - partial) : partial - (sum - high);
      if (low !== 0) partials[kept++] = low;
      high = sum;
    }
    partials.length = kept;
    partials.push(high);
  }

  /** Returns the sum so far, correctly rounded; 0 where nothing was added. */
  total(): number {
    if (this.#special !== 0) return this.#special;
    const partials = this.#partials;
    let i = partials.length - 1;
    let high = partials[i] ?? 0;
    let low = 0;
    while (i > 0 && low === 0) {
      const sum = high + (partials[--i] ?? 0);
      low = (partials[i] ?? 0) - (sum - high);
      high = sum;
    }
    // Half a unit in the last place remains: what lies below decides on which side of the tie the sum is.
    const below = partials[i - 1] ?? 0;
    if (i > 0 && ((low < 0 && below < 0) || (low > 0 && below > 0))) {
      const rounded = high + low * 2;
      if (low * 2 === rounded - high) return rounded;
    }
    return high;
  }
}

/**
 * Returns the sum of *values*, correctly rounded whatever their order, as Python's math.fsum does; 0 where there are none.
 * NaN where a value is NaN.
 */
export function fsum(values: Iterable<number>): number {
  const sum = new ExactSum();
  for (const value of values) sum.add(value);
  return sum.total();
}
