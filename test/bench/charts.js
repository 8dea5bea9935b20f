/**
 * Our charts beside ECharts, Observable Plot, Vega-Lite and a canvas drawn by hand, in one Chromium:
 *
 *   npm run bench -- charts [--rounds 7] [--only "104 x 104"] [--pictures folder]
 *
 * Each contestant gets a page of its own for every round, in turns: its script is loaded from disk and the first picture
 * painted (with loading and, from when it is loaded, without; `script and layout` are what of that is the contestant's own, before
 * frames), then the data change and it is painted again (`update`). All draw the same numbers, with a number in
 * each cell up to 24 x 24; ours adds labels, sizes, the pooled row, its sentence and its table. Then ours alone: what of a
 * frame it takes to draw other data in the grid of 12 x 12 and to hover over it, by Chromium's own timeline; and scrolling past the one of
 * 104 x 104 and within it.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { build } from 'vite';
import { browserFlags, ensureBrowser } from '../find-browser.js';
import { engineFile, ensureEngines } from '../engines/engines.js';
import { frameOfHover, frameOfUpdate } from './charts-frames.js';
import { results } from './charts-results.js';
import { inTurns, median } from './in-turns.js';

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '7' }, only: { type: 'string', default: '' }, pictures: { type: 'string' } } });
const rounds = Number(options.rounds);
const root = join(import.meta.dirname, '../..');

ensureEngines();

/** @type {Readonly<Record<string, string>>} */
const scripts = {
  '/ours.js': await bundled(`
    import '@clientele/charts/customer-pyramid';
    import '@clientele/charts/lifecycle-funnel';
    import '@clientele/charts/retention-cohort';
    globalThis.ours = true;`),
  '/echarts.js': readFileSync(engineFile('echarts/dist/echarts.min.js'), 'utf8'),
  '/d3.js': readFileSync(engineFile('d3/dist/d3.min.js'), 'utf8'),
  '/plot.js': readFileSync(engineFile('@observablehq/plot/dist/plot.umd.min.js'), 'utf8'),
  '/vega.js': readFileSync(engineFile('vega/build/vega.min.js'), 'utf8'),
  '/vega-lite.js': readFileSync(engineFile('vega-lite/build/vega-lite.min.js'), 'utf8'),
};

/** @typedef {typeof phases[number]} Phase */
const phases = /** @type {const} */ (['load', 'first', 'render', 'update']);

/** What each contestant loads before it can draw. */
const loads = /** @type {const} */ ({
  clientele: ['/ours.js'],
  canvas: [],
  echarts: ['/echarts.js'],
  plot: ['/d3.js', '/plot.js'],
  'vega-lite': ['/vega.js', '/vega-lite.js'],
});

const page = readFileSync(new URL('charts-page.html', import.meta.url), 'utf8');
const server = createServer((request, response) => {
  const script = scripts[request.url ?? ''];
  response.setHeader('content-type', script === undefined ? 'text/html; charset=utf-8' : 'text/javascript; charset=utf-8');
  response.end(script ?? page);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
const address = /** @type {import('node:net').AddressInfo} */ (server.address());
const browser = await chromium.launch({ executablePath: ensureBrowser(), args: browserFlags });

try {
  for (const [name, pair] of Object.entries(await results())) if (name.includes(options.only)) await compare(name, pair);
  await frames();
  await scroll();
} finally {
  await browser.close();
  server.close();
}

/** @param {string} name @param {readonly [unknown, unknown]} pair */
async function compare(name, pair) {
  /** @type {Record<string, Record<Phase, number[]>>} */
  const times = {};
  const contestants = Object.fromEntries(Object.entries(loads).map(([contestant, urls]) => [contestant, async () => {
    const page = await open();
    const measured = await raceIn(page, contestant, name, pair, urls);
    const kept = (times[contestant] ??= { load: [], first: [], render: [], update: [] });
    for (const phase of phases) kept[phase].push(measured[phase]);
    if (options.pictures !== undefined) {
      mkdirSync(options.pictures, { recursive: true });
      await page.screenshot({ path: join(options.pictures, `${name.replaceAll(' ', '-')}-${contestant}.png`), fullPage: true });
    }
    await page.context().close();
  }]));
  await inTurns(contestants, rounds);
  const ours = times['clientele'];
  if (ours === undefined) return;
  console.log(`\n${name}`);
  for (const [contestant, kept] of Object.entries(times)) {
    // The first rounds of a browser are of another kind.
    const told = phases.map((phase) => {
      const [ms, own] = [kept[phase].slice(2), ours[phase].slice(2)];
      return `${{ load: 'load and first paint', first: 'first paint', render: 'script and layout', update: 'update' }[phase]} ${median(ms).toFixed(1).padStart(7)} ms (${median(ms.map((time, i) => time / (own[i] ?? NaN))).toFixed(2)} x ours)`;
    });
    console.log(`  ${contestant.padEnd(10)} ${told.join('   ')}`);
  }
}

/** What of a frame it takes to draw other data, and to move the pointer to another mark. */
async function frames() {
  const name = 'cohorts 12 x 12';
  const page = await drawnByUs(name);
  const pair = (await results())[name];
  if (pair !== undefined) console.log(`\n12 x 12, other data: ${await frameOfUpdate(page, pair)}`);
  console.log(`12 x 12, hover: ${await frameOfHover(page)}`);
  await page.context().close();
}

/** How many frames come late while the largest grid is scrolled by, and while its rows are. */
async function scroll() {
  const page = await drawnByUs('cohorts 104 x 104');
  for (const what of ['rows', 'page']) {
    const gaps = /** @type {number[]} */ (await page.evaluate(`scrolled('${what}')`));
    const late = gaps.filter((ms) => ms > 25).length;
    console.log(`scroll of the ${what}, 104 x 104: ${gaps.length} frames, median ${median(gaps).toFixed(1)} ms apart, ${late} late, longest ${Math.max(...gaps).toFixed(1)} ms`);
  }
  await page.context().close();
}

/** @param {string} name */
async function drawnByUs(name) {
  const page = await open();
  const pair = (await results())[name];
  await raceIn(page, 'clientele', name, pair, loads.clientele);
  return page;
}

/**
 * @param {import('playwright').Page} page @param {string} who @param {string} chart @param {unknown} pair @param {readonly string[]} urls
 * @returns {Promise<Record<Phase, number>>}
 */
function raceIn(page, who, chart, pair, urls) {
  return page.evaluate((given) => Reflect.get(globalThis, 'race')(...given), /** @type {const} */ ([who, chart, pair, urls]));
}

async function open() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(error));
  await page.goto(`http://127.0.0.1:${address.port}/`);
  await page.waitForFunction(() => 'race' in globalThis);
  return page;
}

/** @param {string} source */
async function bundled(source) {
  const page = join(root, 'page.js');
  const outputs = await build({
    configFile: false, root, publicDir: false, logLevel: 'error',
    resolve: { conditions: ['@clientele/source', 'module', 'browser', 'production'] },
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [{ name: 'page', resolveId: (id) => (id === page ? page : undefined), load: (id) => (id === page ? source : undefined) }],
    build: { write: false, target: 'es2022', lib: { entry: page, formats: ['es'] }, rolldownOptions: { output: { codeSplitting: false, minify: true } } },
  });
  const chunk = Array.isArray(outputs) ? outputs[0]?.output[0] : undefined;
  if (chunk === undefined) throw new Error('bench: nothing was bundled');
  return chunk.code;
}
