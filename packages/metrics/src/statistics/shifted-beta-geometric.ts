/** The distribution of churn probabilities among customers: a beta distribution with these parameters. */
export interface ShiftedBetaGeometric {
  readonly alpha: number;
  readonly beta: number;
}

/** A fitted model. */
export interface ShiftedBetaGeometricFit extends ShiftedBetaGeometric {
  /** The natural logarithm of the likelihood at the maximum, over all the customers given. */
  readonly logLikelihood: number;
}

/** Beyond e to this power the parameters mean "everybody has the same churn probability". */
const MAX_LOG = 12;

/**
 * Returns the shifted-beta-geometric model of contractual churn fitted by maximum likelihood (Fader & Hardie 2007, "How to
 * project customer retention", Journal of Interactive Marketing 21(1), 76-90). *retained*[j] of the *atRisk*[j] customers
 * observed in their renewal number j (from 0) renewed; for one cohort of survivors s these are `s.slice(0, -1)` and
 * `s.slice(1)`, for several cohorts their sums. Counts may be fractional.
 *
 * Null where there is no single best answer: fewer than two renewals observed, nobody or everybody lost, or churn that
 * doesn't fall with age as the model needs. Throws RangeError where the lengths differ or more renew than were at risk.
 */
export function fitShiftedBetaGeometric(atRisk: readonly number[], retained: readonly number[]): ShiftedBetaGeometricFit | null {
  if (atRisk.length !== retained.length || !atRisk.every((n, j) => retained[j]! >= 0 && retained[j]! <= n)) {
    throw new RangeError('shifted-beta-geometric: counts contradict each other; expected as many retained as atRisk, each no greater');
  }
  const lost = atRisk.reduce((sum, n, j) => sum + n - retained[j]!, 0);
  const kept = retained.reduce((a, b) => a + b, 0);
  if (atRisk.filter((n) => n > 0).length < 2 || !(lost > 0) || !(kept > 0)) return null;

  let a = 0;
  let b = 0;
  let damping = 1e-3;
  let here = slopes(atRisk, retained, a, b);
  for (let step = 0; step < 500; step++) {
    // Newton's step for the logarithms of both parameters, damped until it climbs (Levenberg 1944, Marquardt 1963).
    const size = damping * (Math.abs(here.aa) + Math.abs(here.bb));
    const aa = here.aa - size;
    const bb = here.bb - size;
    const determinant = aa * bb - here.ab * here.ab;
    const stepA = -(bb * here.a - here.ab * here.b) / determinant;
    const stepB = -(aa * here.b - here.ab * here.a) / determinant;
    const concave = aa < 0 && determinant > 0;
    const there = concave ? slopes(atRisk, retained, a + stepA, b + stepB) : here;
    if (concave && there.value >= here.value) {
      a += stepA;
      b += stepB;
      here = there;
      damping = Math.max(damping / 10, 1e-12);
      if (Math.max(Math.abs(a), Math.abs(b)) > MAX_LOG) return null;
      if (Math.abs(stepA) + Math.abs(stepB) < 1e-11) break;
    } else {
      damping *= 10;
      if (damping > 1e12) break;
    }
  }
  return { alpha: Math.exp(a), beta: Math.exp(b), logLikelihood: here.value };
}

/** Returns the share of customers still there after 0, 1, ..., *renewals* renewals; the first is 1. */
export function survivalCurve({ alpha, beta }: ShiftedBetaGeometric, renewals: number): number[] {
  const shares = [1];
  for (let j = 0; j < renewals; j++) shares.push(shares[j]! * ((beta + j) / (alpha + beta + j)));
  return shares;
}

/** Returns the expected share of those present who renew at renewal number *j* (from 0): (beta + j) / (alpha + beta + j). */
export function renewalRate({ alpha, beta }: ShiftedBetaGeometric, j: number): number {
  return (beta + j) / (alpha + beta + j);
}

interface Slopes {
  readonly value: number;
  readonly a: number;
  readonly b: number;
  readonly aa: number;
  readonly ab: number;
  readonly bb: number;
}

/**
 * The log-likelihood and its derivatives by a = log alpha and b = log beta. In products of renewal rates it is
 * sum over j of lost ln(alpha) + retained ln(beta + j) - atRisk ln(alpha + beta + j).
 */
function slopes(atRisk: readonly number[], retained: readonly number[], a: number, b: number): Slopes {
  const alpha = Math.exp(a);
  const beta = Math.exp(b);
  let [value, byA, byB, byAA, byAB, byBB] = [0, 0, 0, 0, 0, 0];
  for (let j = 0; j < atRisk.length; j++) {
    const n = atRisk[j]!;
    const r = retained[j]!;
    const sum = alpha + beta + j;
    value += (n - r) * a + r * Math.log(beta + j) - n * Math.log(sum);
    byA += (n - r) - (n * alpha) / sum;
    byB += (r * beta) / (beta + j) - (n * beta) / sum;
    byAA += (-n * alpha * (beta + j)) / sum ** 2;
    byAB += (n * alpha * beta) / sum ** 2;
    byBB += (r * beta * j) / (beta + j) ** 2 - (n * beta * (alpha + j)) / sum ** 2;
  }
  return { value, a: byA, b: byB, aa: byAA, ab: byAB, bb: byBB };
}
