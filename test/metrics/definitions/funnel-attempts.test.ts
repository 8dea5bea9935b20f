import { describe, expect, it } from 'vitest';
import { funnel } from '../../../packages/metrics/src/definitions/funnel.js';
import type { FunnelOptions } from '../../../packages/metrics/src/definitions/funnel-options.js';
import type { Estimate } from '../../../packages/metrics/src/metric.js';
import { rowsOf } from '../../../packages/metrics/src/table.js';
import { answer, membersOf } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';

const ABC = ['A', 'B', 'C'];

/** Events as `u: A0 B60@web` lines, seconds after 2024-03-01T00:00Z, with what stands in a further column behind the @. */
function events(text: string): FixtureColumns {
  const rows = text.trim().split('\n').flatMap((line) => {
    const [customer = '', list = ''] = line.split(':');
    return list.trim().split(/\s+/).map((event) => {
      const [, stage = '', seconds = '', session = null] = /^([A-Z]+)(-?\d+)(?:@(\S+))?$/.exec(event) ?? [];
      return { customer: customer.trim(), stage, time: Date.UTC(2024, 2, 1) * 1000 + Number(seconds) * 1e6, session };
    });
  });
  return {
    customer: rows.map((row) => row.customer), time: { kind: 'instant', values: rows.map((row) => row.time) },
    stage: rows.map((row) => row.stage), session: { kind: 'text', values: rows.map((row) => row.session) },
  };
}

const asked = (options: FunnelOptions): FunnelOptions => ({ customer: 'customer', time: 'time', stage: 'stage', steps: ABC, ...options });
const ask = (text: string, options: FunnelOptions): Estimate => answer(funnel, events(text), asked(options), 2);
const reached = (text: string, options: FunnelOptions): unknown[] => rowsOf(ask(text, options).table).map((row) => row['ordered_count']);

