import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dataFile, referenceFile } from '../reference/data-folder.js';
import { demoServer, tableIn, useBrowser, useServer } from './open-page.js';

interface CdnowReference {
  readonly pyramid_1_4_15_80: { readonly tiers: readonly { customers: number; value: number; value_share: number }[] };
  readonly cohort_monthly: { readonly sizes: readonly number[]; readonly retention: readonly (readonly (number | null)[])[] };
}

const source = dataFile('cdnow/CDNOW_master.txt');
const reference = referenceFile<CdnowReference>('cdnow_master.json');
const percent = (value: number): string => new Intl.NumberFormat('en', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value);
const count = (value: number): string => new Intl.NumberFormat('en').format(value);
/** What a cell says to one decimal, without its mark for a period in progress; empty where nothing was observed. */
const figure = (cell: string): string => (/\d/.test(cell) ? `${Number.parseFloat(cell).toFixed(1)}%` : '');

describe('Open your own file', () => {
  const site = useServer(demoServer);
  const browser = useBrowser();

  it.skipIf(source === null || reference === null)('shows the tiers and cohorts of the reference for the CDNOW orders as CSV (needs the data folder)', async () => {
    const csv = readFileSync(source!, 'utf8').split('\n').map((line) => line.trim().split(/\s+/).join(',')).join('\n');
    const { page, messages, requests } = await browser.open(`${site.origin}/?lang=en`);
    // What the page shows by itself must have been asked for by then.
    await page.waitForFunction(() => {
      const charts = [...document.querySelectorAll<HTMLElement & { state?: string }>('cl-customer-pyramid, cl-lifecycle-funnel, cl-retention-cohort, cl-satisfaction-score')];
      return charts.length > 0 && charts.every(({ state }) => state === 'complete');
    });
    await page.locator('#file').setInputFiles({ name: 'cdnow.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await page.locator('#roles button[type=submit]').waitFor();
    expect(await page.locator('select[name=customer]').inputValue()).toBe('customer_id');
    expect(await page.locator('select[name=time]').inputValue()).toBe('date');
    expect(await page.locator('select[name=value]').inputValue()).toBe('dollar_value');
    const before = requests.length;
    await page.locator('#roles button[type=submit]').click();

    const tiers = (await tableIn(page, 'cl-customer-pyramid')).slice(1, 5);
    const expected = reference!.pyramid_1_4_15_80.tiers;
    expect(tiers.map((row) => row[1])).toEqual(expected.map((tier) => count(tier.customers)));
    for (const [i, tier] of expected.entries()) expect(tiers[i]).toContain(percent(tier.value_share));

    const cohorts = (await tableIn(page, 'cl-retention-cohort')).slice(2, 5);
    const { sizes, retention } = reference!.cohort_monthly;
    expect(cohorts.map((row) => row[1])).toEqual(sizes.map(count));
    for (const [i, cells] of retention.entries()) {
      const shown = cohorts[i]!.slice(2, 2 + cells.length).map(figure);
      expect(shown).toEqual(cells.map((cell) => (cell === null ? '' : percent(cell))));
    }
    expect(await page.locator('.missing').filter({ hasText: 'needs a column' }).count()).toBe(2);
    expect(requests.slice(before).filter((url) => !url.startsWith('blob:'))).toEqual([]);
    expect(messages).toEqual([]);
  });

  it('keeps the choices made when the page changes its language', async () => {
    const { page, messages } = await browser.open(`${site.origin}/?lang=en`);
    await page.locator('#file').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from('client,paid_by\na,b\n') });
    await page.locator('select[name=period]').selectOption('week');
    await page.locator('#language').click();
    expect(await page.locator('#roles h2').innerText()).toBe('people.csv 里有什么？');
    expect(await page.locator('#roles button[type=submit]').innerText()).toBe('显示图表');
    expect(await page.locator('select[name=period]').inputValue()).toBe('week');
    await page.locator('#roles button[type=submit]').click();
    await page.locator('#language').click();
    expect(await page.locator('h1').innerText()).toBe('The customers in people.csv');
    expect(await page.locator('.missing').filter({ hasText: 'needs a column' }).count()).toBe(4);
    expect(messages).toEqual([]);
  });

  it('says what is wrong with a file that is none, and leads back', async () => {
    const { page } = await browser.open(`${site.origin}/?lang=en`);
    await page.locator('#file').setInputFiles({ name: 'picture.arrow', mimeType: '', buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3, 0, 255]) });
    await page.locator('#roles .wrong').waitFor();
    expect(await page.locator('#roles').innerText()).toMatch(/can’t be opened/);
    await page.locator('#roles button').click();
    await page.locator('h1', { hasText: 'Our customers' }).waitFor();
  });
});
