import { describe, expect, it } from 'vitest';
import { funnel } from '../../../packages/metrics/src/definitions/funnel.js';
import type { FunnelOptions } from '../../../packages/metrics/src/definitions/funnel-options.js';
import type { Kernels, QuickFold } from '../../../packages/metrics/src/metric.js';
import { KernelMemory } from '../../../packages/metrics/src/kernels/kernel-memory.js';
import { wasmKernels } from '../../../packages/metrics/src/kernels/wasm-module.js';
import { summaryOf } from '../../contracts/fold-laws.js';
import { type FixtureColumns, framesOf } from '../../fixtures/frames.js';
import { seeded } from '../arrow/seeded.js';

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

/** Events of 60 customers, most of whom go through the 15 steps in order, some with gaps, some of them over and over. */
const long: FixtureColumns = (() => {
  const random = seeded(5);
  const events = Array.from({ length: 60 }, (_, who) => Array.from({ length: 1 + Math.floor(random() * 40) }, (__, k) => ({
    customer: `c${who}`, hour: Math.floor(k + 3 * random()), stage: `s${(random() < 0.8 ? k : Math.floor(random() * 20)) % 17}`, value: Math.floor(random() * 100) / 4,
  }))).flat();
  return {
    customer: events.map(({ customer }) => customer), time: { kind: 'instant', values: events.map(({ hour }) => Date.UTC(2024, 0, 1) * 1000 + hour * 3_600e6) },
    stage: events.map(({ stage }) => stage), value: events.map(({ value }) => value),
  };
})();

function taken(options: FunnelOptions, host: Kernels | null, columns = data): QuickFold | null {
  const { frames, input } = framesOf(columns, 2);
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

  it.each<FunnelOptions>([{ window: '30h' }, { window: '8h' }, { window: null }, { window: '20h', value: 'value' }, { window: '20h', asOf: '2024-01-01T12:00:00Z' }])('tells of fifteen steps what the fold tells, with %j', (more) => {
    for (const count of [1, 3, 12, 13, 15]) {
      const options = funnel.resolve({ ...usual, ...more, steps: Array.from({ length: count }, (_, k) => `s${k}`) });
      const source = framesOf(long, 100);
      const found = taken(options, host, long);
      expect(found?.finish()).toEqual(summaryOf(funnel.fold(options, source.input), source));
    }
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
