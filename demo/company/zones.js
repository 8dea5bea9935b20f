const hour = 3_600_000;

/**
 * Hours ahead of UTC in winter, and whether clocks change by the rule of the European Union (Directive 2000/84/EC, which
 * the United Kingdom kept): forward at 01:00 UTC on the last Sunday of March, back on the last Sunday of October.
 */
const zones = {
  'Asia/Shanghai': { winter: 8, summerTime: false },
  'Europe/Amsterdam': { winter: 1, summerTime: true },
  'Europe/Berlin': { winter: 1, summerTime: true },
  'Europe/London': { winter: 0, summerTime: true },
  'Europe/Paris': { winter: 1, summerTime: true },
};

/** @typedef {keyof typeof zones} Zone A zone of IANA that the company's customers live in. */

/**
 * Returns the wall clock of *zone* at *instant*: milliseconds that read in UTC as the local date and time.
 * @param {Zone} zone
 * @param {number} instant Milliseconds since 1970-01-01T00:00Z.
 */
export function wallAt(zone, instant) {
  const { winter, summerTime } = zones[zone];
  return instant + (winter + (summerTime && isSummer(instant) ? 1 : 0)) * hour;
}

/**
 * Returns the instant at which the clocks of *zone* read *wall*. A time that the spring change skips becomes the instant of the
 * change, and one that the autumn change repeats becomes the first of the two, so that a later wall clock is never an earlier instant.
 * @param {Zone} zone
 * @param {number} wall
 */
export function instantOf(zone, wall) {
  const { winter, summerTime } = zones[zone];
  const asWinter = wall - winter * hour;
  if (!summerTime) return asWinter;
  const asSummer = asWinter - hour;
  if (isSummer(asSummer)) return asSummer;
  return isSummer(asWinter) ? summerStart(new Date(asWinter).getUTCFullYear()) : asWinter;
}

/** @param {number} instant */
function isSummer(instant) {
  const year = new Date(instant).getUTCFullYear();
  return instant >= summerStart(year) && instant < lastSunday(year, 9) + hour;
}

/** @param {number} year */
function summerStart(year) {
  return lastSunday(year, 2) + hour;
}

/** @type {Map<number, number>} */
const sundays = new Map();

/**
 * Midnight UTC of the last Sunday of a month of 31 days.
 * @param {number} year
 * @param {number} month From 0.
 */
function lastSunday(year, month) {
  const key = year * 12 + month;
  let sunday = sundays.get(key);
  if (sunday === undefined) {
    const last = Date.UTC(year, month, 31);
    sunday = last - new Date(last).getUTCDay() * 24 * hour;
    sundays.set(key, sunday);
  }
  return sunday;
}
