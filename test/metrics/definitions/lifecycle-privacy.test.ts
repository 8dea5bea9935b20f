import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lifecycle } from '../../../packages/metrics/src/definitions/lifecycle.js';
import { type Row, rowsOf } from '../../../packages/metrics/src/table.js';
import { answer } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';

const roles = { customer: 'customer', time: 'time' };
const COUNTS = ['active', 'new', 'returning', 'resurrected', 'dormant'] as const;

/** Who is active in which of ten months, by bits. */
const data: fc.Arbitrary<FixtureColumns> = fc.array(fc.integer({ min: 1, max: 1023 }), { minLength: 1, maxLength: 25 }).map((customers) => {
  const rows = customers.flatMap((months, who) => Array.from({ length: 10 }, (_, month) => month).filter((month) => (months & (1 << month)) !== 0)
    .map((month) => ({ customer: `c${who}`, date: `2024-${String(month + 1).padStart(2, '0')}-05` })));
  return { customer: rows.map((row) => row.customer), time: { kind: 'date', values: rows.map((row) => row.date) } };
});

describe('lifecycle with minCell', () => {
  it('withholds small groups, and tells the others as they are', () => {
    fc.assert(fc.property(data, fc.integer({ min: 2, max: 6 }), (columns, minCell) => {
      const open = rowsOf(answer(lifecycle, columns, roles).table);
      const told = rowsOf(answer(lifecycle, columns, { ...roles, minCell }).table);
      told.forEach((row, i) => {
        for (const name of COUNTS) {
          const count = Number(open[i]?.[name]);
          if (count > 0 && count < minCell) expect(row[name]).toBeNull();
          else if (row[name] !== null) expect(row[name]).toBe(count);
        }
      });
    }));
  });

  it('leaves no row from which a single withheld count follows', () => {
    fc.assert(fc.property(data, fc.integer({ min: 2, max: 6 }), (columns, minCell) => {
      const told = rowsOf(answer(lifecycle, columns, { ...roles, minCell }).table);
      const hidden = (row: Row | undefined, names: readonly string[]): number => names.filter((name) => row?.[name] === null).length;
      told.forEach((row, i) => {
        expect(hidden(row, ['active', 'new', 'returning', 'resurrected'])).not.toBe(1);
        const before = told[i - 1];
        if (before !== undefined) expect(Number(before['active'] === null) + hidden(row, ['returning', 'dormant'])).not.toBe(1);
        // Rates and the net change tell counts, too.
        if (hidden(row, COUNTS) > 0) expect([row['net'], row['quick_ratio']]).toEqual([null, null]);
        if (row['returning'] === null || row['dormant'] === null) expect([row['retention_rate'], row['churn_rate'], row['lower']]).toEqual([null, null, null]);
      });
    }));
  });
});
