import type { Grain } from '../calendar/grain.js';
import { PeriodTable } from '../calendar/period-table.js';
import { canonicalTimeZone } from '../calendar/time-zone.js';
import { type ZoneShift, zoneShifts } from '../calendar/zone-shifts.js';
import type { Dialect } from './dialect.js';
import { type Sql, sql } from './sql.js';

/** The last year for which a query holds the rules of a zone whose clocks change every year. */
export const LAST_YEAR: number = 2100;

const MICROS_PER_DAY = 86_400_000_000;
/** Integer division cuts towards 0, so days are counted from one that lies before all. */
const DAYS_BEFORE = 719_163;
/** Months, and years, from January of the year 1 to 1970. */
const MONTHS_BEFORE = 1969 * 12;

/** Days and periods of one zone as expressions over instants in microseconds: exactly those of `PeriodTable`. */
export interface LocalCalendar {
  /** The first instant of the year 1, and the first after the year 9999: what lies outside is in no period. */
  readonly first: number;
  readonly end: number;
  /** The first instant whose local day the query can't tell. */
  readonly unknownFrom: number;
  /** Days since 1970-01-01 of the local day that holds *instant*, a column between *first* and *unknownFrom*. */
  day(instant: Sql): Sql;
  /** The ordinal of the period that holds *day*, a column. */
  period(day: Sql): Sql;
  /** The first day of the period *ordinal*, a column. */
  firstDay(ordinal: Sql): Sql;
}

/** Returns the calendar of *grain* periods in *timeZone*. The zone's rules are written into the expressions as they are here. */
export function localCalendar(dialect: Dialect, timeZone: string, grain: Grain, weekStart: number): LocalCalendar {
  const { shifts, end: unknownFrom } = zoneShifts(canonicalTimeZone(timeZone) ?? timeZone, LAST_YEAR);
  const days = new PeriodTable('day', { timeZone, weekStart: 1 });
  return {
    first: days.startOf(days.ordinalOfDate('0001-01-01')),
    end: days.endOf(days.ordinalOfDate('9999-12-31')),
    unknownFrom,
    day: (instant) => {
      const shifted = sql`(${instant} + ${shiftAt(dialect, instant, shifts)} + ${DAYS_BEFORE * MICROS_PER_DAY})`;
      return sql`(${dialect.divide(shifted, MICROS_PER_DAY)} - ${DAYS_BEFORE})`;
    },
    period: (day) => periodOf(dialect, day, grain, weekStart),
    firstDay: (ordinal) => firstDayOf(dialect, ordinal, grain, weekStart),
  };
}

function shiftAt(dialect: Dialect, instant: Sql, shifts: readonly ZoneShift[]): Sql {
  return shifts.length > 1 ? dialect.lastOf(instant, shifts.map(({ start, shift }) => [start, shift])) : sql`${shifts[0]?.shift ?? 0}`;
}

function periodOf(dialect: Dialect, day: Sql, grain: Grain, weekStart: number): Sql {
  switch (grain) {
    case 'day': return day;
    case 'week': {
      const weeks = Math.ceil(DAYS_BEFORE / 7);
      return sql`(${dialect.divide(sql`(${day} + ${weekShift(weekStart) + weeks * 7})`, 7)} - ${weeks})`;
    }
    case 'month': return dialect.month(day);
    case 'quarter': return sql`(${dialect.divide(sql`(${dialect.month(day)} + ${MONTHS_BEFORE})`, 3)} - ${MONTHS_BEFORE / 3})`;
    case 'year': return sql`(${dialect.divide(sql`(${dialect.month(day)} + ${MONTHS_BEFORE})`, 12)} - ${MONTHS_BEFORE / 12})`;
  }
}

function firstDayOf(dialect: Dialect, ordinal: Sql, grain: Grain, weekStart: number): Sql {
  switch (grain) {
    case 'day': return ordinal;
    case 'week': return sql`(${ordinal} * 7 - ${weekShift(weekStart)})`;
    case 'month': return dialect.firstDay(ordinal);
    case 'quarter': return dialect.firstDay(sql`(${ordinal} * 3)`);
    case 'year': return dialect.firstDay(sql`(${ordinal} * 12)`);
  }
}

/** How many days before 1970-01-01, a Thursday, its week began. */
function weekShift(weekStart: number): number {
  return (11 - weekStart) % 7;
}
