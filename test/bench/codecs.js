/**
 * Decompressing the buffers of orders: our LZ4 (WebAssembly, plain JavaScript) against lz4js, our ZSTD against fzstd.
 *
 *   npm run bench -- codecs [--rounds 25] [--out figures.json]
 *
 * The frames come from the tools `lz4` and `zstd`; without them LZ4 frames from lz4js, and no ZSTD.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { tableFromIPC } from 'apache-arrow';
import { arrowModules } from './arrow-modules.js';
import { orderStream } from './arrow-streams.js';
import { inTurns } from './in-turns.js';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '25' }, out: { type: 'string' } } });
const rounds = Number(values.rounds);
const { decodeLz4Frame, decodeZstdFrame, lz4Blocks, wasmLz4Blocks } = await arrowModules();
const compiled = await wasmLz4Blocks();
const [lz4js, fzstd] = await Promise.all(['lz4js', 'fzstd'].map(installed));

/** @type {Record<string, Record<string, number>>} */
const figures = {};
const buffers = contents();
/** @type {((frame: Uint8Array, output: Uint8Array) => void) | null} */
const lz4jsFrame = lz4js && ((frame, output) => lz4js.decompressFrame(frame, output));
// Blocks of Arrow's size. Independent ones, as not every decoder knows linked ones.
/** @param {Uint8Array} bytes */
const lz4Frame = (bytes) => compressed('lz4', ['-1', '-B4', '-BI', '--no-frame-crc', '-c'], bytes) ?? lz4js?.compress(bytes) ?? null;
await compare('LZ4', 'lz4js', (frame, output) => decodeLz4Frame(frame, output, compiled), lz4jsFrame, lz4Frame);
await compare('LZ4 in JavaScript', 'lz4js', (frame, output) => decodeLz4Frame(frame, output, lz4Blocks), lz4jsFrame, lz4Frame);
await compare('ZSTD', 'fzstd', decodeZstdFrame, fzstd && ((frame, output) => fzstd.decompress(frame, output)), (bytes) => compressed('zstd', ['-1', '--no-check', '-c'], bytes));
if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(figures, null, 2)}\n`);

/**
 * @param {string} codec
 * @param {string} rivalName
 * @param {(frame: Uint8Array, output: Uint8Array) => void} ours
 * @param {((frame: Uint8Array, output: Uint8Array) => void) | null} rival
 * @param {(bytes: Uint8Array) => Uint8Array | null} compress
 */
async function compare(codec, rivalName, ours, rival, compress) {
  console.log(`\n${codec}${rival === null ? `: ${rivalName} is not installed (npm ci installs it)` : ''}`);
  /** @type {{ name: string, frame: Uint8Array, output: Uint8Array, content: Uint8Array }[]} */
  const frames = [];
  for (const [name, content] of Object.entries(buffers)) {
    const frame = compress(content);
    if (frame === null) {
      console.log(`  skipped: the tool \`${codec.toLowerCase()}\` is not installed`);
      return;
    }
    frames.push({ name, frame, content, output: new Uint8Array(content.length) });
  }
  /** @param {typeof frames} chosen */
  const measure = async (chosen) => {
    const turns = await inTurns({
      ours: () => chosen.forEach(({ frame, output }) => ours(frame, output)),
      rival: () => chosen.forEach(({ frame, output }) => rival?.(frame, output)),
    }, rounds);
    const bytes = chosen.reduce((sum, { content }) => sum + content.length, 0);
    return { 'MB/s': bytes / turns.ms.ours / 1000, ratio: rival === null ? NaN : turns.ratio('rival', 'ours'), best: rival === null ? NaN : turns.best('rival', 'ours') };
  };
  for (const one of frames) {
    one.output.fill(0);
    ours(one.frame, one.output);
    if (Buffer.compare(one.output, one.content) !== 0) throw new Error(`bench: ${codec} of ${one.name} is wrong`);
  }
  // All first: a decoder that has seen one kind of content only is tuned to it.
  const all = await measure(frames);
  for (const one of frames) line(codec, `${one.name} (${(one.content.length / one.frame.length).toFixed(1)}:1)`, await measure([one]), rivalName);
  line(codec, 'all', all, rivalName);
}

/** @param {string} codec @param {string} name @param {{ 'MB/s': number, ratio: number, best: number }} figure @param {string} rival */
function line(codec, name, figure, rival) {
  figures[`${codec} ${name}`] = figure;
  console.log(`  ${name.padEnd(28)} ${figure['MB/s'].toFixed(0).padStart(6)} MB/s, ${rival} / ours ${figure.ratio.toFixed(2)} (fastest rounds ${figure.best.toFixed(2)})`);
}

/** The buffers of 262,144 orders, as Arrow holds them. @returns {Record<string, Uint8Array>} */
function contents() {
  const table = tableFromIPC(orderStream(262_144));
  /** @type {Record<string, Uint8Array>} */
  const found = {};
  for (const { name } of table.schema.fields) {
    const parts = table.getChild(name)?.data ?? [];
    found[name] = joined(parts.map(({ values: data }) => bytesOf(data)));
    const offsets = parts.map(({ valueOffsets }) => bytesOf(valueOffsets));
    if (offsets.some(({ length }) => length > 0)) found[`${name} offsets`] = joined(offsets);
    const bits = parts.map(({ nullBitmap }) => bytesOf(nullBitmap));
    if (bits.some(({ length }) => length > 0)) found[`${name} validity`] = joined(bits);
  }
  return found;
}

/** @param {ArrayBufferView | undefined} view */
function bytesOf(view) {
  return view === undefined ? new Uint8Array(0) : new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

/** @param {readonly Uint8Array[]} parts */
function joined(parts) {
  return new Uint8Array(Buffer.concat(parts));
}

/** @param {string} tool @param {string[]} parameters @param {Uint8Array} bytes */
function compressed(tool, parameters, bytes) {
  const { status, stdout } = spawnSync(tool, parameters, { input: bytes, maxBuffer: 2 ** 30 });
  return status === 0 ? new Uint8Array(stdout) : null;
}

/** @param {string} name @returns {Promise<any>} */
async function installed(name) {
  try {
    const found = await import(name);
    return found.default ?? found;
  } catch {
    return null;
  }
}
