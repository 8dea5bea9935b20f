import type { ChartElement } from 'clientele';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { layoutFaults } from '../contracts/layout-faults.js';
import { demoServer, tableIn, useBrowser, useServer } from './open-page.js';

const CHARTS = ['cl-customer-pyramid', 'cl-retention-cohort', 'cl-lifecycle-funnel', 'cl-satisfaction-score'];

/** What a reader has set in system or browser, and not in the page: every chart of the demo obeys it. */
describe('for a reader', () => {
  const site = useServer(demoServer);
  const browser = useBrowser();
  const opened = async (size: { width: number; height: number }, settings = {}): Promise<Page> => {
    const { page } = await browser.open(`${site.origin}/?lang=en`, size, settings);
    for (const chart of CHARTS) await tableIn(page, chart);
    return page;
  };
  const faultsIn = async (page: Page): Promise<string[]> => {
    const faults: string[] = [];
    for (const chart of CHARTS) faults.push(...(await page.locator(chart).evaluate(layoutFaults)).map((fault) => `${chart}: ${fault}`));
    return faults;
  };

  it('who touches, a tap shows and chooses a mark of every chart', async () => {
    const page = await opened({ width: 800, height: 900 }, { hasTouch: true });
    for (const chart of CHARTS) {
      const plot = page.locator(`${chart} .plot`);
      const at = await page.locator(chart).evaluate((element) => {
        const { height, width, x, y } = (element as ChartElement).currentScene!.marks.find(({ mark }) => mark !== null)!;
        return { x: x + width / 2, y: y + height / 2 };
      });
      await plot.tap({ position: at });
      await expect.poll(() => page.locator(`${chart} .chosen`).count(), { message: chart }).toBe(1);
      expect(await page.locator(`${chart} .tooltip`).isVisible(), chart).toBe(true);
      expect(await page.locator(`${chart} .toolbar button`).first().evaluate((button) => matchMedia('(pointer: coarse)').matches ? button.getBoundingClientRect().height : 44), chart).toBeGreaterThanOrEqual(44);
    }
  });

  it('who wants no motion, nothing moves, and for others nothing longer than half a second', async () => {
    for (const reducedMotion of ['reduce', 'no-preference'] as const) {
      const { page } = await browser.open(`${site.origin}/?lang=en`, { width: 1000, height: 900 }, { reducedMotion });
      const moving = await page.evaluate(async (charts) => {
        const seen: number[] = [];
        const complete = (): boolean => charts.every((chart) => document.querySelector<ChartElement>(chart)?.state === 'complete');
        for (let i = 0; i < 2000 && !complete(); i++) {
          await new Promise((resolve) => requestAnimationFrame(resolve));
          seen.push(...document.getAnimations().filter(({ effect }) => charts.some((chart) => (effect as KeyframeEffect).target?.getRootNode() === document.querySelector(chart)?.shadowRoot))
            .map(({ effect }) => Number(effect!.getComputedTiming().endTime)));
        }
        return seen;
      }, CHARTS);
      if (reducedMotion === 'reduce') expect(moving).toEqual([]);
      else for (const end of moving) expect(end).toBeLessThanOrEqual(500);
    }
  });

  it('who forces colours, every chart has the system’s and still tells its shapes apart', async () => {
    const page = await opened({ width: 1000, height: 900 }, { forcedColors: 'active', colorScheme: 'dark' });
    for (const chart of CHARTS) {
      const looks = await page.locator(chart).evaluate((element) => {
        const svg = element.shadowRoot!.querySelector('.plot svg')!;
        const probe = element.shadowRoot!.querySelector('.chart')!.appendChild(document.createElement('span'));
        const system = ['CanvasText', 'Canvas', 'Highlight', 'LinkText'].map((name) => {
          probe.style.color = name;
          return getComputedStyle(probe).color;
        });
        probe.remove();
        const styles = [...svg.querySelectorAll('rect, path, polygon, circle, polyline')].map((shape) => getComputedStyle(shape));
        return { own: [...svg.querySelectorAll('text, tspan')].filter((text) => !system.includes(getComputedStyle(text).fill)).map((text) => text.textContent), shapes: new Set(styles.map(({ fill, stroke }) => `${fill} ${stroke}`)).size };
      });
      expect(looks.own, chart).toEqual([]);
      expect(looks.shapes, chart).toBeGreaterThan(1);
    }
  });

  it('who zooms to 400 % of 1280 px, nothing is cut off, lies over another or scrolls sideways', async () => {
    const page = await opened({ width: 320, height: 256 }, { deviceScaleFactor: 4 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(await faultsIn(page)).toEqual([]);
  });

  it('whose letters are twice as large, every text is, and has its room', async () => {
    const page = await opened({ width: 1280, height: 900 });
    const session = await page.context().newCDPSession(page);
    await session.send('Page.setFontSizes', { fontSizes: { standard: 32 } });
    for (const chart of CHARTS) {
      await page.locator(chart).evaluate(async (element) => {
        (element as ChartElement).requestUpdate();
        await (element as ChartElement).updateComplete;
      });
      expect(await page.locator(`${chart} .chart`).evaluate((frame) => getComputedStyle(frame).fontSize), chart).toBe('28px');
    }
    expect(await faultsIn(page)).toEqual([]);
  });

  it('whose letters and words stand further apart, as WCAG 1.4.12 has it, no text is cut off or lies over another', async () => {
    const page = await opened({ width: 1280, height: 900 });
    for (const chart of CHARTS) {
      await page.locator(chart).evaluate((element) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('* { letter-spacing: 0.12em !important; word-spacing: 0.16em !important; line-height: 1.5 !important; }');
        element.shadowRoot!.adoptedStyleSheets.push(sheet);
        (element as ChartElement).requestUpdate();
        return (element as ChartElement).updateComplete;
      });
    }
    expect(await faultsIn(page)).toEqual([]);
  });
});
