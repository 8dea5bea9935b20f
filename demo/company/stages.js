import { exponential, lognormal, pick } from './distributions.js';
import { visitors } from './parameters.js';
import { randomStream } from './random.js';

/** @import { Order } from './orders.js' */
/** @import { Person } from './people.js' */
/** @import { Random } from './random.js' */

const day = 86_400_000;
const minute = 60_000;

/** The stages of the customer lifecycle, in order. */
export const stages = /** @type {const} */ (['visit', 'signup', 'basket', 'purchase', 'repeat', 'advocate']);

/** @typedef {typeof stages[number]} Stage */

/**
 * @typedef {object} StageEvent
 * @property {Stage} stage
 * @property {number} instant
 * @property {string} channel
 */

/**
 * Returns the stage events of a visitor who does not buy, or of a buyer before his first order, by time.
 *
 * Not everyone goes through every stage: guests never sign up, customers of a marketplace are first heard of when they
 * buy, some sign up before they have looked around; and a left basket is followed by another visit.
 * @param {number} seed
 * @param {Person} person
 * @param {number} opened No event is earlier.
 * @param {string} channel Where the person moves.
 * @returns {StageEvent[]}
 */
export function eventsBefore(seed, person, opened, channel) {
  const random = randomStream(seed, 'approach', person.index);
  /** @type {StageEvent[]} */
  const events = [];
  /** @param {Stage} stage @param {number} instant */
  const add = (stage, instant) => events.push({ stage, instant: Math.floor(instant / 1000) * 1000, channel });
  if (person.buys) approach();
  else lookAround();
  return events.sort((left, right) => left.instant - right.instant).filter(({ instant }) => instant >= opened);

  function approach() {
    const bought = person.arrived;
    if (channel === 'Marketplace' && random.chance(0.75)) return;
    const lead = Math.min(lognormal(random, 4 * day, 1.3), 0.95 * (bought - opened), 120 * day);
    const visited = bought - Math.max(lead, Math.min(12 * minute, 0.9 * (bought - opened)));
    if (random.chance(0.96)) add('visit', visited);
    if (random.chance(0.82)) add('signup', visited + (bought - visited) * random.uniform() ** 2);
    if (random.chance(0.2)) {
      const left = visited + (bought - visited) * (0.1 + 0.5 * random.uniform());
      add('basket', left);
      add('visit', left + (bought - left) * (0.2 + 0.6 * random.uniform()));
    }
    if (random.chance(0.9)) add('basket', Math.max(visited, bought - minute - exponential(random, 25 * minute)));
  }

  function lookAround() {
    let instant = person.arrived;
    add('visit', instant);
    const signs = random.chance(visitors.signup);
    if (signs) add('signup', instant += lognormal(random, 2 * day, 1.6));
    const fills = random.chance(signs ? visitors.basket : visitors.basket / 4);
    if (fills) add('basket', instant += lognormal(random, 1 * day, 1.5));
    if (random.chance(visitors.comesBack)) add('visit', instant + lognormal(random, 9 * day, 1.1));
  }
}

/**
 * Returns the stage events of a customer from his first order on, by time.
 *
 * Only the first two orders are stages. A customer who recommended the shop (`recommended`: when) is an advocate and falls back to
 * `repeat` with a later bad score (`disappointed`: when); some who have left look in again, a step back to `visit`.
 * @param {number} seed
 * @param {Person} person
 * @param {readonly Order[]} orders
 * @param {{alive: boolean, recommended: readonly number[], disappointed: readonly number[]}} story Instants, rising.
 * @returns {StageEvent[]}
 */
export function eventsSince(seed, person, orders, { alive, recommended, disappointed }) {
  const random = randomStream(seed, 'relationship', person.index);
  /** @type {StageEvent[]} */
  const events = [];
  orders.slice(0, 2).forEach(({ instant, channel }, i) => {
    events.push({ stage: i === 0 ? 'purchase' : 'repeat', instant, channel });
  });
  const last = orders.at(-1);
  if (last !== undefined && !alive && random.chance(0.14)) {
    const instant = Math.floor(last.instant + 50 * day + lognormal(random, 60 * day, 0.7));
    events.push({ stage: 'visit', instant, channel: last.channel });
  }
  const praised = recommended[0];
  if (praised !== undefined) {
    const channel = pick(random, { 'Social media': 3, Newsletter: 1 });
    events.push({ stage: 'advocate', instant: praised, channel });
    const regretted = disappointed.find((instant) => instant > praised);
    if (regretted !== undefined) events.push({ stage: 'repeat', instant: regretted, channel });
  }
  return events.sort((left, right) => left.instant - right.instant);
}
