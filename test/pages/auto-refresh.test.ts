import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { demoServer, tableIn, useBrowser, useServer } from './open-page.js';

const see = (page: Page, hidden: boolean): Promise<void> => page.evaluate((value) => {
  Object.defineProperty(document, 'hidden', { value, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}, hidden);

describe('a dashboard that refreshes itself', () => {
  const site = useServer(demoServer);
  const browser = useBrowser();

  it('asks for its data again every so often, waits while nobody sees it, and stops when it is taken away', async () => {
    const { page, requests } = await browser.open(`${site.origin}/?lang=en`);
    await tableIn(page, 'cl-customer-pyramid');
    const asked = (): number => requests.filter((url) => url.endsWith('/orders.arrow')).length;
    // A clock that is set forward while data are on their way makes them time out, and be asked for again.
    const answered = async (times: number): Promise<void> => {
      await expect.poll(asked).toBe(times);
      await expect.poll(() => page.evaluate(() => document.querySelector('cl-customer-pyramid')!.state)).toBe('complete');
    };
    await answered(1);
    await page.clock.install();
    await page.evaluate(() => (document.querySelector('cl-dashboard')!.refreshEvery = 60));
    await page.evaluate(() => document.querySelector('cl-dashboard')!.updateComplete);
    await page.clock.runFor(59_000);
    expect(asked()).toBe(1);
    await page.clock.runFor(2_000);
    await answered(2);

    await see(page, true);
    await page.clock.runFor(600_000);
    expect(asked()).toBe(2);
    await see(page, false);
    await answered(3);

    const dashboard = await page.evaluateHandle(() => {
      const element = document.querySelector('cl-dashboard')!;
      element.remove();
      return element;
    });
    await page.clock.runFor(600_000);
    expect(asked()).toBe(3);
    await page.evaluate((element) => document.querySelector('main')!.append(element), dashboard);
    const back = asked();
    await page.clock.runFor(61_000);
    await expect.poll(asked).toBeGreaterThan(back);
  });
});
