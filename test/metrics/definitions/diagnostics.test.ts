import { describe, expect, it } from 'vitest';
import { metricNamed } from '../../../packages/metrics/src/definitions/index.js';
import type { Estimate } from '../../../packages/metrics/src/metric.js';
import { rowsOf } from '../../../packages/metrics/src/table.js';
import { answer } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';

const ask = (metric: string, data: FixtureColumns, options: object): Estimate => answer<object>(metricNamed(metric), data, options);
const codes = ({ diagnostics }: Estimate): string[] => diagnostics.notes.map(({ code }) => code).sort();

const purchases: FixtureColumns = {
  customer: ['a', 'b', 'a', 'c', 'b', 'd', null],
  time: ['2024-01-02T00:00Z', '2024-01-05T00:00Z', '2024-02-03T00:00Z', '2024-02-05T00:00Z', '2024-02-15T00:00Z', '2024-04-02T00:00Z', '2024-03-01T00:00Z'],
  value: { kind: 'number', values: [10, null, 20, 5, null, 7, 1] },
  stage: ['visit', 'visit', 'buy', 'visit', 'buy', 'visit', 'visit'],
};
const whole: FixtureColumns = { ...purchases, value: [10, 1, 20, 5, 2, 7, 1] };
const roles = { customer: 'customer', time: 'time', value: 'value' };
const asked: Readonly<Record<string, object>> = {
  funnel: { ...roles, stage: 'stage', steps: ['visit', 'buy'] }, lifecycle: roles, loyalty: roles, 'new-existing': roles, phases: roles, retention: { ...roles, measure: 'value' },
  pyramid: { customer: 'customer', value: 'value' },
};

describe('the diagnostics of metrics with values', () => {
  it.each(Object.entries(asked))('of %s say the currency, what was left out, and how many values are missing', (metric, options) => {
    const plain = ask(metric, whole, options);
    expect(plain.diagnostics).toMatchObject({ rowsIn: 7, rowsUsed: 6, dropped: { customer_missing: 1 }, duplicates: null, currency: null, timeZone: 'UTC', inferred: {} });
    expect(codes(plain)).not.toContain('value_missing');
    const missing = ask(metric, purchases, { ...options, currency: 'EUR' });
    expect(missing.diagnostics.currency).toBe('EUR');
    expect(missing.diagnostics.notes).toContainEqual(expect.objectContaining({ code: 'value_missing', message: expect.stringMatching(/^2 rows have no value/), params: { rows: 2 } }));
  });

  it.each(Object.entries(asked).filter(([metric]) => metric !== 'funnel'))('of %s say where something is withheld, and only there', (metric, options) => {
    const note = expect.objectContaining({ code: expect.stringMatching(/withheld$/), message: expect.stringMatching(/withheld/), params: { minCell: 5 } });
    const told = ask(metric, whole, options);
    expect(codes(told).filter((code) => code.endsWith('withheld'))).toEqual([]);
    if (metric !== 'retention') expect(ask(metric, whole, { ...options, minCell: 5 }).diagnostics.notes).toContainEqual(note);
    expect(codes(ask(metric, whole, { ...options, minCell: 1 })).filter((code) => code.endsWith('withheld'))).toEqual([]);
  });

  const dated = Object.entries(asked).filter(([metric]) => metric !== 'pyramid');
  it.each(dated)('of %s say the zone, and between which dates its rows lie', (metric, options) => {
    const { diagnostics } = ask(metric, whole, { ...options, timeZone: 'America/New_York' });
    expect(diagnostics.timeZone).toBe('America/New_York');
    // Midnight of Greenwich is still the day before.
    expect(diagnostics.window).toMatchObject({ start: '2024-01-01', end: '2024-04-01' });
    expect(ask(metric, whole, options).diagnostics.window).toMatchObject({ start: '2024-01-02', end: '2024-04-02' });
  });

  const periodic = dated.filter(([metric]) => ['lifecycle', 'new-existing', 'phases'].includes(metric));
  it.each(periodic)('of %s name the last period where it is not over, as its row does', (metric, options) => {
    const open = ask(metric, whole, { ...options, asOf: '2024-04-10' });
    expect(open.diagnostics.window).toMatchObject({ asOf: '2024-04-10', partial: ['2024-04-01'] });
    expect([...new Set(rowsOf(open.table).filter((row) => row['partial'] === true).map((row) => row['period']))]).toEqual(['2024-04-01']);
    const over = ask(metric, whole, { ...options, asOf: '2024-05-01' });
    expect(over.diagnostics.window.partial).toEqual(['2024-05-01']);
    expect(ask(metric, whole, { ...options, asOf: '2024-04-30' }).diagnostics.window.partial).toEqual([]);
    expect(rowsOf(ask(metric, whole, options).table).every((row) => row['partial'] === false)).toBe(true);
  });

  it.each(Object.entries(asked))('of %s have empty answers for no rows', (metric, options) => {
    const none: FixtureColumns = {
      customer: { kind: 'text', values: [] }, time: { kind: 'instant', values: [] }, value: { kind: 'number', values: [] }, stage: { kind: 'text', values: [] },
    };
    const { diagnostics } = ask(metric, none, options);
    expect(diagnostics).toMatchObject({ rowsIn: 0, rowsUsed: 0, dropped: {}, window: { start: null, end: null, partial: [] } });
    expect(diagnostics.notes.filter(({ code }) => code === 'value_missing' || code.endsWith('withheld') || code.endsWith('cut'))).toEqual([]);
  });
});

describe('few customers', () => {
  /** Everyone came in January and again in February. */
  const crowd = (n: number): FixtureColumns => {
    const names = Array.from({ length: n }, (_, i) => `c${i}`);
    return {
      customer: [...names, ...names], time: [...names.map(() => '2024-01-10T00:00Z'), ...names.map(() => '2024-02-10T00:00Z')],
      value: { kind: 'number', values: [...names, ...names].map(() => 1) }, stage: [...names.map(() => 'visit'), ...names.map(() => 'buy')],
    };
  };
  const february: Readonly<Record<string, number>> = { lifecycle: 1 };
  it.each(Object.entries(asked).filter(([metric]) => !['pyramid', 'loyalty'].includes(metric)))('are fewer than 30 for %s', (metric, options) => {
    const lowN = (n: number): unknown => rowsOf(ask(metric, crowd(n), options).table)[february[metric] ?? 0]?.['low_n'];
    expect([lowN(29), lowN(30)]).toEqual([true, false]);
  });

  it.each(periodicRates())('silence the rates of %s where they are fewer than minN, and not one more', (metric, rate, options) => {
    const at = (minN: number): unknown => rowsOf(ask(metric, crowd(12), { ...options, minN }).table)[february[metric] ?? 0]?.[rate];
    expect([at(12), at(13)]).toEqual([expect.any(Number), null]);
  });
});

function periodicRates(): [metric: string, rate: string, options: object][] {
  return [['lifecycle', 'retention_rate', roles], ['new-existing', 'customer_share_new', roles], ['retention', 'retention', roles], ['phases', 'share', roles], ['loyalty', 'customer_share', { ...roles, rungs: [{ name: 'all', orders: 1 }] }]];
}
