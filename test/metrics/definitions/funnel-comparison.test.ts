import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { funnel } from '../../../packages/metrics/src/definitions/funnel.js';
import type { FunnelOptions } from '../../../packages/metrics/src/definitions/funnel-options.js';
import { rowsOf } from '../../../packages/metrics/src/table.js';
import { answer } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';

const steps = ['A', 'B', 'C'];
const columns = { customer: 'customer', time: 'time', stage: 'stage', steps };

interface Event { readonly customer: string; readonly day: number; readonly stage: string }

/** Days are of March 2024. */
function table(events: readonly Event[]): FixtureColumns {
  return {
    customer: { kind: 'text', values: events.map(({ customer }) => customer) },
    time: { kind: 'date', values: events.map(({ day }) => `2024-03-${String(day).padStart(2, '0')}`) },
    stage: { kind: 'text', values: events.map(({ stage }) => stage) },
    value: { kind: 'number', values: events.map(({ day }) => day) },
  };
}

/** So many enter on *day*, so many of them take step B the day after. */
function cohort(name: string, day: number, entered: number, went: number): Event[] {
  return Array.from({ length: entered }, (_, i) => [
    { customer: `${name}${i}`, day, stage: 'A' }, ...(i < went ? [{ customer: `${name}${i}`, day: day + 1, stage: 'B' }] : []),
  ]).flat();
}

const resolved = (options: FunnelOptions): unknown => funnel.resolve({ ...columns, ...options }).compareRange;

