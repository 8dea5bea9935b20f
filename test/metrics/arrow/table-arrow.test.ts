import * as arrow from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { fromArrow } from '../../../packages/metrics/src/arrow/table-from-arrow.js';
import { tableToIpc, toArrow } from '../../../packages/metrics/src/arrow/table-arrow.js';
import { tableOf, type Table } from '../../../packages/metrics/src/table.js';

const EVERY_TYPE: Table = tableOf(
  { cohort: 'date', at: 'instant', tier: 'utf8', customers: 'int32', rate: 'float64', complete: 'bool', scores: 'counts' },
  [
    { cohort: '2024-03-01', at: '2024-03-01T08:00:00Z', tier: 'Top', customers: 3, rate: 0.25, complete: true, scores: { '1': 6, '2': 32 } },
    { cohort: '1969-12-31', at: '1969-12-31T23:59:59.999Z', tier: '大', customers: -1, rate: -0, complete: false, scores: {} },
    {},
  ],
);

describe('toArrow and fromArrow', () => {
  it('give the same table back, whatever its cells', () => {
    expect(fromArrow(toArrow(EVERY_TYPE))).toEqual(EVERY_TYPE);
  });

  it('give the same table back through an IPC stream and an IPC file', () => {
    for (const format of ['stream', 'file'] as const) {
      expect(fromArrow(arrow.tableFromIPC(tableToIpc(EVERY_TYPE, format)))).toEqual(EVERY_TYPE);
    }
  });

  it('keep an empty table with its columns', () => {
    const empty = tableOf({ cohort: 'date', rate: 'float64' }, []);
    expect(fromArrow(arrow.tableFromIPC(tableToIpc(empty)))).toEqual(empty);
  });

  it('use the Arrow types that other programs expect', () => {
    const { fields } = toArrow(EVERY_TYPE).schema;
    expect(fields.map((field) => String(field.type))).toEqual([
      'Date32<DAY>', 'Timestamp<MILLISECOND, UTC>', 'Utf8', 'Int32', 'Float64', 'Bool', 'Utf8',
    ]);
  });

  it('use Int64 for whole numbers beyond 32 bits', () => {
    const table = tableOf({ total: 'int32' }, [{ total: 2 ** 40 }, { total: null }]);
    expect(String(toArrow(table).schema.fields[0]?.type)).toBe('Int64');
    expect(fromArrow(toArrow(table))).toEqual(table);
  });
});

describe('fromArrow', () => {
  it('turns 64-bit integers into numbers where all are safe, and into text where one is not', () => {
    const table = new arrow.Table({
      safe: arrow.vectorFromArray([1n, null, -(2n ** 53n) + 1n], new arrow.Int64()),
      unsafe: arrow.vectorFromArray([1n, null, 9007199254740993n], new arrow.Int64()),
    });
    expect(fromArrow(table)).toEqual({
      fields: [{ name: 'safe', type: 'int32' }, { name: 'unsafe', type: 'utf8' }],
      numRows: 3,
      columns: { safe: [1, null, -9007199254740991], unsafe: ['1', null, '9007199254740993'] },
    });
  });

  it('scales decimals and reads dictionaries with positions of 64 bits', () => {
    const words = new Uint32Array([12345, 0, 0, 0, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff]);
    const decimal = arrow.makeVector(arrow.makeData({ type: new arrow.Decimal(2, 10), data: words }));
    const type = new arrow.Dictionary(new arrow.Utf8(), new arrow.Int64() as unknown as arrow.Int32);
    const stage = arrow.makeVector(arrow.makeData({
      type, length: 2, data: BigInt64Array.of(1n, 0n) as unknown as Int32Array, dictionary: arrow.vectorFromArray(['lead', 'won'], new arrow.Utf8()),
    }));
    const table = fromArrow(new arrow.Table({ amount: decimal, stage }));
    expect(table.columns).toEqual({ amount: [123.45, -0.01], stage: ['won', 'lead'] });
    expect(table.fields).toEqual([{ name: 'amount', type: 'float64' }, { name: 'stage', type: 'utf8' }]);
  });

  it('reads tables that another library made, by their schema and columns alone', () => {
    const foreign = {
      numRows: 2,
      schema: { fields: [
        { name: 'at', type: { typeId: arrow.Type.Timestamp, unit: 1, timezone: null } },
        { name: 'n', type: { typeId: arrow.Type.Int, bitWidth: 64, isSigned: true }, metadata: { logicalType: 'FIXED', scale: '2' } },
      ] },
      getChild: (name: string) => ({ get: (row: number) => (name === 'at' ? [new Date(0), null][row] : [105n, -3n][row]) }),
    };
    expect(fromArrow(foreign).columns).toEqual({ at: ['1970-01-01T00:00:00Z', null], n: [1.05, -0.03] });
  });

  it('refuses nested columns by name', () => {
    const list = arrow.vectorFromArray([[1], [2]], new arrow.List(new arrow.Field('item', new arrow.Int32())));
    expect(() => fromArrow(new arrow.Table({ tags: list }))).toThrow(/^column "tags" is List<.*; expected text, numbers/);
  });
});