describe('attempts of a funnel', () => {
  it('are measured from the step before where asked, by whichever event of a step leads on', () => {
    expect(reached('u: A0 B50 C100', { window: '60s' })).toEqual([1, 1, 0]);
    expect(reached('u: A0 B50 C100', { window: '60s', windowFrom: 'previous' })).toEqual([1, 1, 1]);
    // The first B is too early for C; the second is not.
    expect(reached('u: A0 B1 B50 C100', { window: '60s', windowFrom: 'previous' })).toEqual([1, 1, 1]);
  });

  it('count the first, the best, or every one', () => {
    const text = 'u: A0 A100 B110 A200 B210 C220';
    expect(reached(text, { window: '60s', attempt: 'first' })).toEqual([1, 0, 0]);
    expect(reached(text, { window: '60s' })).toEqual([1, 1, 1]);
    expect(reached(text, { window: '60s', attempt: 'every' })).toEqual([3, 2, 1]);
    // Entries while an attempt is under way begin no other.
    expect(reached('u: A0 A10 A20 B30', { window: '60s', attempt: 'every' })).toEqual([1, 1, 0]);
    expect(ask(text, { attempt: 'every' }).diagnostics.notes.map((note) => note.code)).toContain('attempts_counted');
  });

  it('end at an excluded stage between two steps, if no other choice of events avoids it', () => {
    const exclusions = [{ stage: 'X' }];
    expect(reached('u: A0 X1 B2', { exclusions })).toEqual([1, 0, 0]);
    expect(reached('u: A0 X1 A2 B3 C4', { exclusions })).toEqual([1, 1, 1]);
    expect(reached('u: A0 B1 X2 B3 C4', { exclusions })).toEqual([1, 1, 0]);
    expect(reached('u: A0 B1 X2 C3', { exclusions: [{ stage: 'X', between: ['A', 'B'] }] })).toEqual([1, 1, 1]);
    // At the instant of a step it lies between none.
    expect(reached('u: A0 B1 X1 C2', { exclusions })).toEqual([1, 1, 1]);
    expect(reached('u: A0 X1 B2 C3', { exclusions, order: 'any' })).toEqual([1, 0, 0]);
  });

  it('rule out a customer where the exclusion says so, and say how many', () => {
    const exclusions = [{ stage: 'X', scope: 'customer' as const }];
    const result = ask('in: A0 B1 C2 X3\nout: A0 X1 B2 C3\nlater: A0 X1', { exclusions, window: '60s' });
    expect(rowsOf(result.table).map((row) => row['ordered_count'])).toEqual([1, 1, 1]);
    expect(result.scalars['excluded']).toBe(2);
    expect(result.diagnostics.notes.find((note) => note.code === 'customers_excluded')?.params).toEqual({ customers: 2 });
  });

  it('do not wait for what an exclusion forbids', () => {
    const open = (text: string): unknown => rowsOf(ask(text, { exclusions: [{ stage: 'X' }], window: '60s', asOf: '2024-03-01T00:00:30Z' }).table)[0]?.['still_open'];
    expect(open('u: A0')).toBe(1);
    expect(open('u: A0 X5')).toBe(0);
    expect(open('u: A0 X5 A6')).toBe(1);
  });

  it('go past optional steps, which change nothing about the others', () => {
    const rows = rowsOf(ask('all: A0 B5 C9\nskips: A0 C4\nlate: A0 C4 B6', { optional: ['B'] }).table);
    expect(rows.map((row) => row['ordered_count'])).toEqual([3, 1, 3]);
    expect(rows.map((row) => row['step_conversion'])).toEqual([null, 1 / 3, 1]);
    expect(rows.map((row) => row['median_seconds'])).toEqual([null, 5, 4]);
    expect(rows.map((row) => row['converted'])).toEqual([3, 1, 3]);
    expect(rows.map((row) => row['optional'])).toEqual([false, true, false]);
  });

  it('hold columns constant, and leave out rows that have no value there', () => {
    const text = 'mixed: A0@s1 B1@s2 C2@s1\nsame: A0@s1 A1@s2 B2@s2 C3@s2\nnone: A0 B1';
    const result = ask(text, { holdConstant: ['session'] });
    expect(rowsOf(result.table).map((row) => row['ordered_count'])).toEqual([2, 1, 1]);
    expect(result.diagnostics.dropped).toEqual({ constant_missing: 2 });
    expect(() => ask(text, { holdConstant: ['sesion'] })).toThrow('did you mean "session"');
  });

  it('count the stages that a customer ever has whatever is held constant, with every attempt too', () => {
    const text = 'u: A0@m A5@n B10@n C20@o';
    const ever = (attempt: 'best' | 'every'): unknown[] => rowsOf(ask(text, { holdConstant: ['session'], attempt }).table).map((row) => row['open_count']);
    expect(ever('best')).toEqual([1, 1, 1]);
    expect(ever('every')).toEqual([1, 1, 1]);
  });

  it('are told apart by the segment on the first event, the last, or the one that fills a step', () => {
    const text = 'u: A0@web B1@app\nv: A0@web';
    const segments = (attribution: 'first' | 'last' | number): unknown[] => rowsOf(ask(text, { steps: ['A', 'B'], segment: 'session', attribution }).tables['segments']!)
      .map((row) => `${String(row['segment'])} ${String(row['stage'])} ${String(row['ordered_count'])}`);
    expect(segments('first')).toEqual(['web A 2', 'web B 1']);
    expect(segments('last')).toEqual(['app A 1', 'app B 1', 'web A 1', 'web B 0']);
    expect(segments(2)).toEqual(['app A 1', 'app B 1', '(missing) A 1', '(missing) B 0']);
  });

  it('are told by the period in which they began, and whether that can still change', () => {
    const { tables } = ask('a: A0 B1 C2\nb: A86400\nc: A172800 B172801', { period: 'day', window: '1d', asOf: '2024-03-03' });
    expect(rowsOf(tables['trend']!).filter((row) => row['order'] === 3).map((row) => [row['period'], row['entered'], row['reached'], row['conversion'], row['complete']])).toEqual([
      ['2024-03-01', 1, 1, 1, true], ['2024-03-02', 1, 0, 0, true], ['2024-03-03', 1, 0, 0, false],
    ]);
    expect(membersOf(funnel, events('a: A0 B1\nb: A86400'), asked({ period: 'day' }), { stage: 'A', period: '2024-03-02' })).toEqual(['b']);
  });

  it('tell how long they took from the entry, by bins and quantiles', () => {
    const { tables, scalars } = ask('a: A0 B10 C20\nb: A0 B5 C65\nc: A0 B100', {});
    expect(rowsOf(tables['arrivals']!).map((row) => [row['order'], row['n'], row['median_seconds']])).toEqual([[2, 3, 10], [3, 2, 42.5]]);
    expect(scalars).toMatchObject({ median_seconds: 42.5 });
    const bins = rowsOf(tables['durations']!).filter((row) => row['order'] === 3 && row['count'] !== 0);
    expect(bins.map((row) => [row['from_seconds'], row['to_seconds'], row['count'], row['share']])).toEqual([[20, 25, 1, 0.5], [65, 70, 1, 0.5]]);
  });

  it('name the customers of a bin, who are those whose time from the entry lies in it', () => {
    const within = (stage: string, seconds: number): string[] => membersOf(funnel, events('a: A0 B10 C20\nb: A0 B5 C65\nc: A0 B100'), asked({}), { stage, seconds });
    expect([within('C', 20), within('C', 25), within('C', 65), within('B', 5), within('B', 10), within('B', 100)]).toEqual([['a'], [], ['b'], ['b'], ['a'], ['c']]);
  });
});

