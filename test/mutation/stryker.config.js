/**
 * Mutation tests of what the numbers rest on: `npm run mutation [-- statistics calendar ...]`. Every mutant is one small
 * change to the source; a test that fails for it kills it.
 */
import { fileURLToPath } from 'node:url';

const rooms = process.env['MUTATION_ROOMS']?.split(',') ?? ['statistics', 'calendar', 'kernels', 'definitions'];
/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export default {
  testRunner: 'vitest',
  plugins: [here('../engines/node_modules/@stryker-mutator/vitest-runner/dist/src/index.js')],
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: true },
  mutate: rooms.map((room) => `packages/metrics/src/${room}/**/*.ts`),
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  // Words of an error and of a doc comment are no numbers.
  mutator: { excludedMutations: ['StringLiteral'] },
  incremental: true,
  incrementalFile: 'coverage/mutation/incremental.json',
  tempDirName: 'coverage/mutation/sandbox',
  ignorePatterns: ['coverage', '**/dist', 'demo/public/data', '**/storybook-static', 'test/engines/node_modules'],
  reporters: ['clear-text', 'html', 'json', 'progress-append-only'],
  htmlReporter: { fileName: 'coverage/mutation/report.html' },
  jsonReporter: { fileName: 'coverage/mutation/report.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  concurrency: Number(process.env['MUTATION_CONCURRENCY'] ?? 2),
  timeoutMS: 10_000,
  thresholds: { high: 90, low: 85, break: null },
};
