import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { orderBytes } from '../sources/arrow-bytes.js';
import { bundle, tableIn, useBrowser, useServer } from './open-page.js';

const CHARTS = ['customer-pyramid', 'lifecycle-funnel', 'retention-cohort', 'satisfaction-score'];

/** A page that loads the kit from two addresses, as one with a widget of somebody else's does; a chart of each kind, before and after. */
const PAGE = `<!doctype html><link rel="icon" href="data:,">
<cl-customer-pyramid src="/orders" customer="customer" value="amount"></cl-customer-pyramid>
<script type="module" src="/first/clientele.js"></script>
<script type="module" src="/second/clientele.js"></script>
<script type="module">import * as first from '/first/clientele.js'; import * as second from '/second/clientele.js'; window.copies = [first, second];</script>`;

describe('a page with two versions of the kit', () => {
  const site = useServer(() =>
    createServer((request, response) => {
      const script = (text: string): void => void response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(text);
      if (request.url === '/orders') response.writeHead(200, { 'Content-Type': 'application/vnd.apache.arrow.stream' }).end(orderBytes());
      else if (request.url === '/first/clientele.js') script(readFileSync(bundle, 'utf8'));
      // Another version says something else, and comes from another address.
      else if (request.url === '/second/clientele.js') script(`${readFileSync(bundle, 'utf8').replaceAll('Customer pyramid', 'Pyramid of another version')}\n`);
      else response.writeHead(200, { 'Content-Type': 'text/html' }).end(PAGE);
    }),
  );
  const browser = useBrowser();

  it('has charts of the one that came first, and nothing thrown, warned of or fetched twice', async () => {
    const { page, messages, requests } = await browser.open(`${site.origin}/`);
    expect((await tableIn(page, 'cl-customer-pyramid')).length).toBeGreaterThan(2);
    const seen = await page.evaluate((charts) => {
      const [first, second] = (window as unknown as { copies: Record<string, unknown>[] }).copies;
      const classOf = (name: string): string => name.split('-').map((part) => part[0]!.toUpperCase() + part.slice(1)).join('');
      return {
        different: first !== second && first!['CustomerPyramid'] !== second!['CustomerPyramid'],
        ofFirst: charts.filter((name) => customElements.get(`cl-${name}`) === first![classOf(name)]),
        title: document.querySelector('cl-customer-pyramid')!.shadowRoot!.querySelector('.title')!.textContent,
      };
    }, CHARTS);
    expect(seen).toEqual({ different: true, ofFirst: CHARTS, title: 'Customer pyramid' });
    expect(requests.filter((address) => address.endsWith('/orders'))).toHaveLength(1);
    expect(messages).toEqual([]);
  });

  it('makes, moves and removes charts as with one', async () => {
    const { page, messages } = await browser.open(`${site.origin}/`);
    await tableIn(page, 'cl-customer-pyramid');
    const states = await page.evaluate(async () => {
      const chart = document.querySelector('cl-customer-pyramid') as HTMLElement & { state: string };
      const place = document.createElement('div');
      const shadow = document.body.appendChild(place).attachShadow({ mode: 'open' });
      shadow.append(chart);
      const cloned = chart.cloneNode(true) as typeof chart;
      shadow.append(cloned);
      await new Promise((done) => cloned.addEventListener('cl-state', () => cloned.state === 'complete' && done(null)));
      const now = [chart.state, cloned.state];
      place.remove();
      return now;
    });
    expect(states).toEqual(['complete', 'complete']);
    expect(messages).toEqual([]);
  });
});
