import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { recordings } from '../fixtures/producers/recorded.js';
import { sampleStreams } from '../metrics/arrow/sample-streams.js';
import { orderBytes } from '../sources/arrow-bytes.js';
import { fileOf, run } from './run-command.js';

const text = 'customer_id,ordered_at,amount,memo\na,2024-01-05,10,\nb,2024-01-20,,x\n';

async function report(args: readonly string[], stdin?: string | Uint8Array): Promise<{ status: number; stderr: string; report: Record<string, unknown> }> {
  const { status, stdout, stderr } = await run(['inspect', ...args, '--format', 'json'], stdin);
  return { status, stderr, report: stdout === '' ? {} : JSON.parse(stdout) as Record<string, unknown> };
}

describe('inspect', () => {
  it.each(['stream', 'file'] as const)('tells what is in an Arrow %s', async (format) => {
    const file = await fileOf('orders.arrow', orderBytes(format));
    expect(await report([file])).toMatchObject({
      status: 0, stderr: '',
      report: {
        file, format: `arrow ${format}`, complete: true, error: null, batches: 3, rows: 30, bytes: orderBytes(format).length,
        columns: [{ name: 'customer', type: 'Utf8', kind: 'text', nulls: 0, role: 'customer' }, { name: 'amount', type: 'Float64', role: 'value' }],
      },
    });
  });

  it('tells what is in delimited text, also in gzip and from standard input', async () => {
    for (const input of [text, gzipSync(text)]) {
      expect((await report(['-'], input)).report).toMatchObject({
        file: 'standard input', format: 'csv', complete: true, rows: 2, batches: 1,
        columns: [
          { name: 'customer_id', role: 'customer', nulls: 0 }, { name: 'ordered_at', type: 'Date32', role: 'time' },
          { name: 'amount', type: 'Int32', nulls: 1, role: 'value' }, { name: 'memo', nulls: 1, role: null },
        ],
      });
    }
  });

  it('tells what is in a Parquet file, and what is left out', async () => {
    const file = new URL('../fixtures/parquet/kinds.parquet', import.meta.url).pathname;
    const { status, report: told } = await report([file]);
    expect(status).toBe(0);
    expect(told).toMatchObject({ format: 'parquet', complete: true, rows: 10, batches: 3 });
    expect(told['notes']).toMatchObject([{ params: { column: 'tags' } }, { params: { column: 'raw' } }]);
  });

  it('tells codecs, dictionaries, runs, shared names and the version of what real producers and samples hold', async () => {
    const recording = (name: string): Uint8Array => recordings.find((one) => one.name === name)?.bytes ?? new Uint8Array(0);
    expect((await report(['-'], recording('pyarrow/stream-old'))).report).toMatchObject({ metadataVersion: 4, dictionaries: 1, compression: [] });
    const { report: told } = await report(['-'], recording('pyarrow/stream-runs'));
    expect(told).toMatchObject({ metadataVersion: 5, dictionaries: 0, compression: ['lz4'], complete: true, rows: 24 });
    expect(told['columns']).toMatchObject([{ name: 'segment', type: 'RunEndEncoded<Utf8>', kind: 'text' }, {}, { name: 'items', type: 'RunEndEncoded<Int32>' }, {}, {}, {}, {}]);
    const shared = await report(['-'], sampleStreams['run-end-encoded columns, two of one name']);
    expect((shared.report['columns'] as { name: string }[]).map(({ name }) => name)).toEqual(['tier[1]', 'value', 'stage', 'tier[2]']);
    expect((await run(['inspect', '-'], recording('arrow-go/stream-delta'))).stdout).toMatch(/metadata +version 5\ndictionaries +\d/);
  });

  it('prints the same for people', async () => {
    const { stdout } = await run(['inspect', '-'], text);
    expect(stdout).toMatch(/complete +yes/);
    expect(stdout).toMatch(/ordered_at +Date32 +0 +time/);
  });

  it('damage is status 1 with the code, and the report says what could be read', async () => {
    const bytes = orderBytes();
    const cut = await report(['-'], bytes.subarray(0, bytes.length - 8));
    expect(cut).toMatchObject({ status: 1, report: { complete: false, error: { code: 'truncated' }, rows: 30 } });
    expect(cut.stderr).toMatch(/^clientele: [^\n]*\(truncated\)[^\n]*\n$/);
    const spoilt = bytes.slice();
    spoilt.fill(0xff, 700, 720);
    const broken = await report(['-'], spoilt);
    expect(broken.status).toBe(1);
    expect(broken.stderr).toMatch(/\((corrupt|truncated|unsupported|limit)\)/);
  });

  it('what has no schema at all is an error and nothing else', async () => {
    for (const [input, code] of [['<html></html>', 'not-arrow'], ['', 'empty'], ['{"a": 1}', 'not-arrow'], [orderBytes().subarray(0, 100), 'truncated']] as const) {
      const { status, stdout, stderr } = await run(['inspect', '-'], input);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toContain(`(${code})`);
    }
  });

  it('takes one file', async () => {
    expect(await run(['inspect', 'a', 'b'])).toMatchObject({ status: 2, stdout: '' });
  });
});
