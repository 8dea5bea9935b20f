import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Frame, Input } from '../../../packages/metrics/src/arrow/frame.js';
import { bitmap, countBits, hasBit, setBit } from '../../../packages/metrics/src/kernels/bitmap.js';
import { NO_KEY, type KeyIndex } from '../../../packages/metrics/src/kernels/key-index.js';
import { checkPredicate, columnsOf, customersClausesOf, maskOf } from '../../../packages/metrics/src/predicate/mask.js';
import type { CustomersIn, Predicate, Scalar } from '../../../packages/metrics/src/predicate/predicate.js';
import type { Field, FieldKind, Schema } from '../../../packages/metrics/src/schema.js';

/** A row as people write it: instants in milliseconds, dates as ISO text. */
interface Row {
  readonly region: string | null;
  readonly score: number | null;
  readonly amount: number | null;
  readonly at: number | null;
  readonly day: string | null;
  readonly active: boolean | null;
  readonly customer: string | null;
}

function field(name: string, kind: FieldKind, type: string, key: boolean): Field {
  return { name, kind, type, key, nullable: true, metadata: {} };
}

const schema: Schema = {
  metadata: {},
  fields: [
    field('region', 'text', 'Utf8', true),
    field('score', 'number', 'Int64', true),
    field('amount', 'number', 'Float64', false),
    field('at', 'instant', 'Timestamp<MICROSECOND>', false),
    field('day', 'date', 'Date32', true),
    field('active', 'bool', 'Bool', true),
    field('customer', 'text', 'Utf8', true),
    field('tags', 'other', 'List<Utf8>', false),
    field('blank', 'other', 'Null', false),
  ],
};

class TextIndex implements KeyIndex {
  private readonly texts: string[] = [];
  get size(): number { return this.texts.length; }
  text(code: number): string { return this.texts[code] ?? ''; }
  codeOf(text: string): number { const at = this.texts.indexOf(text); return at < 0 ? NO_KEY : at; }
  add(text: string): number { const known = this.codeOf(text); return known === NO_KEY ? this.texts.push(text) - 1 : known; }
}

/** Frames over hand-made rows; keys enter the index when a frame's keys are first read, as with real data. */
function source(): { input: Input; frame(rows: readonly Row[]): Frame } {
  const indexes = new Map<string, TextIndex>();
  const index = (column: string): TextIndex => {
    const known = indexes.get(column) ?? new TextIndex();
    indexes.set(column, known);
    return known;
  };
  const cell = (row: Row, column: string): string | number | boolean | null => (column in row ? row[column as keyof Row] : null);
  return {
    input: { schema, keyIndex: index },
    frame: (rows) => ({
      ordinal: 0, firstRow: 0, numRows: rows.length,
      keys: (column) => Uint32Array.from(rows, (row) => { const value = cell(row, column); return value === null ? NO_KEY : index(column).add(String(value)); }),
      numbers: (column) => Float64Array.from(rows, (row) => { const value = cell(row, column); return value === null ? NaN : Number(value); }),
      decimals: () => null,
      bytes: () => null,
      positions: () => null,
      ticks: () => null,
      instants: (column) => Float64Array.from(rows, (row) => {
        const value = cell(row, column);
        return value === null ? NaN : (typeof value === 'string' ? Date.parse(`${value}T00:00:00Z`) : Number(value)) * 1000;
      }),
    }),
  };
}

const dateFormats = new Map<string, Intl.DateTimeFormat>();
function dateIn(ms: number, timeZone: string): string {
  const format = dateFormats.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  dateFormats.set(timeZone, format);
  return format.format(ms);
}

