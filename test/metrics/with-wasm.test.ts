import { afterEach, describe, expect, it, vi } from 'vitest';
import { customerIds, Dataset, evaluate, evaluateOnce, foldPart, membersOf, mergeParts, type MetricRequest, type Result, type Source } from '@clientele/metrics';
import { allowWebAssembly, batchOf, batchSchemaOf, type BatchField, schemaOf } from '@clientele/metrics/arrow';
import { IntegerKeyIndex } from '../../packages/metrics/src/kernels/integer-key-index.js';
import { KernelLease } from '../../packages/metrics/src/kernels/kernel-lease.js';
import { TextKeyIndex } from '../../packages/metrics/src/kernels/text-key-index.js';

const ROWS = 90_000;
const BATCH = 15_000;
const columns = { customer: 'customer', time: 'at' };
const requests: readonly MetricRequest[] = [
  { metric: 'pyramid', options: { customer: 'customer', value: 'amount', time: null } },
  { metric: 'pyramid', options: { ...columns, value: 'amount' }, where: { op: 'eq', column: 'stage', value: 'cart' } },
  { metric: 'retention', options: { ...columns, value: 'amount', period: 'week' } },
  { metric: 'lifecycle', options: { ...columns, period: 'month' } },
  { metric: 'loyalty', options: columns },
  { metric: 'funnel', options: { ...columns, stage: 'stage', value: 'amount', steps: ['visit', 'cart', 'purchase'], window: '20d' } },
  { metric: 'satisfaction', options: { ...columns, score: 'score', segment: 'stage', period: 'month', scale: 'nps' } },
];

/** Returns rows that were drawn once, in order of time or not, with customers of the type given: some missing, some rows repeated, *lateRow* long past its time. */
function rowsOf(type: 'int64' | 'int32' | 'utf8', ordered: boolean, lateRow = -1): Source {
  const fields: readonly BatchField[] = [
    { name: 'customer', type }, { name: 'at', type: 'timestamp-ms' }, { name: 'amount', type: 'float64' }, { name: 'stage', type: 'utf8' }, { name: 'score', type: 'int32' },
  ];
  let state = 2_463_534_242;
  const draw = (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  const id = { int64: (n: number) => BigInt(n) * 7_777_777_777n - 5n, int32: (n: number) => n * 65_537 - 3, utf8: (n: number) => `客户 ${'·'.repeat(n % 9)}${n}` }[type];
  const rows = Array.from({ length: ROWS }, (_, i) => ({
    customer: draw(50) === 0 ? null : id(Math.floor(draw(20_000) ** 2 / 20_000)), at: 1.7e12 + (i === lateRow ? 0 : ordered ? i : draw(ROWS)) * 90_000,
    amount: draw(100_000) / 100 - 20, stage: ['visit', 'cart', 'purchase', 'help'][draw(4)], score: draw(11),
  }));
  for (let i = 1; i < ROWS; i += 97) rows[i] = rows[i - 1]!;
  return {
    once: false,
    schema: () => Promise.resolve(schemaOf(batchSchemaOf(fields))),
    async *scan() {
      for (let from = 0; from < ROWS; from += BATCH) {
        const part = rows.slice(from, from + BATCH);
        yield await Promise.resolve(batchOf(fields, fields.map(({ name }) => part.map((row) => row[name as keyof typeof row])), part.length));
      }
    },
  };
}

afterEach(() => {
  allowWebAssembly(true);
  vi.restoreAllMocks();
});

describe.each([['int64', true], ['int64', false], ['int32', true], ['utf8', true], ['utf8', false]] as const)('metrics over %s customers, in order of time: %s', (type, ordered) => {
  it('are the same over rows that only go back in time late, and where parts are told meanwhile', async () => {
    const request: MetricRequest = { metric: 'retention', options: { ...columns, value: 'amount', period: 'month' } };
    const late = (): Dataset => new Dataset(rowsOf(type, ordered, ROWS - 10));
    const merged = await mergeParts(late(), request, [await foldPart(late(), request, { part: 0, parts: 1 })]);
    expect(await evaluateOnce(late(), request)).toEqual(merged);
    let last: Result | null = null;
    for await (const { result, complete } of evaluate(late(), request, { snapshots: true })) if (complete) last = result;
    expect(last).toEqual(merged);
  });

  it('work in memories that earlier answers gave back, whether those were told to the end or not', async () => {
    const dataset = new Dataset(rowsOf(type, ordered));
    const askAll = async (minN: number): Promise<Result[]> => {
      const answers: Result[] = [];
      for (const { metric, options, where } of requests) answers.push(await evaluateOnce(dataset, { metric, options: { ...options, minN }, where }));
      return answers;
    };
    const lend = vi.spyOn(KernelLease.prototype, 'lend');
    const memoriesLent = (): Set<unknown> => new Set(lend.mock.results.map(({ value }) => value as unknown));
    const first = await askAll(1);
    const known = memoriesLent();
    const controller = new AbortController();
    const breathe = (): Promise<void> => {
      controller.abort();
      return Promise.resolve();
    };
    await expect(evaluateOnce(dataset, { metric: 'funnel', options: { ...requests[5]!.options, window: '10d' } }, { signal: controller.signal, breathe })).rejects.toMatchObject({ name: 'AbortError' });
    const again = await askAll(2);
    expect(known.size).toBeGreaterThan(0);
    expect([...memoriesLent()].every((memory) => known.has(memory))).toBe(true);
    expect(again.map(({ table }) => table)).toEqual(first.map(({ table }) => table));
  });

  it('stop in the middle when nobody wants them any more', async () => {
    const controller = new AbortController();
    let breaths = 0;
    const breathe = (): Promise<void> => {
      breaths += 1;
      if (breaths === 9) controller.abort();
      return Promise.resolve();
    };
    await expect(evaluateOnce(new Dataset(rowsOf(type, ordered)), requests[2]!, { signal: controller.signal, breathe })).rejects.toMatchObject({ name: 'AbortError' });
    expect(breaths).toBe(9);
  });

  it('are the same with WebAssembly and without, to the last bit', async () => {
    const made = [vi.spyOn(IntegerKeyIndex.prototype, 'accelerate'), vi.spyOn(TextKeyIndex.prototype, 'accelerate')];
    const answers: Result[][] = [];
    const members: unknown[] = [];
    const folded: Result[][] = [];
    for (const allowed of [true, false]) {
      allowWebAssembly(allowed);
      for (const spy of made) spy.mockClear();
      const dataset = new Dataset(rowsOf(type, ordered));
      answers.push(await Promise.all(requests.map(async (request) => evaluateOnce(dataset, request))));
      // Parts are counted by the fold, whatever the rows.
      folded.push(await Promise.all(requests.map(async (request) => {
        const parts = await Promise.all([0, 1].map(async (part) => foldPart(dataset, request, { part, parts: 2 })));
        return mergeParts(dataset, request, parts);
      })));
      const best = await membersOf(dataset, { op: 'customersIn', column: 'customer', metric: 'pyramid', options: { customer: 'customer', value: 'amount' }, marks: [{ decile: 1 }] });
      members.push(await customerIds(dataset, best));
      expect(made.some((spy) => spy.mock.calls.length > 0)).toBe(allowed);
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(folded).toEqual(answers);
    expect(members[0]).toEqual(members[1]);
    for (const { diagnostics } of answers[0]!.slice(2, 6)) expect(diagnostics.duplicates).toBeGreaterThanOrEqual(Math.floor(ROWS / 97));
  });
});
