import { Dataset, evaluateOnce } from '@clientele/metrics';
import { sourceOf } from '@clientele/sources';

const WEEK_MS = 7 * 86_400_000;

/**
 * Returns by the name of a chart two results of the same shape with other numbers, computed by the metrics themselves from
 * made-up orders: the charts get what a page would give them.
 * @returns {Promise<Record<string, [unknown, unknown]>>}
 */
export async function results() {
  /** @type {Record<string, [unknown, unknown]>} */
  const made = {};
  for (const size of [12, 24, 104]) {
    const of = (/** @type {number} */ seed) => evaluated(orders(size, seed), 'retention', { customer: 'customer', time: 'time', value: 'value', period: 'week', asOf: dateOf(size) });
    made[`cohorts ${size} x ${size}`] = [await of(1), await of(2)];
  }
  const funnel = (/** @type {number} */ seed) => evaluated(steps(seed), 'funnel', { customer: 'customer', time: 'time', stage: 'stage', steps: ['visit', 'signup', 'basket', 'purchase', 'repeat'], window: '30d', asOf: '2025-06-30' });
  made['funnel'] = [await funnel(1), await funnel(2)];
  const pyramid = (/** @type {number} */ seed) => evaluated(orders(12, seed), 'pyramid', { customer: 'customer', value: 'value' });
  made['pyramid'] = [await pyramid(1), await pyramid(2)];
  return made;
}

/** @param {string} csv @param {string} metric @param {Readonly<Record<string, unknown>>} options */
async function evaluated(csv, metric, options) {
  return JSON.parse(JSON.stringify(await evaluateOnce(new Dataset(sourceOf(new TextEncoder().encode(csv))), { metric, options })));
}

/** Weekly cohorts that thin out. @param {number} weeks @param {number} seed */
function orders(weeks, seed) {
  const random = generator(seed);
  const rows = ['customer,time,value'];
  for (let week = 0; week < weeks; week++) {
    for (let c = 0; c < 60; c++) {
      for (let later = week; later < weeks; later++) {
        if (later === week || random() < 0.6 / (later - week + 1)) rows.push(`w${week}c${c},${dateOf(later)},${(10 / (0.05 + random())).toFixed(2)}`);
      }
    }
  }
  return rows.join('\n');
}

/** @param {number} seed */
function steps(seed) {
  const random = generator(seed);
  const rows = ['customer,time,stage'];
  for (let c = 0; c < 4000; c++) {
    for (const [i, stage] of ['visit', 'signup', 'basket', 'purchase', 'repeat'].entries()) {
      if (i > 0 && random() > 0.55) break;
      rows.push(`c${c},2025-0${1 + (c % 5)}-${String(1 + 3 * i + Math.floor(random() * 3)).padStart(2, '0')},${stage}`);
    }
  }
  return rows.join('\n');
}

/** @param {number} week */
function dateOf(week) {
  return new Date(Date.UTC(2023, 0, 2) + week * WEEK_MS).toISOString().slice(0, 10);
}

/** Park and Miller 1988. @param {number} seed */
function generator(seed) {
  let state = seed * 7919;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
