import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { funnel } from '../../../packages/metrics/src/definitions/funnel.js';
import type { FunnelOptions } from '../../../packages/metrics/src/definitions/funnel-options.js';
import { type Row, rowsOf } from '../../../packages/metrics/src/table.js';
import { describeFold } from '../../contracts/fold-laws.js';
import { answer, membersOf } from '../../fixtures/answers.js';
import { type FixtureColumns, lengthOf, takeRows } from '../../fixtures/frames.js';

const HOUR = 3_600e6;
const START = Date.UTC(2024, 2, 30) * 1000;

interface Event { customer: string | null; hour: number | null; stage: string | null; value: number | null; segment: string | null }

const event: fc.Arbitrary<Event> = fc.record({
  customer: fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'ä', '10', '9'), { freq: 12 }),
  hour: fc.option(fc.integer({ min: 0, max: 40 }), { freq: 12 }),
  stage: fc.option(fc.constantFrom('A', 'B', 'C', 'D', 'Z'), { freq: 12 }),
  value: fc.option(fc.integer({ min: -500, max: 900 }).map((cents) => cents / 100), { freq: 6 }),
  segment: fc.option(fc.constantFrom('web', 'shop', 'app'), { freq: 4 }),
});
const rows: fc.Arbitrary<FixtureColumns> = fc.array(event, { maxLength: 50 }).map(columnsOf);

function columnsOf(events: readonly Event[]): FixtureColumns {
  return {
    customer: { kind: 'text', values: events.map((row) => row.customer) },
    time: { kind: 'instant', values: events.map((row) => (row.hour === null ? null : START + row.hour * HOUR)) },
    stage: { kind: 'text', values: events.map((row) => row.stage) },
    value: { kind: 'number', values: events.map((row) => row.value) },
    segment: { kind: 'text', values: events.map((row) => row.segment) },
  };
}

const columns = { customer: 'customer', time: 'time', stage: 'stage' };
const steps = ['A', 'B', 'C'];

describeFold('funnel', {
  metric: funnel,
  options: [
    { ...columns, steps },
    { ...columns, steps, window: '10h', value: 'value', segment: 'segment' },
    { ...columns, steps, window: '6h', order: 'any', value: 'value', asOf: '2024-03-31', timeZone: 'Europe/Berlin' },
    { ...columns, segment: 'segment', window: '8h', tieMs: 3_600_000, entryRange: { from: '2024-03-30T04:00:00Z' } },
  ],
  rows,
  marks: [{ stage: 'A' }, { stage: 'A', outcome: 'dropped' }, { stage: 'B', outcome: 'open' }, { stage: 'B', outcome: 'converted' }],
  runs: 25,
});

const anyOptions: fc.Arbitrary<FunnelOptions> = fc.record({
  order: fc.constantFrom<'ordered' | 'any'>('ordered', 'any'),
  window: fc.option(fc.integer({ min: 0, max: 30 }).map((hours) => `${hours}h`)),
  tieMs: fc.constantFrom(0, 3_600_000),
  asOf: fc.option(fc.constant('2024-03-31T06:00:00Z'), { freq: 2 }),
}).map((options) => ({ ...columns, steps: ['A', 'B', 'C', 'D'], ...options }));

const table = (data: FixtureColumns, options: FunnelOptions): Row[] => rowsOf(answer(funnel, data, options, 7).table);
const counts = (data: FixtureColumns, options: FunnelOptions): number[] => table(data, options).map((row) => Number(row['ordered_count']));

