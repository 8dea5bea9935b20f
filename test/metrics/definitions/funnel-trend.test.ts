import { describe, expect, it } from 'vitest';
import { funnel } from '../../../packages/metrics/src/definitions/funnel.js';
import type { FunnelOptions } from '../../../packages/metrics/src/definitions/funnel-options.js';
import { wilson } from '../../../packages/metrics/src/statistics/wilson.js';
import { type Row, rowsOf } from '../../../packages/metrics/src/table.js';
import { seeded } from '../arrow/seeded.js';
import { answer } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';

const DAY = 86_400;

interface Event { readonly customer: string; readonly stage: string; readonly seconds: number }

/** Seconds are since 2024-03-01, a Friday. */
function columnsOf(events: readonly Event[]): FixtureColumns {
  return {
    customer: events.map(({ customer }) => customer), stage: events.map(({ stage }) => stage),
    time: { kind: 'instant', values: events.map(({ seconds }) => Date.UTC(2024, 2, 1) * 1000 + seconds * 1e6) },
  };
}

/** *count* customers who enter on *day*, of whom so many as *reached* says come to B and C, a second apart. */
function crowd(day: number, count: number, ...reached: readonly number[]): Event[] {
  return Array.from({ length: count }, (_, i) => ['A', ...['B', 'C'].filter((_, k) => i < (reached[k] ?? 0))]
    .map((stage, k) => ({ customer: `${day}/${i}`, stage, seconds: day * DAY + k }))).flat();
}

const asked: FunnelOptions = { customer: 'customer', time: 'time', stage: 'stage', steps: ['A', 'B', 'C'], period: 'day' };
const trend = (events: readonly Event[], options: FunnelOptions = {}): Row[] => rowsOf(answer(funnel, columnsOf(events), { ...asked, ...options }).tables['trend']!);

