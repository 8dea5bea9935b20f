/** Stories as tests: each is rendered in a real Chromium, its play function runs, its texts have room, and axe must find nothing. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import type { BrowserCommand } from 'vitest/node';
import { browserFlags, ensureBrowser } from '../test/find-browser.js';
import type { EmulatedMedia } from './emulated-media.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const pictures = new URL('pictures/', import.meta.url);

const emulateMedia: BrowserCommand<[EmulatedMedia]> = ({ page }, { forcedColors, media }) => page.emulateMedia({ forcedColors: forcedColors ?? null, media: media ?? null });

const keptPicture: BrowserCommand<[string, string]> = (_context, name, svg) => {
  const file = new URL(`${name}.svg`, pictures);
  if (process.env.PICTURES === 'write') {
    mkdirSync(pictures, { recursive: true });
    writeFileSync(file, svg);
  }
  return readFileSync(file, 'utf8');
};

export default defineConfig({
  root,
  plugins: [storybookTest({ configDir: fileURLToPath(new URL('.storybook', import.meta.url)) })],
  test: {
    name: 'stories',
    testTimeout: 60_000,
    setupFiles: [fileURLToPath(new URL('.storybook/story-test.ts', import.meta.url))],
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      commands: { emulateMedia, keptPicture },
      instances: [{ browser: 'chromium' }],
      provider: playwright({ launchOptions: { executablePath: ensureBrowser(), args: browserFlags } }),
    },
  },
});
