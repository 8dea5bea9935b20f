import { batchMessage, byte, dictionaryMessage, file, type FieldSpec, float64Type, int, int32Type, int8Type, schemaMessage, short, stream, utf8Type } from './ipc-bytes.js';

const valid = new Uint8Array(0);
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const i32 = (...values: readonly number[]): Int32Array => Int32Array.from(values);

const orders: FieldSpec[] = [
  { name: 'customer', ...utf8Type },
  { name: 'stage', ...utf8Type, dictionary: { id: 3, bits: 8 } },
  { name: 'ordered_at', type: 10, parameters: { 0: short(2), 1: { string: 'UTC' } } },
  { name: 'value', ...float64Type },
  { name: 'first', type: 6 },
];

/** A batch of three orders, of which the second has no value. */
const ordersBatch = (shift: number): Uint8Array => batchMessage({
  rows: 3,
  nodes: [[3, 0], [3, 0], [3, 0], [3, 1], [3, 0]],
  buffers: [
    valid, i32(0, 3, 6, 9), text('annbobeve'),
    valid, Int8Array.of(0, 1, shift),
    valid, BigInt64Array.of(1_700_000_000_000_000n, 1_700_000_100_000_000n, 1_700_000_200_000_000n),
    Uint8Array.of(0b101), Float64Array.of(12.5, 0, 7 + shift),
    valid, Uint8Array.of(0b011),
  ],
});
const stages = dictionaryMessage(3, { rows: 2, nodes: [[2, 0]], buffers: [valid, i32(0, 5, 11), text('visitsignup')] });
const moreStages = dictionaryMessage(3, { rows: 1, nodes: [[1, 0]], buffers: [valid, i32(0, 3), text('buy')] }, true);
const otherStages = dictionaryMessage(3, { rows: 3, nodes: [[3, 0]], buffers: [valid, i32(0, 1, 2, 3), text('abc')] });

const nested: FieldSpec[] = [
  { name: 'tags', type: 12, children: [{ name: 'item', ...utf8Type }] },
  { name: 'place', type: 13, children: [{ name: 'x', ...int32Type }, { name: 'y', ...int32Type }] },
  { name: 'pair', type: 16, parameters: { 0: int(2) }, children: [{ name: 'item', ...int8Type }] },
  { name: 'note', type: 24 },
  { name: 'either', type: 14, parameters: { 0: short(1), 1: { int32s: [0, 1] } }, children: [{ name: 'n', ...int32Type }, { name: 's', ...utf8Type }] },
  { name: 'amount', type: 7, parameters: { 0: int(38), 1: int(2), 2: int(128) } },
  { name: 'nothing', type: 1 },
  { name: 'long', type: 20 },
  { name: 'unsigned', type: 2, parameters: { 0: int(32), 1: byte(0) } },
];
const nestedBatch = batchMessage({
  rows: 2,
  nodes: [[2, 0], [3, 0], [2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [2, 1], [2, 0], [1, 0], [1, 0], [2, 0], [2, 2], [2, 0], [2, 0]],
  buffers: [
    valid, i32(0, 1, 3), valid, i32(0, 1, 2, 3), text('abc'),
    valid, valid, i32(1, 2), valid, i32(3, 4),
    valid, valid, Int8Array.of(1, 2, 3, 4),
    Uint8Array.of(0b01), i32(14, 0x72756f66, 0, 0, 0, 0, 0, 0), text('fourteen chars'),
    Int8Array.of(0, 1), i32(0, 0), valid, i32(8), valid, i32(0, 2), text('hi'),
    valid, BigInt64Array.of(1250n, 0n, -5n, -1n),
    valid, BigInt64Array.of(0n, 2n, 4n), text('long'),
    valid, Uint32Array.of(1, 4_000_000_000),
  ],
  viewCounts: [1],
});

const endsOf = (bits: number): FieldSpec => ({ name: 'run_ends', type: 2, parameters: { 0: int(bits), 1: byte(1) }, nullable: false });
const runs: FieldSpec[] = [
  { name: 'tier', type: 22, children: [endsOf(16), { name: 'values', ...utf8Type }] },
  { name: 'value', type: 22, children: [endsOf(64), { name: 'values', ...float64Type }] },
  { name: 'stage', type: 22, children: [endsOf(32), { name: 'values', ...utf8Type, dictionary: { id: 3, bits: 8 } }] },
  { name: 'tier', ...int32Type },
];
const runsBatch = batchMessage({
  rows: 5,
  nodes: [[5, 0], [2, 0], [2, 0], [5, 0], [3, 0], [3, 1], [5, 0], [2, 0], [2, 1], [5, 0]],
  buffers: [
    valid, Int16Array.of(2, 5), valid, i32(0, 4, 8), text('goldiron'),
    valid, BigInt64Array.of(1n, 4n, 9n), Uint8Array.of(0b101), Float64Array.of(1.5, 0, -2),
    valid, i32(3, 5), Uint8Array.of(0b10), Int8Array.of(0, 1),
    valid, i32(1, 2, 3, 4, 5),
  ],
});

/** Small streams and files that between them use every layout, deltas and replacements, and every way of framing. */
export const sampleStreams: Readonly<Record<string, Uint8Array>> = {
  'orders with a dictionary and a delta': stream(schemaMessage(orders), stages, ordersBatch(1), moreStages, ordersBatch(2)),
  'orders with a replaced dictionary': stream(schemaMessage(orders), stages, ordersBatch(0), otherStages, ordersBatch(2)),
  'orders in a file': file(orders, [{ kind: 'dictionary', bytes: stages }, { kind: 'batch', bytes: ordersBatch(0) }, { kind: 'dictionary', bytes: moreStages }, { kind: 'batch', bytes: ordersBatch(2) }]),
  'a file with its dictionary at the end': file(orders, [{ kind: 'batch', bytes: ordersBatch(0) }, { kind: 'batch', bytes: ordersBatch(1) }, { kind: 'dictionary', bytes: stages }]),
  'nested columns': stream(schemaMessage(nested), nestedBatch, nestedBatch),
  'nested columns in a file': file(nested, [{ kind: 'batch', bytes: nestedBatch }]),
  'run-end-encoded columns, two of one name': stream(schemaMessage(runs), stages, runsBatch, runsBatch),
  'a stream without batches': stream(schemaMessage(orders)),
  'a file without batches': file(orders, []),
  'a stream without columns': stream(schemaMessage([]), batchMessage({ rows: 5, nodes: [], buffers: [] })),
};
