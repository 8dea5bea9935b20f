import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { survival } from '../../../packages/metrics/src/definitions/survival.js';
import type { SurvivalOptions } from '../../../packages/metrics/src/definitions/survival-options.js';
import { coarseDurations } from '../../../packages/metrics/src/statistics/coarse-durations.js';
import type { DurationCount } from '../../../packages/metrics/src/statistics/durations.js';
import { kaplanMeier } from '../../../packages/metrics/src/statistics/kaplan-meier.js';
import { type Row, rowsOf } from '../../../packages/metrics/src/table.js';
import { answer } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';
import { followsFrom } from '../../fixtures/matrix-rank.js';

const roles: SurvivalOptions = { duration: 'duration', event: 'event', segment: 'segment' };

interface Spell { readonly duration: number; readonly event: string; readonly segment: string }

function columnsOf(spells: readonly Spell[]): FixtureColumns {
  return { duration: spells.map((spell) => spell.duration), event: spells.map((spell) => spell.event), segment: { kind: 'text', values: spells.map((spell) => spell.segment) } };
}
const spell = fc.record({ duration: fc.integer({ min: 1, max: 8 }), event: fc.constantFrom('yes', 'yes', 'no'), segment: fc.constantFrom('a', 'b', 'c') });
const times = (count: number, duration: number, event: string, segment = 'a'): Spell[] => Array.from({ length: count }, () => ({ duration, event, segment }));

describe('survival with minCell', () => {
  it('takes times together until enough ended between them, and draws the curve of those', () => {
    const { table } = answer(survival, columnsOf([...times(2, 1, 'yes'), ...times(3, 2, 'yes'), ...times(6, 4, 'yes'), ...times(9, 5, 'no')]), { ...roles, minCell: 5 });
    expect(rowsOf(table).map((row) => [row['time'], row['at_risk'], row['events'], row['censored'], Number(row['survival']).toFixed(9)])).toEqual([
      [2, 20, 5, 0, '0.750000000'], [4, 15, 6, 0, '0.450000000'], [5, 9, 0, 9, '0.450000000'],
    ]);
  });

  it('withholds a small group, and another that would tell it by the totals', () => {
    const { table, tables, scalars } = answer(survival, columnsOf([...times(20, 3, 'yes', 'a'), ...times(2, 3, 'yes', 'b'), ...times(9, 4, 'yes', 'c')]), { ...roles, minCell: 5 });
    expect(rowsOf(tables['groups']!).map((row) => [row['segment'], row['n'], row['events'], row['suppressed']])).toEqual([['a', 20, 20, false], ['b', null, null, true], ['c', null, null, true]]);
    expect(rowsOf(table).map((row) => row['segment'])).toEqual(['a']);
    expect(scalars).toMatchObject({ n: 31, events: 31, log_rank_p_value: null });
  });

  it('withholds the curve of a group of which few are lost, and tells its number', () => {
    const { table, tables, scalars } = answer(survival, columnsOf([...times(3, 2, 'yes'), ...times(30, 9, 'no')]), { ...roles, segment: null, minCell: 5 });
    expect(rowsOf(tables['groups']!)[0]).toMatchObject({ n: 33, events: null, censored: null, median: null, suppressed: true });
    expect([table.numRows, scalars['n'], scalars['events'], scalars['median']]).toEqual([0, 33, null, null]);
  });

  it('never lets events or censored of a group and a time, or of a group, be worked out of what is told', () => {
    fc.assert(fc.property(fc.array(spell, { minLength: 1, maxLength: 60 }), fc.integer({ min: 2, max: 6 }), (spells, minCell) => {
      const open = answer(survival, columnsOf(spells), roles);
      const told = answer(survival, columnsOf(spells), { ...roles, minCell });
      const groups = rowsOf(open.tables['groups']!);
      // Unknowns: how many of each group ended, and how many were censored, at each time from 1 to 8.
      const sum = (test: (segment: string, time: number, ended: boolean) => boolean): number[] => groups.flatMap(({ segment }) => (
        [1, 2, 3, 4, 5, 6, 7, 8].flatMap((time) => [true, false].map((ended) => Number(test(String(segment), time, ended))))));
      const known: number[][] = [];
      const curve = rowsOf(told.table);
      const told0 = (row: Row | undefined, segment: string): number => (row?.['segment'] === segment ? Number(row['time']) : 0);
      curve.forEach((row, i) => {
        const from = told0(curve[i - 1], String(row['segment']));
        for (const ended of [true, false]) {
          expect(row[ended ? 'events' : 'censored'] === 0 || Number(row[ended ? 'events' : 'censored']) >= minCell).toBe(true);
          known.push(sum((segment, time, other) => segment === row['segment'] && time > from && time <= Number(row['time']) && other === ended));
        }
        known.push(sum((segment, time) => segment === row['segment'] && time > from));
      });
      const shown = rowsOf(told.tables['groups']!);
      const secret: number[][] = [];
      shown.forEach((row) => {
        (row['n'] === null ? secret : known).push(sum((segment) => segment === row['segment']));
        for (const ended of [true, false]) if (row[ended ? 'events' : 'censored'] !== null) known.push(sum((segment, _, other) => segment === row['segment'] && other === ended));
      });
      if (told.scalars['n'] !== null) known.push(sum(() => true));
      if (told.scalars['events'] !== null) known.push(sum((_, __, ended) => ended));
      groups.forEach((row) => {
        for (const name of ['n', 'events', 'censored'] as const) {
          const count = Number(row[name]);
          if (count > 0 && count < minCell) secret.push(sum((segment, _, ended) => segment === row['segment'] && (name === 'n' || ended === (name === 'events'))));
        }
      });
      for (const vector of secret) expect(followsFrom(known, vector)).toBe(false);
    }), { numRuns: 100 });
  });
});

