import { describe, expect, it } from 'vitest';
import { GRAINS, type Grain } from '../../../packages/metrics/src/calendar/grain.js';
import { localDate } from '../../../packages/metrics/src/calendar/local-date.js';
import { PeriodTable } from '../../../packages/metrics/src/calendar/period-table.js';

const ZONES = [
  'UTC', 'Europe/London', 'Europe/Berlin', 'Europe/Dublin', 'Europe/Lisbon', 'Europe/Moscow', 'Europe/Istanbul', 'Europe/Chisinau',
  'America/New_York', 'America/Los_Angeles', 'America/Sao_Paulo', 'America/St_Johns', 'America/Caracas', 'America/Havana', 'America/Asuncion',
  'America/Santiago', 'America/Mexico_City', 'America/Argentina/San_Luis', 'America/Scoresbysund', 'America/Anchorage',
  'Africa/Casablanca', 'Africa/Cairo', 'Africa/Windhoek', 'Asia/Kolkata', 'Asia/Kathmandu', 'Asia/Tehran', 'Asia/Beirut', 'Asia/Amman',
  'Asia/Gaza', 'Asia/Pyongyang', 'Asia/Shanghai', 'Asia/Tokyo', 'Asia/Dhaka', 'Australia/Lord_Howe', 'Australia/Sydney', 'Antarctica/Troll',
  'Pacific/Apia', 'Pacific/Kiritimati', 'Pacific/Kwajalein', 'Pacific/Chatham', 'Pacific/Pago_Pago', 'Pacific/Fakaofo', 'Pacific/Easter',
];
const HOUR = 3_600_000;
const EDGES_PER_ZONE = 8;

/** What wall clocks show, asked of Intl alone: an ISO date, and the clock as milliseconds as if it were in UTC. */
function wallClock(timeZone: string): (ms: number) => { date: string; asUtc: number } {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23',
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
  });
  const shown = new Map<number, { date: string; asUtc: number }>();
  return (ms) => {
    const known = shown.get(ms);
    if (known !== undefined) return known;
    const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
    const date = `${parts['year']}-${parts['month']}-${parts['day']}`;
    const asUtc = Date.parse(`${date}T${parts['hour']}:${parts['minute']}:${parts['second']}Z`);
    shown.set(ms, { date, asUtc });
    return { date, asUtc };
  };
}

/** The instants at which a zone's offset changed from 1965 to 2037, thinned out evenly, and year ends for zones without any. */
function edges(clock: ReturnType<typeof wallClock>): number[] {
  const offset = (ms: number): number => clock(ms).asUtc - ms;
  const found: number[] = [];
  const step = 20 * 24 * HOUR;
  for (let from = Date.UTC(1965, 0, 1); from < Date.UTC(2037, 0, 1); from += step) {
    if (offset(from) === offset(from + step)) continue;
    let [low, high] = [from, from + step];
    while (high - low > 1000) {
      const middle = Math.floor((low + high) / 2000) * 1000;
      if (offset(middle) === offset(low)) low = middle;
      else high = middle;
    }
    found.push(high);
  }
  const every = Math.max(1, Math.ceil(found.length / EDGES_PER_ZONE));
  const kept = found.filter((_, i) => i % every === 0);
  return kept.length > 0 ? kept : [Date.UTC(1970, 0, 1), Date.UTC(2000, 1, 29), Date.UTC(2024, 11, 31), Date.UTC(2026, 0, 1)];
}

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
    const zoneEdges = edges(clock);

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
