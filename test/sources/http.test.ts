import { gzipSync } from 'node:zlib';
import { tableToIPC } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import type { Progress } from '@clientele/metrics';
import { http } from '@clientele/sources';
import { messageStarts, orderBytes, orders } from './arrow-bytes.js';
import { serve } from './fault-server.js';
import { batchesOf, failureOf, rowsOfScan } from './scanned.js';

const stream = orderBytes();
/** The orders, whose schema promises *rows* of them. */
const promising = (rows: number): Uint8Array => {
  const table = orders();
  table.schema.metadata.set('clientele.rows', String(rows));
  return tableToIPC(table, 'stream');
};
const quick = { backoffMs: 1, timeoutMs: 200 };

describe('http', () => {
  it.each(['stream', 'file'] as const)('reads an Arrow %s, with progress towards its Content-Length', async (format) => {
    const bytes = orderBytes(format);
    const { url } = await serve((response) => response.writeHead(200, { 'content-length': bytes.length }).end(bytes));
    const seen: Progress[] = [];
    expect(await rowsOfScan(http(url), { onProgress: (progress) => seen.push(progress) })).toHaveLength(30);
    expect(seen.at(-1)).toMatchObject({ rows: 30, bytes: bytes.length, totalBytes: bytes.length });
  });

  it.each([['stream', 'file'], ['file', 'stream']] as const)('reads an Arrow %s that is announced as a %s', async (format, announced) => {
    const bytes = orderBytes(format);
    const { url } = await serve((response) => response.writeHead(200, { 'content-type': `application/vnd.apache.arrow.${announced}` }).end(bytes));
    expect(await rowsOfScan(http(url))).toHaveLength(30);
  });

  it('does not know the total of a compressed transfer', async () => {
    const packed = gzipSync(stream);
    const { url } = await serve((response) => response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length }).end(packed));
    const seen: Progress[] = [];
    expect(await rowsOfScan(http(url), { onProgress: (progress) => seen.push(progress) })).toHaveLength(30);
    expect(seen.every(({ totalBytes }) => totalBytes === null)).toBe(true);
  });

  it('asks once for the schema and the scan that follows, and again for another scan', async () => {
    const { url, requests } = await serve((response) => response.end(stream));
    const source = http(url);
    expect((await source.schema()).fields.map(({ name }) => name)).toEqual(['customer', 'amount']);
    expect(await rowsOfScan(source)).toHaveLength(30);
    expect(requests).toHaveLength(1);
    expect(await rowsOfScan(source)).toHaveLength(30);
    expect(requests).toHaveLength(2);
  });

  it('sends the headers and the token of the page, a new token for each try', async () => {
    const { url, requests } = await serve((response, _, number) => (number === 0 ? response.writeHead(503).end() : response.end(stream)));
    let tokens = 0;
    const source = http(url, { ...quick, headers: { 'x-team': 'crm' }, token: () => Promise.resolve(`t${++tokens}`) });
    await rowsOfScan(source);
    expect(requests.map(({ headers }) => [headers['x-team'], headers.authorization])).toEqual([['crm', 'Bearer t1'], ['crm', 'Bearer t2']]);
  });

  it('knows the total of rows where the schema says it, also in a compressed transfer', async () => {
    const packed = gzipSync(promising(30));
    const { url } = await serve((response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed));
    const seen: Progress[] = [];
    expect(await rowsOfScan(http(url), { onProgress: (progress) => seen.push(progress) })).toHaveLength(30);
    expect(seen.at(-1)).toMatchObject({ rows: 30, totalRows: 30, totalBytes: null });
  });

  it('hands the page\'s cache mode and headers to fetch, and keeps nothing itself', async () => {
    const { url, requests } = await serve((response, request) => {
      const known = request.headers['if-none-match'] === '"v1"';
      response.writeHead(known ? 304 : 200, { etag: '"v1"' }).end(known ? undefined : stream);
    });
    const source = http(url, { cache: 'no-store' });
    expect(await rowsOfScan(source)).toHaveLength(30);
    expect(await rowsOfScan(source)).toHaveLength(30);
    expect(requests.map(({ headers }) => [headers['cache-control'], headers['if-none-match']])).toEqual([['no-cache', undefined], ['no-cache', undefined]]);
    const asking = http(url, { headers: { 'if-none-match': '"v1"' } });
    expect(await failureOf(rowsOfScan(asking))).toMatchObject({ code: 'http', params: { status: 304 }, hint: expect.stringContaining('If-None-Match') });
  });

  it('reads delimited text and gzip by what they are', async () => {
    const text = 'id,amount\n1,2.5\n2,3.5\n';
    for (const body of [Buffer.from(text), gzipSync(text)]) {
      const { url } = await serve((response) => response.end(body));
      expect(await rowsOfScan(http(url))).toEqual([{ id: 1, amount: 2.5 }, { id: 2, amount: 3.5 }]);
    }
  });
});

