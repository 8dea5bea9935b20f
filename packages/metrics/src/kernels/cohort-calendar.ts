import { MOST_PERIODS } from './cohort-counts.js';
import { OUT_OF_RANGE } from './row-ordinals.js';

/** What days and periods are found by. */
export interface CohortPeriods {
  /** The period of a local day, or OUT_OF_RANGE. */
  periodOf(day: number): number;
  /** The first local day of a period, OUT_OF_RANGE of that after the last one. */
  firstDayOf(period: number): number;
}

/** Days before the first one seen that may still come: rows of another customer, say. */
const EARLIER_DAYS = 4096;
const MOST_DAYS = 65_000;

/** Which days and periods a table of cohorts has room for. */
export class CohortCalendar {
  readonly #periods: CohortPeriods;
  /** The day with number 0. */
  base: number = 0;
  /** The period with number 0, and how many there is room for: none at first. */
  firstPeriod: number = 0;
  stride: number = 0;
  /** By day from the base on: the number of its period, and that of the first day of this, 16 bits each. */
  entries: Uint32Array = new Uint32Array(0);

  constructor(periods: CohortPeriods) {
    this.#periods = periods;
  }

  /** Makes room for the days from *first* to *last*. Returns whether anything changed, or null where that is too much. */
  reach(first: number, last: number): boolean | null {
    // In the first years that there are, none come earlier.
    if (this.stride === 0) this.base = this.#periods.periodOf(first - EARLIER_DAYS) === OUT_OF_RANGE ? first : first - EARLIER_DAYS;
    if (first < this.base || last - this.base >= MOST_DAYS) return null;
    const known = this.base + this.entries.length;
    const periods = this.#extent(this.#periods.periodOf(first), this.#periods.periodOf(last));
    if (periods === null) return null;
    const changed = periods.first !== this.firstPeriod || periods.stride !== this.stride;
    if (!changed && last < known) return false;
    this.firstPeriod = periods.first;
    this.stride = periods.stride;
    this.#write(Math.max(known, Math.min(last + 512, this.base + MOST_DAYS)));
    return true;
  }

  /** The periods from the first to the last, and those that there is room for. A quarter more than needed: tables are laid out anew when they are full. */
  #extent(first: number, last: number): { first: number; stride: number } | null {
    if (this.stride > 0 && first >= this.firstPeriod && last < this.firstPeriod + this.stride) return { first: this.firstPeriod, stride: this.stride };
    const from = this.stride === 0 ? first : Math.min(first, this.firstPeriod);
    const to = this.stride === 0 ? last : Math.max(last, this.firstPeriod + this.stride - 1);
    if (to - from + 1 > MOST_PERIODS) return null;
    return { first: from, stride: Math.max(16, 8 * Math.ceil((1.25 * (to - from + 1)) / 8)) };
  }

  #write(end: number): void {
    const entries = new Uint32Array(end - this.base);
    for (let i = 0; i < entries.length;) {
      const period = this.#periods.periodOf(this.base + i);
      // Beyond the last year that there is.
      if (period === OUT_OF_RANGE) break;
      const end = this.#periods.firstDayOf(period + 1);
      const next = end === OUT_OF_RANGE ? entries.length : end - this.base;
      // Days of other periods never come.
      const number = Math.max(0, period - this.firstPeriod) & 0xffff;
      const start = Math.max(0, this.#periods.firstDayOf(period) - this.base);
      entries.fill((number | (start << 16)) >>> 0, i, next);
      i = next;
    }
    this.entries = entries;
  }
}
