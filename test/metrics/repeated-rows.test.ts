import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Frame } from '../../packages/metrics/src/arrow/frame.js';
import { RowIndex } from '../../packages/metrics/src/kernels/row-index.js';
import { wasmKernels } from '../../packages/metrics/src/kernels/wasm-module.js';
import { RepeatedRows } from '../../packages/metrics/src/repeated-rows.js';
import { type FixtureSource, framesOf } from '../fixtures/frames.js';

const kernels = await wasmKernels();
if (kernels === null) throw new Error('this Node has no WebAssembly');

const columns = [{ name: 'customer', isKey: true }, { name: 'time', isKey: false }, { name: 'stage', isKey: true }, { name: 'value', isKey: false }];

interface Row { readonly customer: string; readonly time: number; readonly stage: string | null; readonly value: number }

function sourceOf(rows: readonly Row[], batchSize: number): FixtureSource {
  return framesOf({
    customer: { kind: 'text', values: rows.map(({ customer }) => customer) }, time: { kind: 'instant', values: rows.map(({ time }) => time) },
    stage: { kind: 'text', values: rows.map(({ stage }) => stage) }, value: { kind: 'number', values: rows.map(({ value }) => value) },
  }, batchSize);
}

const byHand = (rows: readonly Row[]): number => rows.length - new Set(rows.map((row) => JSON.stringify(row))).size;

const anyRow: fc.Arbitrary<Row> = fc.record({
  customer: fc.constantFrom('a', 'b'), time: fc.nat(4), stage: fc.constantFrom('view', 'cart', null), value: fc.nat(1),
});

describe.each([['plain JavaScript', null], ['WebAssembly', kernels]] as const)('rows that repeat an earlier one, counted in %s', (_, host) => {
  it('are those that say the same in every column, in order of time or not, whether frames have texts as positions or not', async () => {
    await fc.assert(fc.asyncProperty(fc.array(anyRow, { maxLength: 30 }), fc.boolean(), fc.integer({ min: 1, max: 9 }), async (drawn, ordered, batchSize) => {
      const rows = ordered ? [...drawn].sort((a, b) => a.time - b.time) : drawn;
      const { frames, input } = sourceOf(rows, batchSize);
      expect(await new RepeatedRows(input.schema, columns).count(frames, host, {})).toBe(byHand(rows));
    }), { numRuns: 150 });
  });

  it('compares hardly any but those, however many rows there are in no order', async () => {
    const rows = Array.from({ length: 40_000 }, (_, i): Row => ({ customer: `c${i % 999}`, time: (i * 7919) % 40_000, stage: 'view', value: i % 1000 === 7 ? i : i >> 1 }));
    for (let i = 20; i < rows.length; i += 1000) rows[i] = rows[i - 13]!;
    const { frames, input } = sourceOf(rows, 10_000);
    const compared = vi.spyOn(RowIndex.prototype, 'add');
    expect(await new RepeatedRows(input.schema, columns).count(frames, host, {})).toBe(40);
    expect(compared.mock.calls.reduce((sum, [, count]) => sum + count, 0)).toBeLessThan(500);
    compared.mockRestore();
  });

  it.each(['bc\ufffd', 'view'])('are told by codes from the first frame on where texts of one can\'t be told apart (%s)', async (stage) => {
    const rows = Array.from({ length: 12 }, (_, i): Row => ({ customer: 'a', time: i >> 1, stage: i < 8 ? 'view' : i < 10 ? stage : 'cart', value: 1 }));
    const { frames, input } = sourceOf(rows, 2);
    const lying = frames.map((frame): Frame => ({ ...frame, positions: (name) => {
      const list = rows.slice(frame.firstRow, frame.firstRow + 2).map((row) => (name === 'stage' ? row.stage : row.customer));
      return { values: Uint8Array.of(0, 1), valid: null, texts: { size: 2, text: (position) => list[position] ?? null } };
    } }));
    const keys = lying.map((frame) => vi.spyOn(frame, 'keys'));
    expect(await new RepeatedRows(input.schema, columns).count(lying, host, {})).toBe(6);
    expect(keys.map(({ mock }) => mock.calls.some(([name]) => name === 'stage'))).toEqual(Array.from({ length: 6 }, () => stage !== 'view'));
    expect(keys.map(({ mock }) => mock.calls.some(([name]) => name === 'customer'))).toEqual(Array.from({ length: 6 }, () => false));
  });
});
