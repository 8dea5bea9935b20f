import type { Data, RecordBatch } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { ClienteleError } from '../../../packages/metrics/src/errors.js';
import { createFrameReader } from '../../../packages/metrics/src/arrow/frame-reader.js';
import { readBatches, type ReadOptions } from '../../../packages/metrics/src/arrow/reader.js';
import { schemaOf } from '../../../packages/metrics/src/arrow/schema-of.js';
import { columnCells } from './batch-cells.js';
import {
  batchMessage, type BatchSpec, byte, dictionaryMessage, endMark, envelope, type FieldSpec, flatBuffer, framed, float64Type, int, int32Type, int8Type,
  joined, long, schemaMessage, schemaTable, short, stream, utf8Type,
} from './ipc-bytes.js';

async function readAll(bytes: Uint8Array, options?: ReadOptions): Promise<RecordBatch[]> {
  const batches: RecordBatch[] = [];
  for await (const batch of readBatches([bytes], options)) batches.push(batch);
  return batches;
}

/** Returns `code/reason` of the error that reading throws. Fails when nothing is thrown, or something untyped. */
async function refusal(bytes: Uint8Array, options?: ReadOptions): Promise<string> {
  return refusalOf(() => readAll(bytes, options));
}

/** As `refusal`, with checks put off and *look* taken at each column of each batch as it comes. */
async function refusalWhenRead(bytes: Uint8Array, look: (data: Data) => unknown): Promise<string> {
  return refusalOf(async () => {
    for await (const batch of readBatches([bytes], { deferChecks: true })) batch.data.children.forEach(look);
  });
}

async function refusalOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ClienteleError)) throw error;
    return `${error.code}/${error.reason ?? ''}`;
  }
  return 'read';
}

/** Bits that are all set. */
const valid = new Uint8Array(0);
const bits = (...set: readonly (0 | 1)[]): Uint8Array => Uint8Array.of(set.reduce<number>((byte, bit, i) => byte | (bit << i), 0), 0, 0, 0, 0, 0, 0, 0);
const i32 = (...values: readonly number[]): Int32Array => Int32Array.from(values);
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const one = (spec: Omit<FieldSpec, 'name'>): FieldSpec[] => [{ name: 'a', ...spec }];
const views = (...list: readonly (readonly [size: number, prefix: number, buffer: number, offset: number])[]): Int32Array => Int32Array.from(list.flat());

const runs = { type: 22, children: [{ name: 'run_ends', ...int32Type, nullable: false }, { name: 'values', ...int32Type }] };
const good: BatchSpec = { rows: 3, nodes: [[3, 0]], buffers: [valid, i32(1, 2, 3)] };
const list = one({ type: 12, children: [{ name: 'item', ...int32Type }] });
const largeText = one({ type: 20 });
const view = one({ type: 24 });
const struct = one({ type: 13, children: [{ name: 'x', ...int32Type }] });
const dictionary = one({ ...utf8Type, dictionary: { id: 7 } });
const words: BatchSpec = { rows: 2, nodes: [[2, 0]], buffers: [valid, i32(0, 1, 2), text('ab')] };
const union = (mode: number): FieldSpec[] => one({ type: 14, parameters: { 0: short(mode), 1: { int32s: [5, 9] } }, children: [{ name: 'x', ...int32Type }, { name: 'y', ...int32Type }] });

/** A stream of one batch of one column. */
const column = (fields: readonly FieldSpec[], batch: BatchSpec, ...before: readonly Uint8Array[]): Uint8Array =>
  stream(schemaMessage(fields), ...before, batchMessage(batch));

/** Returns the metadata of a schema message with bytes changed by *change*, which is told where root table and vtable lie. */
function damagedSchema(change: (view: DataView, table: number, vtable: number) => void): Uint8Array {
  const metadata = envelope(1, schemaTable(one(int32Type)), 0);
  const damaged = new DataView(metadata.buffer);
  const table = damaged.getUint32(0, true);
  change(damaged, table, table - damaged.getInt32(table, true));
  return joined(framed(metadata), endMark);
}

const field = (view: DataView, table: number, vtable: number, n: number): number => table + view.getUint16(vtable + 4 + 2 * n, true);
const follow = (view: DataView, at: number): number => at + view.getUint32(at, true);

