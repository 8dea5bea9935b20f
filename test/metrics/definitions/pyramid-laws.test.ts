import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pyramid } from '../../../packages/metrics/src/definitions/pyramid.js';
import { type PyramidOptions, tiersOf } from '../../../packages/metrics/src/definitions/pyramid-options.js';
import type { Estimate } from '../../../packages/metrics/src/metric.js';
import { rowsOf } from '../../../packages/metrics/src/table.js';
import { describeFold } from '../../contracts/fold-laws.js';
import { answer } from '../../fixtures/answers.js';
import { type FixtureColumns, valuesIn } from '../../fixtures/frames.js';

const customer = fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'ä', '10', '9'), { freq: 12 });
const value = fc.option(fc.oneof(fc.constantFrom(0, 5, 5, 10, -5), fc.integer({ min: -3000, max: 9000 }).map((cents) => cents / 100)), { freq: 10 });
const time = fc.option(fc.integer({ min: 0, max: 400 }).map((hours) => Date.UTC(2024, 2, 20) * 1000 + hours * 3_600e6), { freq: 12 });

const rows: fc.Arbitrary<FixtureColumns> = fc.array(fc.record({ customer, value, time }), { maxLength: 60 }).map((records) => ({
  customer: { kind: 'text', values: records.map((record) => record.customer) },
  value: { kind: 'number', values: records.map((record) => record.value) },
  time: { kind: 'instant', values: records.map((record) => record.time) },
}));

const columns = { customer: 'customer', value: 'value' };

describeFold('pyramid', {
  metric: pyramid,
  options: [
    columns,
    { ...columns, ties: 'together', tiers: [{ name: 'best', cumulativeShare: 0.3 }, { name: 'rest', cumulativeShare: 1 }] },
    { ...columns, by: 'profit', time: 'time', asOf: '2024-03-28', timeZone: 'Europe/Berlin' },
    { ...columns, time: 'time', asOf: '2024-04-03', window: '10d', compareAsOf: '2024-03-27', tiers: [{ name: 'best', cumulativeShare: 0.3 }, { name: 'rest', cumulativeShare: 1 }] },
    { ...columns, time: 'time', asOf: '2024-03-30', window: '5d', timeZone: 'Asia/Tokyo' },
    { ...columns, by: 'threshold', tiers: [{ name: 'best', minimum: 50 }, { name: 'rest', minimum: null }], time: 'time' },
  ],
  rows,
  marks: (options) => [
    ...tiersOf(options).tiers.map(({ name }) => ({ tier: name })), { decile: 1 }, { decile: 10 },
    ...(options.compareAsOf == null ? [] : [{ from: 'rest', to: 'best' }, { from: '(entered)', to: 'rest' }, { from: 'best', to: '(left)' }]),
  ],
  runs: 25,
});

function estimateOf(data: FixtureColumns, options: PyramidOptions = columns): Estimate {
  return answer(pyramid, data, options);
}

describe('pyramid', () => {
  it('does not care in which unit values come: shares and tiers stay when all are multiplied', () => {
    fc.assert(fc.property(rows, fc.integer({ min: -20, max: 20 }), (data, power) => {
      const scaled = { ...data, value: { kind: 'number' as const, values: valuesIn(data, 'value').map((one) => (one === null ? null : Number(one) * 2 ** power)) } };
      const shape = ({ table, scalars, tables }: Estimate): unknown => [
        rowsOf(table).map((row) => [row['tier'], row['customers'], row['customer_share'], row['value_share']]),
        [scalars['gini'], scalars['top20_share'], scalars['customers_for_80pct'], scalars['decile_ratio'], scalars['peak_ratio']],
        tables['lorenz'],
      ];
      expect(shape(estimateOf(scaled))).toEqual(shape(estimateOf(data)));
    }));
  });

  it('puts every customer into one tier, and the tiers into rank order', () => {
    fc.assert(fc.property(rows, fc.constantFrom<PyramidOptions>(columns, { ...columns, by: 'profit' }, { ...columns, ties: 'together' }), (data, options) => {
      const { table, scalars } = estimateOf(data, options);
      const tiers = rowsOf(table);
      expect(tiers.reduce((sum, row) => sum + Number(row['customers']), 0)).toBe(scalars['customers']);
      const held = tiers.filter((row) => Number(row['customers']) > 0);
      held.forEach((row, i) => {
        if (i > 0) expect(Number(row['max'])).toBeLessThanOrEqual(Number(held[i - 1]?.['min']));
      });
    }));
  });

  it('has the Gini coefficient that is half the mean absolute difference over the mean', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 100_000 }).map((cents) => cents / 100), { minLength: 1, maxLength: 40 }), (values) => {
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      fc.pre(mean > 0);
      const differences = values.reduce((sum, a) => sum + values.reduce((s, b) => s + Math.abs(a - b), 0), 0);
      const data: FixtureColumns = { customer: { kind: 'text', values: values.map((_, i) => `c${i}`) }, value: { kind: 'number', values } };
      expect(Number(estimateOf(data).scalars['gini'])).toBeCloseTo(differences / (2 * values.length ** 2 * mean), 10);
    }));
  });

  it('has a Lorenz curve from 0 to 1 that bends upwards', () => {
    fc.assert(fc.property(rows, (data) => {
      const { scalars, tables } = estimateOf(data);
      const curve = rowsOf(tables['lorenz']!).map((row) => row['cum_share']);
      if (!(Number(scalars['total']) > 0)) return;
      expect([curve[0], curve.at(-1)]).toEqual([0, 1]);
      const steps = curve.slice(1).map((share, i) => Number(share) - Number(curve[i]));
      steps.forEach((step, i) => {
        if (i > 0) expect(step).toBeGreaterThanOrEqual(Number(steps[i - 1]) - 1e-9);
      });
    }));
  });

  it('lifts equal values together only upwards', () => {
    fc.assert(fc.property(rows, (data) => {
      const byRank = rowsOf(estimateOf(data).table);
      const together = rowsOf(estimateOf(data, { ...columns, ties: 'together' }).table);
      let above = 0;
      let aboveTogether = 0;
      byRank.forEach((row, i) => {
        above += Number(row['customers']);
        aboveTogether += Number(together[i]?.['customers']);
        expect(aboveTogether).toBeGreaterThanOrEqual(above);
      });
      const bounds = together.filter((row) => Number(row['customers']) > 0);
      bounds.forEach((row, i) => {
        if (i > 0) expect(Number(row['max'])).toBeLessThan(Number(bounds[i - 1]?.['min']));
      });
    }));
  });
});
