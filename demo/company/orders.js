import { categorical, exponential, gamma, lognormal, normal, normalCdf, pick, poisson } from './distributions.js';
import { categories, incidents, serviceCosts } from './parameters.js';
import { randomStream } from './random.js';
import { isSale } from './season.js';
import { instantOf, wallAt } from './zones.js';

/** @import { Person } from './people.js' */
/** @import { Purchase } from './purchases.js' */
/** @import { Random } from './random.js' */

const day = 86_400_000;
const hour = 3_600_000;

/**
 * One line of an order, in cents.
 * @typedef {object} Line
 * @property {string} category
 * @property {number} quantity
 * @property {number} cents Paid, after the discount.
 * @property {number | null} discount Cents off the list price; null without one.
 * @property {number} goods Cost of the goods.
 * @property {number} cost Goods, and on the first line what the order as a whole cost: parcel, payment, answers to questions.
 */

/**
 * @typedef {object} Refund
 * @property {number} instant
 * @property {readonly Line[]} lines The lines paid back, in full.
 */

/**
 * @typedef {object} Order
 * @property {Person} person
 * @property {number} ordinal 0 for the customer's first order.
 * @property {number} instant
 * @property {number} experience
 * @property {string} channel
 * @property {readonly Line[]} lines
 * @property {number | null} deliveryDays From order to door; null where nothing was sent.
 * @property {boolean} late
 * @property {boolean} support True if the customer asked for help.
 * @property {Refund | null} refund
 */

/**
 * Returns a customer's orders, packed and sent: what is in them, what they cost and what went wrong.
 * @param {number} seed
 * @param {Person} person
 * @param {readonly Purchase[]} purchases
 * @returns {Order[]}
 */
export function ordersOf(seed, person, purchases) {
  const random = randomStream(seed, 'orders', person.index);
  const { market } = person.place;
  const favourite = { category: pick(random, weights), channel: pick(random, market.channels) };
  const choosy = normal(random);
  return purchases.map((purchase, ordinal) => {
    const sale = isSale(market.region, Math.floor(wallAt(market.zone, purchase.instant) / day) * day);
    const entry = ordinal === 0 && person.acquisition === 'Marketplace' ? 'Marketplace' : favourite.channel;
    const channel = random.chance(0.72) ? entry : pick(random, market.channels);
    const goods = linesOf(random, purchase.cents, favourite.category, sale);
    const sent = channel !== 'Store' && goods.some(({ category }) => category !== 'Workshops');
    const wrong = incidentsOf(random, purchase.experience, sale, sent, choosy);
    const deliveryDays = sent ? daysToDoor(random, market.region === 'china' ? 2 : 3, wrong.late) : null;
    const whole = (sent ? market.parcel * (1 + 0.2 * (goods.length - 1)) : 0)
      + (wrong.support ? serviceCosts.support : 0) + (serviceCosts.payment * purchase.cents) / 100;
    const lines = goods.map((line, i) => (i === 0 ? { ...line, cost: line.goods + Math.round(100 * whole) } : line));
    const { late, support } = wrong;
    const refund = wrong.refund ? refundOf(random, person, purchase.instant + (deliveryDays ?? 1) * day, lines) : null;
    const { instant, experience } = purchase;
    return { person, ordinal, instant, experience, channel, lines, deliveryDays, late, support, refund };
  });
}

const weights = Object.fromEntries(Object.entries(categories).map(([name, { weight }]) => [name, weight]));

/**
 * @param {Random} random
 * @param {number} cents
 * @param {string} favourite
 * @param {boolean} sale
 * @returns {Line[]}
 */
function linesOf(random, cents, favourite, sale) {
  const count = Math.max(1, Math.min(1 + poisson(random, 0.75), 4, Math.floor(cents / 600)));
  const parts = Array.from({ length: count }, () => gamma(random, 3));
  const whole = parts.reduce((sum, part) => sum + part, 0);
  const left = { ...weights, [favourite]: 3 * (weights[favourite] ?? 0) };
  const rate = random.chance(sale ? 0.8 : 0.13) ? (sale ? 0.15 : 0.1) : 0;
  let unassigned = cents;
  return parts.map((part, i) => {
    const category = pick(random, left);
    delete left[category];
    const paid = i === count - 1 ? unassigned : Math.floor((cents * part) / whole);
    unassigned -= paid;
    const list = Math.round(paid / (1 - rate));
    const goods = Math.round(list * (categories[category]?.cost ?? 0) * lognormal(random, 1, 0.14));
    return { category, quantity: 1 + poisson(random, paid / 8000), cents: paid, discount: rate > 0 ? list - paid : null, goods, cost: goods };
  });
}

/**
 * @param {Random} random
 * @param {number} experience
 * @param {boolean} sale
 * @param {boolean} sent
 * @param {number} choosy
 */
function incidentsOf(random, experience, sale, sent, choosy) {
  const { late: l, support: s, refund: r } = incidents;
  const late = sent && random.chance(normalCdf(l.level + l.experience * experience + (sale ? l.sale : 0)));
  const support = random.chance(normalCdf(s.level + s.experience * experience + (late ? s.late : 0)));
  const refund = random.chance(normalCdf(r.level + r.experience * experience + (late ? r.late : 0) + r.choosy * choosy));
  return { late, support, refund };
}

/**
 * @param {Random} random
 * @param {number} fastest
 * @param {boolean} late
 */
function daysToDoor(random, fastest, late) {
  const promised = fastest + categorical(random, [3, 5, 3, 1]);
  return late ? promised + 4 + Math.floor(exponential(random, 4)) : promised;
}

/**
 * @param {Random} random
 * @param {Person} person
 * @param {number} received
 * @param {readonly Line[]} lines
 * @returns {Refund}
 */
function refundOf(random, person, received, lines) {
  const { zone } = person.place.market;
  const date = Math.floor(wallAt(zone, received + lognormal(random, 6, 0.7) * day) / day) * day;
  const instant = instantOf(zone, date + 9 * hour + Math.floor(random.uniform() * 9 * hour));
  const one = lines[random.below(lines.length)];
  return { instant: Math.max(instant, received), lines: one === undefined || random.chance(0.45) ? lines : [one] };
}
