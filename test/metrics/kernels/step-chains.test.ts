import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bitmap, bitmap, setBit } from '../../../packages/metrics/src/kernels/bitmap.js';
import { KernelMemory } from '../../../packages/metrics/src/kernels/kernel-memory.js';
import { NO_KEY } from '../../../packages/metrics/src/kernels/key-index.js';
import { type ChainRules, LAST_MICROS, type StepChains, type StepRows } from '../../../packages/metrics/src/kernels/step-chains.js';
import { PlainStepChains } from '../../../packages/metrics/src/kernels/step-chains-plain.js';
import { WasmStepChains } from '../../../packages/metrics/src/kernels/step-chains-wasm.js';
import { wasmKernels } from '../../../packages/metrics/src/kernels/wasm-module.js';
import { ticksOf } from '../../fixtures/ticks.js';

const kernels = await wasmKernels();
if (kernels === null) throw new Error('this Node has no WebAssembly');
const newMemory = (): KernelMemory => new KernelMemory(kernels());

interface Row { readonly customer: number; readonly stage: number; readonly instant: number; readonly value: number }

const STEPS = 3;
const ROWS = 20_000;
/** Stages 0 to 2 are steps, 3 is none. */
const stepOf = Uint32Array.of(0, 1, 2, NO_KEY);
const anyTime: ChainRules = { steps: STEPS, window: Infinity, entryFrom: -Infinity, entryBefore: Infinity, openFrom: Infinity };

function batchOf(rows: readonly Row[], options: { mask?: Bitmap; inMemory?: boolean; values?: boolean } = {}): StepRows {
  const instants = Float64Array.from(rows, ({ instant }) => instant);
  return {
    count: rows.length, customers: Uint32Array.from(rows, ({ customer }) => customer), stages: Uint32Array.from(rows, ({ stage }) => stage), staged: null, stepOf,
    times: options.inMemory === false ? instants : ticksOf(instants), values: options.values === false ? null : Float64Array.from(rows, ({ value }) => value),
    mask: options.mask ?? null,
  };
}

/** What comes of *customers*, straight from the definition: each entry's chain takes each step as early as it can. */
function byTrying(rows: readonly Row[], customers: readonly number[], { window, entryFrom, entryBefore, openFrom }: ChainRules): unknown {
  const sums = Array.from({ length: STEPS }, () => 0);
  const outcomes: { has: number[]; open: boolean; chain: number[] }[] = [];
  const events = new Map<number, Row[]>(customers.map((customer) => [customer, []]));
  for (const row of rows) if (row.stage < STEPS && !Number.isNaN(row.instant)) events.get(row.customer)?.push(row);
  for (const customer of customers) {
    const own = events.get(customer) ?? [];
    const times = Array.from({ length: STEPS }, (_, step) => own.filter(({ stage }) => stage === step).map(({ instant }) => instant).sort((a, b) => a - b));
    const entries = times[0]!.filter((instant) => instant >= entryFrom && instant < entryBefore);
    let chain: number[] = [];
    for (const entry of entries) {
      const tried = [entry];
      for (let step = 1; step < STEPS; step++) {
        const next = times[step]!.find((instant) => instant >= tried[step - 1]!);
        if (next === undefined || next - entry > window) break;
        tried.push(next);
      }
      if (tried.length > chain.length) chain = tried;
    }
    chain.forEach((instant, step) => {
      const values = own.filter((row) => row.stage === step && row.instant === instant && !Number.isNaN(row.value)).map(({ value }) => value);
      if (values.length > 0 && Number.isFinite(Math.max(...values))) sums[step]! += Math.max(...values);
    });
    outcomes.push({ has: times.flatMap((found, step) => (found.length > 0 ? [step] : [])), open: entries.some((entry) => entry >= openFrom), chain });
  }
  return { outcomes, sums };
}

function found(chains: StepChains, customers: readonly number[], rules: ChainRules): unknown {
  const { outcomes, instants, sums } = chains.find(rules);
  const all = instants.flatMap((part) => [...part]);
  let at = 0;
  const chainsOf = Array.from(outcomes, (outcome) => ({
    has: Array.from({ length: 24 }, (_, step) => step).filter((step) => (outcome >>> step & 1) === 1), open: outcome >>> 31 === 1,
    chain: all.slice(at, (at += outcome >>> 24 & 31)),
  }));
  return {
    outcomes: customers.map((customer) => chainsOf[customer] ?? { has: [], open: false, chain: [] }),
    sums: Array.from({ length: STEPS }, (_, step) => sums![2 * step]! + sums![2 * step + 1]! + 0),
  };
}

