import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { demoServer, tableIn, useBrowser, useServer } from './open-page.js';

const CHARTS = ['cl-customer-pyramid', 'cl-retention-cohort', 'cl-lifecycle-funnel', 'cl-satisfaction-score'];
/** The width of A4 between margins of 12 mm, in CSS pixels. */
const PAPER = Math.round(((210 - 24) / 25.4) * 96);

describe('a printed dashboard', () => {
  const site = useServer(demoServer);
  const browser = useBrowser();

  it('has every table open and whole on A4, and is as it was afterwards', async () => {
    const { page, messages } = await browser.open(`${site.origin}/?lang=en`);
    for (const chart of CHARTS) await tableIn(page, chart);
    await page.evaluate((names) => {
      for (const name of names) document.querySelector<HTMLElement & { panel: string | null }>(name)!.panel = null;
      document.querySelector('cl-lifecycle-funnel')!.panel = 'method';
    }, CHARTS);
    const panels = (): Promise<(string | null)[]> => page.evaluate((names) => names.map((name) => document.querySelector<HTMLElement & { panel: string | null }>(name)!.panel), CHARTS);

    // A page that calls print() goes on before any microtask: the tables have to be there at once.
    const drawn = await page.evaluate((names) => {
      dispatchEvent(new Event('beforeprint'));
      return names.map((name) => document.querySelector(name)!.shadowRoot!.querySelectorAll('#table-panel:not([hidden]) tbody tr').length);
    }, CHARTS);
    for (const rows of drawn) expect(rows).toBeGreaterThan(0);
    expect(await panels()).toEqual(['table', 'table', 'table', 'table']);

    await page.setViewportSize({ width: PAPER, height: 1000 });
    await page.emulateMedia({ media: 'print' });
    await page.waitForTimeout(300);
    const clipped = await page.evaluate((names) => names.filter((name) => {
      const chart = document.querySelector(name)!;
      const box = chart.shadowRoot!.querySelector('#table-panel .scroll')!;
      const table = box.querySelector('table')!.getBoundingClientRect();
      return getComputedStyle(box).overflowY !== 'visible' || table.right > innerWidth || table.bottom > chart.getBoundingClientRect().bottom + 1;
    }), CHARTS);
    expect(clipped).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PAPER);

    await page.emulateMedia({ media: null });
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    expect(await panels()).toEqual([null, null, 'method', null]);
    const pdf = await page.pdf({ format: 'A4', margin: { top: '12mm', bottom: '12mm', left: '12mm', right: '12mm' } });
    if (process.env['PRINTED'] !== undefined) await writeFile(process.env['PRINTED'], pdf);
    expect(await panels()).toEqual([null, null, 'method', null]);
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(3);
    expect(messages).toEqual([]);
  });
});