/** What the contract of Predicate says, row by row and without typed arrays. */
function holds(predicate: Predicate, row: Row, timeZone: string, members: ReadonlySet<string>): boolean {
  const equal = (column: string, value: Scalar): boolean => {
    const own = column === 'blank' ? null : row[column as keyof Row];
    if (value === null || own === null) return value === null && own === null;
    if (column === 'at' && typeof own === 'number') {
      return String(value).length === 10 ? dateIn(own, timeZone) === value : own === Date.parse(String(value));
    }
    return String(own) === String(value);
  };
  switch (predicate.op) {
    case 'eq': return equal(predicate.column, predicate.value);
    case 'in': return predicate.values.some((value) => equal(predicate.column, value));
    case 'between': {
      const own = predicate.column === 'blank' ? null : row[predicate.column as keyof Row];
      if (own === null) return false;
      const reached = (bound: Scalar): boolean => {
        if (predicate.column === 'at' && typeof own === 'number') {
          return String(bound).length === 10 ? dateIn(own, timeZone) >= String(bound) : own >= Date.parse(String(bound));
        }
        return predicate.column === 'day' ? String(own) >= String(bound) : Number(own) >= Number(bound);
      };
      return (predicate.low === null || reached(predicate.low)) && (predicate.high === null || !reached(predicate.high));
    }
    case 'and': return predicate.terms.every((term) => holds(term, row, timeZone, members));
    case 'or': return predicate.terms.some((term) => holds(term, row, timeZone, members));
    case 'not': return !holds(predicate.term, row, timeZone, members);
    case 'customersIn':
    case 'customersWith': return row.customer !== null && members.has(row.customer);
  }
}

const regions = fc.constantFrom('north', 'south', 'ost', '', 'true', '5');
const scores = fc.integer({ min: -2, max: 11 });
const amounts = fc.constantFrom(0, -1.5, 0.1, 2, 1e9, Infinity, -Infinity);
const hours = fc.integer({ min: -30, max: 60 }).map((hour) => Date.UTC(2024, 2, 30) + hour * 3_600_000);
const days = fc.integer({ min: 0, max: 4 }).map((n) => new Date(Date.UTC(2024, 1, 27 + n)).toISOString().slice(0, 10));
const customers = fc.constantFrom('a', 'b', 'c', 'd');
const maybe = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, { freq: 4 });

const row: fc.Arbitrary<Row> = fc.record({
  region: maybe(regions), score: maybe(scores), amount: maybe(amounts), at: maybe(hours), day: maybe(days), active: maybe(fc.boolean()), customer: maybe(customers),
});

const finite = amounts.filter(Number.isFinite);
const instantText = fc.oneof(hours.map((ms) => new Date(ms).toISOString()), hours.map((ms) => new Date(ms).toISOString().slice(0, 10)));
const members: CustomersIn = { op: 'customersIn', column: 'customer', metric: 'pyramid', options: {}, marks: [{ tier: 'top' }] };
const valuesOf: readonly (readonly [string, fc.Arbitrary<Scalar>])[] = [
  ['region', regions], ['score', fc.oneof(scores, scores.map(String))], ['amount', finite], ['at', instantText], ['day', days],
  ['active', fc.oneof(fc.boolean(), fc.boolean().map(String))], ['blank', fc.constantFrom('x', 3)],
];
const comparison: fc.Arbitrary<Predicate> = fc.oneof(
  ...valuesOf.map(([column, value]) => fc.oneof(
    maybe(value).map((one): Predicate => ({ op: 'eq', column, value: one })),
    fc.array(maybe(value), { maxLength: 4 }).map((values): Predicate => ({ op: 'in', column, values })),
  )),
  ...([['score', scores], ['amount', finite], ['at', instantText], ['day', days]] as const).map(([column, value]) =>
    fc.tuple(maybe<Scalar>(value), maybe<Scalar>(value)).map(([low, high]): Predicate => ({ op: 'between', column, low, high }))),
  fc.constant<Predicate>(members),
);
const predicate: fc.Arbitrary<Predicate> = fc.letrec<{ any: Predicate }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    comparison,
    fc.record({ op: fc.constantFrom('and', 'or'), terms: fc.array(tie('any'), { maxLength: 3 }) }),
    fc.record({ op: fc.constant('not'), term: tie('any') }),
  ),
})).any;

