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
});
