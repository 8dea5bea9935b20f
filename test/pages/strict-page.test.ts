import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { companyArrow } from '../fixtures/company-arrow.js';
import { bundle, useBrowser, useServer } from './open-page.js';

/** What a careful bank allows its pages. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; require-trusted-types-for 'script'; trusted-types lit-html";

const CHARTS = `
<cl-customer-pyramid src="/orders.arrow" customer="customer_id" value="amount" time="ts" currency="EUR"></cl-customer-pyramid>
<cl-retention-cohort src="/orders.arrow" customer="customer_id" time="ts" value="amount" period="quarter"></cl-retention-cohort>
<cl-source id="events" src="/events.arrow"></cl-source>
<cl-lifecycle-funnel for="events" customer="customer_id" time="ts" stage="stage" steps="visit,signup,basket,purchase" window="90d"></cl-lifecycle-funnel>
<cl-satisfaction-score src="/surveys.arrow" customer="customer_id" time="ts" score="nps" segment="market" period="quarter"></cl-satisfaction-score>`;

const NAMES = ['cl-customer-pyramid', 'cl-retention-cohort', 'cl-lifecycle-funnel', 'cl-satisfaction-score'];

/** Listens before anything else runs; the page keeps what it hears. */
const WATCH = "window.violations = []; document.addEventListener('securitypolicyviolation', (event) => violations.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`));";

const page = (body: string): string => `<!doctype html><html lang="en"><title>Strict</title><link rel="icon" href="data:,"><meta name="clientele-worker" content="off">
<script src="/watch.js"></script><script type="module" src="/clientele.js"></script><body>${body}</body></html>`;

