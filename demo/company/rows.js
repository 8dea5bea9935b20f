import { categories, serviceCosts } from './parameters.js';

/** @import { Customer } from './company.js' */
/** @import { Line, Order } from './orders.js' */
/** @import { Person } from './people.js' */
/** @import { StageEvent } from './stages.js' */
/** @import { Survey } from './surveys.js' */
/** @import { Row } from './tables.js' */

/**
 * Returns the lines of a customer's orders and of his refunds before *cutOff*. A refund repeats the order's id and the line's
 * labels with amount and quantity negative; its cost is what goods in good shape save, less what taking them back costs.
 * @param {Customer} customer
 * @param {ReadonlyMap<Order, number>} orderIds
 * @param {number} cutOff
 * @returns {Row<'orders'>[]}
 */
export function orderRows({ id, person, profile, orders }, orderIds, cutOff) {
  /** @type {Row<'orders'>[]} */
  const rows = [];
  for (const order of orders) {
    const { instant, lines, refund } = order;
    const days = order.deliveryDays;
    const delivered = days !== null && instant + days * 86_400_000 < cutOff ? days : null;
    for (const line of lines) add(order, instant, 'purchase', line, line.cents, line.cost, line.discount, line.quantity, delivered);
    if (refund === null || refund.instant >= cutOff) continue;
    refund.lines.forEach((line, i) => {
      const cost = refundCost(line.category, line.goods, i === 0);
      add(order, refund.instant, 'refund', line, -line.cents, cost, null, -line.quantity, null);
    });
  }
  return rows;

  /**
   * @param {Order} order
   * @param {number} ts
   * @param {string} kind
   * @param {Line} line
   * @param {number} cents
   * @param {number} cost
   * @param {number | null} discount
   * @param {number} quantity
   * @param {number | null} deliveryDays
   */
  function add(order, ts, kind, line, cents, cost, discount, quantity, deliveryDays) {
    // One literal without spread: with a hundred thousand rows the engine's slow objects cost seconds.
    rows.push({
      order_id: orderIds.get(order) ?? 0, customer_id: id, ts, kind, amount: cents / 100, cost: cost / 100, profit: (cents - cost) / 100,
      discount: discount === null ? null : discount / 100, quantity, category: line.category, channel: order.channel,
      market: person.place.code, segment: profile.segment, delivery_days: deliveryDays,
    });
  }
}

/**
 * Returns a customer's row, with value and profit net of refunds. *orders* counts order ids.
 * @param {Customer} customer
 * @param {string | null} referrer
 * @param {number} cutOff
 * @returns {Row<'customers'>}
 */
export function customerRow({ id, person, profile, orders }, referrer, cutOff) {
  let value = 0;
  let profit = 0;
  for (const { lines, refund } of orders) {
    for (const { cents, cost } of lines) {
      value += cents;
      profit += cents - cost;
    }
    if (refund === null || refund.instant >= cutOff) continue;
    refund.lines.forEach(({ category, cents, goods }, i) => {
      value -= cents;
      profit -= cents + refundCost(category, goods, i === 0);
    });
  }
  return {
    customer_id: id, acquired_at: person.arrived, acquisition_channel: person.acquisition, referrer_id: referrer,
    market: person.place.code, time_zone: person.place.market.zone, segment: profile.segment,
    preferred_channel: profile.preferredChannel, member_since: profile.memberSince,
    orders: orders.length, value: value / 100, profit: profit / 100,
  };
}

/**
 * Returns the row of *survey*.
 * @param {Survey} survey
 * @param {number} surveyId
 * @param {Customer} customer
 * @param {ReadonlyMap<Order, number>} orderIds
 * @returns {Row<'surveys'>}
 */
export function surveyRow({ order, instant, touchPoint, nps, csat, ces }, surveyId, { id, person, profile }, orderIds) {
  return {
    survey_id: surveyId, customer_id: id, order_id: orderIds.get(order) ?? 0, ts: instant, touch_point: touchPoint, nps, csat, ces,
    channel: order.channel, market: person.place.code, segment: profile.segment,
  };
}

/**
 * Returns the rows of a person's stage events, numbered from 1 by time.
 * @param {readonly StageEvent[]} events By time.
 * @param {string | null} id Null for a visitor whom nobody could tell.
 * @param {Person} person
 * @param {string | null} segment
 * @returns {Row<'events'>[]}
 */
export function eventRows(events, id, person, segment) {
  return events.map(({ stage, instant, channel }, i) => (
    { customer_id: id, ts: instant, stage, seq: i + 1, channel, market: person.place.code, segment }
  ));
}

/**
 * Cents that a returned line costs: below 0 where the goods can be sold again.
 * @param {string} category
 * @param {number} goods
 * @param {boolean} first The parcel's way back is paid once.
 */
function refundCost(category, goods, first) {
  return (first ? Math.round(100 * serviceCosts.returned) : 0) - Math.round(goods * (categories[category]?.salvage ?? 0));
}
