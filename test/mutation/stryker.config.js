/** How Stryker tries the tests of one room or a part of it (run.js says which): every mutant is one small change to the source, a test that fails for it kills it. */
import { fileURLToPath } from 'node:url';

const { MUTATION_ROOM: room = 'statistics', MUTATION_FILES: files = `${room}/*.ts`, MUTATION_CONCURRENCY: concurrency = '1' } = process.env;
/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export default {
  testRunner: 'kept-process',
  plugins: [here('runner.js'), here('wording.js')],
  ignorers: ['wording'],
  mutate: files.split(',').map((file) => file.replace(/^!?/, '$&packages/metrics/src/')),
  coverageAnalysis: 'perTest',
  // Lists of names and the like, which are read once when a module is loaded.
  ignoreStatic: true,
  // Words of an error, the name of a column: a misspelt one is no wrong number.
  mutator: { excludedMutations: ['StringLiteral'] },
  incremental: true,
  incrementalFile: `coverage/mutation/${room}.json`,
  tempDirName: 'coverage/mutation/sandbox',
  ignorePatterns: ['**', '!packages/metrics/src/**', '!test/**', 'test/engines/node_modules', '!package.json'],
  reporters: ['html', 'progress-append-only'],
  htmlReporter: { fileName: `coverage/mutation/${room}.html` },
  concurrency: Number(concurrency),
  // Others may have the processor meanwhile.
  dryRunTimeoutMinutes: 60,
  // The runner ends what has no end by its processor time; this is for what it cannot.
  timeoutMS: 180_000,
  thresholds: { high: 90, low: 85, break: null },
};
