import { type Result, type Row, rowsOf } from '@clientele/metrics';
import { type Grain, numberIn, textIn } from '../locales/format.js';
import { endOfPeriod, periodAfter } from './period-steps.js';

/** What is followed: the customers who came back, how often they ordered, what they spent, or what they have spent so far. */
export type RetentionMeasure = 'customers' | 'orders' | 'value' | 'cumulativeValue';
/** When a customer counts as retained, as the metric says it. */
export type RetentionMode = 'on' | 'onOrAfter' | 'onOrBefore' | 'streak';
/** Shares of the cohort, or the numbers themselves. */
export type RetentionUnit = 'percent' | 'number';

/** What a cohort did in one period after its first. Null where the result does not say. */
export interface CohortCell {
  readonly offset: number;
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
  readonly size: number;
  readonly lowN: boolean;
  /** By offset; null where nobody has seen that period yet. */
  readonly cells: readonly (CohortCell | null)[];
}

/** All cohorts together whose period at this offset is over. */
export interface PooledCell extends CohortCell {
  readonly cohorts: number;
  readonly size: number;
}

/** A retention result as the chart reads it: cells by cohort and offset. */
export interface RetentionModel {
  readonly grain: Grain;
  readonly mode: RetentionMode;
  readonly confidence: number;
  readonly minN: number;
  readonly customers: number;
  readonly cohorts: readonly Cohort[];
  readonly offsets: number;
  /** By offset; null where no cohort's period is over. */
  readonly pooled: readonly (PooledCell | null)[];
  readonly hasValue: boolean;
  readonly asOf: string | null;
  /** The last date of the period that is not over, null where all are. */
  readonly partialUntil: string | null;
  /** The share that a model expects in a cell that nobody has seen to its end, by cohort and offset (`2024-01-01/3`). */
  readonly projected: ReadonlyMap<string, number>;
}

const MODES: readonly RetentionMode[] = ['on', 'onOrAfter', 'onOrBefore', 'streak'];

/** Returns *result* as cohorts and cells. What a backend left out (observed, the pooled row) follows from what it sent. */
export function retentionModel(result: Result): RetentionModel {
  const grain = (result.options['period'] ?? 'month') as Grain;
  const rows = rowsOf(result.table);
  const byDate = new Map<string, Row[]>();
  let offsets = 0;
  let hasValue = false;
  for (const row of rows) {
    const date = textIn(row, 'cohort').slice(0, 10);
    const list = byDate.get(date) ?? [];
    if (list.length === 0) byDate.set(date, list);
    list.push(row);
    if (isObserved(row)) offsets = Math.max(offsets, (numberIn(row, 'offset') ?? 0) + 1);
    hasValue ||= numberIn(row, 'value') !== null;
  }
  const cohorts = [...byDate].sort(([a], [b]) => (a < b ? -1 : 1)).map(([date, of]) => cohortOf(date, of, offsets));
  const customers = result.scalars['customers'];
  const { confidence, minN, mode } = result.options;
  return {
    grain, cohorts, offsets, hasValue,
    mode: MODES.find((known) => known === mode) ?? 'on',
    confidence: typeof confidence === 'number' ? confidence : 0.95,
    minN: typeof minN === 'number' ? minN : 0,
    customers: typeof customers === 'number' ? customers : cohorts.reduce((sum, { size }) => sum + size, 0),
    pooled: pooledOf(result, cohorts, offsets),
    asOf: result.diagnostics.window.asOf,
    partialUntil: partialUntil(cohorts, grain),
    projected: new Map((result.tables['projection'] === undefined ? [] : rowsOf(result.tables['projection'])).flatMap((row) => {
      const share = numberIn(row, 'retention');
      return share === null ? [] : [[`${textIn(row, 'cohort').slice(0, 10)}/${numberIn(row, 'offset') ?? 0}`, share] as const];
    })),
  };
}

function isObserved(row: Row): boolean {
  return typeof row['observed'] === 'boolean' ? row['observed'] : numberIn(row, 'active') !== null || numberIn(row, 'retention') !== null;
}

function cohortOf(date: string, rows: readonly Row[], offsets: number): Cohort {
  const size = numberIn(rows[0] ?? {}, 'size') ?? 0;
  const first = rows.find((row) => row['offset'] === 0);
  const entry = { value: first === undefined ? null : numberIn(first, 'value'), orders: first === undefined ? null : numberIn(first, 'orders') };
  const cells: (CohortCell | null)[] = Array.from({ length: offsets }, () => null);
  for (const row of rows) {
    const offset = numberIn(row, 'offset') ?? 0;
    if (isObserved(row)) cells[offset] = cellOf(row, offset, size, entry);
  }
  return { date, size, lowN: rows[0]?.['low_n'] === true, cells };
}

function cellOf(row: Row, offset: number, size: number, entry: { readonly value: number | null; readonly orders: number | null }): CohortCell {
  const active = numberIn(row, 'active');
  const value = numberIn(row, 'value');
  return {
    offset, active, value,
    retention: numberIn(row, 'retention') ?? (active === null || size === 0 ? null : active / size),
    orders: numberIn(row, 'orders'),
    valueShare: shareOf(value, entry.value), ordersShare: shareOf(numberIn(row, 'orders'), entry.orders),
    soFar: numberIn(row, 'cumulative_value'), soFarShare: shareOf(numberIn(row, 'cumulative_value'), entry.value),
    until: row['last_date'] === undefined || row['last_date'] === null ? null : textIn(row, 'last_date').slice(0, 10),
    lower: numberIn(row, 'lower'), upper: numberIn(row, 'upper'),
    partial: row['partial'] === true, suppressed: row['suppressed'] === true,
  };
}

