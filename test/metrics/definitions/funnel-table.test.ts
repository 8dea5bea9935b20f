import { describe, expect, it } from 'vitest';
import { funnel } from '../../../packages/metrics/src/definitions/funnel.js';
import type { FunnelOptions } from '../../../packages/metrics/src/definitions/funnel-options.js';
import { wilson } from '../../../packages/metrics/src/statistics/wilson.js';
import { type Row, rowsOf } from '../../../packages/metrics/src/table.js';
import { answer } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';

/** So many customers as each path says, one stage a minute from 2024-03-01T00:00Z on; the number in front of a path tells them apart. */
function paths(counts: Readonly<Record<string, number>>): FixtureColumns {
  const rows = Object.entries(counts).flatMap(([path, count]) => Array.from({ length: count }, (_, i) => [...path].map((stage, minute) => (
    { customer: `${path}${i}`, stage, time: Date.UTC(2024, 2, 1) * 1000 + minute * 60e6, value: minute + 1, segment: path.length > 2 ? 'far' : 'near' }))).flat());
  return {
    customer: rows.map(({ customer }) => customer), stage: rows.map(({ stage }) => stage), time: { kind: 'instant', values: rows.map(({ time }) => time) },
    value: rows.map(({ value }) => value), segment: rows.map(({ segment }) => segment),
  };
}

const asked: FunnelOptions = { customer: 'customer', time: 'time', stage: 'stage', steps: ['A', 'B', 'C'], window: '1d' };
const ask = (counts: Readonly<Record<string, number>>, options: FunnelOptions = {}): ReturnType<typeof answer> => answer(funnel, paths(counts), { ...asked, ...options });
const table = (counts: Readonly<Record<string, number>>, options: FunnelOptions = {}): Row[] => rowsOf(ask(counts, options).table);

