import { Worker } from 'node:worker_threads';
import { type RecordBatch, tableFromIPC } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { Dataset, evaluateOnce, type FoldPart, foldPart, mergeParts, type MetricRequest } from '@clientele/metrics';
import { sourceOf } from '@clientele/sources';
import { orders } from '../sources/arrow-bytes.js';
import { companyArrow } from '../fixtures/company-arrow.js';

const columns = { customer: 'customer_id', time: 'ts' };
const requests: readonly [Parameters<typeof companyArrow>[0], MetricRequest][] = [
  ['orders', { metric: 'pyramid', options: { customer: 'customer_id', value: 'amount' } }],
  ['orders', { metric: 'retention', options: { ...columns, value: 'amount', period: 'month' } }],
  ['orders', { metric: 'lifecycle', options: { ...columns, period: 'quarter' }, where: { op: 'customersIn', column: 'customer_id', metric: 'pyramid', options: { customer: 'customer_id', value: 'amount' }, marks: [{ decile: 1 }] } }],
  ['events', { metric: 'funnel', options: { ...columns, stage: 'stage' } }],
  ['surveys', { metric: 'satisfaction', options: { score: 'nps', ...columns, segment: 'market', period: 'quarter' } }],
];

/** The batch of *bytes* cut into five. */
function pieces(bytes: Uint8Array): RecordBatch[] {
  return tableFromIPC(bytes).batches.flatMap((batch) => {
    const length = Math.ceil(batch.numRows / 5);
    return Array.from({ length: 5 }, (_, i) => batch.slice(i * length, Math.min(batch.numRows, (i + 1) * length)));
  });
}

/** Sends *value* to another thread and back: what comes was cloned twice. */
async function posted<T>(value: T): Promise<T> {
  const worker = new Worker("const { parentPort } = require('node:worker_threads'); parentPort.once('message', (value) => parentPort.postMessage(value));", { eval: true });
  try {
    return await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.postMessage(value);
    });
  } finally {
    await worker.terminate();
  }
}

describe('parts that were folded elsewhere', () => {
  it.each(requests)('of %s make the one result (%j)', async (table, request) => {
    const dataset = (): Dataset => new Dataset(sourceOf(pieces(companyArrow(table))));
    const parts = await Promise.all([0, 1].map(async (part) => posted(await foldPart(dataset(), request, { part, parts: 2 }))));
    expect(parts[0]!.frames).toBeGreaterThan(1);
    expect(await mergeParts(dataset(), request, [parts[1]!, parts[0]!])).toEqual(await evaluateOnce(dataset(), request));
  });

  it('are refused where they answer another question, hold a frame twice, or leave one out', async () => {
    const request: MetricRequest = { metric: 'pyramid', options: { customer: 'customer', value: 'amount' } };
    const dataset = new Dataset(sourceOf(orders(4)));
    const parts: FoldPart[] = await Promise.all([0, 1].map((part) => foldPart(dataset, request, { part, parts: 2 })));
    const merged = (of: readonly FoldPart[], asked = request): Promise<unknown> => mergeParts(dataset, asked, of).catch((error: unknown) => (error as { code: string }).code);
    expect(await merged(parts)).toMatchObject({ metric: 'pyramid' });
    expect(await merged([parts[0]!])).toBe('state');
    expect(await merged([parts[0]!, parts[0]!])).toBe('state');
    expect(await merged(parts, { ...request, options: { ...request.options, timeZone: 'Asia/Shanghai' } })).toBe('state');
    expect(await mergeParts(new Dataset(sourceOf(orders(3))), request, parts).catch((error: unknown) => (error as { code: string }).code)).toBe('state');
  });
});
