import { describe, expect, it } from 'vitest';
import { demoServer, tableIn, useBrowser, useServer } from './open-page.js';

const CHARTS = ['cl-customer-pyramid', 'cl-retention-cohort', 'cl-lifecycle-funnel', 'cl-satisfaction-score'];

describe('the demo', () => {
  const site = useServer(demoServer);
  const browser = useBrowser();

  it('draws four charts from four downloads, one a source, and says nothing on the console', async () => {
    const { page, messages, requests } = await browser.open(`${site.origin}/?lang=en`);
    for (const chart of CHARTS) expect((await tableIn(page, chart)).length, chart).toBeGreaterThan(1);
    expect(requests.filter((url) => url.endsWith('.arrow')).map((url) => new URL(url).pathname).sort()).toEqual(['/data/customers.arrow', '/data/events.arrow', '/data/orders.arrow', '/data/surveys.arrow']);
    expect(requests.filter((url) => !url.startsWith(site.origin) && !url.startsWith('data:'))).toEqual([]);
    expect(messages).toEqual([]);
  });

  it('speaks Chinese and goes dark by a switch, with the same numbers', async () => {
    const { page } = await browser.open(`${site.origin}/?lang=en`);
    const english = await tableIn(page, 'cl-retention-cohort');
    await page.locator('#language').click();
    await page.locator('#theme').click();
    expect(await page.locator('h1').innerText()).toBe('我们的客户');
    expect(await page.evaluate(() => getComputedStyle(document.querySelector('cl-customer-pyramid')!).colorScheme)).toBe('dark');
    await expect.poll(() => page.locator('cl-retention-cohort').evaluate((chart) => chart.shadowRoot!.querySelector('.title')?.textContent)).toMatch(/\p{Script=Han}/u);
    const chinese = await tableIn(page, 'cl-retention-cohort');
    expect(chinese.map((row) => row.slice(2))).toEqual(expect.arrayContaining([english[1]!.slice(2)]));
  });

  it.each([360, 768, 1280])('never scrolls sideways at %d px', async (width) => {
    const { page } = await browser.open(`${site.origin}/?lang=en`, { width, height: 800 });
    for (const chart of CHARTS) await tableIn(page, chart);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    for (const chart of CHARTS) {
      const outside = await page.locator(chart).evaluate((element) => {
        const host = element.getBoundingClientRect();
        return [...element.shadowRoot!.querySelectorAll('.plot svg text')]
          .map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }))
          .filter(({ box }) => box.width > 0 && (box.left < host.left - 1 || box.right > host.right + 1))
          .map(({ text }) => text);
      });
      expect(outside, `${chart} at ${width}`).toEqual([]);
    }
  });

  it('lets the keyboard reach a mark, read it and choose it', async () => {
    const { page } = await browser.open(`${site.origin}/?lang=en`);
    await tableIn(page, 'cl-customer-pyramid');
    await page.evaluate(() => {
      document.addEventListener('cl-select', (event) => ((globalThis as { chosen?: unknown }).chosen = (event as Event & { detail: unknown }).detail));
      document.querySelector('cl-customer-pyramid')!.shadowRoot!.querySelector<HTMLElement>('.hotspot')!.focus();
    });
    await page.keyboard.press('ArrowDown');
    const focused = page.locator('cl-customer-pyramid .hotspot');
    expect(await focused.getAttribute('aria-label')).toMatch(/\d/);
    await expect.poll(() => page.locator('cl-customer-pyramid .tooltip').isVisible()).toBe(true);
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => (globalThis as { chosen?: unknown }).chosen)).toMatchObject({ metric: 'pyramid', predicate: { op: 'customersIn', column: 'customer_id' } });
    expect(await focused.getAttribute('aria-pressed')).toBe('true');
  });
});
