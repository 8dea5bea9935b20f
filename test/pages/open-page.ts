import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { afterAll, beforeAll } from 'vitest';
import { writeData } from '../../demo/generate.js';
import { createStaticServer } from '../../demo/static-server.js';
import { browserFlags, ensureBrowser } from '../find-browser.js';

/** The path of a file of the repository. */
export const fileOf = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The one-file bundle. */
export const bundle: string = fileOf('packages/clientele/dist/clientele.js');

/** A page, what it said, and what it asked for. */
export interface OpenedPage {
  readonly page: Page;
  /** Console messages and uncaught errors, of any kind. */
  readonly messages: string[];
  /** Addresses asked for, in order. */
  readonly requests: string[];
}

/** Gives the tests of a file one browser, with *flags* besides the usual ones; each page has a context of its own. */
export function useBrowser(flags: readonly string[] = []): { open(url: string, size?: { width: number; height: number }, settings?: BrowserContextOptions): Promise<OpenedPage> } {
  let browser: Browser | null = null;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: ensureBrowser(), args: [...browserFlags, ...flags] });
  });
  afterAll(() => browser?.close());
  return {
    async open(url, size = { width: 1280, height: 900 }, settings = {}) {
      const context = await browser!.newContext({ viewport: size, locale: 'en-US', colorScheme: 'light', reducedMotion: 'reduce', ...settings });
      const page = await context.newPage();
      const messages: string[] = [];
      const requests: string[] = [];
      page.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
      page.on('pageerror', (error) => messages.push(`uncaught: ${error.message}`));
      page.on('request', (request) => requests.push(request.url()));
      await page.goto(url);
      return { page, messages, requests };
    },
  };
}

/** Serves *server* on a free port while the tests of a file run. */
export function useServer(create: () => Server): { readonly origin: string } {
  let server: Server | null = null;
  let origin = '';
  beforeAll(async () => {
    server = create();
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server?.closeAllConnections();
    server?.close();
  });
  return {
    get origin() {
      return origin;
    },
  };
}

/** Serves the demo as `npm start` does, with the data that it generates where they are missing. */
export function demoServer(): Server {
  writeData();
  return createStaticServer(fileOf('demo/public'), { '/clientele.js': bundle });
}

/** Waits until the element has come to *state* and returns the rows of its table, header first. */
export async function tableIn(page: Page, element: string, state = 'complete'): Promise<string[][]> {
  await page.waitForFunction(
    ([name, wanted]) => {
      const chart = document.querySelector<HTMLElement & { state?: string }>(name!);
      return chart !== null && chart.state === wanted && chart.shadowRoot?.querySelector('.panel, .message') !== null;
    },
    [element, state],
  );
  return page.evaluate(async (name) => {
    const chart = document.querySelector(name) as HTMLElement & { panel: string; updateComplete: Promise<boolean> };
    chart.panel = 'table';
    await new Promise((resolve) => setTimeout(resolve, 50));
    await chart.updateComplete;
    return [...chart.shadowRoot!.querySelectorAll('tr')].map((row) => [...row.children].map((cell) => (cell.textContent ?? '').trim()));
  }, element);
}
