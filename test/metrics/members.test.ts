import { columnSummary, customerIds, customersWhere, Dataset, evaluateOnce, type Predicate, rowsOf, type Source } from '@clientele/metrics';
import { batchOf, batchSchemaOf, schemaOf } from '@clientele/metrics/arrow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const ORDERS = [{ name: 'customer', type: 'utf8' }, { name: 'ordered_at', type: 'date32' }, { name: 'amount', type: 'float64' }, { name: 'channel', type: 'utf8' }] as const;
const PEOPLE = [{ name: 'person', type: 'utf8' }, { name: 'segment', type: 'utf8' }] as const;

type Fields = typeof ORDERS | typeof PEOPLE;

/** A source of *rows* in batches of two that counts its scans. */
function sourceOf(fields: Fields, rows: readonly (readonly (string | number | null)[])[]): Source & { scans: number } {
  return {
    once: false,
    scans: 0,
    schema: () => Promise.resolve(schemaOf(batchSchemaOf(fields))),
    async *scan() {
      this.scans += 1;
      for (let from = 0; from < rows.length; from += 2) {
        const part = rows.slice(from, from + 2);
        yield batchOf(fields, fields.map((_, i) => part.map((row) => row[i] ?? null)), part.length);
      }
    },
  };
}

const ROWS = [
  ['a', 19_000, 90, 'web'], ['b', 19_001, 5, 'shop'], ['c', 19_040, 3, 'web'], ['a', 19_041, 10, 'shop'], [null, 19_042, 7, 'web'], ['d', 19_043, 1, null],
] as const;
const orders = (): Dataset => new Dataset(sourceOf(ORDERS, ROWS));
const people = (): Dataset => new Dataset(sourceOf(PEOPLE, [['z', 'B2B'], ['c', 'B2C'], ['a', 'B2B'], ['b', 'B2C'], ['d', 'B2B']]));
const gold = { by: 'threshold', tiers: [{ name: 'gold', minimum: 5 }, { name: 'rest', minimum: null }] };
const web: Predicate = { op: 'eq', column: 'channel', value: 'web' };

const idsOf = async (dataset: Dataset, where: Predicate | null, sources = {}): Promise<string[]> => customerIds(dataset, await customersWhere(dataset, 'customer', where, 'UTC', { sources }));

describe('customers of a filter', () => {
  it('are those with at least one row for which it holds', async () => {
    expect(await idsOf(orders(), null)).toEqual(['a', 'b', 'c', 'd']);
    expect(await idsOf(orders(), web)).toEqual(['a', 'c']);
    expect(await idsOf(orders(), { op: 'customersWith', column: 'customer', where: { op: 'between', column: 'ordered_at', low: '2022-02-17', high: null } })).toEqual(['a', 'c', 'd']);
  });

  it('are found in another source, whatever their codes and column are there', async () => {
    const b2b: Predicate = { op: 'customersWith', column: 'customer', source: 'people', customer: 'person', where: { op: 'eq', column: 'segment', value: 'B2B' } };
    expect(await idsOf(orders(), b2b, { people: people() })).toEqual(['a', 'd']);
    const top: Predicate = { op: 'customersIn', column: 'person', source: 'orders', metric: 'pyramid', options: { customer: 'customer', value: 'amount', ...gold }, marks: [{ tier: 'gold' }] };
    const both = people();
    expect(await customerIds(both, await customersWhere(both, 'person', top, 'UTC', { sources: { orders: orders() } }))).toEqual(['a', 'b']);
  });

  it('of a metric are counted over the rows of its own filter', async () => {
    const members = (where: Predicate | null): Predicate => ({ op: 'customersIn', column: 'customer', metric: 'pyramid', options: { value: 'amount', ...gold }, marks: [{ tier: 'gold' }], where });
    expect(await idsOf(orders(), members(null))).toEqual(['a', 'b']);
    expect(await idsOf(orders(), members(web))).toEqual(['a']);
    expect(await idsOf(orders(), members({ op: 'between', column: 'amount', low: 2, high: 6 }))).toEqual(['b']);
  });

  it('are refused where the source, the column or the filter is not there', async () => {
    const clause = { op: 'customersWith', column: 'customer', source: 'peple', where: web } as const;
    await expect(idsOf(orders(), clause, { people: people() })).rejects.toThrow(/unknown source, got "peple"; expected people; did you mean "people"/);
    await expect(idsOf(orders(), clause)).rejects.toThrow(/nobody named any/);
    await expect(idsOf(orders(), { ...clause, source: undefined, where: { op: 'eq', column: 'chanel', value: 'web' } })).rejects.toThrow(/did you mean "channel"/);
    await expect(idsOf(orders(), { op: 'customersWith', column: 'customer' } as never)).rejects.toThrow(/customersWith has no where/);
  });

  it('leave exactly their rows to a metric, from any source (property)', async () => {
    const order = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', null), fc.integer({ min: 19_000, max: 19_200 }), fc.integer({ min: 1, max: 50 }), fc.constantFrom('web', 'shop', null));
    const person = fc.tuple(fc.constantFrom('e', 'd', 'c', 'b', 'a', 'x'), fc.constantFrom('B2B', 'B2C'));
    await fc.assert(
      fc.asyncProperty(fc.array(order, { maxLength: 30 }), fc.array(person, { maxLength: 8 }), async (rows, persons) => {
        const where: Predicate = { op: 'and', terms: [
          { op: 'customersWith', column: 'customer', source: 'people', customer: 'person', where: { op: 'eq', column: 'segment', value: 'B2B' } },
          { op: 'customersWith', column: 'customer', where: web },
        ] };
        const b2b = new Set<string | null>(persons.filter(([, segment]) => segment === 'B2B').map(([id]) => id));
        const online = new Set<string | null>(rows.filter((row) => row[3] === 'web').map(([id]) => id));
        const kept = rows.filter(([id]) => id !== null && b2b.has(id) && online.has(id));
        const request = { metric: 'lifecycle', options: { customer: 'customer', period: 'month' } };
        const filtered = await evaluateOnce(new Dataset(sourceOf(ORDERS, rows)), { ...request, where }, { sources: { people: new Dataset(sourceOf(PEOPLE, persons)) } });
        const direct = await evaluateOnce(new Dataset(sourceOf(ORDERS, kept)), request);
        expect(rowsOf(filtered.table)).toEqual(rowsOf(direct.table));
      }),
      { numRuns: 60 },
    );
  });
});

