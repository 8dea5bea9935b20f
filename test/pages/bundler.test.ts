import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStaticServer } from '../../demo/static-server.js';
import { companyArrow } from '../fixtures/company-arrow.js';
import { fileOf, tableIn, useBrowser, useServer } from './open-page.js';

/** In the repository, where the packages are found as if they were installed. */
const folder = fileOf('node_modules/.cache/clientele-consumer');
const PAGE = `<!doctype html><html lang="en"><title>Consumer</title><link rel="icon" href="data:,"><script type="module" src="./page.js"></script>
<cl-customer-pyramid src="/orders.arrow" customer="customer_id" value="amount"></cl-customer-pyramid>`;

describe('a page built by Vite from the packages', () => {
  let files: string[] = [];
  beforeAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'index.html'), PAGE);
    writeFileSync(join(folder, 'page.js'), "import { CustomerPyramid } from 'clientele/customer-pyramid'; window.engine = CustomerPyramid.engine;");
    const output = await build({ root: folder, configFile: false, logLevel: 'error', resolve: { conditions: ['module', 'browser', 'production'] }, worker: { format: 'es' }, build: { outDir: 'dist', modulePreload: false } });
    files = (Array.isArray(output) ? output : [output]).flatMap((one) => ('output' in one ? one.output.map(({ fileName }) => fileName) : []));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const site = useServer(() => {
    const pages = createStaticServer(join(folder, 'dist'), {});
    return createServer((request, response) => {
      if (request.url === '/orders.arrow') response.writeHead(200, { 'Content-Type': 'application/vnd.apache.arrow.stream' }).end(companyArrow('orders'));
      else pages.emit('request', request, response);
    });
  });
  const browser = useBrowser();

  it('counts in a worker of its own file and loads no reader on the page', async () => {
    const { page, messages, requests } = await browser.open(`${site.origin}/`);
    expect((await tableIn(page, 'cl-customer-pyramid')).length).toBeGreaterThan(3);
    expect(await page.evaluate('[engine.place, engine.whyPage]')).toEqual(['worker', null]);
    expect(page.workers().map((worker) => new URL(worker.url()).pathname)).toEqual([expect.stringMatching(/^\/assets\/data-worker-[\w-]+\.js$/)]);
    expect(files.some((name) => /page-engine/.test(name))).toBe(true);
    expect(requests.some((url) => /page-engine|parquet|csv/.test(url))).toBe(false);
    expect(messages).toEqual([]);
  });
});
