import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { funnel } from '../../../packages/metrics/src/definitions/funnel.js';
import type { FunnelOptions } from '../../../packages/metrics/src/definitions/funnel-options.js';
import { type Row, rowsOf } from '../../../packages/metrics/src/table.js';
import { describeFold } from '../../contracts/fold-laws.js';
import { answer, membersOf } from '../../fixtures/answers.js';
import { bestByTrying } from '../../fixtures/attempts-by-trying.js';
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
    { ...columns, window: '8h', entryRange: { from: '2024-03-30T04:00:00Z' }, compareRange: { from: '2024-03-29T22:00:00Z' } },
    { ...columns, steps, window: '9h', windowFrom: 'previous', attempt: 'every', exclusions: [{ stage: 'Z' }], period: 'day', value: 'value' },
    { ...columns, steps: ['A', 'B', 'C', 'D'], order: 'strict', optional: ['C'], holdConstant: ['segment'], attempt: 'first', segment: 'segment', attribution: 2 },
    { ...columns, steps, order: 'any', window: '6h', attempt: 'every', exclusions: [{ stage: 'Z' }], segment: 'segment', attribution: 'last' },
    { ...columns, steps, equalTimes: 'apart', repeats: 'end', exclusions: [{ stage: 'Z', between: ['A', 'B'], scope: 'customer' }], holdConstant: ['segment'] },
    { ...columns, steps, mode: 'reachedOrLater', regressions: 'current', lostStages: ['Z'], window: '10h', value: 'value', segment: 'segment' },
  ],
  rows,
  marks: [{ stage: 'A' }, { stage: 'A', outcome: 'dropped' }, { stage: 'B', outcome: 'open' }, { stage: 'B', outcome: 'converted' }],
  runs: 25,
});

const anyOptions: fc.Arbitrary<FunnelOptions> = fc.record({
  order: fc.constantFrom<'ordered' | 'strict' | 'any'>('ordered', 'strict', 'any'),
  window: fc.option(fc.integer({ min: 0, max: 30 }).map((hours) => `${hours}h`)),
  windowFrom: fc.constantFrom<'entry' | 'previous'>('entry', 'previous'),
  attempt: fc.constantFrom<'best' | 'first'>('best', 'first'),
  tieMs: fc.constantFrom(0, 3_600_000),
  equalTimes: fc.constantFrom<'ordered' | 'apart'>('ordered', 'apart'),
  repeats: fc.constantFrom<'ignore' | 'end'>('ignore', 'end'),
  exclusions: fc.option(fc.constantFrom<'attempt' | 'customer'>('attempt', 'customer').map((scope) => [{ stage: 'Z', scope }]), { freq: 2 }),
  holdConstant: fc.option(fc.constant(['segment']), { freq: 2 }),
  asOf: fc.option(fc.constant('2024-03-31T06:00:00Z'), { freq: 2 }),
}).map(({ equalTimes, order, repeats, tieMs, windowFrom, ...options }) => {
  const any = order === 'any';
  return {
    ...columns, steps: ['A', 'B', 'C', 'D'], ...options, order, windowFrom: any ? 'entry' : windowFrom, equalTimes: any ? 'ordered' : equalTimes,
    repeats: any ? 'ignore' : repeats, tieMs: order === 'ordered' && equalTimes === 'ordered' ? tieMs : 0,
  } as const;
});
/** Options under which nothing but time limits an attempt. */
const plainOptions = anyOptions.map((options): FunnelOptions => {
  return { ...options, order: options.order === 'strict' ? 'ordered' : options.order ?? 'ordered', attempt: 'best', repeats: 'ignore', exclusions: null };
});

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
    fc.assert(fc.property(rows, plainOptions, fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 }), (data, options, hours, more) => {
      const narrow = { ...options, window: `${hours}h` };
      for (const wider of [{ ...narrow, window: `${hours + more}h` }, { ...narrow, window: null }, { ...narrow, equalTimes: 'ordered' as const, tieMs: 7_200_000 }]) {
        const before = counts(data, narrow);
        counts(data, wider).forEach((count, k) => expect(count).toBeGreaterThanOrEqual(before[k] ?? 0));
      }
      const ordered = counts(data, { ...narrow, order: 'ordered', windowFrom: 'entry', tieMs: 0 });
      counts(data, { ...narrow, order: 'any', windowFrom: 'entry', equalTimes: 'ordered' }).forEach((count, k) => expect(count).toBeGreaterThanOrEqual(ordered[k] ?? 0));
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
          const sum = parts.filter((part) => part['order'] === row['order']).reduce((total, part) => total + Number(part[column]), 0);
          expect(sum, column).toBe(row[column]);
        }
      }
    }));
  });

  it('finds what trying every choice of events finds', () => {
    const few = fc.array(fc.record({ hour: fc.integer({ min: 0, max: 9 }), stage: fc.constantFrom('A', 'B', 'C', 'Z') }), { maxLength: 9 });
    fc.assert(fc.property(few, anyOptions, fc.option(fc.integer({ min: 0, max: 9 })), (events, options, hours) => {
      const data = columnsOf(events.map((row) => ({ ...row, customer: 'u', value: null, segment: null })));
      const asked: FunnelOptions = {
        ...options, steps, window: hours === null ? null : `${hours}h`, holdConstant: null, asOf: null,
        exclusions: options.exclusions == null ? null : [{ stage: 'Z' }],
      };
      const found = table(data, asked);
      const best = bestByTrying(events, asked, hours ?? Infinity);
      expect(found.map((row) => row['ordered_count'])).toEqual(steps.map((_, k) => Number(k < best.length)));
      // Which of the longest attempts it is shows in the times.
      const latest = best.map((_, k) => Math.max(...best.slice(0, k + 1)));
      if (options.order !== 'any') expect(found.map((row) => row['median_seconds'])).toEqual(steps.map((_, k) => (k === 0 || k >= best.length ? null : (latest[k]! - latest[k - 1]!) * 3600)));
    }), { numRuns: 1000 });
  });

  it('counts every attempt once: each begins after the one before is over', () => {
    fc.assert(fc.property(rows, anyOptions, (data, options) => {
      const every = { ...options, attempt: 'every' as const, exclusions: options.exclusions == null ? null : [{ stage: 'Z' }], period: 'day' as const };
      const { table: found, tables, scalars } = answer(funnel, data, every);
      const whole = rowsOf(found);
      const once = rowsOf(answer(funnel, data, { ...every, attempt: 'first', period: null }).table);
      whole.forEach((row, k) => {
        expect(Number(row['converted']) + Number(row['lost']) + Number(row['still_open'])).toBe(row['ordered_count']);
        expect(Number(row['ordered_count'])).toBeGreaterThanOrEqual(Number(once[k]?.['ordered_count']));
      });
      for (const row of whole) {
        const trend = rowsOf(tables['trend']!).filter((part) => part['order'] === row['order']);
        expect(trend.reduce((sum, part) => sum + Number(part['entered']), 0)).toBe(scalars['entered']);
        expect(trend.reduce((sum, part) => sum + Number(part['reached']), 0)).toBe(row['ordered_count']);
      }
    }));
  });

  it('tells as many durations as customers who reached a step', () => {
    fc.assert(fc.property(rows, anyOptions, (data, options) => {
      const { table: whole, tables } = answer(funnel, data, options);
      const durations = rowsOf(tables['durations']!);
      for (const row of rowsOf(whole).slice(1)) {
        const bins = durations.filter((bin) => bin['order'] === row['order']);
        expect(bins.reduce((sum, bin) => sum + Number(bin['count']), 0)).toBe(row['ordered_count']);
        for (const { from_seconds: seconds, count } of bins.slice(0, 2)) {
          expect(membersOf(funnel, data, options, { stage: String(row['stage']), seconds: Number(seconds) })).toHaveLength(Number(count));
        }
      }
    }), { numRuns: 50 });
  });

  it('leaves the required steps as they are where one is optional', () => {
    fc.assert(fc.property(rows, anyOptions, (data, options) => {
      const optional = { ...options, optional: ['C'] };
      const { order } = options;
      const without = { ...options, steps: ['A', 'B', 'D'] };
      const required = table(data, optional).filter((row) => row['stage'] !== 'C');
      // In strict order the stage left out would be something in between.
      if (order !== 'strict') expect(required.map((row) => row['ordered_count'])).toEqual(counts(data, without));
      for (const row of table(data, optional)) {
        expect(Number(row['converted']) + Number(row['lost']) + Number(row['still_open'])).toBe(row['ordered_count']);
      }
    }));
  });
});

