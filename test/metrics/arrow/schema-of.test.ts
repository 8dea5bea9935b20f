import * as arrow from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { schemaOf } from '../../../packages/metrics/src/arrow/schema-of.js';

describe('schemaOf', () => {
  it.each([
    [new arrow.Utf8(), 'Utf8', 'text', true], [new arrow.LargeUtf8(), 'LargeUtf8', 'text', true], [new arrow.Utf8View(), 'Utf8View', 'text', true],
    [new arrow.Int8(), 'Int8', 'number', true], [new arrow.Uint64(), 'Uint64', 'number', true],
    [new arrow.Float16(), 'Float16', 'number', false], [new arrow.Float32(), 'Float32', 'number', false], [new arrow.Float64(), 'Float64', 'number', false],
    [new arrow.Decimal(2, 12), 'Decimal128(12, 2)', 'number', false], [new arrow.Decimal(0, 40, 256), 'Decimal256(40, 0)', 'number', true],
    [new arrow.Bool(), 'Bool', 'bool', true], [new arrow.DateDay(), 'Date32', 'date', true], [new arrow.DateMillisecond(), 'Date64', 'date', true],
    [new arrow.Dictionary(new arrow.Utf8(), new arrow.Int16()), 'Dictionary<Int16, Utf8>', 'text', true],
    [new arrow.Dictionary(new arrow.Float64(), new arrow.Int32()), 'Dictionary<Int32, Float64>', 'number', false],
    [new arrow.Null(), 'Null', 'other', false], [new arrow.Binary(), 'Binary', 'text', true],
    [new arrow.TimeMicrosecond(), 'Time64<MICROSECOND>', 'number', false], [new arrow.DurationSecond(), 'Duration<SECOND>', 'number', false],
  ] as const)('reads %s as %s: %s, key %s', (type, name, kind, key) => {
    const schema = new arrow.Schema([new arrow.Field('x', type as arrow.DataType, true)]);
    expect(schemaOf(schema).fields).toEqual([{ name: 'x', kind, type: name, key, nullable: true, metadata: {} }]);
  });

  it('gives the unit and zone of timestamps, also in a dictionary', () => {
    const zoned = new arrow.TimestampMillisecond('Europe/Paris');
    const schema = new arrow.Schema([
      new arrow.Field('a', zoned, false), new arrow.Field('b', new arrow.TimestampNanosecond(), true),
      new arrow.Field('c', new arrow.Dictionary(zoned, new arrow.Int8()), true),
    ]);
    expect(schemaOf(schema).fields.map(({ type, kind, unit, zone, nullable }) => ({ type, kind, unit, zone, nullable }))).toEqual([
      { type: 'Timestamp<MILLISECOND, Europe/Paris>', kind: 'instant', unit: 'ms', zone: 'Europe/Paris', nullable: false },
      { type: 'Timestamp<NANOSECOND>', kind: 'instant', unit: 'ns', zone: null, nullable: true },
      { type: 'Dictionary<Int8, Timestamp<MILLISECOND, Europe/Paris>>', kind: 'instant', unit: 'ms', zone: 'Europe/Paris', nullable: true },
    ]);
  });

  it("takes Snowflake's scaled integers for numbers that are no keys, and unscaled ones for keys", () => {
    const field = (scale: string): arrow.Field => new arrow.Field('x', new arrow.Int64(), true, new Map([['logicalType', 'FIXED'], ['scale', scale]]));
    const of = (scale: string): unknown => schemaOf(new arrow.Schema([field(scale)])).fields[0];
    expect(of('2')).toMatchObject({ kind: 'number', key: false, type: 'Int64 (scale 2)', metadata: { logicalType: 'FIXED', scale: '2' } });
    expect(of('0')).toMatchObject({ kind: 'number', key: true, type: 'Int64' });
  });

  it('keeps the metadata of the schema', () => {
    expect(schemaOf(new arrow.Schema([], new Map([['currency', 'EUR']])))).toEqual({ fields: [], metadata: { currency: 'EUR' } });
  });
});
