import { Dictionary, Float32, Int32, Int64, type RecordBatch, Table as ArrowTable, TimestampMillisecond, Utf8, vectorFromArray } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { createFrameReader } from '../../../packages/metrics/src/arrow/frame-reader.js';
import { schemaOf } from '../../../packages/metrics/src/arrow/schema-of.js';
import { lifecycle } from '../../../packages/metrics/src/definitions/lifecycle.js';
import { pyramid } from '../../../packages/metrics/src/definitions/pyramid.js';
import { retention } from '../../../packages/metrics/src/definitions/retention.js';
import type { Metric } from '../../../packages/metrics/src/metric.js';
import { answer } from '../../fixtures/answers.js';

const customers = ['b', 'a', null, 'b', 'c', 'a', 'c', 'd', 'a', 'b'];
const times = [5, 40, 41, 70, 71, null, 72, 100, 130, 131].map((day) => (day === null ? null : Date.UTC(2024, 0, day, 23, 30)));
const values = [1.5, 2.25, 8, -1, 4, 3, null, 0, 7.75, 2];
const orders = [1, 2, 3, 4, 5, 6, 5, 8, null, 9];

/** The rows in batches of four: customers by dictionary, orders as 64-bit integers. */
function batches(): RecordBatch[] {
  const table = new ArrowTable({
    customer: vectorFromArray(customers, new Dictionary(new Utf8(), new Int32())),
    time: vectorFromArray(times, new TimestampMillisecond()),
    value: vectorFromArray(values, new Float32()),
    order: vectorFromArray(orders.map((order) => (order === null ? null : BigInt(order))), new Int64()),
  });
  return [table.slice(0, 4), table.slice(4, 4), table.slice(4, 8), table.slice(8)].flatMap((part) => part.batches);
}

describe.each([
  ['pyramid', pyramid as Metric, { customer: 'customer', value: 'value', by: 'profit', time: 'time', asOf: '2024-05-01' }],
  ['retention', retention as Metric, { customer: 'customer', time: 'time', value: 'value', order: 'order', timeZone: 'Europe/Berlin' }],
  ['lifecycle', lifecycle as Metric, { customer: 'customer', time: 'time', value: 'value', period: 'week', weekStart: 7 }],
])('%s over Arrow batches', (_, metric, options) => {
  it('is what it is over plain rows', () => {
    const parts = batches();
    const [first] = parts;
    if (first === undefined) throw new Error('no batches');
    const reader = createFrameReader(schemaOf(first.schema));
    const resolved = metric.resolve(options);
    const fold = metric.fold(resolved, reader);
    const state = fold.init();
    for (const batch of parts) fold.update(state, reader.frame(batch), null);
    const plain = answer(metric, {
      customer: { kind: 'text', values: customers },
      time: { kind: 'instant', values: times.map((time) => (time === null ? null : time * 1000)) },
      value: { kind: 'number', values },
      order: { kind: 'text', values: orders.map((order) => (order === null ? null : String(order))) },
    }, options, 3);
    const estimate = metric.estimate(fold.finish(state), resolved);
    expect(estimate).toEqual(plain);
    expect(estimate.diagnostics.rowsIn).toBe(10);
  });
});
