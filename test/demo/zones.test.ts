import { describe, expect, it } from 'vitest';
import { instantOf, wallAt, type Zone } from '../../demo/company/zones.js';

const hour = 3_600_000;
const zones: Zone[] = ['Asia/Shanghai', 'Europe/Amsterdam', 'Europe/Berlin', 'Europe/London', 'Europe/Paris'];

/** What the platform's time zone database says, as wall-clock milliseconds. */
function platformWall(format: Intl.DateTimeFormat, instant: number): number {
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour: hours = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hours, minute, second);
}

describe('zones', () => {
  it.each(zones)('%s agrees with the platform every seven hours of 2023 to 2027 and around each change of clocks', (zone) => {
    const format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
    const instants: number[] = [];
    for (let instant = Date.UTC(2023, 0, 1); instant < Date.UTC(2028, 0, 1); instant += 7 * hour) instants.push(instant);
    for (const change of ['2024-03-31T01:00Z', '2024-10-27T01:00Z', '2026-03-29T01:00Z', '2026-10-25T01:00Z']) {
      instants.push(Date.parse(change) - 1000, Date.parse(change));
    }
    expect(instants.filter((instant) => wallAt(zone, instant) !== platformWall(format, instant))).toEqual([]);
  });

  it.each(zones)('%s turns a wall clock back into its instant, except in the repeated hour, where it takes the first', (zone) => {
    for (let instant = Date.UTC(2025, 9, 20); instant < Date.UTC(2025, 10, 1); instant += hour / 2) {
      const back = instantOf(zone, wallAt(zone, instant));
      const repeated = zone !== 'Asia/Shanghai' && instant >= Date.parse('2025-10-26T01:00Z') && instant < Date.parse('2025-10-26T02:00Z');
      expect(instant - back).toBe(repeated ? hour : 0);
    }
  });

  it('moves a time that spring skips to the moment of the change', () => {
    expect(instantOf('Europe/Berlin', Date.UTC(2026, 2, 29, 2, 30))).toBe(Date.parse('2026-03-29T01:00Z'));
    expect(instantOf('Europe/Berlin', Date.UTC(2026, 2, 29, 3, 30))).toBe(Date.parse('2026-03-29T01:30Z'));
  });
});
