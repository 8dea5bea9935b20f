import { readFileSync } from 'node:fs';
import { type RecordBatch, tableFromArrays, tableToIPC } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { ClienteleError, DataError } from '../../../packages/metrics/src/errors.js';
import { inspectArrow } from '../../../packages/metrics/src/arrow/inspect.js';
import { readBatches, readSchema, type ReadOptions } from '../../../packages/metrics/src/arrow/reader.js';
import type { Progress } from '../../../packages/metrics/src/source.js';
import { columnCells } from './batch-cells.js';
import { arrowTesting, goldenFiles } from './golden.js';
import { batchMessage, endMark, file, int32Type, joined, schemaMessage, stream } from './ipc-bytes.js';
import { sampleStreams } from './sample-streams.js';
import { seeded } from './seeded.js';

async function readAll(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, options?: ReadOptions): Promise<RecordBatch[]> {
  const batches: RecordBatch[] = [];
  for await (const batch of readBatches(chunks, options)) batches.push(batch);
  return batches;
}

async function thrown(reading: Promise<unknown>): Promise<ClienteleError> {
  const error: unknown = await reading.then(() => null, (reason: unknown) => reason);
  if (!(error instanceof ClienteleError)) throw new Error(`expected a typed error, got ${String(error)}`);
  return error;
}

const code = ({ code, reason }: ClienteleError): string => `${code}/${reason ?? ''}`;

/** Returns all cells of all batches, and where the batches end. */
function cellsOf(batches: readonly RecordBatch[]): unknown {
  const columns = batches[0]?.schema.fields.map((field, i) => [String(field), columnCells(batches, i)]);
  return { rows: batches.map(({ numRows }) => numRows), columns };
}

/** Streams and files to cut up: the small ones of our own, and golden ones when they are there. */
function manyStreams(): [name: string, bytes: Uint8Array][] {
  const golden = goldenFiles()
    .filter(({ name }) => /(1\.0\.0-littleendian|2\.0\.0-compression|cpp-21\.0\.0)\/generated_(dictionary|primitive|nested|binary_view|lz4|zstd|map|null|interval_mdn)\./.test(name))
    .map(({ name, path }): [string, Uint8Array] => [name, new Uint8Array(readFileSync(path))]);
  return [...Object.entries(sampleStreams), ...golden];
}

const fields = [{ name: 'a', ...int32Type }];
const numbers = (...values: readonly number[]): Uint8Array =>
  batchMessage({ rows: values.length, nodes: [[values.length, 0]], buffers: [new Uint8Array(0), Int32Array.from(values)] });

