import type { ChartElement } from 'clientele';
import { expect, it } from 'vitest';
import { demoServer, tableIn, useBrowser, useServer } from './open-page.js';

const CHARTS = ['cl-customer-pyramid', 'cl-retention-cohort', 'cl-lifecycle-funnel', 'cl-satisfaction-score'];

interface Layout {
  readonly name: string;
  readonly args: { readonly endData?: { readonly layoutRoots: readonly { readonly nodeName: string }[] } };
}

const site = useServer(demoServer);
const browser = useBrowser();

it('lays out nothing but the tooltip when the pointer comes to another mark, and nothing at all while it stays on one', async () => {
  const { page } = await browser.open(`${site.origin}/?lang=en`, { width: 1000, height: 900 });
  for (const name of CHARTS) await tableIn(page, name);
  const move = async (x: number, y: number): Promise<void> => {
    await page.mouse.move(x, y);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  };
  /** What Chromium's own timeline says that *work* laid out: the elements from which it began. */
  const laidOut = async (work: () => Promise<void>): Promise<string[]> => {
    const owner = page.context().browser()!;
    await owner.startTracing(page, { categories: ['devtools.timeline'] });
    await work();
    const { traceEvents } = JSON.parse((await owner.stopTracing()).toString()) as { traceEvents: Layout[] };
    return traceEvents.filter(({ name }) => name === 'Layout').flatMap(({ args }) => args.endData?.layoutRoots.map(({ nodeName }) => nodeName) ?? []);
  };
  for (const chart of CHARTS) {
    await page.locator(`${chart} .plot`).scrollIntoViewIfNeeded();
    const [first, ...others] = await page.locator(chart).evaluate((element) => {
      const { left, top } = element.shadowRoot!.querySelector('.plot')!.getBoundingClientRect();
      return (element as ChartElement).currentScene!.marks
        .map(({ height, width, x, y }) => ({ x: left + x + width / 2, y: top + y + height / 2 }))
        .filter(({ y }) => y > 0 && y < innerHeight).slice(0, 6);
    });
    await move(first!.x, first!.y);
    const words = new Set([await page.locator(`${chart} .tooltip`).innerText()]);
    const across = await laidOut(async () => {
      for (const { x, y } of others) {
        await move(x, y);
        words.add(await page.locator(`${chart} .tooltip`).innerText());
      }
    });
    expect(words.size, chart).toBeGreaterThan(2);
    expect(across.length, chart).toBeGreaterThan(1);
    expect(new Set(across), chart).toEqual(new Set(["DIV class='tooltip-layer'"]));
    const { x, y } = others.at(-1) ?? first!;
    expect(await laidOut(async () => { for (const step of [1, 2, 1, 0]) await move(x + step, y); }), chart).toEqual([]);
  }
});
