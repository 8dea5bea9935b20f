import * as arrow from 'apache-arrow';
import fc from 'fast-check';
import { expect } from 'vitest';
import { recordBatchOf } from '../../../packages/metrics/src/arrow/batch-of.js';
import { createFrameReader } from '../../../packages/metrics/src/arrow/frame-reader.js';
import type { Frame, FrameReader } from '../../../packages/metrics/src/arrow/frame.js';
import { schemaOf } from '../../../packages/metrics/src/arrow/schema-of.js';
import { NO_KEY } from '../../../packages/metrics/src/kernels/key-index.js';

/** Frames of one column. */
export interface Reading {
  readonly reader: FrameReader;
  readonly frames: readonly Frame[];
}

/** Reads chunks of one column `x`, each as a batch of its own. */
export function read(chunks: readonly arrow.Data[], metadata: Readonly<Record<string, string>> = {}): Reading {
  const type = chunks[0]?.type as arrow.DataType;
  const schema = new arrow.Schema([new arrow.Field('x', type, true, new Map(Object.entries(metadata)))]);
  const reader = createFrameReader(schemaOf(schema));
  return { reader, frames: chunks.map((chunk) => reader.frame(recordBatchOf(schema, [chunk], chunk.length))) };
}

/** The numbers of all rows. */
export function numbers({ frames }: Reading): number[] {
  return frames.flatMap((frame) => [...frame.numbers('x')]);
}

/** The instants of all rows, microseconds. */
export function instants({ frames }: Reading): number[] {
  return frames.flatMap((frame) => [...frame.instants('x')]);
}

/** The keys of all rows as texts. */
export function keyTexts({ reader, frames }: Reading): (string | null)[] {
  const codes = frames.flatMap((frame) => [...frame.keys('x')]);
  return codes.map((code) => (code === NO_KEY ? null : reader.keyIndex('x').text(code)));
}

/** A column as Arrow's own builders pack it. */
export function built(type: arrow.DataType, values: readonly unknown[]): arrow.Data {
  const data = arrow.vectorFromArray(values as unknown[], type).data[0];
  return values.length === 0 || data === undefined ? arrow.makeData({ type, length: 0 } as never) : data;
}

/** Values with where to cut them, so that every slice begins at some odd bit. */
export function cutting<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Cut<T | null>> {
  return fc.record({
    values: fc.array(fc.option(value), { minLength: 1, maxLength: 120, size: 'max' }),
    cuts: fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
  });
}

/** Values, and two places where they are cut, as shares of their number. */
export interface Cut<T> {
  readonly values: readonly T[];
  readonly cuts: [number, number];
}

/** Checks *look* on slices of the column against the same slices of *expected*. */
export function checkSlices<T>(
  data: arrow.Data, { values, cuts }: Cut<unknown>, look: (reading: Reading) => T[], expected: readonly T[], metadata?: Readonly<Record<string, string>>,
): void {
  const [a, b] = cuts.map((cut) => Math.floor(cut * values.length)).sort((x, y) => x - y) as [number, number];
  const slices = [data.slice(0, a), data.slice(a, b - a), data.slice(b, values.length - b)];
  expect(look(read(slices, metadata))).toEqual(expected);
  const twice = data.slice(a, values.length - a);
  expect(look(read([twice.slice(b - a, values.length - b)], metadata))).toEqual(expected.slice(b));
}
