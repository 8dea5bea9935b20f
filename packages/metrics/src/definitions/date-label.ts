import { NO_PERIOD, PeriodTable } from '../calendar/period-table.js';

/**
 * Returns the local date that holds *instant* (microseconds since the epoch) as ISO 8601, or null where there is none in
 * the years 1 to 9999: for data, which may hold anything.
 */
export function dateLabel(instant: number, timeZone: string): string | null {
  const days = new PeriodTable('day', { timeZone, weekStart: 1 });
  const ordinal = days.ordinalOf(instant);
  return ordinal === NO_PERIOD ? null : days.dateOf(ordinal);
}