/** Returns where the vector of the schema's fields lies. */
function fieldsVector(view: DataView, table: number, vtable: number): number {
  const schema = follow(view, field(view, table, vtable, 2));
  return follow(view, field(view, schema, schema - view.getInt32(schema, true), 1));
}

describe('the verifier accepts what it should', () => {
  it.each<[name: string, bytes: Uint8Array, cells: unknown]>([
    ['integers', column(one(int32Type), good), ['1', '2', '3']],
    ['nulls by validity bits', column(one(int32Type), { rows: 3, nodes: [[3, 1]], buffers: [bits(1, 0, 1), i32(1, 2, 3)] }), ['1', null, '3']],
    ['a text column without rows and offsets', column(one(utf8Type), { rows: 0, nodes: [[0, 0]], buffers: [valid, valid, valid] }), []],
    ['offsets that begin above 0', column(one(utf8Type), { rows: 1, nodes: [[1, 0]], buffers: [valid, i32(1, 2), text('ab')] }), ['"b"']],
    ['large offsets', column(largeText, { rows: 2, nodes: [[2, 0]], buffers: [valid, BigInt64Array.of(0n, 1n, 2n), text('ab')] }), ['"a"', '"b"']],
    ['an inline view', column(view, { rows: 1, nodes: [[1, 0]], buffers: [valid, views([1, 0x61, 0, 0])], viewCounts: [0] }), ['"a"']],
    ['garbage in the view of a null', column(view, { rows: 1, nodes: [[1, 1]], buffers: [bits(0), views([99, 0, 8, -1])], viewCounts: [0] }), [null]],
    ['garbage in the dictionary index of a null', column(dictionary, { rows: 2, nodes: [[2, 1]], buffers: [bits(1, 0), i32(1, 99)] }, dictionaryMessage(7, words)), ['"b"', null]],
    ['a column of nulls whose dictionary never came', column(dictionary, { rows: 1, nodes: [[1, 1]], buffers: [bits(0), i32(0)] }), [null]],
    ['a dense union', column(union(1), { rows: 2, nodes: [[2, 0], [1, 0], [1, 0]], buffers: [Int8Array.of(9, 5), i32(0, 0), valid, i32(1), valid, i32(2)] }), ['2', '1']],
    ['buffers that do not begin at a multiple of their width', column(one(int32Type), { rows: 1, nodes: [[1, 0]], buffers: [valid, i32(0x02000000, 1)], regions: [[0, 0], [3, 5]] }), ['258']],
  ])('%s', async (_, bytes, cells) => {
    expect(columnCells(await readAll(bytes), 0)).toEqual(cells);
    expect(columnCells(await readAll(bytes, { deferChecks: true }), 0)).toEqual(cells);
  });
});

