/**
 * Returns the *p* quantile of values in ascending order by linear interpolation between closest ranks: type 7 of Hyndman & Fan
 * 1996, the default of R and of spreadsheets. *p* is clamped to [0, 1]. Null where there are no values.
 */
export function quantile(ascending: ArrayLike<number>, p: number): number | null {
  const n = ascending.length;
  if (n === 0 || Number.isNaN(p)) return null;
  const rank = (n - 1) * Math.min(1, Math.max(0, p));
  const below = Math.floor(rank);
  const low = ascending[below]!;
  const high = ascending[Math.min(below + 1, n - 1)]!;
  return low === high ? low : low + (high - low) * (rank - below);
}
