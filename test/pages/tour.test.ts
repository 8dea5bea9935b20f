import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { demoServer, useBrowser, useServer } from './open-page.js';

const CHARTS = ['cl-customer-pyramid', 'cl-retention-cohort', 'cl-lifecycle-funnel', 'cl-satisfaction-score'];

const counted = (page: Page, text: string): Promise<unknown> =>
  page.waitForFunction((wanted) => document.querySelector('#tour .who')!.textContent === wanted, text);

describe('the guided story', () => {
  const site = useServer(demoServer);
  const browser = useBrowser();

  it('leads through six steps with the keyboard, each about the customers that it names', async () => {
    const { page, messages } = await browser.open(`${site.origin}/?lang=en`);
    await page.waitForFunction(() => document.querySelector<HTMLElement & { state?: string }>('#pyramid')?.state === 'complete');
    await page.focus('#tour-open');
    await page.keyboard.press('Enter');
    const expected = [
      ['Your top 1 %', '200 of 20,000 customers', 'pyramid'],
      ['They come back', '200 of 20,000 customers', 'retention'],
      ['Who leaves, and when', '20,000 of 20,000 customers', 'retention'],
      ['Where visitors get lost', '20,000 of 20,000 customers', 'funnel'],
      ['How the many feel', '16,000 of 20,000 customers', 'satisfaction'],
      ['Ask your own question', '20,000 of 20,000 customers', 'pyramid'],
    ] as const;
    for (const [title, who, chart] of expected) {
      await page.waitForFunction((wanted) => document.activeElement?.id === 'tour-title' && document.activeElement.textContent === wanted, title);
      await counted(page, who);
      expect(await page.getAttribute(`#${chart}`, 'data-told')).toBe('');
      await page.focus('#tour-next');
      await page.keyboard.press('Enter');
    }
    expect(await page.isHidden('#tour')).toBe(true);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('tour-open');
    expect(messages).toEqual([]);
  });

  it('leaves the page as it was, in Chinese too', async () => {
    const { page } = await browser.open(`${site.origin}/?lang=zh-CN`);
    await page.waitForFunction(() => document.querySelector<HTMLElement & { state?: string }>('#pyramid')?.state === 'complete');
    const views = (): Promise<unknown[]> => page.evaluate((names) => names.map((name) => (document.querySelector(name) as HTMLElement & { view?: unknown }).view), CHARTS);
    const before = await views();
    await page.click('#tour-open');
    await counted(page, '20,000 位客户中的 200 位');
    await page.click('#tour-next');
    await page.click('#tour-next');
    await page.keyboard.press('Escape');
    expect(await page.isHidden('#tour')).toBe(true);
    expect(await views()).toEqual(before);
    expect(await page.evaluate(() => (document.querySelector('#dashboard') as HTMLElement & { view: { choices: unknown[] } }).view.choices)).toEqual([]);
  });
});
