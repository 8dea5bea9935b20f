import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lifecycle } from '../../../packages/metrics/src/definitions/lifecycle.js';
import { type Row, rowsOf } from '../../../packages/metrics/src/table.js';
import { answer, membersOf } from '../../fixtures/answers.js';
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

  const refunded = (n: number): FixtureColumns => ({
    customer: [...Array.from({ length: n }, (_, i) => `c${i}`), 'c0'], time: [...Array.from({ length: n }, () => '2024-01-05'), '2024-02-05'], value: [...Array.from({ length: n }, () => 10), -4],
  });

  it('tells the number of all customers, and who they are, unless they are few', () => {
    for (const [n, told] of [[4, false], [5, true], [6, true]] as const) {
      expect(answer(lifecycle, refunded(n), { ...roles, value: 'value', minCell: 5 }).scalars['customers']).toBe(told ? n : null);
      const members = (): string[] => membersOf(lifecycle, refunded(n), { ...roles, minCell: 5 }, { period: '2024-01-01', state: 'new' });
      if (told) expect(members()).toHaveLength(n);
      else expect(members).toThrow(/withheld/);
    }
  });

  it('tells no value of refunds by nobody who is active: nobody knows of how few', () => {
    const existing = (minCell: number, columns: FixtureColumns): unknown => rowsOf(answer(lifecycle, columns, { ...roles, value: 'value', minCell }).table).map((row) => row['value_existing']);
    expect([0, 1, 2, 5].map((minCell) => existing(minCell, refunded(6)))).toEqual([[0, -4], [0, -4], [0, null], [0, null]]);
    const back = { ...refunded(6), customer: ['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c0', 'c0', 'c1', 'c2'], value: [10, 10, 10, 10, 10, 10, -4, 3, 3, 3] };
    expect(existing(2, { ...back, time: [...Array.from({ length: 6 }, () => '2024-01-05'), ...Array.from({ length: 4 }, () => '2024-02-05')] })).toEqual([0, 5]);
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