describe('funnel', () => {
  it('accounts for everyone at a step: converted, lost or still open', () => {
    fc.assert(fc.property(rows, anyOptions, (data, options) => {
      const found = table(data, options);
      found.forEach((row, k) => {
        expect(Number(row['converted']) + Number(row['lost']) + Number(row['still_open'])).toBe(row['ordered_count']);
        expect(Number(row['lost'])).toBeGreaterThanOrEqual(0);
        expect(row['converted']).toBe((found[k + 1] ?? row)['ordered_count']);
        expect(Number(row['ordered_count'])).toBeLessThanOrEqual(Number(row['open_count']));
      });
    }));
  });

  it('never reaches a later step more often than an earlier', () => {
    fc.assert(fc.property(rows, anyOptions, (data, options) => {
      const found = counts(data, options);
      expect(found).toEqual([...found].sort((a, b) => b - a));
    }));
  });

  it('never converts fewer with a wider window, more slack, or freer order', () => {
    fc.assert(fc.property(rows, anyOptions, fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 }), (data, options, hours, more) => {
      const narrow = { ...options, window: `${hours}h` };
      for (const wider of [{ ...narrow, window: `${hours + more}h` }, { ...narrow, window: null }, { ...narrow, tieMs: 7_200_000 }]) {
        const before = counts(data, narrow);
        counts(data, wider).forEach((count, k) => expect(count).toBeGreaterThanOrEqual(before[k] ?? 0));
      }
      const ordered = counts(data, { ...narrow, order: 'ordered', tieMs: 0 });
      counts(data, { ...narrow, order: 'any' }).forEach((count, k) => expect(count).toBeGreaterThanOrEqual(ordered[k] ?? 0));
    }));
  });

  it('does not change when rows are repeated', () => {
    fc.assert(fc.property(rows, anyOptions, fc.infiniteStream(fc.nat()), (data, options, picks) => {
      const all = Array.from({ length: lengthOf(data) }, (_, i) => i);
      const repeats = all.length === 0 ? [] : Array.from(picks.take(20), (pick) => pick % all.length);
      const once = answer(funnel, data, { ...options, value: 'value', segment: 'segment' });
      const twice = answer(funnel, takeRows(data, [...all, ...repeats]), { ...options, value: 'value', segment: 'segment' });
      expect(twice.table).toEqual(once.table);
      expect(twice.tables).toEqual(once.tables);
    }));
  });

  it('has members for each outcome, as many as the table says', () => {
    fc.assert(fc.property(rows, anyOptions, (data, options) => {
      for (const row of table(data, options)) {
        const stage = String(row['stage']);
        const number = (outcome: string): number => membersOf(funnel, data, options, { stage, outcome }).length;
        expect([number('reached'), number('converted'), number('dropped'), number('open')])
          .toEqual([row['ordered_count'], row['converted'], row['lost'], row['still_open']]);
      }
    }), { numRuns: 40 });
  });

  it('has segments that add up to the whole', () => {
    fc.assert(fc.property(rows, anyOptions, (data, options) => {
      const { table: whole, tables } = answer(funnel, data, { ...options, segment: 'segment' });
      const parts = rowsOf(tables['segments']!);
      for (const row of rowsOf(whole)) {
        for (const column of ['open_count', 'ordered_count', 'converted', 'lost', 'still_open', 'skipped']) {
          const sum = parts.filter((part) => part['stage'] === row['stage']).reduce((total, part) => total + Number(part[column]), 0);
          expect(sum, column).toBe(row[column]);
        }
      }
    }));
  });

  it('finds what trying every choice of events finds', () => {
    const few = fc.array(fc.record({ hour: fc.integer({ min: 0, max: 12 }), stage: fc.constantFrom('A', 'B', 'C') }), { maxLength: 9 });
    fc.assert(fc.property(few, fc.integer({ min: 0, max: 12 }), fc.constantFrom<'ordered' | 'any'>('ordered', 'any'), (events, hours, order) => {
      const data = columnsOf(events.map((row) => ({ ...row, customer: 'u', value: null, segment: null })));
      const depth = counts(data, { ...columns, steps, order, window: `${hours}h` }).reduce((sum, count) => sum + count, 0);
      expect(depth).toBe(deepest(events, hours, order));
    }), { numRuns: 300 });
  });
});

/** The most steps that any choice of one event a step fills, straight from the definition. */
function deepest(events: readonly { hour: number; stage: string }[], hours: number, order: 'ordered' | 'any'): number {
  const hoursOf = (stage: string): number[] => events.filter((row) => row.stage === stage).map((row) => row.hour);
  let chains: number[][] = [[]];
  for (const [k, stage] of steps.entries()) {
    chains = chains.flatMap((chain) => hoursOf(stage).map((hour) => [...chain, hour])).filter((chain) => (
      Math.max(...chain) - Math.min(...chain) <= hours && (order === 'any' || chain.every((hour, i) => i === 0 || hour >= (chain[i - 1] ?? 0)))));
    if (chains.length === 0) return k;
  }
  return steps.length;
}