describe('the trend of a funnel', () => {
  it('tells of each period, silent ones between too, how many entered, came to each step, and how sure their share is', () => {
    const events = [...crowd(0, 30, 15, 3), ...crowd(2, 29, 29, 29)];
    const row = (period: string, order: number, entered: number, reached: number, options: Readonly<Record<string, unknown>> = {}): unknown => {
      const interval = entered === 0 ? null : wilson(reached, entered, 0.95);
      return {
        period, order, entered, reached, conversion: entered === 0 ? null : reached / entered, lower: interval?.lower ?? null, upper: interval?.upper ?? null,
        complete: null, low_n: entered < 30, suppressed: false, ...options,
      };
    };
    expect(trend(events)).toEqual([
      row('2024-03-01', 1, 30, 30), row('2024-03-01', 2, 30, 15), row('2024-03-01', 3, 30, 3), row('2024-03-02', 1, 0, 0), row('2024-03-02', 2, 0, 0),
      row('2024-03-02', 3, 0, 0), row('2024-03-03', 1, 29, 29), row('2024-03-03', 2, 29, 29), row('2024-03-03', 3, 29, 29),
    ]);
    const sure = wilson(15, 30, 0.5)!;
    expect(trend(events, { confidence: 0.5 })[1]).toMatchObject({ lower: sure.lower, upper: sure.upper });
  });

  it('tells nothing but their number of fewer entries than minN', () => {
    const events = [...crowd(0, 4, 2, 1), ...crowd(2, 5, 2, 1)];
    expect(trend(events, { minN: 5 }).map((row) => [row['entered'], row['reached'], row['conversion'], row['lower'], row['suppressed']])).toEqual([
      [4, null, null, null, true], [4, null, null, null, true], [4, null, null, null, true], [0, 0, null, null, false], [0, 0, null, null, false], [0, 0, null, null, false],
      [5, 5, 1, wilson(5, 5, 0.95)!.lower, false], [5, 2, 0.4, wilson(2, 5, 0.95)!.lower, false], [5, 1, 0.2, wilson(1, 5, 0.95)!.lower, false],
    ]);
  });

  it('withholds small numbers with minCell, and calls them neither few nor many', () => {
    const events = [...crowd(0, 40, 20, 2), ...crowd(1, 3, 3, 3), ...crowd(2, 40, 20, 20)];
    const rows = trend(events, { minCell: 5 });
    expect(rows.filter((row) => row['period'] === '2024-03-02').map((row) => [row['entered'], row['reached'], row['conversion'], row['low_n'], row['suppressed']])).toEqual([
      [null, null, null, false, true], [null, null, null, false, true], [null, null, null, false, true],
    ]);
    const [, , third] = rows;
    expect([third?.['reached'], third?.['conversion'], third?.['lower'], third?.['suppressed']]).toEqual([null, null, null, true]);
    for (const row of rows) expect(row['suppressed']).toBe(row['entered'] === null || row['reached'] === null);
  });

  it('is complete where the window of every step is over, by weeks that begin when asked', () => {
    const events = [...crowd(0, 1), ...crowd(1, 1), ...crowd(2, 1), ...crowd(3, 1)];
    const complete = (options: FunnelOptions): unknown[] => trend(events, { asOf: '2024-03-04', ...options }).filter(({ order }) => order === 1).map((row) => row['complete']);
    expect(complete({ window: '1d' })).toEqual([true, true, true, false]);
    expect(complete({ window: '2d' })).toEqual([true, true, false, false]);
    expect(complete({ window: '1d', windowFrom: 'previous' })).toEqual([true, true, false, false]);
    expect(complete({})).toEqual([null, null, null, null]);
    const weeks = (weekStart: number): unknown[] => trend(events, { period: 'week', weekStart }).filter(({ order }) => order === 1).map((row) => [row['period'], row['entered']]);
    expect(weeks(1)).toEqual([['2024-02-26', 3], ['2024-03-04', 1]]);
    expect(weeks(7)).toEqual([['2024-02-25', 2], ['2024-03-03', 2]]);
    const zone = trend([{ customer: 'a', stage: 'A', seconds: 17 * 3600 }], { timeZone: 'Asia/Shanghai' });
    expect(zone[0]).toMatchObject({ period: '2024-03-02' });
  });

  it('keeps the latest 10,000 periods of a stray date', () => {
    const rows = trend([...crowd(-20_000, 1), ...crowd(0, 1)]);
    expect([rows.length, rows[0]?.['period'], rows.at(-1)?.['period']]).toEqual([30_000, '1996-10-15', '2024-03-01']);
  });
});

describe('attempts in any order', () => {
  const STAGES = ['A', 'B', 'C'];
  const random = seeded(11);
  const customers = Array.from({ length: 250 }, (_, i) => Array.from({ length: 1 + Math.floor(random() * 7) }, () => (
    { customer: `c${i}`, stage: ['A', 'B', 'C', 'X'][Math.floor(random() * 4)]!, seconds: Math.floor(random() * 40) })));
  const reached = (options: FunnelOptions): unknown[] => rowsOf(answer(funnel, columnsOf(customers.flat()), { ...asked, period: null, order: 'any', ...options }).table).map((row) => row['ordered_count']);

  /** The entries of one customer and how far each comes, from the definition. */
  function attempts(events: readonly Event[], window: number, hasWall: boolean): { entry: number; depth: number; over: number }[] {
    const times = [...new Set(events.filter(({ stage }) => stage !== 'X').map(({ seconds }) => seconds))].sort((a, b) => a - b);
    return times.flatMap((entry) => {
      const walls = hasWall ? events.filter(({ stage, seconds }) => stage === 'X' && seconds > entry).map(({ seconds }) => seconds) : [];
      const limit = Math.min(entry + window, ...walls);
      const firsts = STAGES.map((stage) => Math.min(...events.filter((event) => event.stage === stage && event.seconds >= entry && event.seconds <= limit).map(({ seconds }) => seconds)));
      const depth = firsts.includes(Infinity) ? firsts.indexOf(Infinity) : 3;
      const isOwn = STAGES.slice(0, depth).some((stage) => events.some((event) => event.stage === stage && event.seconds === entry));
      return isOwn ? [{ entry, depth, over: depth === 3 ? Math.max(...firsts) : limit }] : [];
    });
  }
  const count = (depths: readonly number[]): number[] => STAGES.map((_, k) => depths.filter((depth) => depth > k).length);

  it.each([[5, false], [12, false], [12, true], [1e9, true], [1e9, false]] as const)('are the best, the first or every one within %i seconds (with a wall: %s)', (window, hasWall) => {
    const options: FunnelOptions = { ...(window < 1e9 ? { window: `${window}s` } : {}), ...(hasWall ? { exclusions: [{ stage: 'X' }] } : {}) };
    const all = customers.map((events) => attempts(events, window, hasWall));
    expect(reached(options)).toEqual(count(all.map((own) => Math.max(0, ...own.map(({ depth }) => depth)))));
    expect(reached({ ...options, attempt: 'first' })).toEqual(count(all.map((own) => own[0]?.depth ?? 0)));
    const every = all.flatMap((own) => {
      const taken: number[] = [];
      let after = -Infinity;
      for (const { entry, depth, over } of own) {
        if (entry <= after) continue;
        taken.push(depth);
        after = over;
      }
      return taken;
    });
    expect(reached({ ...options, attempt: 'every' })).toEqual(count(every));
  });
});

