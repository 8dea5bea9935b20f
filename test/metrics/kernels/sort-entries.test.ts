import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortEntries } from '../../../packages/metrics/src/kernels/sort-entries.js';

const entries = fc.array(fc.tuple(fc.nat(3000), fc.oneof(fc.integer({ min: -5, max: 40 }), fc.constantFrom(-700_000, 2_900_000))), { maxLength: 400 });

describe('sorting entries', () => {
  it('orders by customer, then by period, equal ones as they were, and says where each was, however far apart periods lie', () => {
    fc.assert(fc.property(entries, fc.integer({ min: 2, max: 4 }), (list, width) => {
      const records = Int32Array.from(list.flatMap(([customer, period], i) => [customer, period, i, i + 7].slice(0, width)));
      const before = sortEntries(records, width, list.length, 3001);
      const expected = list.map((_, i) => i).sort((a, b) => list[a]![0] - list[b]![0] || list[a]![1] - list[b]![1] || a - b);
      expect(Array.from(before)).toEqual(expected);
      expect(Array.from(records)).toEqual(expected.flatMap((i) => [...list[i]!, i, i + 7].slice(0, width)));
    }));
  });

  it.each([
    ['few customers and periods', 5, 7, 1], ['many customers', 70_000, 40, 1], ['periods too far apart to be counted', 300, 90, 10_007], ['one customer', 1, 500, 3],
  ])('orders %s', (_name, customers, periods, apart) => {
    const list = Array.from({ length: 600 }, (_, i) => [(i * 7_919) % customers, (((i * 104_729) % periods) - 20) * apart, i] as const);
    const records = Int32Array.from(list.flat());
    const before = sortEntries(records, 3, list.length, customers);
    const expected = list.toSorted((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
    expect(Array.from(records)).toEqual(expected.flat());
    expect(Array.from(before)).toEqual(expected.map(([, , i]) => i));
  });
});
