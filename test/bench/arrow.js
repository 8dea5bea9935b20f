/**
 * What reading Arrow costs: the share of the checks, and the reader against apache-arrow's.
 *
 *   npm run bench -- arrow [--rounds 15] [--rows 1000000] [--out figures.json]
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { RecordBatchReader, tableFromIPC } from 'apache-arrow';
import { arrowModules } from './arrow-modules.js';
import { orderStream, pieces } from './arrow-streams.js';
import { inTurns, median } from './in-turns.js';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '15' }, rows: { type: 'string', default: '1000000' }, out: { type: 'string' } } });
const rounds = Number(values.rounds);
const rows = Number(values.rows);
const plain = await arrowModules();
const timed = await arrowModules({ timed: true });

/** Where the timed modules add up. */
const counters = /** @type {{ checkingMs: number }} */ (/** @type {unknown} */ (globalThis));

const keys = /** @type {const} */ (['customer', 'customer_id', 'tier']);

/** @type {Record<string, Record<string, number>>} */
const figures = {};
for (const [name, bytes] of Object.entries({ orders: orderStream(rows), 'wide (50 columns)': orderStream(rows >> 3, 45) })) {
  const chunks = pieces(bytes);
  /** @type {Record<string, number>} */
  const lines = { MB: bytes.length / 1e6 };
  /** @type {Record<string, () => Promise<unknown>>} */
  const works = { batches: () => drained(timed.readBatches(chunks)) };
  for (const key of keys) {
    works[`typed arrays, ${key}`] = () => decode(timed, chunks, key, true);
    works[`typed arrays, ${key}, all checked`] = () => decode(timed, chunks, key, false);
  }
  for (const [work, run] of Object.entries(works)) {
    const share = await checkShare(run);
    lines[`checks / bytes to ${work}`] = share.median;
    lines[`checks / bytes to ${work}, fastest`] = share.fastest;
  }
  const turns = await inTurns({
    ours: () => drained(plain.readBatches(chunks)),
    oursWhole: () => drained(plain.readBatches([bytes])),
    apache: async () => drained(await RecordBatchReader.from(later(chunks))),
    apacheTable: () => tableFromIPC(bytes).numRows,
  }, rounds);
  lines['ours ms, 64 kB pieces'] = turns.ms.ours;
  lines['RecordBatchReader / ours, 64 kB pieces'] = turns.ratio('apache', 'ours');
  lines['ours ms, one piece'] = turns.ms.oursWhole;
  lines['tableFromIPC / ours, one piece'] = turns.ratio('apacheTable', 'oursWhole');
  figures[name] = lines;
}
report();

/**
 * Returns which share of the time of *work*, which reads with the timed modules, its checks take: the median of the
 * rounds, and that of the fastest round, which a busy machine disturbs least.
 * @param {() => Promise<unknown>} work
 */
async function checkShare(work) {
  /** @type {{ share: number, ms: number }[]} */
  const found = [];
  for (let round = -2; round < rounds; round++) {
    globalThis.gc?.();
    counters.checkingMs = 0;
    const start = performance.now();
    await work();
    const ms = performance.now() - start;
    if (round >= 0) found.push({ share: counters.checkingMs / ms, ms });
  }
  const fastest = found.toSorted((a, b) => a.ms - b.ms)[0];
  return { median: median(found.map(({ share }) => share)), fastest: fastest?.share ?? NaN };
}

/**
 * Reads what a metric reads: keys, instants, numbers. With *deferChecks*, as a dataset does: columns are checked when
 * they are read. The loop that turns dictionary positions into keys tests each of them, with checks and without: that
 * test is part of the decoding here.
 * @param {any} modules
 * @param {readonly Uint8Array[]} chunks
 * @param {typeof keys[number]} key
 * @param {boolean} deferChecks
 */
async function decode(modules, chunks, key, deferChecks) {
  let reader = null;
  let read = 0;
  for await (const batch of modules.readBatches(chunks, { deferChecks })) {
    reader ??= modules.createFrameReader(modules.schemaOf(batch.schema));
    const frame = reader.frame(batch);
    read += frame.keys(key).length + frame.instants('ts').length + frame.numbers('amount').length;
  }
  return read;
}

/** @param {AsyncIterable<{ readonly numRows: number }>} batches */
async function drained(batches) {
  let count = 0;
  for await (const batch of batches) count += batch.numRows;
  return count;
}

/** @param {readonly Uint8Array[]} chunks */
async function* later(chunks) {
  yield* chunks;
}

function report() {
  for (const [name, lines] of Object.entries(figures)) {
    console.log(`\n${name}`);
    for (const [line, value] of Object.entries(lines)) console.log(`  ${line.padEnd(56)} ${value.toFixed(3)}`);
  }
  if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(figures, null, 2)}\n`);
}
