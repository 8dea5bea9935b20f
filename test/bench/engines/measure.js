/**
 * Measures over one data set, in a process of its own, and writes what it found as JSON to a file. Told by `engines.js` what.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inTurns } from '../in-turns.js';
import { openArquero } from './arquero.js';
import { openClickHouse } from './clickhouse.js';
import { openD3 } from './d3.js';
import { openDuckDb } from './duckdb.js';
import { besideDuckDbWasm } from './duckdb-wasm.js';
import { openFlechette } from './flechette.js';
import { kitModule } from './kit-module.js';
import { memoryScan } from './memory-scan.js';
import { makeOrders, ordersStream } from './orders.js';
import { askedAgain, fromBytes, fromPieces, heapGrowth } from './ours.js';
import { expectSame } from './questions.js';

/** @typedef {import('./questions.js').Question} Question */
/** @typedef {Record<string, Record<string, { ms: number, ratio: number }>>} Found Times and their ratios to ours, by question and contestant. */

/**
 * What is measured: the databases in Node, libraries there (in a process of their own: whoever keeps an object by the row makes every
 * collection of garbage long, in everybody's turn), DuckDB-WASM in a page, or ours against ours. A contestant who has taken *patienceMs* is
 * timed once and then left out. With *cpu* the time of processors is told instead of that of clocks, which other work on the
 * machine disturbs less; in a page there is no such clock.
 * @typedef {{ place: 'node' | 'libraries' | 'page' | 'ours', rows: number, ids: import('./orders.js').Ids, questions: readonly Question[], rounds: number, warmUps: number, patienceMs: number, cpu: boolean, out: string }} Task
 */

/** Rows up to which libraries that keep an object or call a closure by the row take part: with more they take minutes a question. */
const MOST_ROWS_BY_OBJECT = 2_000_000;

/** @type {Task} */
const task = JSON.parse(process.argv[2] ?? '');
const { rows, ids, questions } = task;
progress('data');
const orders = makeOrders(rows);
const streams = { named: ordersStream(orders, ids), nameless: ordersStream(orders, null), get plain() { return ids === 'dictionary' ? ordersStream(orders, 'utf8') : this.named; } };
writeFileSync(task.out, JSON.stringify(await measured()));
// ClickHouse keeps threads that would hold the process.
process.exit(0);

/** @returns {Promise<Found>} */
async function measured() {
  if (task.place === 'page') {
    progress('DuckDB-WASM in Chromium');
    return besideDuckDbWasm(task, streams);
  }
  const kit = await import(pathToFileURL(await kitModule()).href);
  /** @type {Found} */
  const found = {};
  if (task.place === 'ours') {
    for (const question of questions) found[question] = await besideOurselves(kit, question);
    return found;
  }
  progress('loading');
  const engines = await openEngines();
  for (const question of questions) found[question] = await compare(kit, engines, question);
  for (const { close } of Object.values(engines)) close();
  return found;
}

async function openEngines() {
  if (task.place === 'libraries') {
    const byObject = rows > MOST_ROWS_BY_OBJECT ? {} : { arquero: await openArquero(streams.plain), d3: await openD3(streams.named) };
    return { flechette: await openFlechette(streams.named), ...byObject };
  }
  const folder = mkdtempSync(join(tmpdir(), 'clientele-bench-'));
  try {
    const stream = join(folder, 'orders.arrow');
    const parquet = join(folder, 'orders.parquet');
    writeFileSync(stream, streams.plain);
    const clickhouse = await openClickHouse(stream, parquet, ids, questions);
    return { duckdb: await openDuckDb(parquet, questions), clickhouse };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {any} kit @param {Record<string, { asks: import('./fastest-query.js').Asks }>} engines @param {Question} question */
async function compare(kit, engines, question) {
  progress(question);
  const bytes = question === 'satisfaction' ? streams.nameless : streams.named;
  const expected = await fromBytes(kit, bytes, question);
  /** @type {Record<string, () => unknown>} */
  const contestants = { ours: () => fromBytes(kit, bytes, question) };
  if (task.place === 'node') {
    const again = askedAgain(kit, bytes, question);
    expectSame('ours over resident columns', expected, await again());
    const plain = () => inPlainJavaScript(kit, bytes, question);
    expectSame('ours in plain JavaScript', expected, await plain());
    Object.assign(contestants, { resident: again, plain, scan: memoryScan(bytes, question) });
  }
  for (const [name, { asks }] of Object.entries(engines)) {
    const ask = asks[question];
    if (ask === undefined) continue;
    expectSame(name, expected, await ask());
    contestants[name] = ask;
  }
  return timed(contestants);
}

/** @param {any} kit @param {Question} question */
async function besideOurselves(kit, question) {
  progress(`${question}, shuffled and in pieces`);
  const shuffled = ordersStream(makeOrders(rows, { shuffled: true }), question === 'satisfaction' ? null : ids);
  const bytes = question === 'satisfaction' ? streams.nameless : streams.named;
  expectSame('ours over shuffled rows', await fromBytes(kit, bytes, question), await fromBytes(kit, shuffled, question));
  const found = await timed({
    ours: () => fromBytes(kit, bytes, question),
    shuffled: () => fromBytes(kit, shuffled, question),
    pieces: () => fromPieces(kit, bytes, question, false),
    snapshots: () => fromPieces(kit, bytes, question, true),
  });
  const { heap, read } = await heapGrowth(kit, bytes, question);
  return { ...found, 'heap growth': { ms: heap, ratio: heap / read } };
}

/** @param {Record<string, () => unknown>} contestants */
async function timed(contestants) {
  const turns = await inTurns(contestants, task.rounds, { ...task, warm: true, clock: task.cpu ? cpuMs : () => performance.now() });
  return Object.fromEntries(Object.keys(contestants).map((name) => [name, { ms: turns.ms[name] ?? NaN, ratio: turns.ratio(name, 'ours') }]));
}

function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** @param {any} kit @param {Uint8Array} bytes @param {Question} question */
async function inPlainJavaScript(kit, bytes, question) {
  kit.allowWebAssembly(false);
  try {
    return await fromBytes(kit, bytes, question);
  } finally {
    kit.allowWebAssembly(true);
  }
}

/**
 * Says on the error stream how far it is.
 * @param {string} step
 */
function progress(step) {
  process.stderr.write(`  ${rows.toLocaleString('en')} rows, ${ids}: ${step} (${(performance.now() / 1000).toFixed(0)} s)\n`);
}
