/**
 * What a reader of a dashboard waits for, over a million orders in Chromium: three other charts after a click in the
 * pyramid. Only first clicks count: every tier is chosen once on a page, since a dashboard keeps the answers it gave. The
 * same is done on pages that had time to count ahead and on pages that had none, and once more for kept answers.
 *
 *   npm run bench -- dashboard [--rows 1000000] [--pages 6] [--out figures.json]
 */
/* global document */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { orderStream } from './arrow-streams.js';
import { timedPage } from './timed-page.js';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' }, pages: { type: 'string', default: '6' }, out: { type: 'string' } } });

const body = `<cl-dashboard columns="2">
  <cl-source id="orders" src="/orders.arrow" customer="customer_id" time="ts"></cl-source>
  <cl-filter-bar></cl-filter-bar>
  <cl-customer-pyramid id="pyramid" for="orders" customer="customer_id" value="amount"></cl-customer-pyramid>
  <cl-retention-cohort for="orders" customer="customer_id" time="ts" period="quarter"></cl-retention-cohort>
  <cl-lifecycle-funnel for="orders" customer="customer_id" time="ts" view="states" period="month"></cl-lifecycle-funnel>
  <cl-metric-tile for="orders" customer="customer_id" time="ts" value="amount"></cl-metric-tile>
</cl-dashboard>`;

/** A reader looks at the page before he clicks. */
const IDLE_MS = 1_000;
const files = { '/orders.arrow': orderStream(Number(values.rows)) };
/** @type {Record<'ahead' | 'unprepared' | 'kept', { times: number[], task: number }>} */
const seen = { ahead: { times: [], task: 0 }, unprepared: { times: [], task: 0 }, kept: { times: [], task: 0 } };
for (let i = 0; i < Number(values.pages); i++) {
  for (const [name, idleMs] of /** @type {const} */ ([['unprepared', 0], ['ahead', IDLE_MS]])) {
    const opened = await timedPage({ body, files });
    await opened.page.setViewportSize({ width: 1280, height: 2400 });
    const { first, again } = await opened.page.evaluate(measure, idleMs);
    await opened.close();
    for (const [into, part] of /** @type {const} */ ([[name, first], ['kept', again]])) {
      seen[into].times.push(...part.times);
      seen[into].task = Math.max(seen[into].task, part.task);
    }
  }
}
const figures = Object.fromEntries(Object.entries(seen).map(([name, { times, task }]) => [name, { clicks: times.length, median: at(times, 0.5), p95: at(times, 0.95), task }]));
console.log(`\n${Number(values.rows).toLocaleString('en')} orders, three charts after a click in the pyramid`);
for (const [name, { clicks, median, p95, task }] of Object.entries(figures)) {
  console.log(`  ${name.padEnd(10)} ${clicks} clicks, median ${median.toFixed(0)} ms, 95th percentile ${p95.toFixed(0)} ms, longest task on the page ${task.toFixed(0)} ms`);
}
if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(figures, null, 2)}\n`);

/** @param {readonly number[]} times @param {number} share */
function at(times, share) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

/**
 * Runs in the page: chooses every tier once after *idleMs*, then every tier again.
 * @param {number} idleMs
 */
async function measure(idleMs) {
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
  /** Every tier once, with a second between two clicks as a quick reader has. */
  const round = async () => {
    await page.longestTask();
    const times = [];
    for (const tier of ['big', 'top', 'medium', 'small']) {
      times.push(await click(tier));
      await pause(idleMs === 0 ? 0 : 1000);
    }
    return { times, task: await page.longestTask() };
  };
  await settled();
  await pause(idleMs);
  const first = await round();
  return { first, again: await round() };
}
