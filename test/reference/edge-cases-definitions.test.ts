import { describe, expect, it } from 'vitest';
import { cutOf } from '../../packages/metrics/src/definitions/pyramid-cut.js';
import { pyramid } from '../../packages/metrics/src/definitions/pyramid.js';
import { retention } from '../../packages/metrics/src/definitions/retention.js';
import type { Estimate } from '../../packages/metrics/src/metric.js';
import { rowsOf } from '../../packages/metrics/src/table.js';
import { answer, membersOf } from '../fixtures/answers.js';
import type { FixtureColumns } from '../fixtures/frames.js';
import { referenceFile } from './data-folder.js';
import { expectFigure, expectFigures, monthDate } from './reference-numbers.js';

type Figures = Readonly<Record<string, number | string | null>>;
interface Case<Input, Expected> { readonly input: Input; readonly expected: Expected }
type ValueByCustomer = Readonly<Record<string, number>>;
type Purchase = readonly [customer: string, date: string, amount: number, order?: string];

interface EdgeCases {
  readonly pyramid_n1: Case<ValueByCustomer, { tiers: Figures[] }>;
  readonly pyramid_n7: Case<ValueByCustomer, { tiers: Figures[] }>;
  readonly pyramid_ties_n10: Case<ValueByCustomer, { order: string[]; table: { tiers: Figures[] } }>;
  readonly pyramid_zero_total: Case<ValueByCustomer, { value_share_null: boolean }>;
  readonly pyramid_n200_half: Case<number[], Readonly<Record<string, number[]>>>;
  readonly whale_negative: Case<ValueByCustomer, { whale: Figures; profit_tiers: Figures[]; gini: number; gini_positive_only: number }>;
  readonly decile_bottom_zero: Case<ValueByCustomer, Figures>;
  readonly decile_n20: Case<ValueByCustomer, Figures>;
  readonly gini_known: Case<number[], { gini: number; corrected: number }>;
  readonly gini_single_and_equal: Case<number[][], number[]>;
  readonly cohort_small: Case<Purchase[], {
    cohorts: string[]; sizes: number[]; offsets: number[]; pooled_retention: number[];
    active: (number | null)[][]; retention: (number | null)[][]; orders: (number | null)[][]; value: (number | null)[][];
  }>;
  readonly cohort_timezone: Case<string[], Readonly<Record<string, { cohort: string; active_offsets: number[] }>>>;
  readonly cohort_dst: Case<string[], Readonly<Record<string, string[]>>>;
  readonly refund_only_customer: Case<Purchase[], { buyers: number; value_customers: number; total: number; profit_tiers: Figures[] }>;
  readonly refund_in_later_month: Case<Purchase[], { active: number[]; net_value: number }>;
  readonly duplicate_orders: Case<Purchase[], { orders_by_id: number; orders_by_day: number }>;
}

const cases = referenceFile<EdgeCases>('edge_cases.json');
const ask = { customer: 'customer', value: 'value' };
const roles = { customer: 'customer', time: 'time', value: 'value' };

