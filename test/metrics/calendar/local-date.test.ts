import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { civilDate, dayNumber, formatCivilDate, parseCivilDate } from '../../../packages/metrics/src/calendar/civil-date.js';
import { addDays, daysBetween, localDate, parseInstant, startOfDate } from '../../../packages/metrics/src/calendar/local-date.js';
import { canonicalTimeZone } from '../../../packages/metrics/src/calendar/time-zone.js';
import { windowMicros } from '../../../packages/metrics/src/calendar/window-length.js';

const micros = (iso: string): number => Date.parse(iso) * 1000;

describe('civil dates', () => {
  it('agree with the built-in UTC calendar on every day number', () => {
    fc.assert(
      fc.property(fc.integer({ min: -719_528, max: 2_932_896 }), (day) => {
        const date = new Date(day * 86_400_000);
        expect(civilDate(day)).toEqual({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() });
        expect(formatCivilDate(day)).toBe(date.toISOString().slice(0, 10));
        expect(parseCivilDate(formatCivilDate(day))).toBe(day);
      }),
      { numRuns: 2000 },
    );
  });

  it('carry months and days over', () => {
    expect(formatCivilDate(dayNumber(2023, 13, 1))).toBe('2024-01-01');
    expect(formatCivilDate(dayNumber(2023, 0, 1))).toBe('2022-12-01');
    expect(formatCivilDate(dayNumber(2023, 2, 29))).toBe('2023-03-01');
  });

  it('are not read from dates that do not exist', () => {
    for (const text of ['2023-02-29', '2024-04-31', '2024-13-01', '2024-00-10', '2024-01-00', '2024-1-1', '20240101', '', '2024-01-01T00:00', '+002024-01-01']) {
      expect(parseCivilDate(text)).toBeNull();
    }
  });
});

describe('localDate', () => {
  it('gives the date of the zone, not of UTC', () => {
    const t = micros('2024-02-29T23:30:00Z');
    expect(localDate(t, 'UTC')).toBe('2024-02-29');
    expect(localDate(t, 'Asia/Tokyo')).toBe('2024-03-01');
    expect(localDate(micros('2024-03-01T07:59:59.999Z'), 'America/Los_Angeles')).toBe('2024-02-29');
    expect(localDate(micros('2024-01-01T10:00:00Z'), 'Pacific/Kiritimati')).toBe('2024-01-02');
    expect(localDate(micros('1969-12-31T23:59:59Z'), 'UTC')).toBe('1969-12-31');
    expect(localDate(micros('2024-01-01T16:00:00Z'), '+08:00')).toBe('2024-01-02');
  });

  it('refuses what is no instant', () => {
    expect(() => localDate(NaN, 'UTC')).toThrow('got NaN; expected a finite number');
  });
});

describe('startOfDate, addDays and daysBetween', () => {
  it('go by dates, so that a month is as long as its days', () => {
    expect(startOfDate('2024-03-31', 'Europe/Berlin')).toBe(micros('2024-03-30T23:00:00Z'));
    expect(startOfDate('2024-04-01', 'Europe/Berlin')).toBe(micros('2024-03-31T22:00:00Z'));
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(addDays('2024-03-01', -1)).toBe('2024-02-29');
    expect(daysBetween('2024-01-31', '2024-03-01')).toBe(30);
    expect(daysBetween('2024-03-01', '2024-01-31')).toBe(-30);
    expect(() => startOfDate('31.03.2024', 'UTC')).toThrow('not a date, got "31.03.2024"');
  });
});

