import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retention } from '../../../packages/metrics/src/definitions/retention.js';
import type { RetentionOptions } from '../../../packages/metrics/src/definitions/retention-options.js';
import { type Row, rowsOf } from '../../../packages/metrics/src/table.js';
import { describeFold } from '../../contracts/fold-laws.js';
import { answer, membersOf } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';

const HOUR = 3_600e6;
const customer = fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { freq: 12 });
const value = fc.option(fc.oneof(fc.constantFrom(0, 5, -5), fc.integer({ min: -900, max: 9000 }).map((cents) => cents / 100)), { freq: 10 });
const order = fc.option(fc.constantFrom('o1', 'o2', 'o3', 'o4'), { freq: 3 });
const time = fc.option(fc.oneof(
  // Around the clock change of Berlin, month end and all, and a stray row years before.
  fc.integer({ min: 0, max: 24 * 75 }).map((hours) => Date.UTC(2024, 1, 20) * 1000 + hours * HOUR),
  fc.constantFrom(Date.UTC(2023, 11, 31, 23, 30) * 1000, Number.POSITIVE_INFINITY),
), { freq: 12 });

const rows: fc.Arbitrary<FixtureColumns> = fc.array(fc.record({ customer, value, order, time }), { maxLength: 50 }).map((records) => ({
  customer: { kind: 'text', values: records.map((record) => record.customer) },
  time: { kind: 'instant', values: records.map((record) => record.time) },
  value: { kind: 'number', values: records.map((record) => record.value) },
  order: { kind: 'text', values: records.map((record) => record.order) },
}));

const roles = { customer: 'customer', time: 'time', value: 'value' };

describeFold('retention', {
  metric: retention,
  options: [
    roles,
    { ...roles, order: 'order', mode: 'onOrAfter', period: 'week', timeZone: 'Europe/Berlin', weekStart: 7 },
    { customer: 'customer', time: 'time', period: 'quarter', asOf: '2024-04-10', minN: 2 },
    { ...roles, order: 'order', period: 'day', timeZone: 'Asia/Shanghai' },
    { ...roles, period: 'year' },
  ],
  rows,
  marks: ({ period = 'month' }) => {
    const cohort = { day: '2024-03-05', week: '2024-03-03', month: '2024-03-01', quarter: '2024-01-01', year: '2024-01-01' }[period];
    return [{ cohort }, { cohort, offset: 0 }, { cohort, offset: 1 }];
  },
  runs: 20,
});

describe('retention', () => {
  const zones = fc.constantFrom('UTC', 'America/New_York', 'Pacific/Apia');
  const options = fc.record({ period: fc.constantFrom('day' as const, 'week' as const, 'month' as const), timeZone: zones })
    .map((some): RetentionOptions => ({ ...roles, ...some }));

  it('retains at least as many on or after an offset as on it, and ever fewer', () => {
    fc.assert(fc.property(rows, options, (data, some) => {
      const on = rowsOf(answer(retention, data, some).table);
      const after = rowsOf(answer(retention, data, { ...some, mode: 'onOrAfter' }).table);
      expect(after).toHaveLength(on.length);
      after.forEach((row, i) => {
        const previous = after[i - 1];
        if (row['observed'] !== true) return expect(row['active']).toBeNull();
        expect(Number(row['active'])).toBeGreaterThanOrEqual(Number(on[i]?.['active']));
        if (previous !== undefined && previous['cohort'] === row['cohort']) expect(Number(row['active'])).toBeLessThanOrEqual(Number(previous['active']));
      });
    }));
  });

  it('has everyone at offset 0, and every interval around its rate', () => {
    fc.assert(fc.property(rows, options, (data, some) => {
      for (const row of rowsOf(answer(retention, data, some).table)) {
        if (row['offset'] === 0) expect([row['active'], row['retention']]).toEqual([row['size'], 1]);
        if (row['retention'] === null) continue;
        expect(Number(row['lower'])).toBeLessThanOrEqual(Number(row['retention']));
        expect(Number(row['upper'])).toBeGreaterThanOrEqual(Number(row['retention']));
      }
    }));
  });

  it('has as many members behind a cell as the cell counts', () => {
    fc.assert(fc.property(rows, options, fc.constantFrom('on' as const, 'onOrAfter' as const), fc.nat(), (data, some, mode, pick) => {
      const cells = rowsOf(answer(retention, data, { ...some, mode }).table).filter((row) => row['observed'] === true);
      const cell: Row | undefined = cells[pick % Math.max(1, cells.length)];
      if (cell === undefined) return;
      const mark = { cohort: String(cell['cohort']), offset: Number(cell['offset']) };
      expect(membersOf(retention, data, { ...some, mode }, mark)).toHaveLength(Number(cell['active']));
      expect(membersOf(retention, data, { ...some, mode }, { cohort: mark.cohort })).toHaveLength(Number(cell['size']));
    }), { numRuns: 60 });
  });

  it('pools complete cells only, as sums', () => {
    fc.assert(fc.property(rows, options, (data, some) => {
      const result = answer(retention, data, { ...some, asOf: '2024-04-10' });
      const cells = rowsOf(result.table);
      for (const pooled of rowsOf(result.tables['pooled']!)) {
        const held = cells.filter((row) => row['offset'] === pooled['offset'] && row['complete'] === true);
        expect(pooled['cohorts']).toBe(held.length);
        expect(pooled['size']).toBe(held.reduce((sum, row) => sum + Number(row['size']), 0));
        expect(pooled['active']).toBe(held.length === 0 ? null : held.reduce((sum, row) => sum + Number(row['active']), 0));
      }
    }));
  });
});
