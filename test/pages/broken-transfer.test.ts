import { createServer, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { companyArrow } from '../fixtures/company-arrow.js';
import { bundle, useBrowser, useServer } from './open-page.js';

const orders = companyArrow('orders');
const half = orders.subarray(0, Math.floor(orders.length / 2));
const arrow = { 'Content-Type': 'application/vnd.apache.arrow.stream' };

/** Ways in which a server lets a page down, and the code that says so. */
const FAULTS: Readonly<Record<string, readonly [code: RegExp, answer: (response: ServerResponse) => void]>> = {
  'a body that stops half-way': [/truncated|network/, (r) => r.writeHead(200, arrow).end(half)],
  'a body shorter than it promised': [/truncated|network/, (r) => {
    r.writeHead(200, { ...arrow, 'Content-Length': orders.length });
    r.write(half, () => r.destroy());
  }],
  'a connection reset before the first byte': [/network/, (r) => r.destroy()],
  'a web page': [/not-arrow/, (r) => r.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Sign in</title><form>Password</form>')],
  'an error in JSON': [/not-arrow/, (r) => r.writeHead(200, { 'Content-Type': 'application/json' }).end('{"error": "no"}')],
  'nothing at all': [/empty/, (r) => r.writeHead(200, arrow).end()],
  'not found': [/http/, (r) => r.writeHead(404).end('gone')],
  'not allowed': [/http/, (r) => r.writeHead(403).end('no')],
  'gzip that ends early': [/truncated|network|corrupt/, (r) => {
    const zipped = gzipSync(orders);
    r.writeHead(200, { ...arrow, 'Content-Encoding': 'gzip' }).end(zipped.subarray(0, zipped.length >> 1));
  }],
  'bytes in the middle turned over': [/corrupt|truncated|unsupported|limit/, (r) => {
    const damaged = Uint8Array.from(orders);
    damaged.fill(0xa5, 8, 64);
    r.writeHead(200, arrow).end(damaged);
  }],
};

describe('a chart whose server misbehaves', () => {
  let fault: (response: ServerResponse) => void = (r) => r.end();
  const site = useServer(() =>
    createServer((request, response) => {
      if (request.url === '/orders') fault(response);
      else if (request.url === '/clientele.js') response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(readFileSync(bundle));
      else response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><link rel="icon" href="data:,"><script type="module" src="/clientele.js"></script><body>');
    }),
  );
  const browser = useBrowser();

  it('shows no wrong number as complete, leaves no spinner behind, and recovers by its button', async () => {
    const { page, messages } = await browser.open(`${site.origin}/`);
    for (const [name, [code, answer]] of Object.entries(FAULTS)) {
      fault = answer;
      const seen = await page.evaluate(async () => {
        document.body.innerHTML = '';
        const chart = document.createElement('cl-customer-pyramid');
        const states: string[] = [];
        chart.addEventListener('cl-state', (event) => states.push((event as Event & { detail: { state: string } }).detail.state));
        Object.assign(chart, { fetchOptions: { timeoutMs: 2000 } });
        chart.setAttribute('src', '/orders');
        chart.setAttribute('value', 'amount');
        document.body.append(chart);
        const over = (): boolean => (chart as unknown as { error: unknown }).error !== null || states.includes('complete');
        for (let i = 0; i < 200 && !over(); i++) await new Promise((resolve) => setTimeout(resolve, 50));
        await (chart as unknown as { updateComplete: Promise<void> }).updateComplete;
        const root = chart.shadowRoot!;
        return {
          states,
          code: (chart as unknown as { error: { code: string } | null }).error?.code ?? null,
          spinners: root.querySelectorAll('progress, .skeleton').length,
          warned: root.querySelector('[role=alert], .warning') !== null,
          retry: root.querySelector('.message button, .warning button') !== null,
        };
      });
      expect(seen.code, name).toMatch(code);
      expect(seen, name).toMatchObject({ spinners: 0, warned: true, retry: true });
      expect(seen.states, name).not.toContain('complete');
    }
    fault = (r) => r.writeHead(200, arrow).end(orders);
    await page.locator('cl-customer-pyramid button').first().click();
    await page.waitForFunction(() => (document.querySelector('cl-customer-pyramid') as unknown as { state: string }).state === 'complete');
    expect(messages.filter((message) => message.startsWith('uncaught'))).toEqual([]);
  });
});
