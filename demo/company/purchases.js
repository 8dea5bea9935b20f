import { beta, gamma, normal, normalCdf } from './distributions.js';
import { buying, loyalty, spending } from './parameters.js';
import { randomStream } from './random.js';
import { instantOf, wallAt } from './zones.js';

/** @import { Person } from './people.js' */

/**
 * What nobody at the company knows about a customer, and tests want to: the draws that the process gave him.
 * @typedef {object} Latent
 * @property {number} rate Orders a week on the season clock, while he stays.
 * @property {number} leaving Chance to leave after each order but the first.
 * @property {number} spendRate Rate of the gamma distribution of his orders' values.
 * @property {number} weeks Weeks on the season clock from his first order to the cut-off.
 * @property {number} lastWeeks Weeks on the season clock from his first order to his last, 0 with a single order.
 * @property {boolean} alive True unless he has left before the cut-off.
 */

/**
 * An order before anything is packed.
 * @typedef {object} Purchase
 * @property {number} instant Milliseconds UTC.
 * @property {number} cents What was paid, at least 1 euro.
 * @property {number} experience How well the order went for the customer: a standard normal draw.
 */

/**
 * Returns the orders of a buyer until *end* (exclusive), the first at his arrival, and the draws behind them.
 *
 * BG/NBD, exactly: gaps are exponential, departure is a coin after each repeat order, both with the customer's own
 * constants. How an order went is tied to the coin (and after the first order to the gap) by a Gaussian copula, which leaves each
 * draw uniform and the orders independent: content customers stay longer, all customers together follow the textbook.
 * @param {number} seed
 * @param {Person} person
 * @param {number} end Milliseconds UTC.
 * @returns {{latent: Latent, purchases: Purchase[]}}
 */
export function purchasesOf(seed, person, end) {
  const random = randomStream(seed, 'purchases', person.index);
  const { zone } = person.place.market;
  const clock = person.place.orders;
  const rate = gamma(random, buying.r, buying.alpha);
  const leaving = beta(random, buying.a, buying.b);
  const spendRate = gamma(random, spending.q, spending.gamma);
  const first = clock.weeksAt(wallAt(zone, person.arrived));
  const weeks = clock.weeksAt(wallAt(zone, end)) - first;

  /** @type {Purchase[]} */
  const purchases = [];
  let elapsed = 0;
  let lastWeeks = 0;
  let alive = true;
  for (let instant = person.arrived; ;) {
    const experience = normal(random);
    const cents = Math.max(100, Math.round(100 * gamma(random, spending.p, spendRate)));
    purchases.push({ instant, cents, experience });
    lastWeeks = elapsed;
    if (purchases.length > 1 && tied(experience, loyalty.staying) < leaving) {
      alive = false;
      break;
    }
    const luck = purchases.length > 1 ? random.uniform() : tied(experience, loyalty.returning);
    elapsed += -Math.log(luck) / rate;
    if (elapsed >= weeks) break;
    // Whole milliseconds and the skipped hour of spring may round a moment to the one before it.
    instant = Math.max(instant, instantOf(zone, clock.wallAt(first + elapsed)));
  }
  return { latent: { rate, leaving, spendRate, weeks, lastWeeks, alive }, purchases };

  /**
   * A uniform draw whose normal score correlates with *experience*.
   * @param {number} experience
   * @param {number} correlation
   */
  function tied(experience, correlation) {
    return normalCdf(correlation * experience + Math.sqrt(1 - correlation ** 2) * normal(random));
  }
}
