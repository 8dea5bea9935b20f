import { addDays, daysBetween, type InstantSpan, parseInstant } from '../calendar/local-date.js';
import type { OptionCheck } from './option-check.js';

/** When an attempt may begin. A date is a whole local day; both ends are included; null or absent leaves an end open. */
export interface EntryRange {
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
}

const RANGE = '{from, to} with ISO 8601 dates or instants, from not after to';

/** Returns the option `entryRange`, null where none is given. */
export function readEntryRange(check: OptionCheck, timeZone: string): EntryRange | null {
  return readRange(check, 'entryRange', timeZone, RANGE);
}

/**
 * Returns the option `compareRange`, null where none is given: entries that begin before those of *entries* and don't overlap
 * them. `previous` becomes the period of the same length before: as many whole months where *entries* are whole months,
 * otherwise as many days.
 */
export function readCompareRange(check: OptionCheck, entries: EntryRange | null, timeZone: string): EntryRange | null {
  const given = check.raw('compareRange');
  if (given === null) return null;
  const start = instantOf(entries?.from, timeZone)?.start ?? null;
  if (start === null) return check.refuse('compareRange', given, 'an entryRange with its beginning as well');
  if (given === 'previous') return previousRange(entries) ?? check.refuse('compareRange', given, 'an entryRange from a date to a date');
  const range = readRange(check, 'compareRange', timeZone, `previous, or ${RANGE}`);
  const earlier = instantOf(range?.from, timeZone);
  const end = instantOf(range?.to, timeZone)?.endExclusive ?? start;
  if (earlier === null || earlier.start >= start || end > start) check.refuse('compareRange', given, `entries that begin and end before those of entryRange, ${String(entries?.from)}`);
  return range;
}

/**
 * Returns the first instant that is not looked at where *earlier* entries are compared with *entries*, which are looked at
 * until *end*: as long after their beginning, so that both had the same time to go on.
 */
export function comparedEnd(entries: EntryRange | null | undefined, earlier: EntryRange | null | undefined, timeZone: string, end: number): number {
  const now = instantOf(entries?.from, timeZone)?.start ?? Number.NaN;
  const then = instantOf(earlier?.from, timeZone)?.start ?? Number.NaN;
  return end - (now - then);
}

function readRange(check: OptionCheck, name: string, timeZone: string, expected: string): EntryRange | null {
  const range = check.raw(name);
  if (range === null) return null;
  if (typeof range !== 'object' || Object.keys(range).some((key) => key !== 'from' && key !== 'to')) check.refuse(name, range, expected);
  const { from = null, to = null } = range as EntryRange;
  const [start, end] = [instantOf(from, timeZone), instantOf(to, timeZone)];
  const broken = (from !== null && start === null) || (to !== null && end === null) || (start !== null && end !== null && start.start >= end.endExclusive);
  if (broken) check.refuse(name, range, expected);
  return { from, to };
}

function instantOf(text: unknown, timeZone: string): InstantSpan | null {
  return typeof text === 'string' ? parseInstant(text, timeZone) : null;
}

function previousRange(entries: EntryRange | null): EntryRange | null {
  const isDate = (text: unknown): text is string => typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text);
  if (!isDate(entries?.from) || !isDate(entries.to)) return null;
  const { from } = entries;
  const after = addDays(entries.to, 1);
  const to = addDays(from, -1);
  if (!from.endsWith('-01') || !after.endsWith('-01')) return { from: addDays(from, -daysBetween(from, after)), to };
  const month = (iso: string): number => Number(iso.slice(0, 4)) * 12 + Number(iso.slice(5, 7)) - 1;
  const first = 2 * month(from) - month(after);
  return { from: `${String(Math.floor(first / 12)).padStart(4, '0')}-${String((first % 12) + 1).padStart(2, '0')}-01`, to };
}
