/** The mean of a sample with its standard error, and the variance with its own (from the fourth moment). */
export interface Moments {
  readonly mean: number;
  readonly meanError: number;
  readonly variance: number;
  readonly varianceError: number;
}

/** Returns the moments of *sample*. Standard errors are those of large samples. */
export function momentsOf(sample: readonly number[]): Moments {
  const n = sample.length;
  const mean = sample.reduce((sum, x) => sum + x, 0) / n;
  let second = 0;
  let fourth = 0;
  for (const x of sample) {
    second += (x - mean) ** 2 / n;
    fourth += (x - mean) ** 4 / n;
  }
  return { mean, meanError: Math.sqrt(second / n), variance: second, varianceError: Math.sqrt((fourth - second ** 2) / n) };
}

/** Returns how many standard errors the mean of *sample* lies from *expected*. */
export function errorsFrom(expected: number, sample: readonly number[]): number {
  const { mean, meanError } = momentsOf(sample);
  return Math.abs(mean - expected) / meanError;
}
