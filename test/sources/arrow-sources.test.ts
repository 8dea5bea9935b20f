import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type * as Arrow from 'apache-arrow';
import { type Data, Field, RecordBatch, Schema, type Struct, Table, tableToIPC, vectorFromArray } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { arrowStream, arrowTable, concatenated, csv, notesOf, sourceOf } from '@clientele/sources';
import { recordings } from '../fixtures/producers/recorded.js';
import { messageStarts, orderBytes, orders, segments } from './arrow-bytes.js';
import { batchesOf, failureOf, rowsOfScan, streamed, typesOf } from './scanned.js';

// The one-file build is another copy of every class: what a page has whose bundler took apache-arrow in twice.
const require = createRequire(import.meta.url);
const commonjs = require('apache-arrow') as typeof Arrow;
const other = require(join(dirname(require.resolve('apache-arrow')), 'Arrow.es2015.min.js')) as typeof Arrow;

const expected = Array.from({ length: 30 }, (_, i) => ({ customer: `c${i % 7}`, amount: i + 0.25 }));
const text = (words: string): Uint8Array => new TextEncoder().encode(words);

describe('arrowTable', () => {
  it('delivers the batches of a table as they are, with progress', async () => {
    const table = orders();
    const seen: (readonly [number, number | null])[] = [];
    const batches = await batchesOf(arrowTable(table), { onProgress: ({ rows, totalRows }) => seen.push([rows, totalRows]) });
    expect(batches).toEqual(table.batches);
    expect(seen).toEqual([[10, 30], [20, 30], [30, 30]]);
  });

  it('takes a batch, several batches, and a table without rows', async () => {
    const { batches } = orders();
    expect(await rowsOfScan(arrowTable(batches))).toEqual(expected);
    expect(await rowsOfScan(arrowTable(batches.slice(1, 2)))).toEqual(expected.slice(10, 20));
    const empty = new Table(orders().schema);
    expect(await typesOf(arrowTable(empty))).toEqual({ customer: 'Utf8', amount: 'Float64' });
    expect(await rowsOfScan(arrowTable(empty))).toEqual([]);
  });

  it('rebuilds tables of another copy of apache-arrow', async () => {
    const bytes = tableToIPC(segments());
    const foreign = other.tableFromIPC(bytes);
    expect(foreign.batches[0]?.constructor).not.toBe(RecordBatch);
    const [batch] = await batchesOf(arrowTable(foreign));
    expect(batch?.constructor).toBe(RecordBatch);
    expect(await rowsOfScan(arrowTable(foreign))).toEqual([
      { segment: 'gold', n: 1 }, { segment: null, n: 2 }, { segment: 'iron', n: null }, { segment: 'gold', n: 4 },
    ]);
  });

  it('rebuilds sliced columns and every plain type', async () => {
    const columns = {
      text: other.vectorFromArray(['a', 'bé', null, 'd'], new other.Utf8()),
      bool: other.vectorFromArray([true, null, false, true], new other.Bool()),
      small: other.vectorFromArray([1, 2, null, 4], new other.Int8()),
      long: other.vectorFromArray([1n, null, 3n, 2n ** 60n], new other.Int64()),
      float: other.vectorFromArray([0.5, null, 2.5, 3.5], new other.Float32()),
      day: other.vectorFromArray([new Date(0), null, new Date(86_400_000), new Date(0)], new other.DateDay()),
      at: other.vectorFromArray([0, 1.5, null, 3], new other.TimestampMicrosecond('UTC')),
      nothing: other.vectorFromArray([null, null, null, null], new other.Null()),
    };
    const foreign = new other.Table(columns);
    for (const table of [foreign, foreign.slice(1, 3)]) {
      const rows = await rowsOfScan(arrowTable(table));
      expect(rows).toEqual(table.toArray().map((row: { toJSON: () => object }) => ({ ...row.toJSON() })));
    }
  });

  it('rebuilds texts that are views, sliced too', async () => {
    // The smallest copy has its own name for the buffers of views.
    const foreign = commonjs.tableFromIPC(recordings.find(({ name }) => name === 'pyarrow/stream-views')?.bytes);
    expect(foreign.schema.fields.filter(({ type }) => String(type) === 'Utf8View')).toHaveLength(2);
    for (const table of [foreign, foreign.slice(2, 9)].map((one) => one.select(['customer', 'account']))) {
      expect(await notesOf(arrowTable(table))).toEqual([]);
      const rows = await rowsOfScan(arrowTable(table));
      expect(rows).toEqual(table.toArray().map((row: { toJSON: () => object }) => ({ ...row.toJSON() })));
    }
  });

  it('leaves out texts that are views where their buffers are not to be had', async () => {
    const foreign = other.tableFromIPC(recordings.find(({ name }) => name === 'pyarrow/stream-views')?.bytes);
    const source = arrowTable(foreign.select(['customer', 'value']));
    expect(await typesOf(source)).toEqual({ value: 'Float64' });
    expect(await notesOf(source)).toMatchObject([{ code: 'column_left_out', params: { column: 'customer' } }]);
  });

  it('leaves nested columns of another copy out and says so', async () => {
    const list = new other.List(new other.Field('item', new other.Int32(), true));
    const foreign = new other.Table({ n: other.vectorFromArray([1], new other.Int32()), many: other.vectorFromArray([[1, 2]], list) });
    const source = arrowTable(foreign);
    expect(await rowsOfScan(source)).toEqual([{ n: 1 }]);
    expect(await notesOf(source)).toMatchObject([{ code: 'column_left_out', params: { column: 'many' } }]);
  });

  it('calls columns that share a name by their places', async () => {
    const table = new Table({ a: vectorFromArray([1]), b: vectorFromArray([2]) });
    const fields = table.schema.fields.map((field) => new Field('a', field.type));
    const batch = new RecordBatch(new Schema(fields), table.batches[0]?.data as Data<Struct>);
    expect(Object.keys(await typesOf(arrowTable(batch)))).toEqual(['a[1]', 'a[2]']);
  });

  it('refuses what is no table, and batches that differ', () => {
    expect(() => arrowTable([])).toThrow(/no batches/);
    expect(() => arrowTable([{}] as never)).toThrow(/expected tables of apache-arrow/);
    expect(() => arrowTable([orders().batches[0], segments().batches[0]] as never)).toThrow(/has the columns segment, n/);
  });
});

