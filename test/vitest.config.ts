import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

export default defineConfig({
  root,
  resolve: { conditions: ['@clientele/source'] },
  ssr: { resolve: { conditions: ['@clientele/source'] } },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/pages/**', '**/node_modules/**'],
    environment: 'node',
    testTimeout: 60_000,
    // By default one core stays free; nobody else works on a machine that tests.
    maxWorkers: '100%',
    server: { deps: { inline: [/^@clientele\//] } },
  },
});
