import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { notesOf, parquet } from '@clientele/sources';
import { batchesOf, failureOf, rowsOfScan, streamed, typesOf } from './scanned.js';

const folder = new URL('../fixtures/parquet/', import.meta.url);
const file = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, folder)));
const kinds = JSON.parse(readFileSync(new URL('kinds.json', folder), 'utf8')) as Record<string, string | number | boolean | null>[];

/** Decimal128 as apache-arrow gives it, four words with the lowest first, as text with *scale* decimals. */
function decimalText(words: Uint32Array, scale: number): string {
  const unscaled = BigInt.asIntN(128, words.reduceRight((value, word) => (value << 32n) | BigInt(word), 0n));
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Brings a value to the form of the JSON twin. */
function plain(column: string, value: unknown): unknown {
  if (value === null) return null;
  if (column === 'price') return decimalText(value as Uint32Array, 2);
  if (column === 'total') return decimalText(value as Uint32Array, 6);
  if (column === 'date') return new Date(value as number).toISOString().slice(0, 10);
  if (column === 'local_ms' || column === 'zoned_us' || column === 'zoned_ns') {
    // apache-arrow gives milliseconds with a fraction.
    const milliseconds = value as number;
    return new Date(Math.floor(milliseconds)).toISOString().slice(0, 23) + String(Math.round((milliseconds % 1) * 1000)).padStart(3, '0');
  }
  return typeof value === 'bigint' ? (value < 2n ** 53n ? Number(value) : String(value)) : value;
}

describe('parquet', () => {
  it('reads every kind of column as pyarrow wrote it', async () => {
    const rows = await rowsOfScan(parquet(file('kinds.parquet')));
    expect(rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(name, value)])))).toEqual(kinds);
  });

  it('types columns as Arrow does', async () => {
    expect(await typesOf(parquet(file('kinds.parquet')))).toEqual({
      id: 'Utf8', segment: 'Utf8', int8: 'Int32', int32: 'Int32', int64: 'Int64', uint32: 'Int64', uint64: 'Int64',
      float32: 'Float64', float64: 'Float64', bool: 'Bool', date: 'Date32', local_ms: 'Timestamp<MILLISECOND>',
      zoned_us: 'Timestamp<MICROSECOND, UTC>', zoned_ns: 'Timestamp<NANOSECOND, UTC>', price: 'Decimal128(9, 2)', total: 'Decimal128(38, 6)',
    });
  });

  it('leaves nested and binary columns out and says so', async () => {
    const notes = await notesOf(parquet(file('kinds.parquet')));
    expect(notes.map(({ code, params }) => [code, params?.['column']])).toEqual([['column_left_out', 'tags'], ['column_left_out', 'raw']]);
  });

  it.each(['none', 'gzip', 'zstd', 'lz4', 'brotli'])('reads pages of version 2 compressed with %s', async (codec) => {
    const rows = await rowsOfScan(parquet(file(`codec-${codec}.parquet`)));
    expect(rows.map(({ id, int32, float64, date }) => ({ id, int32, float64, date: plain('date', date) })))
      .toEqual(kinds.map(({ id, int32, float64, date }) => ({ id, int32, float64, date })));
  });

  it('reads timestamps of 96 bits', async () => {
    const rows = await rowsOfScan(parquet(file('int96.parquet')));
    expect(rows.map(({ local_ms }) => plain('local_ms', local_ms))).toEqual(kinds.map(({ local_ms }) => local_ms));
  });

  it('delivers row group by row group, only the columns asked for, with progress', async () => {
    const seen: unknown[] = [];
    const batches = await batchesOf(parquet(file('kinds.parquet')), { columns: ['price', 'id'], onProgress: ({ rows, totalRows }) => seen.push([rows, totalRows]) });
    expect(batches.map(({ numRows }) => numRows)).toEqual([4, 4, 2]);
    expect(batches.map(({ schema }) => schema.fields.map(({ name }) => name))).toEqual([['id', 'price'], ['id', 'price'], ['id', 'price']]);
    expect(seen).toEqual([[4, 10], [8, 10], [10, 10]]);
  });

  it('reads blobs and streams as well', async () => {
    const bytes = file('kinds.parquet');
    expect(await rowsOfScan(parquet(new Blob([bytes as Uint8Array<ArrayBuffer>])))).toHaveLength(10);
    expect(await rowsOfScan(parquet(streamed(bytes)))).toHaveLength(10);
  });

  it('a file that was cut off anywhere is truncated', async () => {
    const bytes = file('codec-none.parquet');
    for (const length of [5, 100, 1000, bytes.length - 9, bytes.length - 4, bytes.length - 1]) {
      expect(await failureOf(rowsOfScan(parquet(bytes.subarray(0, length))))).toMatchObject({ code: 'truncated' });
    }
    expect(await failureOf(rowsOfScan(parquet(new Uint8Array())))).toMatchObject({ code: 'empty' });
  });

  it('a flipped bit gives rows or a typed error, never another kind of failure', async () => {
    const bytes = file('codec-zstd.parquet');
    for (let at = 4; at < bytes.length; at += 7) {
      const spoilt = bytes.slice();
      spoilt[at] = (spoilt[at] ?? 0) ^ 0x10;
      const outcome: unknown = await rowsOfScan(parquet(spoilt)).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toHaveProperty('code');
    }
  });

  it('a file that is something else is refused by its first bytes', async () => {
    expect(await failureOf(rowsOfScan(parquet(new TextEncoder().encode('id,amount\n1,2\n'))))).toMatchObject({ code: 'not-arrow' });
    expect(await failureOf(rowsOfScan(parquet(new TextEncoder().encode('PARE....PARE'))))).toMatchObject({ code: 'unsupported', reason: 'encryption' });
  });

  it('an abort ends a scan between batches', async () => {
    const controller = new AbortController();
    const rows: number[] = [];
    expect(await failureOf((async () => {
      for await (const batch of parquet(file('kinds.parquet')).scan({ signal: controller.signal })) {
        rows.push(batch.numRows);
        controller.abort(new Error('enough'));
      }
    })())).toBe(controller.signal.reason);
    expect(rows).toEqual([4]);
  });
});
