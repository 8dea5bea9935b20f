/**
 * Runs the mutation tests, `npm run mutation -- statistics funnel`, everything by default, and keeps how they went (report.md).
 * What was tested before and did not change is not tested again; `--all` tests everything anew.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from '../../demo/ensure-installed.js';
import { ensureEngines } from '../engines/engines.js';
import { keepResults, takeResults } from './report.js';

/**
 * What is tried together, and by which tests: a metric's files by those named for it, what metrics share by all of them. The queries in SQL
 * are no part of it: what changes them shows where engines run them (test/metrics/sql), too slow for thousands of times. Nor are
 * the decoder of LZ4 and the loading of WebAssembly, which are tried with Arrow's files (test/metrics/arrow) and a compiler.
 */
const metrics = ['funnel', 'lifecycle', 'loyalty', 'new-existing', 'phases', 'pyramid', 'retention', 'satisfaction', 'survival'];
const parts = [
  ...['statistics', 'calendar'].map((room) => ({ room, mutate: [`${room}/*.ts`], tests: [`${room}/`] })),
  { room: 'kernels', mutate: ['kernels/*.ts', '!kernels/lz4-block*.ts', '!kernels/wasm-*.ts', '!kernels/kernel-bytes.ts'], tests: ['kernels/'] },
  ...metrics.map((metric) => ({ room: 'definitions', mutate: [`definitions/${metric}*.ts`, '!definitions/*-query.ts'], tests: [`definitions/${metric}`, 'definitions/options', 'definitions/diagnostics'] })),
  { room: 'definitions', mutate: ['definitions/*.ts', '!definitions/*-query.ts', ...metrics.map((metric) => `!definitions/${metric}*.ts`)], tests: ['definitions/'] },
];

ensureInstalled();
ensureEngines();
const root = fileURLToPath(new URL('../..', import.meta.url));
const stryker = fileURLToPath(new URL('../engines/node_modules/@stryker-mutator/core/bin/stryker.js', import.meta.url));
const config = fileURLToPath(new URL('stryker.config.js', import.meta.url));
const words = process.argv.slice(2);
const asked = words.filter((word) => word !== '--all');
const nothing = asked.find((word) => !parts.some((part) => isAsked(part, [word])));
if (nothing !== undefined) throw new Error(`mutation: nothing is called so, got ${nothing}; expected statistics, calendar, kernels, definitions or a metric`);

/** @param {(typeof parts)[number]} part @param {readonly string[]} names */
function isAsked({ room, tests }, names) {
  return names.length === 0 || names.includes(room) || tests.some((test) => names.includes(test.replace('definitions/', '')));
}

for (const part of parts.filter((one) => isAsked(one, asked))) {
  const { room, mutate, tests } = part;
  takeResults(room);
  const start = Date.now();
  const { status } = spawnSync(process.execPath, [stryker, 'run', config, ...(words.includes('--all') ? ['--force'] : [])], {
    cwd: root, stdio: 'inherit', env: { ...process.env, MUTATION_ROOM: room, MUTATION_FILES: mutate.join(), MUTATION_TESTS: tests.join() },
  });
  if (status !== 0) {
    process.exitCode = status ?? 1;
    break;
  }
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  keepResults(room, { date: new Date().toISOString().slice(0, 10), commit, seconds: (Date.now() - start) / 1000 });
}
