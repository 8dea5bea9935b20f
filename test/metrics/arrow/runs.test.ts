import { DataType, type RecordBatch } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { createFrameReader } from '../../../packages/metrics/src/arrow/frame-reader.js';
import type { Frame, FrameReader } from '../../../packages/metrics/src/arrow/frame.js';
import { readBatches } from '../../../packages/metrics/src/arrow/reader.js';
import { schemaOf } from '../../../packages/metrics/src/arrow/schema-of.js';
import { NO_KEY } from '../../../packages/metrics/src/kernels/key-index.js';
import { columnCells } from './batch-cells.js';
import { batchMessage, type BatchSpec, byte, dictionaryMessage, type FieldSpec, float64Type, int, int32Type, schemaMessage, short, stream, utf8Type } from './ipc-bytes.js';

const valid = new Uint8Array(0);
const i32 = (...values: readonly number[]): Int32Array => Int32Array.from(values);
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

function runs(bits: number, values: Omit<FieldSpec, 'name'>): FieldSpec {
  return { name: 'a', type: 22, children: [{ name: 'run_ends', type: 2, parameters: { 0: int(bits), 1: byte(1) }, nullable: false }, { name: 'values', ...values }] };
}

/** A column of 5 rows: the first value twice, then a run of one row, then the third value twice. */
function fiveRows(ends: ArrayBufferView, values: Pick<BatchSpec, 'buffers' | 'viewCounts'>, nulls: number): BatchSpec {
  return { rows: 5, nodes: [[5, 0], [3, 0], [3, nulls]], buffers: [valid, ends, ...values.buffers], ...(values.viewCounts && { viewCounts: values.viewCounts }) };
}

async function read(field: FieldSpec, ...messages: readonly Uint8Array[]): Promise<{ batches: RecordBatch[]; reader: FrameReader; frames: Frame[] }> {
  const batches: RecordBatch[] = [];
  for await (const batch of readBatches([stream(schemaMessage([field]), ...messages)], { deferChecks: true })) batches.push(batch);
  const [first] = batches;
  if (first === undefined) throw new Error('no batch');
  const reader = createFrameReader(schemaOf(first.schema));
  return { batches, reader, frames: batches.map((batch) => reader.frame(batch)) };
}

function keysOf({ reader, frames }: Awaited<ReturnType<typeof read>>): (string | null)[] {
  const index = reader.keyIndex('a');
  return frames.flatMap((frame) => [...frame.keys('a')].map((code) => (code === NO_KEY ? null : index.text(code))));
}

