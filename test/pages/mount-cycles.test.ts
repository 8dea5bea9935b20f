import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { CDPSession, Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { bundle, useBrowser, useServer } from './open-page.js';

const CYCLES = 1000;
/** Before the first measurement: until then code is compiled and caches fill. */
const WARMING = 200;
/** Without optimised code, which is compiled for thousands of cycles and lies in the same heap, every byte counted is one that is kept. */
const PLAIN_CODE = '--js-flags=--no-opt --no-maglev --always-sparkplug --no-lazy-feedback-allocation';
/** Measurements, evenly spread over the cycles. */
const POINTS = 5;
/** Bytes a cycle that the heap may grow by, on average. */
const STEEPEST = 20;

/** Rows from which every chart is drawn. */
const ROWS = `customer,time,stage,amount,score\n${Array.from({ length: 60 }, (_, i) => {
  const month = String((i % 4) + 1).padStart(2, '0');
  return `c${i % 20},2026-${month}-0${(i % 8) + 1},${['visit', 'signup', 'purchase'][i % 3]},${10 + i},${i % 11}\n`;
}).join('')}`;

const CHARTS = {
  'cl-customer-pyramid': 'customer="customer" value="amount"',
  'cl-lifecycle-funnel': 'customer="customer" time="time" stage="stage" steps="visit,signup,purchase" window="30d"',
  'cl-retention-cohort': 'customer="customer" time="time" period="month"',
  'cl-satisfaction-score': 'customer="customer" time="time" score="score" period="month"',
};

describe('a chart that is put into a page and taken out again', () => {
  const site = useServer(() =>
    createServer((request, response) => {
      if (request.url === '/clientele.js') response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(readFileSync(bundle));
      else response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><link rel="icon" href="data:,"><script type="module" src="/clientele.js"></script>');
    }),
  );
  const browser = useBrowser([PLAIN_CODE]);

  it.each(Object.entries(CHARTS))(`leaves nothing in the heap: %s, ${CYCLES} times`, async (tag, attributes) => {
    const { page, messages } = await browser.open(`${site.origin}/`);
    const cdp = await page.context().newCDPSession(page);
    await page.evaluate(prepare, [tag, attributes, ROWS] as const);
    await page.evaluate((count) => window.cycle(count), WARMING);
    const measured = [await measure(page, cdp)];
    for (let point = 1; point < POINTS; point++) {
      await page.evaluate((count) => window.cycle(count), CYCLES / (POINTS - 1));
      measured.push(await measure(page, cdp));
    }
    const slope = slopeOf(measured.map(({ heap }) => heap)) / (CYCLES / (POINTS - 1));
    console.log(`${tag}: ${slope.toFixed(1)} bytes a cycle over ${CYCLES}, heap ${measured.map(({ heap }) => Math.round(heap / 1024)).join(', ')} KiB`);
    expect(messages).toEqual([]);
    // Nodes that no document holds any more are counted too.
    expect(measured.map(({ nodes }) => nodes)).toEqual(measured.map(() => measured[0]!.nodes));
    expect(Math.max(...measured.slice(1).map(({ listeners }) => listeners))).toBeLessThanOrEqual(measured[0]!.listeners);
    expect(slope).toBeLessThanOrEqual(STEEPEST);
  }, 240_000);
});

declare global {
  interface Window {
    cycle(count: number): Promise<void>;
  }
}

/** Gives the page a function that puts a chart in, has it asked, drawn, focused and chosen from, and takes it out, *count* times. */
async function prepare([tag, attributes, rows]: readonly [string, string, string]): Promise<void> {
  await customElements.whenDefined(tag);
  type Chart = HTMLElement & { data: unknown; result: unknown; currentResult: unknown; state: string; updateComplete: Promise<boolean>; selection: unknown; currentScene: { marks: { mark: unknown }[] } };
  const host = document.createElement('main');
  document.body.append(host);
  const make = (): Chart => {
    host.innerHTML = `<${tag} ${attributes}></${tag}>`;
    return host.firstElementChild as Chart;
  };
  const first = make();
  first.data = new Blob([rows]);
  while (first.state !== 'complete') {
    await new Promise((resolve) => setTimeout(resolve, 10));
    if (first.state === 'error') throw new Error(`${tag}: ${String((first as unknown as { error: unknown }).error)}`);
  }
  const result = first.currentResult;
  first.remove();
  window.cycle = async (count) => {
    for (let i = 0; i < count; i++) {
      const chart = make();
      chart.result = result;
      // An answer from elsewhere is read and drawn in a turn of its own.
      while (chart.state !== 'complete') await chart.updateComplete.then(() => new Promise((resolve) => queueMicrotask(() => resolve(null))));
      await chart.updateComplete;
      // Often enough to be seen in the heap, and seldom enough to be quick.
      if (i % 4 === 0) {
        chart.selection = chart.currentScene.marks.slice(0, 1).map(({ mark }) => mark).filter((mark) => mark !== null);
        chart.shadowRoot!.querySelector<HTMLElement>('.hotspot')?.focus();
        await chart.updateComplete;
      }
      chart.remove();
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  };
}

/**
 * What the page's heap and document hold once what nobody reaches is gone: the least of a few readings, since an observer or a
 * callback of the browser's own may hold the newest charts for a moment.
 */
async function measure(page: Page, cdp: CDPSession): Promise<{ heap: number; nodes: number; listeners: number }> {
  const readings: { heap: number; nodes: number; listeners: number }[] = [];
  for (let i = 0; i < 8; i++) {
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => requestAnimationFrame(resolve))));
    await cdp.send('HeapProfiler.collectGarbage');
    const { usedSize } = await cdp.send('Runtime.getHeapUsage');
    const { jsEventListeners, nodes } = await cdp.send('Memory.getDOMCounters');
    readings.push({ heap: usedSize, nodes, listeners: jsEventListeners });
  }
  const least = (name: 'heap' | 'nodes' | 'listeners'): number => Math.min(...readings.map((reading) => reading[name]));
  return { heap: least('heap'), nodes: least('nodes'), listeners: least('listeners') };
}

/** The slope of the line of least squares through *values*, a step. */
function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const [across, along] = values.reduce(([xy, xx], value, i) => [xy + (i - middle) * (value - mean), xx + (i - middle) ** 2], [0, 0]);
  return across / along;
}
