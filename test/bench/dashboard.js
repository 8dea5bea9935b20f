/**
 * What a reader of a dashboard waits for, over a million orders in Chromium: three other charts after a click in the
 * pyramid, when the page had time to count ahead and when it had none.
 *
 *   npm run bench -- dashboard [--rows 1000000] [--out figures.json]
 */
/* global document */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { orderStream } from './arrow-streams.js';
import { timedPage } from './timed-page.js';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' }, out: { type: 'string' } } });

const body = `<cl-dashboard columns="2">
  <cl-source id="orders" src="/orders.arrow" customer="customer_id" time="ts"></cl-source>
  <cl-filter-bar></cl-filter-bar>
  <cl-customer-pyramid id="pyramid" for="orders" customer="customer_id" value="amount"></cl-customer-pyramid>
  <cl-retention-cohort for="orders" customer="customer_id" time="ts" period="quarter"></cl-retention-cohort>
  <cl-lifecycle-funnel for="orders" customer="customer_id" time="ts" view="states" period="month"></cl-lifecycle-funnel>
  <cl-metric-tile for="orders" customer="customer_id" time="ts" value="amount"></cl-metric-tile>
</cl-dashboard>`;

const opened = await timedPage({ body, files: { '/orders.arrow': orderStream(Number(values.rows)) } });
await opened.page.setViewportSize({ width: 1280, height: 2400 });
const { ahead, aheadTask, unprepared, unpreparedTask } = await opened.page.evaluate(measure);
await opened.close();
const figures = { aheadMedian: at(ahead, 0.5), aheadP95: at(ahead, 0.95), aheadTask, unpreparedMedian: at(unprepared, 0.5), unpreparedTask };
console.log(`\n${Number(values.rows).toLocaleString('en')} orders, three charts after a click in the pyramid`);
console.log(`  counted ahead   median ${figures.aheadMedian.toFixed(0)} ms, 95th percentile ${figures.aheadP95.toFixed(0)} ms, longest task on the page ${aheadTask.toFixed(0)} ms`);
console.log(`  unprepared      median ${figures.unpreparedMedian.toFixed(0)} ms, longest task on the page ${unpreparedTask.toFixed(0)} ms`);
if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(figures, null, 2)}\n`);

/** @param {readonly number[]} times @param {number} share */
function at(times, share) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

/** Runs in the page. */
async function measure() {
  const page = /** @type {{ longestTask(): Promise<number> }} */ (/** @type {unknown} */ (globalThis));
  /** @typedef {HTMLElement & { state: string, currentResult: unknown, updateComplete: Promise<boolean> }} Chart */
  const dashboard = /** @type {HTMLElement & { choose(chart: string, marks: readonly object[]): void, reset(): void }} */ (document.querySelector('cl-dashboard'));
  const others = /** @type {Chart[]} */ ([...document.querySelectorAll('cl-retention-cohort, cl-lifecycle-funnel, cl-metric-tile')]);
  /** @param {number} ms */
  const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
  const settled = async () => { while (!others.every(({ state }) => state === 'complete')) await pause(5); };
  /** @param {string} tier */
  const click = async (tier) => {
    const before = others.map(({ currentResult }) => currentResult);
    const start = performance.now();
    dashboard.choose('pyramid', [{ tier }]);
    while (!others.every((chart, i) => chart.state === 'complete' && chart.currentResult !== before[i])) await pause(1);
    await Promise.all(others.map(({ updateComplete }) => updateComplete));
    return performance.now() - start;
  };
  const tiers = ['big', 'top', 'medium', 'small'];
  await settled();
  await page.longestTask();
  const unprepared = [];
  for (const tier of tiers) unprepared.push(await click(tier));
  const unpreparedTask = await page.longestTask();
  dashboard.reset();
  await settled();
  await pause(10_000);
  await page.longestTask();
  const ahead = [];
  for (let i = 0; i < 40; i++) {
    ahead.push(await click(tiers[i % tiers.length] ?? 'top'));
    await pause(100);
  }
  return { ahead, aheadTask: await page.longestTask(), unprepared, unpreparedTask };
}
