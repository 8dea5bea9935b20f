import { createServer, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { tableToIPC } from 'apache-arrow';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { companyArrow } from '../fixtures/company-arrow.js';
import { messageStarts, orderBytes, orders as manyOrders } from '../sources/arrow-bytes.js';
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
  'silence after the first half': [/timeout/, (r) => void r.writeHead(200, arrow).write(half)],
  'no answer': [/timeout/, () => undefined],
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

/** What a chart came to, and what it shows. */
interface Seen {
  readonly state: string;
  /** Whether the element matches the custom state of that name. */
  readonly marked: boolean;
  readonly states: readonly string[];
  readonly code: string | null;
  readonly progress: number;
  readonly skeletons: number;
  readonly warned: boolean;
  readonly retry: boolean;
  readonly rows: number;
  readonly table: boolean;
}

/** Puts a chart of the orders at *src* on the page and returns what it comes to. */
function outcome(page: Page, src: string, customer: string): Promise<Seen> {
  return page.evaluate(async ([address, column]) => {
    document.body.innerHTML = '';
    const chart = document.createElement('cl-customer-pyramid') as HTMLElement & { state: string; error: { code: string } | null; updateComplete: Promise<boolean> };
    const states: string[] = [];
    let rows = 0;
    chart.addEventListener('cl-state', (event) => {
      const { detail } = event as Event & { detail: { state: string; rows: number } };
      states.push(detail.state);
      rows = detail.rows;
    });
    Object.assign(chart, { fetchOptions: { timeoutMs: 1000 } });
    chart.setAttribute('src', address!);
    chart.setAttribute('customer', column!);
    chart.setAttribute('value', 'amount');
    document.body.append(chart);
    for (let i = 0; i < 300 && chart.error === null && !states.includes('complete'); i++) await new Promise((resolve) => setTimeout(resolve, 50));
    // A state that comes after the last one, or a timer that still runs, shows within two of its ticks.
    await new Promise((resolve) => setTimeout(resolve, 600));
    await chart.updateComplete;
    const root = chart.shadowRoot!;
    return {
      state: chart.state,
      marked: chart.matches(`:state(${chart.state})`),
      states,
      code: chart.error?.code ?? null,
      progress: root.querySelectorAll('progress').length,
      skeletons: root.querySelectorAll('.skeleton').length,
      warned: root.querySelector('[role=alert], .warning') !== null,
      retry: root.querySelector('.message button, .warning button') !== null,
      rows,
      table: root.querySelector('table') !== null,
    };
  }, [src, customer]);
}

const broken = { progress: 0, skeletons: 0, warned: true, retry: true, marked: true } as const;

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
      const seen = await outcome(page, '/orders', 'customer_id');
      expect(seen.code, name).toMatch(code);
      expect(seen, name).toMatchObject(broken);
      expect(seen.states, name).not.toContain('complete');
    }
    fault = (r) => r.writeHead(200, arrow).end(orders);
    await page.locator('cl-customer-pyramid :is(.message, .warning) button').click();
    await page.waitForFunction(() => (document.querySelector('cl-customer-pyramid') as unknown as { state: string }).state === 'complete');
    expect(messages.filter((message) => message.startsWith('uncaught'))).toEqual([]);
  });

  it('takes no stream for whole that ends between two messages', async () => {
    const stream = orderBytes();
    const starts = messageStarts(stream);
    expect(starts.length).toBeGreaterThan(5);
    const { page } = await browser.open(`${site.origin}/`);
    for (const end of starts) {
      fault = (r) => r.writeHead(200, arrow).end(stream.subarray(0, end));
      const seen = await outcome(page, '/orders', 'customer');
      if (end === stream.length) {
        expect(seen).toMatchObject({ state: 'complete', code: null, rows: 30, progress: 0, skeletons: 0, warned: false, marked: true });
      } else {
        expect(seen, `${end} bytes`).toMatchObject({ ...broken, code: end === 0 ? 'empty' : 'truncated' });
        expect(seen.states, `${end} bytes`).not.toContain('complete');
      }
    }
  });

  it('keeps what came of a slow stream that breaks, marked as partial with its error', async () => {
    const stream = tableToIPC(manyOrders(40), 'stream');
    const starts = messageStarts(stream);
    const { page } = await browser.open(`${site.origin}/`);
    const breaks: readonly (readonly [code: RegExp, stop: (response: ServerResponse) => void])[] = [
      [/truncated/, (r) => r.destroy()], [/truncated/, (r) => r.end()], [/timeout/, () => undefined],
    ];
    for (const [code, stop] of breaks) {
      fault = (r) => {
        r.writeHead(200, arrow);
        let sent = 0;
        const timer = setInterval(() => {
          r.write(stream.subarray(starts[sent], starts[sent + 1]));
          sent += 1;
          if (sent < 20) return;
          clearInterval(timer);
          stop(r);
        }, 60);
        r.on('close', () => { clearInterval(timer); });
      };
      const seen = await outcome(page, '/orders', 'customer');
      expect(seen, String(code)).toMatchObject({ ...broken, state: 'partial', table: true });
      expect(seen.code).toMatch(code);
      expect(seen.states.filter((state) => state === 'partial').length).toBeGreaterThan(1);
      expect(seen.states).not.toContain('complete');
      expect(seen.rows).toBeGreaterThan(0);
      expect(seen.rows).toBeLessThan(200);
    }
  });
});
