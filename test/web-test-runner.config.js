/**
 * Browser tests: each file of test/browser/ is a page of its own in a real Chromium, on our source, with no build. With
 * WTR_BROWSERS=chromium,firefox,webkit in an installed Firefox and WebKitGTK too.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { build } from 'vite';
import { launcherOf } from './browser-launchers.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const browsers = (process.env.WTR_BROWSERS ?? 'chromium').split(',');
/** WebKit draws without a graphics card, and takes many times as long. */
const patience = browsers.includes('webkit') ? 8 : 1;

/** @type {import('@web/test-runner').TestRunnerConfig} */
export default {
  rootDir: root,
  files: process.env.BROWSER_TESTS ?? 'test/browser/**/*.test.ts',
  nodeResolve: { exportConditions: ['@clientele/source', 'development'] },
  // One page at a time: a page in the background gets no frames, so nothing that is measured is ever drawn.
  concurrency: 1,
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 240_000 * patience,
  browsers: await Promise.all(browsers.map((name) => launcherOf(name))),
  plugins: [
    bundledDependencies(['apache-arrow', 'papaparse']),
    failOnConsoleError(),
    esbuildPlugin({ ts: true, target: 'es2022', tsconfig: join(root, 'tsconfig.json') }),
  ],
  // Lit says once per page that it is in development mode, and that an element updates twice: a chart that measures must.
  filterBrowserLogs: ({ args }) => !/^Lit is in dev mode|scheduled an update \(generally/.test(String(args[0])),
  testFramework: { config: { timeout: 30_000 * patience } },
  reporters: [defaultReporter({ reportTestProgress: process.stdout.isTTY === true }), countingReporter()],
};

/**
 * Serves a dependency as one module: CommonJS can't be loaded otherwise, and Arrow is three hundred requests a page.
 * @param {string[]} names
 * @returns {import('@web/test-runner').TestRunnerPlugin}
 */
function bundledDependencies(names) {
  /** @type {Map<string, Promise<string>>} */
  const bundles = new Map();
  return {
    name: 'bundled-dependencies',
    resolveImport: ({ source }) => (names.includes(source) ? `/bundled-dependencies/${source}.js` : undefined),
    async serve({ path }) {
      const name = names.find((n) => path === `/bundled-dependencies/${n}.js`);
      if (name === undefined) return undefined;
      const bundle = bundles.get(name) ?? bundleOf(name);
      bundles.set(name, bundle);
      return { body: await bundle, type: 'js' };
    },
  };
}

/** @param {string} name */
async function bundleOf(name) {
  const outputs = await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: fileURLToPath(import.meta.resolve(name)), formats: ['es'], fileName: name },
    },
  });
  const chunk = Array.isArray(outputs) ? outputs[0]?.output[0] : undefined;
  if (chunk === undefined) throw new Error(`web-test-runner: ${name} could not be bundled`);
  return chunk.code;
}

/**
 * Prepends to every test file the module that turns a console error into the failure of the test that caused it.
 * @returns {import('@web/test-runner').TestRunnerPlugin}
 */
function failOnConsoleError() {
  return {
    name: 'fail-on-console-error',
    transform({ path, body }) {
      if (!/^\/test\/browser\/.+\.test\.ts$/.test(path) || typeof body !== 'string') return undefined;
      return { body: `import '/test/browser/fail-on-console-error.ts'; ${body}` };
    },
  };
}

/**
 * Writes the counts that test/run.js adds up. A page that broke outside of its tests is one failure.
 * @returns {import('@web/test-runner').Reporter}
 */
function countingReporter() {
  return {
    onTestRunFinished({ sessions }) {
      if (process.env.CLIENTELE_REPORTS === undefined) return;
      const counts = { passed: 0, failed: 0, skipped: 0 };
      for (const session of sessions) {
        const before = counts.failed;
        if (session.testResults !== undefined) countSuite(session.testResults, counts);
        if (session.passed !== true && counts.failed === before) counts.failed += 1;
      }
      writeFileSync(join(process.env.CLIENTELE_REPORTS, 'browser.json'), JSON.stringify(counts));
    },
  };
}

/**
 * @param {import('@web/test-runner').TestSuiteResult} suite
 * @param {{ passed: number, failed: number, skipped: number }} counts
 */
function countSuite(suite, counts) {
  for (const test of suite.tests) counts[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed'] += 1;
  for (const inner of suite.suites) countSuite(inner, counts);
}
