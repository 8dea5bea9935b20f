import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { funnel } from '../../../packages/metrics/src/definitions/funnel.js';
import type { FunnelOptions } from '../../../packages/metrics/src/definitions/funnel-options.js';
import { type Row, rowsOf } from '../../../packages/metrics/src/table.js';
import type { Mark } from '../../../packages/metrics/src/predicate/predicate.js';
import { answer } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';

const COUNTS = ['ordered_count', 'converted', 'lost', 'still_open', 'moved_back', 'open_count', 'skipped'];

/** Customers that get 1 to 3 steps far, now and a little later, in one of three segments. */
const data: fc.Arbitrary<FixtureColumns> = fc.array(fc.record({
  steps: fc.integer({ min: 1, max: 3 }), day: fc.integer({ min: 1, max: 20 }), segment: fc.constantFrom('web', 'shop', 'app'),
}), { minLength: 1, maxLength: 60 }).map((customers) => {
  const rows = customers.flatMap(({ day, segment, steps }, who) => ['A', 'B', 'C'].slice(0, steps).map((stage, k) => ({
    customer: `c${who}`, time: `2024-03-${String(day + k).padStart(2, '0')}`, stage, segment,
  })));
  return {
    customer: rows.map((row) => row.customer), time: { kind: 'date', values: rows.map((row) => row.time) }, stage: rows.map((row) => row.stage),
    segment: { kind: 'text', values: rows.map((row) => row.segment) },
  };
});
const asked: fc.Arbitrary<FunnelOptions> = fc.record({
  window: fc.constantFrom('2d', '10d'), mode: fc.constantFrom(null, 'anyStage' as const), minCell: fc.integer({ min: 2, max: 6 }), trend: fc.boolean(),
}).map(({ minCell, mode, trend, window }) => ({
  customer: 'customer', time: 'time', stage: 'stage', segment: 'segment', steps: ['A', 'B', 'C'], window, mode, minCell, period: trend && mode === null ? 'week' : null,
}));

const hidden = (row: Row, names: readonly string[]): number => names.filter((name) => row[name] === null).length;