describe('parseInstant', () => {
  it('reads a date as the whole local day', () => {
    expect(parseInstant('2024-03-31', 'Europe/Berlin')).toEqual({
      start: micros('2024-03-30T23:00:00Z'), endExclusive: micros('2024-03-31T22:00:00Z'), dateOnly: true,
    });
    const skipped = parseInstant('2011-12-30', 'Pacific/Apia');
    expect(skipped?.start).toBe(skipped?.endExclusive);
  });

  it('reads a date-time as one microsecond, in UTC where it has no offset', () => {
    const at = (iso: string) => ({ start: micros(iso), endExclusive: micros(iso) + 1, dateOnly: false });
    expect(parseInstant('2024-03-31T08:00:00Z', 'Asia/Tokyo')).toEqual(at('2024-03-31T08:00:00Z'));
    expect(parseInstant('2024-03-31T08:00:00', 'Asia/Tokyo')).toEqual(at('2024-03-31T08:00:00Z'));
    expect(parseInstant('2024-03-31 08:00', 'Asia/Tokyo')).toEqual(at('2024-03-31T08:00:00Z'));
    expect(parseInstant('2024-03-31T08:00:00+05:30', 'UTC')).toEqual(at('2024-03-31T02:30:00Z'));
    expect(parseInstant('2024-03-31T08:00:00-0330', 'UTC')).toEqual(at('2024-03-31T11:30:00Z'));
    expect(parseInstant('2024-03-31t08:00:00z', 'Asia/Tokyo')).toEqual(at('2024-03-31T08:00:00Z'));
    expect(parseInstant('2024-03-31T08:00:00+23:59', 'UTC')).toEqual(at('2024-03-30T08:01:00Z'));
    expect(parseInstant('2024-03-31T00:00:00+14', 'UTC')).toEqual(at('2024-03-30T10:00:00Z'));
    expect(parseInstant('1969-12-31T23:59:59.5Z', 'UTC')?.start).toBe(-500_000);
    expect(parseInstant('2024-03-31T08:00:00.123456789Z', 'UTC')?.start).toBe(micros('2024-03-31T08:00:00Z') + 123_456);
  });

  it('reads every instant that Date writes', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
        expect(parseInstant(date.toISOString(), 'America/New_York')?.start).toBe(date.getTime() * 1000);
      }),
    );
  });

  it('refuses text that is neither', () => {
    for (const text of ['', 'yesterday', '2024', '2024-02-30', '2024-03-31T24:00:00Z', '2024-03-31T08:60Z', '2024-03-31T08:00:61Z', '2024-03-31T08Z', '2024-03-31T08:00+24:00', '2024-03-31T08:00+05:60', 'on 2024-03-31', '2024-03-31 and later', '2024-03-31Z', '1711872000']) {
      expect(parseInstant(text, 'UTC'), text).toBeNull();
    }
  });
});

describe('canonicalTimeZone', () => {
  it('writes a zone in its usual case, and every name of UTC as UTC', () => {
    expect(canonicalTimeZone('asia/tokyo')).toBe('Asia/Tokyo');
    expect(canonicalTimeZone('America/Argentina/Buenos_Aires')).toBe('America/Argentina/Buenos_Aires');
    for (const name of ['UTC', 'utc', 'Etc/UTC', 'GMT', 'Etc/GMT', 'Zulu', '+00:00']) expect(canonicalTimeZone(name)).toBe('UTC');
    for (const name of ['+0800', '+08', '+08:00']) expect(canonicalTimeZone(name)).toBe('+08:00');
    expect(canonicalTimeZone('Etc/GMT-8')).toBe('Etc/GMT-8');
  });

  it('knows no zone of another name', () => {
    for (const name of ['', 'Mars/Olympus', 'local', '+8', '+25:00', '+08:00:00', '+8:00', 'UTC+8 ', '2024-01-01T00:00Z', 'Europe/Berlin ', '2024-01-01T00:00+01:00[Europe/Berlin]']) {
      expect(canonicalTimeZone(name), name).toBeNull();
    }
  });
});

describe('windowMicros', () => {
  it('reads lengths with a unit, and bare numbers as days', () => {
    expect(windowMicros('30d')).toBe(30 * 86_400e6);
    expect(windowMicros('12h')).toBe(43_200e6);
    expect(windowMicros('90m')).toBe(5400e6);
    expect(windowMicros('60s')).toBe(60e6);
    expect(windowMicros('2w')).toBe(14 * 86_400e6);
    expect(windowMicros(' 1.5 D ')).toBe(129_600e6);
    expect(windowMicros('0.125d')).toBe(10_800e6);
    expect(windowMicros(1e-7)).toBe(8640);
    expect(windowMicros(7)).toBe(7 * 86_400e6);
    expect(windowMicros('7')).toBe(7 * 86_400e6);
    expect(windowMicros(0)).toBe(0);
  });

  it('refuses everything else', () => {
    for (const value of ['', 'd', '-1d', '1 month', '1y', '1d12h', '1e3d', 'Infinity', NaN, Infinity, -1, '9'.repeat(400)]) {
      expect(windowMicros(value), String(value)).toBeNull();
    }
  });
});
