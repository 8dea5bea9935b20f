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
  for (const key of keys) lines[`checks / bytes to typed arrays, ${key}`] = await checkShare(() => decode(timed, chunks, key));
  lines['checks / bytes to batches'] = await checkShare(() => drained(timed.readBatches(chunks)));
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
 * Returns which share of the time of *work*, which reads with the timed modules, its checks take.
 * @param {() => Promise<unknown>} work
 */
async function checkShare(work) {
  const shares = [];
  for (let round = -2; round < rounds; round++) {
    globalThis.gc?.();
    counters.checkingMs = 0;
    const start = performance.now();
    await work();
    if (round >= 0) shares.push(counters.checkingMs / (performance.now() - start));
  }
  return median(shares);
}

/**
 * Reads what a metric reads: keys, instants, numbers.
 * @param {any} modules
 * @param {readonly Uint8Array[]} chunks
 * @param {typeof keys[number]} key
 */
async function decode(modules, chunks, key) {
  let reader = null;
  let read = 0;
  for await (const batch of modules.readBatches(chunks)) {
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
    for (const [line, value] of Object.entries(lines)) console.log(`  ${line.padEnd(40)} ${value.toFixed(3)}`);
  }
  if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(figures, null, 2)}\n`);
}
