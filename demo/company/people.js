import { categorical, pick } from './distributions.js';
import { markets } from './parameters.js';
import { randomStream } from './random.js';
import { SeasonClock } from './season-clock.js';
import { dayWeight, hourShares } from './season.js';
import { instantOf, wallAt } from './zones.js';

/** @import { Market } from './parameters.js' */

const day = 86_400_000;

/** New customers and visitors are still on their way for so long after the cut-off. */
const beyondDays = 60;

/**
 * A market with its two clocks, one for orders and one for people who come for the first time.
 * @typedef {object} Place
 * @property {string} code
 * @property {Market} market
 * @property {SeasonClock} orders
 * @property {SeasonClock} arrivals
 */

/**
 * Someone who came to the shop: a buyer within the data, a buyer to be (`first` at or after the cut-off), or a visitor.
 * @typedef {object} Person
 * @property {number} index Number of the person's random streams.
 * @property {boolean} buys
 * @property {Place} place
 * @property {number} arrived First order of a buyer, first visit of a visitor; in milliseconds UTC.
 * @property {string} acquisition Where he came from.
 */

/**
 * Returns the markets with their clocks, from the first local midnight at or before *start* until two months after *end*.
 * @param {number} start Milliseconds UTC.
 * @param {number} end
 * @returns {Place[]}
 */
export function placesBetween(start, end) {
  return Object.entries(markets).map(([code, market]) => {
    const first = Math.floor(wallAt(market.zone, start) / day) * day;
    const days = Math.ceil((end - first) / day) + 1 + beyondDays;
    const hours = hourShares(market.region);
    /** @param {number} date */
    const season = (date) => dayWeight(market.region, date);
    /** @param {number} date */
    const growing = (date) => season(date) ** 0.8 * (1 + (market.growth - 1) * Math.min(1, (date - first) / (end - first)));
    return {
      code,
      market,
      orders: new SeasonClock(first, days, season, hours),
      arrivals: new SeasonClock(first, days, growing, hours),
    };
  });
}

/**
 * Returns everyone who comes between *start* and two months after *end*, by arrival: exactly *customers* buyers whose
 * first order falls before *end*, the buyers to be, and *visitors* others.
 * @param {{seed: number, customers: number, visitors: number, start: number, end: number}} request
 * @param {readonly Place[]} places
 * @returns {Person[]}
 */
export function peopleOf({ seed, customers, visitors, start, end }, places) {
  const random = randomStream(seed, 'people');
  const shares = places.map(({ market }) => market.share);
  /** @type {Person[]} */
  const people = [];
  for (let buyers = 0; buyers < customers;) {
    const person = arrival(true);
    people.push(person);
    if (person.arrived < end) buyers += 1;
  }
  for (let i = 0; i < visitors; i++) people.push(arrival(false));
  return people.sort((left, right) => left.arrived - right.arrived || left.index - right.index);

  /**
   * @param {boolean} buys
   * @returns {Person}
   */
  function arrival(buys) {
    const place = /** @type {Place} */ (places[categorical(random, shares)]);
    const { arrivals, market } = place;
    const opened = arrivals.weeksAt(wallAt(market.zone, start));
    const wall = arrivals.wallAt(opened + random.uniform() * (arrivals.weeks - opened));
    return { index: people.length, buys, place, arrived: instantOf(market.zone, wall), acquisition: pick(random, market.acquisition) };
  }
}
