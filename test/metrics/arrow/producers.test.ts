import type { RecordBatch } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { createFrameReader } from '../../../packages/metrics/src/arrow/frame-reader.js';
import type { Frame, FrameReader } from '../../../packages/metrics/src/arrow/frame.js';
import { Framer } from '../../../packages/metrics/src/arrow/framer.js';
import { defaultLimits } from '../../../packages/metrics/src/arrow/limits.js';
import { readBatches, readSchema } from '../../../packages/metrics/src/arrow/reader.js';
import { schemaOf } from '../../../packages/metrics/src/arrow/schema-of.js';
import { pyramid } from '../../../packages/metrics/src/definitions/pyramid.js';
import { retention } from '../../../packages/metrics/src/definitions/retention.js';
import { ClienteleError } from '../../../packages/metrics/src/errors.js';
import { NO_KEY } from '../../../packages/metrics/src/kernels/key-index.js';
import type { Estimate, Metric } from '../../../packages/metrics/src/metric.js';
import { answer } from '../../fixtures/answers.js';
import { orders, type Recording, recordings as recorded } from '../../fixtures/producers/recorded.js';
import { saidCells, saidMicroseconds } from './said-cells.js';

/** What is refused because its producer left something out, and how. Every other recording must be read. */
const refused: Readonly<Record<string, string>> = {
  'duckdb-wasm/stream-sent-enum': 'corrupt/dictionary-missing',
};
const recordings = recorded.filter(({ name }) => refused[name] === undefined);

async function batchesOf(bytes: Uint8Array, requireEnd = true): Promise<RecordBatch[]> {
  const batches: RecordBatch[] = [];
  for await (const batch of readBatches([bytes], { requireEnd })) batches.push(batch);
  return batches;
}

/** Returns `code/reason` of the error that reading throws, or `read`. */
async function outcome(bytes: Uint8Array, requireEnd = true): Promise<string> {
  try {
    await batchesOf(bytes, requireEnd);
    return 'read';
  } catch (error) {
    if (!(error instanceof ClienteleError)) throw error;
    return `${error.code}/${error.reason ?? ''}`;
  }
}

/** Returns the bytes at which a message ends and the next begins, from the end of the schema on. */
function messageEnds(bytes: Uint8Array): number[] {
  const framer = new Framer(defaultLimits, false);
  framer.push(bytes);
  const ends: number[] = [];
  for (let framed = framer.next(); framed !== null; framed = framer.next()) ends.push(framed.offset + framed.metadataLength + framed.body.length);
  return ends;
}

/** Returns where to cut: everywhere in short bytes, otherwise around the messages' ends and in 200 places between. */
function cutsOf(bytes: Uint8Array): number[] {
  if (bytes.length < 4096) return Array.from(bytes, (_, i) => i);
  const around = messageEnds(bytes).flatMap((end) => [end - 1, end, end + 1]);
  const spread = Array.from({ length: 200 }, (_, i) => Math.floor((i * bytes.length) / 200));
  const last = Array.from({ length: 16 }, (_, i) => bytes.length - 1 - i);
  return [...new Set([...around, ...spread, ...last])].filter((cut) => cut < bytes.length).sort((a, b) => a - b);
}

async function framesOf({ bytes, twin }: Recording): Promise<{ reader: FrameReader; frames: Frame[] }> {
  const batches = await batchesOf(bytes, twin.endMarker);
  const reader = createFrameReader(schemaOf(await readSchema([bytes])));
  return { reader, frames: batches.map((batch) => reader.frame(batch)) };
}

async function estimateOf(recording: Recording, metric: Metric, options: Record<string, unknown>): Promise<Estimate> {
  const { reader, frames } = await framesOf(recording);
  const resolved = metric.resolve(options);
  const fold = metric.fold(resolved, reader);
  const state = fold.init();
  for (const frame of frames) fold.update(state, frame, null);
  return metric.estimate(fold.finish(state), resolved);
}

const withColumns = (...names: readonly string[]): Recording[] => recordings.filter(({ twin }) => names.every((name) => name in twin.columns));