describe('arrowStream', () => {
  it.each([
    ['a Uint8Array', () => orderBytes()],
    ['an IPC file', () => orderBytes('file')],
    ['an ArrayBuffer', () => orderBytes().slice().buffer],
    ['a Blob', () => new Blob([orderBytes() as Uint8Array<ArrayBuffer>])],
    ['a Response', () => new Response(orderBytes() as Uint8Array<ArrayBuffer>)],
    ['a stream', () => streamed(orderBytes(), 37)],
    ['a generator', async function* () { yield orderBytes().subarray(0, 99); yield orderBytes().subarray(99); }],
  ] as const)('reads %s', async (_, input) => {
    const made = typeof input === 'function' ? input() : input;
    const source = arrowStream(made as Parameters<typeof arrowStream>[0]);
    expect(await typesOf(source)).toEqual({ customer: 'Utf8', amount: 'Float64' });
    expect(await rowsOfScan(source)).toEqual(expected);
    expect(await typesOf(source)).toEqual({ customer: 'Utf8', amount: 'Float64' });
  });

  it('scans bytes again and again, and a stream once', async () => {
    const bytes = arrowStream(orderBytes());
    expect(bytes.once).toBe(false);
    expect(await rowsOfScan(bytes)).toEqual(await rowsOfScan(bytes));
    const stream = arrowStream(streamed(orderBytes()));
    expect(stream.once).toBe(true);
    await rowsOfScan(stream);
    expect(await failureOf(rowsOfScan(stream))).toMatchObject({ code: 'state', reason: 'once' });
  });

  it('a cut at or near any boundary between messages is truncated, after the batches that were whole', async () => {
    const bytes = orderBytes();
    for (const start of messageStarts(bytes).slice(1, -1)) {
      for (const cut of [start - 8, start, start + 4]) {
        const rows: number[] = [];
        const failure = failureOf((async () => {
          for await (const batch of arrowStream(streamed(bytes.subarray(0, cut), 61)).scan()) rows.push(batch.numRows);
        })());
        expect(await failure).toMatchObject({ code: 'truncated' });
        expect(rows.every((count) => count === 10)).toBe(true);
      }
    }
  });

  it('a Response that is no success, a page or nothing is refused', async () => {
    expect(await failureOf(rowsOfScan(arrowStream(new Response('no', { status: 403 }))))).toMatchObject({ code: 'http', params: { status: 403 } });
    expect(await failureOf(rowsOfScan(arrowStream(new Response('<p>', { headers: { 'content-type': 'text/html' } }))))).toMatchObject({ code: 'not-arrow' });
    expect(await failureOf(rowsOfScan(arrowStream(new Response(null))))).toMatchObject({ code: 'empty' });
  });

  it('an abort ends a scan of a silent stream at once and cancels it', async () => {
    let cancelled = false;
    const silent = new ReadableStream<Uint8Array>({
      start: (controller) => { controller.enqueue(orderBytes().subarray(0, 400)); },
      cancel: () => { cancelled = true; },
    });
    const controller = new AbortController();
    const failure = failureOf(rowsOfScan(arrowStream(silent), { signal: controller.signal }));
    setTimeout(() => { controller.abort(new Error('left')); }, 20);
    expect(await failure).toBe(controller.signal.reason);
    await expect.poll(() => cancelled).toBe(true);
  });
});

