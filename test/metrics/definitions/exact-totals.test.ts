import { describe, expect, it } from 'vitest';
import { createFrameReader } from '../../../packages/metrics/src/arrow/frame-reader.js';
import type { FrameReader } from '../../../packages/metrics/src/arrow/frame.js';
import { readBatches } from '../../../packages/metrics/src/arrow/reader.js';
import { schemaOf } from '../../../packages/metrics/src/arrow/schema-of.js';
import { funnel } from '../../../packages/metrics/src/definitions/funnel.js';
import { lifecycle } from '../../../packages/metrics/src/definitions/lifecycle.js';
import { loyalty } from '../../../packages/metrics/src/definitions/loyalty.js';
import { newExisting } from '../../../packages/metrics/src/definitions/new-existing.js';
import { pyramid } from '../../../packages/metrics/src/definitions/pyramid.js';
import { retention } from '../../../packages/metrics/src/definitions/retention.js';
import type { Estimate, Metric } from '../../../packages/metrics/src/metric.js';
import { recordings } from '../../fixtures/producers/recorded.js';
import { batchMessage, byte, dictionaryMessage, type FieldSpec, int, schemaMessage, short, stream } from '../arrow/ipc-bytes.js';
import { seeded } from '../arrow/seeded.js';

const rows = 2_000;
const customers = 40;
const random = seeded(38);
/** Amounts of up to 38 digits, of both signs; doubles hold 15 of them. */
const amounts = Array.from({ length: rows }, () => {
  const digits = Array.from({ length: 25 + Math.floor(random() * 13) }, () => Math.floor(random() * 10)).join('');
  return BigInt(digits) * (random() < 0.2 ? -1n : 1n);
});
const missing = (i: number): boolean => i % 17 === 0;
const scale = 6;

const valid = new Uint8Array(0);
const integer = (bits: number): Omit<FieldSpec, 'name'> => ({ type: 2, parameters: { 0: int(bits), 1: byte(1) } });
const common: FieldSpec[] = [{ name: 'customer', ...integer(32) }, { name: 'time', type: 10, parameters: { 0: short(2), 1: { string: 'UTC' } } }];

function words(values: readonly bigint[], bits: number): BigUint64Array | Int32Array {
  if (bits === 32) return Int32Array.from(values, Number);
  return BigUint64Array.from(values.flatMap((value) => Array.from({ length: bits / 64 }, (_, k) => BigInt.asUintN(64, value >> BigInt(64 * k)))));
}

/** Returns batches of 250 rows: customer, time, and the *value* column's buffers for the rows from *first* to *last*. */
function batches(buffersOf: (first: number, last: number) => readonly ArrayBufferView[]): Uint8Array[] {
  return Array.from({ length: rows / 250 }, (_, b) => {
    const row = Array.from({ length: 250 }, (__, i) => b * 250 + i);
    const bits = new Uint8Array(32);
    row.forEach((r, i) => (bits[i >> 3]! |= missing(r) ? 0 : 1 << (i & 7)));
    return batchMessage({
      rows: 250,
      nodes: [[250, 0], [250, 0], [250, row.filter(missing).length]],
      buffers: [
        valid, Int32Array.from(row, (r) => (r * 7) % customers),
        valid, BigInt64Array.from(row, (r) => BigInt(1_700_000_000 + r * 40_000) * 1_000_000n),
        bits, ...buffersOf(b * 250, (b + 1) * 250),
      ],
    });
  });
}

async function estimateOf(metric: Metric, bytes: Uint8Array, options: Record<string, unknown>, requireEnd = true): Promise<Estimate> {
  let reader: FrameReader | null = null;
  const frames = [];
  for await (const batch of readBatches([bytes], { requireEnd })) {
    reader ??= createFrameReader(schemaOf(batch.schema));
    frames.push(reader.frame(batch));
  }
  const resolved = metric.resolve(options);
  if (reader === null) throw new Error('no batch');
  const fold = metric.fold(resolved, reader);
  // Two states, merged: as a worker would.
  const [one, other] = [fold.init(), fold.init()];
  frames.forEach((frame, i) => { fold.update(i % 2 === 0 ? one : other, frame, null); });
  fold.merge(one, other);
  return metric.estimate(fold.finish(one), resolved);
}

