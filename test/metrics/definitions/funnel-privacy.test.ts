import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { funnel } from '../../../packages/metrics/src/definitions/funnel.js';
import type { FunnelOptions } from '../../../packages/metrics/src/definitions/funnel-options.js';
import { type Row, rowsOf } from '../../../packages/metrics/src/table.js';
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
});
