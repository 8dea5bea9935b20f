import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { Table, tableToIPC } from 'apache-arrow';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { batchOf, type BatchField } from '@clientele/metrics/arrow';
import type { ArrowTableInput, ClienteleError, DataHandle, DataInput, Engine, MetricRequest, OpenOptions, Predicate, Table as MetricTable, WorkerEngine, WorkerEngineOptions } from 'clientele';
import { companyArrow } from '../fixtures/company-arrow.js';
import { orderBytes } from '../sources/arrow-bytes.js';
import { bundle, type OpenedPage, useBrowser, useServer } from './open-page.js';

const ARROW = 'application/vnd.apache.arrow.stream';
const REQUESTS: readonly MetricRequest[] = [
  { metric: 'pyramid', options: { customer: 'customer_id', value: 'amount', time: 'ts' } },
  { metric: 'retention', options: { customer: 'customer_id', time: 'ts', value: 'amount', period: 'month', timeZone: 'Asia/Shanghai' } },
  { metric: 'lifecycle', options: { customer: 'customer_id', time: 'ts', period: 'quarter' } },
  { metric: 'pyramid', options: { customer: 'customer_id', value: 'amount' }, where: { op: 'customersIn', column: 'customer_id', metric: 'pyramid', options: { customer: 'customer_id', value: 'amount' }, marks: [{ tier: 'top' }] } },
];
/** What the bundle begins with here: it counts how often WebAssembly is compiled, in the page or in the worker. */
const COUNTED = 'globalThis.compiled = 0; { const { compile } = WebAssembly; WebAssembly.compile = (bytes) => { compiled += 1; return compile(bytes); }; }\n';
const FIELDS: readonly BatchField[] = [{ name: 'customer_id', type: 'int64' }, { name: 'ts', type: 'timestamp-ms' }, { name: 'amount', type: 'float64' }];
/** Rows enough to be worth WebAssembly. */
const many = (): Uint8Array => {
  const rows = Array.from({ length: 70_000 }, (_, i) => [BigInt((i * 7919) % 9_001) * 1_000_000_007n, 1.7e12 + i * 60_000, ((i * 31) % 997) / 8] as const);
  return tableToIPC(new Table([batchOf(FIELDS, FIELDS.map((_, column) => rows.map((row) => row[column]!)), rows.length)]), 'stream');
};
const PYRAMID: MetricRequest = { metric: 'pyramid', options: { customer: 'customer_id', value: 'amount' } };

/** What the page's script may use: the bundle, as the page loaded it. */
interface Kit {
  readonly workerEngine: WorkerEngine;
  readonly pageEngine: Engine;
  readonly createWorkerEngine: (options: WorkerEngineOptions) => WorkerEngine;
  readonly toArrow: (table: MetricTable) => ArrowTableInput;
  readonly ClienteleError: typeof ClienteleError;
  readonly [name: string]: unknown;
}