describe('funnel with compareRange', () => {
  it('counts earlier entries as a funnel of their own does, looked at for as long', () => {
    const events = fc.array(fc.record({ customer: fc.constantFrom('u', 'v', 'w', 'x', 'y'), day: fc.integer({ min: 1, max: 30 }), stage: fc.constantFrom(...steps) }), { minLength: 1, maxLength: 60 });
    const options: fc.Arbitrary<FunnelOptions> = fc.record({
      window: fc.constantFrom(null, '3d', '9d'), attempt: fc.constantFrom('best' as const, 'first' as const, 'every' as const), order: fc.constantFrom('ordered' as const, 'any' as const),
    });
    const earlierColumns = ['ordered_count', 'converted', 'lost', 'still_open', 'step_conversion', 'overall_conversion', 'lower', 'upper', 'median_seconds', 'p90_seconds', 'value'];
    fc.assert(fc.property(events, options, fc.integer({ min: 1, max: 14 }), (data, asked, shift) => {
      const given = { ...columns, ...asked, value: 'value' };
      const both = answer(funnel, table(data), {
        ...given, asOf: '2024-03-29', entryRange: { from: '2024-03-16', to: '2024-03-25' }, compareRange: { from: `2024-03-${String(16 - shift).padStart(2, '0')}`, to: '2024-03-15' },
      });
      const alone = answer(funnel, table(data), {
        ...given, asOf: `2024-03-${String(29 - shift)}`, entryRange: { from: `2024-03-${String(16 - shift).padStart(2, '0')}`, to: '2024-03-15' },
      });
      const pick = (rows: readonly Readonly<Record<string, unknown>>[]): unknown => rows.map((row) => earlierColumns.map((name) => row[name]));
      expect(pick(rowsOf(both.tables['earlier']!))).toEqual(pick(rowsOf(alone.table)));
      expect(both.scalars['conversion_before']).toEqual(alone.scalars['conversion']);
    }), { numRuns: 120 });
  });

  it('gives the interval of the difference that Newcombe published', () => {
    // Newcombe 1998, table II, (a): 56 of 70 against 48 of 80, method 10.
    const { table: rows, scalars } = answer(funnel, table([...cohort('n', 16, 70, 56), ...cohort('o', 2, 80, 48)]), {
      ...columns, steps: ['A', 'B'], asOf: '2024-03-29', entryRange: { from: '2024-03-15', to: '2024-03-28' }, compareRange: 'previous',
    });
    const [first, second] = rowsOf(rows);
    expect(first).toMatchObject({ ordered_count: 70, ordered_count_before: 80, change: null, distinguishable: null });
    expect(second).toMatchObject({ ordered_count: 56, ordered_count_before: 48, step_conversion_before: 0.6, distinguishable: true });
    expect(second?.['change']).toBeCloseTo(0.2, 12);
    expect(second?.['change_lower']).toBeCloseTo(0.0524, 4);
    expect(second?.['change_upper']).toBeCloseTo(0.3339, 4);
    expect(scalars).toMatchObject({ entered_before: 80, completed_before: 48, distinguishable: true });
    expect(scalars['conversion_change_lower']).toBeCloseTo(0.0524, 4);
  });

  it('calls a difference that chance explains not distinguishable', () => {
    const { table: rows } = answer(funnel, table([...cohort('n', 16, 10, 6), ...cohort('o', 2, 10, 5)]), {
      ...columns, steps: ['A', 'B'], asOf: '2024-03-29', entryRange: { from: '2024-03-15', to: '2024-03-28' }, compareRange: 'previous',
    });
    expect(rowsOf(rows)[1]).toMatchObject({ distinguishable: false });
  });

  it('has no change where a share is undefined, withheld or rests on too few', () => {
    const asked: FunnelOptions = { ...columns, steps: ['A', 'B'], asOf: '2024-03-29', entryRange: { from: '2024-03-15', to: '2024-03-28' }, compareRange: 'previous' };
    const change = (data: readonly Event[], more: FunnelOptions = {}): unknown => rowsOf(answer(funnel, table(data), { ...asked, ...more }).table)[1]?.['change'];
    expect(change(cohort('n', 16, 10, 6))).toBeNull();
    expect(change([...cohort('n', 16, 10, 6), ...cohort('o', 2, 9, 5)], { minN: 10 })).toBeNull();
    const secret = answer(funnel, table([...cohort('n', 16, 20, 10), ...cohort('o', 2, 20, 2)]), { ...asked, minCell: 5 });
    expect(rowsOf(secret.tables['earlier']!)[1]).toMatchObject({ ordered_count: null, step_conversion: null });
    expect(rowsOf(secret.table)[1]).toMatchObject({ ordered_count: 10, ordered_count_before: null, step_conversion_before: null, change: null });
    expect(secret.scalars).toMatchObject({ completed_before: null, conversion_before: null, conversion_change: null });
  });

  it('takes the step before an optional one as what both rest on', () => {
    const three = (name: string, day: number, all: number, last: number): Event[] => cohort(name, day, all, 1).map((event) => (event.stage === 'B' ? { ...event, stage: 'O' } : event))
      .concat(Array.from({ length: last }, (_, i) => ({ customer: `${name}${i}`, day: day + 2, stage: 'C' })));
    const { table: rows } = answer(funnel, table([...three('n', 16, 10, 6), ...three('o', 2, 10, 5)]), {
      ...columns, steps: ['A', 'O', 'C'], optional: ['O'], asOf: '2024-03-29', entryRange: { from: '2024-03-15', to: '2024-03-28' }, compareRange: 'previous',
    });
    expect(rowsOf(rows)[2]?.['change']).toBeCloseTo(0.1, 12);
  });

  it('reads "previous" as as many whole months, otherwise as as many days', () => {
    expect(resolved({ entryRange: { from: '2026-01-01', to: '2026-03-31' }, compareRange: 'previous' })).toEqual({ from: '2025-10-01', to: '2025-12-31' });
    expect(resolved({ entryRange: { from: '2024-03-01', to: '2024-03-31' }, compareRange: 'previous' })).toEqual({ from: '2024-02-01', to: '2024-02-29' });
    expect(resolved({ entryRange: { from: '2024-01-01', to: '2024-12-31' }, compareRange: 'previous' })).toEqual({ from: '2023-01-01', to: '2023-12-31' });
    expect(resolved({ entryRange: { from: '2024-03-04', to: '2024-03-10' }, compareRange: 'previous' })).toEqual({ from: '2024-02-26', to: '2024-03-03' });
    expect(resolved({ entryRange: { from: '2024-03-01', to: '2024-03-30' }, compareRange: 'previous' })).toEqual({ from: '2024-01-31', to: '2024-02-29' });
    expect(resolved({ entryRange: { from: '2024-03-01' }, compareRange: { from: '2024-02-01' } })).toEqual({ from: '2024-02-01', to: null });
  });

  it('refuses what can be compared with nothing', () => {
    expect(() => resolved({ compareRange: 'previous' })).toThrow(/an entryRange with its beginning as well/);
    expect(() => resolved({ entryRange: { from: '2024-03-01' }, compareRange: 'previous' })).toThrow(/an entryRange from a date to a date/);
    for (const compareRange of [{ from: '2024-03-02', to: '2024-03-05' }, { from: '2024-02-01', to: '2024-03-01' }, { to: '2024-02-01' }]) {
      expect(() => resolved({ entryRange: { from: '2024-03-01', to: '2024-03-31' }, compareRange })).toThrow(/entries that begin and end before those of entryRange, 2024-03-01/);
    }
    expect(() => resolved({ entryRange: { from: '2024-03-01', to: '2024-03-31' }, compareRange: 'last' as 'previous' })).toThrow(/expected previous, or \{from, to\}/);
    expect(() => funnel.resolve({ mode: 'anyStage', entryRange: { from: '2024-03-01', to: '2024-03-31' }, compareRange: 'previous' })).toThrow(/only without mode anyStage/);
  });
});
