import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TickColumn } from '../../../packages/metrics/src/kernels/row-ordinals.js';
import { ticksOf } from '../../fixtures/ticks.js';
import { repeatsImplementations } from './repeats-implementations.js';

const columns = (rows: readonly (readonly [number, number])[]): [Uint32Array, Float64Array, TickColumn] => [
  Uint32Array.from(rows, ([key]) => key), Float64Array.from(rows, ([, value]) => value), ticksOf(rows.map(([key]) => (key === 3 ? NaN : 1e15 + key))),
];

describe.each(repeatsImplementations)('the sieve of rows in $name', (host) => {
  it('suspects every row that equals another, in any batch (property)', () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom(0, -0, 1.5, NaN, -Infinity));
    fc.assert(fc.property(fc.array(fc.array(row, { maxLength: 8 }), { maxLength: 6 }), (batches) => {
      const sieve = host.sieve(batches.flat().length);
      const hashes = batches.map((batch) => sieve.note(columns(batch), batch.length));
      const same = (a: readonly [number, number], b: readonly [number, number]): boolean => a[0] === b[0] && (a[1] === b[1] || (Number.isNaN(a[1]) && Number.isNaN(b[1])));
      const all = batches.flat();
      for (const [at, batch] of batches.entries()) {
        const suspects = new Set(sieve.suspects(hashes[at]!));
        batch.forEach((one, i) => {
          if (all.filter((other) => same(one, other)).length > 1) expect(suspects.has(i)).toBe(true);
        });
      }
    }));
  });

  it('clears nearly all rows that equal no other', () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => [i % 1000, i / 7] as const);
    const sieve = host.sieve(rows.length);
    const hashes = sieve.note(columns(rows), rows.length);
    expect(sieve.suspects(hashes).length).toBeLessThan(10_000);
  });

  it.each([['keys', 0], ['numbers', 1], ['times', 2]] as const)('tells rows apart that differ in their %s only', (_name, differing) => {
    const numbers = Array.from({ length: 5_000 }, (_, i) => i);
    const same = { 0: new Uint32Array(5_000), 1: new Float64Array(5_000), 2: ticksOf(new Float64Array(5_000)) };
    const all = { 0: Uint32Array.from(numbers), 1: Float64Array.from(numbers), 2: ticksOf(numbers) };
    const sieve = host.sieve(5_000);
    const hashes = sieve.note(([0, 1, 2] as const).map((column) => (column === differing ? all : same)[column]), 5_000);
    expect(sieve.suspects(hashes).length).toBeLessThan(500);
  });

  it('takes every NaN for the same missing value, but infinities for numbers', () => {
    const column = new Float64Array(Uint32Array.of(0, 0x7ff80000, 1, 0x7ff80001, 0, 0x7ff00000, 7, 0xfff80000, 0, 0xfff00000).buffer);
    const sieve = host.sieve(5);
    expect([...sieve.suspects(sieve.note([column], 5))]).toEqual([0, 1, 3]);
  });

  it('suspects repeated times beyond a block of rows, and none that is missing beside one that is there', () => {
    const times = Array.from({ length: 9_000 }, (_, i) => (i % 2 === 0 ? 1e15 + i : NaN));
    times[8_999] = times[4_000]!;
    const sieve = host.sieve(9_000);
    const suspects = new Set(sieve.suspects(sieve.note([ticksOf(times)], 9_000)));
    expect([4_000, 8_999].map((row) => suspects.has(row))).toEqual([true, true]);
    expect(times.every((time, row) => !Number.isNaN(time) || suspects.has(row))).toBe(true);
    expect(suspects.size).toBeLessThan(5_000);
    const complete = { ...ticksOf(times), valid: null };
    const plain = host.sieve(9_000);
    // What stands where none is missing is a time like others: the same in all of these rows.
    expect(plain.suspects(plain.note([complete], 9_000)).length).toBe(suspects.size);
  });
});
