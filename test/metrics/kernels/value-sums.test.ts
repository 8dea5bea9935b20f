import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addTo, createSums, hasSum, reserveSums, slotCount, sumAt } from '../../../packages/metrics/src/kernels/compensated-sums.js';
import { KernelMemory } from '../../../packages/metrics/src/kernels/kernel-memory.js';
import { NO_KEY } from '../../../packages/metrics/src/kernels/key-index.js';
import { WasmValueSums } from '../../../packages/metrics/src/kernels/value-sums-wasm.js';
import { wasmKernels } from '../../../packages/metrics/src/kernels/wasm-module.js';

const kernels = await wasmKernels();
if (kernels === null) throw new Error('this Node has no WebAssembly');
const newMemory = (): KernelMemory => new KernelMemory(kernels());
const ALWAYS = { start: -Infinity, end: Infinity };

/** The sums of *values* by customer, as JavaScript adds and sorts them. */
function sorted(customers: Uint32Array, values: Float64Array): number[] {
  const sums = createSums();
  customers.forEach((customer, row) => {
    if (customer === NO_KEY) return;
    reserveSums(sums, customer + 1);
    addTo(sums, customer, Number.isFinite(values[row]) ? values[row]! : 0);
  });
  const all = Array.from({ length: slotCount(sums) }, (_, i) => i).filter((i) => hasSum(sums, i)).map((i) => sumAt(sums, i));
  return all.sort((a, b) => b - a);
}

function ranked(customers: Uint32Array, values: Float64Array): number[] {
  const sums = new WasmValueSums(newMemory(), ALWAYS);
  const half = customers.length >>> 1;
  const known = (codes: Uint32Array): number => codes.reduce((most, code) => (code === NO_KEY ? most : Math.max(most, code + 1)), 0);
  for (const [from, to] of [[0, half], [half, customers.length]] as const) {
    sums.add({ count: to - from, customers: customers.slice(from, to), values: values.slice(from, to), times: null, mask: null }, known(customers.subarray(0, to)));
    // Reading out in between changes nothing.
    sums.descending();
  }
  return [...sums.descending()];
}

describe('sums by customer in WebAssembly', () => {
  it('are those of JavaScript to the last bit, and in order', () => {
    const value = fc.oneof(fc.double({ noDefaultInfinity: true, min: -1e300, max: 1e300 }), fc.constantFrom(0, -0, 5, -5, 0.1, NaN, Infinity, 2 ** -1074, 1e300));
    fc.assert(fc.property(fc.array(fc.tuple(fc.oneof({ weight: 9, arbitrary: fc.nat(40) }, { weight: 1, arbitrary: fc.constant(NO_KEY) }), value), { maxLength: 120 }), (rows) => {
      const customers = Uint32Array.from(rows, ([customer]) => customer);
      const values = Float64Array.from(rows, ([, one]) => one);
      expect(ranked(customers, values)).toEqual(sorted(customers, values));
    }));
  });

  it('are so for more customers than are sorted at a time, of equal and of all kinds of values', () => {
    const rows = 50_000;
    const customers = Uint32Array.from({ length: rows }, (_, row) => Math.imul(row, 7919) % 30_000 >>> 0);
    for (const valueAt of [(row: number) => Math.sin(row) * 10 ** (row % 40), () => 1, (row: number) => -row]) {
      const values = Float64Array.from({ length: rows }, (_, row) => valueAt(row));
      expect(ranked(customers, values)).toEqual(sorted(customers, values));
    }
  });

  it('tell what became of every row', () => {
    const sums = new WasmValueSums(newMemory(), { start: 1000, end: 3000 });
    const instants = Float64Array.of(500, 1000, 2999, 3000, NaN, 2000, 2000);
    const customers = Uint32Array.of(0, 0, 1, 1, 0, NO_KEY, 2);
    const values = Float64Array.of(1, 2, 4, 8, 16, 32, NaN);
    sums.add({ count: 7, customers, values, times: { ticks: null, instants: () => instants }, mask: null }, 3);
    expect(sums.tally).toEqual({ used: 3, withoutCustomer: 1, withoutTime: 1, after: 1, before: 1, withoutValue: 1, first: 1000, last: 2999 });
    expect([...sums.descending()]).toEqual([4, 2, 0]);
    const ticks = { words: new Int32Array(BigInt64Array.of(1n, 2n, 3n, 77n).buffer), microsPerTick: 1e3 as const, valid: Uint32Array.of(0b0111) };
    sums.add({ count: 4, customers: Uint32Array.of(3, 3, 3, 3), values: Float64Array.of(1, 1, 1, 1), times: { ticks, instants: () => instants }, mask: Uint32Array.of(0b1110) }, 4);
    expect(sums.tally).toEqual({ used: 4, withoutCustomer: 1, withoutTime: 2, after: 2, before: 1, withoutValue: 1, first: 1000, last: 2999 });
    expect([...sums.descending()]).toEqual([4, 2, 1, 0]);
  });

  it('need no times where all rows count', () => {
    const sums = new WasmValueSums(newMemory(), ALWAYS);
    const instants = Float64Array.of(NaN, 5);
    sums.add({ count: 2, customers: Uint32Array.of(0, 1), values: Float64Array.of(1, 2), times: { ticks: null, instants: () => instants }, mask: null }, 2);
    expect(sums.tally).toEqual({ used: 2, withoutCustomer: 0, withoutTime: 0, after: 0, before: 0, withoutValue: 0, first: 5, last: 5 });
  });
});
