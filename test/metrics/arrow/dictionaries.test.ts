import * as arrow from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_KEY } from '../../../packages/metrics/src/kernels/key-index.js';
import { built, checkSlices, cutting, instants, keyTexts, numbers, read, type Reading } from './one-column.js';

describe('dictionaries', () => {
  const indexTypes = [
    new arrow.Int8(), new arrow.Int16(), new arrow.Int32(), new arrow.Int64(), new arrow.Uint8(), new arrow.Uint16(), new arrow.Uint32(), new arrow.Uint64(),
  ];

  function encoded(values: arrow.Vector, indexType: arrow.DataType, positions: readonly (number | null)[]): arrow.Data {
    const indices = built(indexType, positions.map((p) => (p === null ? null : (indexType as arrow.Int64).bitWidth === 64 ? BigInt(p) : p)));
    return arrow.makeData({
      type: new arrow.Dictionary(values.type as arrow.DataType, indexType as arrow.Int32),
      length: positions.length, nullCount: indices.nullCount, nullBitmap: indices.nullBitmap, data: indices.values as Int32Array, dictionary: values,
    });
  }

  it.each(indexTypes)('with positions of type %s are followed, through nulls in positions and in values, and through repeated values', (indexType) => {
    const entries = fc.array(fc.option(fc.constantFrom('a', 'b', 'c', 'd', '客户')), { minLength: 1, maxLength: 8 });
    fc.assert(fc.property(entries, cutting(fc.nat({ max: 1000 })), (dictionary, column) => {
      const positions = column.values.map((v) => (v === null ? null : v % dictionary.length));
      const data = encoded(arrow.vectorFromArray([...dictionary, null], new arrow.Utf8()), indexType, positions);
      const expected = positions.map((p) => (p === null ? null : (dictionary[p] ?? null)));
      checkSlices(data, column, keyTexts, expected);
      const { reader, frames } = read([data]);
      frames[0]?.keys('x');
      expect(reader.keyIndex('x').size).toBe(new Set(expected.filter((v) => v !== null)).size);
    }), { numRuns: 25 });
  });

  it('count only the entries that a row points at, in order of the rows', () => {
    const values = arrow.vectorFromArray(['never', 'second', 'first'], new arrow.Utf8());
    const { reader, frames } = read([encoded(values, new arrow.Int32(), [2, 1, 2])]);
    expect([...(frames[0]?.keys('x') ?? [])]).toEqual([0, 1, 0]);
    expect(reader.keyIndex('x').size).toBe(2);
    expect(reader.keyIndex('x').codeOf('never')).toBe(NO_KEY);
  });

  it('keep their codes when a delta makes them longer and when another dictionary takes their place', () => {
    const first = arrow.vectorFromArray(['a', 'b'], new arrow.Utf8());
    const grown = first.concat(arrow.vectorFromArray(['c', 'a'], new arrow.Utf8()));
    const other = arrow.vectorFromArray(['c', 'z', 'b'], new arrow.Utf8());
    const type = new arrow.Int8();
    const chunks = [encoded(first, type, [1, 0]), encoded(grown, type, [3, 2, 1, 0]), encoded(other, type, [0, 1, 2]), encoded(first, type, [0]), encoded(grown, type, [2])];
    const reading = read(chunks);
    expect(reading.frames.map((frame) => [...frame.keys('x')])).toEqual([[0, 1], [1, 2, 0, 1], [2, 3, 0], [1], [2]]);
    expect(keyTexts(reading)).toEqual(['b', 'a', 'a', 'c', 'b', 'a', 'c', 'z', 'b', 'a', 'c']);
  });

  it('of many deltas find the entry in the right one', () => {
    let values: arrow.Vector = arrow.vectorFromArray(['v0'], new arrow.Utf8());
    const chunks: arrow.Data[] = [];
    const expected: string[] = [];
    for (let i = 1; i < 60; i++) {
      values = values.concat(arrow.vectorFromArray([`v${2 * i - 1}`, `v${2 * i}`], new arrow.Utf8()));
      const positions = [2 * i, i, 2 * i - 1];
      chunks.push(encoded(values, new arrow.Int64(), positions));
      expected.push(...positions.map((p) => `v${p}`));
    }
    expect(keyTexts(read(chunks))).toEqual(expected);
  });

  describe('that are long', () => {
    /** Longer than those of which only used entries are keys. */
    const names = (from: number, count: number): string[] => Array.from({ length: count }, (_, i) => `customer ${from + i}`);
    const vector = (texts: readonly (string | null)[]): arrow.Vector => arrow.vectorFromArray(texts, new arrow.Utf8());
    const texts = (values: arrow.Vector, positions: readonly (number | null)[]): (string | null)[] =>
      positions.map((position) => (position === null ? null : (values.get(position) as string | null)));

    function checkAll(columns: readonly (readonly [arrow.Vector, readonly (number | null)[]])[], indexType: arrow.DataType = new arrow.Int32()): Reading {
      const reading = read(columns.map(([values, positions]) => encoded(values, indexType, positions)));
      const expected = columns.flatMap(([values, positions]) => texts(values, positions));
      expect(keyTexts(reading)).toEqual(expected);
      const index = reading.reader.keyIndex('x');
      const codes = new Map(reading.frames.flatMap((frame) => [...frame.keys('x')]).map((code, i) => [expected[i], code]));
      for (const [text, code] of codes) if (text !== null && text !== undefined) expect(index.codeOf(text)).toBe(code);
      return reading;
    }

    it('lend their positions as codes, without a copy, where all their texts are different', () => {
      const data = encoded(vector(names(0, 2000)), new arrow.Int32(), [1999, 3, 1999]);
      const { reader, frames } = read([data]);
      const codes = frames[0]?.keys('x');
      expect([...(codes ?? [])]).toEqual([1999, 3, 1999]);
      expect(codes?.buffer).toBe((data.values as Int32Array).buffer);
      expect(reader.keyIndex('x').size).toBe(2000);
      expect(reader.keyIndex('x').codeOf('customer 2000')).toBe(NO_KEY);
    });

    it('keep one code a text through deltas, repeated and missing texts, and other dictionaries', () => {
      const delta = fc.oneof(
        fc.nat({ max: 20 }).map((count) => (known: number) => names(known, count)),
        fc.array(fc.option(fc.nat({ max: 3000 })), { maxLength: 8 }).map((some) => () => some.map((n) => (n === null ? null : `customer ${n}`))),
      );
      const column = fc.record({ replaces: fc.option(fc.nat({ max: 3000 }), { freq: 4 }), delta, rows: fc.array(fc.option(fc.nat()), { minLength: 1, maxLength: 20 }) });
      fc.assert(fc.property(fc.array(column, { minLength: 1, maxLength: 5 }), fc.constantFrom(...indexTypes.filter(({ bitWidth }) => bitWidth > 8)), (columns, indexType) => {
        let values = vector(names(0, 1500));
        checkAll(columns.map(({ replaces, delta: added, rows }) => {
          values = replaces === null ? values.concat(vector(added(values.length))) : vector(names(replaces, 1100));
          return [values, rows.map((row) => (row === null ? null : row % values.length))] as const;
        }), indexType);
      }), { numRuns: 40 });
    });

    it.each([
      ['a text twice', [...names(0, 1500), 'customer 7']],
      ['a missing text', [...names(0, 1500), null]],
    ])('count only the entries that a row points at where they hold %s', (_, entries) => {
      const { reader } = checkAll([[vector(entries), [1500, 7, 3]]]);
      expect(reader.keyIndex('x').size).toBe(new Set([entries[1500], 'customer 7', 'customer 3']).size - Number(entries[1500] === null));
    });

    it('with a position outside give a missing value', () => {
      const values = vector(names(0, 1500));
      expect(keyTexts(read([encoded(values, new arrow.Int32(), [1499, 1500, -1])]))).toEqual(['customer 1499', null, null]);
    });

    it('of other layouts of text are read alike', () => {
      const large = arrow.vectorFromArray(names(0, 1500), new arrow.LargeUtf8());
      checkAll([[large, [0, 1499, null]], [vector(names(5, 1500)), [0]]]);
    });
  });

  it('of numbers, instants, dates, integers and other texts are read by the kind of their values', () => {
    const at = (values: arrow.Vector): Reading => read([encoded(values, new arrow.Int64(), [1, null, 0]), encoded(values.concat(values), new arrow.Int64(), [3, 2])]);
    expect(numbers(at(arrow.vectorFromArray([0.5, 7], new arrow.Float64())))).toEqual([7, NaN, 0.5, 7, 0.5]);
    expect(numbers(at(arrow.vectorFromArray([5n, -6n], new arrow.Int64())))).toEqual([-6, NaN, 5, -6, 5]);
    expect(keyTexts(at(arrow.vectorFromArray([5n, -6n], new arrow.Int64())))).toEqual(['-6', null, '5', '-6', '5']);
    expect(keyTexts(at(arrow.vectorFromArray([5, -6], new arrow.Int16())))).toEqual(['-6', null, '5', '-6', '5']);
    expect(keyTexts(at(arrow.vectorFromArray([5, 2 ** 32 - 6], new arrow.Uint32())))).toEqual(['4294967290', null, '5', '4294967290', '5']);
    expect(instants(at(arrow.vectorFromArray([0, 1000], new arrow.TimestampMillisecond())))).toEqual([1e6, NaN, 0, 1e6, 0]);
    expect(instants(at(arrow.vectorFromArray([new Date(0), null], new arrow.DateDay())))).toEqual([NaN, NaN, 0, NaN, 0]);
    expect(keyTexts(at(arrow.vectorFromArray([new Date(0), new Date(86_400_000)], new arrow.DateDay())))).toEqual(['1970-01-02', null, '1970-01-01', '1970-01-02', '1970-01-01']);
    expect(keyTexts(at(arrow.vectorFromArray(['a', 'longer than twelve bytes'], new arrow.Utf8View())))).toEqual(['longer than twelve bytes', null, 'a', 'longer than twelve bytes', 'a']);
  });

  it('of signed integers at unsigned positions are signed', () => {
    expect(keyTexts(read([encoded(arrow.vectorFromArray([-5n], new arrow.Int64()), new arrow.Uint8(), [0])]))).toEqual(['-5']);
  });

  it('of numbers begin anew with another dictionary, also a shorter one', () => {
    const long = arrow.vectorFromArray([1, 2, 3], new arrow.Float64());
    const short = arrow.vectorFromArray([9], new arrow.Float64());
    expect(numbers(read([encoded(long, new arrow.Int8(), [2, 0]), encoded(short, new arrow.Int8(), [0]), encoded(long, new arrow.Int8(), [1])]))).toEqual([3, 1, 9, 2]);
  });

  it('with a position outside give a missing value', () => {
    const data = encoded(arrow.vectorFromArray(['a'], new arrow.Utf8()), new arrow.Int8(), [0, 1, -1]);
    expect(keyTexts(read([data]))).toEqual(['a', null, null]);
    const longer = encoded(arrow.vectorFromArray(['a', 'b', 'c'], new arrow.Utf8()), new arrow.Int8(), [2]);
    expect(keyTexts(read([longer, data]))).toEqual(['c', 'a', null, null]);
  });
});
