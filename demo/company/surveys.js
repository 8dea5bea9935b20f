import { exponential, normal, pick } from './distributions.js';
import { buying, satisfaction, surveying } from './parameters.js';
import { randomStream } from './random.js';

/** @import { Order } from './orders.js' */
/** @import { Person } from './people.js' */
/** @import { Random } from './random.js' */

const day = 86_400_000;

/**
 * An answered questionnaire. Scores are as the survey tool wrote them, with its codes.
 * @typedef {object} Survey
 * @property {Order} order
 * @property {number} instant
 * @property {string} touchPoint
 * @property {number | null} nps 0 to 10; 11 says "don't know".
 * @property {number | null} csat 1 to 5; 0 was left blank.
 * @property {number | null} ces 1 to 7, 7 the easiest; asked at the touch points that take effort, null elsewhere.
 */

/**
 * Returns the questionnaires that a customer sent back, in the order of his orders.
 *
 * Satisfaction is a sum: his own mood, how the order went, what visibly went wrong, and chance (`satisfaction` in the parameters).
 * Scores are this sum, stretched to each scale, rounded and cut. The very pleased and the very annoyed answer more often.
 * @param {number} seed
 * @param {Person} person
 * @param {number} leaving The customer's chance to leave after an order.
 * @param {readonly Order[]} orders
 * @returns {Survey[]}
 */
export function surveysOf(seed, person, leaving, orders) {
  const random = randomStream(seed, 'surveys', person.index);
  const mood = moodOf(random, leaving);
  /** @type {Survey[]} */
  const surveys = [];
  for (const order of orders) {
    const content = contentment(random, mood, order);
    const invited = order.support ? surveying.invitedAfterSupport : surveying.invited;
    if (!random.chance(invited) || !random.chance(surveying.answered * (0.85 + 0.15 * Math.abs(content)))) continue;
    const touchPoint = order.support ? 'Support' : pick(random, touchPoints(order));
    const received = order.instant + (order.deliveryDays ?? 0) * day;
    const resolved = order.support ? 3 * day : 0;
    surveys.push({
      order,
      instant: Math.round(received + resolved + (0.1 + exponential(random, 1.3)) * day),
      touchPoint,
      ...scoresOf(random, content, touchPoint, order),
    });
  }
  return surveys;
}

/**
 * @param {Random} random
 * @param {number} leaving
 */
function moodOf(random, leaving) {
  const { a, b } = buying;
  const sd = Math.sqrt((a * b) / ((a + b) ** 2 * (a + b + 1)));
  const tie = satisfaction.moodByLeaving;
  return tie * ((leaving - a / (a + b)) / sd) + normal(random, 0, Math.sqrt(1 - tie ** 2));
}

/**
 * @param {Random} random
 * @param {number} mood
 * @param {Order} order
 */
function contentment(random, mood, order) {
  return satisfaction.mood * mood + satisfaction.experience * order.experience
    + (order.late ? satisfaction.late : 0) + (order.refund === null ? 0 : satisfaction.refund)
    + (order.support ? satisfaction.support : 0) + normal(random, 0, satisfaction.noise);
}

/**
 * @param {Order} order
 * @returns {Record<string, number>}
 */
function touchPoints(order) {
  if (order.channel === 'Store') return { Store: 3, Product: 2 };
  return order.deliveryDays === null ? { Product: 3, Checkout: 1 } : { Delivery: 5, Product: 4, Checkout: 2 };
}

/**
 * @param {Random} random
 * @param {number} content
 * @param {string} touchPoint
 * @param {Order} order
 */
function scoresOf(random, content, touchPoint, order) {
  const moment = content + normal(random, 0, 0.35);
  const slow = touchPoint === 'Delivery' && order.late ? -0.5 : 0;
  const nps = within(0, 10, 8.5 + 1.9 * content);
  const csat = within(1, 5, 4.3 + 0.8 * (moment + slow));
  const ces = within(1, 7, (touchPoint === 'Support' ? 5 : 5.8) + 1.1 * (0.6 * moment + normal(random, 0, 0.8)));
  return {
    nps: answer(random, nps, surveying.npsDontKnow),
    csat: answer(random, csat, surveying.csatBlank),
    ces: touchPoint === 'Product' ? null : answer(random, ces, null),
  };
}

/**
 * @param {Random} random
 * @param {number} score
 * @param {number | null} code What the tool writes for "no answer", now and then.
 */
function answer(random, score, code) {
  if (random.chance(surveying.coded)) return code;
  return random.chance(surveying.blank) ? null : score;
}

/**
 * @param {number} low
 * @param {number} high
 * @param {number} value
 */
function within(low, high, value) {
  return Math.max(low, Math.min(high, Math.round(value)));
}