describe('funnel with minCell', () => {
  it('withholds small groups, and tells the others as they are', () => {
    fc.assert(fc.property(data, asked, (columns, options) => {
      const open = answer(funnel, columns, { ...options, minCell: 0 });
      const told = answer(funnel, columns, options);
      for (const [before, after] of [[open.table, told.table], [open.tables['segments']!, told.tables['segments']!]] as const) {
        rowsOf(after).forEach((row, i) => {
          for (const name of COUNTS) {
            const count = Number(rowsOf(before)[i]?.[name]);
            if (count > 0 && count < (options.minCell ?? 0)) expect(row[name], name).toBeNull();
            else if (row[name] !== null) expect(row[name], name).toBe(count);
          }
        });
      }
    }), { numRuns: 60 });
  });

  it('leaves no sum from which a single withheld count follows, and no share that tells one', () => {
    fc.assert(fc.property(data, asked, (columns, options) => {
      const { table, tables } = answer(funnel, columns, options);
      const steps = rowsOf(table);
      const segments = rowsOf(tables['segments']!);
      steps.forEach((row, k) => {
        if (k < steps.length - 1 || options.mode != null) expect(hidden(row, ['ordered_count', 'converted', 'lost', 'still_open', 'moved_back'])).not.toBe(1);
        for (const name of COUNTS) expect(segments.filter((part) => part['order'] === row['order'] && part[name] === null).length + Number(row[name] === null), name).not.toBe(1);
        if (row['ordered_count'] === null) expect([row['step_conversion'], row['overall_conversion'], row['lower'], row['value'], row['median_seconds']]).toEqual([null, null, null, null, null]);
        const bins = rowsOf(tables['durations']!).filter((bin) => bin['order'] === row['order']);
        expect(bins.filter((bin) => bin['count'] === null).length + Number(row['ordered_count'] === null && bins.length > 0)).not.toBe(1);
      });
      for (const row of rowsOf(tables['trend'] ?? { fields: [], columns: {}, numRows: 0 })) if (row['reached'] === null || row['entered'] === null) expect(row['conversion']).toBeNull();
    }), { numRuns: 60 });
  });

  it('names customers behind a mark only where their number is told', () => {
    fc.assert(fc.property(data, asked, (columns, options) => {
      const resolved = funnel.resolve(options);
      const estimate = answer(funnel, columns, options);
      const { table, tables } = estimate;
      const isNamed = (mark: Mark): boolean => funnel.tells(mark, estimate, resolved);
      const outcomes = { reached: 'ordered_count', converted: 'converted', dropped: 'lost', open: 'still_open', ...(options.mode == null ? {} : { back: 'moved_back' }) };
      for (const [outcome, column] of Object.entries(outcomes)) {
        for (const row of rowsOf(table)) expect(isNamed({ stage: String(row['stage']), outcome }), column).toBe(row[column] !== null);
        for (const row of rowsOf(tables['segments']!)) expect(isNamed({ stage: String(row['stage']), segment: String(row['segment']), outcome }), column).toBe(row[column] !== null);
      }
      for (const row of rowsOf(table)) expect(isNamed({ stage: String(row['stage']) })).toBe(row['ordered_count'] !== null);
      const stageOf = (order: unknown): string => String(options.steps?.[Number(order) - 1]);
      if (options.mode != null) {
        for (const row of rowsOf(tables['moves']!)) expect(isNamed({ stage: String(row['source']), target: String(row['target']) })).toBe(row['customers'] !== null);
        return;
      }
      for (const row of rowsOf(tables['durations']!)) {
        expect(isNamed({ stage: stageOf(row['order']), seconds: Number(row['from_seconds']) })).toBe(row['count'] !== null);
        expect(isNamed({ stage: stageOf(row['order']), seconds: Number(row['from_seconds']), outcome: 'dropped' })).toBe(false);
        expect(isNamed({ stage: stageOf(row['order']), seconds: Number(row['from_seconds']), segment: 'web' })).toBe(false);
      }
      if (options.period == null) return;
      for (const row of rowsOf(tables['trend']!)) {
        expect(isNamed({ stage: stageOf(row['order']), period: String(row['period']) })).toBe(row['reached'] !== null);
        expect(isNamed({ stage: stageOf(row['order']), period: String(row['period']), outcome: 'open' })).toBe(false);
      }
    }));
  });

  it('says that groups are withheld where some are, in segments alone too', () => {
    const people = (segment: string, reached: string, count: number, from: number): { customer: string; stage: string; segment: string }[] => (
      Array.from({ length: count }, (_, i) => [...reached].map((stage) => ({ customer: `c${from + i}`, stage, segment }))).flat());
    const told = (rows: readonly { customer: string; stage: string; segment: string }[]): unknown => answer(funnel, {
      customer: rows.map(({ customer }) => customer), stage: rows.map(({ stage }) => stage), segment: rows.map(({ segment }) => segment),
      time: { kind: 'date', values: rows.map(({ stage }) => `2024-03-0${'XABC'.indexOf(stage)}`) },
    }, { customer: 'customer', time: 'time', stage: 'stage', segment: 'segment', steps: ['A', 'B', 'C'], minCell: 3, asOf: '2024-04-30', window: '9d' }).diagnostics.notes.filter(({ code }) => code === 'cells_withheld');
    const large = [...people('web', 'ABC', 5, 0), ...people('app', 'ABC', 5, 100)];
    expect(told(large)).toEqual([]);
    const note = [{ code: 'cells_withheld', message: 'Small groups are withheld, and what would tell them.', params: { minCell: 3 } }];
    expect(told([...large, ...people('web', 'A', 2, 200), ...people('app', 'A', 2, 300)])).toEqual(note);
    expect(told([...large, ...people('web', 'A', 1, 200)])).toEqual(note);
  });
});
