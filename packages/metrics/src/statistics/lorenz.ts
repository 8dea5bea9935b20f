import { ExactSum } from './fsum.js';

/** A point of the Lorenz curve: the poorest *share* of customers holds *valueShare* of the value. */
export interface LorenzPoint {
  readonly share: number;
  readonly valueShare: number;
}

/**
 * Returns the Lorenz curve of values in ascending order at 0, 1/*steps*, ..., 1, poorest first, with linear interpolation
 * between customers (Lorenz 1905; convention C10). Negative values make it dip below 0. Empty where there are no values or
 * they sum to 0.
 */
export function lorenz(ascending: ArrayLike<number>, steps: number = 20): LorenzPoint[] {
  const n = ascending.length;
  const whole = new ExactSum();
  for (let i = 0; i < n; i++) whole.add(ascending[i]!);
  const total = whole.total();
  if (n === 0 || total === 0) return [];
  const points: LorenzPoint[] = [];
  const below = new ExactSum();
  let counted = 0;
  for (let step = 0; step <= steps; step++) {
    // In integers, because n * (step / steps) may fall short of a whole customer.
    const customers = Math.floor((n * step) / steps);
    const part = ((n * step) % steps) / steps;
    for (; counted < customers; counted++) below.add(ascending[counted]!);
    const next = part > 0 ? part * ascending[counted]! : 0;
    points.push({ share: step / steps, valueShare: (below.total() + next) / total });
  }
  return points;
}