describe('append', () => {
  it('adds rows that every later question counts, also the customers that were kept', async () => {
    const dataset = orders();
    expect(await idsOf(dataset, web)).toEqual(['a', 'c']);
    expect(await dataset.append(sourceOf(ORDERS, [['b', 19_050, 2, 'web'], ['e', 19_050, 500, 'web']]))).toBe(2);
    expect(dataset.version).toBe(1);
    expect(await idsOf(dataset, web)).toEqual(['a', 'b', 'c', 'e']);
    expect((await evaluateOnce(dataset, { metric: 'pyramid', options: {} })).scalars).toMatchObject({ customers: 5, total: 611 });
    expect(dataset.progress.rows).toBe(2);
  });

  it('counts as one source with all rows would (property)', async () => {
    const row = fc.tuple(fc.constantFrom('a', 'b', 'c', null), fc.integer({ min: 19_000, max: 19_100 }), fc.integer({ min: 1, max: 9 }), fc.constantFrom('web', 'shop'));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 12 }), fc.array(row, { maxLength: 12 }), async (before, after) => {
        const grown = new Dataset(sourceOf(ORDERS, before));
        const request = { metric: 'retention', options: { period: 'month' } };
        await evaluateOnce(grown, request);
        await grown.append(sourceOf(ORDERS, after));
        expect(await evaluateOnce(grown, request)).toEqual(await evaluateOnce(new Dataset(sourceOf(ORDERS, [...before, ...after])), request));
      }),
      { numRuns: 40 },
    );
  });

  it('adds nothing where a column is missing or the new rows end early', async () => {
    const dataset = orders();
    await expect(dataset.append(sourceOf(PEOPLE, [['a', 'B2B']]))).rejects.toThrow(/append: no column "customer", got columns person, segment; expected Utf8/);
    const broken: Source = { ...sourceOf(ORDERS, ROWS), async *scan() { yield batchOf(ORDERS, [['x'], [19_000], [1], ['web']], 1); throw new Error('cut'); } };
    await expect(dataset.append(broken)).rejects.toThrow('cut');
    expect(dataset.version).toBe(0);
    expect(await idsOf(dataset, null)).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('a column', () => {
  it('tells its values with rows and different customers, the most frequent first', async () => {
    const summary = await columnSummary(orders(), 'channel', { customer: 'customer' });
    expect(summary).toMatchObject({ kind: 'text', rows: 6, missing: 1, distinct: 2 });
    expect(summary.values).toEqual([{ value: 'web', rows: 3, customers: 2 }, { value: 'shop', rows: 2, customers: 2 }]);
  });

  it('tells its ends under a filter', async () => {
    expect(await columnSummary(orders(), 'ordered_at')).toMatchObject({ kind: 'date', low: '2022-01-08', high: '2022-02-20' });
    expect(await columnSummary(orders(), 'amount', { where: { op: 'eq', column: 'customer', value: 'a' } })).toMatchObject({ rows: 2, low: 10, high: 90, values: [] });
    expect(await columnSummary(new Dataset(sourceOf(ORDERS, [])), 'amount')).toMatchObject({ rows: 0, low: null, high: null });
    await expect(columnSummary(orders(), 'chanel')).rejects.toThrow(/no column "chanel".+did you mean "channel"/);
  });
});

describe('customers of withheld marks', () => {
  const members = (minCell: number): Predicate => ({
    op: 'customersIn', column: 'customer', metric: 'pyramid', options: { customer: 'customer', value: 'amount', minCell, ...gold }, marks: [{ tier: 'gold' }],
  });

  it('are named by no filter', async () => {
    expect(await idsOf(orders(), members(2))).toEqual(['a', 'b']);
    await expect(idsOf(orders(), members(3))).rejects.toThrow(/^pyramid: the customers behind a mark are withheld/);
  });
});