describe('the verifier refuses by name', () => {
  const breaks: readonly [name: string, expected: string, bytes: Uint8Array][] = [
    ['a root offset outside of the metadata', 'corrupt/flatbuffer-table', damagedSchema((v) => v.setUint32(0, 1 << 20, true))],
    ['a root table that is not aligned', 'corrupt/flatbuffer-alignment', damagedSchema((v, table) => v.setUint32(0, table + 1, true))],
    ['a vtable outside of the metadata', 'corrupt/flatbuffer-vtable', damagedSchema((v, table) => v.setInt32(table, -(1 << 20), true))],
    ['a vtable of an odd size', 'corrupt/flatbuffer-vtable', damagedSchema((v, _, vtable) => v.setUint16(vtable, 5, true))],
    ['a vtable longer than the metadata', 'corrupt/flatbuffer-vtable', damagedSchema((v, _, vtable) => v.setUint16(vtable, 65_534, true))],
    ['a table longer than the metadata', 'corrupt/flatbuffer-table', damagedSchema((v, _, vtable) => v.setUint16(vtable + 2, 65_535, true))],
    ['a table smaller than its own offset', 'corrupt/flatbuffer-table', damagedSchema((v, _, vtable) => v.setUint16(vtable + 2, 3, true))],
    ['a field outside of its table', 'corrupt/flatbuffer-field', damagedSchema((v, _, vtable) => v.setUint16(vtable + 4, 60_000, true))],
    ['a field inside of the offset to the vtable', 'corrupt/flatbuffer-field', damagedSchema((v, _, vtable) => v.setUint16(vtable + 4, 2, true))],
    ['a field that is not aligned', 'corrupt/flatbuffer-alignment', damagedSchema((v, _, vtable) => v.setUint16(vtable + 4, v.getUint16(vtable + 4, true) + 1, true))],
    ['an offset that points at itself', 'corrupt/flatbuffer-offset', damagedSchema((v, table, vtable) => v.setUint32(field(v, table, vtable, 2), 0, true))],
    ['a vector longer than the metadata', 'corrupt/flatbuffer-vector', damagedSchema((v, table, vtable) => v.setUint32(fieldsVector(v, table, vtable), 1 << 20, true))],
    ['a string longer than the metadata', 'corrupt/flatbuffer-string', damagedSchema((v, table, vtable) => {
      const column = follow(v, fieldsVector(v, table, vtable) + 4);
      v.setUint32(follow(v, field(v, column, column - v.getInt32(column, true), 0)), 1 << 20, true);
    })],
    ['a string without its final NUL', 'corrupt/flatbuffer-string', damagedSchema((v, table, vtable) => {
      const column = follow(v, fieldsVector(v, table, vtable) + 4);
      v.setUint8(follow(v, field(v, column, column - v.getInt32(column, true), 0)) + 5, 1);
    })],
    ['a message without a known kind', 'corrupt/message-header', framed(envelope(1, schemaTable([]), 0, { kind: 9 }))],
    ['a message without a header', 'corrupt/message-header', framed(flatBuffer({ 0: short(4), 1: byte(1) }))],
    ['a negative body length', 'corrupt/body-length', framed(envelope(1, schemaTable([]), 0, { bodyLength: -8 }))],
    ['a body length beyond the safe integers', 'corrupt/flatbuffer-integer', framed(flatBuffer({ 0: short(4), 1: byte(1), 2: { table: schemaTable([]) }, 3: long(2n ** 62n) }))],
    ['a batch before the schema', 'corrupt/no-schema', stream(batchMessage(good))],
    ['a second schema', 'corrupt/second-schema', stream(schemaMessage(one(int32Type)), schemaMessage(one(int32Type)))],
    ['a tensor', 'unsupported/tensor', framed(envelope(4, {}, 0))],
    ['metadata version 3', 'unsupported/metadata-version', schemaMessage(one(int32Type), {}, { version: 2 })],
    ['metadata version 6', 'unsupported/metadata-version', schemaMessage(one(int32Type), {}, { version: 5 })],
    ['big-endian data', 'unsupported/big-endian', schemaMessage(one(int32Type), { endianness: 1 })],
    ['the experimental compression of Arrow 0.17', 'unsupported/compression-codec', schemaMessage(one(int32Type), {}, { metadata: { 'ARROW:experimental_compression': 'lz4' } })],
    ['a type of the future', 'unsupported/type', schemaMessage(one({ type: 27 }))],
    ['list views', 'unsupported/type', schemaMessage(one({ type: 25, children: [{ name: 'item', ...int32Type }] }))],
    ['large list views', 'unsupported/type', schemaMessage(one({ type: 26, children: [{ name: 'item', ...int32Type }] }))],
    ['runs without values', 'corrupt/type-children', schemaMessage(one({ type: 22, children: [{ name: 'run_ends', ...int32Type }] }))],
    ['run ends of 8 bits', 'corrupt/type', schemaMessage(one({ type: 22, children: [{ name: 'run_ends', ...int8Type }, { name: 'values', ...int32Type }] }))],
    ['a run that ends before the one before', 'corrupt/run-ends', column(one(runs), { rows: 3, nodes: [[3, 0], [2, 0], [2, 0]], buffers: [valid, i32(3, 2), valid, i32(7, 8)] })],
    ['a run of no rows', 'corrupt/run-ends', column(one(runs), { rows: 3, nodes: [[3, 0], [3, 0], [3, 0]], buffers: [valid, i32(1, 1, 3), valid, i32(7, 8, 9)] })],
    ['runs that end before the rows do', 'corrupt/run-ends', column(one(runs), { rows: 3, nodes: [[3, 0], [1, 0], [1, 0]], buffers: [valid, i32(2), valid, i32(7)] })],
    ['more runs than values', 'corrupt/run-ends', column(one(runs), { rows: 3, nodes: [[3, 0], [2, 0], [1, 0]], buffers: [valid, i32(1, 3), valid, i32(7)] })],
    ['a run without an end', 'corrupt/run-ends', column(one(runs), { rows: 3, nodes: [[3, 0], [2, 1], [2, 0]], buffers: [bits(1, 0), i32(1, 3), valid, i32(7, 8)] })],
    ['runs whose values declare nulls that their bits deny', 'corrupt/null-count', column(one(runs), { rows: 3, nodes: [[3, 0], [2, 0], [2, 1]], buffers: [valid, i32(1, 3), bits(1, 1), i32(7, 8)] })],
    ['a field without a type', 'corrupt/type', schemaMessage(one({ type: 0 }))],
    ['integers of 24 bits', 'corrupt/type', schemaMessage(one({ type: 2, parameters: { 0: int(24) } }))],
    ['a decimal of 200 digits', 'corrupt/type', schemaMessage(one({ type: 7, parameters: { 0: int(200), 1: int(2) } }))],
    ['a time of seconds in 64 bits', 'corrupt/type', schemaMessage(one({ type: 9, parameters: { 0: short(0), 1: int(64) } }))],
    ['a timestamp in an unknown unit', 'corrupt/type', schemaMessage(one({ type: 10, parameters: { 0: short(4) } }))],
    ['a list without a child', 'corrupt/type-children', schemaMessage(one({ type: 12 }))],
    ['an integer with a child', 'corrupt/type-children', schemaMessage(one({ ...int32Type, children: [{ name: 'x', ...int32Type }] }))],
    ['a map whose entries are integers', 'corrupt/type-children', schemaMessage(one({ type: 17, children: [{ name: 'entries', ...int32Type }] }))],
    ['a union with a type id for too few children', 'corrupt/type', schemaMessage(one({ type: 14, parameters: { 0: short(0), 1: { int32s: [0, 1] } }, children: [{ name: 'x', ...int32Type }] }))],
    ['dictionary indices of 12 bits', 'corrupt/type', schemaMessage(one({ ...utf8Type, dictionary: { id: 0, bits: 12 } }))],
    ['one dictionary id for two types', 'corrupt/dictionary-type', schemaMessage([{ name: 'a', ...utf8Type, dictionary: { id: 0 } }, { name: 'b', ...int32Type, dictionary: { id: 0 } }])],
    ['a negative number of rows', 'corrupt/row-count', column(one(int32Type), { ...good, rows: -1 })],
    ['too few field nodes', 'corrupt/node-count', column(one(int32Type), { ...good, nodes: [] })],
    ['too many field nodes', 'corrupt/node-count', column(one(int32Type), { ...good, nodes: [[3, 0], [3, 0]] })],
    ['too few buffers', 'corrupt/buffer-count', column(one(int32Type), { ...good, buffers: [valid] })],
    ['too many buffers', 'corrupt/buffer-count', column(one(int32Type), { ...good, buffers: [...good.buffers, valid] })],
    ['a column shorter than its batch', 'corrupt/column-length', column(one(int32Type), { ...good, rows: 4 })],
    ['a column longer than its batch', 'corrupt/row-count', column(one(int32Type), { ...good, rows: 2 })],
    ['more nulls than rows', 'corrupt/null-count', column(one(int32Type), { ...good, nodes: [[3, 4]] })],
    ['a negative number of nulls', 'corrupt/null-count', column(one(int32Type), { ...good, nodes: [[3, -1]] })],
    ['nulls that the validity bits deny', 'corrupt/null-count', column(one(int32Type), { rows: 3, nodes: [[3, 2]], buffers: [bits(1, 0, 1), i32(1, 2, 3)] })],
    ['validity bits that the null count denies', 'corrupt/null-count', column(one(int32Type), { rows: 3, nodes: [[3, 0]], buffers: [bits(1, 0, 1), i32(1, 2, 3)] })],
    ['missing validity bits', 'corrupt/buffer-length', column(one(int32Type), { ...good, nodes: [[3, 1]] })],
    ['a buffer behind its body', 'corrupt/buffer-range', column(one(int32Type), { ...good, regions: [[0, 0], [8, 12]] })],
    ['a buffer before its body', 'corrupt/buffer-range', column(one(int32Type), { ...good, regions: [[0, 0], [-8, 12]] })],
    ['a buffer of negative length', 'corrupt/buffer-range', column(one(int32Type), { ...good, regions: [[0, 0], [8, -4]] })],
    ['too few values', 'corrupt/buffer-length', column(one(float64Type), { ...good, buffers: [valid, i32(1, 2, 3)] })],
    ['too few bits', 'corrupt/buffer-length', column(one({ type: 6 }), { rows: 9, nodes: [[9, 0]], buffers: [valid, Uint8Array.of(1)] })],
    ['too few offsets', 'corrupt/buffer-length', column(one(utf8Type), { ...words, buffers: [valid, i32(0, 1), text('ab')] })],
    ['offsets that fall', 'corrupt/offsets', column(one(utf8Type), { ...words, buffers: [valid, i32(0, 2, 1), text('ab')] })],
    ['a negative first offset', 'corrupt/offsets', column(one(utf8Type), { ...words, buffers: [valid, i32(-1, 1, 2), text('ab')] })],
    ['offsets that leap over the sign', 'corrupt/offsets', column(one(utf8Type), { ...words, buffers: [valid, i32(2_147_483_647, -2_147_483_648, 2), text('ab')] })],
    ['offsets behind the text', 'corrupt/offsets', column(one(utf8Type), { ...words, buffers: [valid, i32(0, 1, 3), text('ab')] })],
    ['large offsets with a high word', 'corrupt/offsets', column(largeText, { ...words, buffers: [valid, BigInt64Array.of(0n, 2n ** 32n, 2n), text('ab')] })],
    ['negative large offsets', 'corrupt/offsets', column(largeText, { ...words, buffers: [valid, BigInt64Array.of(-1n, 1n, 2n), text('ab')] })],
    ['list offsets behind the child', 'corrupt/offsets', column(list, { rows: 1, nodes: [[1, 0], [2, 0]], buffers: [valid, i32(0, 3), valid, i32(1, 2)] })],
    ['a struct child with too few rows', 'corrupt/column-length', column(struct, { rows: 2, nodes: [[2, 0], [1, 0]], buffers: [valid, valid, i32(1)] })],
    ['a fixed-size list with too few values', 'corrupt/column-length',
      column(one({ type: 16, parameters: { 0: int(2) }, children: [{ name: 'item', ...int8Type }] }), { rows: 2, nodes: [[2, 0], [3, 0]], buffers: [valid, valid, Int8Array.of(1, 2, 3)] })],
    ['a view behind its buffer', 'corrupt/view', column(view, { rows: 1, nodes: [[1, 0]], buffers: [valid, views([13, 0, 0, 1]), text('thirteen char')], viewCounts: [1] })],
    ['a view into a buffer that is not there', 'corrupt/view', column(view, { rows: 1, nodes: [[1, 0]], buffers: [valid, views([13, 0, 1, 0]), text('thirteen char')], viewCounts: [1] })],
    ['a view of negative size', 'corrupt/view', column(view, { rows: 1, nodes: [[1, 0]], buffers: [valid, views([-1, 0, 0, 0])], viewCounts: [0] })],
    ['a view column without its count of buffers', 'corrupt/view-count', column(view, { rows: 1, nodes: [[1, 0]], buffers: [valid, views([1, 0x61, 0, 0])] })],
    ['more view buffers than are listed', 'corrupt/view-count', column(view, { rows: 1, nodes: [[1, 0]], buffers: [valid, views([1, 0x61, 0, 0])], viewCounts: [9] })],
    ['a count of view buffers too many', 'corrupt/view-count', column(one(int32Type), { ...good, viewCounts: [0] })],
    ['a dictionary that no column uses', 'corrupt/dictionary-unknown', stream(schemaMessage(one(int32Type)), dictionaryMessage(7, words))],
    ['a dictionary that never came', 'corrupt/dictionary-missing', column(dictionary, { rows: 1, nodes: [[1, 0]], buffers: [valid, i32(0)] })],
    ['a dictionary index too high', 'corrupt/dictionary-index', column(dictionary, { rows: 2, nodes: [[2, 0]], buffers: [valid, i32(0, 2)] }, dictionaryMessage(7, words))],
    ['a negative dictionary index', 'corrupt/dictionary-index', column(dictionary, { rows: 2, nodes: [[2, 0]], buffers: [valid, i32(0, -1)] }, dictionaryMessage(7, words))],
    ['a 64-bit dictionary index too high', 'corrupt/dictionary-index',
      column(one({ ...utf8Type, dictionary: { id: 7, bits: 64 } }), { rows: 1, nodes: [[1, 0]], buffers: [valid, BigInt64Array.of(2n ** 32n)] }, dictionaryMessage(7, words))],
    ['a dictionary of an unknown kind', 'unsupported/dictionary-kind', schemaMessage(one({ ...utf8Type, dictionary: { id: 7, kind: 1 } }))],
    ['an unknown union type id', 'corrupt/union-type-id', column(union(0), { rows: 1, nodes: [[1, 0], [1, 0], [1, 0]], buffers: [Int8Array.of(6), valid, i32(1), valid, i32(2)] })],
    ['a negative union type id', 'corrupt/union-type-id', column(union(0), { rows: 1, nodes: [[1, 0], [1, 0], [1, 0]], buffers: [Int8Array.of(-5), valid, i32(1), valid, i32(2)] })],
    ['a union offset behind its child', 'corrupt/union-offset', column(union(1), { rows: 1, nodes: [[1, 0], [1, 0], [1, 0]], buffers: [Int8Array.of(5), i32(1), valid, i32(1), valid, i32(2)] })],
    ['an unknown codec', 'unsupported/compression-codec', column(one(int32Type), { ...good, codec: 7 })],
    ['an unknown compression method', 'unsupported/compression-method', column(one(int32Type), { ...good, codec: 0, method: 1 })],
    ['a compressed buffer without its length', 'corrupt/compressed-length', column(one(int32Type), { ...good, buffers: [valid, i32(1)], codec: 0 })],
    ['a compressed buffer of negative length', 'corrupt/compressed-length', column(one(int32Type), { ...good, buffers: [valid, BigInt64Array.of(-2n, 0n)], codec: 0 })],
  ];

  it('at least 40 breaks, each differently', () => {
    expect(breaks.length).toBeGreaterThanOrEqual(40);
    expect(new Set(breaks.map(([name]) => name)).size).toBe(breaks.length);
  });

  it.each(breaks)('%s: %s', async (_, expected, bytes) => {
    expect(await refusal(bytes)).toBe(expected);
  });

  it.each(breaks)('%s, with checks put off until values are read: %s', async (_, expected, bytes) => {
    expect(await refusalWhenRead(bytes, (data) => data.buffers)).toBe(expected);
  });

  it.each(breaks.filter(([name]) => !/list|struct|union/.test(name)))('%s, with checks put off until a frame reads the column: %s', async (_, expected, bytes) => {
    const frames = async (): Promise<void> => {
      for await (const batch of readBatches([bytes], { deferChecks: true })) {
        const frame = createFrameReader(schemaOf(batch.schema)).frame(batch);
        const { kind, key } = frame.numRows === 0 ? { kind: 'other', key: false } : schemaOf(batch.schema).fields[0]!;
        const read = (): unknown => (key ? frame.keys('a') : kind === 'number' ? frame.numbers('a') : undefined);
        try {
          read();
        } catch (error) {
          expect(read).toThrow(error);
          throw error;
        }
      }
    };
    expect(await refusalOf(frames)).toBe(expected);
  });

  it('values of a damaged column at every look, also in slices, and none of the columns beside it', async () => {
    const fields = [{ name: 'a', ...utf8Type }, { name: 'b', ...int32Type }];
    const bytes = column(fields, { rows: 2, nodes: [[2, 0], [2, 0]], buffers: [valid, i32(0, 2, 1), text('ab'), valid, i32(1, 2)] });
    expect(await refusal(bytes)).toBe('corrupt/offsets');
    const [batch] = await readAll(bytes, { deferChecks: true });
    if (batch === undefined) throw new Error('no batch');
    for (const part of [batch, batch.slice(0, 1), batch.slice(1, 2), batch.select(['a', 'b']), batch.slice(0, 2).slice(0, 1)]) {
      for (let look = 0; look < 2; look++) {
        expect(() => columnCells([part], 0)).toThrow('offsets that fall');
        expect(() => part.data.children[0]?.clone()).toThrow('offsets that fall');
        expect(() => part.data.children[0]?.nullCount).toThrow('offsets that fall');
      }
      expect(columnCells([part], 1).length).toBe(part.numRows);
    }
  });

  it('metadata whose tables are shared beyond their bytes', async () => {
    // A vector whose thousands of slots all lead to the same few tables takes little space and much time.
    const count = 4_000;
    const metadata = envelope(1, schemaTable(Array.from({ length: count }, (_, i) => ({ name: `c${i}`, ...int32Type }))), 0);
    const shared = new DataView(metadata.buffer);
    const table = shared.getUint32(0, true);
    const vector = fieldsVector(shared, table, table - shared.getInt32(table, true));
    const last = follow(shared, vector + 4 * count);
    for (let i = 0; i < count; i++) shared.setUint32(vector + 4 + 4 * i, last - (vector + 4 + 4 * i), true);
    expect(await refusal(framed(metadata))).toBe('limit/columns');
    expect(await refusal(framed(metadata), { limits: { columns: 100_000 } })).toBe('truncated/end-marker');
  });
});