describe('maskOf', () => {
  it('finds the rows that the predicate says, for any predicate and rows', () => {
    fc.assert(
      fc.property(predicate, fc.array(row, { maxLength: 70 }), fc.array(row, { maxLength: 10 }), fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'America/Los_Angeles'), fc.uniqueArray(customers), (filter, rows, earlier, timeZone, ids) => {
        checkPredicate(filter, schema);
        const { input, frame } = source();
        frame(earlier).keys('customer');
        const known = bitmap(input.keyIndex('customer').size);
        const named = ids.filter((id) => input.keyIndex('customer').codeOf(id) !== NO_KEY);
        for (const id of named) setBit(known, input.keyIndex('customer').codeOf(id));
        const mask = maskOf(filter, frame(rows), input, { timeZone, customers: () => ({ bits: known }) });
        expect(mask).toHaveLength((rows.length + 31) >>> 5);
        const found = rows.map((_, i) => hasBit(mask, i));
        expect(found).toEqual(rows.map((one) => holds(filter, one, timeZone, new Set(named))));
        expect(countBits(mask)).toBe(found.filter(Boolean).length);
      }),
      { numRuns: 2000 },
    );
  });

  const { input, frame } = source();
  const empty: Row = { region: null, score: null, amount: null, at: null, day: null, active: null, customer: null };
  const rowsFor = (filter: Predicate, rows: readonly Partial<Row>[], timeZone = 'UTC'): number[] => {
    const mask = maskOf(filter, frame(rows.map((one) => ({ ...empty, ...one }))), input, { timeZone, customers: () => ({ bits: bitmap(0) }) });
    return rows.flatMap((_, i) => (hasBit(mask, i) ? [i] : []));
  };

  it('takes a date for the whole local day, of 23 hours too', () => {
    const at = ['2024-03-30T22:59:59Z', '2024-03-30T23:00:00Z', '2024-03-31T21:59:59Z', '2024-03-31T22:00:00Z'].map((iso) => ({ at: Date.parse(iso) }));
    expect(rowsFor({ op: 'eq', column: 'at', value: '2024-03-31' }, at, 'Europe/Berlin')).toEqual([1, 2]);
    expect(rowsFor({ op: 'between', column: 'at', low: '2024-03-31', high: '2024-04-01' }, at, 'Europe/Berlin')).toEqual([1, 2]);
    expect(rowsFor({ op: 'eq', column: 'at', value: '2024-03-31T00:00:00+01:00' }, at, 'Asia/Tokyo')).toEqual([1]);
    expect(rowsFor({ op: 'eq', column: 'day', value: '2024-03-31' }, [{ day: '2024-03-30' }, { day: '2024-03-31' }], 'Pacific/Kiritimati')).toEqual([1]);
  });

  it('keeps missing values apart from every value, and lets not turn them over', () => {
    const rows = [{ region: 'north' }, { region: '' }, {}];
    expect(rowsFor({ op: 'eq', column: 'region', value: null }, rows)).toEqual([2]);
    expect(rowsFor({ op: 'in', column: 'region', values: ['', null] }, rows)).toEqual([1, 2]);
    expect(rowsFor({ op: 'not', term: { op: 'eq', column: 'region', value: 'north' } }, rows)).toEqual([1, 2]);
    expect(rowsFor({ op: 'between', column: 'amount', low: null, high: null }, [{ amount: 0 }, { amount: Infinity }, {}])).toEqual([0, 1]);
    expect(rowsFor({ op: 'and', terms: [] }, rows)).toEqual([0, 1, 2]);
    expect(rowsFor({ op: 'or', terms: [] }, rows)).toEqual([]);
  });

  it('finds a value that the frame itself brings for the first time', () => {
    expect(rowsFor({ op: 'eq', column: 'region', value: 'never seen before' }, [{ region: 'never seen before' }])).toEqual([0]);
    expect(rowsFor({ op: 'eq', column: 'region', value: 'still unseen' }, [{}, { region: 'north' }])).toEqual([]);
  });
});

