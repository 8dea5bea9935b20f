import { type Result, type Row, rowsOf } from '@clientele/metrics';
import { numberIn } from '../locales/format.js';
import { shareOf } from './cell-columns.js';
import type { Cohort, OffsetRange, PooledCell } from './retention-model.js';

type Sums = Pick<PooledCell, 'orders' | 'ordersShare' | 'soFar' | 'soFarShare'>;

/** Returns all cohorts together by column; null where no cohort's period is over. Where a backend sent the cells only, their sums. */
export function pooledCells(result: Result, cohorts: readonly Cohort[], ranges: readonly OffsetRange[]): (PooledCell | null)[] {
  const table = result.tables['pooled'];
  const told = new Map((table === undefined ? [] : rowsOf(table)).map((row) => [numberIn(row, 'offset') ?? 0, row]));
  return ranges.map(([offset], column) => {
    const row = told.get(offset);
    return row === undefined ? (table === undefined ? sumOf(cohorts, offset, column) : null) : toldCell(row, offset, column, cohorts);
  });
}

function toldCell(row: Row, offset: number, column: number, list: readonly Cohort[]): PooledCell | null {
  const cohorts = numberIn(row, 'cohorts') ?? 0;
  if (cohorts === 0) return null;
  return withSums({
    offset, column, cohorts, size: numberIn(row, 'size'), active: numberIn(row, 'active'), retention: numberIn(row, 'retention'),
    value: numberIn(row, 'value'), valueShare: numberIn(row, 'value_retention'), until: null,
    lower: numberIn(row, 'lower'), upper: numberIn(row, 'upper'), partial: false, suppressed: row['suppressed'] === true,
  }, list);
}

function sumOf(list: readonly Cohort[], offset: number, column: number): PooledCell | null {
  let cohorts = 0;
  let size = 0;
  let active = 0;
  let value = 0;
  let entryValue = 0;
  for (const cohort of list) {
    const cell = cohort.cells[column];
    if (cell === null || cell === undefined || cell.partial || cell.active === null || cohort.size === null) continue;
    cohorts++;
    size += cohort.size;
    active += cell.active;
    value += cell.value ?? 0;
    entryValue += cohort.cells[0]?.value ?? 0;
  }
  if (cohorts === 0 || size === 0) return null;
  const hasValue = entryValue > 0;
  return withSums({
    offset, column, cohorts, size, active, retention: active / size, value: hasValue ? value : null, until: null,
    valueShare: hasValue ? value / entryValue : null, lower: null, upper: null, partial: false, suppressed: false,
  }, list);
}

/** Adds orders and value so far up when somebody asks: a first drawing of customers doesn't. */
function withSums(cell: Omit<PooledCell, keyof Sums>, list: readonly Cohort[]): PooledCell {
  let sums: Sums | null = null;
  const added = (): Sums => (sums ??= sumsOf(list, cell.column));
  return {
    ...cell,
    get orders() {
      return added().orders;
    },
    get ordersShare() {
      return added().ordersShare;
    },
    get soFar() {
      return added().soFar;
    },
    get soFarShare() {
      return added().soFarShare;
    },
  };
}

/** Of all cohorts whose cell is complete; null where one of them is withheld, so that nothing tells it. */
function sumsOf(cohorts: readonly Cohort[], column: number): Sums {
  let held = 0;
  let orders: number | null = 0;
  let soFar: number | null = 0;
  let entryOrders: number | null = 0;
  let entryValue: number | null = 0;
  for (const { cells } of cohorts) {
    const cell = cells[column];
    if (cell?.partial !== false) continue;
    held++;
    orders = plus(orders, cell.orders);
    soFar = plus(soFar, cell.soFar);
    entryOrders = plus(entryOrders, cells[0]?.orders);
    entryValue = plus(entryValue, cells[0]?.value);
  }
  if (held === 0) return { orders: null, ordersShare: null, soFar: null, soFarShare: null };
  return { orders, ordersShare: shareOf(orders, entryOrders), soFar, soFarShare: shareOf(soFar, entryValue) };
}

function plus(sum: number | null, part: number | null | undefined): number | null {
  return sum === null || part === null || part === undefined ? null : sum + part;
}
