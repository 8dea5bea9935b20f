import { describe, expect, it } from 'vitest';
import { dayHolding } from '../../../packages/metrics/src/calendar/time-zone.js';
import { zoneShifts } from '../../../packages/metrics/src/calendar/zone-shifts.js';

const DAY = 86_400e6;
const HOUR = 3600e6;
const zones = [
  'UTC', '+05:30', 'Europe/Berlin', 'Europe/London', 'Europe/Dublin', 'America/New_York', 'America/Sao_Paulo', 'America/St_Johns', 'America/Havana', 'America/Asuncion', 'America/Juneau',
  'America/Scoresbysund', 'Asia/Tokyo', 'Asia/Kathmandu', 'Asia/Tehran', 'Asia/Gaza', 'Asia/Manila', 'Africa/Casablanca', 'Africa/Cairo', 'Australia/Lord_Howe',
  'Pacific/Apia', 'Pacific/Kwajalein', 'Pacific/Auckland', 'Pacific/Chatham', 'Antarctica/Macquarie', 'Antarctica/Troll',
];

describe('the shifts of a zone', () => {
  it.each(zones)('give in %s the day that the zone has, on both sides of every change', (zone) => {
    const { shifts, end } = zoneShifts(zone, 2040);
    const dayBy = (instant: number): number => {
      const found = shifts.findLast(({ start }) => start <= instant);
      return Math.floor((instant + (found?.shift ?? 0)) / DAY);
    };
    const instants = shifts.slice(1).flatMap(({ start }) => [-25 * HOUR, -HOUR, -1, 0, 1, HOUR / 2, HOUR, 2 * HOUR, 25 * HOUR].map((after) => start + after));
    const wrong = instants.filter((instant) => instant < end && dayBy(instant) !== dayHolding(instant, zone));
    expect(wrong).toEqual([]);
    expect(shifts.every(({ start }, i) => i === 0 || start > (shifts[i - 1]?.start ?? 0))).toBe(true);
  });

  it('begin with the year 1, and change where clocks do', () => {
    const { shifts } = zoneShifts('Asia/Tokyo', 2040);
    expect(shifts[0]).toEqual({ start: -62_135_596_800e6 - shifts[0]!.shift, shift: (9 * 3600 + 18 * 60 + 59) * 1e6 });
    expect(shifts.at(-1)?.shift).toBe(9 * HOUR);
    // Four summers after the war.
    expect(shifts.slice(1).map(({ shift }) => shift / HOUR)).toEqual([9, 10, 9, 10, 9, 10, 9, 10, 9]);
    expect(zoneShifts('UTC', 2040)).toEqual({ shifts: [{ start: -62_135_596_800e6, shift: 0 }], end: Date.UTC(10_000, 0, 1) * 1000 });
  });

  it('stay in the day that had begun where clocks are set back across midnight', () => {
    // St John's left summer time at 00:01: 23:01 to 24:00 of the day before came twice.
    const change = Date.parse('2009-11-01T02:31:00Z') * 1000;
    const { shifts } = zoneShifts('America/St_Johns', 2040);
    const back = shifts.find(({ start }) => start > change - HOUR);
    expect([back?.start, back?.shift]).toEqual([change + 59 * 60e6, -3.5 * HOUR]);
  });

  it('say from when on they are not known, where clocks change every year', () => {
    expect(new Date(zoneShifts('Europe/Berlin', 2040).end / 1000).toISOString()).toBe('2041-03-31T01:00:00.000Z');
    expect(new Date(zoneShifts('Asia/Tokyo', 2040).end / 1000).toISOString()).toBe('9999-12-31T15:00:00.000Z');
  });
});
