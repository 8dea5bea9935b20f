import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GRAINS } from '../../../packages/metrics/src/calendar/grain.js';
import { NO_PERIOD, PeriodTable } from '../../../packages/metrics/src/calendar/period-table.js';

const HOUR = 3600e6;
const micros = (iso: string): number => Date.parse(iso) * 1000;
const table = (grain: (typeof GRAINS)[number], timeZone = 'UTC', weekStart = 1): PeriodTable => new PeriodTable(grain, { timeZone, weekStart });

describe('PeriodTable', () => {
  it('numbers periods from the one that holds 1970-01-01', () => {
    for (const grain of GRAINS) {
      expect(table(grain).ordinalOf(0)).toBe(0);
      expect(table(grain).ordinalOfDate('1970-01-01')).toBe(0);
    }
    expect(table('week').dateOf(0)).toBe('1969-12-29');
    expect(table('week', 'UTC', 7).dateOf(0)).toBe('1969-12-28');
    expect(table('week', 'UTC', 4).dateOf(0)).toBe('1970-01-01');
    expect(table('week', 'UTC', 5).dateOf(0)).toBe('1969-12-26');
    expect(table('month').ordinalOfDate('2024-02-29')).toBe(54 * 12 + 1);
    expect(table('quarter').ordinalOfDate('2024-12-31')).toBe(54 * 4 + 3);
    expect(table('year').ordinalOfDate('1969-12-31')).toBe(-1);
  });

  it('remembers the ordinals of an array by grain, zone and start of the week', () => {
    const instants = Float64Array.from(['2024-01-01T03:00:00Z', '2024-03-31T23:30:00Z', '1969-12-31T23:00:00Z'], micros);
    for (let round = 0; round < 2; round++) {
      for (const [grain, zone, weekStart] of [['month', 'UTC', 1], ['month', 'Asia/Shanghai', 1], ['week', 'UTC', 1], ['week', 'UTC', 7], ['day', 'America/New_York', 1]] as const) {
        const periods = table(grain, zone, weekStart);
        expect([...periods.ordinalsOf(instants)]).toEqual([...instants].map((instant) => periods.ordinalOf(instant)));
        expect(periods.ordinalsOf(instants)).toBe(table(grain, zone, weekStart).ordinalsOf(instants));
      }
    }
  });

  it('remembers three of an array, and forgets the one that was asked for longest ago', () => {
    const instants = Float64Array.from(['2024-01-01T03:00:00Z', '2024-03-31T23:30:00Z'], micros);
    const [day, week, month, year] = (['day', 'week', 'month', 'year'] as const).map((grain) => table(grain));
    const first = [day, week, month].map((periods) => periods?.ordinalsOf(instants));
    expect(day?.ordinalsOf(instants)).toBe(first[0]);
    year?.ordinalsOf(instants);
    expect([day, month].map((periods) => periods?.ordinalsOf(instants) === first[periods === day ? 0 : 2])).toEqual([true, true]);
    expect(week?.ordinalsOf(instants)).not.toBe(first[1]);
    expect(week?.ordinalsOf(instants)).toEqual(first[1]);
  });

  it('gives instants before 1970 negative ordinals', () => {
    expect(table('day').ordinalOf(-1)).toBe(-1);
    expect(table('month').ordinalOf(micros('1969-11-30T23:59:59Z'))).toBe(-2);
    expect(table('month').dateOf(-2)).toBe('1969-11-01');
    expect(table('year').dateOf(table('year').ordinalOf(micros('1066-10-14T09:00:00Z')))).toBe('1066-01-01');
  });

  it('ends a month with its last instant, whatever its length', () => {
    const months = table('month');
    for (const [last, next] of [['2023-02-28', '2023-03-01'], ['2024-02-29', '2024-03-01'], ['2024-04-30', '2024-05-01'], ['2100-02-28', '2100-03-01']] as const) {
      const end = micros(`${next}T00:00:00Z`);
      expect(months.dateOf(months.ordinalOf(end - 1))).toBe(`${last.slice(0, 7)}-01`);
      expect(months.dateOf(months.ordinalOf(end))).toBe(next);
      expect(months.endOf(months.ordinalOf(end - 1))).toBe(end);
    }
  });

  it('gives days of 23 and 25 hours where clocks change', () => {
    const days = table('day', 'Europe/Berlin');
    const spring = days.ordinalOfDate('2024-03-31');
    const autumn = days.ordinalOfDate('2024-10-27');
    expect(days.endOf(spring) - days.startOf(spring)).toBe(23 * HOUR);
    expect(days.endOf(autumn) - days.startOf(autumn)).toBe(25 * HOUR);
    const lordHowe = table('day', 'Australia/Lord_Howe');
    const half = lordHowe.ordinalOfDate('2024-10-06');
    expect(lordHowe.endOf(half) - lordHowe.startOf(half)).toBe(23.5 * HOUR);
  });

  it('starts a day without midnight at its first instant', () => {
    const days = table('day', 'America/Sao_Paulo');
    const day = days.ordinalOfDate('2018-11-04');
    expect(days.startOf(day)).toBe(micros('2018-11-04T03:00:00Z'));
    expect(days.dateOf(days.ordinalOf(micros('2018-11-04T02:59:59.999Z')))).toBe('2018-11-03');
    expect(days.endOf(day) - days.startOf(day)).toBe(23 * HOUR);
  });

  it('gives a date that the zone skips no length and no instant', () => {
    const days = table('day', 'Pacific/Apia');
    const skipped = days.ordinalOfDate('2011-12-30');
    expect(days.startOf(skipped)).toBe(days.endOf(skipped));
    const change = micros('2011-12-30T10:00:00Z');
    expect(days.dateOf(days.ordinalOf(change - 1))).toBe('2011-12-29');
    expect(days.dateOf(days.ordinalOf(change))).toBe('2011-12-31');
  });

  it('does not return to a day when clocks are set back across midnight', () => {
    // St John's left summer time at 00:01: 23:01 to 24:00 of the day before came twice.
    const days = table('day', 'America/St_Johns');
    const change = micros('2009-11-01T02:31:00Z');
    expect(days.dateOf(days.ordinalOf(change - 60e6))).toBe('2009-11-01');
    expect(days.dateOf(days.ordinalOf(change))).toBe('2009-11-01');
    expect(days.startOf(days.ordinalOfDate('2009-11-01'))).toBe(change - 60e6);
  });

  it('tells apart the days beside the shortest there were: 14 to 18 hours, when Antarctic stations moved their clocks', () => {
    const short = [
      ['Antarctica/Casey', '1969-01-01'], ['Antarctica/Davis', '1957-01-13'], ['Antarctica/Davis', '1969-02-01'], ['Antarctica/Macquarie', '1899-11-01'],
      ['Antarctica/Macquarie', '1948-03-25'], ['Antarctica/Mawson', '1954-02-13'], ['Antarctica/Vostok', '1957-12-16'], ['Antarctica/Vostok', '1994-11-01'],
    ] as const;
    // How short they were differs between releases of the tz database, so no length is expected.
    for (const [timeZone, date] of short) {
      const days = table('day', timeZone);
      const day = days.ordinalOfDate(date);
      const [start, end] = [days.startOf(day), days.endOf(day)];
      const instants = Float64Array.of(start - 1, start, end - 1, end, start - 1, start, end - 1, end);
      const out = new Int32Array(instants.length);
      days.fill(instants, out);
      expect([...out], `${timeZone} ${date}`).toEqual([day - 1, day, day, day + 1, day - 1, day, day, day + 1]);
    }
  });

  it('holds 53 ISO weeks in the long years', () => {
    const weeks = table('week');
    const length = (year: number): number => weeks.ordinalOfDate(`${year + 1}-01-04`) - weeks.ordinalOfDate(`${year}-01-04`);
    const long = Array.from({ length: 60 }, (_, i) => 1970 + i).filter((year) => length(year) === 53);
    expect(long).toEqual([1970, 1976, 1981, 1987, 1992, 1998, 2004, 2009, 2015, 2020, 2026]);
  });

  it('gives a missing or far-off instant no period', () => {
    for (const grain of GRAINS) {
      for (const timeZone of ['UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
        const periods = table(grain, timeZone);
        const instants = Float64Array.of(NaN, Infinity, -Infinity, 1e300, -1e300, micros('0000-12-25T00:00:00Z'), micros('+010000-01-02T00:00:00Z'));
        const out = new Int32Array(instants.length);
        periods.fill(instants, out);
        expect([...out]).toEqual(Array(instants.length).fill(NO_PERIOD));
        const days = table('day', timeZone);
        for (const date of ['0001-01-01', '9999-12-31']) {
          const noon = days.startOf(days.ordinalOfDate(date)) + 12 * HOUR;
          expect(periods.ordinalOf(noon)).toBe(periods.ordinalOfDate(date));
        }
      }
    }
    const berlin = table('day', 'Europe/Berlin');
    const start = berlin.startOf(berlin.ordinalOfDate('0001-01-01'));
    expect(berlin.ordinalOf(start)).toBe(-719162);
    expect(berlin.ordinalOf(start - 128)).toBe(NO_PERIOD);
    const end = berlin.endOf(berlin.ordinalOfDate('9999-12-31'));
    expect(berlin.ordinalOf(end - 128)).toBe(2932896);
    expect(berlin.ordinalOf(end)).toBe(NO_PERIOD);
  });

  it('refuses an unknown zone, week start, grain or date', () => {
    expect(() => table('day', 'Mars/Olympus')).toThrow('unknown time zone, got "Mars/Olympus"');
    for (const weekStart of [0, 8, 1.5]) expect(() => table('week', 'UTC', weekStart)).toThrow(`got ${weekStart}; expected 1 (Monday) to 7 (Sunday)`);
    expect(() => table('fortnight' as 'day')).toThrow('unknown grain, got "fortnight"');
    expect(() => table('day').ordinalOfDate('2023-02-29')).toThrow('not a date, got "2023-02-29"');
  });

  const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Apia', 'America/Sao_Paulo', 'Asia/Kathmandu', 'America/St_Johns', 'Africa/Casablanca', '+05:30'];
  const instant = fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: Date.UTC(1900), max: Date.UTC(2040) }).map((ms) => ms * 1000) },
    { weight: 2, arbitrary: fc.integer({ min: micros('0001-01-03T00:00:00Z') / 1000, max: micros('9999-12-30T00:00:00Z') / 1000 }).map((ms) => ms * 1000) },
    { weight: 1, arbitrary: fc.constant(NaN) },
  );

  it('fills the ordinals that it gives one by one, whatever was asked before', () => {
    fc.assert(
      fc.property(fc.constantFrom(...GRAINS), fc.constantFrom(...zones), fc.integer({ min: 1, max: 7 }), fc.array(instant, { maxLength: 60 }), (grain, timeZone, weekStart, instants) => {
        const shared = table(grain, timeZone, weekStart);
        const out = new Int32Array(instants.length);
        shared.fill(Float64Array.from(instants), out);
        for (const [i, t] of instants.entries()) expect(out[i]).toBe(table(grain, timeZone, weekStart).ordinalOf(t));
        const again = new Int32Array(instants.length);
        shared.fill(Float64Array.from(instants), again);
        expect(again).toEqual(out);
      }),
      { numRuns: 150 },
    );
  });

  it('puts every instant between the start and the end of its period', () => {
    const tables = new Map<string, PeriodTable>();
    fc.assert(
      fc.property(fc.constantFrom(...GRAINS), fc.constantFrom(...zones), fc.integer({ min: 1, max: 7 }), instant, fc.integer({ min: -3, max: 3 }), (grain, timeZone, weekStart, t, shift) => {
        fc.pre(!Number.isNaN(t));
        const name = `${grain} ${timeZone} ${weekStart}`;
        const periods = tables.get(name) ?? table(grain, timeZone, weekStart);
        tables.set(name, periods);
        for (const probe of [t, periods.startOf(periods.ordinalOf(t)) + shift]) {
          if (probe < micros('0001-01-02T00:00:00Z')) continue;
          const ordinal = periods.ordinalOf(probe);
          expect(periods.startOf(ordinal)).toBeLessThanOrEqual(probe);
          expect(probe).toBeLessThan(periods.endOf(ordinal));
          expect(periods.ordinalOfDate(periods.dateOf(ordinal))).toBe(ordinal);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
