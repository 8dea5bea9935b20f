import { describe, expect, it } from 'vitest';
import { pyramid } from '../../../packages/metrics/src/definitions/pyramid.js';
import type { PyramidOptions } from '../../../packages/metrics/src/definitions/pyramid-options.js';
import { KernelMemory } from '../../../packages/metrics/src/kernels/kernel-memory.js';
import { wasmKernels } from '../../../packages/metrics/src/kernels/wasm-module.js';
import type { QuickFold, Summary } from '../../../packages/metrics/src/metric.js';
import { type FixtureColumns, framesOf } from '../../fixtures/frames.js';

const kernels = await wasmKernels();
if (kernels === null) throw new Error('this Node has no WebAssembly');
const newMemory = (): KernelMemory => new KernelMemory(kernels());
const ask: PyramidOptions = { customer: 'customer', value: 'value' };

const data: FixtureColumns = {
  customer: { kind: 'text', values: ['a', 'b', null, 'a', 'c', 'd', 'e', 'b', 'f', 'g'] },
  value: { kind: 'number', values: [10, 0.1, 5, -3, null, 7, 0.2, 0.2, Infinity, -8] },
  time: { kind: 'instant', values: ['2024-01-01T00:00:00Z', '2024-02-01T00:00:00Z', null, '2024-03-01T12:00:00Z', '2024-03-02T00:00:00Z', null, '2024-03-30T23:59:59Z', '2024-03-31T00:00:00Z', '2024-04-01T00:00:00Z', '2023-01-01T00:00:00Z'] },
};

function quickOf(columns: FixtureColumns, asked: PyramidOptions): { quick: QuickFold | null; taken: boolean; expected: Summary } {
  const source = framesOf(columns, 4);
  const options = pyramid.resolve(asked);
  const fold = pyramid.fold(options, source.input);
  const state = fold.init();
  for (const frame of source.frames) fold.update(state, frame, null);
  const quick = pyramid.quick?.(options, source.input, newMemory, 'any') ?? null;
  return { quick, taken: quick !== null && source.frames.every((frame) => quick.add(frame, null)), expected: fold.finish(state) };
}

describe('the quick way to a pyramid', () => {
  it.each<PyramidOptions>([
    ask, { ...ask, time: 'time' }, { ...ask, time: 'time', asOf: '2024-03-31' }, { ...ask, time: 'time', asOf: '2024-03-30', window: '60d', timeZone: 'Asia/Tokyo' }, { ...ask, by: 'profit' },
  ])('sums up as the fold does: %o', (options) => {
    const { quick, taken, expected } = quickOf(data, options);
    expect(taken).toBe(true);
    expect(quick?.finish()).toEqual(expected);
  });

  it('leaves decimals, comparisons and hosts without kernels to the fold', () => {
    const decimals: FixtureColumns = { customer: ['a', 'b'], value: { kind: 'number', values: ['1.10', '2.20'], digits: 10, scale: 2 } };
    expect(quickOf(decimals, ask).taken).toBe(false);
    expect(quickOf(data, { ...ask, time: 'time', asOf: '2024-03-31', compareAsOf: '2024-02-01' }).quick).toBeNull();
    expect(pyramid.quick?.(pyramid.resolve(ask), framesOf(data).input, null, 'any')).toBeNull();
  });
});
