import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { phases } from '../../../packages/metrics/src/definitions/phases.js';
import type { PhasesOptions } from '../../../packages/metrics/src/definitions/phases-options.js';
import { RELATIONSHIP_PHASES } from '../../../packages/metrics/src/definitions/relationship-phase.js';
import { OptionError } from '../../../packages/metrics/src/errors.js';
import { type Row, rowsOf } from '../../../packages/metrics/src/table.js';
import { describeFold } from '../../contracts/fold-laws.js';
import { answer, membersOf } from '../../fixtures/answers.js';
import { type FixtureColumns, lengthOf, takeRows } from '../../fixtures/frames.js';

const roles = { customer: 'customer', time: 'time', value: 'value' };

/** Purchases as `u: 2024-01-01=5 2024-02-01` lines. */
function purchases(text: string): FixtureColumns {
  const rows = text.trim().split('\n').flatMap((line) => {
    const [customer = '', list = ''] = line.split(':');
    return list.trim().split(/\s+/).map((purchase) => {
      const [date = '', value] = purchase.split('=');
      return { customer: customer.trim(), date, value: value === undefined ? null : Number(value) };
    });
  });
  return {
    customer: rows.map((row) => row.customer),
    time: { kind: 'date', values: rows.map((row) => row.date) },
    value: { kind: 'number', values: rows.map((row) => row.value) },
  };
}

const phaseOf = (text: string, asOf: string, options: PhasesOptions = {}): Record<string, unknown> => {
  const data = purchases(text);
  const asked = { ...roles, asOf, window: '30d', ...options };
  return Object.fromEntries(RELATIONSHIP_PHASES.flatMap((phase) => membersOf(phases, data, asked, { phase }).map((who) => [who, phase])));
};

const rows: fc.Arbitrary<FixtureColumns> = fc.array(fc.record({
  customer: fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { freq: 12 }),
  time: fc.option(fc.integer({ min: 0, max: 24 * 150 }).map((hours) => Date.UTC(2024, 1, 20) * 1000 + hours * 3_600e6), { freq: 12 }),
  value: fc.option(fc.integer({ min: -900, max: 2000 }).map((cents) => cents / 100), { freq: 10 }),
}), { maxLength: 40 }).map((records) => ({
  customer: { kind: 'text', values: records.map((record) => record.customer) },
  time: { kind: 'instant', values: records.map((record) => record.time) },
  value: { kind: 'number', values: records.map((record) => record.value) },
}));

describeFold('phases', {
  metric: phases,
  options: [
    { ...roles, window: '20d' },
    { customer: 'customer', time: 'time', gaps: 2, period: 'week', weekStart: 7, timeZone: 'Asia/Shanghai', asOf: '2024-06-01T12:00:00Z' },
    { ...roles, period: 'quarter', window: 10, minCell: 3 },
  ],
  rows,
  marks: [...RELATIONSHIP_PHASES.map((phase) => ({ phase })), { source: 'maintain', target: 'break_up' }, { source: '(not yet)', target: 'establish' }],
  runs: 15,
});