describe('work in a worker', () => {
  const asked: string[] = [];
  const tokens: (string | undefined)[] = [];
  let bundleOrigin = '';
  let broken = 0;
  const answer: RequestListener = (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    asked.push(pathname);
    const policy = searchParams.get('policy');
    const headers = { 'Access-Control-Allow-Origin': '*', ...(policy === null ? {} : { 'Content-Security-Policy': policy }) };
    const send = (type: string, body: string | Uint8Array): void => void response.writeHead(200, { ...headers, 'Content-Type': type }).end(body);
    if (pathname === '/') {
      send('text/html', `<!doctype html><html lang="en"><title>Worker</title><link rel="icon" href="data:,">${searchParams.get('head') ?? ''}
<script src="/watch.js"></script><script type="module" src="/kit.js?${searchParams.has('far') ? bundleOrigin : ''}"></script><body>`);
    } else if (pathname === '/kit.js') {
      send('text/javascript', `import * as kit from '${decodeURIComponent(request.url!.split('?')[1] ?? '')}/clientele.js'; window.kit = { ...kit };`);
    } else if (pathname === '/watch.js') send('text/javascript', "window.violations = []; document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));");
    else if (pathname === '/clientele.js') send('text/javascript', `${COUNTED}${readFileSync(bundle, 'utf8')}`);
    else if (pathname === '/orders.arrow') {
      tokens.push(request.headers.authorization);
      send(ARROW, companyArrow('orders'));
    } else if (pathname === '/events.arrow') send(ARROW, companyArrow('events'));
    else if (pathname === '/surveys.arrow') send(ARROW, companyArrow('surveys'));
    else if (pathname === '/many.arrow') send(ARROW, many());
    else if (pathname === '/cut.arrow') send(ARROW, companyArrow('orders').subarray(0, 20_000));
    else if (pathname === '/silent.js') send('text/javascript', 'setTimeout(() => undefined, 0);');
    else if (pathname === '/endless.arrow') {
      response.writeHead(200, { ...headers, 'Content-Type': ARROW });
      const bytes = companyArrow('orders');
      response.write(bytes.subarray(0, bytes.length >> 1));
      request.socket.on('close', () => (broken += 1));
    } else response.writeHead(404).end();
  };
  const site = useServer(() => createServer(answer));
  const far = useServer(() => createServer(answer));
  const browser = useBrowser();
  const open = async (query: Readonly<Record<string, string>> = {}): Promise<OpenedPage> => {
    bundleOrigin = far.origin;
    const opened = await browser.open(`${site.origin}/?${new URLSearchParams(query)}`);
    await opened.page.waitForFunction(() => 'kit' in window);
    return opened;
  };
  /** Opens the orders with both engines and returns what each says to every request, and where the first works. */
  const both = (page: Page, address = '/orders.arrow'): Promise<{ place: string | null; why: string | null; ours: unknown[]; onPage: unknown[] }> => page.evaluate(async ([requests, address]) => {
    const { kit } = window as unknown as { kit: Kit };
    const last = async (handle: DataHandle, request: MetricRequest): Promise<unknown> => {
      let result: unknown = null;
      for await (const snapshot of handle.evaluate(request, { snapshots: true })) result = snapshot.complete ? snapshot.result : result;
      return result;
    };
    const [ours, onPage] = [kit.workerEngine.open(address), kit.pageEngine.open(address)];
    const answers = { ours: await Promise.all(requests.map((request) => last(ours, request))), onPage: await Promise.all(requests.map((request) => last(onPage, request))) };
    return { place: kit.workerEngine.place, why: kit.workerEngine.whyPage, ...answers };
  }, [REQUESTS, address] as const);

  it('gives the results of the page, cell by cell, from one download', async () => {
    const { page, messages } = await open();
    asked.length = 0;
    const { place, ours, onPage } = await both(page);
    expect(place).toBe('worker');
    expect(ours).toEqual(onPage);
    expect(asked.filter((path) => path === '/orders.arrow')).toHaveLength(2);
    expect(asked.filter((path) => path === '/clientele.js').length).toBeLessThanOrEqual(1);
    expect(page.workers()).toHaveLength(1);
    expect(messages).toEqual([]);
  });

  it('is done by WebAssembly where there are many rows, and the same without where a policy forbids that', async () => {
    const { page, messages } = await open();
    const fast = await both(page, '/many.arrow');
    expect(fast.place).toBe('worker');
    expect(await page.workers()[0]!.evaluate('compiled')).toBe(1);
    expect(fast.ours).toEqual(fast.onPage);
    expect(messages).toEqual([]);
    const strict = (await open({ policy: "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src data:; worker-src 'none'" })).page;
    const plain = await both(strict, '/many.arrow');
    expect(plain.place).toBe('page');
    expect(plain.ours).toEqual(fast.ours);
    expect(await strict.evaluate('violations')).toEqual(['worker-src', 'script-src']);
  });

  it('draws all charts, and answers for the satisfaction of customers in another source', async () => {
    const { page, messages } = await open();
    const seen = await page.evaluate(async () => {
      const { kit } = window as unknown as { kit: Kit };
      const [orders, surveys] = [kit.workerEngine.open('/orders.arrow'), kit.workerEngine.open('/surveys.arrow')];
      const where: Predicate = { op: 'customersIn', column: 'customer_id', source: 'orders', metric: 'pyramid', options: { value: 'amount' }, marks: [{ tier: 'top' }] };
      const found = [];
      for (const [engine, handles] of [[kit.workerEngine as Engine, [orders, surveys]], [kit.pageEngine, [kit.pageEngine.open('/orders.arrow'), kit.pageEngine.open('/surveys.arrow')]]] as const) {
        const [first, second] = handles;
        const count = await second.customers(where, { sources: { orders: first }, ids: true, limit: 3 });
        const column = await second.column('market', { customer: 'customer_id' });
        const added = engine === kit.workerEngine ? await second.append('/surveys.arrow') : await second.append(await (await fetch('/surveys.arrow')).arrayBuffer());
        found.push({ count, column, added, version: second.version, rows: (await second.column('market')).rows });
      }
      return { place: kit.workerEngine.place, found };
    });
    expect(seen.place).toBe('worker');
    expect(seen.found[0]).toEqual(seen.found[1]);
    expect(seen.found[0]!.count.count).toBeGreaterThan(0);
    expect(seen.found[0]!.rows).toBe(2 * seen.found[0]!.added);
    expect(messages).toEqual([]);
  });

  it('takes data in every shape and leaves the page what it gave', async () => {
    const { page } = await open();
    const seen = await page.evaluate(async (request) => {
      const { kit } = window as unknown as { kit: Kit };
      const bytes = new Uint8Array(await (await fetch('/orders.arrow')).arrayBuffer());
      const table = kit.toArrow({ fields: [{ name: 'customer_id', type: 'utf8' }, { name: 'amount', type: 'float64' }], numRows: 3, columns: { customer_id: ['a', 'b', 'a'], amount: [1, 2, 4] } });
      const inputs: Record<string, DataInput> = {
        address: '/orders.arrow', bytes, buffer: bytes.slice().buffer, blob: new Blob([bytes]), file: new File(['customer_id,amount\na,1\nb,2\n'], 'orders.csv'),
        response: await fetch('/orders.arrow'), stream: new Blob([bytes]).stream(), table, blobAddress: URL.createObjectURL(new Blob([bytes])),
      };
      const totals: Record<string, unknown> = {};
      for (const [name, input] of Object.entries(inputs)) {
        for await (const { result } of kit.workerEngine.open(input).evaluate(request)) totals[name] = result.scalars['total'];
      }
      return { totals, length: bytes.length, place: kit.workerEngine.place };
    }, PYRAMID);
    const { address, file, table, ...others } = seen.totals;
    expect(seen.place).toBe('worker');
    expect([file, table]).toEqual([3, 7]);
    expect(address).toBeGreaterThan(0);
    expect(new Set(Object.values(others))).toEqual(new Set([address]));
    expect(seen.length).toBe(companyArrow('orders').length);
  });

  it('asks the page for a token before each request', async () => {
    const { page } = await open();
    tokens.length = 0;
    await page.evaluate(async () => {
      const { kit } = window as unknown as { kit: Kit };
      let count = 0;
      const options = { token: () => Promise.resolve(`secret-${++count}`), headers: { 'x-team': 'a' } };
      await kit.workerEngine.open('/orders.arrow', options).schema();
      await kit.workerEngine.open('/orders.arrow', options).schema();
    });
    expect(tokens).toEqual(['Bearer secret-1', 'Bearer secret-2']);
  });

  it('throws the errors of the page: class, code, hint, numbers and cause', async () => {
    const { page } = await open();
    const errors = await page.evaluate(async () => {
      const { kit } = window as unknown as { kit: Kit };
      const caught = async (engine: Engine, input: DataInput, request: MetricRequest, options: OpenOptions = {}): Promise<unknown> => {
        try {
          for await (const _ of engine.open(input, options).evaluate(request)) { /* Until it fails. */ }
          return null;
        } catch (error) {
          const failure = error as Error & Record<string, unknown>;
          const { name, message, code, hint, reason, params, cause } = failure;
          return { name, message, code, hint, reason, params, cause: cause instanceof Error ? cause.name : null, ours: failure instanceof kit.ClienteleError && failure.constructor === kit[name] };
        }
      };
      const pyramid = { metric: 'pyramid', options: { customer: 'customer_id', value: 'amount' } };
      const cases: [DataInput, MetricRequest, OpenOptions?][] = [
        ['/cut.arrow', pyramid], ['/nothing.arrow', pyramid], ['/orders.arrow', { metric: 'pyramids', options: {} }],
        ['/orders.arrow', { metric: 'pyramid', options: { customer: 'customer', value: 'amount' } }], ['http://[', pyramid], [12 as unknown as string, pyramid], [new Uint8Array(0), pyramid],
        ['/orders.arrow', pyramid, { token: () => { throw new TypeError('no key'); } }],
      ];
      const found = [];
      for (const [input, request, options] of cases) found.push([await caught(kit.workerEngine, input, request, options), await caught(kit.pageEngine, input, request, options)]);
      return found;
    });
    expect(errors).toHaveLength(8);
    for (const [ours, onPage] of errors) {
      expect(ours).not.toBeNull();
      expect(ours).toEqual(onPage);
    }
  });

  it('stops reading when the question is withdrawn, and when the data are closed', async () => {
    const { page } = await open();
    const reason = await page.evaluate(async () => {
      const { kit } = window as unknown as { kit: Kit };
      const handle = kit.workerEngine.open('/endless.arrow');
      const stopping = new AbortController();
      const asking = (async () => { for await (const _ of handle.evaluate({ metric: 'pyramid', options: { customer: 'customer_id', value: 'amount' } }, { signal: stopping.signal })) { /* Never. */ } })();
      while (handle.progress.bytes === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      stopping.abort('enough');
      return asking.then(() => null, (error: unknown) => error);
    });
    expect(reason).toBe('enough');
    await expect.poll(() => broken).toBe(1);
  });

  it('ends the worker some time after the last data were closed', async () => {
    const { page } = await open();
    await page.evaluate(async () => {
      const chart = document.createElement('cl-customer-pyramid') as HTMLElement & { state: string };
      Object.assign(chart, { src: '/orders.arrow', customer: 'customer_id', value: 'amount' });
      document.body.append(chart);
      while (chart.state !== 'complete') await new Promise((resolve) => setTimeout(resolve, 5));
      (window as unknown as { chart: unknown }).chart = chart;
      chart.remove();
    });
    expect(page.workers()).toHaveLength(1);
    await expect.poll(() => page.workers().length).toBe(0);
    await page.evaluate(() => document.body.append((window as unknown as { chart: HTMLElement }).chart));
    await page.evaluate(() => (window as unknown as { chart: HTMLElement }).chart.setAttribute('as-of', '2026-05-31'));
    await page.waitForFunction(() => (window as unknown as { chart: { state: string } }).chart.state === 'complete');
    expect(page.workers()).toHaveLength(1);
  });

  it('happens on a page whose script comes from another origin', async () => {
    const { page, messages } = await open({ far: '' });
    const { place, ours, onPage } = await both(page);
    expect(place).toBe('worker');
    expect(ours).toEqual(onPage);
    expect(page.workers()[0]!.url()).toMatch(/^blob:/);
    expect(messages).toEqual([]);
  });

  const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; require-trusted-types-for 'script'; ";
  it.each([
    ['is allowed by name under Trusted Types', { policy: `${POLICY}trusted-types lit-html clientele` }, 'worker', null, []],
    ['is left to the page where Trusted Types forbid it', { policy: `${POLICY}trusted-types lit-html` }, 'page', 'refused', ['trusted-types']],
    ['is left to the page where the policy allows no worker', { policy: "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src data:; worker-src 'none'" }, 'page', 'failed', ['worker-src']],
    ['is left to the page where it says so', { policy: `${POLICY}trusted-types lit-html`, head: '<meta name="clientele-worker" content="off">' }, 'page', 'off', []],
    ['is left to the page where its own markup forbids it', { head: `<meta http-equiv="Content-Security-Policy" content="${POLICY}trusted-types lit-html">` }, 'page', 'refused', []],
  ] as const)('%s', async (_, query, place, why, violations) => {
    const { page } = await open(query);
    const seen = await both(page);
    expect(seen).toMatchObject({ place, why });
    expect(seen.ours).toEqual(seen.onPage);
    expect(await page.evaluate('violations')).toEqual(violations);
  });

  it.each([
    ['there is none', 'no-worker', null],
    ['its script never gets ready', 'late', '/silent.js'],
    ['its script is missing', 'failed', '/missing.js'],
    ['it can’t be made', 'refused', 'https://elsewhere.example/worker.js'],
  ])('is left to the page where %s', async (_, why, script) => {
    const { page } = await open();
    const seen = await page.evaluate(async ([address, bytes]) => {
      const { kit } = window as unknown as { kit: Kit };
      if (address === null) Reflect.deleteProperty(globalThis, 'Worker');
      const engine = kit.createWorkerEngine({ create: () => new Worker(address!, { type: 'module' }), timeoutMs: 300 });
      let total: unknown = 0;
      for await (const { result } of engine.open(Uint8Array.from(JSON.parse(bytes) as number[])).evaluate({ metric: 'pyramid', options: { customer: 'customer', value: 'amount' } })) total = result.scalars['total'];
      return { place: engine.place, why: engine.whyPage, total };
    }, [script, JSON.stringify([...orderBytes()])] as const);
    expect(seen).toEqual({ place: 'page', why, total: 30 * 14.5 + 30 * 0.25 });
  });
});
