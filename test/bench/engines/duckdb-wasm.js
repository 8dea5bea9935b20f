import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium } from 'playwright';
import { engineFile } from '../../engines/engines.js';
import { browserFlags, ensureBrowser } from '../../find-browser.js';
import { pageModule } from './kit-module.js';

/**
 * Measures the kit beside DuckDB-WASM (its build with exceptions, in a worker, from files of this machine) in a page in Chromium.
 * @param {import('./measure.js').Task} task
 * @param {Readonly<Record<'named' | 'nameless' | 'plain', Uint8Array>>} streams
 * @returns {Promise<Record<string, Record<string, { ms: number, ratio: number }>>>}
 */
export async function besideDuckDbWasm(task, streams) {
  const script = await pageModule();
  const server = createServer((request, response) => {
    const path = (request.url ?? '').slice(1);
    const stream = /^(named|nameless|plain)\.arrow$/.exec(path)?.[1];
    if (path === '') response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Bench</title><script type="module" src="/page.js"></script>');
    else if (path === 'page.js') response.writeHead(200, { 'content-type': 'text/javascript' }).end(readFileSync(script));
    else if (path === 'duckdb-eh.wasm') response.writeHead(200, { 'content-type': 'application/wasm' }).end(readFileSync(engineFile(`@duckdb/duckdb-wasm/dist/${path}`)));
    else if (path === 'duckdb-browser-eh.worker.js') response.writeHead(200, { 'content-type': 'text/javascript' }).end(readFileSync(engineFile(`@duckdb/duckdb-wasm/dist/${path}`)));
    else if (stream !== undefined) response.writeHead(200).end(streams[/** @type {'named'} */ (stream)]);
    else response.writeHead(404).end();
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', () => resolve(null)); });
  const address = server.address();
  const browser = await chromium.launch({ executablePath: ensureBrowser(), args: [...browserFlags, '--js-flags=--expose-gc'] });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    await page.goto(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`);
    await page.waitForFunction(() => 'race' in globalThis);
    return await page.evaluate((given) => Reflect.get(globalThis, 'race')(given), task);
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
}