describe('columnsOf and customersClausesOf', () => {
  it('name what a filter reads, once each and in order', () => {
    const filter: Predicate = { op: 'and', terms: [{ op: 'eq', column: 'score', value: 1 }, { op: 'not', term: { op: 'or', terms: [members, { op: 'eq', column: 'score', value: 2 }] } }] };
    expect(columnsOf(filter)).toEqual(['score', 'customer']);
    const [clause, ...more] = customersClausesOf(filter);
    expect(clause).toBe(members);
    expect(more).toEqual([]);
  });
});

describe('checkPredicate', () => {
  const refusal = (filter: unknown): unknown => {
    try {
      checkPredicate(filter as Predicate, schema);
    } catch (error) {
      return error;
    }
    return null;
  };

  it('names the nearest column for a misspelt one', () => {
    expect(refusal({ op: 'eq', column: 'regoin', value: 'north' })).toMatchObject({
      name: 'SchemaError', code: 'schema', params: { column: 'regoin', nearest: 'region' },
      message: expect.stringMatching(/^filter: no column "regoin", got columns region, .*; did you mean "region"\?$/),
    });
    expect(refusal({ op: 'not', term: { op: 'or', terms: [{ op: 'in', column: 'x', values: [] }] } })).toMatchObject({ code: 'schema' });
  });

  it('refuses columns that can not be compared that way', () => {
    for (const filter of [
      { op: 'eq', column: 'tags', value: 'x' },
      { op: 'between', column: 'region', low: 'a', high: 'b' },
      { op: 'between', column: 'active', low: null, high: true },
      { op: 'customersIn', column: 'amount', metric: 'pyramid', options: {}, marks: [] },
    ]) expect(refusal(filter), JSON.stringify(filter)).toMatchObject({ code: 'schema', message: expect.stringContaining('; expected ') });
  });

  it('refuses values of another type', () => {
    for (const filter of [
      { op: 'eq', column: 'region', value: 3 },
      { op: 'in', column: 'region', values: ['north', true] },
      { op: 'eq', column: 'amount', value: '3' },
      { op: 'eq', column: 'amount', value: NaN },
      { op: 'between', column: 'score', low: '1', high: 2 },
      { op: 'between', column: 'score', low: 1 },
      { op: 'eq', column: 'at', value: 1711843200000 },
      { op: 'eq', column: 'at', value: 'yesterday' },
      { op: 'between', column: 'day', low: '2024-02-30', high: null },
      { op: 'eq', column: 'active', value: 'yes' },
      { op: 'eq', column: 'region' },
      { op: 'eq', column: 'blank', value: {} },
    ]) expect(refusal(filter), JSON.stringify(filter)).toMatchObject({ code: 'option', message: expect.stringMatching(/^filter: .*, got .*; expected /) });
  });

  it('refuses what is no predicate', () => {
    for (const filter of [
      null, [], 'region', {}, { op: 'eqq', column: 'region', value: 'x' }, { op: 'eq', value: 1 }, { op: 'and' }, { op: 'or', terms: {} }, { op: 'not' },
      { op: 'in', column: 'region', values: 'north' }, { ...members, marks: ['top'] }, { ...members, marks: null }, { ...members, metric: 1 }, { ...members, options: [] },
      { op: 'constructor' }, { op: 'and', terms: [null] },
    ]) expect(refusal(filter), JSON.stringify(filter)).toMatchObject({ code: 'option', message: expect.stringMatching(/^filter: .*, got .*; expected /s) });
    expect(refusal({ op: 'betwen', column: 'score', low: 1, high: 2 })).toMatchObject({ message: expect.stringContaining('did you mean "between"?') });
  });

  it('refuses nesting deeper than 32 levels, however deep', () => {
    const nested = (depth: number): Predicate => {
      let filter: Predicate = { op: 'eq', column: 'score', value: 1 };
      for (let level = 1; level < depth; level++) filter = { op: 'not', term: filter };
      return filter;
    };
    expect(refusal(nested(32))).toBeNull();
    for (const depth of [33, 100_000]) expect(refusal(nested(depth))).toMatchObject({ code: 'option', message: expect.stringContaining('at most 32') });
  });
});
