import { formatCivilDate, parseCivilDate } from './civil-date.js';
import { dayHolding, startOfDay } from './time-zone.js';

/** The span of time that a text names: *start* is included; both in microseconds since the epoch. */
export interface InstantSpan {
  readonly start: number;
  readonly endExclusive: number;
  /** True where the text names a whole local day, false where it names one instant. */
  readonly dateOnly: boolean;
}

/**
 * Returns the local date, as ISO 8601, of the day in *timeZone* that holds *instant* (microseconds since the epoch).
 * A clock set back across midnight doesn't return to the day before. Throws RangeError where *instant* isn't finite.
 */
export function localDate(instant: number, timeZone: string): string {
  if (!Number.isFinite(instant)) throw new RangeError(`calendar: no date holds the instant, got ${instant}; expected a finite number`);
  return formatCivilDate(dayHolding(instant, timeZone));
}

/**
 * Returns the first instant of a local date in *timeZone*, in microseconds since the epoch; for a date that the zone
 * skips, the start of the date that follows. Throws RangeError where *isoDate* is no ISO 8601 date.
 */
export function startOfDate(isoDate: string, timeZone: string): number {
  return startOfDay(dayOf(isoDate), timeZone);
}

/** Returns the ISO 8601 date *days* after *isoDate* (before, where negative). */
export function addDays(isoDate: string, days: number): string {
  return formatCivilDate(dayOf(isoDate) + days);
}

/** Returns how many days *b* comes after *a*, both ISO 8601 dates: 1 from `2024-02-28` to `2024-02-29`. */
export function daysBetween(a: string, b: string): number {
  return dayOf(b) - dayOf(a);
}

/**
 * Returns the span of time that *text* names, or null where it is neither an ISO 8601 date nor date-time of the years 0
 * to 9999.
 *
 * - A date (`2024-03-31`) is that whole local day in *timeZone*; empty where the zone skips the date.
 * - A date-time with `Z` or an offset (`2024-03-31T08:00:00.5+02:00`) is that microsecond; finer digits are cut off.
 * - A date-time without either is read in UTC (convention C1), whatever *timeZone* is.
 */
export function parseInstant(text: string, timeZone: string): InstantSpan | null {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?([Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/.exec(text);
  if (match === null) return null;
  const [, date = '', hours, minutes = '0', seconds = '0', fraction = '', zone = 'Z'] = match;
  const day = parseCivilDate(date);
  if (day === null) return null;
  if (hours === undefined) {
    return { start: startOfDay(day, timeZone), endExclusive: startOfDay(day + 1, timeZone), dateOnly: true };
  }
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  const offset = offsetMinutes(zone);
  if (offset === null) return null;
  const clockSeconds = (Number(hours) * 60 + Number(minutes) - offset) * 60 + Number(seconds);
  const start = startOfDay(day, 'UTC') + clockSeconds * 1_000_000 + Number(fraction.padEnd(6, '0').slice(0, 6));
  return { start, endExclusive: start + 1, dateOnly: false };
}

/** `Z` has no digits, which are 0. */
function offsetMinutes(zone: string): number | null {
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', ''));
  if (hours > 23 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function dayOf(isoDate: string): number {
  const day = parseCivilDate(isoDate);
  if (day === null) throw new RangeError(`calendar: not a date, got "${isoDate}"; expected ISO 8601 such as 2024-02-29`);
  return day;
}
