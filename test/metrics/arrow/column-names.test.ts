import { Field, Int32, type RecordBatch, Schema } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { columnNames } from '../../../packages/metrics/src/arrow/column-names.js';
import { createFrameReader } from '../../../packages/metrics/src/arrow/frame-reader.js';
import { inspectArrow } from '../../../packages/metrics/src/arrow/inspect.js';
import { readBatches } from '../../../packages/metrics/src/arrow/reader.js';
import { schemaOf } from '../../../packages/metrics/src/arrow/schema-of.js';
import { pyramid } from '../../../packages/metrics/src/definitions/pyramid.js';
import { columnSummary, Dataset } from '../../../packages/metrics/src/index.js';
import { checkPredicate } from '../../../packages/metrics/src/predicate/check.js';
import { inferRoles } from '../../../packages/metrics/src/roles.js';
import { batchMessage, int32Type, schemaMessage, stream } from './ipc-bytes.js';

const named = (...names: readonly string[]): Schema => new Schema(names.map((name) => new Field(name, new Int32())));
const valid = new Uint8Array(0);
const bytes = stream(
  schemaMessage([{ name: 'customer_id', ...int32Type }, { name: 'value', ...int32Type }, { name: 'customer_id', ...int32Type }]),
  batchMessage({ rows: 2, nodes: [[2, 0], [2, 0], [2, 1]], buffers: [valid, Int32Array.of(1, 2), valid, Int32Array.of(3, 4), Uint8Array.of(0b01), Int32Array.of(5, 6)] }),
);

describe('column names', () => {
  it('are the columns\' own, and with a place where several share one', () => {
    expect(columnNames(named('a', 'b'))).toEqual(['a', 'b']);
    expect(columnNames(named('a', 'b', 'a', '', '', 'a'))).toEqual(['a[1]', 'b', 'a[2]', '[1]', '[2]', 'a[3]']);
  });

  it('are never equal, whatever columns call themselves', () => {
    expect(columnNames(named('a', 'a', 'a[1]', 'a[2]', 'a[2]'))).toEqual(['a[3]', 'a[4]', 'a[1]', 'a[2][1]', 'a[2][2]']);
  });
});

const batches: RecordBatch[] = [];
for await (const batch of readBatches([bytes])) batches.push(batch);

describe('columns that share a name', () => {
  const schema = schemaOf(batches[0]!.schema);

  it('are read by their places', () => {
    const frame = createFrameReader(schema).frame(batches[0]!);
    expect(schema.fields.map(({ name }) => name)).toEqual(['customer_id[1]', 'value', 'customer_id[2]']);
    expect([...frame.numbers('customer_id[1]')]).toEqual([1, 2]);
    expect([...frame.numbers('customer_id[2]')]).toEqual([5, NaN]);
    expect([...frame.numbers('value')]).toEqual([3, 4]);
  });

  it('are an error with both names when a metric, a filter or a summary names them without', async () => {
    const ambiguous = {
      code: 'schema', reason: 'column-ambiguous',
      message: expect.stringMatching(/column "customer_id" occurs 2 times; expected customer_id\[1\] or customer_id\[2\]$/),
    };
    const reader = createFrameReader(schema);
    expect(() => pyramid.fold(pyramid.resolve({ customer: 'customer_id', value: 'value' }), reader)).toThrow(expect.objectContaining(ambiguous));
    expect(() => checkPredicate({ op: 'eq', column: 'customer_id', value: 1 }, schema)).toThrow(expect.objectContaining(ambiguous));
    const dataset = new Dataset({ once: false, schema: () => Promise.resolve(schema), async *scan() { yield* batches; } });
    await expect(columnSummary(dataset, 'customer_id')).rejects.toMatchObject(ambiguous);
    expect(pyramid.fold(pyramid.resolve({ customer: 'customer_id[2]', value: 'value' }), reader)).toBeDefined();
  });

  it('are never taken for a role unasked', () => {
    expect(inferRoles(schema, { customer: 'optional', value: 'optional' }, {}).roles).toEqual({ value: 'value' });
  });

  it('are counted apart by an inspection', async () => {
    expect(await inspectArrow([bytes])).toMatchObject({ complete: true, nulls: { 'customer_id[1]': 0, value: 0, 'customer_id[2]': 1 } });
  });
});
