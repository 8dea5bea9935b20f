import { describe, expect, it } from 'vitest';
import { funnel } from '../../../packages/metrics/src/definitions/funnel.js';
import type { FunnelOptions } from '../../../packages/metrics/src/definitions/funnel-options.js';
import type { Kernels, QuickFold } from '../../../packages/metrics/src/metric.js';
import { KernelMemory } from '../../../packages/metrics/src/kernels/kernel-memory.js';
import { wasmKernels } from '../../../packages/metrics/src/kernels/wasm-module.js';
import { type FixtureColumns, framesOf } from '../../fixtures/frames.js';

const kernels = await wasmKernels();
if (kernels === null) throw new Error('this Node has no WebAssembly');
const newMemory = (): KernelMemory => new KernelMemory(kernels());

const usual: FunnelOptions = { customer: 'customer', time: 'time', stage: 'stage', steps: ['A', 'B'], window: '2h' };
const data: FixtureColumns = {
  customer: ['a', 'b', 'a', 'a'],
  time: { kind: 'instant', values: ['2024-01-01T10:00Z', '2024-01-01T09:00Z', '2024-01-01T11:00Z', '2024-01-01T08:00Z'] },
  stage: ['A', 'A', 'B', 'Z'],
  value: [1, 2, 3, 4],
  price: { kind: 'number', values: ['1.50', '2.00', '3.00', '4.00'], digits: 9, scale: 2 },
  segment: ['x', 'y', 'x', 'x'],
};

function taken(options: FunnelOptions, host: Kernels | null): QuickFold | null {
  const { frames, input } = framesOf(data, 2);
  const quick = funnel.quick?.(funnel.resolve(options), input, host, 'time') ?? null;
  return quick !== null && frames.every((frame) => quick.add(frame, null)) ? quick : null;
}

describe.each([['plain JavaScript', null], ['WebAssembly', newMemory]] as const)('the quick way of a funnel in %s', (_, host) => {
  it.each([
    {}, { value: 'value' }, { window: null }, { asOf: '2024-01-01T10:30:00Z' }, { entryRange: { from: '2024-01-01T09:30:00Z' } }, { minN: 5 },
    { steps: Array.from({ length: 24 }, (_, k) => `step ${k}`) },
  ])('takes the usual question, rows in no order, with %j', (more) => {
    expect(taken({ ...usual, ...more }, host)?.finish().rows.rowsIn).toBe(4);
  });

  it.each<FunnelOptions>([
    { order: 'strict' }, { order: 'any' }, { windowFrom: 'previous' }, { attempt: 'first' }, { attempt: 'every' }, { tieMs: 5 }, { equalTimes: 'apart' },
    { repeats: 'end' }, { exclusions: [{ stage: 'Z' }] }, { holdConstant: ['segment'] }, { segment: 'segment' }, { period: 'day' }, { mode: 'allStages' },
    { steps: ['A', 'B', 'C'], optional: ['B'] }, { entryRange: { from: '2024-01-01' }, compareRange: { from: '2023-12-01', to: '2023-12-31' } }, { steps: null },
    { steps: Array.from({ length: 25 }, (_, k) => `step ${k}`) }, { value: 'price' },
  ])('leaves %j to the fold', (more) => {
    expect(taken({ ...usual, ...more }, host)).toBeNull();
  });
});