function shareOf(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole <= 0 ? null : part / whole;
}

function pooledOf(result: Result, cohorts: readonly Cohort[], offsets: number): (PooledCell | null)[] {
  const table = result.tables['pooled'];
  const told = new Map(table === undefined ? [] : rowsOf(table).map((row) => [numberIn(row, 'offset') ?? 0, row]));
  return Array.from({ length: offsets }, (_, offset) => {
    const row = told.get(offset);
    return row === undefined ? (table === undefined ? sumOf(cohorts, offset) : null) : pooledCell(row, offset, cohorts);
  });
}

function pooledCell(row: Row, offset: number, list: readonly Cohort[]): PooledCell | null {
  const cohorts = numberIn(row, 'cohorts') ?? 0;
  if (cohorts === 0) return null;
  return {
    offset, cohorts, size: numberIn(row, 'size') ?? 0, active: numberIn(row, 'active'), retention: numberIn(row, 'retention'),
    value: numberIn(row, 'value'), valueShare: numberIn(row, 'value_retention'), ...sumsOf(list, offset), until: null,
    lower: numberIn(row, 'lower'), upper: numberIn(row, 'upper'), partial: false, suppressed: row['suppressed'] === true,
  };
}

/** Where a backend sent the cells only: their sums, with no interval. */
function sumOf(cohorts: readonly Cohort[], offset: number): PooledCell | null {
  let held = 0;
  let size = 0;
  let active = 0;
  let value = 0;
  let entryValue = 0;
  for (const cohort of cohorts) {
    const cell = cohort.cells[offset];
    if (cell === null || cell === undefined || cell.partial || cell.active === null) continue;
    held++;
    size += cohort.size;
    active += cell.active;
    value += cell.value ?? 0;
    entryValue += cohort.cells[0]?.value ?? 0;
  }
  if (held === 0 || size === 0) return null;
  const hasValue = entryValue > 0;
  return {
    offset, cohorts: held, size, active, retention: active / size, value: hasValue ? value : null, ...sumsOf(cohorts, offset), until: null,
    valueShare: hasValue ? value / entryValue : null, lower: null, upper: null, partial: false, suppressed: false,
  };
}

/** Orders and value so far of all cohorts whose cell is complete; null where one of them is withheld, so that nothing tells it. */
function sumsOf(cohorts: readonly Cohort[], offset: number): Pick<PooledCell, 'orders' | 'ordersShare' | 'soFar' | 'soFarShare'> {
  const held = cohorts.filter(({ cells }) => cells[offset]?.partial === false);
  const sum = (of: (cohort: Cohort) => number | null | undefined): number | null => (
    held.reduce<number | null>((total, cohort) => {
      const part = of(cohort) ?? null;
      return total === null || part === null ? null : total + part;
    }, held.length === 0 ? null : 0));
  const orders = sum(({ cells }) => cells[offset]?.orders);
  const soFar = sum(({ cells }) => cells[offset]?.soFar);
  return {
    orders, ordersShare: shareOf(orders, sum(({ cells }) => cells[0]?.orders)),
    soFar, soFarShare: shareOf(soFar, sum(({ cells }) => cells[0]?.value)),
  };
}

function partialUntil(cohorts: readonly Cohort[], grain: Grain): string | null {
  // Rolling windows end on many days: the last of them.
  const told = cohorts.flatMap(({ cells }) => cells.flatMap((cell) => (cell?.partial === true && cell.until !== null ? [cell.until] : []))).sort();
  const latest = told.at(-1);
  if (latest !== undefined) return latest;
  for (const { date, cells } of cohorts) {
    const cell = cells.find((one) => one?.partial === true);
    if (cell !== undefined && cell !== null) return endOfPeriod(periodAfter(date, grain, cell.offset), grain);
  }
  return null;
}

/** Returns whether *measure* is an amount of money. */
export function isMoney(measure: RetentionMeasure): boolean {
  return measure === 'value' || measure === 'cumulativeValue';
}

/** Returns the number that *cell* shows. */
export function amountOf(cell: CohortCell, measure: RetentionMeasure, unit: RetentionUnit): number | null {
  const [share, number] = {
    customers: [cell.retention, cell.active], orders: [cell.ordersShare, cell.orders],
    value: [cell.valueShare, cell.value], cumulativeValue: [cell.soFarShare, cell.soFar],
  }[measure] as [number | null, number | null];
  return unit === 'percent' ? share : number;
}

/** Returns what the pooled row shows: the pooled share, or the mean of the cohorts' numbers. */
export function pooledAmountOf(cell: PooledCell, measure: RetentionMeasure, unit: RetentionUnit): number | null {
  const amount = amountOf(cell, measure, unit);
  return unit === 'percent' || amount === null ? amount : amount / cell.cohorts;
}
