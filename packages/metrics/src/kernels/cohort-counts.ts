import type { Bitmap } from './bitmap.js';
import type { TickColumn } from './row-ordinals.js';

/** The rows of a batch. */
export interface CohortRows {
  readonly count: number;
  /** Customers by code. */
  readonly customers: Uint32Array;
  /** Times as they lie in memory, where they can be read there. */
  readonly ticks: TickColumn | null;
  /** The same as microseconds, NaN where one is missing. */
  readonly instants: () => Float64Array;
  /** NaN where one is missing; null where rows have none. */
  readonly values: Float64Array | null;
  /** Orders by code, NO_KEY where one has no id; null where no row has. */
  readonly orders: Uint32Array | null;
  /** Which rows count; null for all. */
  readonly mask: Bitmap | null;
}

/** What became of rows, and the first and last local day that counts (first > last: none does). */
export interface CohortTally {
  used: number;
  withoutCustomer: number;
  withoutTime: number;
  outOfRange: number;
  afterCutOff: number;
  withoutValue: number;
  firstDay: number;
  lastDay: number;
}

/** A cell with anybody or anything in it: customers active in *period* who were active first in *cohort*. */
export interface CohortCell {
  readonly cohort: number;
  readonly period: number;
  readonly active: number;
  readonly orders: number;
  readonly value: number;
}

/**
 * Counts customers, orders (ids, or days where there are none) and value by first active period and period, where every customer's rows come day by
 * day. Rows with a negative value are no activity, and net into their cell's value; those of customers who were not active yet
 * count nowhere unless they are so in the same period.
 *
 * 4 bytes a customer, 24 a cell (of up to twice as many periods, squared), 8 an order id, 16 for each refund that comes before any activity.
 */
export interface CohortCounts {
  readonly tally: CohortTally;
  /**
   * Adds rows whose customers and orders have codes below those counts. Returns false where a customer's row goes back to an earlier
   * day, an order is of two customers or periods, an active row has no id where there are ids, or
   * days or periods reach too far for a table of all: what was counted is worth nothing then.
   */
  add(rows: CohortRows, customers: number, orders: number): boolean;
  /** Returns the cells in order. */
  cells(): CohortCell[];
  /** How many customers' periods before their first activity have rows, and how many customers were never active. */
  outside(): { beforeEntry: number; withoutActivity: number };
}

/** The most periods that a table has rows for: 24 bytes times their square. */
export const MOST_PERIODS = 512;

/** Returns a tally of no rows. */
export function createCohortTally(): CohortTally {
  return {
    used: 0, withoutCustomer: 0, withoutTime: 0, outOfRange: 0, afterCutOff: 0, withoutValue: 0, firstDay: 2 ** 31 - 1, lastDay: -(2 ** 31),
  };
}