describe('phases', () => {
  it('are told by recency, age and spending in that order', () => {
    expect(phaseOf(`
      young: 2024-06-01=5
      more: 2024-01-01=1 2024-05-15=5 2024-06-15=6
      less: 2024-01-01=1 2024-05-15=6 2024-06-15=5
      same: 2024-01-01=1 2024-05-15=5 2024-06-15=5
      gone: 2024-01-01=9 2024-04-30=9
      there: 2024-01-01=9 2024-05-02=9`, '2024-06-30')).toEqual({
      young: 'establish', more: 'develop', less: 'maintain', same: 'maintain', gone: 'break_up', there: 'maintain',
    });
  });

  it('begin and end on the day: D ago is within D, 2 D ago is not yet a break-up', () => {
    // With 30 June as the last day, 1 June is 30 days before 1 July.
    expect(phaseOf('edge: 2024-06-01=1\nolder: 2024-05-31=1', '2024-06-30')).toEqual({ edge: 'establish', older: 'maintain' });
    expect(phaseOf('edge: 2024-01-01=1 2024-05-02=1\nolder: 2024-01-01=1 2024-05-01=1', '2024-06-30')).toEqual({ edge: 'maintain', older: 'break_up' });
  });

  it('net refunds into what was spent, and count them as no purchase', () => {
    expect(phaseOf('u: 2024-01-01=1 2024-05-15=5 2024-06-15=6 2024-06-20=-2', '2024-06-30')).toEqual({ u: 'maintain' });
    expect(phaseOf('u: 2024-01-01=5 2024-06-15=-2\nonly: 2024-06-15=-3', '2024-06-30')).toEqual({ u: 'break_up' });
  });

  it('see no difference where sums differ by rounding alone', () => {
    expect(phaseOf('u: 2024-01-01=1 2024-05-10=0.1 2024-05-11=0.2 2024-06-10=0.3', '2024-06-30')).toEqual({ u: 'maintain' });
    expect(phaseOf('u: 2024-01-01=1 2024-05-10=0.3 2024-06-10=0.1 2024-06-11=0.2', '2024-06-30')).toEqual({ u: 'maintain' });
  });

  it('take D as a multiple of the median gap between purchase days', () => {
    const data = purchases('u: 2024-01-01=1 2024-01-01=2 2024-01-11=1 2024-01-31=1\nv: 2024-01-05=1');
    expect(answer(phases, data, { ...roles, gaps: 2 }).scalars['window_days']).toBe(30);
    expect(answer(phases, purchases('v: 2024-01-05=1'), { ...roles, gaps: 2 }).scalars['window_days']).toBe(90);
  });

  it('tell who moved between two dates, and who was won back', () => {
    const data = purchases('back: 2024-01-01=1 2024-06-20=1\nnew: 2024-06-25=1\ngone: 2024-01-01=1 2024-04-10=1');
    const { tables, scalars } = answer(phases, data, { ...roles, asOf: '2024-06-30', window: 30 });
    expect(scalars).toMatchObject({ as_of: '2024-06-30', before: '2024-05-31', customers: 3 });
    const moved = rowsOf(tables['transitions']!).filter((row) => row['customers'] !== 0);
    expect(moved.map(({ source, target, customers, win_back: winBack }) => [source, target, customers, winBack])).toEqual([
      ['maintain', 'break_up', 1, false], ['break_up', 'develop', 1, true], ['(not yet)', 'establish', 1, false],
    ]);
    expect(membersOf(phases, data, { ...roles, asOf: '2024-06-30', window: 30 }, { source: '(not yet)', target: 'establish' })).toEqual(['new']);
  });

  it('account for every customer at every date, and for every way', () => {
    fc.assert(fc.property(rows, fc.constantFrom('day' as const, 'month' as const), fc.constantFrom(null, '2024-05-12'), (data, period, asOf) => {
      const options: PhasesOptions = { ...roles, period, asOf, window: 20 };
      const { table, tables, scalars } = answer(phases, data, options);
      const cells = rowsOf(table);
      const last = cells.slice(-4);
      expect(last.reduce((sum, row) => sum + Number(row['customers']), 0)).toBe(scalars['customers']);
      for (const row of last) {
        const ways = rowsOf(tables['transitions']!).filter((way) => way['target'] === row['phase']);
        expect(ways.reduce((sum, way) => sum + Number(way['customers']), 0)).toBe(row['customers']);
        expect(membersOf(phases, data, options, { period: String(row['period']), phase: String(row['phase']) })).toHaveLength(Number(row['customers']));
      }
    }), { numRuns: 40 });
  });

  it('withhold small groups so that nothing tells them', () => {
    fc.assert(fc.property(rows, fc.integer({ min: 2, max: 4 }), (data, minCell) => {
      const told = answer(phases, data, { ...roles, window: 20, minCell });
      const open = rowsOf(answer(phases, data, { ...roles, window: 20 }).table);
      rowsOf(told.table).forEach((row, i) => {
        const count = Number(open[i]?.['customers']);
        if (count > 0 && count < minCell) expect(row).toMatchObject({ customers: null, share: null, value: null, suppressed: true });
        if (row['customers'] !== null) expect(row['customers']).toBe(count);
      });
      for (const period of new Set(open.map((row) => row['period']))) {
        const hidden = rowsOf(told.table).filter((row: Row) => row['period'] === period && row['customers'] === null);
        // One alone follows from the others as soon as a share or a sum tells how many there are.
        const shares = rowsOf(told.table).filter((row) => row['period'] === period && row['share'] !== null);
        if (shares.length > 0) expect(hidden).not.toHaveLength(1);
        if (told.scalars['customers'] !== null && period === open.at(-1)?.['period']) expect(hidden).not.toHaveLength(1);
      }
    }), { numRuns: 40 });
  });

  it('do not depend on the order of rows', () => {
    fc.assert(fc.property(rows, (data) => {
      const n = lengthOf(data);
      const turned = takeRows(data, Array.from({ length: n }, (_, i) => n - 1 - i));
      expect(answer(phases, turned, { ...roles, window: 20 }).table).toEqual(answer(phases, data, { ...roles, window: 20 }).table);
    }), { numRuns: 20 });
  });

  it('refuse a window that is no whole days, and marks they do not have', () => {
    expect(() => phases.resolve({ window: '36h' })).toThrow('phases: window is not valid, got "36h"; expected whole days, such as 90d');
    expect(() => phases.resolve({ gaps: 0 })).toThrow(OptionError);
    expect(() => membersOf(phases, purchases('u: 2024-01-01=1'), roles, { phase: 'woo' })).toThrow(OptionError);
    expect(() => membersOf(phases, purchases('u: 2024-01-01=1'), roles, { source: 'maintain' })).toThrow(OptionError);
  });
});