describe('a page with a strict policy', () => {
  const site = useServer(() =>
    createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
      const answers: Record<string, readonly [string, string | Uint8Array]> = {
        '/': ['text/html', page(CHARTS)],
        '/empty': ['text/html', page('')],
        '/twice': ['text/html', page(`<script type="module" src="/second.js"></script>${CHARTS}`)],
        // The browser knows a module by its address, so this is another copy, with classes of its own.
        '/second.js': ['text/javascript', "import { CustomerPyramid } from '/clientele.js?second'; window.copied = CustomerPyramid;"],
        '/watch.js': ['text/javascript', WATCH],
        '/clientele.js': ['text/javascript', readFileSync(bundle)],
        '/orders.arrow': ['application/vnd.apache.arrow.stream', companyArrow('orders')],
        '/events.arrow': ['application/vnd.apache.arrow.stream', companyArrow('events')],
        '/surveys.arrow': ['application/vnd.apache.arrow.stream', companyArrow('surveys')],
      };
      const [type, body] = answers[pathname] ?? ['text/plain', ''];
      const policy = searchParams.get('policy') ?? POLICY;
      response.writeHead(body === '' ? 404 : 200, { 'Content-Type': type, 'Content-Security-Policy': policy }).end(body);
    }),
  );
  const browser = useBrowser();
  const drawn = async (page: Page): Promise<void> => {
    await page.waitForFunction((names) => names.every((name) => {
      const chart = document.querySelector<HTMLElement & { state?: string }>(name);
      return chart?.state === 'complete' && chart.shadowRoot!.querySelector('.plot svg') !== null;
    }), NAMES);
  };

  it('has four charts that show, tell, switch and choose without one violation', async () => {
    const { page, messages } = await browser.open(`${site.origin}/`);
    await drawn(page);
    const seen = await page.evaluate(async (names) => {
      const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));
      const shown: Record<string, { tooltips: number; rows: number; chosen: number; views: number }> = {};
      for (const name of names) {
        const chart = document.querySelector(name) as HTMLElement & { updateComplete: Promise<boolean>; state: string };
        const root = chart.shadowRoot!;
        const counts = { tooltips: 0, rows: 0, chosen: 0, views: 0 };
        chart.addEventListener('cl-select', () => (counts.chosen += 1));
        chart.setAttribute('panel', 'table');
        for (const button of [...root.querySelectorAll<HTMLButtonElement>('.controls button')]) {
          button.click();
          for (let i = 0; i < 50; i++) {
            await pause();
            if (chart.state === 'complete') break;
          }
          await chart.updateComplete;
          counts.views += 1;
          root.querySelector<HTMLElement>('.hotspot')?.focus();
          await chart.updateComplete;
          if (root.querySelector('.tooltip-layer')!.matches(':popover-open') && root.querySelector('.tooltip')!.getBoundingClientRect().left > 0) counts.tooltips += 1;
          for (const key of ['ArrowDown', 'ArrowRight', 'Enter']) {
            root.querySelector('.hotspot')?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
            await chart.updateComplete;
          }
          (root.activeElement as HTMLElement | null)?.blur();
        }
        counts.rows = root.querySelectorAll('tbody tr').length;
        shown[name] = counts;
      }
      return shown;
    }, NAMES);
    for (const name of NAMES) {
      expect(seen[name]!.views, name).toBeGreaterThan(1);
      expect(seen[name]!.tooltips, name).toBe(seen[name]!.views);
      expect(seen[name]!.rows, name).toBeGreaterThan(0);
      expect(seen[name]!.chosen, name).toBeGreaterThan(0);
    }
    expect(await page.evaluate('violations')).toEqual([]);
    expect(messages).toEqual([]);
  });

  it('would notice a violation', async () => {
    const { page } = await browser.open(`${site.origin}/empty`);
    await page.evaluate(() => document.body.setAttribute('style', 'color: red'));
    await expect.poll(() => page.evaluate('violations.length')).toBe(1);
  });

  it('bears a second copy of the bundle under another address', async () => {
    const twice = POLICY.replace('trusted-types lit-html', "trusted-types lit-html 'allow-duplicates'");
    const { page, messages } = await browser.open(`${site.origin}/twice?policy=${encodeURIComponent(twice)}`);
    await drawn(page);
    await page.waitForFunction(() => 'copied' in window);
    expect(await page.evaluate("customElements.get('cl-customer-pyramid') !== window.copied")).toBe(true);
    await page.evaluate(() => document.querySelector('cl-customer-pyramid')!.setAttribute('as-of', '2026-05-31'));
    await drawn(page);
    expect(await page.evaluate('violations')).toEqual([]);
    expect(messages).toEqual([]);
  });

  it('is left as it was by 300 charts that came and went', async () => {
    const { page, messages } = await browser.open(`${site.origin}/empty`);
    const client = await page.context().newCDPSession(page);
    const cycle = (count: number): Promise<void> => page.evaluate(async ([names, times]) => {
      const bytes = await (await fetch('/surveys.arrow')).arrayBuffer();
      for (let i = 0; i < times; i++) {
        const chart = document.createElement(names[i % names.length]!) as HTMLElement & { updateComplete: Promise<boolean>; state: string };
        Object.assign(chart, { data: bytes, customer: 'customer_id', time: 'ts', value: 'nps', score: 'nps', stage: 'touch_point', asOf: '2026-09-20' });
        document.body.append(chart);
        await chart.updateComplete;
        if (i % 3 === 0) {
          for (let wait = 0; wait < 200 && chart.state !== 'complete' && chart.state !== 'error'; wait++) await new Promise((resolve) => setTimeout(resolve, 2));
          chart.shadowRoot!.querySelector<HTMLElement>('.hotspot')?.focus();
          await chart.updateComplete;
        }
        chart.remove();
      }
      await new Promise((resolve) => setTimeout(resolve, 400));
    }, [NAMES, count] as const);
    const counters = async (): Promise<{ documents: number; nodes: number; jsEventListeners: number }> => {
      for (let i = 0; i < 3; i++) await client.send('HeapProfiler.collectGarbage');
      return client.send('Memory.getDOMCounters');
    };
    await cycle(40);
    const before = await counters();
    await cycle(300);
    const after = await counters();
    expect(after.documents).toBeLessThanOrEqual(before.documents);
    expect(after.nodes - before.nodes).toBeLessThan(40);
    expect(after.jsEventListeners - before.jsEventListeners).toBeLessThan(4);
    expect(messages).toEqual([]);
  });
});