function text(unscaled: bigint, places: number): string {
  const digits = String(unscaled).replace('-', '').padStart(places + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

const decimal = (bits: number): Omit<FieldSpec, 'name'> => ({ type: 7, parameters: { 0: int({ 32: 9, 64: 18, 128: 38, 256: 76 }[bits] ?? 38), 1: int(scale), 2: int(bits) } });
const snowflake = { ...integer(64), metadata: { logicalType: 'FIXED', precision: '18', scale: String(scale) } };
const cut = (bits: number): bigint[] => (bits >= 128 ? amounts : amounts.map((amount) => amount % 10n ** (bits === 64 ? 18n : 9n)));

describe.each<[name: string, values: readonly bigint[], bytes: Uint8Array]>([
  ...[32, 64, 128, 256].map((bits): [string, readonly bigint[], Uint8Array] => [
    `decimals of ${bits} bits`, cut(bits),
    stream(schemaMessage([...common, { name: 'value', ...decimal(bits) }]), ...batches((first, last) => [words(cut(bits).slice(first, last), bits)])),
  ]),
  ["integers with Snowflake's scale", cut(64), stream(schemaMessage([...common, { name: 'value', ...snowflake }]), ...batches((first, last) => [words(cut(64).slice(first, last), 64)]))],
  ['a dictionary of decimals', amounts, stream(
    schemaMessage([...common, { name: 'value', ...decimal(128), dictionary: { id: 1, bits: 32 } }]),
    dictionaryMessage(1, { rows, nodes: [[rows, 0]], buffers: [valid, words(amounts, 128)] }),
    ...batches((first, last) => [Int32Array.from({ length: last - first }, (_, i) => first + i)]),
  )],
])('totals of %s', (_, values, bytes) => {
  const used = values.map((value, i) => (missing(i) ? 0n : value));
  const total = used.reduce((sum, value) => sum + value, 0n);

  it('are exact to every digit in a pyramid, and each customer is the nearest double', async () => {
    const result = await estimateOf(pyramid as Metric, bytes, { customer: 'customer', value: 'value', tiers: [{ name: 'all', cumulativeShare: 1 }] });
    expect(result.scalars['total_exact']).toBe(text(total, scale));
    const sums = Array.from({ length: customers }, (__, c) => used.reduce((sum, value, i) => ((i * 7) % customers === c ? sum + value : sum), 0n));
    const doubles = sums.map((sum) => Number(text(sum, scale)));
    expect(result.table.columns['max']).toEqual([Math.max(...doubles)]);
    expect(result.table.columns['min']).toEqual([Math.min(...doubles)]);
  });

  it('are exact to every digit in retention, and each cell is the nearest double', async () => {
    const result = await estimateOf(retention as Metric, bytes, { customer: 'customer', time: 'time', value: 'value', timeZone: 'UTC', period: 'year' });
    const cells = result.table.columns['value'] as (number | null)[];
    expect(cells.some((cell) => cell !== null && cell !== 0)).toBe(true);
    expect(result.scalars['value_exact']).toBe(text(total, scale));
  });

  it.each<[string, Metric]>([['lifecycle', lifecycle as Metric], ['new against existing business', newExisting as Metric], ['loyalty', loyalty as Metric]])('are exact to every digit in %s', async (__, metric) => {
    const result = await estimateOf(metric, bytes, { customer: 'customer', time: 'time', value: 'value' });
    expect(result.scalars['value_exact']).toBe(text(total, scale));
    expect((await estimateOf(metric, bytes, { customer: 'customer', time: 'time' })).scalars).not.toHaveProperty('value_exact');
  });

  it('are exact to every digit by period and side, as the nearest double', async () => {
    const result = await estimateOf(newExisting as Metric, bytes, { customer: 'customer', time: 'time', value: 'value', period: 'year' });
    // Every customer buys in 2023 first, and its rows of that year are new business.
    const year = (i: number): number => new Date((1_700_000_000 + i * 40_000) * 1000).getUTCFullYear();
    const of = (test: (i: number) => boolean): number => Number(text(used.reduce((sum, value, i) => (test(i) ? sum + value : sum), 0n), scale));
    expect(result.table.columns['value_new']?.[0]).toBe(of((i) => year(i) === 2023));
    expect(result.table.columns['value_existing']?.[1]).toBe(of((i) => year(i) === 2024));
  });

  it('are exact to every digit at each step of a funnel', async () => {
    // Each customer's id is a stage: every row of customer 7 is an attempt of one step.
    const result = await estimateOf(funnel as Metric, bytes, { customer: 'customer', time: 'time', stage: 'customer', value: 'value', steps: ['7'], attempt: 'every' });
    const sum = used.reduce((all, value, i) => ((i * 7) % customers === 7 ? all + value : all), 0n);
    expect(result.table.columns['value_exact']).toEqual([text(sum, scale)]);
    expect(result.table.columns['value']).toEqual([Number(text(sum, scale))]);
  });
});

describe('totals of recorded decimals', () => {
  // One recording lacks a dictionary and is refused.
  const priced = recordings.filter(({ name, twin }) => name !== 'duckdb-wasm/stream-sent-enum' && /decimal/i.test(twin.types['price'] ?? '') && 'customer' in twin.columns);

  it.each(priced)('are those that $name says, digit by digit', async ({ bytes, twin }) => {
    const said = (twin.columns['price'] ?? []).map((cell, i) => (cell === null || twin.columns['customer']?.[i] === null ? 0n : BigInt(String(cell).replace('.', ''))));
    const result = await estimateOf(pyramid as Metric, bytes, { customer: 'customer', value: 'price' }, twin.endMarker);
    expect(result.scalars['total_exact']).toBe(text(said.reduce((sum, value) => sum + value, 0n), 2));
  });

  it('are of several producers', () => {
    expect(new Set(priced.map(({ name }) => name.split('/')[0])).size).toBeGreaterThanOrEqual(5);
  });
});
