import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lifecycle } from '../../../packages/metrics/src/definitions/lifecycle.js';
import { LIFECYCLE_STATES } from '../../../packages/metrics/src/definitions/lifecycle-fold.js';
import type { LifecycleOptions } from '../../../packages/metrics/src/definitions/lifecycle-options.js';
import { rowsOf } from '../../../packages/metrics/src/table.js';
import { describeFold } from '../../contracts/fold-laws.js';
import { answer, membersOf } from '../../fixtures/answers.js';
import { type FixtureColumns, valuesIn } from '../../fixtures/frames.js';

const customer = fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { freq: 12 });
const value = fc.option(fc.integer({ min: -900, max: 9000 }).map((cents) => cents / 100), { freq: 10 });
const time = fc.option(fc.integer({ min: 0, max: 24 * 140 }).map((hours) => Date.UTC(2024, 1, 20) * 1000 + hours * 3_600e6), { freq: 12 });

const rows: fc.Arbitrary<FixtureColumns> = fc.array(fc.record({ customer, value, time, created: time }), { maxLength: 50 }).map((records) => ({
  customer: { kind: 'text', values: records.map((record) => record.customer) },
  time: { kind: 'instant', values: records.map((record) => record.time) },
  value: { kind: 'number', values: records.map((record) => record.value) },
  created: { kind: 'instant', values: records.map((record) => record.created) },
}));

const roles = { customer: 'customer', time: 'time', value: 'value' };

describeFold('lifecycle', {
  metric: lifecycle,
  options: [
    roles,
    { ...roles, period: 'week', timeZone: 'America/New_York', weekStart: 7, asOf: '2024-05-03T12:00:00Z' },
    { customer: 'customer', time: 'time', period: 'day' },
    { ...roles, newBy: 'createdAt', createdAt: 'created', minCell: 2 },
  ],
  rows,
  marks: ({ period }) => LIFECYCLE_STATES.map((state) => ({ period: period === 'week' ? '2024-03-31' : '2024-04-01', state })),
  runs: 20,
});

describe('lifecycle', () => {
  const options = fc.record({ period: fc.constantFrom('day' as const, 'week' as const, 'month' as const), asOf: fc.constantFrom(null, '2024-04-30', '2024-07-15'), created: fc.boolean() })
    .map(({ created, ...some }): LifecycleOptions => ({ ...roles, ...some, ...(created ? { newBy: 'createdAt', createdAt: 'created' } : {}) }));

  it('balances: active, dormant and net follow from new, returning and resurrected', () => {
    fc.assert(fc.property(rows, options, (data, some) => {
      let before = 0;
      for (const row of rowsOf(answer(lifecycle, data, some).table)) {
        const [active, added, returning, resurrected, dormant, net] = ['active', 'new', 'returning', 'resurrected', 'dormant', 'net'].map((name) => Number(row[name])) as [number, number, number, number, number, number];
        expect(active).toBe(added + returning + resurrected);
        expect(dormant).toBe(before - returning);
        expect(dormant).toBeGreaterThanOrEqual(0);
        expect(net).toBe(active - before);
        expect(row['retention_rate']).toBe(before === 0 ? null : returning / before);
        before = active;
      }
    }));
  });

  it('has a customer new once at most', () => {
    fc.assert(fc.property(rows, options, (data, some) => {
      const result = answer(lifecycle, data, { ...some, newBy: 'firstEvent', createdAt: null });
      expect(rowsOf(result.table).reduce((sum, row) => sum + Number(row['new']), 0)).toBe(result.scalars['customers']);
    }));
  });

  it('has as many members behind a state as the period counts', () => {
    fc.assert(fc.property(rows, options, fc.nat(), (data, some, pick) => {
      const periods = rowsOf(answer(lifecycle, data, some).table);
      const row = periods[pick % Math.max(1, periods.length)];
      if (row === undefined) return;
      const members = LIFECYCLE_STATES.map((state) => membersOf(lifecycle, data, some, { period: String(row['period']), state }));
      expect(members.map((texts) => texts.length)).toEqual(LIFECYCLE_STATES.map((state) => row[state]));
      const [active, ...parts] = members;
      expect(parts.slice(0, 3).flat().sort()).toEqual(active);
    }), { numRuns: 60 });
  });

  it('keeps all value: new and existing add up to what was used', () => {
    fc.assert(fc.property(rows, (data) => {
      const values = valuesIn(data, 'value');
      const customers = valuesIn(data, 'customer');
      const times = valuesIn(data, 'time');
      const total = values.reduce<number>((sum, one, i) => sum + (customers[i] === null || times[i] === null ? 0 : Math.round(Number(one) * 100)), 0);
      const told = rowsOf(answer(lifecycle, data, roles).table).reduce((sum, row) => sum + Math.round(Number(row['value_new']) * 100) + Math.round(Number(row['value_existing']) * 100), 0);
      expect(told).toBe(total);
    }));
  });
});