describe('http failures', () => {
  it.each([401, 403, 404, 410, 500])('status %i is an error with a hint, and is not repeated', async (status) => {
    const { url, requests } = await serve((response) => response.writeHead(status).end('no'));
    const error = await failureOf(rowsOfScan(http(url, quick)));
    expect(error).toMatchObject({ code: 'http', params: { status } });
    expect((error as { hint?: string }).hint).toBeTypeOf('string');
    expect(requests).toHaveLength(1);
  });

  it.each([502, 503, 504])('status %i is repeated until it works', async (status) => {
    const { url, requests } = await serve((response, _, number) => (number < 2 ? response.writeHead(status).end() : response.end(stream)));
    expect(await rowsOfScan(http(url, quick))).toHaveLength(30);
    expect(requests).toHaveLength(3);
  });

  it('repeats no more often than it was told', async () => {
    const { url, requests } = await serve((response) => response.writeHead(503).end());
    expect(await failureOf(rowsOfScan(http(url, { ...quick, retries: 2 })))).toMatchObject({ code: 'http', params: { status: 503 } });
    expect(requests).toHaveLength(3);
  });

  it('waits as long as Retry-After says, and gives up where that is too long or not said', async () => {
    const waits = await serve((response, _, number) => (number === 0 ? response.writeHead(429, { 'retry-after': '1' }).end() : response.end(stream)));
    const start = Date.now();
    expect(await rowsOfScan(http(waits.url, quick))).toHaveLength(30);
    expect(Date.now() - start).toBeGreaterThanOrEqual(990);
    for (const headers of [{}, { 'retry-after': '3600' }]) {
      const { url, requests } = await serve((response) => response.writeHead(429, headers).end());
      expect(await failureOf(rowsOfScan(http(url, quick)))).toMatchObject({ code: 'http', params: { status: 429 }, hint: expect.stringContaining('Wait') });
      expect(requests).toHaveLength(1);
    }
  });

  it('a refused connection is a network error, after its repetitions', async () => {
    const { url } = await serve((response) => response.end());
    const closed = url.replace(/:\d+/, ':1');
    expect(await failureOf(rowsOfScan(http(closed, quick)))).toMatchObject({ code: 'network' });
  });

  it('a connection that breaks before the answer is repeated', async () => {
    const { url, requests } = await serve((response, request, number) => {
      if (number === 0) request.socket.destroy();
      else response.end(stream);
    });
    expect(await rowsOfScan(http(url, quick))).toHaveLength(30);
    expect(requests).toHaveLength(2);
  });

  it.each([true, false])('a reset in the middle is truncated and not repeated (Content-Length: %s)', async (declared) => {
    const { url, requests } = await serve((response, request) => {
      response.writeHead(200, declared ? { 'content-length': stream.length } : {});
      response.write(stream.subarray(0, 900), () => setTimeout(() => request.socket.resetAndDestroy(), 20));
    });
    expect(await failureOf(rowsOfScan(http(url, quick)))).toMatchObject({ code: 'truncated' });
    expect(requests).toHaveLength(1);
  });

  it('a body that ends at any boundary between messages, or inside one, is truncated', async () => {
    const starts = messageStarts(stream);
    expect(starts.at(-1)).toBe(stream.length);
    const cuts = starts.slice(1, -1).flatMap((start) => [start - 8, start, start + 4]);
    for (const cut of cuts) {
      const { url } = await serve((response) => response.end(stream.subarray(0, cut)));
      expect(await failureOf(rowsOfScan(http(url, quick)))).toMatchObject({ code: 'truncated' });
    }
  });

  it('fewer bytes than Content-Length says are truncated', async () => {
    const { url } = await serve((response, request) => {
      // All the data and its end mark are there, yet the transfer says that there is more.
      response.writeHead(200, { 'content-length': stream.length + 500 });
      response.write(stream, () => setTimeout(() => request.socket.end(), 20));
    });
    expect(await failureOf(rowsOfScan(http(url, quick)))).toMatchObject({
      code: 'truncated', params: { received: stream.length, expected: stream.length + 500 },
    });
  });

  it('fewer rows than the schema promises are truncated, though the stream has its end marker', async () => {
    const { url } = await serve((response) => response.end(promising(31)));
    expect(await failureOf(rowsOfScan(http(url, quick)))).toMatchObject({ code: 'truncated', reason: 'rows', params: { rows: 30, promised: 31 } });
  });

  it('broken gzip is truncated or corrupt, never a small result', async () => {
    const packed = gzipSync(stream);
    const short = await serve((response) => response.end(packed.subarray(0, packed.length - 20)));
    expect(await failureOf(rowsOfScan(http(short.url, quick)))).toMatchObject({ code: 'truncated' });
    const spoilt = Uint8Array.from(packed, (byte, i) => (i === 30 ? byte ^ 0xff : byte));
    const broken = await serve((response) => response.end(spoilt));
    expect(['corrupt', 'truncated']).toContain((await failureOf(rowsOfScan(http(broken.url, quick))) as { code: string }).code);
  });

  it('silence before the answer and within it is a timeout', async () => {
    const mute = await serve(() => undefined);
    expect(await failureOf(rowsOfScan(http(mute.url, quick)))).toMatchObject({ code: 'timeout' });
    expect(mute.requests).toHaveLength(1);
    const stalling = await serve((response) => void response.write(stream.subarray(0, 900)));
    const rows: number[] = [];
    expect(await failureOf((async () => {
      for await (const batch of http(stalling.url, quick).scan()) rows.push(batch.numRows);
    })())).toMatchObject({ code: 'timeout', params: { received: 900 } });
  });

  it('a token that does not come is a timeout, and nothing is asked without it', async () => {
    const { url, requests } = await serve((response) => response.end(stream));
    expect(await failureOf(rowsOfScan(http(url, { ...quick, token: () => new Promise(() => undefined) })))).toMatchObject({ code: 'timeout' });
    expect(requests).toHaveLength(0);
  });

  it('no body and an empty one are empty', async () => {
    const nothing = await serve((response) => response.writeHead(204).end());
    expect(await failureOf(rowsOfScan(http(nothing.url)))).toMatchObject({ code: 'empty' });
    const blank = await serve((response) => response.writeHead(200, { 'content-length': 0 }).end());
    expect(await failureOf(rowsOfScan(http(blank.url)))).toMatchObject({ code: 'empty' });
  });

  it('a web page is no data, whatever it calls itself, and says where a redirect led', async () => {
    const page = '<!doctype html><html><body>Not here</body></html>';
    for (const type of ['text/html; charset=utf-8', 'application/vnd.apache.arrow.stream']) {
      const { url } = await serve((response) => response.writeHead(200, { 'content-type': type }).end(page));
      expect(await failureOf(rowsOfScan(http(url)))).toMatchObject({ code: 'not-arrow', reason: 'html' });
    }
    const { url } = await serve((response, request) => {
      if (request.url === '/data') response.writeHead(302, { location: '/login?next=secret' }).end();
      else response.writeHead(200, { 'content-type': 'text/html' }).end(page);
    });
    expect(await failureOf(rowsOfScan(http(url)))).toMatchObject({
      code: 'not-arrow', reason: 'redirect', params: { location: url.replace('/data', '/login') },
    });
  });

  it('JSON is no data', async () => {
    const { url } = await serve((response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"error": "no such table"}'));
    expect(await failureOf(rowsOfScan(http(url)))).toMatchObject({ code: 'not-arrow', reason: 'json' });
  });

  it('an address that is none is refused at once', () => {
    expect(() => http('not an address')).toThrow(/expected an absolute URL/);
    expect(() => http('ftp://example.org/x')).toThrow(/expected http/);
  });

  it('messages do not repeat what a query or a password holds', async () => {
    const { url } = await serve((response) => response.writeHead(403).end());
    const error = await failureOf(rowsOfScan(http(`${url}?key=s3cret#part`))) as Error;
    expect(error.message).toContain('/data');
    expect(error.message).not.toContain('s3cret');
  });
});

describe('http aborts', () => {
  it.each(['while it waits for the answer', 'in the middle of the body', 'while it waits to repeat'])('%s, the reason is thrown at once and the connection closed', async (when) => {
    let closed = 0;
    const { url, requests } = await serve((response) => {
      response.on('close', () => { closed++; });
      if (when === 'in the middle of the body') response.write(stream.subarray(0, 900));
      if (when === 'while it waits to repeat') response.writeHead(503, { 'retry-after': '20' }).end();
    });
    const controller = new AbortController();
    const failure = failureOf(rowsOfScan(http(url), { signal: controller.signal }));
    await expect.poll(() => requests.length).toBe(1);
    setTimeout(() => { controller.abort(new Error('left the page')); }, 30);
    expect(await failure).toBe(controller.signal.reason);
    await expect.poll(() => closed).toBe(1);
    expect(requests).toHaveLength(1);
  });

  it('a scan that is left early closes its connection', async () => {
    let closed = false;
    const { url } = await serve((response) => {
      response.on('close', () => { closed = true; });
      response.write(stream.subarray(0, stream.length - 8));
    });
    for await (const batch of http(url).scan()) {
      expect(batch.numRows).toBe(10);
      break;
    }
    await expect.poll(() => closed).toBe(true);
  });

  it('one reader that leaves does not disturb another who waits for the same schema', async () => {
    const { url } = await serve((response) => void setTimeout(() => response.end(stream), 60));
    const source = http(url);
    const controller = new AbortController();
    const left = failureOf(source.schema(controller.signal));
    const stayed = source.schema();
    setTimeout(() => { controller.abort(); }, 20);
    expect(await left).toBe(controller.signal.reason);
    expect((await stayed).fields).toHaveLength(2);
  });
});

describe('http and Parquet', () => {
  it('asks for parts where the server gives them', async () => {
    const { readFileSync } = await import('node:fs');
    const bytes = readFileSync(new URL('../fixtures/parquet/kinds.parquet', import.meta.url));
    const { url, requests } = await serve((response, request) => {
      const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
      if (range === null) {
        response.end(bytes);
        return;
      }
      const [start, end] = [Number(range[1]), Math.min(Number(range[2]), bytes.length - 1)];
      response.writeHead(206, { 'content-range': `bytes ${start}-${end}/${bytes.length}` }).end(bytes.subarray(start, end + 1));
    });
    const [batch] = await batchesOf(http(url), { columns: ['id'] });
    expect(batch?.schema.fields.map(({ name }) => name)).toEqual(['id']);
    expect(requests.filter(({ headers }) => headers.range !== undefined).length).toBeGreaterThan(1);
  });

  it('does not put together parts of two versions of a file', async () => {
    const { readFileSync } = await import('node:fs');
    const bytes = readFileSync(new URL('../fixtures/parquet/kinds.parquet', import.meta.url));
    const { url } = await serve((response, request, number) => {
      const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
      const [start, end] = range === null ? [0, bytes.length - 1] : [Number(range[1]), Math.min(Number(range[2]), bytes.length - 1)];
      const headers = { etag: number < 3 ? '"old"' : '"new"', ...(range === null ? {} : { 'content-range': `bytes ${start}-${end}/${bytes.length}` }) };
      response.writeHead(range === null ? 200 : 206, headers).end(bytes.subarray(start, end + 1));
    });
    expect(await failureOf(rowsOfScan(http(url)))).toMatchObject({ code: 'corrupt', reason: 'changed' });
  });

  it('takes the whole file where the server gives no parts', async () => {
    const { readFileSync } = await import('node:fs');
    const bytes = readFileSync(new URL('../fixtures/parquet/kinds.parquet', import.meta.url));
    const { url } = await serve((response) => response.end(bytes));
    expect((await rowsOfScan(http(url))).length).toBeGreaterThan(0);
  });
});
