import { describe, expect, it } from 'vitest';
import { pyramid } from '../../../packages/metrics/src/definitions/pyramid.js';
import { OptionError, SchemaError } from '../../../packages/metrics/src/errors.js';
import { rowsOf } from '../../../packages/metrics/src/table.js';
import { answer, membersOf } from '../../fixtures/answers.js';
import { type FixtureColumns, framesOf } from '../../fixtures/frames.js';

const ask = { customer: 'customer', value: 'value' };

/** One row a customer, from `{a: 5}`. */
function worth(values: Readonly<Record<string, number | null>>): FixtureColumns {
  return { customer: { kind: 'text', values: Object.keys(values) }, value: { kind: 'number', values: Object.values(values) } };
}

const halves = [{ name: 'upper', cumulativeShare: 0.5 }, { name: 'lower', cumulativeShare: 1 }];

describe('pyramid', () => {
  it('adds up values by customer and tells each tier its customers, value, mean, least and greatest', () => {
    const data = { customer: ['b', 'a', 'b', 'c', 'd', 'a'], value: [30, 40, 10, 15, 5, -10] };
    const { table, scalars } = answer(pyramid, data, { ...ask, tiers: halves });
    expect(table.fields.map(({ name }) => name)).toEqual(
      ['tier', 'order', 'customers', 'customer_share', 'value', 'value_share', 'mean', 'min', 'max', 'low_n', 'suppressed'],
    );
    expect(rowsOf(table)).toEqual([
      { tier: 'upper', order: 1, customers: 2, customer_share: 0.5, value: 70, value_share: 70 / 90, mean: 35, min: 30, max: 40, low_n: true, suppressed: false },
      { tier: 'lower', order: 2, customers: 2, customer_share: 0.5, value: 20, value_share: 20 / 90, mean: 10, min: 5, max: 15, low_n: true, suppressed: false },
    ]);
    expect(scalars).toMatchObject({ customers: 4, total: 90 });
  });

  it('breaks ties by code units of the customer, and cents that add up to the same are ties', () => {
    const cents = Array.from({ length: 10 }, () => 0.1);
    const data: FixtureColumns = {
      customer: { kind: 'text', values: [...cents.map(() => 'ä'), 'a', '9', ...cents.map(() => '10'), 'Z', 'b'] },
      value: [...cents, 1, 1, ...cents, 1, 0.5],
    };
    const tiers = ['1', '2', '3', '4', '5', '6'].map((name, i) => ({ name, cumulativeShare: (i + 1) / 6 }));
    expect(tiers.flatMap(({ name }) => membersOf(pyramid, data, { ...ask, tiers }, { tier: name }))).toEqual(['10', '9', 'Z', 'a', 'ä', 'b']);
  });

  it('lifts equal customers into the higher tier together, where asked, and reports the realised shares', () => {
    const data = worth({ a: 9, b: 5, c: 5, d: 5, e: 1, f: 1 });
    const { table } = answer(pyramid, data, { ...ask, ties: 'together', tiers: [{ name: 'best', cumulativeShare: 1 / 3 }, { name: 'next', cumulativeShare: 0.5 }, { name: 'rest', cumulativeShare: 1 }] });
    expect(table.columns['customers']).toEqual([4, 0, 2]);
    expect(table.columns['customer_share']).toEqual([4 / 6, 0, 2 / 6]);
    expect(table.columns['min']).toEqual([5, null, 1]);
  });

  it('cuts by thresholds, the highest first, and says who lies below the lowest', () => {
    const data = worth({ a: 100, b: 99.99, c: 10, d: 9, e: -4 });
    const tiers = [{ name: 'silver', minimum: 10 }, { name: 'gold', minimum: 100 }];
    const { table, diagnostics } = answer(pyramid, data, { ...ask, by: 'threshold', tiers });
    expect(rowsOf(table).map((row) => [row['tier'], row['customers'], row['value']])).toEqual([['gold', 1, 100], ['silver', 2, 109.99]]);
    expect(diagnostics.notes).toContainEqual(expect.objectContaining({ code: 'below_lowest_tier', params: { customers: 2 } }));
    const open = answer(pyramid, data, { ...ask, by: 'threshold', tiers: [...tiers, { name: 'rest', minimum: null }] });
    expect(open.table.columns['customers']).toEqual([1, 2, 2]);
    expect(open.diagnostics.notes.map(({ code }) => code)).toEqual(['has_negative']);
  });

  it('puts those who bring nothing or less into the tier none, however many they are (C12)', () => {
    const { table } = answer(pyramid, worth({ a: 10, b: 8, c: 0, d: -3, e: 6, f: 4, g: 2 }), { ...ask, by: 'profit' });
    expect(rowsOf(table).map((row) => [row['tier'], row['customers'], row['value']])).toEqual([['high', 1, 10], ['medium', 2, 14], ['low', 2, 6], ['none', 2, -3]]);
    const losses = answer(pyramid, worth({ a: 0, b: -1 }), { ...ask, by: 'profit' });
    expect(losses.table.columns['customers']).toEqual([0, 0, 0, 2]);
    expect(losses.scalars).toMatchObject({ gini_positive_only: null, peak_ratio: null, peak_customers: 0, loss_value: -1, zero_customers: 1 });
    expect(losses.diagnostics.notes.map(({ code }) => code)).toEqual(['total_not_positive', 'has_negative']);
  });

  it('counts a missing value as 0 and says so, drops a missing customer, keeps a missing time (C18)', () => {
    const data = { customer: ['a', null, 'b', 'b'], value: [1, 50, null, null], time: ['2024-01-05', '2024-01-06', null, null] };
    const { diagnostics, scalars } = answer(pyramid, data, { ...ask, time: 'time' });
    expect(diagnostics).toMatchObject({ rowsIn: 4, rowsUsed: 3, dropped: { customer_missing: 1 }, window: { start: '2024-01-05', end: '2024-01-05', asOf: null, partial: [] } });
    expect(diagnostics.notes).toContainEqual(expect.objectContaining({ code: 'value_missing', params: { rows: 2 } }));
    expect(scalars).toMatchObject({ customers: 2, total: 1, zero_customers: 1, non_positive_customers: 1 });
  });

  it('takes infinities for missing values', () => {
    const { scalars } = answer(pyramid, { customer: ['a', 'a', 'b'], value: [Infinity, 2, -Infinity] }, ask);
    expect(scalars).toMatchObject({ customers: 2, total: 2 });
  });

  it('leaves out rows after asOf, which ends with the local day, and rows without a time', () => {
    const data = {
      customer: ['a', 'b', 'c', 'd'], value: [1, 2, 4, 8],
      time: { kind: 'instant' as const, values: ['2024-03-31T21:59:59Z', '2024-03-31T22:00:00Z', null, '2024-03-01T00:00:00Z'] },
    };
    const berlin = answer(pyramid, data, { ...ask, time: 'time', asOf: '2024-03-31', timeZone: 'Europe/Berlin' });
    expect(berlin.scalars['total']).toBe(9);
    expect(berlin.diagnostics).toMatchObject({ rowsUsed: 2, dropped: { after_as_of: 1, time_missing: 1 }, timeZone: 'Europe/Berlin' });
    expect(answer(pyramid, data, { ...ask, time: 'time', asOf: '2024-03-31' }).scalars['total']).toBe(11);
    expect(answer(pyramid, data, { ...ask, time: 'time', asOf: '2024-03-31T22:00:00Z', timeZone: 'Europe/Berlin' }).scalars['total']).toBe(11);
  });

  it('reads dates without a zone', () => {
    const data = { customer: ['a', 'b'], value: [1, 2], time: ['2024-03-31', '2024-04-01'] };
    for (const timeZone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      const { scalars, diagnostics } = answer(pyramid, data, { ...ask, time: 'time', asOf: '2024-03-31', timeZone });
      expect(scalars['total']).toBe(1);
      expect(diagnostics.window).toEqual({ start: '2024-03-31', end: '2024-03-31', asOf: '2024-03-31', partial: [] });
    }
  });

  it('tells the 80/20 figures, deciles and both curves of ten customers', () => {
    const { scalars, tables } = answer(pyramid, worth({ a: 40, b: 20, c: 10, d: 10, e: 5, f: 5, g: 4, h: 3, i: 2, j: 1 }), ask);
    expect(scalars).toMatchObject({
      top1_share: 0, top10_share: 0.4, top20_share: 0.6, top20_customers: 2, customers_for_80pct: 4, customers_for_80pct_share: 0.4,
      decile_k: 1, top10_sum: 40, bottom10_sum: 1, decile_ratio: 40, decile_reason: null, has_negative: false,
    });
    expect(rowsOf(tables['deciles']!).map((row) => [row['decile'], row['customers'], row['value'], row['value_share'], row['mean']]).slice(0, 3))
      .toEqual([[1, 1, 40, 0.4, 40], [2, 1, 20, 0.2, 20], [3, 1, 10, 0.1, 10]]);
    const at = (table: string, share: string, value: string, p: number): unknown => rowsOf(tables[table]!).find((row) => row[share] === p)?.[value];
    expect([0, 0.1, 0.15, 0.5, 1].map((p) => at('lorenz', 'p', 'cum_share', p))).toEqual([0, 0.01, 0.02, 0.15, 1]);
    expect([0, 0.1, 0.15, 0.5, 1].map((p) => at('whale', 'rank_share', 'cum_profit_share', p))).toEqual([0, 0.4, 0.5, 0.85, 1]);
    expect(at('concentration', 'p', 'k', 0.3)).toBe(3);
    expect(at('concentration', 'p', 'share', 0.3)).toBe(0.7);
  });

  it('counts exactly 80 % as 80 %', () => {
    const equal = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`c${i}`, 0.1]));
    expect(answer(pyramid, worth(equal), ask).scalars['customers_for_80pct']).toBe(8);
    expect(answer(pyramid, worth({ a: 0.6, b: 0.6, c: 0.6, d: 0.6, e: 0.6 }), ask).scalars['customers_for_80pct']).toBe(4);
  });

  it('has the last customer of a decile by rank among equals', () => {
    const data = worth({ e: 5, d: 5, c: 5, b: 5, a: 5, j: 5, i: 5, h: 5, g: 5, f: 5 });
    expect([1, 2, 10].flatMap((decile) => membersOf(pyramid, data, ask, { decile }))).toEqual(['a', 'b', 'j']);
  });

  it('tells nothing but the number of a tier below minN', () => {
    const { table } = answer(pyramid, worth({ a: 9, b: 5, c: 3, d: 1, e: 1 }), { ...ask, minN: 3, tiers: [{ name: 'few', cumulativeShare: 0.4 }, { name: 'many', cumulativeShare: 1 }] });
    expect(rowsOf(table)[0]).toMatchObject({ customers: 2, customer_share: 0.4, value: null, value_share: null, mean: null, min: null, max: null, suppressed: true });
    expect(rowsOf(table)[1]).toMatchObject({ customers: 3, value: 5, suppressed: false });
  });

  it('does not call an empty tier suppressed, and few customers few', () => {
    const thirty = worth(Object.fromEntries(Array.from({ length: 59 }, (_, i) => [`c${i}`, 60 - i])));
    const { table } = answer(pyramid, thirty, { ...ask, minN: 2, tiers: [{ name: 'none of them', cumulativeShare: 0.005 }, { name: 'thirty', cumulativeShare: 0.5 }, { name: 'rest', cumulativeShare: 1 }] });
    expect(rowsOf(table).map((row) => [row['customers'], row['value'], row['suppressed'], row['low_n']])).toEqual([
      [0, 0, false, true], [30, 1365, false, false], [29, 464, false, true],
    ]);
  });

  it('has the Gini coefficient of the textbook, and one customer as the tenth of a few', () => {
    // Of 1, 2, 3, 4: 2 (1 + 4 + 9 + 16) / (4 x 10) - 5 / 4.
    const { scalars } = answer(pyramid, worth({ a: 4, b: 1, c: 3, d: 2 }), ask);
    expect(scalars).toMatchObject({ gini: 0.25, gini_corrected: 0.25 * 4 / 3, gini_positive_only: 0.25, decile_k: 1, top10_sum: 4, bottom10_sum: 1, decile_ratio: 4 });
  });

  it('has no shares of a total below zero, but tells the values', () => {
    const { table, tables, scalars } = answer(pyramid, worth({ a: 5, b: -9 }), { ...ask, tiers: halves });
    expect(rowsOf(table).map((row) => [row['value'], row['value_share'], row['mean']])).toEqual([[5, null, 5], [-9, null, -9]]);
    expect(rowsOf(tables['whale']!).at(-1)).toEqual({ rank_share: 1, cum_profit_share: null, cum_profit: -4 });
    expect(scalars).toMatchObject({ total: -4, top20_share: null, customers_for_80pct: null, peak_value: 5, peak_ratio: null, decile_reason: 'bottom_non_positive' });
  });

  it('has no tiers without customers', () => {
    const { table, tables, scalars } = answer(pyramid, { customer: [null], value: [3] }, ask);
    expect(table.numRows).toBe(0);
    for (const other of Object.values(tables)) expect(other.numRows).toBe(0);
    expect(scalars).toMatchObject({ customers: 0, total: null, gini: null, decile_ratio: null, decile_reason: 'no_customers', top20_share: null });
  });

  it('refuses options that make no sense, in words', () => {
    const refused = (options: object): (() => unknown) => () => pyramid.resolve(options);
    expect(refused({ teirs: [] })).toThrow('pyramid: unknown option "teirs"; expected "tiers"');
    expect(refused({ by: 'shares' })).toThrow(/unknown by "shares" \(did you mean "share"\?\)/);
    expect(refused({ by: 'threshold' })).toThrow(/a list of \{name, minimum\}/);
    expect(refused({ tiers: [] })).toThrow(OptionError);
    expect(refused({ tiers: [{ name: 'a', cumulativeShare: 0.5 }] })).toThrow(/a last cumulativeShare of 1/);
    expect(refused({ tiers: [{ name: 'a', cumulativeShare: 0.5 }, { name: 'b', cumulativeShare: 0.5 }, { name: 'c', cumulativeShare: 1 }] })).toThrow(/increase/);
    expect(refused({ tiers: [{ name: 'a', cumulativeShare: 0.5 }, { name: 'a', cumulativeShare: 1 }] })).toThrow(/names that differ/);
    expect(refused({ tiers: [{ name: 'a', cumulativeShare: 1.5 }] })).toThrow(/up to 1/);
    expect(refused({ by: 'profit', tiers: [{ name: 'none', cumulativeShare: 1 }] })).toThrow(/no tier called "none"/);
    expect(refused({ by: 'threshold', tiers: [{ name: 'a', minimum: 5 }, { name: 'b', minimum: 5 }] })).toThrow(/minimums that differ/);
    expect(refused({ asOf: 'yesterday' })).toThrow(/asOf is not valid, got "yesterday"/);
    expect(refused({ timeZone: 'Europe/Berln' })).toThrow(/IANA/);
    expect(pyramid.resolve(ask)).toMatchObject({ by: 'share', ties: 'rank', timeZone: 'UTC', minN: 0, asOf: null, time: null });
  });

  it('refuses tiers and windows that are none', () => {
    const refused = (options: object): (() => unknown) => () => pyramid.resolve(options);
    for (const tiers of ['gold', {}, [], [null], ['gold'], [{ name: '', cumulativeShare: 1 }], [{ name: 3, cumulativeShare: 1 }], [{ name: 'a', cumulativeShare: '1' }], [{ name: 'a', cumulativeShare: 0 }, { name: 'b', cumulativeShare: 1 }], [{ cumulativeShare: 1 }], [{ name: 'a' }]]) {
      expect(refused({ tiers })).toThrow(OptionError);
    }
    for (const tiers of ['gold', [], [null], ['gold'], [{ name: '', minimum: 1 }], [{ name: 3, minimum: 1 }], [{ minimum: 1 }], [{ name: 'a', minimum: '1' }], [{ name: 'a', minimum: NaN }], [{ name: 'a', minimum: Infinity }]]) {
      expect(refused({ by: 'threshold', tiers })).toThrow(OptionError);
    }
    for (const window of [true, {}, [], '0d', 0, -3, NaN, '']) expect(refused({ window, asOf: '2024-02-01' })).toThrow(/expected a length such as 365d or 12w/);
    expect(pyramid.resolve({ window: 30, asOf: '2024-02-01' }).window).toBe(30);
    expect(pyramid.resolve({ tiers: [{ name: 'none', cumulativeShare: 1 }] }).tiers).toEqual([{ name: 'none', cumulativeShare: 1 }]);
    expect(pyramid.resolve({ by: 'threshold', tiers: [5, 9, 7, null].map((minimum) => ({ name: `from ${minimum}`, minimum })) }).tiers?.map(({ name }) => name)).toEqual(['from 9', 'from 7', 'from 5', 'from null']);
    expect(pyramid.resolve({ compareAsOf: '2024-02-01' })).toMatchObject({ asOf: null, compareAsOf: '2024-02-01' });
  });

  it('refuses columns that are not there or of no use, and marks that it does not have', () => {
    const { input } = framesOf({ customer: ['a'], value: [1], name: ['x'] });
    expect(() => pyramid.fold(pyramid.resolve({ ...ask, value: 'valeu' }), input)).toThrow(/pyramid: no column "valeu".*did you mean "value"/);
    expect(() => pyramid.fold(pyramid.resolve({ ...ask, value: 'name' }), input)).toThrow(SchemaError);
    expect(() => pyramid.fold(pyramid.resolve({ value: 'value' }), input)).toThrow(OptionError);
    expect(() => pyramid.fold(pyramid.resolve({ ...ask, asOf: '2024-01-01' }), input)).toThrow(/asOf without a column of times/);
    expect(() => membersOf(pyramid, worth({ a: 1 }), ask, { tier: 'gold' })).toThrow(/expected \{tier: top \| big \| medium \| small\}/);
    for (const mark of [{}, { decile: 11 }, { decile: 0 }, { tier: 'small', decile: 1 }, { from: 'small' }, { from: 'small', to: 'small' }]) {
      expect(() => membersOf(pyramid, worth({ a: 1 }), ask, mark)).toThrow(/no such mark/);
    }
  });
});
