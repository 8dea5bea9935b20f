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

/** @type {Record<string, Record<string, number>>} */
const figures = {};
for (const [name, bytes] of Object.entries({ orders: orderStream(rows), 'wide (50 columns)': orderStream(rows >> 3, 45) })) {
  const chunks = pieces(bytes);
  const share = await checkShare(chunks);
  const turns = await inTurns({
    ours: () => drained(plain.readBatches(chunks)),
    oursWhole: () => drained(plain.readBatches([bytes])),
    apache: async () => drained(await RecordBatchReader.from(later(chunks))),
    apacheTable: () => tableFromIPC(bytes).numRows,
    decoded: () => decode(plain, chunks),
  }, rounds);
  figures[name] = {
    MB: bytes.length / 1e6,
    'decode ms': turns.ms.decoded,
    'checks / decode': share.decode,
    'batches ms': turns.ms.ours,
    'checks / batches': share.batches,
    'RecordBatchReader ms': turns.ms.apache,
    'RecordBatchReader / ours, 64 kB pieces': turns.ratio('apache', 'ours'),
    'tableFromIPC ms': turns.ms.apacheTable,
    'ours ms, one piece': turns.ms.oursWhole,
    'tableFromIPC / ours, one piece': turns.ratio('apacheTable', 'oursWhole'),
  };
}
report();

/**
 * Returns which share of the time the checks take: of bytes to batches, and of bytes to the typed arrays of a metric.
 * @param {readonly Uint8Array[]} chunks
 */
async function checkShare(chunks) {
  const shares = { batches: /** @type {number[]} */ ([]), decode: /** @type {number[]} */ ([]) };
  for (let round = -2; round < rounds; round++) {
    for (const kind of /** @type {const} */ (['batches', 'decode'])) {
      globalThis.gc?.();
      counters.checkingMs = 0;
      const start = performance.now();
      await (kind === 'batches' ? drained(timed.readBatches(chunks)) : decode(timed, chunks));
      if (round >= 0) shares[kind].push(counters.checkingMs / (performance.now() - start));
    }
  }
  return { batches: median(shares.batches), decode: median(shares.decode) };
}

/**
 * Reads what a metric reads: keys, instants, numbers.
 * @param {any} modules
 * @param {readonly Uint8Array[]} chunks
 */
async function decode(modules, chunks) {
  let reader = null;
  let read = 0;
  for await (const batch of modules.readBatches(chunks)) {
    reader ??= modules.createFrameReader(modules.schemaOf(batch.schema));
    const frame = reader.frame(batch);
    read += frame.keys('customer').length + frame.instants('ts').length + frame.numbers('amount').length;
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