describe('readBatches', () => {
  it('reads what apache-arrow writes, as stream and as file', async () => {
    const table = tableFromArrays({ id: Int32Array.of(1, 2, 3), name: ['ann', 'bob', 'ann'], value: Float64Array.of(0.5, 1.5, 2.5) });
    for (const format of ['stream', 'file'] as const) {
      const batches = await readAll([tableToIPC(table, format)]);
      expect(columnCells(batches, 0)).toEqual(['1', '2', '3']);
      expect(columnCells(batches, 1)).toEqual(['"ann"', '"bob"', '"ann"']);
      expect(columnCells(batches, 2)).toEqual(['0.5', '1.5', '2.5']);
      expect(batches[0]?.get(1)?.toJSON()).toEqual({ id: 2, name: 'bob', value: 1.5 });
    }
  });

  it('gives the same batches for 1,000 random chunkings', async () => {
    const streams = manyStreams();
    const whole = await Promise.all(streams.map(async ([, bytes]) => cellsOf(await readAll([bytes]))));
    const random = seeded(42);
    for (let run = 0; run < 1_000; run++) {
      const which = run % streams.length;
      const [name, bytes] = streams[which] ?? ['', new Uint8Array(0)];
      const chunks: Uint8Array[] = [];
      const most = 2 ** (1 + Math.floor(random() * 12));
      for (let at = 0; at < bytes.length; ) {
        const size = Math.floor(random() * most);
        // Each chunk begins anywhere in a buffer of its own, as those of a network do.
        const shift = Math.floor(random() * 8);
        const chunk = new Uint8Array(shift + Math.min(size, bytes.length - at)).subarray(shift);
        chunk.set(bytes.subarray(at, at + chunk.length));
        chunks.push(chunk);
        at += chunk.length;
      }
      expect(cellsOf(await readAll(chunks)), `run ${run} of ${name}`).toEqual(whole[which]);
    }
  });

  it.each(Object.entries(sampleStreams))('never takes a prefix of %s for the whole', async (_, bytes) => {
    for (let length = 0; length < bytes.length; length++) {
      const error = await thrown(readAll([bytes.subarray(0, length)]));
      expect(error.code, `${length} bytes`).toBe(length === 0 ? 'empty' : 'truncated');
    }
    await readAll([bytes]);
  });

  it.skipIf(arrowTesting === null)('never takes a prefix of a golden file for the whole', async () => {
    for (const [name, bytes] of manyStreams().slice(Object.keys(sampleStreams).length)) {
      const step = Math.max(1, Math.floor(bytes.length / 120));
      for (let length = 1; length < bytes.length; length += step) {
        expect((await thrown(readAll([bytes.subarray(0, length)]))).code, `${name}: ${length} bytes`).toBe('truncated');
      }
    }
  });

  it('delivers batches before the rest has arrived, and says how many rows came when it breaks off', async () => {
    const seen: number[] = [];
    const error = await thrown((async () => {
      for await (const { numRows } of readBatches([schemaMessage(fields), numbers(1, 2), numbers(3)])) seen.push(numRows);
    })());
    expect(seen).toEqual([2, 1]);
    expect(code(error)).toBe('truncated/end-marker');
    expect(error.params).toMatchObject({ rows: 3 });
    expect(error.hint).toMatch(/broke off.*requireEnd/);
  });

  it('keeps a dictionary the same object until a delta or a replacement, and its first chunks after a delta', async () => {
    const stages = async (name: string): Promise<unknown[]> =>
      (await readAll([sampleStreams[name] ?? new Uint8Array(0)])).map((batch) => batch.data.children[1]?.dictionary);
    const twice = sampleStreams['a file with its dictionary at the end'];
    const [a, b] = (await readAll([twice ?? new Uint8Array(0)])).map((batch) => batch.data.children[1]?.dictionary);
    expect(a).toBe(b);
    const [before, after] = (await readAll([sampleStreams['orders with a dictionary and a delta'] ?? new Uint8Array(0)])).map((batch) => batch.data.children[1]?.dictionary);
    expect(after).not.toBe(before);
    expect(after?.data[0]).toBe(before?.data[0]);
    expect(after?.length).toBe(3);
    const [old, replaced] = await stages('orders with a replaced dictionary');
    expect(replaced).not.toBe(old);
  });

  it('reads deltas and replacements with the values that were valid when the batch came', async () => {
    const stage = async (name: string): Promise<unknown> => columnCells(await readAll([sampleStreams[name] ?? new Uint8Array(0)]), 1);
    expect(await stage('orders with a dictionary and a delta')).toEqual(['"visit"', '"signup"', '"signup"', '"visit"', '"signup"', '"buy"']);
    expect(await stage('orders with a replaced dictionary')).toEqual(['"visit"', '"signup"', '"visit"', '"a"', '"b"', '"c"']);
    expect(await stage('a file with its dictionary at the end')).toEqual(['"visit"', '"signup"', '"visit"', '"visit"', '"signup"', '"signup"']);
  });

  it('checks a file against its footer', async () => {
    const two = [{ kind: 'batch' as const, bytes: numbers(1) }, { kind: 'batch' as const, bytes: numbers(2) }];
    expect(code(await thrown(readAll([file(fields, two, (_, batches) => batches.pop())])))).toBe('corrupt/footer-blocks');
    expect(code(await thrown(readAll([file(fields, two, (_, batches) => batches.reverse())])))).toBe('unsupported/file-order');
    expect(code(await thrown(readAll([file(fields, two, (_, batches) => (batches[0] = [0, 0, 0]))])))).toBe('corrupt/footer-blocks');
    const whole = file(fields, two);
    const shorter = whole.slice();
    new DataView(shorter.buffer).setInt32(whole.length - 10, 1 << 20, true);
    expect(code(await thrown(readAll([shorter])))).toBe('corrupt/footer-length');
    const other = file([{ name: 'b', ...int32Type }], two);
    const footerAt = whole.length - 10 - new DataView(whole.buffer).getInt32(whole.length - 10, true);
    expect(code(await thrown(readAll([joined(whole.subarray(0, footerAt), other.subarray(footerAt))])))).toBe('corrupt/footer-schema');
  });

  it('takes fewer rows than the schema promises for truncated', async () => {
    const promising = (key: string, rows: number): Uint8Array => stream(schemaMessage(fields, { metadata: { [key]: String(rows) } }), numbers(1, 2));
    for (const key of ['clientele.rows', 'rows']) {
      const error = await thrown(readAll([promising(key, 3)]));
      expect(code(error)).toBe('truncated/rows');
      expect(error.params).toEqual({ rows: 2, promised: 3 });
      await readAll([promising(key, 2)]);
    }
    await readAll([stream(schemaMessage(fields, { metadata: { rows: 'many' } }), numbers(1))]);
  });

  it('tells the schema first, then the progress of every chunk', async () => {
    const told: unknown[] = [];
    const chunks = [schemaMessage(fields, { metadata: { rows: '3' } }), numbers(1, 2), joined(numbers(3), endMark)];
    await readAll(chunks, {
      onSchema: (schema) => told.push(schema.fields.map(String)),
      onProgress: ({ rows, totalRows }: Progress) => told.push([rows, totalRows]),
    });
    expect(told).toEqual([['a: Int32'], [0, 3], [2, 3], [3, 3]]);
  });

  it('stops at once when aborted, also while waiting, and lets go of the chunks', async () => {
    let ended = false;
    const controller = new AbortController();
    async function* chunks(): AsyncGenerator<Uint8Array> {
      try {
        yield schemaMessage(fields);
        yield numbers(1);
        controller.abort(new Error('enough'));
        yield numbers(2);
      } finally {
        ended = true;
      }
    }
    await expect(readAll(chunks(), { signal: controller.signal })).rejects.toThrow('enough');
    expect(ended).toBe(true);

    const waiting = new AbortController();
    const never: AsyncIterable<Uint8Array> = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }) };
    const reading = readAll(never, { signal: waiting.signal });
    waiting.abort(new Error('too slow'));
    await expect(reading).rejects.toThrow('too slow');
    await expect(readAll([], { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow('before');
  });

  it('ends the chunks when the loop is left early', async () => {
    let ended = 0;
    for (const signal of [undefined, new AbortController().signal]) {
      const chunks = function* (): Generator<Uint8Array> {
        try {
          yield joined(schemaMessage(fields), numbers(1));
          yield numbers(2);
        } finally {
          ended++;
        }
      };
      for await (const batch of readBatches(chunks(), { signal })) {
        expect(batch.numRows).toBe(1);
        break;
      }
    }
    expect(ended).toBe(2);
  });

  it('passes on what the chunks themselves throw, and refuses chunks that are no bytes', async () => {
    const failing = async function* (): AsyncGenerator<Uint8Array> {
      yield schemaMessage(fields);
      throw new DataError('network', 'http: connection reset');
    };
    expect((await thrown(readAll(failing()))).code).toBe('network');
    expect(code(await thrown(readAll(['ARROW1'] as unknown as Uint8Array[])))).toBe('option/chunk');
  });

  it('gives no placeholder batch for a stream without batches', async () => {
    expect(await readAll([sampleStreams['a stream without batches'] ?? new Uint8Array(0)])).toEqual([]);
  });
});

