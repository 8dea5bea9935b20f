import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { answer } from '../clientele/run-command.js';
import { demoServer, fileOf, tableIn, useBrowser, useServer } from './open-page.js';

const data = (name: string): string => fileOf(`demo/public/data/${name}.arrow`);
const count = (value: unknown): string => new Intl.NumberFormat('en').format(Number(value));
/** What the top tier of the page's pyramid is, as plain data. */
const TOP = { op: 'customersIn', column: 'customer_id', source: 'orders', metric: 'pyramid', options: { customer: 'customer_id', value: 'amount' }, marks: [{ tier: 'top' }] };
const filtered = ['--where', JSON.stringify(TOP), '--sources', `orders=${data('orders')}`, '--customer', 'customer_id', '--time', 'ts', '--time-zone', 'Europe/Berlin', '--as-of', '2026-09-20'];

const said = (page: Page): Promise<string> => page.locator('cl-filter-bar output').innerText();

describe('the demo’s dashboard', () => {
  const site = useServer(demoServer);
  const browser = useBrowser();

  it('shows three other charts the numbers of exactly the chosen tier, as the command counts them', async () => {
    const { page, messages } = await browser.open(`${site.origin}/?lang=en`);
    await tableIn(page, 'cl-customer-pyramid');
    await expect.poll(() => said(page)).toBe('All 20,000 customers');
    await page.locator('cl-customer-pyramid .plot').click({ position: { x: 90, y: 45 } });
    await expect.poll(() => said(page)).toBe('200 of 20,000 customers');

    const cohorts = (await tableIn(page, 'cl-retention-cohort')).slice(2).filter((row) => row[1] !== '');
    const retention = await answer(['retention', data('orders'), '--period', 'quarter', '--value', 'amount', '--order-id', 'order_id', ...filtered]);
    const sizes = retention.result.filter(({ offset }) => offset === 0).map(({ size }) => count(size));
    expect(cohorts.map((row) => row[1])).toEqual(sizes);
    const second = retention.result.filter(({ observed, offset }) => offset === 1 && observed === true).map((row) => Math.round(1000 * Number(row['retention'])) / 10);
    expect(cohorts.slice(0, second.length).map((row) => Number.parseFloat(row[3] ?? ''))).toEqual(second);

    const steps = (await tableIn(page, 'cl-lifecycle-funnel')).slice(1);
    const funnel = await answer(['funnel', data('events'), '--stage', 'stage', '--steps', 'visit,signup,basket,purchase,repeat,advocate', '--window', '180d', ...filtered]);
    expect(steps.map((row) => row[1])).toEqual(funnel.result.map((row) => count(row['ordered_count'])));

    const scores = (await tableIn(page, 'cl-satisfaction-score')).flat().join(' ');
    const satisfaction = await answer(['satisfaction', data('surveys'), '--score', 'nps', '--scale', 'nps', '--period', 'quarter', ...filtered]);
    const total = satisfaction.tables['total']?.[0] ?? {};
    for (const name of ['n', 'promoters', 'passives', 'detractors']) expect(scores, name).toContain(count(total[name]));
    expect(messages).toEqual([]);
  });

  it('is worked by the keyboard alone: choose, read, undo, pick, take back', async () => {
    const { page } = await browser.open(`${site.origin}/?lang=en`);
    await tableIn(page, 'cl-customer-pyramid');
    await expect.poll(() => said(page)).toBe('All 20,000 customers');
    await page.locator('#main h1').click();
    const focused = (): Promise<string> => page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return `${element?.localName} ${element?.getAttribute('aria-label') ?? element?.textContent ?? ''}`.replaceAll(/\s+/g, ' ').trim();
    });
    const tabTo = async (wanted: RegExp): Promise<void> => {
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press('Tab');
        if (wanted.test(await focused())) return;
      }
      throw new Error(`no Tab stop like ${wanted}`);
    };
    await tabTo(/^summary Segment/);
    await page.keyboard.press('Enter');
    await page.locator('cl-filter-bar .options input').first().waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await expect.poll(() => said(page)).toMatch(/^[\d,]+ of 20,000 customers$/);
    await page.keyboard.press('Escape');
    expect(await focused()).toMatch(/^summary Segment/);
    await tabTo(/^button Remove: Segment/);
    await page.keyboard.press('Enter');
    await expect.poll(() => said(page)).toBe('All 20,000 customers');
    await tabTo(/^div Top/);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => said(page)).toBe('800 of 20,000 customers');
  });

  it('tells a screen reader what it is, what is filtered and how many are left', async () => {
    const { page } = await browser.open(`${site.origin}/?lang=en`);
    await tableIn(page, 'cl-customer-pyramid');
    await page.evaluate(() => document.querySelector('cl-dashboard')!.choose('pyramid', [{ tier: 'top' }]));
    await expect.poll(() => said(page)).toBe('200 of 20,000 customers');
    for (const chart of ['cl-retention-cohort', 'cl-lifecycle-funnel', 'cl-satisfaction-score']) await tableIn(page, chart);
    const snapshot = await page.locator('cl-dashboard').ariaSnapshot();
    for (const line of [
      'group "Filters"', 'combobox "Period"', 'status: 200 of 20,000 customers', 'list "Active filters"', 'button "Remove: Customer pyramid: Top"', 'button "Undo"', 'group "Key figures"',
      'heading "Active customers" [level=2]', 'heading "Customer retention" [level=2]', 'button "Enlarge: Customer pyramid"',
    ]) expect(snapshot).toContain(line);
  });

  it('fits 360 px: nothing scrolls sideways, and every control is large enough for a finger', async () => {
    const { page } = await browser.open(`${site.origin}/?lang=en`, { width: 360, height: 740 });
    await tableIn(page, 'cl-customer-pyramid');
    await page.evaluate(() => document.querySelector('cl-dashboard')!.choose('pyramid', [{ tier: 'top' }]));
    await expect.poll(() => said(page)).toBe('200 of 20,000 customers');
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    const small = await page.locator('cl-filter-bar').evaluate((bar) => [...bar.shadowRoot!.querySelectorAll('button, select, summary')]
      .map((control) => ({ name: control.textContent.trim(), box: control.getBoundingClientRect() })).filter(({ box }) => box.height < 24 || box.width < 24).map(({ name }) => name));
    expect(small).toEqual([]);
  });

  it('opens on the view that is in the address, and exports a page that stands alone', async () => {
    const { page } = await browser.open(`${site.origin}/?lang=en`);
    await tableIn(page, 'cl-customer-pyramid');
    await page.evaluate(() => document.querySelector('cl-dashboard')!.choose('pyramid', [{ tier: 'top' }]));
    await expect.poll(() => page.evaluate(() => location.hash.length)).toBeGreaterThan(20);
    const address = await page.evaluate(() => location.href);
    expect(new URL(address).hash.length).toBeLessThan(2_000);
    const opened = await browser.open(address);
    await expect.poll(() => said(opened.page)).toBe('200 of 20,000 customers');
    await tableIn(opened.page, 'cl-retention-cohort');
    const text = await opened.page.evaluate(async () => (await document.querySelector('cl-dashboard')!.exportHtml()).text());
    const file = join(await mkdtemp(join(tmpdir(), 'clientele-')), 'dashboard.html');
    await writeFile(file, text);
    const alone = await browser.open(`file://${file}`);
    expect(alone.messages).toEqual([]);
    expect(await alone.page.locator('table').count()).toBe(8);
    expect(await alone.page.locator('svg').count()).toBe(8);
    expect(await alone.page.locator('.what').innerText()).toBe('200 of 20,000 customers · Top');
  });
});
