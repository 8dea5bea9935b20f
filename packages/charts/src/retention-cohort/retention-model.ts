import type { Grain } from '../locales/format.js';

/** What is followed: the customers who came back, how often they ordered, what they spent, or what they have spent so far. */
export type RetentionMeasure = 'customers' | 'orders' | 'value' | 'cumulativeValue';
/** When a customer counts as retained, as the metric says it. */
export type RetentionMode = 'on' | 'onOrAfter' | 'onOrBefore' | 'streak' | 'bracket';
/** Shares of the cohort, or the numbers themselves. */
export type RetentionUnit = 'percent' | 'number';

/** The offsets from the first to the last, both included, that a column of the grid is about. */
export type OffsetRange = readonly [from: number, to: number];

/** What a cohort did in one period after its first, or in some of a bracket of them. Null where the result does not say. */
export interface CohortCell {
  /** The offset, the first of a bracket. */
  readonly offset: number;
  /** Its place among the columns of the grid. */
  readonly column: number;
  readonly active: number | null;
  readonly retention: number | null;
  readonly orders: number | null;
  readonly value: number | null;
  /** The value over the value at offset 0. */
  readonly valueShare: number | null;
  /** The orders over the orders at offset 0. */
  readonly ordersShare: number | null;
  /** The value up to this offset, and the same over the value at offset 0. */
  readonly soFar: number | null;
  readonly soFarShare: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** The period is not over yet. */
  readonly partial: boolean;
  /** The last date whose activity counts, where the result says so. */
  readonly until: string | null;
  /** Too few customers to be told. */
  readonly suppressed: boolean;
}

/** The customers who first came in the period that begins on `date`. */
export interface Cohort {
  readonly date: string;
  /** Null where it is withheld. */
  readonly size: number | null;
  readonly lowN: boolean;
  /** By column; null where nobody has seen that period yet. */
  readonly cells: readonly (CohortCell | null)[];
}

/** All cohorts together whose period at this offset is over. */
export interface PooledCell extends CohortCell {
  readonly cohorts: number;
  /** Null where it would tell that of a withheld cohort. */
  readonly size: number | null;
}

/** A retention result as the chart reads it: cells by cohort and offset. */
export interface RetentionModel {
  readonly grain: Grain;
  readonly mode: RetentionMode;
  readonly confidence: number;
  readonly minN: number;
  readonly minCell: number;
  /** Null where not even their sum may be told. */
  readonly customers: number | null;
  readonly cohorts: readonly Cohort[];
  /** How many columns the grid has. */
  readonly offsets: number;
  /** By column: the offsets that it is about. */
  readonly ranges: readonly OffsetRange[];
  /** By column; null where no cohort's period is over. */
  readonly pooled: readonly (PooledCell | null)[];
  readonly hasValue: boolean;
  readonly asOf: string | null;
  /** The last date of the period that is not over, null where all are. */
  readonly partialUntil: string | null;
  /** Periods that are not over end on different days, `partialUntil` the last. */
  readonly partialEnds: boolean;
  /** The share that a model expects in a cell that nobody has seen to its end, by cohort and offset (`2024-01-01/3`). */
  readonly projected: ReadonlyMap<string, number>;
}

/** Returns the first column after the entry, 0 where the entry is no column or the only one. */
export function firstColumn({ ranges }: Pick<RetentionModel, 'ranges'>): number {
  return ranges[0]?.[0] === 0 && ranges.length > 1 ? 1 : 0;
}

/** Returns whether *measure* is an amount of money. */
export function isMoney(measure: RetentionMeasure): boolean {
  return measure === 'value' || measure === 'cumulativeValue';
}

/** Returns the number that *cell* shows. */
export function amountOf(cell: CohortCell, measure: RetentionMeasure, unit: RetentionUnit): number | null {
  const percent = unit === 'percent';
  switch (measure) {
    case 'customers':
      return percent ? cell.retention : cell.active;
    case 'orders':
      return percent ? cell.ordersShare : cell.orders;
    case 'value':
      return percent ? cell.valueShare : cell.value;
    case 'cumulativeValue':
      return percent ? cell.soFarShare : cell.soFar;
    default:
      return null;
  }
}

/** Returns what the pooled row shows: the pooled share, or the mean of the cohorts' numbers. */
export function pooledAmountOf(cell: PooledCell, measure: RetentionMeasure, unit: RetentionUnit): number | null {
  const amount = amountOf(cell, measure, unit);
  return unit === 'percent' || amount === null ? amount : amount / cell.cohorts;
}