describe('sourceOf', () => {
  it.each([
    ['an Arrow stream', () => orderBytes()],
    ['an Arrow file', () => orderBytes('file')],
    ['an Arrow stream in gzip', () => gzipSync(orderBytes())],
    ['a table', () => orders()],
    ['batches', () => orders().batches],
    ['a table of another copy', () => other.tableFromIPC(orderBytes())],
    ['delimited text', () => text(`customer,amount\n${expected.map(({ customer, amount }) => `${customer},${amount}`).join('\n')}`)],
    ['a stream of delimited text in gzip', () => streamed(gzipSync(text(`customer;amount\n${expected.map(({ customer, amount }) => `${customer};${amount}`).join('\n')}`)), 20)],
    ['a source', () => arrowTable(orders())],
  ] as const)('reads %s', async (_, input) => {
    expect(await rowsOfScan(sourceOf(input() as Parameters<typeof sourceOf>[0]))).toEqual(expected);
  });

  it('goes by the bytes before the name', async () => {
    const lying = new File([orderBytes() as Uint8Array<ArrayBuffer>], 'orders.csv', { type: 'text/csv' });
    expect(await rowsOfScan(sourceOf(lying))).toEqual(expected);
  });

  it('goes by the name where the bytes say nothing', async () => {
    const file = new File(['[id],n\n1,2\n'], 'odd.csv');
    expect(await rowsOfScan(sourceOf(file))).toEqual([{ '[id]': 1, n: 2 }]);
    expect(await failureOf(rowsOfScan(sourceOf(text('[1, 2]'))))).toMatchObject({ code: 'not-arrow', reason: 'json' });
  });

  it('refuses pages, nothing, random bytes and broken gzip with typed errors', async () => {
    expect(await failureOf(rowsOfScan(sourceOf(text('  <html><head>'))))).toMatchObject({ code: 'not-arrow', reason: 'html' });
    expect(await failureOf(rowsOfScan(sourceOf(new Uint8Array())))).toMatchObject({ code: 'empty' });
    expect(await failureOf(rowsOfScan(sourceOf(Uint8Array.of(1, 2, 3, 250, 251))))).toMatchObject({ code: 'not-arrow' });
    const packed = gzipSync(orderBytes());
    expect(await failureOf(rowsOfScan(sourceOf(packed.subarray(0, packed.length - 9))))).toMatchObject({ code: 'truncated' });
    const spoilt = packed.slice();
    spoilt[40] = (spoilt[40] ?? 0) ^ 0xff;
    expect(await failureOf(rowsOfScan(sourceOf(spoilt)))).toHaveProperty('code');
    expect(() => sourceOf(42 as never)).toThrow(/can't read number 42/);
    expect(() => sourceOf([] as never)).toThrow(/expected record batches/);
  });
});

describe('concatenated', () => {
  it('delivers the rows of all in order, with progress over all', async () => {
    const seen: number[] = [];
    const source = concatenated([arrowTable(orders()), arrowStream(orderBytes())]);
    expect(await rowsOfScan(source, { onProgress: ({ rows }) => seen.push(rows) })).toEqual([...expected, ...expected]);
    expect(seen.at(-1)).toBe(60);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it('types the columns of CSV files together', async () => {
    const source = concatenated([csv(text('id,amount\n1,10\n')), sourceOf(text('amount,id\n2.5,007\n'))]);
    expect(await typesOf(source)).toEqual({ id: 'Utf8', amount: 'Float64' });
    expect(await rowsOfScan(source)).toEqual([{ id: '1', amount: 10 }, { id: '007', amount: 2.5 }]);
  });

  it('refuses columns that differ in name or kind', async () => {
    const first = csv(text('id,amount\na,1\n'));
    const cases = [['id,total\na,1\n', /source 2 has no column "amount"/], ['id,amount,x\na,1,1\n', /a column "x"/]] as const;
    for (const [other_, message] of cases) {
      expect((await failureOf(concatenated([first, csv(text(other_))]).schema()) as Error).message).toMatch(message);
    }
    const words = arrowTable(new Table({ id: vectorFromArray(['a']), amount: vectorFromArray(['b']) }));
    expect(await failureOf(concatenated([first, words]).schema())).toMatchObject({ code: 'schema', reason: 'columns-differ', params: { source: 2, column: 'amount' } });
  });

  it('a source that ends early fails the whole', async () => {
    const short = arrowStream(orderBytes().subarray(0, 1200));
    expect(await failureOf(rowsOfScan(concatenated([arrowTable(orders()), short])))).toMatchObject({ code: 'truncated' });
  });
});
