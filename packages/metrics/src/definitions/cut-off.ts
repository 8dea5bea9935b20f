import { parseInstant } from '../calendar/local-date.js';
import { OptionError } from '../errors.js';
import type { OptionCheck } from './option-check.js';

/**
 * Returns the first instant (microseconds) that lies after *asOf*: the end of a date in *timeZone*, or just after an
 * instant. Infinity where nothing is cut off.
 */
export function cutOffOf(metric: string, asOf: string | null | undefined, timeZone: string): number {
  if (asOf === null || asOf === undefined) return Infinity;
  const parsed = parseInstant(asOf, timeZone);
  if (parsed === null) throw new OptionError(`${metric}: asOf is no time, got "${asOf}"; expected an ISO 8601 date or instant`);
  return parsed.endExclusive;
}

/** Returns the option `asOf`, or the one called *name*, as it was given, null where it was not; refuses what is neither a date nor an instant. */
export function readAsOf(check: OptionCheck, name = 'asOf'): string | null {
  const asOf = check.text(name, null);
  if (asOf !== null && parseInstant(asOf, 'UTC') === null) check.refuse(name, asOf, 'an ISO 8601 date or instant such as 2024-06-30');
  return asOf;
}