describe('durations taken together', () => {
  const counted = fc.array(fc.record({ events: fc.nat(4), censored: fc.nat(3), entered: fc.constantFrom(0, 0, 1, 5) }), { minLength: 1, maxLength: 12 })
    .map((list): DurationCount[] => {
      // Nobody enters who doesn't leave, and later.
      let left = 0;
      return list.map((count, i) => ({ ...count, time: i + 1 })).reverse().map((count) => {
        const entered = Math.min(count.entered, left);
        left += count.events + count.censored - entered;
        return { ...count, entered };
      }).reverse();
    });

  it('keep how many ended and were censored, in groups of none or enough, and nobody is at risk for less time', () => {
    fc.assert(fc.property(counted, fc.integer({ min: 2, max: 6 }), (counts, minCell) => {
      const coarse = coarseDurations(counts, minCell);
      if (coarse === null) return;
      for (const name of ['events', 'censored'] as const) {
        expect(coarse.reduce((sum, count) => sum + count[name], 0)).toBe(counts.reduce((sum, count) => sum + count[name], 0));
      }
      for (const { events, censored, entered } of coarse) for (const count of [events, censored, entered ?? 0]) expect(count === 0 || count >= minCell).toBe(true);
      const exact = new Map(kaplanMeier(counts).points.map((point) => [point.time, point]));
      for (const { time, atRisk, survival: share } of kaplanMeier(coarse).points) {
        expect(atRisk).toBeGreaterThanOrEqual(exact.get(time)!.atRisk);
        expect(share).toBeGreaterThanOrEqual(0);
      }
    }));
  });

  it('are as they were where nothing is withheld or every group is large', () => {
    const counts: DurationCount[] = [{ time: 1, events: 9, censored: 7, entered: 0 }, { time: 2, events: 8, censored: 0, entered: 0 }];
    expect(coarseDurations(counts, 0)).toBe(counts);
    expect(coarseDurations(counts, 5)).toEqual(counts);
    expect(coarseDurations([{ time: 1, events: 2, censored: 9 }], 5)).toBeNull();
  });
});
