import { DataType, DateUnit, TimeUnit } from 'apache-arrow';
import type { Data, Timestamp } from 'apache-arrow';
import { longsOf } from './column-numbers.js';
import type { TickColumn } from '../kernels/row-ordinals.js';
import { blankMissing, validityOf, wordsOf } from './column-view.js';

const DAY_MS = 86_400_000;
const DAY_US = 86_400_000_000;

/**
 * Returns the values of a timestamp or date column as microseconds since 1970-01-01T00:00Z, NaN where one is missing:
 * nanoseconds are floored, dates are their midnight in UTC (the hours that a date64 may carry are cut off).
 * Exact up to 2^53 microseconds, 285 years either side of 1970.
 */
export function instantsOf(data: Data): Float64Array {
  const { type } = data;
  if (DataType.isNull(type)) return new Float64Array(data.length).fill(NaN);
  const instants = DataType.isDate(type) ? datesOf(data, type.unit) : timestampsOf(data, (type as Timestamp).unit);
  blankMissing(instants, validityOf(data));
  return instants;
}

/** Returns a timestamp column as it lies in memory, or null where that is of another type, or of nanoseconds, which are floored first. */
export function ticksOf(data: Data): TickColumn | null {
  const { type } = data;
  if (!DataType.isTimestamp(type) || type.unit === TimeUnit.NANOSECOND) return null;
  const microsPerTick = type.unit === TimeUnit.SECOND ? 1e6 : type.unit === TimeUnit.MILLISECOND ? 1e3 : 1;
  return { words: wordsOf(data), microsPerTick, valid: validityOf(data) };
}

function datesOf(data: Data, unit: DateUnit): Float64Array {
  const instants = new Float64Array(data.length);
  if (unit === DateUnit.DAY) {
    const days = wordsOf(data);
    for (let i = 0; i < instants.length; i++) instants[i] = days[i]! * DAY_US;
    return instants;
  }
  const milliseconds = longsOf(data, true);
  for (let i = 0; i < instants.length; i++) instants[i] = Math.floor(milliseconds[i]! / DAY_MS) * DAY_US;
  return instants;
}

function timestampsOf(data: Data, unit: TimeUnit): Float64Array {
  if (unit === TimeUnit.NANOSECOND) return nanosecondsOf(data);
  const instants = longsOf(data, true);
  if (unit === TimeUnit.MICROSECOND) return instants;
  const factor = unit === TimeUnit.SECOND ? 1e6 : 1e3;
  for (let i = 0; i < instants.length; i++) instants[i] = instants[i]! * factor;
  return instants;
}

/** Divides the two words of a nanosecond count by 1000, high word first, so that no step leaves 2^53. */
function nanosecondsOf(data: Data): Float64Array {
  const words = wordsOf(data);
  const instants = new Float64Array(data.length);
  for (let i = 0; i < instants.length; i++) {
    const high = words[i * 2 + 1]!;
    const quotient = Math.floor(high / 1000);
    const rest = (high - quotient * 1000) * 4294967296 + (words[i * 2]! >>> 0);
    instants[i] = quotient * 4294967296 + Math.floor(rest / 1000);
  }
  return instants;
}
