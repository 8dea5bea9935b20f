import { defaults, visitors } from './parameters.js';
import { eventsBefore, eventsSince } from './stages.js';
import { ordersOf } from './orders.js';
import { peopleOf, placesBetween } from './people.js';
import { profileOf } from './profiles.js';
import { purchasesOf } from './purchases.js';
import { randomStream } from './random.js';
import { pick } from './distributions.js';
import { referralsAmong } from './referrals.js';
import { surveysOf } from './surveys.js';
import { customerRow, eventRows, orderRows, surveyRow } from './rows.js';
import { columnsOf } from './tables.js';

/** @import { Order } from './orders.js' */
/** @import { Person } from './people.js' */
/** @import { Profile } from './profiles.js' */
/** @import { Latent } from './purchases.js' */
/** @import { Survey } from './surveys.js' */
/** @import { Columns, Row } from './tables.js' */

/**
 * What to generate. Everything has a default (`defaults` in the parameters).
 * @typedef {object} CompanyRequest
 * @property {number} [seed] A whole number. Equal seeds give equal rows.
 * @property {number} [customers] Customers with an order before *end*, at least 1.
 * @property {string} [start] When the shop opened, ISO 8601 with a zone.
 * @property {string} [end] The cut-off: nothing at or after it is in the data.
 */

/**
 * Everything about a company until the cut-off. `truth` holds the draws behind each customer, in the order of `customers`:
 * for tests, and in no file.
 * @typedef {object} Company
 * @property {number} seed
 * @property {string} start
 * @property {string} end
 * @property {Columns<'orders'>} orders Lines of orders and refunds, by time.
 * @property {Columns<'events'>} events Stages entered, by time.
 * @property {Columns<'surveys'>} surveys By time.
 * @property {Columns<'customers'>} customers By acquisition.
 * @property {readonly (Latent & {orderCents: readonly number[]})[]} truth
 */

/**
 * A customer with all that belongs to him.
 * @typedef {object} Customer
 * @property {Person} person
 * @property {string} id
 * @property {Latent} latent
 * @property {Profile} profile
 * @property {readonly Order[]} orders
 * @property {readonly Survey[]} surveys Those answered before the cut-off.
 */

/**
 * Returns a company of the given size and span. The README beside this file documents the process and its parameters.
 * Throws RangeError for a size or a span that makes no sense.
 * @param {CompanyRequest} [request]
 * @returns {Company}
 */
export function generateCompany(request = {}) {
  const { seed, customers: size, start, end } = { ...defaults, ...request };
  const opened = Date.parse(start);
  const cutOff = Date.parse(end);
  if (!Number.isSafeInteger(size) || size < 1) throw new RangeError(`generateCompany: customers is no count, got ${size}; expected a whole number from 1`);
  if (!(cutOff - opened >= 7 * 86_400_000)) throw new RangeError(`generateCompany: the span is too short, got ${start} to ${end}; expected ISO 8601 instants at least a week apart`);

  const places = placesBetween(opened, cutOff);
  const people = peopleOf({ seed, customers: size, visitors: Math.round(visitors.perCustomer * size), start: opened, end: cutOff }, places);
  const ids = new Map(people.map((person, rank) => [person, `C${100_001 + rank}`]));

  const customers = people.filter((person) => person.buys && person.arrived < cutOff).map((person) => {
    const { latent, purchases } = purchasesOf(seed, person, cutOff);
    const orders = ordersOf(seed, person, purchases);
    const surveys = surveysOf(seed, person, latent.leaving, orders).filter(({ instant }) => instant < cutOff);
    return { person, id: ids.get(person) ?? '', latent, profile: profileOf(seed, person, latent, orders), orders, surveys };
  });

  const allOrders = customers.flatMap(({ orders }) => orders).sort((left, right) => left.instant - right.instant);
  const orderIds = new Map(allOrders.map((order, i) => [order, 500_001 + i]));
  const allSurveys = customers.flatMap(({ surveys }) => surveys).sort((left, right) => left.instant - right.instant);
  const { referrers, recommendations } = referralsAmong(seed, customers.map(({ person }) => person), allSurveys);
  const byPerson = new Map(customers.map((customer) => [customer.person, customer]));

  return {
    seed,
    start,
    end,
    orders: columnsOf('orders', inTime(customers.flatMap((customer) => orderRows(customer, orderIds, cutOff)))),
    events: columnsOf('events', inTime(people.flatMap(eventsOf))),
    surveys: columnsOf('surveys', allSurveys.map((survey, i) => surveyRow(survey, i + 1, customerOf(survey.order.person), orderIds))),
    customers: columnsOf('customers', customers.map((customer) => {
      const referrer = referrers.get(customer.person);
      return customerRow(customer, referrer === undefined ? null : ids.get(referrer) ?? null, cutOff);
    })),
    truth: customers.map(({ latent, orders }) => ({
      ...latent,
      orderCents: orders.map(({ lines }) => lines.reduce((sum, { cents }) => sum + cents, 0)),
    })),
  };

  /**
   * @param {Person} person
   * @returns {Row<'events'>[]}
   */
  function eventsOf(person) {
    const customer = byPerson.get(person);
    const random = randomStream(seed, 'visitor', person.index);
    const channel = customer?.orders[0]?.channel ?? pick(random, person.place.market.channels);
    const events = eventsBefore(seed, person, opened, channel);
    if (customer !== undefined) {
      const { latent, orders, surveys } = customer;
      events.push(...eventsSince(seed, person, orders, {
        alive: latent.alive,
        recommended: recommendations.get(person) ?? [],
        disappointed: surveys.filter(({ nps }) => nps !== null && nps <= 6).map(({ instant }) => instant),
      }));
    }
    const seen = events.filter(({ instant }) => instant < cutOff);
    const anonymous = !person.buys && seen.length === 1 && random.chance(visitors.anonymous);
    return eventRows(seen, anonymous ? null : ids.get(person) ?? null, person, customer?.profile.segment ?? null);
  }

  /** @param {Person} person */
  function customerOf(person) {
    const customer = byPerson.get(person);
    if (customer === undefined) throw new Error('generateCompany: a survey without a customer; expected every order to have one');
    return customer;
  }
}

/**
 * Sorts *rows* by time in place and returns them; rows of one instant keep their order.
 * @template {{ts: number}} Timed
 * @param {Timed[]} rows
 */
function inTime(rows) {
  return rows.sort((left, right) => left.ts - right.ts);
}
