import { runInNewContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { type Field, type FieldKind, metricNamed } from '@clientele/metrics';
import type { Frame, Input } from '../../packages/metrics/src/arrow/frame.js';
import { IntegerKeyIndex } from '../../packages/metrics/src/kernels/integer-key-index.js';
import type { KeySlots } from '../../packages/metrics/src/kernels/key-slots.js';
import { KernelMemory } from '../../packages/metrics/src/kernels/kernel-memory.js';
import { keySlots } from '../../packages/metrics/src/kernels/key-slots-wasm.js';
import { wasmKernels } from '../../packages/metrics/src/kernels/wasm-module.js';
import { TextKeyIndex } from '../../packages/metrics/src/kernels/text-key-index.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const CUSTOMERS = 1_000_000;
const FRAME_ROWS = 62_500;
const ROWS = 2 * CUSTOMERS;
const DAY = 86_400e6;
const SPREAD = 0x9e3779b1;
const ID_BYTES = 18;

/** Every customer twice, in two months, in the order of time and in no order of customers. */
const frames = Array.from({ length: ROWS / FRAME_ROWS }, (_, ordinal) => frameOf(ordinal));
/** Customers get their codes in the order in which rows name them. */
let seen = 0;
const input: Input = {
  schema: {
    fields: [
      fieldOf('customer', 'Int64', 'number'), fieldOf('time', 'Timestamp<MICROSECOND>', 'instant'), fieldOf('value', 'Float64', 'number'),
      fieldOf('stage', 'Utf8', 'text'), fieldOf('score', 'Float64', 'number'),
    ],
    metadata: {},
  },
  keyIndex: (column) => (column === 'stage'
    ? { size: 2, text: (code) => ['visit', 'buy'][code] ?? '', codeOf: (text) => ['visit', 'buy'].indexOf(text) >>> 0 }
    : { get size() { return seen; }, text: String, codeOf: Number }),
};

function fieldOf(name: string, type: string, kind: FieldKind): Field {
  return { name, type, kind, nullable: false, key: kind !== 'instant', zone: null, metadata: {} };
}

function frameOf(ordinal: number): Frame {
  const firstRow = ordinal * FRAME_ROWS;
  const keys = Uint32Array.from({ length: FRAME_ROWS }, (_, i) => (firstRow + i) % CUSTOMERS);
  const stages = new Uint32Array(FRAME_ROWS).fill(firstRow < CUSTOMERS ? 0 : 1);
  const instants = Float64Array.from({ length: FRAME_ROWS }, (_, i) => 1.7e15 + (60 * DAY * (firstRow + i)) / ROWS);
  const numbers = Float64Array.from({ length: FRAME_ROWS }, (_, i) => (Math.imul(firstRow + i, SPREAD) >>> 0) % 11);
  return {
    ordinal, firstRow, numRows: FRAME_ROWS,
    keys(column) {
      seen = Math.max(seen, Math.min(CUSTOMERS, firstRow + FRAME_ROWS));
      return column === 'stage' ? stages : keys;
    },
    instants: () => instants, ticks: () => null, numbers: () => numbers, decimals: () => null, bytes: () => null, positions: () => null,
  };
}

/** Folds all frames, and returns the state with the bytes by which the heap of objects grew meanwhile. */
function folded(metric: string, options: object): { state: unknown; heapBytes: number } {
  const fold = metricNamed(metric).fold(metricNamed(metric).resolve({ ...options }), input);
  // Code that is compiled for the first rows is not memory by the row.
  const first = fold.init();
  for (const frame of frames.slice(0, 6)) fold.update(first, frame, null);
  seen = 0;
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const state = fold.init();
  for (const frame of frames) fold.update(state, frame, null);
  collectGarbage();
  return { state, heapBytes: process.memoryUsage().heapUsed - before };
}

/** The bytes of all arrays of numbers in *state*, which is plain data; shared ones once. */
function bytesIn(state: unknown, known = new Set<unknown>()): number {
  if (typeof state !== 'object' || state === null || known.has(state)) return 0;
  known.add(state);
  if (ArrayBuffer.isView(state)) return bytesIn(state.buffer, known);
  if (state instanceof ArrayBuffer) return state.byteLength;
  const parts: unknown[] = state instanceof Map ? [...state.keys(), ...state.values()] : state instanceof Set ? [...state] : Object.values(state);
  return parts.reduce<number>((sum, part) => sum + bytesIn(part, known), 0);
}

const keyed = { customer: 'customer', time: 'time' };
const valued = { ...keyed, value: 'value' };
/** What the definitions document, in bytes: by customer, and by row (each of a customer's two rows is a period of its own). */
const documented = [
  { metric: 'pyramid', options: { customer: 'customer', value: 'value' }, customer: 16, row: 0 },
  { metric: 'pyramid', options: { ...valued, asOf: '2024-01-01', compareAsOf: '2023-12-01' }, customer: 32, row: 0 },
  { metric: 'retention', options: keyed, customer: 8, row: 16 },
  { metric: 'retention', options: valued, customer: 8, row: 32 },
  { metric: 'new-existing', options: valued, customer: 8, row: 32 },
  { metric: 'lifecycle', options: keyed, customer: 8, row: 12 },
  { metric: 'lifecycle', options: valued, customer: 8, row: 28 },
  { metric: 'funnel', options: { ...keyed, stage: 'stage', steps: ['visit', 'buy'], window: '90d' }, customer: 0, row: 16 },
  { metric: 'funnel', options: { ...valued, stage: 'stage', steps: ['visit', 'buy'], window: '90d' }, customer: 0, row: 24 },
  { metric: 'loyalty', options: valued, customer: 0, row: 24 },
  { metric: 'phases', options: valued, customer: 0, row: 24 },
  { metric: 'survival', options: { ...valued, of: 'purchases' }, customer: 0, row: 24 },
  { metric: 'satisfaction', options: { score: 'score', time: 'time', period: 'month' }, customer: 0, row: 0 },
  { metric: 'satisfaction', options: { score: 'score', customer: 'customer', time: 'time', period: 'month' }, customer: 0, row: 9 },
];

describe('memory of a million customers', () => {
  for (const { metric, options, customer, row } of documented) {
    it(`is for ${metric} of ${Object.keys(options).join(', ')} what its definition says, ${customer} bytes a customer and ${row} a row, and nothing by the row besides`, () => {
      const { state, heapBytes } = folded(metric, options);
      const expected = customer * CUSTOMERS + row * ROWS;
      expect(bytesIn(state)).toBeLessThanOrEqual(1.1 * expected + 65_536);
      expect(bytesIn(state)).toBeGreaterThanOrEqual(0.5 * expected);
      // Three columns of eight bytes are read.
      expect(heapBytes).toBeLessThan(0.01 * 24 * ROWS);
    });
  }

  it.each([
    { metric: 'retention', options: valued, order: 'time', customer: 4, row: 0 },
    { metric: 'retention', options: valued, order: 'any', customer: 4, row: 12 },
  ] as const)('is for the quick way of $metric to rows in order of $order $customer bytes a customer and $row a row', async ({ metric, options, order, customer, row }) => {
    seen = 0;
    const instantiate = await wasmKernels();
    const memories: { readonly buffer: ArrayBuffer }[] = [];
    const counted = (): KernelMemory => {
      const kernels = instantiate!();
      memories.push(kernels.memory);
      return new KernelMemory(kernels);
    };
    const quick = metricNamed(metric).quick?.(metricNamed(metric).resolve({ ...options }), input, counted, order) ?? null;
    expect(frames.every((frame) => quick!.add(frame, null))).toBe(true);
    expect(await quick!.settle?.(() => Promise.resolve())).not.toBe(false);
    expect(quick!.finish().rows.rowsUsed).toBe(ROWS);
    const bytes = memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
    const expected = customer * CUSTOMERS + row * ROWS;
    // What was outgrown stays behind: as much again of what is kept by customer, and a megabyte of blocks and tables.
    expect(bytes).toBeLessThanOrEqual(expected + 1.1 * customer * CUSTOMERS + 2 ** 20);
    expect(bytes).toBeGreaterThanOrEqual(expected);
  });

  it.each([
    { kind: 'integers', host: 'plain JavaScript', id: 8 }, { kind: 'integers', host: 'WebAssembly', id: 8 },
    { kind: 'texts', host: 'plain JavaScript', id: ID_BYTES },
    // There each text is kept in a record of its own beside the table, with its code, its length and its place, to be told again.
    { kind: 'texts', host: 'WebAssembly', id: ID_BYTES + 16 },
  ] as const)('is at most 40 bytes a customer for the index of $kind in $host, beside the ids', async ({ kind, host, id }) => {
    const { table, all } = await indexBytes(host, kind);
    expect(table / CUSTOMERS).toBeLessThanOrEqual(40);
    expect(all / CUSTOMERS).toBeLessThanOrEqual(40 + id);
  });
});

/** The bytes that an index holds once it knows all customers, and of them those in WebAssembly. */
async function indexBytes(host: 'plain JavaScript' | 'WebAssembly', kind: 'integers' | 'texts'): Promise<{ table: number; all: number }> {
  const memories: WeakRef<WebAssembly.Memory>[] = [];
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class extends Instance {
    constructor(module: WebAssembly.Module) {
      super(module);
      memories.push(new WeakRef(this.exports['memory'] as WebAssembly.Memory));
    }
  };
  const kernels = host === 'WebAssembly' ? await wasmKernels() : null;
  const slots = kernels === null ? null : keySlots(kernels);
  WebAssembly.Instance = Instance;
  const before = await arrayBytes();
  const index = kind === 'integers' ? integersOf(slots) : textsOf(slots);
  const bytes = await arrayBytes() - before;
  // A table that was outgrown goes with its memory.
  const held = memories.flatMap((memory) => memory.deref() ?? []);
  expect([index.size, held.length]).toEqual([CUSTOMERS, host === 'WebAssembly' ? 1 : 0]);
  const table = held.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
  return { table, all: bytes + table };
}

/** The bytes of all arrays of numbers that are still in use. */
async function arrayBytes(): Promise<number> {
  // Arrays are freed only some turns after nobody holds them.
  for (let turn = 0; turn < 3; turn++) {
    collectGarbage();
    await new Promise((resolve) => { setImmediate(resolve); });
  }
  return process.memoryUsage().arrayBuffers;
}

function integersOf(slots: KeySlots | null): IntegerKeyIndex {
  const index = new IntegerKeyIndex();
  index.accelerate(slots?.integers() ?? null);
  for (let from = 0; from < CUSTOMERS; from += FRAME_ROWS) {
    const words = Int32Array.from({ length: 2 * FRAME_ROWS }, (_, i) => Math.imul(2 * from + i + 1, SPREAD));
    index.insertAll64(words, FRAME_ROWS, null, new Uint32Array(FRAME_ROWS));
  }
  return index;
}

function textsOf(slots: KeySlots | null): TextKeyIndex {
  const index = new TextKeyIndex();
  index.accelerate(slots?.texts() ?? null);
  const offsets = Int32Array.from({ length: FRAME_ROWS + 1 }, (_, i) => ID_BYTES * i);
  for (let from = 0; from < CUSTOMERS; from += FRAME_ROWS) {
    const ids = Array.from({ length: FRAME_ROWS }, (_, i) => `cus_${String(Math.imul(from + i + 1, SPREAD) >>> 0).padStart(ID_BYTES - 4, '0')}`);
    index.insertAll(new TextEncoder().encode(ids.join('')), offsets, FRAME_ROWS, null, new Uint32Array(FRAME_ROWS));
  }
  return index;
}
