import { type DateRange, shiftedDate } from '../selection/selection.js';
import type { DatePreset } from './filter-bar.messages.js';

/** The presets in the order in which they are offered. */
export const DATE_PRESETS: readonly DatePreset[] = ['all', 'days-30', 'days-90', 'months-12', 'this-year', 'last-year', 'custom'];

/**
 * Returns the dates that *preset* means for data that end on *last* (ISO date): the browser's clock plays no part. Null for
 * all time and for what the reader types.
 */
export function presetRange(preset: DatePreset, last: string): DateRange | null {
  const year = Number(last.slice(0, 4));
  switch (preset) {
    case 'days-30': return { from: shiftedDate(last, -29), to: last };
    case 'days-90': return { from: shiftedDate(last, -89), to: last };
    case 'months-12': return { from: shiftedDate(sameDayBefore(last), 1), to: last };
    case 'this-year': return { from: `${last.slice(0, 4)}-01-01`, to: last };
    case 'last-year': return { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` };
    default: return null;
  }
}

/** Returns the preset that means *range*, `custom` for another one. */
export function presetOf(range: DateRange | null, last: string | null): DatePreset {
  if (range === null) return 'all';
  const found = last === null ? undefined : DATE_PRESETS.find((preset) => {
    const dates = presetRange(preset, last);
    return dates !== null && dates.from === range.from && dates.to === range.to;
  });
  return found ?? 'custom';
}

/** The same day a year before; 29 February has 28 February. */
function sameDayBefore(date: string): string {
  const before = `${Number(date.slice(0, 4)) - 1}${date.slice(4)}`;
  return date.endsWith('-02-29') ? `${before.slice(0, 8)}28` : before;
}

/** Returns the local date in *timeZone* of an ISO instant; a date as it is. */
export function localDateOf(iso: string, timeZone: string): string {
  if (!iso.includes('T')) return iso;
  // Swedish dates are ISO dates.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(new Date(iso));
}
