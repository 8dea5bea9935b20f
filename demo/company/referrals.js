import { randomStream } from './random.js';

/** @import { Person } from './people.js' */
/** @import { Survey } from './surveys.js' */

const day = 86_400_000;

/**
 * Who recommended the shop: for each customer won by referral the customer who sent him, and for each customer the
 * instants at which he spoke well of the shop, rising.
 * @typedef {object} Referrals
 * @property {ReadonlyMap<Person, Person>} referrers
 * @property {ReadonlyMap<Person, readonly number[]>} recommendations
 */

/**
 * Returns the referrals among *customers*: a referrer is drawn from those who had given 9 or 10 at the time. One promoter in
 * eight writes a public review besides. The first customers have nobody to be sent by.
 * @param {number} seed
 * @param {readonly Person[]} customers By arrival.
 * @param {readonly Survey[]} surveys
 * @returns {Referrals}
 */
export function referralsAmong(seed, customers, surveys) {
  const random = randomStream(seed, 'referrals');
  const promoters = surveys.filter(({ nps }) => nps === 9 || nps === 10).sort((left, right) => left.instant - right.instant);
  /** @type {Map<Person, Person>} */
  const referrers = new Map();
  /** @type {Map<Person, number[]>} */
  const recommendations = new Map();
  for (const promoter of promoters) {
    if (random.chance(1 / 8)) remember(promoter.order.person, promoter.instant + Math.floor(random.uniform() * 2 * day));
  }
  let known = 0;
  for (const person of customers) {
    while (known < promoters.length && (promoters[known]?.instant ?? Infinity) < person.arrived - day) known += 1;
    if (person.acquisition !== 'Referral') continue;
    const promoter = known === 0 ? undefined : promoters[random.below(known)];
    if (promoter === undefined) continue;
    referrers.set(person, promoter.order.person);
    const earliest = Math.max(promoter.instant, person.arrived - 30 * day);
    remember(promoter.order.person, Math.floor(earliest + random.uniform() * (person.arrived - earliest)));
  }
  for (const instants of recommendations.values()) instants.sort((left, right) => left - right);
  return { referrers, recommendations };

  /**
   * @param {Person} person
   * @param {number} instant
   */
  function remember(person, instant) {
    const instants = recommendations.get(person);
    if (instants === undefined) recommendations.set(person, [instant]);
    else instants.push(instant);
  }
}
