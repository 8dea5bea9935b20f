/**
 * What a reader of a page waits for, over a million orders in Chromium: the first picture of three charts, and their update
 * after a click.
 *
 *   npm run bench -- page [--rows 1000000] [--out figures.json]
 *
 * The click chooses customers in one chart; three others follow. The page's thread must stay free meanwhile.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { orderStream } from './arrow-streams.js';
import { median } from './in-turns.js';
import { timedPage } from './timed-page.js';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' }, out: { type: 'string' } } });
/** @type {Record<string, number>} */
const figures = {};

for (const customer of ['customer_id', 'customer']) {
  const charts = `
    <cl-customer-pyramid for="orders" customer="${customer}" value="amount"></cl-customer-pyramid>
    <cl-retention-cohort for="orders" customer="${customer}" time="ts" value="amount" period="month"></cl-retention-cohort>
    <cl-lifecycle-funnel for="orders" customer="${customer}" time="ts" view="states" period="month"></cl-lifecycle-funnel>`;
  const opened = await timedPage({ body: charts, files: { '/orders.arrow': orderStream(Number(values.rows)) } });
  const measured = await opened.page.evaluate(measure, customer);
  await opened.close();
  for (const [name, figure] of Object.entries(measured)) figures[`${customer} ${name}`] = figure;
  console.log(`\n${Number(values.rows).toLocaleString('en')} orders, customers by ${customer === 'customer' ? 'text' : 'int64'} (${measured.place})`);
  line('first picture of three charts', `${ms(measured.firstMs)}, longest task on the page ${ms(measured.firstTask)}`);
  line('the same without snapshots', `${ms(measured.plainMs)}: snapshots cost ${percent(measured.firstMs / measured.plainMs - 1)}`);
  line('after a click', `median ${ms(median(measured.clicks))}, 95th percentile ${ms(measured.clickP95)}, longest task on the page ${ms(measured.clickTask)}`);
  line('the same click again', ms(measured.againMs));
  line('another period', ms(measured.periodMs));
  line('first pass / after a click', (measured.plainMs / median(measured.clicks)).toFixed(1));
  line('stopped after', `${ms(median(measured.stops))} (longest ${ms(Math.max(...measured.stops))})`);
}
if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(figures, null, 2)}\n`);

/** @param {string} name @param {string} figure */
function line(name, figure) {
  console.log(`  ${name.padEnd(30)} ${figure}`);
}

/** @param {number} time */
function ms(time) {
  return `${time.toFixed(0)} ms`;
}

/** @param {number} share */
function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}

/**
 * Runs in the page.
 * @param {string} customer
 */
async function measure(customer) {
  const { kit, longestTask, document } = /** @type {any} */ (globalThis);
  const charts = /** @type {any[]} */ ([...document.body.children].filter((element) => element.localName.startsWith('cl-')));
  const engine = kit.workerEngine;
  /** @param {number} time */
  const pause = (time) => new Promise((resolve) => { setTimeout(resolve, time); });
  const settled = () => Promise.all(charts.map(async (chart) => {
    await chart.updateComplete;
    while (chart.state !== 'complete' || chart.answer?.stale === true) {
      await new Promise((resolve) => { chart.addEventListener('cl-state', resolve, { once: true }); setTimeout(resolve, 200); });
    }
    await chart.updateComplete;
  }));
  const load = async () => {
    document.querySelector('cl-source')?.remove();
    await pause(50);
    const source = document.createElement('cl-source');
    Object.assign(source, { id: 'orders', src: `/orders.arrow` });
    const start = performance.now();
    document.body.append(source);
    await pause(0);
    await settled();
    return performance.now() - start;
  };
  /** @param {readonly number[]} times @param {number} p */
  const quantile = (times, p) => times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * p))] ?? NaN;

  // Started and warm, as after the first data of a page.
  await load();
  await longestTask();
  const firsts = [];
  for (let i = 0; i < 3; i++) firsts.push(await load());
  const firstTask = await longestTask();

  // The same requests without charts, with and without snapshots.
  const requests = charts.map((chart) => chart.request());
  /** @param {boolean} snapshots */
  const pass = async (snapshots) => {
    const handle = engine.open('/orders.arrow');
    const start = performance.now();
    await Promise.all(requests.map(async (request) => { for await (const snapshot of handle.evaluate(request, { snapshots })) void snapshot; }));
    const time = performance.now() - start;
    handle.close();
    return time;
  };
  const withSnapshots = [];
  const plain = [];
  for (let i = 0; i < 5; i++) {
    withSnapshots.push(await pass(true));
    plain.push(await pass(false));
  }

  const handle = document.querySelector('cl-source').handle;
  const pyramid = { op: 'customersIn', column: customer, metric: 'pyramid', options: { customer, value: 'amount' } };
  const marks = [
    ...charts[0].currentResult.table.columns.tier.map((/** @type {string} */ tier) => ({ tier })),
    ...Array.from({ length: 10 }, (_, i) => ({ decile: i + 1 })),
  ];
  const click = async (/** @type {object | null} */ where) => {
    const start = performance.now();
    for (const chart of charts) chart.where = where;
    await settled();
    return performance.now() - start;
  };
  const clicks = [];
  await longestTask();
  for (const mark of marks) {
    clicks.push(await click({ ...pyramid, marks: [mark] }));
    await pause(20);
  }
  const again = [];
  for (let i = 0; i < 5; i++) again.push(await click(i % 2 === 0 ? null : { ...pyramid, marks: [marks[marks.length - 1]] }));
  const clickTask = await longestTask();
  for (const chart of charts) chart.where = null;
  await settled();
  const periodStart = performance.now();
  charts[1].period = 'week';
  await settled();
  const periodMs = performance.now() - periodStart;

  // How long the worker goes on after it was told to stop: until it answers the next question.
  const stops = [];
  for (let i = 0; i < 10; i++) {
    const stopping = new AbortController();
    const asking = Promise.all(requests.map(async (request, k) => {
      const where = { ...pyramid, options: { ...pyramid.options, asOf: `2024-0${k + 1}-0${(i % 9) + 1}` }, marks: [marks[0]] };
      for await (const snapshot of handle.evaluate({ ...request, where }, { signal: stopping.signal })) void snapshot;
    })).catch(() => null);
    await pause(5 + 3 * i);
    const start = performance.now();
    stopping.abort();
    await handle.schema();
    stops.push(performance.now() - start);
    await asking;
  }
  /** @param {readonly number[]} times */
  const middle = (times) => quantile(times, 0.5);
  return {
    place: engine.place, firstMs: middle(withSnapshots), plainMs: middle(plain), chartsMs: middle(firsts), firstTask,
    clicks, againMs: middle(again), clickP95: quantile(clicks, 0.95), clickTask, periodMs, stops,
  };
}
