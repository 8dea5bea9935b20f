import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { companyArrow } from '../fixtures/company-arrow.js';
import { bundle, tableIn, useBrowser, useServer } from './open-page.js';

const PAGE = `<!doctype html>
<html lang="en">
<title>Ten lines</title>
<link rel="icon" href="data:,">
<script type="module" src="clientele.js"></script>
<body>
<cl-retention-cohort src="/orders.arrow" customer="customer_id" time="ts" period="quarter" time-zone="Asia/Shanghai"></cl-retention-cohort>
</body>
</html>`;

describe('a page of ten lines with the one-file bundle', () => {
  const site = useServer(() =>
    createServer((request, response) => {
      const answers: Record<string, readonly [string, string | Uint8Array]> = {
        '/': ['text/html', PAGE],
        '/clientele.js': ['text/javascript', readFileSync(bundle)],
        '/orders.arrow': ['application/vnd.apache.arrow.stream', companyArrow('orders')],
      };
      const [type, body] = answers[request.url ?? ''] ?? ['text/plain', ''];
      response.writeHead(body === '' ? 404 : 200, { 'Content-Type': type }).end(body);
    }),
  );
  const browser = useBrowser();

  it('draws a chart with no console message and no request but the data’s', async () => {
    expect(PAGE.split('\n').length).toBeLessThanOrEqual(10);
    const { page, messages, requests } = await browser.open(`${site.origin}/`);
    const rows = await tableIn(page, 'cl-retention-cohort');
    expect(rows.length).toBeGreaterThan(4);
    expect(rows[1]!.some((cell) => /^\d+(\.\d+)?%/.test(cell))).toBe(true);
    expect(await page.locator('cl-retention-cohort').evaluate((chart) => chart.shadowRoot!.querySelectorAll('.plot svg').length)).toBe(1);
    expect(messages).toEqual([]);
    // The bundle twice: for the page and for its worker.
    const asked = requests.filter((url) => !url.startsWith('data:')).map((url) => new URL(url).pathname);
    expect([...new Set(asked)]).toEqual(['/', '/clientele.js', '/orders.arrow']);
    expect(asked.filter((path) => path === '/orders.arrow')).toHaveLength(1);
  });
});
