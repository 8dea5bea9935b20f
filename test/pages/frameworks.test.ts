import type { Page } from 'playwright';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildFrameworkPages } from '../../demo/frameworks/build.js';
import { demoServer, type OpenedPage, useBrowser, useServer } from './open-page.js';

/** Where each page stands, its chart, and the control that changes a property of the chart. */
const PAGES = [
  { path: '/plain.html', element: 'cl-lifecycle-funnel', control: null },
  { path: '/frameworks/react/', element: 'cl-customer-pyramid', control: { value: 'deciles', attribute: 'view' } },
  { path: '/frameworks/vue/', element: 'cl-retention-cohort', control: { value: 'year', attribute: 'period' } },
  { path: '/frameworks/svelte/', element: 'cl-satisfaction-score', control: { value: 'year', attribute: 'period' } },
] as const;

const complete = (page: Page, element: string): Promise<unknown> => page.waitForFunction((name) => {
  const chart = document.querySelector<HTMLElement & { state?: string }>(name);
  return chart?.state === 'complete' && chart.shadowRoot?.querySelector('.plot svg') != null;
}, element);

/** Listens from the first moment on: what a policy forbids is reported as an event and as an error of the console. */
async function open(browser: ReturnType<typeof useBrowser>, url: string): Promise<OpenedPage> {
  const opened = await browser.open('about:blank');
  await opened.page.addInitScript("window.violations = []; document.addEventListener('securitypolicyviolation', (event) => violations.push(`${event.effectiveDirective} ${event.blockedURI}`));");
  await opened.page.goto(url);
  return opened;
}

describe('one chart in a page of another making', () => {
  beforeAll(buildFrameworkPages);
  const site = useServer(demoServer);
  const browser = useBrowser();

  for (const { path, element, control } of PAGES) {
    it(`${path} draws <${element}> under a policy that allows nothing but its own origin`, async () => {
      const { page, messages } = await open(browser, site.origin + path);
      await complete(page, element);
      expect(await page.getAttribute('meta[http-equiv="Content-Security-Policy"]', 'content')).toMatch(/default-src 'none'.*require-trusted-types-for 'script'/);
      expect(await page.evaluate('violations')).toEqual([]);
      expect(messages).toEqual([]);
    });

    if (control === null) continue;
    it(`${path} hears what the reader chooses and sets a property of the chart`, async () => {
      const { page, messages } = await open(browser, site.origin + path);
      await complete(page, element);
      const before = await page.textContent('output');
      await page.locator(element).locator('.hotspot').focus();
      // The row of all cohorts is no choice; the one below is.
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForFunction((text) => document.querySelector('output')!.textContent !== text, before);
      expect(await page.textContent('output')).toMatch(/^You chose \S/);
      await page.selectOption('select', control.value);
      await page.waitForFunction(([name, attribute, value]) => {
        const chart = document.querySelector<HTMLElement & { [key: string]: unknown }>(name!);
        return chart?.[attribute!] === value;
      }, [element, control.attribute, control.value]);
      await complete(page, element);
      expect(await page.evaluate('violations')).toEqual([]);
      expect(messages).toEqual([]);
    });
  }
});
