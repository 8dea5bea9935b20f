import { describe, expect, it } from 'vitest';
import { dayHolding } from '../../../packages/metrics/src/calendar/time-zone.js';
import { zoneShifts } from '../../../packages/metrics/src/calendar/zone-shifts.js';

const DAY = 86_400e6;
const HOUR = 3600e6;
const zones = [
  'UTC', '+05:30', 'Europe/Berlin', 'Europe/London', 'Europe/Dublin', 'America/New_York', 'America/Sao_Paulo', 'America/Havana', 'America/Asuncion', 'America/Juneau',
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

  it('say from when on they are not known, where clocks change every year', () => {
    expect(new Date(zoneShifts('Europe/Berlin', 2040).end / 1000).toISOString()).toBe('2041-03-31T01:00:00.000Z');
    expect(new Date(zoneShifts('Asia/Tokyo', 2040).end / 1000).getUTCFullYear()).toBe(9999);
  });
});
