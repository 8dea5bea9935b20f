/** Whole pages in a real Chromium: the demo, a page of ten lines, and servers that misbehave. Needs built packages. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  resolve: { conditions: ['@clientele/source'] },
  ssr: { resolve: { conditions: ['@clientele/source'] } },
  test: {
    include: ['test/pages/**/*.test.ts'],
    environment: 'node',
    testTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 60_000,
    fileParallelism: false,
    server: { deps: { inline: [/^@clientele\//] } },
  },
});