describe('stages of a funnel read as places', () => {
  const text = 'all: A0 B1 C2\nskip: A0 C5\nback: A0 B1 A9\nlate: B0\nlost: A0 B1 L2';
  const of = (options: FunnelOptions): unknown[] => rowsOf(ask(text, options).table).map((row) => (
    ['ordered_count', 'converted', 'lost', 'moved_back', 'still_open'].map((name) => row[name]).join(' ')));

  it('are come to by all stages, any stage, or a later one', () => {
    expect(of({ mode: 'allStages' }).map((row) => String(row).split(' ')[0])).toEqual(['4', '3', '1']);
    expect(of({ mode: 'anyStage' }).map((row) => String(row).split(' ')[0])).toEqual(['4', '4', '2']);
    expect(of({ mode: 'reachedOrLater' }).map((row) => String(row).split(' ')[0])).toEqual(['5', '5', '2']);
  });

  it('hold customers at the highest or at the current one, lost where a stage says so', () => {
    expect(of({ mode: 'anyStage', lostStages: ['L'] })).toEqual(['4 4 0 0 0', '4 1 1 0 2', '2 0 0 0 2']);
    expect(of({ mode: 'anyStage', lostStages: ['L'], regressions: 'current' })).toEqual(['4 3 0 0 1', '4 1 1 1 1', '2 0 0 0 2']);
  });

  it('are left by direct ways that are told by their kind', () => {
    const { tables } = ask(text, { mode: 'anyStage', lostStages: ['L'] });
    expect(rowsOf(tables['moves']!).map(({ source, target, kind, customers }) => [source, target, kind, customers])).toEqual([
      ['A', 'B', 'next', 3], ['A', 'C', 'skip', 1], ['B', 'A', 'back', 1], ['B', 'C', 'next', 1], ['B', '(lost)', 'lost', 1],
    ]);
    expect(membersOf(funnel, events(text), asked({ mode: 'anyStage', lostStages: ['L'] }), { stage: 'B', target: '(lost)' })).toEqual(['lost']);
    expect(membersOf(funnel, events(text), asked({ mode: 'anyStage' }), { stage: 'A', target: 'C' })).toEqual(['skip']);
  });

  it('take as long as from the first coming to the stage before, and from that to the first stage, where these came earlier', () => {
    const { table, tables } = ask('all: A0 B1 B7 C4\nskip: A0 C8\nturned: B0 A5 C9\nlate: C0 B3 A6\nnever: B2 C2', { mode: 'anyStage', value: null });
    expect(rowsOf(table).map((row) => [row['ordered_count'], row['median_seconds'], row['p90_seconds']])).toEqual([[4, null, null], [4, 1, 1], [5, 3, 7.8]]);
    expect(rowsOf(tables['arrivals']!).map((row) => [row['n'], row['median_seconds']])).toEqual([[1, 1], [3, 4]]);
  });

  it('lose customers of whom nothing is heard for longer than the window', () => {
    const { table } = ask('old: A0\nnew: A100', { mode: 'anyStage', steps: ['A', 'B'], window: '60s' });
    expect(rowsOf(table)[0]).toMatchObject({ ordered_count: 2, lost: 1, still_open: 1 });
  });
});
