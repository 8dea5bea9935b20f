/**
 * Returns the effective sample size of weighted answers, (sum w)^2 / sum w^2 (Kish 1965; convention C9), from the sum of
 * the weights and the sum of their squares. As many equal weights as there are answers give the number of answers; 0 for none.
 */
export function effectiveSize(sumOfWeights: number, sumOfSquaredWeights: number): number {
  return sumOfSquaredWeights > 0 ? sumOfWeights ** 2 / sumOfSquaredWeights : 0;
}
