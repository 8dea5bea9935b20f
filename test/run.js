/**
 * Runs every check of the project and ends with the line `N passed, N failed`:
 *
 *   npm test                     everything
 *   npm test -- lint types       only these steps
 *   npm test -- retention        unit tests whose path contains the word
 *
 * Installs what is missing first (dependencies, the engines that numbers are compared with, a browser). Imports nothing but Node and its neighbours, so that it
 * starts on a fresh clone.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from '../demo/ensure-installed.js';
import { ensureEngines } from './engines/engines.js';
import { ensureBrowser } from './find-browser.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = mkdtempSync(join(tmpdir(), 'clientele-test-'));
/** In a log file colours are noise. */
const plainText = process.stdout.isTTY ? {} : { NO_COLOR: '1', FORCE_COLOR: undefined };
const windows = process.platform === 'win32';

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ name: string, minutes: number, program: string[], needsBrowser?: boolean, needsEngines?: boolean, report?: (report: any) => Counts }} Step
 */

/**
 * A step is one program. With a report its tests are counted, else it counts as one test that its exit code decides.
 * @type {Step[]}
 */
const steps = [
  { name: 'build', minutes: 5, program: ['packages/build.js', '--no-types'] },
  { name: 'types', minutes: 5, program: ['node_modules/typescript/bin/tsc', '-b', 'tsconfig.json'] },
  { name: 'lint', minutes: 5, program: ['node_modules/eslint/bin/eslint.js', '--config', 'test/eslint.config.js', '--max-warnings=0', '.'] },
  { name: 'unit', minutes: 14, report: countVitest, needsEngines: true, program: vitest('test/vitest.config.ts', 'unit') },
  { name: 'browser', minutes: 6, report: countFlat, needsBrowser: true, program: ['node_modules/@web/test-runner/dist/bin.js', '--config', 'test/web-test-runner.config.js'] },
  { name: 'pages', minutes: 6, report: countVitest, needsBrowser: true, program: vitest('test/pages/vitest.config.ts', 'pages') },
  { name: 'stories', minutes: 6, report: countVitest, needsBrowser: true, program: vitest('stories/vitest.config.ts', 'stories') },
];

/** @type {Counts} */
const total = { passed: 0, failed: 0, skipped: 0 };
/** @type {string[]} */
const lines = [];
/** @type {import('node:child_process').ChildProcess | null} */
let running = null;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    if (running !== null) stop(running);
    process.exit(130);
  });
}

try {
  ensureInstalled();
  const words = process.argv.slice(2);
  const named = steps.filter((step) => words.includes(step.name));
  const filters = words.filter((word) => !steps.some((step) => step.name === word));
  const chosen = words.length === 0 ? steps : filters.length > 0 ? [...new Set([...named, ...steps.filter((s) => s.name === 'unit')])] : named;
  if (chosen.some((step) => step.needsEngines)) ensureEngines();
  if (chosen.some((step) => step.needsBrowser)) process.env.CHROME_PATH = ensureBrowser();
  for (const step of chosen) await runStep(step, step.name === 'unit' ? filters : []);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  total.failed += 1;
} finally {
  rmSync(reports, { recursive: true, force: true });
}

if (lines.length > 0) console.log(`\n${lines.join('\n')}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);

/** @param {Step} step @param {string[]} filters */
async function runStep(step, filters) {
  console.log(`\n== ${step.name}`);
  const start = performance.now();
  const code = await runProgram([...step.program, ...filters], step.minutes);
  const counts = step.report === undefined
    ? { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 }
    : readReport({ ...step, report: step.report });
  // A runner that fails without a failing test crashed, or found an error outside of the tests.
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  const also = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  lines.push(`${step.name.padEnd(8)} ${counts.passed} passed, ${counts.failed} failed${also} (${seconds} s)`);
}

/** @param {string[]} program @param {number} minutes @returns {Promise<number>} */
function runProgram(program, minutes) {
  const [script = '', ...parameters] = program;
  return new Promise((done) => {
    const child = spawn(process.execPath, [join(root, script), ...parameters], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      // Its own process group, so that a browser goes down with its runner.
      detached: !windows,
      env: { ...process.env, ...plainText, CLIENTELE_REPORTS: reports, STORYBOOK_DISABLE_TELEMETRY: '1' },
    });
    running = child;
    const timer = setTimeout(() => {
      console.error(`test: ${script} did not end within ${minutes} minutes and was stopped`);
      stop(child);
    }, minutes * 60_000);
    /** @param {number | null} code */
    const finish = (code) => {
      clearTimeout(timer);
      running = null;
      done(code ?? 1);
    };
    child.on('error', (error) => {
      console.error(error.message);
      finish(1);
    });
    child.on('exit', finish);
  });
}

/** @param {import('node:child_process').ChildProcess} child */
function stop(child) {
  if (child.pid === undefined) return;
  if (windows) {
    spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

/** @param {string} config @param {string} name */
function vitest(config, name) {
  return [
    'node_modules/vitest/vitest.mjs', 'run', '--config', config,
    '--reporter=dot', '--reporter=json', `--outputFile.json=${join(reports, `${name}.json`)}`,
  ];
}

/** @param {Step & { report: (report: any) => Counts }} step @returns {Counts} */
function readReport(step) {
  try {
    return step.report(JSON.parse(readFileSync(join(reports, `${step.name}.json`), 'utf8')));
  } catch (error) {
    console.error(`test: ${step.name} left no report (${error instanceof Error ? error.message : String(error)})`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/**
 * Counts tests, and a file that could not be loaded as one failure.
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: { status: string, assertionResults: { status: string }[] }[] }} report
 * @returns {Counts}
 */
function countVitest(report) {
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** @param {Counts} report @returns {Counts} */
function countFlat(report) {
  return { passed: report.passed, failed: report.failed, skipped: report.skipped };
}