describe('the table of a funnel', () => {
  it('tells of each step its counts, its rates with their intervals, and its times', () => {
    const [near, far] = [wilson(20, 40, 0.95)!, wilson(5, 20, 0.95)!];
    const overall = wilson(5, 40, 0.95)!;
    expect(table({ A: 20, AB: 15, ABC: 5, B: 3 }, { value: 'value' })).toEqual([
      {
        stage: 'A', order: 1, open_count: 40, ordered_count: 40, step_conversion: null, overall_conversion: 1, drop_off: null, median_seconds: null, lower: null, upper: null, p90_seconds: null,
        converted: 20, lost: 0, still_open: 20, moved_back: 0, skipped: 3, value: 40, optional: false, low_n: false, suppressed: false, overall_lower: null, overall_upper: null,
      },
      {
        stage: 'B', order: 2, open_count: 23, ordered_count: 20, step_conversion: 0.5, overall_conversion: 0.5, drop_off: 0.5, median_seconds: 60, lower: near.lower, upper: near.upper, p90_seconds: 60,
        converted: 5, lost: 0, still_open: 15, moved_back: 0, skipped: 0, value: 40, optional: false, low_n: false, suppressed: false, overall_lower: near.lower, overall_upper: near.upper,
      },
      {
        stage: 'C', order: 3, open_count: 5, ordered_count: 5, step_conversion: 0.25, overall_conversion: 5 / 40, drop_off: 0.75, median_seconds: 60, lower: far.lower, upper: far.upper, p90_seconds: 60,
        converted: 5, lost: 0, still_open: 0, moved_back: 0, skipped: 0, value: 15, optional: false, low_n: true, suppressed: false, overall_lower: overall.lower, overall_upper: overall.upper,
      },
    ]);
  });

  it('tells in its single numbers how many entered, completed and are on the way, and how sure that is', () => {
    const interval = wilson(5, 40, 0.8)!;
    expect(ask({ A: 20, AB: 15, ABC: 5 }, { confidence: 0.8 }).scalars).toEqual({
      entered: 40, completed: 5, conversion: 5 / 40, conversion_lower: interval.lower, conversion_upper: interval.upper, still_open: 35, median_seconds: 120, p90_seconds: 120, steps: 'named',
    });
    // Of an optional step, who is on the way there is on the way to the next.
    expect(ask({ A: 20, AB: 15, ABC: 5, AC: 2 }, { optional: ['B'] }).scalars).toMatchObject({ entered: 42, completed: 7, still_open: 35 });
    expect(ask({ B: 3 }).scalars).toMatchObject({ entered: 0, completed: 0, conversion: null, conversion_lower: null, still_open: 0, median_seconds: null });
    expect(ask({ A: 2, ABC: 3 }, { asOf: '2024-03-09' }).scalars).toMatchObject({ still_open: 0 });
  });

  it('leaves out rates and times of fewer than minN, and keeps those of as many', () => {
    const rated = (minN: number): unknown => table({ A: 4, AB: 3, ABC: 3 }, { minN }).map((row) => [row['step_conversion'], row['overall_conversion'], row['median_seconds'], row['suppressed'], row['overall_lower'] === null]);
    expect(rated(3)).toEqual([[null, 1, null, false, true], [0.6, 0.6, 60, false, false], [0.5, 0.3, 60, false, false]]);
    expect(rated(4)).toEqual([[null, 1, null, false, true], [0.6, 0.6, 60, false, false], [0.5, 0.3, null, false, false]]);
    expect(rated(7)).toEqual([[null, 1, null, false, true], [0.6, 0.6, null, false, false], [null, 0.3, null, true, false]]);
    expect(rated(11)).toEqual([[null, null, null, true, true], [null, null, null, true, true], [null, null, null, true, true]]);
    const single = (minN: number): unknown => {
      const { conversion, median_seconds: seconds } = ask({ A: 4, AB: 3, ABC: 3 }, { minN }).scalars;
      return [conversion, seconds];
    };
    expect([single(3), single(4), single(10), single(11)]).toEqual([[0.3, 120], [0.3, null], [0.3, null], [null, null]]);
    const arrivals = (minN: number): unknown => rowsOf(ask({ A: 4, AB: 3, ABC: 3 }, { minN }).tables['arrivals']!);
    expect(arrivals(4)).toEqual([{ order: 2, n: 6, median_seconds: 60, p90_seconds: 60, low_n: true }, { order: 3, n: 3, median_seconds: null, p90_seconds: null, low_n: true }]);
    expect(rowsOf(ask({ A: 4, AB: 3, ABC: 3 }, { minN: 4 }).tables['durations']!).some(({ order }) => order === 3)).toBe(false);
  });

  it('is the same of each segment alone, with its own times', () => {
    const counts = { A: 4, AB: 6, ABC: 5 };
    const { tables } = ask(counts, { segment: 'segment', value: 'value' });
    for (const [segment, part] of [['near', { A: 4, AB: 6 }], ['far', { ABC: 5 }]] as const) {
      expect(rowsOf(tables['segments']!).filter((row) => row['segment'] === segment)).toEqual(table(part, { value: 'value' }).map((row) => ({ segment, ...row })));
    }
  });

  it('tells few customers as few up to 29', () => {
    const low = (count: number): unknown => table({ ABC: count }).map((row) => row['low_n']);
    expect([low(29), low(30)]).toEqual([[true, true, true], [false, false, false]]);
  });
});

describe('the ways between stages read as places', () => {
  it('are on to the next, over some, back, lost and won back', () => {
    const moves = (minN: number): unknown => rowsOf(ask({ ABC: 3, AC: 2, AB: 1, ABA: 4, AX: 2, AXB: 1 }, { mode: 'allStages', lostStages: ['X'], window: null, minN }).tables['moves']!)
      .map((row) => `${String(row['source'])} ${String(row['target'])} ${String(row['kind'])} ${String(row['customers'])}`).sort();
    expect(moves(0)).toEqual(['(lost) B won_back 1', 'A (lost) lost 3', 'A B next 8', 'A C skip 2', 'B A back 4', 'B C next 3']);
    expect(moves(3)).toEqual(['A (lost) lost 3', 'A B next 8', 'B A back 4', 'B C next 3']);
  });
});
