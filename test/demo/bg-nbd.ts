/** Parameters of BG/NBD: buying rates are gamma(r, alpha), chances to leave after a repeat order are beta(a, b). */
export interface BgNbd {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

/** Returns the expected number of repeat orders within *t* of the first (Fader, Hardie & Lee 2005, equation 9). */
export function expectedRepeats({ r, alpha, a, b }: BgNbd, t: number): number {
  const shrunk = (alpha / (alpha + t)) ** r * hypergeometric(r, b, a + b - 1, t / (alpha + t));
  return ((a + b - 1) / (a - 1)) * (1 - shrunk);
}

/** Returns the probability of no repeat order within *t*: the first gap knows nothing of leaving. */
export function noRepeat({ r, alpha }: BgNbd, t: number): number {
  return (alpha / (alpha + t)) ** r;
}

/** Returns the probability that a customer with *x* repeat orders, the last at *last*, is still there at *t* (Fader, Hardie & Lee 2008). */
export function alive({ r, alpha, a, b }: BgNbd, x: number, last: number, t: number): number {
  return x === 0 ? 1 : 1 / (1 + (a / (b + x - 1)) * ((alpha + t) / (alpha + last)) ** (r + x));
}

/** Gauss's series, for |z| < 1. */
function hypergeometric(a: number, b: number, c: number, z: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 0; Math.abs(term) > 1e-14 * Math.abs(sum); k++) {
    term *= (((a + k) * (b + k)) / ((c + k) * (k + 1))) * z;
    sum += term;
  }
  return sum;
}