describe('readSchema', () => {
  it('reads no more than the schema lies in', async () => {
    let chunks = 0;
    const source = function* (): Generator<Uint8Array> {
      for (const chunk of [schemaMessage(fields), numbers(1), endMark]) {
        chunks++;
        yield chunk;
      }
    };
    expect((await readSchema(source())).fields.map(String)).toEqual(['a: Int32']);
    expect(chunks).toBe(1);
  });

  it('throws as reading does', async () => {
    expect(code(await thrown(readSchema([])))).toBe('empty/');
    expect(code(await thrown(readSchema([new TextEncoder().encode('<html>not here</html>')])))).toBe('not-arrow/html');
    expect(code(await thrown(readSchema([schemaMessage(fields).subarray(0, 50)])))).toBe('truncated/message');
    expect(code(await thrown(readSchema([numbers(1)])))).toBe('corrupt/no-schema');
  });
});

describe('inspectArrow', () => {
  it('tells what is in a whole file', async () => {
    const { schema, ...rest } = await inspectArrow([sampleStreams['orders in a file'] ?? new Uint8Array(0)]);
    expect(schema?.fields.map(({ name }) => name)).toEqual(['customer', 'stage', 'ordered_at', 'value', 'first']);
    expect(rest).toEqual({
      format: 'file', complete: true, error: null, batches: 2, rows: 6, nulls: { customer: 0, stage: 0, ordered_at: 0, value: 2, first: 0 },
      dictionaries: 2, compression: [], metadataVersion: 5, bytes: sampleStreams['orders in a file']?.length,
    });
  });

  it('tells how far a broken stream goes, and why it ends', async () => {
    const inspection = await inspectArrow([schemaMessage(fields), numbers(1, 2)]);
    expect(inspection).toMatchObject({ format: 'stream', complete: false, batches: 1, rows: 2 });
    expect(inspection.error && code(inspection.error)).toBe('truncated/end-marker');
    expect(await inspectArrow([])).toMatchObject({ format: null, complete: false, schema: null, rows: 0, error: { code: 'empty' } });
  });

  it.skipIf(arrowTesting === null)('names the compression', async () => {
    const lz4 = goldenFiles().find(({ name }) => name === '2.0.0-compression/generated_lz4.stream');
    expect(await inspectArrow([new Uint8Array(readFileSync(lz4?.path ?? ''))])).toMatchObject({ complete: true, compression: ['lz4'], metadataVersion: 5 });
  });
});