const four = [0, 1, 2, 3];
const row = (customers: number, instants: number): fc.Arbitrary<Row> => fc.record({
  customer: fc.nat(customers - 1), stage: fc.nat(STEPS), instant: fc.oneof({ weight: 12, arbitrary: fc.nat(instants) }, { weight: 1, arbitrary: fc.constant(NaN) }),
  value: fc.oneof({ weight: 6, arbitrary: fc.integer({ min: -50, max: 90 }) }, { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity) }),
});
const anyRules: fc.Arbitrary<ChainRules> = fc.record({
  steps: fc.constant(STEPS), window: fc.constantFrom(0, 3, 8, Infinity), entryFrom: fc.constantFrom(-Infinity, 4), entryBefore: fc.constantFrom(Infinity, 20),
  openFrom: fc.constantFrom(Infinity, 10, -Infinity),
});

describe.each([
  ['plain JavaScript', (cutOff: number): StepChains => new PlainStepChains(cutOff)],
  ['WebAssembly', (cutOff: number): StepChains => new WasmStepChains(newMemory(), cutOff)],
] as const)('chains of steps in %s', (_, create) => {
  it('are the longest and earliest that trying every entry finds, with what their events are worth', () => {
    fc.assert(fc.property(fc.array(row(4, 30), { maxLength: 60 }), anyRules, fc.boolean(), (rows, rules, inMemory) => {
      const chains = create(Infinity);
      const half = rows.length >>> 1;
      expect(chains.add(batchOf(rows.slice(0, half), { inMemory }), 4)).toBe(true);
      expect(chains.add(batchOf(rows.slice(half)), 4)).toBe(true);
      expect(found(chains, four, rules)).toEqual(byTrying(rows, four, rules));
      expect(found(chains, four, rules)).toEqual(byTrying(rows, four, rules));
    }), { numRuns: 150 });
  });

  it.each<[string, Partial<ChainRules>]>([
    ['at any time', {}], ['within a window', { window: 3 }], ['at an instant', { window: 0 }], ['from an entry on', { entryFrom: 3, openFrom: 5 }], ['up to an entry', { entryBefore: 6, openFrom: -Infinity, window: 4 }],
  ])('are those of many customers with several events at an instant, whatever their values, %s', (_name, some) => {
    const rules = { ...anyTime, ...some };
    const values = [5, -3, NaN, 7, Infinity, 0, -Infinity, 2];
    const customers = Array.from({ length: 60 }, (_, customer) => customer);
    const rows = Array.from({ length: 900 }, (_, i): Row => ({ customer: (i * 37) % 59, stage: (i * i + (i >> 3)) % 4, instant: (i * 7919) % 11, value: values[(i * 5 + (i >> 4)) % 8]! }));
    for (const all of [rows, rows.toSorted((a, b) => a.instant - b.instant), rows.toSorted((a, b) => a.instant - b.instant || b.stage - a.stage)]) {
      const chains = create(Infinity);
      const mask = bitmap(400);
      for (let i = 0; i < 400; i++) if (i % 5 !== 0) setBit(mask, i);
      expect(chains.add(batchOf(all.slice(0, 400), { mask }), 60)).toBe(true);
      expect(chains.add(batchOf(all.slice(400), { inMemory: false }), 60)).toBe(true);
      expect(found(chains, customers, rules)).toEqual(byTrying(all.filter((_, i) => i >= 400 || i % 5 !== 0), customers, rules));
    }
  });

  it.each([['in order of time', (i: number) => i], ['in none', (i: number) => (i * 7919) % ROWS]] as const)('are found among thousands of customers, some with thousands of events, %s', (_, place) => {
    const customers = 5000;
    const rows = Array.from({ length: ROWS }, (_, i): Row => {
      const at = place(i);
      return { customer: at % 3 === 0 ? at % 2 : (at * 31) % customers, stage: (at * 13) % 7 % 4, instant: at >>> 2, value: at % 100 };
    });
    const chains = create(Infinity);
    for (let from = 0; from < rows.length; from += 9000) expect(chains.add(batchOf(rows.slice(from, from + 9000)), customers)).toBe(true);
    const rules = { ...anyTime, window: 900, entryFrom: 100, openFrom: 4000 };
    const all = Array.from({ length: customers }, (_, customer) => customer);
    expect(found(chains, all, rules)).toEqual(byTrying(rows, all, rules));
  });

  it('say what became of rows, whose bits are set or not', () => {
    const chains = create(100);
    const rows: Row[] = [
      { customer: 0, stage: 0, instant: 7, value: 1 }, { customer: NO_KEY, stage: 0, instant: 1, value: 1 }, { customer: 1, stage: 0, instant: NaN, value: 1 },
      { customer: 1, stage: 0, instant: 100, value: 1 }, { customer: 1, stage: NO_KEY, instant: 99, value: 1 }, { customer: 1, stage: 3, instant: 50, value: NaN },
      { customer: 1, stage: 2, instant: 60, value: NaN }, { customer: 1, stage: 1, instant: -5, value: 1 },
    ];
    const mask = bitmap(rows.length);
    for (let i = 0; i < rows.length - 1; i++) setBit(mask, i);
    chains.add(batchOf(rows, { mask }), 2);
    expect(chains.tally).toEqual({
      used: 2, withoutCustomer: 1, withoutTime: 1, afterCutOff: 1, withoutStage: 1, notAStep: 1, withoutValue: 1, first: 7, last: 99,
    });
    chains.add(batchOf([NaN, NaN, 1].map((value, instant) => ({ customer: 0, stage: 0, instant, value }))), 2);
    expect(chains.tally).toMatchObject({ used: 5, withoutValue: 3, first: 0 });
  });

  it.each([Uint8Array, Uint16Array, Uint32Array])('are the same where stages are told by positions in lists of their own, as %o', (Positions) => {
    const rows: readonly Row[] = Array.from({ length: 9000 }, (_, i): Row => ({ customer: i % 7, stage: (i * i + 3 * i) % 5 === 4 ? NO_KEY : (i * i) % 4, instant: i, value: i % 10 }));
    const [byCode, byPosition] = [create(Infinity), create(Infinity)];
    byCode.add(batchOf(rows), 7);
    // By position the steps stand backwards, behind so many others; rows without a stage have any position.
    [1, 100].forEach((others, part) => {
      const some = rows.slice(part * 4500, (part + 1) * 4500);
      const list = Uint32Array.from({ length: others + 3 }, (_, position) => (position < others ? NO_KEY : others + 2 - position));
      const staged = bitmap(some.length);
      some.forEach(({ stage }, i) => {
        if (stage !== NO_KEY) setBit(staged, i);
      });
      const positions = Positions.from(some.map(({ stage }) => (stage === NO_KEY ? 255 : stage === 3 ? 0 : others + 2 - stage)));
      byPosition.add({ ...batchOf(some), stages: positions, staged, stepOf: list }, 7);
    });
    expect(byPosition.tally).toEqual(byCode.tally);
    expect(byPosition.find(anyTime)).toEqual(byCode.find(anyTime));
  });

  it('have no sums where rows have no values', () => {
    const chains = create(Infinity);
    chains.add(batchOf([{ customer: 0, stage: 0, instant: 7, value: 1 }, { customer: 0, stage: 1, instant: 9, value: 1 }], { values: false }), 1);
    const { instants, outcomes, sums } = chains.find(anyTime);
    expect([outcomes[0], instants.flatMap((part) => [...part]), sums]).toEqual([0b11 | 2 << 24, [7, 9], null]);
  });

  it('are nobody\'s before any row has come', () => {
    const chains = create(Infinity);
    expect(chains.tally).toMatchObject({ used: 0, first: Infinity, last: -Infinity });
    expect(chains.find(anyTime).outcomes.every((outcome) => outcome === 0)).toBe(true);
  });

  it('are told in microseconds whatever the ticks are', () => {
    const chains = create(2e12);
    const batch = batchOf([{ customer: 0, stage: 0, instant: 1_700_000, value: 1 }, { customer: 0, stage: 1, instant: 1_700_060, value: 1 }, { customer: 0, stage: 2, instant: 2_000_000, value: 1 }]);
    const times = { ...(batch.times as Exclude<StepRows['times'], Float64Array>), microsPerTick: 1e6 } as const;
    expect(chains.add({ ...batch, times }, 1)).toBe(true);
    const { instants } = chains.find({ ...anyTime, window: 60e6 });
    expect(instants.flatMap((part) => [...part])).toEqual([1.7e12, 1.70006e12]);
    expect(chains.find({ ...anyTime, window: 59e6 }).instants.flatMap((part) => [...part])).toEqual([1.7e12]);
    expect(chains.tally).toMatchObject({ afterCutOff: 1, first: 1.7e12, last: 1.70006e12 });
  });

  it('refuse times that no double holds to the microsecond', () => {
    expect(create(Infinity).add(batchOf([{ customer: 0, stage: 0, instant: LAST_MICROS, value: 1 }]), 1)).toBe(false);
    expect(create(Infinity).add(batchOf([{ customer: 0, stage: 3, instant: -LAST_MICROS, value: 1 }]), 1)).toBe(false);
    expect(create(Infinity).add(batchOf([{ customer: 0, stage: 0, instant: LAST_MICROS - 1, value: 1 }]), 1)).toBe(true);
  });
});

describe('chains of steps in WebAssembly', () => {
  it('refuse ticks of another unit than before', () => {
    const chains = new WasmStepChains(newMemory(), Infinity);
    const batch = batchOf([{ customer: 0, stage: 0, instant: 7, value: 1 }]);
    expect(chains.add(batch, 1)).toBe(true);
    expect(chains.add({ ...batch, times: { ...(batch.times as Exclude<StepRows['times'], Float64Array>), microsPerTick: 1e3 } }, 1)).toBe(false);
  });
});
