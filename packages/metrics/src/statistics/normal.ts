import { upperGamma } from './gamma.js';

/** The 0.975 quantile of the standard normal distribution: half the width of a 95 % interval, in standard errors. */
export const z95: number = 1.959963984540054;

/**
 * Returns the *p* quantile of the standard normal distribution, to about 1e-16 relative (Wichura 1988, algorithm AS 241,
 * Applied Statistics 37, 477-484). 0 gives -Infinity, 1 gives Infinity; outside [0, 1] NaN.
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(CENTRE, r)) / polynomial(CENTRE_BELOW, r);
  }
  const tail = q < 0 ? p : 1 - p;
  if (!(tail > 0)) return tail === 0 ? Math.sign(q) * Infinity : NaN;
  const r = Math.sqrt(-Math.log(tail));
  const value = r <= 5 ? polynomial(MIDDLE, r - 1.6) / polynomial(MIDDLE_BELOW, r - 1.6) : polynomial(FAR, r - 5) / polynomial(FAR_BELOW, r - 5);
  return q < 0 ? -value : value;
}

/**
 * Returns how many standard errors a two-sided normal interval extends to each side at *confidence*: 1.96 at 0.95.
 * Throws RangeError where *confidence* is not strictly between 0 and 1.
 */
export function criticalValue(confidence: number): number {
  if (confidence === 0.95) return z95;
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`interval: confidence is out of range, got ${confidence}; expected more than 0 and less than 1`);
  }
  return normalQuantile((1 + confidence) / 2);
}

/** Returns the probability that a standard normal variable lies further from 0 than *z* on either side. */
export function twoSidedP(z: number): number {
  return upperGamma(0.5, (z * z) / 2);
}

// Wichura's coefficients a, b, c, d, e, f, from the constant term upwards.
const CENTRE = [
  3.3871328727963666080, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
  4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
];
const CENTRE_BELOW = [
  1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
  2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3,
];
const MIDDLE = [
  1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
  1.27045825245236838258, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
];
const MIDDLE_BELOW = [
  1, 2.05319162663775882187, 1.67638483018380384940, 6.89767334985100004550e-1,
  1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
];
const FAR = [
  6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 2.96560571828504891230e-1,
  2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
];
const FAR_BELOW = [
  1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
  7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
];

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}
