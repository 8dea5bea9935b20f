import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InstantCompany } from '../../../packages/metrics/src/kernels/instant-company.js';

function companyOf(batches: readonly (readonly number[])[]): { company: InstantCompany; found: number[][] } {
  const company = new InstantCompany();
  for (const batch of batches) company.add(Float64Array.from(batch), batch.length);
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

describe('InstantCompany', () => {
  it('finds every row that shares its instant with another, in any batch, and every row without one (property)', () => {
    fc.assert(fc.property(ordered, (batches) => {
      const { company, found } = companyOf(batches);
      const all = batches.flat();
      batches.forEach((batch, i) => batch.forEach((instant, row) => {
        if (Number.isNaN(instant) || all.filter((other) => other === instant).length > 1) expect(found[i]).toContain(row);
      }));
      expect(company.size).toBe(found.flat().length);
      for (const rows of found) expect(new Set(rows).size).toBe(rows.length);
    }));
  });

  it('leaves out the rows between the ends of a batch that are alone', () => {
    const { company, found } = companyOf([[1, 2, 3, 4, 4, 5, 6, 7, 8, 9], [9, 10, 11, 12, 13]]);
    expect(found).toEqual([[0, 3, 4, 9], [0, 4]]);
    expect(company.size).toBe(6);
  });

  it('knows nothing of any row once one goes back in time, or where rows have no instants', () => {
    const { company, found } = companyOf([[1, 2, 3, 4, 5], [6, 5.5, 7, 8, 9, 10]]);
    expect(found).toEqual([[0, 1, 2, 3, 4], [0, 1, 2, 3, 4, 5]]);
    expect(company.size).toBe(11);
    const timeless = new InstantCompany();
    timeless.add(null, 7);
    expect(timeless.rowsOf(0)).toBeNull();
    expect(timeless.size).toBe(7);
  });
});
