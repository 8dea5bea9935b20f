import { Dataset, evaluate, evaluateOnce, customerIds, DataError, membersOf, type MetricRequest, OptionError, rowsOf, SchemaError, type Source } from '@clientele/metrics';
import { batchOf, batchSchemaOf, schemaOf } from '@clientele/metrics/arrow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

interface OrderRow {
  readonly customer_id: string | null;
  readonly ordered_at: string;
  readonly amount: number | null;
}

const FIELDS = [
  { name: 'customer_id', type: 'utf8' },
  { name: 'ordered_at', type: 'date32' },
  { name: 'amount', type: 'float64' },
] as const;

const DAY_MS = 86_400_000;

/** A source of *rows* in batches of *size* that counts its scans and can break off before batch *breakAt*. */
function ordersSource(rows: readonly OrderRow[], size = 2, breakAt = Infinity): Source & { scans: number; stopped: number } {
  return {
    once: false,
    scans: 0,
    stopped: 0,
    schema: () => Promise.resolve(schemaOf(batchSchemaOf(FIELDS))),
    async *scan({ signal, onProgress } = {}) {
      this.scans += 1;
      for (let from = 0; from < rows.length; from += size) {
        if (from / size >= breakAt) throw new DataError('truncated', 'test: the data ended early');
        await new Promise((resolve) => setTimeout(resolve));
        if (signal?.aborted === true) {
          this.stopped += 1;
          throw signal.reason;
        }
        const part = rows.slice(from, from + size);
        const days = part.map((row) => Date.parse(row.ordered_at) / DAY_MS);
        yield batchOf(FIELDS, [part.map((row) => row.customer_id), days, part.map((row) => row.amount)], part.length);
        onProgress?.({ rows: from + part.length, totalRows: rows.length, bytes: 0, totalBytes: null });
      }
    },
  };
}

const ROWS: readonly OrderRow[] = [
  { customer_id: 'a', ordered_at: '2024-01-31', amount: 10 },
  { customer_id: 'b', ordered_at: '2024-01-01', amount: 1 },
  { customer_id: 'a', ordered_at: '2024-02-01', amount: 5 },
  { customer_id: 'c', ordered_at: '2024-03-15', amount: 7 },
  { customer_id: 'a', ordered_at: '2024-02-01', amount: 5 },
  { customer_id: null, ordered_at: '2024-03-01', amount: 9 },
];

const RETENTION: MetricRequest = { metric: 'retention', options: { period: 'month' } };

