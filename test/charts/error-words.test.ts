import { describe, expect, it } from 'vitest';
import { errorWords } from '../../packages/charts/src/locales/error-words.js';
import { ClienteleError, DataError } from '../../packages/metrics/src/errors.js';
import { readBatches, type ReadOptions } from '../../packages/metrics/src/arrow/reader.js';
import { http } from '../../packages/sources/src/index.js';
import { batchMessage, int32Type, schemaMessage, stream } from '../metrics/arrow/ipc-bytes.js';
import { sampleStreams } from '../metrics/arrow/sample-streams.js';
import { serve } from '../sources/fault-server.js';
import { rowsOfScan } from '../sources/scanned.js';

const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const file = sampleStreams['orders in a file']!;
const whole = sampleStreams['orders with a dictionary and a delta']!;
const column = [{ name: 'a', ...int32Type }];
const joined = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

async function failure(work: () => Promise<unknown>): Promise<ClienteleError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof ClienteleError) return error;
    throw error;
  }
  throw new Error('nothing failed');
}

async function drained(bytes: Uint8Array, options?: ReadOptions): Promise<void> {
  for await (const batch of readBatches([bytes], options)) void batch;
}

describe('words for what goes wrong with data', () => {
  it.each<[what: string, bytes: Uint8Array, english: RegExp, chinese: RegExp]>([
    ['a codec that is not read', stream(schemaMessage(column), batchMessage({ rows: 0, nodes: [[0, 0]], buffers: [], codec: 9 })),
      /ClickHouse.*output_format_arrow_compression_method = 'none'/, /ClickHouse.*output_format_arrow_compression_method = 'none'/],
    ['a type newer than the reader', schemaMessage([{ name: 'a', type: 27 }]), /Polars.*CompatLevel\.oldest/, /Polars.*CompatLevel\.oldest.*字符串视图/],
    ['a list view', schemaMessage([{ name: 'a', type: 25, children: column }]), /List.*Polars/, /Polars/],
    ['an HTML error page', text('<!doctype html><title>502</title>'), /error page/, /网页/],
    ['a page to log in', text('<html><form>Please sign in, password</form>'), /log in again/, /重新登录/],
    ['a JSON error', text('{"error": "no such table"}'), /Accept: application\/vnd\.apache\.arrow\.stream/, /FORMAT ArrowStream/],
    ['a text', text('customer,value\n1,2\n'), /FORMAT ArrowStream in ClickHouse/, /FORMAT ArrowStream/],
    ['an empty body', new Uint8Array(0), /still sends a schema/, /是否返回了数据行/],
    ['a file whose first bytes were cut off, sent as a stream', file.subarray(8), /footer of a file.*ARROW1/, /ARROW1/],
    ['a stream that begins like a file', joined(text('ARROW1\0\0'), whole), /stream must not begin with "ARROW1"/, /ARROW1/],
    ['a stream that breaks off', whole.subarray(0, whole.length - 8), /Load the data again/, /重新加载/],
    ['a DuckDB enum without its dictionary', joined(whole.subarray(0, messageEnd(whole, 1)), whole.subarray(messageEnd(whole, 2))), /DuckDB for WebAssembly.*VARCHAR/, /VARCHAR/],
  ])('%s has a hint in English and in Chinese', async (_, bytes, english, chinese) => {
    const error = await failure(() => drained(bytes));
    expect(errorWords(error, 'en').hint).toMatch(english);
    expect(errorWords(error, 'zh-CN').hint).toMatch(chinese);
    expect(errorWords(error, 'zh-CN').what).toMatch(/\p{Script=Han}/u);
  });

  it('a limit has a hint that names it, in English and in Chinese', async () => {
    const error = await failure(() => drained(whole, { limits: { rows: 1 } }));
    expect(errorWords(error, 'en').hint).toMatch(/raise limits\.rows/);
    expect(errorWords(error, 'zh-CN').hint).toMatch(/limits\.rows/);
  });

  it.each<[status: number, english: RegExp, chinese: RegExp]>([
    [401, /sign-in/, /登录/], [403, /may not read/, /权限/], [404, /spelling/, /地址/], [429, /Wait/, /稍候/], [500, /server failed/, /服务器/], [503, /server failed/, /服务器/],
  ])('status %i says what to do in English and in Chinese', async (status, english, chinese) => {
    const { url } = await serve((response) => response.writeHead(status).end());
    const error = await failure(() => rowsOfScan(http(url, { retries: 0 })));
    expect(error.code).toBe('http');
    expect(errorWords(error, 'en').hint).toMatch(english);
    expect(errorWords(error, 'zh-CN').hint).toMatch(chinese);
  });

  it('there are twelve codes, each with words in both languages', () => {
    const codes = ['option', 'schema', 'state', 'empty', 'not-arrow', 'truncated', 'corrupt', 'unsupported', 'limit', 'network', 'http', 'timeout'] as const;
    for (const code of codes) {
      const error = code === 'option' || code === 'schema' || code === 'state' ? new ClienteleError(code, 'x') : new DataError(code, 'x');
      expect(errorWords(error, 'en').what).toMatch(/[a-z]/);
      expect(errorWords(error, 'zh-CN').what).toMatch(/\p{Script=Han}/u);
    }
  });
});

/** Returns where the message with number *n* (from 0) of a stream ends. */
function messageEnd(bytes: Uint8Array, n: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  let at = 0;
  for (let i = 0; i < n; i++) {
    const metadata = view.getInt32(at + 4, true);
    const root = at + 8 + view.getUint32(at + 8, true);
    const table = root - view.getInt32(root, true);
    const bodyField = view.getUint16(table + 4 + 2 * 3, true);
    at += 8 + metadata + (bodyField === 0 ? 0 : Number(view.getBigInt64(root + bodyField, true)));
  }
  return at;
}
