import { type Cell, type Result, type Row, rowsOf, type Table } from '@clientele/metrics';
import { type Grain, numberIn, textIn } from '../locales/format.js';
import { endOfPeriod, periodAfter } from './period-steps.js';
import type { Cohort, CohortCell, PooledCell, RetentionMode, RetentionModel } from './retention-model.js';

const MODES: readonly RetentionMode[] = ['on', 'onOrAfter', 'onOrBefore', 'streak'];

const read = new WeakMap<Result, RetentionModel>();

/**
 * Returns *result* as cohorts and cells. What a backend left out (observed, the pooled row) follows from what it sent. A result
 * is read once, however often it is laid out.
 */
export function retentionModel(result: Result): RetentionModel {
  const known = read.get(result);
  if (known !== undefined) return known;
  const model = modelOf(result);
  read.set(result, model);
  return model;
}

function modelOf(result: Result): RetentionModel {
  const grain = (result.options['period'] ?? 'month') as Grain;
  const columns = new CellColumns(result.table);
  const byDate = new Map<string, number[]>();
  let offsets = 0;
  let hasValue = false;
  for (let i = 0; i < result.table.numRows; i++) {
    const date = textAt(columns.cohort, i).slice(0, 10);
    const list = byDate.get(date);
    if (list === undefined) byDate.set(date, [i]);
    else list.push(i);
    if (columns.isObserved(i)) offsets = Math.max(offsets, columns.offsetOf(i) + 1);
    hasValue ||= numberAt(columns.value, i) !== null;
  }
  const cohorts = [...byDate].sort(([a], [b]) => (a < b ? -1 : 1)).map(([date, at]) => cohortOf(date, columns, at, offsets));
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

type Column = readonly Cell[];

/** The main table by column: a grid of ten thousand cells is read without an object for each row. */
class CellColumns {
  readonly cohort: Column;
  readonly size: Column;
  readonly lowN: Column;
  readonly offset: Column;
  readonly observed: Column;
  readonly active: Column;
  readonly retention: Column;
  readonly orders: Column;
  readonly value: Column;
  readonly soFar: Column;
  readonly until: Column;
  readonly lower: Column;
  readonly upper: Column;
  readonly partial: Column;
  readonly suppressed: Column;

  constructor({ columns }: Table) {
    const of = (name: string): Column => columns[name] ?? [];
    this.cohort = of('cohort');
    this.size = of('size');
    this.lowN = of('low_n');
    this.offset = of('offset');
    this.observed = of('observed');
    this.active = of('active');
    this.retention = of('retention');
    this.orders = of('orders');
    this.value = of('value');
    this.soFar = of('cumulative_value');
    this.until = of('last_date');
    this.lower = of('lower');
    this.upper = of('upper');
    this.partial = of('partial');
    this.suppressed = of('suppressed');
  }

  offsetOf(i: number): number {
    return numberAt(this.offset, i) ?? 0;
  }

  isObserved(i: number): boolean {
    const told = this.observed[i];
    return typeof told === 'boolean' ? told : numberAt(this.active, i) !== null || numberAt(this.retention, i) !== null;
  }
}

function numberAt(column: Column, i: number): number | null {
  const cell = column[i];
  return typeof cell === 'number' && Number.isFinite(cell) ? cell : null;
}

function textAt(column: Column, i: number): string {
  const cell = column[i];
  return typeof cell === 'string' ? cell : '';
}

function cohortOf(date: string, columns: CellColumns, at: readonly number[], offsets: number): Cohort {
  const [head = -1] = at;
  const size = numberAt(columns.size, head) ?? 0;
  const first = at.find((i) => columns.offset[i] === 0) ?? -1;
  const entryValue = numberAt(columns.value, first);
  const entryOrders = numberAt(columns.orders, first);
  const cells: (CohortCell | null)[] = Array.from({ length: offsets }, () => null);
  for (const i of at) if (columns.isObserved(i)) cells[columns.offsetOf(i)] = cellOf(columns, i, size, entryValue, entryOrders);
  return { date, size, lowN: columns.lowN[head] === true, cells };
}

function cellOf(columns: CellColumns, i: number, size: number, entryValue: number | null, entryOrders: number | null): CohortCell {
  const active = numberAt(columns.active, i);
  const value = numberAt(columns.value, i);
  const orders = numberAt(columns.orders, i);
  const soFar = numberAt(columns.soFar, i);
  const until = textAt(columns.until, i);
  return {
    offset: columns.offsetOf(i), active, value,
    retention: numberAt(columns.retention, i) ?? (active === null || size === 0 ? null : active / size),
    orders, valueShare: shareOf(value, entryValue), ordersShare: shareOf(orders, entryOrders), soFar, soFarShare: shareOf(soFar, entryValue),
    until: until === '' ? null : until.slice(0, 10),
    lower: numberAt(columns.lower, i), upper: numberAt(columns.upper, i),
    partial: columns.partial[i] === true, suppressed: columns.suppressed[i] === true,
  };
}

function shareOf(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole <= 0 ? null : part / whole;
}

function pooledOf(result: Result, cohorts: readonly Cohort[], offsets: number): (PooledCell | null)[] {
  const table = result.tables['pooled'];
  const told = new Map((table === undefined ? [] : rowsOf(table)).map((row) => [numberIn(row, 'offset') ?? 0, row]));
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
  let held = 0;
  let orders: number | null = 0;
  let soFar: number | null = 0;
  let entryOrders: number | null = 0;
  let entryValue: number | null = 0;
  for (const { cells } of cohorts) {
    const cell = cells[offset];
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

function partialUntil(cohorts: readonly Cohort[], grain: Grain): string | null {
  // Rolling windows end on many days: the last of them.
  let latest: string | null = null;
  let first: string | null = null;
  for (const { date, cells } of cohorts) {
    for (const cell of cells) {
      if (cell?.partial !== true) continue;
      if (cell.until !== null && (latest === null || cell.until > latest)) latest = cell.until;
      first ??= endOfPeriod(periodAfter(date, grain, cell.offset), grain);
    }
  }
  return latest ?? first;
}
