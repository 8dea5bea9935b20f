import { ExactSum } from './fsum.js';

/**
 * Returns the Gini coefficient of values in ascending order, (2 sum(i x_i) / sum(x) - (n + 1)) / n with i from 1, without
 * small-sample correction (Gini 1912; R package ineq; convention C10). 0 where all are equal, at most 1 - 1/n where none is
 * negative; negative values can lift it above 1. Null where there are none, or where they sum to 0.
 */
export function gini(ascending: ArrayLike<number>): number | null {
  return giniFrom(ascending, 0);
}

/** Returns the Gini coefficient times n / (n - 1), which reaches 1 where one of *ascending* holds everything; null for fewer than two. */
export function giniCorrected(ascending: ArrayLike<number>): number | null {
  const n = ascending.length;
  const plain = n < 2 ? null : gini(ascending);
  return plain === null ? null : (plain * n) / (n - 1);
}

/** Returns the Gini coefficient of those of *ascending* that are greater than 0; null where there are none. */
export function giniPositive(ascending: ArrayLike<number>): number | null {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! > 0) high = middle;
    else low = middle + 1;
  }
  return giniFrom(ascending, low);
}

function giniFrom(ascending: ArrayLike<number>, from: number): number | null {
  const n = ascending.length - from;
  const sum = new ExactSum();
  const ranked = new ExactSum();
  for (let i = 0; i < n; i++) {
    const x = ascending[from + i]!;
    sum.add(x);
    // Ranks are counted from the middle, so that equal values give exactly 0.
    ranked.add((2 * i + 1 - n) * x);
  }
  const total = sum.total();
  return n === 0 || total === 0 ? null : ranked.total() / (n * total);
}