describe('run-end-encoded columns', () => {
  const numbers = [Uint8Array.of(0b101), Float64Array.of(1.5, 0, -2)];

  it.each<[bits: number, ends: ArrayBufferView]>([[16, Int16Array.of(2, 3, 5)], [32, i32(2, 3, 5)], [64, BigInt64Array.of(2n, 3n, 5n)]])(
    'with run ends of %i bits have a value in each row, and nulls where the run has none', async (bits, ends) => {
      const { batches, reader, frames } = await read(runs(bits, float64Type), batchMessage(fiveRows(ends, { buffers: numbers }, 1)));
      expect(reader.schema.fields[0]).toMatchObject({ kind: 'number', type: 'RunEndEncoded<Float64>' });
      expect([...frames[0]!.numbers('a')]).toEqual([1.5, 1.5, NaN, -2, -2]);
      expect(columnCells(batches, 0)).toEqual(['1.5', '1.5', null, '-2', '-2']);
      expect(batches[0]!.data.children[0]!.nullCount).toBe(1);
      expect(batches[0]!.getChild('a')?.toJSON()).toEqual([1.5, 1.5, null, -2, -2]);
    });

  it('may end behind the last row, as those of a slice do', async () => {
    const { frames } = await read(runs(64, float64Type), batchMessage(fiveRows(BigInt64Array.of(1n, 4n, 2n ** 60n), { buffers: numbers }, 1)));
    expect([...frames[0]!.numbers('a')]).toEqual([1.5, NaN, NaN, NaN, -2]);
  });

  it.each<[name: string, type: Omit<FieldSpec, 'name'>, buffers: ArrayBufferView[], keys: (string | null)[]]>([
    ['texts', utf8Type, [Uint8Array.of(0b101), i32(0, 1, 1, 3), text('abc')], ['a', 'a', null, 'bc', 'bc']],
    ['large texts', { type: 20 }, [Uint8Array.of(0b101), BigInt64Array.of(0n, 1n, 1n, 3n), text('abc')], ['a', 'a', null, 'bc', 'bc']],
    ['truth values', { type: 6 }, [Uint8Array.of(0b101), Uint8Array.of(0b001)], ['true', 'true', null, 'false', 'false']],
    ['integers', int32Type, [Uint8Array.of(0b101), i32(7, 0, -8)], ['7', '7', null, '-8', '-8']],
    ['dates', { type: 8, parameters: { 0: short(0) } }, [Uint8Array.of(0b101), i32(0, 0, 365)], ['1970-01-01', '1970-01-01', null, '1971-01-01', '1971-01-01']],
    ['decimals', { type: 7, parameters: { 0: int(38), 1: int(0), 2: int(128) } }, [Uint8Array.of(0b101), BigInt64Array.of(7n, 0n, 0n, 0n, -8n, -1n)], ['7', '7', null, '-8', '-8']],
  ])('of %s are keys', async (_, type, buffers, keys) => {
    expect(keysOf(await read(runs(32, type), batchMessage(fiveRows(i32(2, 3, 5), { buffers }, 1))))).toEqual(keys);
  });

  it('of text views are keys', async () => {
    const views = i32(1, 0x61, 0, 0, 0, 0, 0, 0, 14, 0x72756f66, 0, 0);
    const batch = fiveRows(i32(2, 3, 5), { buffers: [Uint8Array.of(0b101), views, text('fourteen chars')], viewCounts: [1] }, 1);
    expect(keysOf(await read(runs(32, { type: 24 }), batchMessage(batch)))).toEqual(['a', 'a', null, 'fourteen chars', 'fourteen chars']);
  });

  it('of instants are instants', async () => {
    const batch = fiveRows(i32(2, 3, 5), { buffers: [Uint8Array.of(0b101), BigInt64Array.of(1n, 0n, 1_700_000_000_000_001n)] }, 1);
    const { frames } = await read(runs(32, { type: 10, parameters: { 0: short(2), 1: { string: 'UTC' } } }), batchMessage(batch));
    expect([...frames[0]!.instants('a')]).toEqual([1, 1, NaN, 1_700_000_000_000_001, 1_700_000_000_000_001]);
  });

  it('of dictionary values are columns of that dictionary, also after a delta', async () => {
    const field = runs(32, { ...utf8Type, dictionary: { id: 4, bits: 8 } });
    const batch = (last: number): Uint8Array => batchMessage(fiveRows(i32(2, 3, 5), { buffers: [Uint8Array.of(0b101), Int8Array.of(1, 0, last)] }, 1));
    const entries = (...words: readonly string[]): BatchSpec => {
      let end = 0;
      return { rows: words.length, nodes: [[words.length, 0]], buffers: [valid, i32(0, ...words.map((word) => (end += word.length))), text(words.join(''))] };
    };
    const result = await read(field, dictionaryMessage(4, entries('gold', 'iron')), batch(0), dictionaryMessage(4, entries('lead'), true), batch(2));
    expect(DataType.isDictionary(result.batches[0]!.schema.fields[0]!.type)).toBe(true);
    expect(keysOf(result)).toEqual(['iron', 'iron', null, 'gold', 'gold', 'iron', 'iron', null, 'lead', 'lead']);
    expect(columnCells(result.batches, 0)).toEqual(['"iron"', '"iron"', null, '"gold"', '"gold"', '"iron"', '"iron"', null, '"lead"', '"lead"']);
  });

  it('of nulls alone are missing in every reading', async () => {
    const { frames, reader } = await read(runs(32, { type: 1 }), batchMessage({ rows: 5, nodes: [[5, 0], [1, 0], [1, 1]], buffers: [valid, i32(5)] }));
    expect(reader.schema.fields[0]?.type).toBe('Null');
    expect([...frames[0]!.numbers('a')]).toEqual([NaN, NaN, NaN, NaN, NaN]);
  });

  it('without rows are empty', async () => {
    const { frames } = await read(runs(32, float64Type), batchMessage({ rows: 0, nodes: [[0, 0], [0, 0], [0, 0]], buffers: [valid, valid, valid, valid] }));
    expect(frames[0]!.numbers('a')).toHaveLength(0);
  });

  it('of lists and of runs are carried', async () => {
    const lists = runs(32, { type: 12, children: [{ name: 'item', ...int32Type }] });
    const listed = await read(lists, batchMessage({ rows: 3, nodes: [[3, 0], [2, 0], [2, 0], [3, 0]], buffers: [valid, i32(1, 3), valid, i32(0, 1, 3), valid, i32(7, 8, 9)] }));
    expect(columnCells(listed.batches, 0)).toEqual([['7'], ['8', '9'], ['8', '9']]);
    const twice = runs(32, runs(32, int32Type));
    const nested = await read(twice, batchMessage({ rows: 4, nodes: [[4, 0], [2, 0], [2, 0], [1, 0], [1, 0]], buffers: [valid, i32(1, 4), valid, i32(2), valid, i32(7)] }));
    expect([...nested.frames[0]!.numbers('a')]).toEqual([7, 7, 7, 7]);
  });
});
