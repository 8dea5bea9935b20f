import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { demoServer, tableIn, useBrowser, useServer } from './open-page.js';

describe('the demo lets a reader take along', () => {
  const site = useServer(demoServer);
  const browser = useBrowser();

  it('the dashboard as a file, as a link to the same view and on paper, by the keyboard, and says what it did', async () => {
    const { page, messages } = await browser.open(`${site.origin}/?lang=en`);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    for (const chart of ['cl-customer-pyramid', 'cl-retention-cohort', 'cl-lifecycle-funnel', 'cl-satisfaction-score']) await tableIn(page, chart);
    await page.evaluate(() => document.querySelector('cl-dashboard')!.choose('pyramid', [{ tier: 'top' }]));
    await expect.poll(() => page.locator('cl-filter-bar output').innerText()).toBe('200 of 20,000 customers');
    const status = page.locator('#taken');

    await page.getByRole('button', { name: 'Export as HTML' }).focus();
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    expect(download.suggestedFilename()).toBe('customers.html');
    expect(await readFile(await download.path(), 'utf8')).toContain('200 of 20,000 customers');
    await expect.poll(() => status.innerText()).toBe('Saved as customers.html.');

    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => status.innerText()).toBe('Link copied. It opens this view.');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    const other = await browser.open(copied);
    await expect.poll(() => other.page.locator('cl-filter-bar output').innerText()).toBe('200 of 20,000 customers');

    await page.evaluate(() => addEventListener('beforeprint', () => document.body.setAttribute('data-printed', '')));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('body').getAttribute('data-printed')).toBe('');
    await page.evaluate(() => document.querySelector<HTMLButtonElement>('#language')!.click());
    expect(await page.locator('.take button').allInnerTexts()).toEqual(['导出为 HTML', '复制链接', '打印']);
    expect(messages).toEqual([]);
  });
});
