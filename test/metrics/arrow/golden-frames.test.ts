import { readFileSync } from 'node:fs';
import { DataType, type RecordBatch } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { columnOf } from '../../../packages/metrics/src/arrow/column-view.js';
import { exactValuesOf } from '../../../packages/metrics/src/arrow/exact-values.js';
import { createFrameReader } from '../../../packages/metrics/src/arrow/frame-reader.js';
import { readBatches } from '../../../packages/metrics/src/arrow/reader.js';
import { schemaOf } from '../../../packages/metrics/src/arrow/schema-of.js';
import { NO_KEY } from '../../../packages/metrics/src/kernels/key-index.js';
import { arrowTesting, goldenFiles, withoutArrowTesting } from './golden.js';
import { readTwin, type TwinCell } from './json-twin.js';

const DAY_US = 86_400_000_000n;

/** The twin writes integers, decimals, dates and timestamps as the integer that is stored. */
function expectedNumber(type: DataType, cell: TwinCell): number {
  if (cell === null) return NaN;
  if (DataType.isDuration(type) || DataType.isTime(type)) return Number(cell) / 1000 ** type.unit;
  return DataType.isDecimal(type) ? Number(`${String(cell)}e${-type.scale}`) : Number(cell);
}

function expectedInstant(type: DataType, cell: TwinCell): number {
  if (cell === null) return NaN;
  const stored = BigInt(String(cell));
  if (DataType.isDate(type)) return Number(type.unit === 0 ? stored * DAY_US : floorDivide(stored, 86_400_000n) * DAY_US);
  const unit = DataType.isTimestamp(type) ? type.unit : 0;
  return Number(unit === 3 ? floorDivide(stored, 1000n) : stored * ([1_000_000n, 1000n, 1n][unit] ?? 0n));
}

function floorDivide(a: bigint, b: bigint): bigint {
  return a / b - (a % b < 0n ? 1n : 0n);
}

function expectedKey(type: DataType, cell: TwinCell): string | null {
  if (cell === null) return null;
  const text = String(cell);
  if (DataType.isDate(type)) {
    const day = floorDivide(BigInt(text), type.unit === 0 ? 1n : 86_400_000n);
    return new Date(Number(day) * 86_400_000).toISOString().replace(/T.*/, '');
  }
  if (/Binary/.test(String(type))) return text.slice(1).toLowerCase();
  return text.startsWith('"') ? String(JSON.parse(text)) : text;
}

async function batchesOf(path: string): Promise<RecordBatch[]> {
  const batches: RecordBatch[] = [];
  for await (const batch of readBatches([new Uint8Array(readFileSync(path))])) batches.push(batch);
  return batches;
}

describe.skipIf(arrowTesting === null)(`frames of the format's golden files${arrowTesting === null ? ` (${withoutArrowTesting})` : ''}`, () => {
  const files = goldenFiles().filter(({ name }) => !/bigendian|list_view/.test(name));
  const read = { numbers: 0, instants: 0, keys: 0, exact: 0 };

  it.each(files)('$name: numbers, instants and keys equal the JSON twin', async ({ path, twin }) => {
    const batches = await batchesOf(path);
    const [first] = batches;
    if (first === undefined) return;
    const schema = schemaOf(first.schema);
    const reader = createFrameReader(schema);
    const frames = batches.map((batch) => reader.frame(batch));
    for (const [i, { cells }] of readTwin(twin).columns.entries()) {
      // Columns that share a name are told apart by their place.
      const name = schema.fields[i]?.name ?? '';
      const outer = first.schema.fields[i]?.type as DataType;
      const type: DataType = DataType.isDictionary(outer) ? outer.dictionary : outer;
      const field = schema.fields[i];
      if (field?.kind === 'number') {
        expect(frames.flatMap((frame) => [...frame.numbers(name)])).toEqual(cells.map((cell) => expectedNumber(type, cell)));
        read.numbers += cells.length;
      }
      if (field?.kind === 'instant' || field?.kind === 'date') {
        expect(frames.flatMap((frame) => [...frame.instants(name)])).toEqual(cells.map((cell) => expectedInstant(type, cell)));
        read.instants += cells.length;
      }
      if (field?.key === true) {
        const index = reader.keyIndex(name);
        const codes = frames.flatMap((frame) => [...frame.keys(name)]);
        expect(codes.map((code) => (code === NO_KEY ? null : index.text(code)))).toEqual(cells.map((cell) => expectedKey(type, cell)));
        expect(index.size).toBe(new Set(codes.filter((code) => code !== NO_KEY)).size);
        read.keys += cells.length;
      }
      if (DataType.isDecimal(outer) || DataType.isInt(outer)) {
        const exact = batches.flatMap((batch) => {
          const data = columnOf(batch, name);
          const values = data && exactValuesOf(data, 0);
          return Array.from({ length: batch.numRows }, (_, row) => values?.unscaled(row)?.toString() ?? null);
        });
        expect(exact).toEqual(cells);
        read.exact += cells.length;
      }
    }
  });

  it('were read in all four ways', () => {
    for (const count of Object.values(read)) expect(count).toBeGreaterThan(500);
  });
});
