import { civilDate, dayNumber, FIRST_DAY, formatCivilDate, LAST_DAY, parseCivilDate } from './civil-date.js';
import { GRAINS, type Grain } from './grain.js';
import { canonicalTimeZone, startOfDay } from './time-zone.js';

/** The ordinal of no period: the instant is missing, or outside the years 1 to 9999. */
export const NO_PERIOD: number = -2147483648;

/** In which zone dates are read, and where weeks begin. */
export interface CalendarZone {
  /** An IANA name, `UTC`, or an offset as `+08:00`. Dates without a zone are read in `UTC`. */
  readonly timeZone: string;
  /** 1 = Monday to 7 = Sunday. */
  readonly weekStart: number;
}

/** A bucket spans 2^36 microseconds, 19.09 hours: it holds one boundary at most, but for a few short days in Antarctica. */
const BUCKETS_PER_MICRO = 2 ** -36;
const MICROS_PER_DAY = 86_400e6;
/** The bucket with index 0, and how many there are: the years 1 to 9999, with room for every zone's offset. */
const FIRST_BUCKET = Math.floor((FIRST_DAY - 2) * MICROS_PER_DAY * BUCKETS_PER_MICRO);
const BUCKETS = Math.floor((LAST_DAY + 3) * MICROS_PER_DAY * BUCKETS_PER_MICRO) - FIRST_BUCKET;
/** Buckets are kept in pages of 512 (407 days) that exist only where instants were seen, so a stray year costs 8 KB. */
const PAGE_BITS = 9;
const PAGE = 1 << PAGE_BITS;
/** Marks a bucket that is not filled yet, or holds more boundaries than one. */
const ASK = NO_PERIOD + 1;

/** 4 bytes an instant for each. */
const REMEMBERED_GRAINS = 3;
const remembered = new WeakMap<Float64Array, Map<string, Int32Array>>();

/**
 * Calendar periods of one grain in one zone, numbered from the period that holds 1970-01-01: days, weeks, months, quarters
 * or years since then, negative before. The numbers don't depend on the data, so those of different workers agree.
 *
 * A period begins with the first instant of its first local day, by the zone's rules, and ends where the next begins: a day
 * may last 23 or 25 hours, and one that the zone skips lasts none and holds no instant. A clock set back across midnight
 * doesn't return to the period before. Instants are microseconds since the epoch. Boundaries are computed once, when an
 * instant first falls near them; after that a row costs a multiplication, a table read and a comparison.
 */
export class PeriodTable {
  readonly grain: Grain;
  readonly zone: CalendarZone;

  readonly #timeZone: string;
  readonly #starts: Map<number, number> = new Map();
  readonly #first: number;
  readonly #end: number;
  /** The slot of each page in the arrays below, or -1. */
  readonly #pages: Int16Array = new Int16Array((BUCKETS >> PAGE_BITS) + 1).fill(-1);
  #pageCount: number = 0;
  /** By bucket: the boundary within it (or past its end), and the ordinals before and after that. */
  #edges: Float64Array = new Float64Array(0);
  #ordinals: Int32Array = new Int32Array(0);

  /** Throws RangeError for an unknown grain or time zone, or a week start outside 1 to 7. */
  constructor(grain: Grain, zone: CalendarZone) {
    if (!GRAINS.includes(grain)) throw new RangeError(`calendar: unknown grain, got "${grain}"; expected ${GRAINS.join(', ')}`);
    if (!Number.isInteger(zone.weekStart) || zone.weekStart < 1 || zone.weekStart > 7) {
      throw new RangeError(`calendar: weekStart is no day of the week, got ${zone.weekStart}; expected 1 (Monday) to 7 (Sunday)`);
    }
    const timeZone = canonicalTimeZone(zone.timeZone);
    if (timeZone === null) throw new RangeError(`calendar: unknown time zone, got "${zone.timeZone}"; expected an IANA name such as Europe/Berlin`);
    this.grain = grain;
    this.zone = zone;
    this.#timeZone = timeZone;
    this.#first = startOfDay(FIRST_DAY, timeZone);
    this.#end = startOfDay(LAST_DAY + 1, timeZone);
  }