describe('limits', () => {
  const nulls = (rows: number): Uint8Array => column(one({ type: 1 }), { rows, nodes: [[rows, rows]], buffers: [] });
  const deep = (levels: number): FieldSpec => (levels === 1 ? { name: 'x', ...int32Type } : { name: 'x', type: 13, children: [deep(levels - 1)] });

  it.each<[limit: string, bytes: Uint8Array, limits: NonNullable<ReadOptions['limits']>]>([
    ['metadataBytes', stream(schemaMessage(one(int32Type))), { metadataBytes: 64 }],
    ['bodyBytes', column(one(int32Type), good), { bodyBytes: 8 }],
    ['rows', column(one(int32Type), good), { rows: 2 }],
    ['emptyRows', nulls(10_000_001), {}],
    ['emptyRows', column(one(runs), { rows: 10_000_001, nodes: [[10_000_001, 0], [1, 0], [1, 0]], buffers: [valid, i32(10_000_001), valid, i32(7)] }), {}],
    ['columns', schemaMessage(Array.from({ length: 2_049 }, (_, i) => ({ name: `c${i}`, ...int32Type }))), {}],
    ['depth', schemaMessage([deep(33)]), {}],
    ['lz4Ratio', column(one(int32Type), { ...good, codec: 0, buffers: [valid, BigInt64Array.of(100_000n, 0n)] }), {}],
    ['zstdRatio', column(one(int32Type), { ...good, codec: 1, buffers: [valid, BigInt64Array.of(100_000_000n, 0n)] }), {}],
  ])('%s is kept and named', async (limit, bytes, limits) => {
    expect(await refusal(bytes, { limits })).toBe(`limit/${limit}`);
  });

  it('an unknown or impossible limit is an option error', async () => {
    const bytes = column(one(int32Type), good);
    expect(await refusal(bytes, { limits: { depht: 3 } as ReadOptions['limits'] }).catch(String)).toMatch(/option\/unknown-limit/);
    expect(await refusal(bytes, { limits: { rows: 0 } })).toBe('option/limit-range');
    expect(await refusal(bytes, { limits: { bodyBytes: 2 ** 31 } })).toBe('option/limit-range');
  });

  it('rows are counted over all batches', async () => {
    const bytes = stream(schemaMessage(one(int32Type)), batchMessage(good), batchMessage(good));
    expect(await refusal(bytes, { limits: { rows: 5 } })).toBe('limit/rows');
    expect(await refusal(bytes, { limits: { rows: 6 } })).toBe('read');
  });
});
