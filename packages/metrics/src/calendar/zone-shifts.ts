import * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime';
import { FIRST_DAY, LAST_DAY } from './civil-date.js';
import { startOfDay } from './time-zone.js';

const MICROS_PER_DAY = 86_400_000_000;

/** From *start* on (microseconds since the epoch), local days are those of UTC, *shift* microseconds later. */
export interface ZoneShift {
  readonly start: number;
  readonly shift: number;
}

/** How a zone's local days follow from instants, for whoever can't ask the zone's rules. */
export interface ZoneShifts {
  /** In order of their starts; the first begins with the year 1. */
  readonly shifts: readonly ZoneShift[];
  /** The first instant for which they no longer hold; the end of the year 9999 where they always do. */
  readonly end: number;
}

/**
 * Returns the shifts by which `floor((instant + shift) / day)` is the local day that holds *instant* in *timeZone*, as
 * `dayHolding` tells it, for the years 1 to *lastYear*. A clock set back across midnight doesn't return to the day before:
 * its shift changes only when the new time has reached the day.
 */
export function zoneShifts(timeZone: string, lastYear: number): ZoneShifts {
  const key = `${timeZone} ${lastYear}`;
  const known = computed.get(key) ?? computeShifts(timeZone, lastYear);
  computed.set(key, known);
  return known;
}

/** A century of rules takes tens of milliseconds to ask for, and never changes. */
const computed = new Map<string, ZoneShifts>();

function computeShifts(timeZone: string, lastYear: number): ZoneShifts {
  const first = startOfDay(FIRST_DAY, timeZone);
  const always = startOfDay(LAST_DAY + 1, timeZone);
  if (timeZone === 'UTC') return { shifts: [{ start: first, shift: 0 }], end: always };
  const limit = Date.UTC(lastYear + 1, 0, 1) * 1000;
  let at = ZonedDateTime.create(BigInt(first) * 1000n, timeZone);
  let shift = ZonedDateTime.offsetNanoseconds(at) / 1000;
  const shifts: ZoneShift[] = [{ start: first, shift }];
  for (;;) {
    const next = ZonedDateTime.getTimeZoneTransition(at, 'next');
    if (next === null) return { shifts, end: always };
    const instant = next.epochMilliseconds * 1000;
    if (instant >= limit) return { shifts, end: instant };
    const later = ZonedDateTime.offsetNanoseconds(next) / 1000;
    const dayBefore = Math.floor((instant - 1 + shift) / MICROS_PER_DAY);
    // Only a clock set back can show the day before again.
    const start = Math.floor((instant + later) / MICROS_PER_DAY) < dayBefore ? dayBefore * MICROS_PER_DAY - later : instant;
    if (later !== shift) shifts.push({ start, shift: later });
    at = next;
    shift = later;
  }
}
