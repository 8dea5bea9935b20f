import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { buildPackages } from '../../packages/build.js';
import { browserFlags, ensureBrowser } from '../find-browser.js';

const bundle = fileURLToPath(new URL('../../packages/clientele/dist/clientele.js', import.meta.url));

/** Runs in the page: notes how long its thread was busy at a stretch, by what the browser says and by a timer that comes late. */
const watch = `
window.kitTasks = [];
new PerformanceObserver((list) => { for (const { startTime, duration } of list.getEntries()) kitTasks.push([startTime, duration]); }).observe({ type: 'longtask' });
let kitLast = performance.now(), kitLate = 0;
setInterval(() => { const now = performance.now(); kitLate = Math.max(kitLate, now - kitLast - 8); kitLast = now; }, 4);
/** The longest time for which the page did not answer since the last call, in milliseconds. */
window.longestTask = async () => {
  await new Promise((resolve) => setTimeout(resolve, 60));
  const longest = Math.max(kitLate, 0, ...kitTasks.map(([, duration]) => duration));
  kitTasks.length = 0;
  kitLate = 0;
  return longest;
};`;

/**
 * Opens a page with the one-file bundle in a Chromium of its own. *files* are served beside it by their path; *body* is the
 * page's. `window.kit` holds the bundle's names, `window.longestTask()` the longest time for which the page was busy.
 * @param {{ body: string, files: Readonly<Record<string, Uint8Array>> }} options
 */
export async function timedPage({ body, files }) {
  await buildPackages(['bundle'], { types: false });
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = files[path];
    if (file !== undefined) response.writeHead(200, { 'content-type': 'application/vnd.apache.arrow.stream', 'content-length': file.length }).end(file);
    else if (path === '/clientele.js') response.writeHead(200, { 'content-type': 'text/javascript' }).end(readFileSync(bundle));
    else if (path === '/kit.js') response.writeHead(200, { 'content-type': 'text/javascript' }).end("import * as kit from '/clientele.js'; window.kit = kit;");
    else if (path === '/') {
      response.writeHead(200, { 'content-type': 'text/html' })
        .end(`<!doctype html><html lang="en"><title>Bench</title><link rel="icon" href="data:,"><script>${watch}</script><script type="module" src="/kit.js"></script><body>${body}`);
    } else response.writeHead(404).end();
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', () => resolve(null)); });
  const address = server.address();
  const browser = await chromium.launch({ executablePath: ensureBrowser(), args: [...browserFlags, '--js-flags=--expose-gc'] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 1200 } });
  page.on('pageerror', (error) => { throw error; });
  await page.goto(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`);
  await page.waitForFunction(() => 'kit' in globalThis);
  return {
    page,
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
