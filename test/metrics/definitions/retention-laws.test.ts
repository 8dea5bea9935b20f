import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retention } from '../../../packages/metrics/src/definitions/retention.js';
import type { RetentionOptions } from '../../../packages/metrics/src/definitions/retention-options.js';
import { type Row, rowsOf } from '../../../packages/metrics/src/table.js';
import { describeFold } from '../../contracts/fold-laws.js';
import { answer, membersOf } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';
import { matrixRank } from '../../fixtures/matrix-rank.js';

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
    { ...roles, order: 'order', entry: 'recurring', mode: 'streak', period: 'week', project: true, minCell: 3 },
    { ...roles, windows: 'rolling', mode: 'onOrBefore', period: 'month', windowDays: 10, measure: 'cumulativeValue' },
    { ...roles, windows: 'rolling', entry: 'recurring', period: 'week', mode: 'onOrAfter', asOf: '2024-04-10T12:00:00Z', timeZone: 'Europe/Berlin', project: true },
    { ...roles, mode: 'bracket', brackets: [[0, 0], [1, 3], [5, 8]], period: 'week', measure: 'value' },
  ],
  rows,
  marks: ({ period = 'month', weekStart = 1 }) => {
    const cohort = { day: '2024-03-05', week: weekStart === 7 ? '2024-03-03' : '2024-03-04', month: '2024-03-01', quarter: '2024-01-01', year: '2024-01-01' }[period];
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

  const shapes = fc.record({ entry: fc.constantFrom('first' as const, 'recurring' as const), windows: fc.constantFrom('calendar' as const, 'rolling' as const) })
    .chain((some) => options.map((other): RetentionOptions => ({ ...other, ...some })));
  const modes = ['on', 'onOrAfter', 'onOrBefore', 'streak'] as const;

  it('keeps the order of its modes: a streak is active then, active then is active then or later; before only grows', () => {
    fc.assert(fc.property(rows, shapes, (data, some) => {
      const [on, after, before, streak] = modes.map((mode) => rowsOf(answer(retention, data, { ...some, mode }).table));
      on?.forEach((row, i) => {
        const [a, b, s] = [after?.[i], before?.[i], streak?.[i]];
        expect([a?.['size'], b?.['eligible'], s?.['observed']]).toEqual([row['size'], row['eligible'], row['observed']]);
        if (row['observed'] !== true) return;
        const active = Number(row['active']);
        expect(Number(s?.['active'])).toBeLessThanOrEqual(active);
        expect(Number(a?.['active'])).toBeGreaterThanOrEqual(active);
        expect(Number(b?.['active'])).toBeGreaterThanOrEqual(active);
        const next = on[i + 1];
        if (next?.['cohort'] !== row['cohort'] || next?.['complete'] !== true || row['complete'] !== true) return;
        expect(Number(after?.[i + 1]?.['active'])).toBeLessThanOrEqual(Number(a?.['active']));
        expect(Number(streak?.[i + 1]?.['active'])).toBeLessThanOrEqual(Number(s?.['active']));
        if (Number(row['offset']) > 0) expect(Number(before?.[i + 1]?.['active'])).toBeGreaterThanOrEqual(Number(b?.['active']));
      });
    }), { numRuns: 60 });
  });

  it('counts in brackets of one offset what it counts in offsets, and in a bracket whoever came in any of its periods', () => {
    fc.assert(fc.property(rows, shapes, (data, some) => {
      const on = rowsOf(answer(retention, data, some).table);
      const offsets = [...new Set(on.map((row) => Number(row['offset'])))];
      if (offsets.length === 0) return;
      const single = rowsOf(answer(retention, data, { ...some, mode: 'bracket', brackets: offsets.map((offset) => [offset, offset] as const) }).table);
      expect(single).toEqual(on);
      const wide = rowsOf(answer(retention, data, { ...some, mode: 'bracket', brackets: [[1, 2]] }).table).filter((row) => row['complete'] === true);
      for (const row of wide) {
        const parts = on.filter((cell) => cell['cohort'] === row['cohort'] && (cell['offset'] === 1 || cell['offset'] === 2));
        const counts = parts.map((cell) => Number(cell['active']));
        expect(Number(row['active'])).toBeGreaterThanOrEqual(Math.max(...counts));
        expect(Number(row['active'])).toBeLessThanOrEqual(counts.reduce((a, b) => a + b, 0));
        expect(row['orders']).toBe(parts.reduce((sum, cell) => sum + Number(cell['orders']), 0));
      }
    }), { numRuns: 60 });
  });

  it('has as many members as it counts, however it counts', () => {
    fc.assert(fc.property(rows, shapes, fc.constantFrom(...modes), fc.nat(), (data, some, mode, pick) => {
      const cells = rowsOf(answer(retention, data, { ...some, mode }).table).filter((row) => row['observed'] === true);
      const cell = cells[pick % Math.max(1, cells.length)];
      if (cell === undefined) return;
      expect(membersOf(retention, data, { ...some, mode }, { cohort: String(cell['cohort']), offset: Number(cell['offset']) })).toHaveLength(Number(cell['active']));
      expect(membersOf(retention, data, { ...some, mode }, { cohort: String(cell['cohort']) })).toHaveLength(Number(cell['size']));
    }), { numRuns: 60 });
  });

  it('tells no group below minCell, nor lets one be subtracted from what it tells', () => {
    fc.assert(fc.property(rows, shapes, (data, some) => {
      const open = answer(retention, data, some);
      const closed = answer(retention, data, { ...some, minCell: 3 });
      const all = rowsOf(open.table);
      const small = (count: number): boolean => count > 0 && count < 3;
      rowsOf(closed.table).forEach((row, i) => {
        if (row['active'] === null) return expect(row['retention'] ?? row['rate'] ?? row['orders']).toBeNull();
        expect(row['active']).toBe(all[i]?.['active']);
        expect([small(Number(row['size'])), small(Number(row['active'])), small(Number(row['eligible']) - Number(row['active']))]).toEqual([false, false, false]);
      });
      for (const pooled of rowsOf(closed.tables['pooled']!)) {
        if (pooled['active'] === null) continue;
        const held = all.filter((row) => row['offset'] === pooled['offset'] && row['complete'] === true);
        const told = rowsOf(closed.table).filter((row) => row['offset'] === pooled['offset'] && row['complete'] === true && row['active'] !== null);
        const hidden = held.reduce((sum, row) => sum + Number(row['active']), 0) - told.reduce((sum, row) => sum + Number(row['active']), 0);
        expect(small(hidden)).toBe(false);
      }
    }), { numRuns: 60 });
  });

  it('tells no size of a withheld cohort by the sizes of pooled rows, however they are added and subtracted', () => {
    fc.assert(fc.property(rows, options, fc.constantFrom(2, 3), (data, some, minCell) => {
      const { table, tables, scalars } = answer(retention, data, { ...some, minCell });
      const sizes = rowsOf(tables['cohorts']!);
      const hidden = sizes.filter((row) => row['size'] === null).map((row) => row['cohort']);
      const held = (offset: unknown): unknown[] => rowsOf(table).filter((row) => row['offset'] === offset && row['complete'] === true).map((row) => row['cohort']);
      const told = rowsOf(tables['pooled']!).filter((row) => row['size'] !== null).map((row) => held(row['offset']));
      const whole = scalars['customers'] === null ? [] : [sizes.map((row) => row['cohort'])];
      const equations = [...whole, ...told].map((cohorts) => hidden.map((cohort) => Number(cohorts.includes(cohort))));
      for (const cohort of hidden) expect(matrixRank([...equations, hidden.map((other) => Number(other === cohort))])).toBe(matrixRank(equations) + 1);
    }), { numRuns: 60 });
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
