import * as arrow from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { createFrameReader } from '../../../packages/metrics/src/arrow/frame-reader.js';
import { schemaOf } from '../../../packages/metrics/src/arrow/schema-of.js';
import { hasBit } from '../../../packages/metrics/src/kernels/bitmap.js';
import { NO_KEY } from '../../../packages/metrics/src/kernels/key-index.js';

function batchesOf(columns: Record<string, arrow.Vector>): { schema: arrow.Schema; batches: arrow.RecordBatch[] } {
  const table = new arrow.Table(columns);
  return { schema: table.schema, batches: table.batches };
}

describe('createFrameReader', () => {
  it('numbers frames and rows in the order in which batches come', () => {
    const { schema, batches } = batchesOf({ id: arrow.vectorFromArray(['a', 'b', 'c', 'd'], new arrow.Utf8()) });
    const reader = createFrameReader(schemaOf(schema));
    const whole = batches[0]!;
    const frames = [whole.slice(0, 1), whole.slice(1, 1), whole.slice(1, 4)].map((batch) => reader.frame(batch));
    expect(frames.map((frame) => [frame.ordinal, frame.firstRow, frame.numRows])).toEqual([[0, 0, 1], [1, 1, 0], [2, 1, 3]]);
  });

  it('gives dense codes in order of first appearance and one index for all frames', () => {
    const { schema, batches } = batchesOf({ id: arrow.vectorFromArray(['b', null, 'a', 'b', 'c', 'a'], new arrow.Utf8()) });
    const reader = createFrameReader(schemaOf(schema));
    expect([...reader.frame(batches[0]!.slice(0, 3)).keys('id')]).toEqual([0, NO_KEY, 1]);
    expect([...reader.frame(batches[0]!.slice(3, 6)).keys('id')]).toEqual([0, 2, 1]);
    const index = reader.keyIndex('id');
    expect([0, 1, 2].map((code) => index.text(code))).toEqual(['b', 'a', 'c']);
    expect(index.size).toBe(3);
    expect(index.codeOf('c')).toBe(2);
    expect(index.codeOf('z')).toBe(NO_KEY);
  });

  it('returns the same arrays when a column is asked for again', () => {
    const { schema, batches } = batchesOf({ id: arrow.vectorFromArray([1, 2], new arrow.Int32()) });
    const frame = createFrameReader(schemaOf(schema)).frame(batches[0]!);
    expect(frame.keys('id')).toBe(frame.keys('id'));
    expect(frame.numbers('id')).toBe(frame.numbers('id'));
  });

  it('refuses a missing column with the nearest name, and one of the wrong type with the type', () => {
    const { schema, batches } = batchesOf({
      ordered_at: arrow.vectorFromArray(['2024-03-01'], new arrow.Utf8()),
      amount: arrow.vectorFromArray([1], new arrow.Float64()),
    });
    const reader = createFrameReader(schemaOf(schema));
    const frame = reader.frame(batches[0]!);
    expect(() => frame.instants('ordered_at')).toThrow('column "ordered_at" is Utf8; expected Timestamp or Date');
    expect(() => frame.numbers('ordered_at')).toThrow('column "ordered_at" is Utf8; expected Int, Float or Decimal');
    expect(() => frame.keys('amount')).toThrow('column "amount" is Float64; expected Utf8, Int, Bool, Date or Dictionary');
    expect(() => frame.keys('orderd_at')).toThrow('no column "orderd_at", got columns ordered_at, amount; did you mean "ordered_at"?');
    expect(() => reader.keyIndex('amount')).toThrow('column "amount" is Float64');
  });

  it.each([new arrow.Int8(), new arrow.Uint8(), new arrow.Int16(), new arrow.Int32(), new arrow.Uint32()])('gives texts of a dictionary with %s positions as they lie there, and no codes to them', (indices) => {
    const values = ['web', null, 'app', '\ufeffshop', 'web'];
    const { schema, batches } = batchesOf({ by: arrow.vectorFromArray(values, new arrow.Dictionary(new arrow.Utf8(), indices)) });
    const reader = createFrameReader(schemaOf(schema));
    for (const [batch, rows] of [[batches[0]!, values], [batches[0]!.slice(1, 4), values.slice(1, 4)]] as const) {
      const { values: positions, valid, texts } = reader.frame(batch).positions('by')!;
      expect(rows.map((_, row) => (valid !== null && !hasBit(valid, row) ? null : texts.text(positions[row]!)))).toEqual(rows);
    }
    expect(reader.frame(batches[0]!).positions('by')?.texts).toBe(reader.frame(batches[0]!).positions('by')?.texts);
    expect(reader.keyIndex('by').size).toBe(0);
  });

  it('has no positions where there is no dictionary of texts in one piece, or they have 64 bits', () => {
    const { schema, batches } = batchesOf({
      text: arrow.vectorFromArray(['a'], new arrow.Utf8()),
      number: arrow.vectorFromArray([5], new arrow.Dictionary(new arrow.Int32(), new arrow.Int8())),
    });
    const frame = createFrameReader(schemaOf(schema)).frame(batches[0]!);
    expect([frame.positions('text'), frame.positions('number')]).toEqual([null, null]);
  });

  it('gives whole numbers of 8 bits as they lie there, and no others', () => {
    const { schema, batches } = batchesOf({
      signed: arrow.vectorFromArray([-1, null, 10], new arrow.Int8()), unsigned: arrow.vectorFromArray([200, 0, 10], new arrow.Uint8()),
      wide: arrow.vectorFromArray([1, 2, 3], new arrow.Int16()), real: arrow.vectorFromArray([1, 2, 3], new arrow.Float64()),
    });
    const frame = createFrameReader(schemaOf(schema)).frame(batches[0]!.slice(1, 3));
    expect(frame.bytes('signed')).toEqual({ values: Int8Array.of(0, 10), valid: Uint32Array.of(2) });
    expect(frame.bytes('unsigned')).toEqual({ values: Uint8Array.of(0, 10), valid: null });
    expect([frame.bytes('wide'), frame.bytes('real')]).toEqual([null, null]);
  });
});
