/**
 * Returns *values* as parts of *total* rounded to *digits* decimals so that the parts add up to *total* exactly, by the method
 * of largest remainders (Hamilton 1792): each is rounded down, and what is missing goes, one unit each, to those that lost
 * most; on a tie to the larger value, then to the first. Null where a value is negative or not finite, or all are 0.
 */
export function largestRemainder(values: readonly number[], total: number = 100, digits: number = 0): number[] | null {
  const sum = values.reduce((a, b) => a + b, 0);
  if (!(sum > 0 && Number.isFinite(sum)) || values.some((value) => !(value >= 0))) return null;
  const scale = 10 ** digits;
  const units = Math.round(total * scale);
  const quotas = values.map((value) => (value / sum) * units);
  const parts = quotas.map(Math.floor);
  const order = values.map((_, i) => i).sort((i, j) => {
    const lost = (k: number): number => quotas[k]! - parts[k]!;
    return lost(j) - lost(i) || values[j]! - values[i]! || i - j;
  });
  const missing = units - parts.reduce((a, b) => a + b, 0);
  for (const i of order.slice(0, missing)) parts[i]! += 1;
  return parts.map((part) => part / scale);
}
