/**
 * Returns how many of *count* customers lie above the cumulative *share*: floor(count x share + 1/2) in exact integers
 * (C5). The share is taken as the decimal that it is written as, so that 0.05 x 150 is 7.5 and not a little less.
 */
export function cutOf(count: number, share: number): number {
  const { numerator, denominator } = decimalOf(share);
  return Number((2n * BigInt(count) * numerator + denominator) / (2n * denominator));
}

/** Returns the *share*, of 1 at most, as a fraction of whole numbers, as the decimal that it is written as. */
export function decimalOf(share: number): { numerator: bigint; denominator: bigint } {
  const [mantissa = '0', exponent = '0'] = String(share).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  return { numerator: BigInt(whole + fraction), denominator: 10n ** BigInt(fraction.length - Number(exponent)) };
}
