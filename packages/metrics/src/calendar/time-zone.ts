import * as PlainDate from 'temporal-polyfill/fns/PlainDate';
import * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime';
import { civilDate } from './civil-date.js';

const MICROS_PER_DAY = 86_400_000_000;

const NAMES_OF_UTC = new Set([
  'UTC', 'Etc/UTC', 'Etc/UCT', 'Etc/Universal', 'Etc/Zulu', 'UCT', 'Universal', 'Zulu',
  'GMT', 'GMT0', 'GMT+0', 'GMT-0', 'Greenwich', 'Etc/GMT', 'Etc/GMT0', 'Etc/GMT+0', 'Etc/GMT-0', 'Etc/Greenwich', '+00:00',
]);

/**
 * Returns *name* as a time zone is written in options and results, or null where no such zone is known here: an IANA name
 * in its usual letter case (`asia/tokyo` becomes `Asia/Tokyo`; links such as `US/Pacific` stay as they are), a fixed
 * offset as `+08:00`, and `UTC` for every name of it. The rules are those of the runtime's own copy of the tz database.
 */
export function canonicalTimeZone(name: string): string | null {
  if (!/^([A-Za-z][\w+\-/]*|[+-]\d{2}(:?\d{2})?)$/.test(name)) return null;
  try {
    const id = ZonedDateTime.create(0n, name).timeZoneId;
    return NAMES_OF_UTC.has(id) ? 'UTC' : id;
  } catch {
    return null;
  }
}

/**
 * Returns the first instant, in microseconds since the epoch, of the local day with *dayNumber* (days since 1970-01-01)
 * in *timeZone*. Where clocks skip midnight it is the first instant after the gap, where they show midnight twice the
 * first of both, and where a zone skips the date altogether (Apia, 2011-12-30) the start of the date that follows.
 * Throws RangeError for an unknown zone.
 */
export function startOfDay(dayNumber: number, timeZone: string): number {
  if (timeZone === 'UTC') return dayNumber * MICROS_PER_DAY;
  const { year, month, day } = civilDate(dayNumber);
  return PlainDate.toZonedDateTime(PlainDate.create(year, month, day), timeZone).epochMilliseconds * 1000;
}

/**
 * Returns the number of the local day (days since 1970-01-01) that holds *instant*, in microseconds since the epoch, which
 * must be finite. A day runs from its first instant to the next day's, so a clock set back across midnight doesn't
 * return to the day before.
 */
export function dayHolding(instant: number, timeZone: string): number {
  let day = Math.floor(instant / MICROS_PER_DAY);
  if (timeZone === 'UTC') return day;
  while (instant < startOfDay(day, timeZone)) day--;
  while (instant >= startOfDay(day + 1, timeZone)) day++;
  return day;
}
