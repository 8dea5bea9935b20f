import { tableFromArrays } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { Dataset, evaluate, evaluateOnce, type MetricRequest, type Snapshot } from '@clientele/metrics';
import { sourceOf } from '@clientele/sources';

const rows = (customers: readonly string[]): ReturnType<typeof sourceOf> => sourceOf(tableFromArrays({ customer: [...customers], amount: Float64Array.from(customers, (_, i) => i % 3) }));
const request: MetricRequest = { metric: 'pyramid', options: { customer: 'customer', value: 'amount' } };

describe('a question asked before', () => {
  it('gets the same result without another pass, in whatever words the defaults are left out', async () => {
    const dataset = new Dataset(rows(['a', 'b', 'a', 'c']));
    const first = await evaluateOnce(dataset, request);
    const again: Snapshot[] = [];
    for await (const snapshot of evaluate(dataset, { metric: 'pyramid', options: {} }, { snapshots: true })) again.push(snapshot);
    expect(again).toHaveLength(1);
    expect(again[0]).toMatchObject({ complete: true, progress: { rows: 4 } });
    expect(again[0]!.result).toBe(first);
  });

  it('is counted anew once rows were appended', async () => {
    const dataset = new Dataset(rows(['a', 'b', 'a', 'c']));
    const first = await evaluateOnce(dataset, request);
    await dataset.append(rows(['d']));
    const second = await evaluateOnce(dataset, request);
    expect([first, second].map(({ diagnostics }) => diagnostics.rowsIn)).toEqual([4, 5]);
  });

  it('counts duplicates over all rows, whatever the filter, and again after rows were appended', async () => {
    const dataset = new Dataset(rows(['a', 'b', 'c', 'a', 'b', 'd']));
    const where = { op: 'eq', column: 'customer', value: 'd' } as const;
    expect((await evaluateOnce(dataset, { ...request, where })).diagnostics).toMatchObject({ rowsUsed: 1, duplicates: 2 });
    await dataset.append(rows(['a']));
    expect((await evaluateOnce(dataset, { ...request, where })).diagnostics.duplicates).toBe(3);
  });

  it('counts duplicates once for several who ask at a time, one of whom gives up', async () => {
    const dataset = new Dataset(rows(Array.from({ length: 200_000 }, (_, i) => `c${i % 150_000}`)));
    const stopping = new AbortController();
    const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
    const asking = [
      evaluateOnce(dataset, request, { breathe }),
      evaluateOnce(dataset, { ...request, where: { op: 'in', column: 'customer', values: ['c1'] } }, { breathe }),
      evaluateOnce(dataset, { ...request, where: { op: 'in', column: 'customer', values: ['c2'] } }, { breathe, signal: stopping.signal }).catch((error: unknown) => error),
    ] as const;
    setTimeout(() => stopping.abort('enough'), 5);
    const [all, one] = await Promise.all(asking);
    expect([all.diagnostics.duplicates, one.diagnostics.duplicates]).toEqual([50_000, 50_000]);
  });
});
