import type { Grain } from '../locales/format.js';

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;
const DAYS = { day: 1, week: 7 } as const;

/** Returns the first date (ISO) of the period *steps* after the one that begins on *start*. */
export function periodAfter(start: string, grain: Grain, steps: number): string {
  const date = new Date(`${start}T00:00:00Z`);
  if (grain === 'day' || grain === 'week') date.setUTCDate(date.getUTCDate() + steps * DAYS[grain]);
  else date.setUTCMonth(date.getUTCMonth() + steps * MONTHS[grain]);
  return date.toISOString().slice(0, 10);
}

/** Returns the last date (ISO, inclusive) of the period that begins on *start*. */
export function endOfPeriod(start: string, grain: Grain): string {
  return periodAfter(periodAfter(start, grain, 1), 'day', -1);
}
