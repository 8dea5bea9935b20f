import type { Dialect } from './dialect.js';
import { type Sql, sql } from './sql.js';

/**
 * Sums of doubles that don't depend on the order of rows, nor on how a database splits its work (C22): each double below
 * 2^43 is taken as a whole number of 2^-60ths, which holds all bits of amounts from a 256th up, and those numbers are added
 * exactly. What they leave (tiny bits, huge amounts) is added as doubles. A sum is both, rounded once when it is read.
 */
export interface SumColumns {
  readonly units: Sql;
  readonly rest: Sql;
  /** Where *units* are decimals without their point: how many digits come after it. */
  readonly scale?: number | null | undefined;
}

const LARGEST = 8_796_093_022_208;
const UNITS = 1_152_921_504_606_846_976n;

/** Returns what the double *x*, a column that is finite or null, adds to a sum. */
export function sumParts(dialect: Dialect, x: Sql): SumColumns {
  const small = sql`abs(${x}) < ${LARGEST}`;
  return {
    units: sql`case when ${small} then ${dialect.scaled(x)} end`,
    rest: sql`case when ${small} then ${x} - ${dialect.double(dialect.scaled(x))} / ${UNITS} else ${x} end`,
  };
}

/** Returns the sum of the doubles *x*, a column that is finite or null, over a group of rows; 0 where there are none. */
export function sumOf(dialect: Dialect, x: Sql): SumColumns {
  const { units, rest } = sumParts(dialect, x);
  return { units: sql`coalesce(sum(${units}), 0)`, rest: sql`coalesce(sum(${rest}), 0)` };
}

/** Returns the sum of decimals over a group of rows: *unscaled*, a column of wide integers or null, over 10^*scale*, to the last digit. */
export function decimalSumOf(unscaled: Sql, scale: number): SumColumns {
  return { units: sql`coalesce(sum(${unscaled}), 0)`, rest: sql`0`, scale };
}

/** Returns the sum of sums over a group of rows. */
export function sumOfSums({ units, rest, scale }: SumColumns): SumColumns {
  return { units: sql`coalesce(sum(${units}), 0)`, rest: sql`coalesce(sum(${rest}), 0)`, scale };
}

/** Returns a sum as a double, for comparisons inside a query. */
export function doubleOfSum(dialect: Dialect, { units, rest, scale }: SumColumns): Sql {
  if (scale != null) return dialect.doubleOfDigits(units, scale);
  return sql`(${dialect.unscaled(units)} + ${rest})`;
}

/** A sum as it was read. */
export interface ExactSum {
  readonly units: bigint;
  readonly rest: number;
  /** Null where *units* are 2^-60ths, otherwise how many of their decimal digits come after the point. */
  readonly scale: number | null;
}

/** Returns *a* less *b*, exactly but for the rests. */
export function lessSum(a: ExactSum, b: ExactSum): ExactSum {
  return { units: a.units - b.units, rest: a.rest - b.rest, scale: a.scale };
}

/** Returns the double nearest to a sum. */
export function numberOfSum({ units, rest, scale }: ExactSum): number {
  if (scale !== null) return Number(`${units}e${-scale}`);
  return Number(units) / Number(UNITS) + rest;
}
