import type { Row } from '../table.js';

const SECOND = 1e6;
const MINUTE = 60e6;
const HOUR = 3600e6;
const DAY = 86_400e6;
/** Lengths in which people think of time, in microseconds. */
export const BIN_WIDTHS: readonly number[] = [
  SECOND, 2 * SECOND, 5 * SECOND, 10 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE,
  HOUR, 2 * HOUR, 4 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY, 91 * DAY, 182 * DAY, 364 * DAY,
];
/** The longest of them, whose multiples are the widths beyond it. */
export const LONGEST_BIN: number = 364 * DAY;
/** A distribution has at most this many bins. */
export const MAX_BINS = 30;

/**
 * Returns the width of bins (microseconds) for times of up to *longest*: the shortest of 1, 2, 5, 10, 30 seconds and so on
 * up to 364 days, then multiples of those, that makes no more than `MAX_BINS`.
 */
export function binWidth(longest: number): number {
  const width = BIN_WIDTHS.find((candidate) => longest < candidate * MAX_BINS);
  return width ?? LONGEST_BIN * Math.ceil((longest + 1) / (LONGEST_BIN * MAX_BINS));
}

/** Returns *times* (microseconds) counted by bin: `from_micros` (included), `to_micros` (not), `count`; bins of nobody between others included. */
export function binRows(times: ArrayLike<number>, width: number): Row[] {
  const counts: number[] = [];
  for (let i = 0; i < times.length; i++) {
    const bin = Math.floor(times[i]! / width);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return Array.from(counts, (count, bin): Row => ({ from_micros: bin * width, to_micros: (bin + 1) * width, count: count ?? 0 }));
}