describe('recordings of real producers', () => {
  it('are of at least 20 streams and 10 files and keep to one table', () => {
    expect(recordings.filter(({ twin }) => twin.format === 'stream').length).toBeGreaterThanOrEqual(20);
    expect(recordings.filter(({ twin }) => twin.format === 'file').length).toBeGreaterThanOrEqual(10);
    for (const { name, twin } of recordings) {
      for (const [column, cells] of Object.entries(twin.columns)) {
        if (column in orders.columns) expect(cells, `${name}: ${column}`).toEqual(orders.columns[column]);
      }
    }
  });

  it('between them hold text, indices, instants and decimals in every layout that producers choose', async () => {
    const types = new Set<string>();
    for (const { bytes } of recordings) for (const { type } of schemaOf(await readSchema([bytes])).fields) types.add(type);
    expect([...types].sort()).toEqual([
      'Bool', 'Date32', 'Decimal128(12, 2)', 'Decimal256(40, 2)', 'Decimal64(12, 2)',
      'Dictionary<Int16, Utf8>', 'Dictionary<Int32, Utf8>', 'Dictionary<Int64, Utf8>', 'Dictionary<Int8, Utf8>', 'Dictionary<Uint32, LargeUtf8>', 'Dictionary<Uint32, Utf8View>',
      'Dictionary<Uint8, LargeUtf8>', 'Dictionary<Uint8, Utf8>', 'Dictionary<Uint8, Utf8View>',
      'Float64', 'Int32', 'Int64', 'LargeUtf8',
      'RunEndEncoded<Bool>', 'RunEndEncoded<Date32>', 'RunEndEncoded<Decimal128(12, 2)>', 'RunEndEncoded<Float64>', 'RunEndEncoded<Int32>', 'RunEndEncoded<LargeUtf8>', 'RunEndEncoded<Utf8>',
      'Timestamp<MICROSECOND, UTC>', 'Timestamp<MILLISECOND, UTC>', 'Timestamp<MILLISECOND>',
      'Timestamp<NANOSECOND, Europe/Berlin>', 'Timestamp<NANOSECOND>', 'Uint32', 'Utf8', 'Utf8View',
    ]);
  });

  it.each(recordings)('$name equals what its producer says, cell by cell', async ({ bytes, twin }) => {
    const batches = await batchesOf(bytes, twin.endMarker);
    expect(batches.map(({ numRows }) => numRows)).toEqual(twin.batches);
    expect(batches[0]?.schema.fields.map((field) => field.name)).toEqual(Object.keys(twin.types));
    for (const [column, cells] of Object.entries(twin.columns)) expect(saidCells(batches, column), column).toEqual(cells);
  });

  it.each(recordings)('$name is the same in chunks of 1 byte and of 61', async ({ bytes, twin }) => {
    for (const size of [1, 61]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.slice(i * size, (i + 1) * size));
      const batches: RecordBatch[] = [];
      for await (const batch of readBatches(chunks, { requireEnd: twin.endMarker })) batches.push(batch);
      for (const [column, cells] of Object.entries(twin.columns)) expect(saidCells(batches, column), column).toEqual(cells);
    }
  });

  it.each(recordings)('$name gives the same keys, instants and numbers', async (recording) => {
    const { reader, frames } = await framesOf(recording);
    for (const { name, kind, key } of reader.schema.fields) {
      const said = recording.twin.columns[name] ?? [];
      if (key) {
        const index = reader.keyIndex(name);
        const keys = frames.flatMap((frame) => [...frame.keys(name)].map((code) => (code === NO_KEY ? null : index.text(code))));
        expect(keys, name).toEqual(said.map((cell) => (cell === null ? null : String(cell))));
        expect(index.size).toBe(new Set(said.filter((cell) => cell !== null)).size);
      }
      if (kind === 'instant' || kind === 'date') {
        expect(frames.flatMap((frame) => [...frame.instants(name)]), name).toEqual(said.map(saidMicroseconds));
      }
      if (kind === 'number') {
        expect(frames.flatMap((frame) => [...frame.numbers(name)]), name).toEqual(said.map((cell) => (cell === null ? NaN : Number(cell))));
      }
    }
  });

  it('end with a marker, but for those whose writer was left open and the parts that DuckDB sends', async () => {
    const unmarked = recordings.filter(({ twin }) => !twin.endMarker);
    expect(unmarked.map(({ name }) => name)).toEqual([
      'arrow-go/stream-unclosed', 'arrow-java/stream-unended', 'arrow-rs/stream-dropped', 'duckdb-wasm/stream-sent', 'nanoarrow/stream-released',
    ]);
    for (const { name, bytes, twin } of recordings) {
      expect(await outcome(bytes), name).toBe(twin.endMarker ? 'read' : 'truncated/end-marker');
    }
  });

  it.each(Object.entries(refused))('%s is refused as %s', async (name, expected) => {
    const recording = recorded.find((one) => one.name === name);
    expect(await outcome(recording?.bytes ?? new Uint8Array(0), false)).toBe(expected);
  });

  it.each(recordings)('no prefix of $name is a whole result', async ({ bytes, twin }) => {
    const read: number[] = [];
    for (const cut of cutsOf(bytes)) {
      const result = await outcome(bytes.subarray(0, cut), twin.endMarker);
      if (result === 'read') read.push(cut);
      else expect(result, `${cut} bytes`).toMatch(/^(truncated|empty|not-arrow)\//);
    }
    // Without end markers a stream may end after any message: that is what requireEnd is for.
    expect(read).toEqual(twin.endMarker ? [] : messageEnds(bytes).filter((end) => end < bytes.length));
  });
});

describe.each([
  ['pyramid', pyramid as Metric, { customer: 'customer', value: 'value', time: 'ordered_at', by: 'profit' }],
  ['retention', retention as Metric, { customer: 'customer', time: 'ordered_at', value: 'value', timeZone: 'Europe/Berlin' }],
])('%s over every producer', (_, metric, options) => {
  const plain = answer(metric, {
    customer: { kind: 'text', values: orders.columns['customer'] ?? [] },
    ordered_at: { kind: 'instant', values: (orders.columns['ordered_at'] ?? []).map((cell) => (cell === null ? null : saidMicroseconds(cell))) },
    value: { kind: 'number', values: orders.columns['value'] ?? [] },
  }, options, 24);

  it.each(withColumns('customer', 'ordered_at', 'value'))('is over $name what it is over plain rows', async (recording) => {
    expect(await estimateOf(recording, metric, options)).toEqual(plain);
  });
});
