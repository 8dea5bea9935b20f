/**
 * Runs the mutation tests, `npm run mutation -- statistics funnel`, or of some files, `npm run mutation -- funnel-fold kernels/bitmap`,
 * everything by default, and keeps how they went (report.md).
 * What was tested before and did not change is not tested again; `--all` tests everything anew.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from '../../demo/ensure-installed.js';
import { ensureEngines } from '../engines/engines.js';
import { isIn, keepResults, takeResults, writeReport } from './report.js';

/**
 * What is tried together, and by which tests: a metric's files by those named for it, what metrics share by all of them; kernels of one
 * subject by the tests of it, as those of keys alone take half a minute. The queries in SQL
 * are no part of it: what changes them shows where engines run them (test/metrics/sql), too slow for thousands of times. Nor are
 * the decoder of LZ4 and the loading of WebAssembly, which are tried with Arrow's files (test/metrics/arrow) and a compiler.
 */
const metrics = ['funnel', 'lifecycle', 'loyalty', 'new-existing', 'phases', 'pyramid', 'retention', 'satisfaction', 'survival'];
const queries = ['!definitions/*-query.ts', '!definitions/funnel-answer.ts', '!definitions/pyramid-points.ts'];
const subjects = [
  { mutate: ['kernels/*key*.ts', 'kernels/text-*.ts', 'kernels/unique-texts.ts'], tests: ['kernels/key-index', 'kernels/text-numbers', 'kernels/unique-texts', 'arrow/dictionaries'] },
  { mutate: ['kernels/cohort-*.ts', 'kernels/day-*.ts'], tests: ['kernels/cohort-counts'] },
  { mutate: ['kernels/answer-*.ts'], tests: ['kernels/answer-counts'] },
  { mutate: ['kernels/step-chains*.ts'], tests: ['kernels/step-chains'] },
];
const otherKernels = ['activity-ledger', 'bitmap', 'compensated-sums', 'event-', 'exact-sums', 'instant-company', 'kernel-', 'order-statistics', 'prefix-sums', 'response-log', 'row-', 'sort-entries', 'value-sums'];
const parts = [
  ...['statistics', 'calendar'].map((room) => ({ room, mutate: [`${room}/*.ts`], tests: [`${room}/`] })),
  ...subjects.map((subject) => ({ room: 'kernels', ...subject })),
  {
    room: 'kernels', tests: otherKernels.map((name) => `kernels/${name}`),
    mutate: ['kernels/*.ts', ...subjects.flatMap(({ mutate }) => mutate.map((files) => `!${files}`)), '!kernels/lz4-block*.ts', '!kernels/wasm-*.ts', '!kernels/kernel-bytes.ts'],
  },
  ...metrics.map((metric) => ({ room: 'definitions', mutate: [`definitions/${metric}*.ts`, ...queries], tests: [`definitions/${metric}`, 'definitions/options', 'definitions/diagnostics', 'definitions/exact-totals'] })),
  { room: 'definitions', mutate: ['definitions/*.ts', ...queries, ...metrics.map((metric) => `!definitions/${metric}*.ts`)], tests: ['definitions/'] },
];

ensureInstalled();
ensureEngines();
const root = fileURLToPath(new URL('../..', import.meta.url));
const stryker = fileURLToPath(new URL('../engines/node_modules/@stryker-mutator/core/bin/stryker.js', import.meta.url));
const config = fileURLToPath(new URL('stryker.config.js', import.meta.url));
const words = process.argv.slice(2);
const asked = words.filter((word) => word !== '--all');
const chosen = asked.length === 0 ? parts : parts.map((part) => chosenOf(part)).filter(({ mutate }) => mutate.length > 0);
const nothing = asked.find((word) => parts.every((part) => !namesOf(part).includes(word) && !filesOf(part).includes(fileNamed(word))));
if (nothing !== undefined) throw new Error(`mutation: nothing is called so, got ${nothing}; expected statistics, calendar, kernels, definitions, a metric or a file of theirs`);

/** Returns the part without what nobody asked for. @param {(typeof parts)[number]} part */
function chosenOf(part) {
  if (asked.some((word) => namesOf(part).includes(word))) return part;
  const files = filesOf(part);
  return { ...part, mutate: asked.map(fileNamed).filter((file) => files.includes(file)) };
}

/** @param {(typeof parts)[number]} part */
function namesOf({ room, tests: [first = ''] }) {
  return room === 'definitions' ? [room, first.replace('definitions/', '')] : [room];
}

/** @param {string} word */
function fileNamed(word) {
  return `${word.includes('/') ? word : `definitions/${word}`}.ts`;
}

/** @param {(typeof parts)[number]} part */
function filesOf({ room, mutate }) {
  return readdirSync(`${root}packages/metrics/src/${room}`).map((name) => `${room}/${name}`).filter((file) => isIn(file, mutate));
}

for (const { room, mutate, tests } of chosen) {
  takeResults(room);
  const { status } = spawnSync(process.execPath, [stryker, 'run', config, ...(words.includes('--all') ? ['--force'] : [])], {
    cwd: root, stdio: 'inherit', env: { ...process.env, MUTATION_ROOM: room, MUTATION_FILES: mutate.join(), MUTATION_TESTS: tests.join() },
  });
  if (status !== 0) {
    process.exitCode = status ?? 1;
    break;
  }
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  keepResults(room, mutate, `${new Date().toISOString().slice(0, 10)} at ${commit}`);
}
writeReport();
