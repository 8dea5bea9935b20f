/** @import { Random } from './random.js' */

/**
 * Returns a draw from the normal distribution (polar method, Marsaglia & Bray 1964).
 * @param {Random} random
 * @param {number} [mean]
 * @param {number} [sd] Standard deviation.
 */
export function normal(random, mean = 0, sd = 1) {
  for (;;) {
    const u = 2 * random.uniform() - 1;
    const v = 2 * random.uniform() - 1;
    const s = u * u + v * v;
    if (s < 1 && s > 0) return mean + sd * u * Math.sqrt((-2 * Math.log(s)) / s);
  }
}

/**
 * Returns a draw whose logarithm is normal with standard deviation *sigma*; half of the draws lie below *median*.
 * @param {Random} random
 * @param {number} median
 * @param {number} sigma
 */
export function lognormal(random, median, sigma) {
  return median * Math.exp(normal(random, 0, sigma));
}

/**
 * Returns a draw from the exponential distribution with *mean*.
 * @param {Random} random
 * @param {number} mean
 */
export function exponential(random, mean) {
  return -Math.log(random.uniform()) * mean;
}

/**
 * Returns a draw from the gamma distribution with mean `shape / rate` (Marsaglia & Tsang 2000; below shape 1 a draw at
 * shape + 1 times U^(1/shape)).
 * @param {Random} random
 * @param {number} shape
 * @param {number} [rate]
 * @returns {number}
 */
export function gamma(random, shape, rate = 1) {
  if (shape < 1) return gamma(random, shape + 1, rate) * random.uniform() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(random.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return (d * v) / rate;
  }
}

/**
 * Returns a draw from the beta distribution with mean `a / (a + b)`, as a ratio of gammas.
 * @param {Random} random
 * @param {number} a
 * @param {number} b
 */
export function beta(random, a, b) {
  const x = gamma(random, a);
  return x / (x + gamma(random, b));
}

/**
 * Returns a draw from the Poisson distribution, by inversion: time grows with *mean*, meant for means below 30.
 * @param {Random} random
 * @param {number} mean
 */
export function poisson(random, mean) {
  let u = random.uniform();
  let p = Math.exp(-mean);
  let k = 0;
  while (u > p && k < 1000) {
    u -= p;
    k += 1;
    p *= mean / k;
  }
  return k;
}

/**
 * Returns an index drawn in proportion to *weights*. Weights need not sum to 1; negative ones are an error of the caller.
 * @param {Random} random
 * @param {readonly number[]} weights
 */
export function categorical(random, weights) {
  let total = 0;
  for (const weight of weights) total += weight;
  let u = random.uniform() * total;
  for (let i = 0; i < weights.length - 1; i++) {
    u -= weights[i] ?? 0;
    if (u < 0) return i;
  }
  return weights.length - 1;
}

/**
 * Returns a key of *weights*, drawn in proportion to its value.
 * @template {string} Key
 * @param {Random} random
 * @param {Readonly<Record<Key, number>>} weights
 * @returns {Key}
 */
export function pick(random, weights) {
  const keys = /** @type {Key[]} */ (Object.keys(weights));
  const index = categorical(random, keys.map((key) => weights[key]));
  return /** @type {Key} */ (keys[index]);
}

/**
 * Returns the probability that a standard normal lies below *z*, to about 1e-15 (Hart et al. 1968, algorithm 5666, in the
 * form of West 2005).
 * @param {number} z
 */
export function normalCdf(z) {
  const x = Math.abs(z);
  const upper = x > 37 ? 0 : Math.exp((-x * x) / 2) * millsRatio(x);
  return z > 0 ? 1 - upper : upper;
}

/**
 * The upper tail divided by exp(-x^2 / 2).
 * @param {number} x
 */
function millsRatio(x) {
  if (x >= 7.07106781186547) return 1 / ((x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))))) * 2.506628274631);
  const numerator = horner(x, [3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383,
    112.079291497871, 221.213596169931, 220.206867912376]);
  const denominator = horner(x, [8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461,
    296.564248779674, 637.333633378831, 793.826512519948, 440.413735824752]);
  return numerator / denominator;
}

/**
 * @param {number} x
 * @param {readonly number[]} coefficients Highest power first.
 */
function horner(x, coefficients) {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
}