  /** Returns the ordinal of the period that holds *instant*, or NO_PERIOD where it is NaN or outside the years 1 to 9999. */
  ordinalOf(instant: number): number {
    const found = Math.floor(instant * BUCKETS_PER_MICRO) - FIRST_BUCKET;
    if (!(found >= 0 && found < BUCKETS)) return NO_PERIOD;
    const bucket = found | 0;
    const page = this.#pages[bucket >> PAGE_BITS]!;
    if (page >= 0) {
      const i = (page << PAGE_BITS) | (bucket & (PAGE - 1));
      const ordinal = this.#ordinals[(i << 1) | Number(instant >= this.#edges[i]!)]!;
      if (ordinal !== ASK) return ordinal;
    }
    return this.#learn(instant);
  }

  /** Writes the ordinal of each instant into *out*, which must be at least as long as *instants*. */
  fill(instants: Float64Array, out: Int32Array): void {
    let n = fillKnown(instants, out, 0, this.#pages, this.#edges, this.#ordinals);
    while (n < instants.length) {
      out[n] = this.#learn(instants[n]!);
      n = fillKnown(instants, out, n + 1, this.#pages, this.#edges, this.#ordinals);
    }
  }

  /**
   * Returns the ordinal of each instant, which nobody may write to. *instants* must not change: ordinals are remembered by the
   * array, for the grains and zones asked for last, because every filter asks for them anew.
   */
  ordinalsOf(instants: Float64Array): Int32Array {
    let known = remembered.get(instants);
    if (known === undefined) remembered.set(instants, (known = new Map<string, Int32Array>()));
    const { weekStart, timeZone } = this.zone;
    const key = `${this.grain} ${timeZone} ${weekStart}`;
    let ordinals = known.get(key);
    if (ordinals === undefined) {
      ordinals = new Int32Array(instants.length);
      this.fill(instants, ordinals);
    }
    known.delete(key);
    known.set(key, ordinals);
    const [oldest] = known.keys();
    if (known.size > REMEMBERED_GRAINS && oldest !== undefined) known.delete(oldest);
    return ordinals;
  }

  /** Returns the first instant of a period, in microseconds since the epoch. */
  startOf(ordinal: number): number {
    let start = this.#starts.get(ordinal);
    if (start === undefined) {
      start = startOfDay(this.#firstDayOf(ordinal), this.#timeZone);
      this.#starts.set(ordinal, start);
    }
    return start;
  }

  /** Returns the first instant after a period: the start of the next. */
  endOf(ordinal: number): number {
    return this.startOf(ordinal + 1);
  }

  /** Returns the first local date of a period, as ISO 8601. */
  dateOf(ordinal: number): string {
    return formatCivilDate(this.#firstDayOf(ordinal));
  }

  /** Returns the ordinal of the period that holds a local date. Throws RangeError where *isoDate* is no ISO 8601 date. */
  ordinalOfDate(isoDate: string): number {
    const day = parseCivilDate(isoDate);
    if (day === null) throw new RangeError(`calendar: not a date, got "${isoDate}"; expected ISO 8601 such as 2024-02-29`);
    return this.#ordinalOfDay(day);
  }

  #ordinalOfDay(day: number): number {
    if (this.grain === 'day') return day;
    if (this.grain === 'week') return Math.floor((day + this.#weekShift()) / 7);
    const { year, month } = civilDate(day);
    if (this.grain === 'month') return (year - 1970) * 12 + month - 1;
    if (this.grain === 'quarter') return (year - 1970) * 4 + Math.floor((month - 1) / 3);
    return year - 1970;
  }

  #firstDayOf(ordinal: number): number {
    switch (this.grain) {
      case 'day': return ordinal;
      case 'week': return ordinal * 7 - this.#weekShift();
      case 'month': return dayNumber(1970, ordinal + 1, 1);
      case 'quarter': return dayNumber(1970, ordinal * 3 + 1, 1);
      case 'year': return dayNumber(1970 + ordinal, 1, 1);
    }
  }

  /** How many days before 1970-01-01, a Thursday, its week began. */
  #weekShift(): number {
    return (11 - this.zone.weekStart) % 7;
  }

  /** Finds the period of an instant by its boundaries, and remembers it for the buckets that the period touches. */
  #learn(instant: number): number {
    if (!(instant >= this.#first && instant < this.#end)) return NO_PERIOD;
    const ordinal = this.#locate(instant);
    const from = Math.floor(this.startOf(ordinal) * BUCKETS_PER_MICRO) - FIRST_BUCKET;
    const to = Math.floor(this.endOf(ordinal) * BUCKETS_PER_MICRO) - FIRST_BUCKET;
    for (let bucket = Math.max(from, 0); bucket <= Math.min(to, BUCKETS - 1); bucket++) this.#fillBucket(bucket);
    return ordinal;
  }

  #fillBucket(bucket: number): void {
    const start = (bucket + FIRST_BUCKET) / BUCKETS_PER_MICRO;
    const end = (bucket + 1 + FIRST_BUCKET) / BUCKETS_PER_MICRO;
    // At both ends of the table instants of one bucket lie inside and outside it: those are always asked.
    if (start < this.#first || end > this.#end) return;
    const before = this.#locate(start);
    const edge = this.endOf(before);
    const after = edge < end ? this.#locate(edge) : before;
    // Two boundaries in one bucket (Macquarie Island's 1948-03-25 lasted 14 hours): its instants are always asked.
    if (edge < end && this.endOf(after) < end) return;
    const i = (this.#pageFor(bucket) << PAGE_BITS) | (bucket & (PAGE - 1));
    this.#edges[i] = edge;
    this.#ordinals[i << 1] = before;
    this.#ordinals[(i << 1) | 1] = after;
  }

  /** Starts from the date in UTC, which is at most two days off, and steps to the period whose boundaries hold *instant*. */
  #locate(instant: number): number {
    let ordinal = this.#ordinalOfDay(Math.floor(instant / MICROS_PER_DAY));
    while (instant < this.startOf(ordinal)) ordinal--;
    while (instant >= this.startOf(ordinal + 1)) ordinal++;
    return ordinal;
  }

  #pageFor(bucket: number): number {
    const known = this.#pages[bucket >> PAGE_BITS]!;
    if (known >= 0) return known;
    const page = this.#pageCount++;
    const needed = this.#pageCount << PAGE_BITS;
    if (needed > this.#edges.length) {
      const length = Math.max(needed, this.#edges.length * 2);
      const edges = new Float64Array(length);
      const ordinals = new Int32Array(length * 2).fill(ASK);
      edges.set(this.#edges);
      ordinals.set(this.#ordinals);
      this.#edges = edges;
      this.#ordinals = ordinals;
    }
    this.#pages[bucket >> PAGE_BITS] = page;
    return page;
  }
}

/** Writes ordinals from row *from* on, up to the first that the table doesn't know; returns that row. */
function fillKnown(
  instants: Float64Array, out: Int32Array, from: number, pages: Int16Array, edges: Float64Array, ordinals: Int32Array,
): number {
  // Bundlers turn constants of a module into variables, which would be read again for every row.
  const scale = BUCKETS_PER_MICRO;
  const first = FIRST_BUCKET;
  const buckets = BUCKETS;
  const bits = PAGE_BITS;
  const inPage = PAGE - 1;
  const ask = ASK;
  const none = NO_PERIOD;
  for (let n = from; n < instants.length; n++) {
    const instant = instants[n]!;
    const found = Math.floor(instant * scale) - first;
    if (found >= 0 && found < buckets) {
      const bucket = found | 0;
      const page = pages[bucket >> bits]!;
      if (page < 0) return n;
      const i = (page << bits) | (bucket & inPage);
      // An index instead of a choice: on unordered instants the processor would guess every second branch wrong.
      const ordinal = ordinals[(i << 1) | Number(instant >= edges[i]!)]!;
      if (ordinal === ask) return n;
      out[n] = ordinal;
    } else {
      out[n] = none;
    }
  }
  return instants.length;
}