describe('the notes of a funnel', () => {
  const notes = (events: readonly Event[], options: FunnelOptions = {}): unknown[] => (
    answer(funnel, columnsOf(events), { ...asked, period: null, ...options }).diagnostics.notes.map(({ code, params }) => (params === undefined ? [code] : [code, params])));

  it('say which steps were found, and which of the named ones nobody has', () => {
    const lifecycle = ['acquire', 'retain'].map((stage, seconds) => ({ customer: 'a', stage, seconds }));
    expect(notes(lifecycle, { steps: null, window: '1d' })).toEqual([['steps_lifecycle', { steps: 2 }]]);
    expect(notes(crowd(0, 2, 1, 1), { steps: null, window: '1d' })).toEqual([['steps_found', { steps: 3 }]]);
    expect(notes([], { steps: null })).toEqual([]);
    expect(notes(crowd(0, 2, 1), { window: '1d' })).toEqual([['step_absent', { steps: 'C' }]]);
    expect(notes([{ customer: 'a', stage: 'Z', seconds: 0 }], { window: '1d' })).toEqual([]);
  });

  it('say that nobody knows who is lost, but only where somebody may be', () => {
    expect(notes(crowd(0, 2, 1, 1))).toEqual([['no_window']]);
    expect(notes(crowd(0, 2, 2, 2))).toEqual([]);
    expect(notes(crowd(0, 2, 1, 1), { window: '1d' })).toEqual([]);
    expect(notes(crowd(0, 2, 1, 1), { mode: 'anyStage' })).toEqual([]);
  });

  it('say where numbers rise from a stage to the next, first', () => {
    const events = [...crowd(0, 1, 1, 1), ...['A', 'B', 'B', 'C', 'C', 'C'].map((stage, i) => ({ customer: `d${i}`, stage, seconds: i }))];
    expect(notes(events, { window: '1d' })).toEqual([['open_count_rises', { first: 'B' }]]);
  });
});

describe('the change of a funnel', () => {
  it('is distinguishable where its interval lies on one side of 0, either', () => {
    const compare = (before: number, now: number): unknown => {
      const { table } = answer(funnel, columnsOf([...crowd(0, 100, before), ...crowd(5, 100, now)]), {
        ...asked, period: null, entryRange: { from: '2024-03-05', to: '2024-03-08' }, compareRange: { from: '2024-03-01', to: '2024-03-04' },
      });
      const row = rowsOf(table)[1];
      return [row?.['change'], row?.['distinguishable'], Number(row?.['change_lower']) <= Number(row?.['change'])];
    };
    expect([compare(20, 60), compare(60, 20), compare(50, 51)]).toEqual([[expect.closeTo(0.4), true, true], [expect.closeTo(-0.4), true, true], [expect.closeTo(0.01), false, true]]);
  });
});
