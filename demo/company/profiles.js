import { normal, pick } from './distributions.js';
import { buying, spending } from './parameters.js';
import { randomStream } from './random.js';

/** @import { Order } from './orders.js' */
/** @import { Person } from './people.js' */
/** @import { Latent } from './purchases.js' */

/**
 * What the company's customer table says about someone besides his orders.
 * @typedef {object} Profile
 * @property {string} segment
 * @property {string | null} preferredChannel
 * @property {number | null} memberSince When he joined the Kiln Circle, always with an order.
 */

/**
 * Returns a customer's profile. The segment follows from how often and how dearly he buys, with much noise: *Trade* (cafés and
 * tea houses) does both, *Collector* buys dear, *Everyday* often, *Gifting* neither.
 * @param {number} seed
 * @param {Person} person
 * @param {Latent} latent
 * @param {readonly Order[]} orders
 * @returns {Profile}
 */
export function profileOf(seed, person, latent, orders) {
  const random = randomStream(seed, 'profile', person.index);
  const often = Math.log(latent.rate / (buying.r / buying.alpha)) / 2 + normal(random, 0, 0.8);
  const dear = 1.5 * Math.log(spending.p / latent.spendRate / 65) + normal(random, 0, 0.8);
  const segment = often > 0.2 && dear > 1 ? 'Trade' : dear > 0.7 ? 'Collector' : often > -0.9 ? 'Everyday' : 'Gifting';
  const joined = orders.find(({ ordinal }) => random.chance(ordinal === 0 ? 0.08 : 0.3));
  return {
    segment,
    preferredChannel: random.chance(0.3) ? null : pick(random, person.place.market.channels),
    memberSince: joined?.instant ?? null,
  };
}
