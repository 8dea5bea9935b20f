/**
 * Dates of the proleptic Gregorian calendar as day numbers: days since 1970-01-01, negative before. No zone takes part.
 * The arithmetic is Howard Hinnant's ("chrono-compatible low-level date algorithms", 2013), exact for every integer.
 */

/** The day number of 0001-01-01, the first date that is read. */
export const FIRST_DAY = -719_162;

/** The day number of 9999-12-31, the last date that is read. */
export const LAST_DAY = 2_932_896;

/** A date by its parts; *month* and *day* count from 1. */
export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Returns the day number of a date. A month outside 1 to 12 or a day past the month's end carries over. */
export function dayNumber(year: number, month: number, day: number): number {
  const months = year * 12 + (month - 1);
  const civilYear = Math.floor(months / 12);
  const civilMonth = months - civilYear * 12 + 1;
  // Years are counted from March, so that the leap day comes last.
  const y = civilMonth <= 2 ? civilYear - 1 : civilYear;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (civilMonth > 2 ? civilMonth - 3 : civilMonth + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Returns the date with a day number. */
export function civilDate(dayNumber: number): CivilDate {
  const z = dayNumber + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** Returns the day number of an ISO 8601 date (`2024-02-29`), or null where the text is no date of the years 0 to 9999. */
export function parseCivilDate(isoDate: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(isoDate);
  if (match === null) return null;
  const month = Number(match[2]);
  // A month or a day that doesn't exist carries over into another month.
  const number = dayNumber(Number(match[1]), month, Number(match[3]));
  return civilDate(number).month === month ? number : null;
}

/** Returns a day number as an ISO 8601 date. */
export function formatCivilDate(dayNumber: number): string {
  const { year, month, day } = civilDate(dayNumber);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