describe.skipIf(cases === null)('edge cases of the reference', () => {
  const edge = cases as EdgeCases;

  for (const name of ['pyramid_n1', 'pyramid_n7'] as const) {
    it(`${name}: an empty tier is shown, not hidden`, () => {
      expectRows(answer(pyramid, byCustomer(edge[name].input), ask), edge[name].expected.tiers);
    });
  }

  it('pyramid_ties_n10: equal customers rank by id', () => {
    const { input, expected } = edge.pyramid_ties_n10;
    expectRows(answer(pyramid, byCustomer(input), ask), expected.table.tiers);
    const tiers = expected.order.map((_, i) => ({ name: `rank ${i + 1}`, cumulativeShare: (i + 1) / 10 }));
    const backwards = Object.fromEntries(Object.entries(input).reverse());
    expect(tiers.flatMap(({ name }) => membersOf(pyramid, byCustomer(backwards), { ...ask, tiers }, { tier: name }))).toEqual(expected.order);
  });

  it('pyramid_zero_total: shares of nothing are null, counts are told', () => {
    const { table, scalars } = answer(pyramid, byCustomer(edge.pyramid_zero_total.input), ask);
    expect(table.columns['value_share']).toEqual([null, null, null, null]);
    expect(table.columns['customers']).toEqual([0, 0, 0, 2]);
    expect([scalars['gini'], scalars['top20_share'], scalars['customers_for_80pct'], scalars['peak_ratio']]).toEqual([null, null, null, null]);
  });

  it('pyramid_n200_half: cuts round half up', () => {
    for (const [name, cuts] of Object.entries(edge.pyramid_n200_half.expected)) {
      expect([0.01, 0.05, 0.2].map((share) => cutOf(Number(name.slice(1)), share)), name).toEqual(cuts);
    }
  });

  it('whale_negative: losses lift the curve above 100 %', () => {
    const { input, expected } = edge.whale_negative;
    const { scalars } = answer(pyramid, byCustomer(input), ask);
    for (const [name, figure] of Object.entries(expected.whale)) expectFigure(scalars[name], figure, name);
    expectFigure(scalars['gini'], expected.gini, 'gini');
    expectFigure(scalars['gini_positive_only'], expected.gini_positive_only, 'gini of the positive');
    expect(scalars['has_negative']).toBe(true);
    expectRows(answer(pyramid, byCustomer(input), { ...ask, by: 'profit' }), expected.profit_tiers);
  });

  for (const name of ['decile_bottom_zero', 'decile_n20'] as const) {
    it(`${name}: best over last tenth`, () => {
      const { input, expected } = edge[name];
      const { scalars } = answer(pyramid, byCustomer(input), ask);
      expectFigures(
        [scalars['decile_k'], scalars['top10_sum'], scalars['bottom10_sum'], scalars['decile_ratio'], scalars['decile_reason']],
        ['k', 'top_sum', 'bottom_sum', 'ratio', 'reason'].map((key) => expected[key] ?? null), name,
      );
    });
  }

  it('gini_known and gini_single_and_equal', () => {
    const known = answer(pyramid, listed(edge.gini_known.input), ask).scalars;
    expectFigure(known['gini'], edge.gini_known.expected.gini, 'gini');
    expectFigure(known['gini_corrected'], edge.gini_known.expected.corrected, 'gini corrected');
    const { input, expected } = edge.gini_single_and_equal;
    expectFigures(input.map((values) => answer(pyramid, listed(values), ask).scalars['gini']), expected.slice(0, input.length), 'gini');
    expectFigure(answer(pyramid, listed(input.at(-1) ?? []), ask).scalars['gini_corrected'], expected.at(-1) ?? null, 'gini corrected');
    expect(answer(pyramid, listed([5]), ask).scalars['gini_corrected']).toBeNull();
  });

  it('cohort_small: a silent month is 0, a month to come is nothing', () => {
    const { input, expected } = edge.cohort_small;
    const result = answer(retention, purchases(input), roles);
    const rows = rowsOf(result.table);
    expect(rowsOf(result.tables['cohorts']!).map((row) => [row['cohort'], row['size']])).toEqual(expected.cohorts.map((month, i) => [monthDate(month), expected.sizes[i]]));
    expected.cohorts.forEach((month, i) => {
      const cells = rows.filter((row) => row['cohort'] === monthDate(month));
      expect(cells.map((row) => row['offset'])).toEqual(expected.offsets);
      for (const name of ['active', 'retention', 'orders', 'value'] as const) expectFigures(cells.map((row) => row[name]), expected[name][i] ?? [], `${name} of ${month}`);
    });
    expectFigures(rowsOf(result.tables['pooled']!).map((row) => row['retention']), expected.pooled_retention, 'pooled');
  });

  it('cohort_timezone and cohort_dst: the zone decides which month an instant falls into', () => {
    for (const [timeZone, expected] of Object.entries(edge.cohort_timezone.expected)) {
      const rows = rowsOf(answer(retention, visits(edge.cohort_timezone.input), { customer: 'customer', time: 'time', timeZone }).table);
      expect(rows.map((row) => row['cohort']), timeZone).toEqual(expected.active_offsets.map(() => monthDate(expected.cohort)));
      expect(rows.filter((row) => row['active'] === 1).map((row) => row['offset']), timeZone).toEqual(expected.active_offsets);
    }
    for (const [timeZone, months] of Object.entries(edge.cohort_dst.expected)) {
      edge.cohort_dst.input.forEach((instant, i) => {
        const { table } = answer(retention, visits([instant]), { customer: 'customer', time: 'time', timeZone });
        expect(table.columns['cohort'], timeZone).toEqual([monthDate(months[i] ?? '')]);
      });
    }
  });

  it('refund_only_customer: in the values, in no cohort', () => {
    const { input, expected } = edge.refund_only_customer;
    const value = answer(pyramid, purchases(input), { ...ask, by: 'profit' });
    expectRows(value, expected.profit_tiers);
    expectFigures([value.scalars['customers'], value.scalars['total']], [expected.value_customers, expected.total], 'values');
    const result = answer(retention, purchases(input), roles);
    expect([result.scalars['customers'], result.scalars['customers_without_activity']]).toEqual([expected.buyers, 1]);
    expect(membersOf(retention, purchases(input), roles, { cohort: '2024-01-01' })).toEqual(['a']);
  });

  it('refund_in_later_month: nets, but is no activity', () => {
    const { input, expected } = edge.refund_in_later_month;
    const rows = rowsOf(answer(retention, purchases(input), { ...roles, order: 'order' }).table);
    expect(rows.map((row) => row['active'])).toEqual(expected.active);
    expect(rows.map((row) => row['orders'])).toEqual([1, 0]);
    expectFigure(rows.reduce((sum, row) => sum + Number(row['value']), 0), expected.net_value, 'net value');
  });

  it('duplicate_orders: lines of one order are one order, of one day without ids as well', () => {
    const { input, expected } = edge.duplicate_orders;
    expect(answer(retention, purchases(input), { ...roles, order: 'order' }).table.columns['orders']).toEqual([expected.orders_by_id]);
    expect(answer(retention, purchases(input), roles).table.columns['orders']).toEqual([expected.orders_by_day]);
  });
});

function byCustomer(values: ValueByCustomer): FixtureColumns {
  return { customer: { kind: 'text', values: Object.keys(values) }, value: { kind: 'number', values: Object.values(values) } };
}

function listed(values: readonly number[]): FixtureColumns {
  return byCustomer(Object.fromEntries(values.map((value, i) => [`customer ${i}`, value])));
}

function purchases(rows: readonly Purchase[]): FixtureColumns {
  return {
    customer: rows.map(([customer]) => customer), time: rows.map(([, date]) => date),
    value: rows.map(([, , amount]) => amount), order: { kind: 'text', values: rows.map(([, , , order]) => order ?? null) },
  };
}

function visits(instants: readonly string[]): FixtureColumns {
  return { customer: instants.map(() => 'a'), time: instants };
}

function expectRows(result: Estimate, tiers: readonly Figures[]): void {
  const rows = rowsOf(result.table);
  expect(rows).toHaveLength(tiers.length);
  tiers.forEach((tier, i) => {
    for (const [name, figure] of Object.entries(tier)) {
      if (!name.startsWith('rank_')) expectFigure(rows[i]?.[name], figure, `${name} of ${tier['tier']}`);
    }
  });
}