const modeOptions: fc.Arbitrary<FunnelOptions> = fc.record({
  mode: fc.constantFrom<'allStages' | 'anyStage' | 'reachedOrLater'>('allStages', 'anyStage', 'reachedOrLater'),
  regressions: fc.constantFrom<'keepHighest' | 'current'>('keepHighest', 'current'),
  lostStages: fc.option(fc.constant(['Z'])),
  window: fc.option(fc.constantFrom('5h', '20h')),
}).map((options) => ({ ...columns, steps: ['A', 'B', 'C', 'D'], ...options }));

describe('funnel of stages', () => {
  it('accounts for everyone who came to a stage: advanced, lost, moved back or still there', () => {
    fc.assert(fc.property(rows, modeOptions, (data, options) => {
      for (const row of table(data, options)) {
        const parts = ['converted', 'lost', 'moved_back', 'still_open'].map((name) => Number(row[name]));
        expect(parts.reduce((sum, count) => sum + count, 0)).toBe(row['ordered_count']);
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
        if (options.regressions === 'keepHighest') expect(row['moved_back']).toBe(0);
        const stage = String(row['stage']);
        const number = (outcome: string): number => membersOf(funnel, data, options, { stage, outcome }).length;
        expect([number('reached'), number('converted'), number('dropped'), number('back'), number('open')]).toEqual([row['ordered_count'], ...parts]);
      }
    }), { numRuns: 60 });
  });

  it('has everyone of allStages in anyStage, and everyone of that in reachedOrLater, which never rises', () => {
    fc.assert(fc.property(rows, modeOptions, (data, options) => {
      const [all, any, later] = (['allStages', 'anyStage', 'reachedOrLater'] as const).map((mode) => counts(data, { ...options, mode }));
      all!.forEach((count, k) => {
        expect(count).toBeLessThanOrEqual(any![k]!);
        expect(any![k]!).toBeLessThanOrEqual(later![k]!);
      });
      expect(later).toEqual([...later!].sort((a, b) => b - a));
      expect(any).toEqual(table(data, options).map((row) => row['open_count']));
    }));
  });

  it('does not change when rows are repeated', () => {
    fc.assert(fc.property(rows, modeOptions, (data, options) => {
      const all = Array.from({ length: lengthOf(data) }, (_, i) => i);
      const asked = { ...options, value: 'value', segment: 'segment' };
      const once = answer(funnel, data, asked);
      const twice = answer(funnel, takeRows(data, [...all, ...all]), asked);
      expect([twice.table, twice.tables]).toEqual([once.table, once.tables]);
    }), { numRuns: 50 });
  });
});
