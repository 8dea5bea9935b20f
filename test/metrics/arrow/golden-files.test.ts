import { readFileSync } from 'node:fs';
import type { RecordBatch } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { ClienteleError } from '../../../packages/metrics/src/errors.js';
import { readBatches } from '../../../packages/metrics/src/arrow/reader.js';
import { columnCells } from './batch-cells.js';
import { arrowTesting, fuzzRegressions, goldenFiles, withoutArrowTesting } from './golden.js';
import { readTwin } from './json-twin.js';

/** Little-endian golden files that are refused by design, and why. Every other must equal its twin. */
const refused: Readonly<Record<string, string>> = {
  'cpp-21.0.0/generated_list_view.arrow_file': 'unsupported/type',
  'cpp-21.0.0/generated_list_view.stream': 'unsupported/type',
};

async function readAll(bytes: Uint8Array): Promise<RecordBatch[]> {
  const batches: RecordBatch[] = [];
  for await (const batch of readBatches([bytes])) batches.push(batch);
  return batches;
}

/** Returns `code/reason` of the error that reading throws, or `read`. */
async function outcome(bytes: Uint8Array): Promise<string> {
  try {
    await readAll(bytes);
    return 'read';
  } catch (error) {
    if (!(error instanceof ClienteleError)) throw error;
    return `${error.code}/${error.reason ?? ''}`;
  }
}

describe.skipIf(arrowTesting === null)(`the format's golden files${arrowTesting === null ? ` (${withoutArrowTesting})` : ''}`, () => {
  const little = goldenFiles().filter(({ name }) => !name.includes('bigendian'));
  const big = goldenFiles().filter(({ name }) => name.includes('bigendian'));

  it('are 138 little-endian and 44 big-endian ones', () => {
    expect([little.length, big.length]).toEqual([138, 44]);
  });

  it.each(little.filter(({ name }) => refused[name] === undefined))('$name equals its JSON twin cell by cell', async ({ path, twin }) => {
    const expected = readTwin(twin);
    const batches = await readAll(new Uint8Array(readFileSync(path)));
    expect(batches.reduce((rows, batch) => rows + batch.numRows, 0)).toBe(expected.rows);
    expected.columns.forEach(({ name, cells }, i) => {
      for (const batch of batches) expect(batch.schema.fields[i]?.name).toBe(name);
      expect(columnCells(batches, i)).toEqual(cells);
    });
  });

  it.each(Object.entries(refused))('%s is refused as %s', async (name, expected) => {
    const file = little.find((golden) => golden.name === name);
    expect(await outcome(new Uint8Array(readFileSync(file?.path ?? '')))).toBe(expected);
  });

  it.each(big)('$name is refused as big-endian', async ({ path }) => {
    expect(await outcome(new Uint8Array(readFileSync(path)))).toBe('unsupported/big-endian');
  });

  it('a schema of metadata version 6 is refused', async () => {
    const schema = new Uint8Array(readFileSync(`${arrowTesting ?? ''}/forward-compatibility/schema_v6.arrow`));
    expect(await outcome(schema)).toBe('unsupported/metadata-version');
  });

  it('the 137 inputs that once crashed a reader give a result or a foreseen error, within a second each', async () => {
    const regressions = fuzzRegressions();
    expect(regressions).toHaveLength(137);
    for (const { name, bytes } of regressions) {
      const start = performance.now();
      const result = await outcome(bytes);
      expect(result, name).not.toBe('corrupt/undecodable');
      expect(performance.now() - start, name).toBeLessThan(1_000);
    }
  });
});
