import { createServer, type IncomingMessage } from 'node:http';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { orderBytes } from '../sources/arrow-bytes.js';
import { bundle, tableIn, useBrowser, useServer } from './open-page.js';

const PAGE = `<!doctype html><link rel="icon" href="data:,"><script type="module" src="/clientele.js"></script>
<cl-customer-pyramid src="/orders" customer="customer" value="amount"></cl-customer-pyramid>`;

describe('a page that is loaded again', () => {
  const asked: IncomingMessage['headers'][] = [];
  const answered: number[] = [];
  let version = '"1"';
  const site = useServer(() =>
    createServer((request, response) => {
      if (request.url === '/orders') {
        const known = request.headers['if-none-match'] === version;
        asked.push(request.headers);
        answered.push(known ? 304 : 200);
        response.writeHead(known ? 304 : 200, { 'Cache-Control': 'no-cache', ETag: version, 'Content-Type': 'application/vnd.apache.arrow.stream' });
        response.end(known ? undefined : orderBytes());
      } else if (request.url === '/clientele.js') response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(readFileSync(bundle));
      else response.writeHead(200, { 'Content-Type': 'text/html' }).end(PAGE);
    }),
  );
  const browser = useBrowser();

  it('asks whether the data have changed, and downloads them only then', async () => {
    const { page, messages } = await browser.open(`${site.origin}/`);
    const first = await tableIn(page, 'cl-customer-pyramid');
    await page.reload();
    expect(await tableIn(page, 'cl-customer-pyramid')).toEqual(first);
    version = '"2"';
    await page.reload();
    expect(await tableIn(page, 'cl-customer-pyramid')).toEqual(first);
    expect(answered).toEqual([200, 304, 200]);
    expect(asked.map((headers) => headers['if-none-match'])).toEqual([undefined, '"1"', '"1"']);
    expect(messages).toEqual([]);
  });
});
