import { describe, expect, it } from 'vitest';
import { GRAINS, type Grain } from '../../../packages/metrics/src/calendar/grain.js';
import { localDate } from '../../../packages/metrics/src/calendar/local-date.js';
import { PeriodTable } from '../../../packages/metrics/src/calendar/period-table.js';
import { clockChanges, wallClock, ZONES } from '../../fixtures/time-zones.js';

const HOUR = 3_600_000;

/** The first date of the period that holds *date*, by the built-in UTC calendar. */
function periodStart(date: string, grain: Grain, weekStart: number): string {
  const day = new Date(`${date}T00:00:00Z`);
  if (grain === 'week') while (((day.getUTCDay() + 6) % 7) + 1 !== weekStart) day.setUTCDate(day.getUTCDate() - 1);
  if (grain === 'month' || grain === 'quarter' || grain === 'year') day.setUTCDate(1);
  if (grain === 'quarter') day.setUTCMonth(Math.floor(day.getUTCMonth() / 3) * 3);
  if (grain === 'year') day.setUTCMonth(0);
  return day.toISOString().slice(0, 10);
}

describe('periods agree with the wall clocks that Intl shows', () => {
  let cases = 0;

  describe.each(ZONES)('%s', (timeZone) => {
    const clock = wallClock(timeZone);
    const zoneEdges = clockChanges(clock);

    it.each([1, 2, 3, 4, 5, 6, 7])('around every change of its clocks, with weeks from day %i', (weekStart) => {
      const tables = GRAINS.map((grain) => new PeriodTable(grain, { timeZone, weekStart }));
      for (const edge of zoneEdges) {
        cases++;
        // A clock set back across midnight stays in the day that had begun.
        const date = (ms: number): string => {
          const shown = clock(ms).date;
          const before = clock(edge - 1).date;
          return ms >= edge && before > shown ? before : shown;
        };
        const probes = [-48, -24, -3, -1, 0, 1, 3, 24, 48].flatMap((hours) => [edge + hours * HOUR - 1, edge + hours * HOUR]);
        for (const table of tables) {
          for (const ms of probes) {
            const expected = periodStart(date(ms), table.grain, weekStart);
            const found = table.dateOf(table.ordinalOf(ms * 1000));
            if (found !== expected) expect.fail(`${table.grain} of ${new Date(ms).toISOString()}: got ${found}; expected ${expected}`);
          }
          for (const ordinal of [table.ordinalOf(edge * 1000), table.ordinalOf(edge * 1000) + 1]) {
            const first = table.dateOf(ordinal);
            const start = table.startOf(ordinal) / 1000;
            expect(date(start) >= first, `${first} has begun at ${new Date(start).toISOString()}`).toBe(true);
            expect(date(start - 1) < first, `${first} has not begun before ${new Date(start).toISOString()}`).toBe(true);
          }
        }
        expect(probes.map((ms) => localDate(ms * 1000, timeZone))).toEqual(probes.map(date));
      }
    });
  });

  it('in at least 600 cases of zone, change and week start', () => {
    expect(cases).toBeGreaterThanOrEqual(600);
  });
});
