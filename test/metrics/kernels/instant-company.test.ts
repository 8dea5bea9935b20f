import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Company } from '../../../packages/metrics/src/kernels/instant-company.js';
import { ticksOf } from '../../fixtures/ticks.js';
import { repeatsImplementations } from './repeats-implementations.js';

function companyOf(host: { company(): Company }, batches: readonly (readonly number[])[]): { company: Company; found: number[][] } {
  const company = host.company();
  batches.forEach((batch, i) => company.add(i % 2 === 0 ? Float64Array.from(batch) : ticksOf(batch), batch.length));
  return { company, found: batches.map((batch, i) => [...(company.rowsOf(i) ?? batch.keys())].sort((a, b) => a - b)) };
}

/** Cuts ordered instants, and some that are missing, into batches. */
const ordered = fc.tuple(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 40 }), fc.array(fc.nat(40), { maxLength: 4 }), fc.array(fc.nat(40), { maxLength: 3 }))
  .map(([instants, missing, cuts]) => {
    const all = instants.sort((a, b) => a - b);
    for (const at of missing) all.splice(at, 0, NaN);
    const ends = [...cuts, all.length].sort((a, b) => a - b);
    return ends.map((end, i) => all.slice(ends[i - 1] ?? 0, end));
  });

describe.each(repeatsImplementations)('the company of instants in $name', (host) => {
  it('finds every row that shares its instant with another, in any batch, and every row without one (property)', () => {
    fc.assert(fc.property(ordered, (batches) => {
      const { company, found } = companyOf(host, batches);
      const all = batches.flat();
      batches.forEach((batch, i) => batch.forEach((instant, row) => {
        if (Number.isNaN(instant) || all.filter((other) => other === instant).length > 1) expect(found[i]).toContain(row);
      }));
      expect(company.size).toBe(found.flat().length);
      for (const rows of found) expect(new Set(rows).size).toBe(rows.length);
    }));
  });

  it('leaves out the rows between the ends of a batch that are alone', () => {
    const { company, found } = companyOf(host, [[1, 2, 3, 4, 4, 5, 6, 7, 8, 9], [9, 10, 11, 12, 13]]);
    // Both ends of a batch count.
    expect(found).toEqual([[0, 3, 4, 9], [0, 4]]);
    expect(company.size).toBe(6);
  });

  it('looks through long batches, whose parts it may see one after the other', () => {
    const instants = Array.from({ length: 20_000 }, (_, i) => (i % 5000 === 700 ? 3 * i - 3 : 3 * i));
    const { company, found } = companyOf(host, [instants, instants.map((instant) => instant + 100_000)]);
    for (const rows of found) for (const i of [700, 5700, 10_700, 15_700]) expect(rows).toEqual(expect.arrayContaining([i - 1, i]));
    expect(company.size).toBeLessThan(100);
  });

  it('knows nothing of any row once one goes back in time, or where rows have no instants', () => {
    const { company, found } = companyOf(host, [[1, 2, 3, 4, 5], [6, 5, 7, 8, 9, 10]]);
    expect(found).toEqual([[0, 1, 2, 3, 4], [0, 1, 2, 3, 4, 5]]);
    expect(company.size).toBe(11);
    const timeless = host.company();
    timeless.add(null, 7);
    expect(timeless.rowsOf(0)).toBeNull();
    expect(timeless.size).toBe(7);
  });

  it('keeps a list of rows where they are fewer than half, else all of the batch', () => {
    for (const [batch, rows, size] of [[[5, 6, 7, 8, 9], [0, 4], 2], [[5, 6, 7, 8], null, 4], [[5, 5, 6, 7, 8, 9, 10], [0, 1, 6], 3], [[5, 5, 5, 6, 7], null, 5]] as const) {
      for (const times of [Float64Array.from(batch), ticksOf(batch), { ...ticksOf(batch), valid: null }]) {
        const company = host.company();
        company.add(times, batch.length);
        const found = company.rowsOf(0);
        expect(found === null ? null : [...found].sort((a, b) => a - b)).toEqual(rows);
        expect([company.size, company.rowsOf(1)]).toEqual([size, null]);
      }
    }
  });

  it('takes rows without an instant as they come, in order or not, beside any number of others', () => {
    const instants = Array.from({ length: 9_000 }, (_, i) => 1_000 + i);
    const missing = [0, 5, 4_095, 4_096, 8_000];
    for (const row of missing) instants[row] = NaN;
    for (const times of [Float64Array.from(instants), ticksOf(instants)]) {
      const company = host.company();
      company.add(times, instants.length);
      company.add(Float64Array.of(20_000, 20_001, 20_002, 20_003, 20_004), 5);
      const found = [...company.rowsOf(0)!];
      expect(found).toEqual(expect.arrayContaining(missing));
      // Those beside them are the ends of blocks at most.
      expect(found.length).toBeLessThan(missing.length + 8);
      expect([...company.rowsOf(1)!].sort((a, b) => a - b)).toEqual([0, 4]);
    }
  });

  it('knows of other batches what it knew where one is empty', () => {
    const company = host.company();
    company.add(Float64Array.of(1, 2, 3, 4, 5), 5);
    company.add(new Float64Array(0), 0);
    company.add(ticksOf([6, 7, 8, 9, 10]), 5);
    expect([0, 2].map((batch) => [...company.rowsOf(batch)!].sort((a, b) => a - b))).toEqual([[0, 4], [0, 4]]);
    expect(company.size).toBe(4);
  });

  it('goes back in time once, and counts all rows from there on', () => {
    const company = host.company();
    company.add(Float64Array.of(1, 2, 3, 4, 5), 5);
    company.add(ticksOf([6, 5, 7]), 3);
    company.add(Float64Array.of(8, 9, 10, 11, 12, 13), 6);
    expect([company.size, company.rowsOf(0), company.rowsOf(1), company.rowsOf(2)]).toEqual([14, null, null, null]);
  });
});