describe('evaluate', () => {
  it('finds columns by name, says which, and counts rows in, used, dropped and repeated', async () => {
    const { diagnostics, table } = await evaluateOnce(new Dataset(ordersSource(ROWS)), RETENTION);
    expect(diagnostics.inferred).toEqual({ customer: 'customer_id', time: 'ordered_at', value: 'amount' });
    expect(diagnostics).toMatchObject({ rowsIn: 6, rowsUsed: 5, dropped: { customer_missing: 1 }, duplicates: 1 });
    const february = rowsOf(table).find((row) => row['cohort'] === '2024-01-01' && row['offset'] === 1);
    expect(february).toMatchObject({ size: 2, active: 1, retention: 0.5, value: 10 });
  });

  it('does not split or weigh an answer by a column that nobody named', async () => {
    const fields = [{ name: 'score', type: 'int32' }, { name: 'channel', type: 'utf8' }, { name: 'weight', type: 'float64' }] as const;
    const source: Source = {
      once: false,
      schema: () => Promise.resolve(schemaOf(batchSchemaOf(fields))),
      async *scan() {
        yield batchOf(fields, [[10, 0, 9], ['web', 'shop', 'web'], [1, 5, 1]], 3);
      },
    };
    const { table, diagnostics } = await evaluateOnce(new Dataset(source), { metric: 'satisfaction', options: {} });
    expect(diagnostics.inferred).toEqual({ score: 'score' });
    expect(rowsOf(table)).toHaveLength(1);
    expect(rowsOf(table)[0]).toMatchObject({ segment: null, n: 3, promoters: 2 });
  });

  it('refuses unknown metrics, options and columns with the nearest right name', async () => {
    const dataset = new Dataset(ordersSource(ROWS));
    await expect(evaluateOnce(dataset, { metric: 'retenton', options: {} })).rejects.toThrow(/unknown metric "retenton"; expected "retention"/);
    await expect(evaluateOnce(dataset, { metric: 'retention', options: { perod: 'month' } })).rejects.toThrow(/unknown option "perod"; expected "period"/);
    await expect(evaluateOnce(dataset, { metric: 'retention', options: { customer: 'customerid' } })).rejects.toThrow(/customer_id/);
    await expect(evaluateOnce(dataset, { metric: 'retention', options: { time: 'amount' } })).rejects.toBeInstanceOf(SchemaError);
    expect(dataset.source).toMatchObject({ scans: 0 });
  });

  it('reads a source once for any number of metrics, at the same time and later', async () => {
    const source = ordersSource(ROWS);
    const dataset = new Dataset(source);
    const both = await Promise.all([evaluateOnce(dataset, RETENTION), evaluateOnce(dataset, { metric: 'pyramid', options: {} })]);
    const later = await evaluateOnce(dataset, { metric: 'lifecycle', options: { period: 'month' } });
    expect(source.scans).toBe(1);
    expect(both[1].scalars['total']).toBe(28);
    expect(rowsOf(later.table).map((row) => row['active'])).toEqual([2, 1, 1]);
  });

  it('never yields a complete snapshot of data that end early, to nobody', async () => {
    const dataset = new Dataset(ordersSource(ROWS, 1, 4));
    const seen: boolean[] = [];
    const ask = async (): Promise<void> => {
      for await (const snapshot of evaluate(dataset, RETENTION, { snapshots: true })) seen.push(snapshot.complete);
    };
    await expect(ask()).rejects.toMatchObject({ code: 'truncated' });
    await expect(ask()).rejects.toMatchObject({ code: 'truncated' });
    expect(seen).not.toContain(true);
  });

  it('stops the scan when its last reader goes, and starts anew for the next', async () => {
    const source = ordersSource(ROWS, 1);
    const dataset = new Dataset(source);
    const abort = new AbortController();
    const run = evaluateOnce(dataset, RETENTION, { signal: abort.signal });
    setTimeout(() => abort.abort(new Error('enough')), 2);
    await expect(run).rejects.toThrow('enough');
    await expect.poll(() => source.stopped).toBe(1);
    expect((await evaluateOnce(dataset, RETENTION)).diagnostics.rowsIn).toBe(6);
    expect(source.scans).toBe(2);
  });

  it('goes on with the scan for a reader that comes back in the same turn, as when an option changes', async () => {
    const source = ordersSource(ROWS, 1);
    const dataset = new Dataset(source);
    const abort = new AbortController();
    const first = evaluateOnce(dataset, RETENTION, { signal: abort.signal });
    await new Promise((resolve) => setTimeout(resolve, 2));
    abort.abort(new Error('superseded'));
    const second = evaluateOnce(dataset, { metric: 'retention', options: { period: 'week' } });
    await expect(first).rejects.toThrow('superseded');
    expect((await second).diagnostics.rowsIn).toBe(6);
    expect(source).toMatchObject({ scans: 1, stopped: 0 });
  });

  it('gives its thread a turn while it looks for the customers of a filter', async () => {
    const clause = { op: 'customersIn', column: 'customer_id', metric: 'pyramid', options: {}, marks: [{ tier: 'small' }] } as const;
    const slow = ordersSource(Array.from({ length: 400 }, () => ROWS).flat(), 100);
    let turns = 0;
    const set = await membersOf(new Dataset(slow), clause, { breathe: () => Promise.resolve(void turns++) });
    expect(set.count).toBe(2);
    expect(turns).toBeGreaterThan(0);
  });

  it('gives its thread a turn when asked to, and ends with the same answer', async () => {
    let turns = 0;
    const slow = ordersSource(Array.from({ length: 400 }, () => ROWS).flat(), 100);
    const result = await evaluateOnce(new Dataset(slow), RETENTION, { breathe: () => Promise.resolve(void turns++) });
    expect(result.diagnostics.rowsIn).toBe(2400);
    expect(turns).toBeGreaterThan(0);
  });

  it('answers no rows with an empty table', async () => {
    const { table, diagnostics } = await evaluateOnce(new Dataset(ordersSource([])), RETENTION);
    expect(table.numRows).toBe(0);
    expect(diagnostics).toMatchObject({ rowsIn: 0, rowsUsed: 0 });
  });
});

describe('where', () => {
  it('filters rows by dates, keys and numbers', async () => {
    const where = { op: 'and', terms: [{ op: 'between', column: 'ordered_at', low: '2024-02-01', high: null }, { op: 'eq', column: 'customer_id', value: 'a' }] } as const;
    const { scalars } = await evaluateOnce(new Dataset(ordersSource(ROWS)), { metric: 'pyramid', options: {}, where });
    expect(scalars).toMatchObject({ customers: 1, total: 10 });
  });

  it('by customersIn counts exactly the rows of those customers (property)', async () => {
    const row = fc.record({
      customer_id: fc.constantFrom('a', 'b', 'c', 'd', 'e', null),
      ordered_at: fc.constantFrom('2024-01-05', '2024-01-20', '2024-02-10', '2024-04-01'),
      amount: fc.constantFrom(1, 2, 5, 20, null),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 30 }), fc.constantFrom('top', 'big', 'medium', 'small'), async (rows, tier) => {
        const dataset = new Dataset(ordersSource(rows, 7));
        const clause = { op: 'customersIn', column: 'customer_id', metric: 'pyramid', options: {}, marks: [{ tier }] } as const;
        const set = await membersOf(dataset, clause);
        const ids = new Set<string | null>(await customerIds(dataset, set));
        const filtered = await evaluateOnce(dataset, { ...RETENTION, where: clause });
        const direct = await evaluateOnce(new Dataset(ordersSource(rows.filter((row) => row.customer_id !== null && ids.has(row.customer_id)))), RETENTION);
        expect(rowsOf(filtered.table)).toEqual(rowsOf(direct.table));
      }),
      { numRuns: 60 },
    );
  });

  it('refuses members of a tier that is not there, and a column that is not the metric’s customer', async () => {
    const dataset = new Dataset(ordersSource(ROWS));
    const clause = { op: 'customersIn', column: 'customer_id', metric: 'pyramid', options: {}, marks: [{ tier: 'gold' }] } as const;
    await expect(membersOf(dataset, clause)).rejects.toBeInstanceOf(OptionError);
    await expect(membersOf(dataset, { ...clause, column: 'amount' })).rejects.toThrow(/expected the same column/);
  });
});
