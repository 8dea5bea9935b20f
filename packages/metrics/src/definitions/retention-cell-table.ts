import { wilson } from '../statistics/wilson.js';
import type { Cell, CellType, Row, Table } from '../table.js';
import { LOW_N } from './low-n.js';
import type { RetentionCohorts } from './retention-cohorts.js';
import type { RetentionMeasure, RetentionOptions } from './retention-options.js';
import type { RetentionWithheld } from './retention-suppression.js';
import { numberIn } from './summary-cells.js';

const COLUMNS = {
  cohort: 'date', size: 'int32', offset: 'int32', active: 'int32', retention: 'float64', orders: 'int32', value: 'float64',
  observed: 'bool', partial: 'bool', lower: 'float64', upper: 'float64', complete: 'bool', low_n: 'bool', suppressed: 'bool',
  rate: 'float64', cumulative_value: 'float64', eligible: 'int32', offset_end: 'int32', last_date: 'date',
} as const satisfies Record<string, CellType>;

/** What a share of the entry is taken of: the value or the orders at the first offset. */
export interface RetentionBase {
  readonly orders: number;
  readonly value: number;
}

/** The amounts of a cell, as far as they may be told. */
export interface RetentionAmounts {
  readonly retention: number | null;
  readonly orders: number | null;
  readonly value: number | null;
  readonly cumulativeValue: number | null;
}

/** Returns the measure as a share: of the members, or of the orders or the value at entry; null where those are not positive (C8). */
export function rateOf(measure: RetentionMeasure, { retention, orders, value, cumulativeValue }: RetentionAmounts, base: RetentionBase): number | null {
  if (measure === 'customers') return retention;
  const amount = measure === 'orders' ? orders : measure === 'value' ? value : cumulativeValue;
  const whole = measure === 'orders' ? base.orders : base.value;
  return amount === null || !(whole > 0) ? null : amount / whole;
}

/** Built column by column: daily cohorts over years make as many cells as a small data set has rows. */
export function cellTable(cohorts: RetentionCohorts, withheld: RetentionWithheld, hasValue: boolean, options: RetentionOptions): Table {
  const columns = Object.fromEntries(Object.keys(COLUMNS).map((name) => [name, [] as Cell[]])) as Record<keyof typeof COLUMNS, Cell[]>;
  const confidence = options.confidence ?? 0.95;
  const measure = options.measure ?? 'customers';
  cohorts.list.forEach((cohort, i) => {
    const { date, size, cells } = cohort;
    const few = size < (options.minN ?? 0);
    const sizeHidden = withheld.sizes[i] === 1;
    const atEntry: Row = cells.get(0) ?? {};
    const base = { orders: numberIn(atEntry, 'orders'), value: numberIn(atEntry, 'value') };
    let soFar = 0;
    // Sums up to a cell less those up to the one before tell what is between.
    let allTold = true;
    cohorts.windows.forEach((bracket, w) => {
      const { observed, complete, eligible } = cohorts.watch(cohort, bracket);
      const hidden = withheld.cell(i, w);
      const told = observed && !few && !hidden;
      const row = cells.get(bracket[0]) ?? {};
      const active = numberIn(row, 'active');
      soFar += numberIn(row, 'value');
      const worthTold = told && withheld.amounts;
      allTold &&= !hidden && withheld.amounts;
      const interval = told ? wilson(active, eligible, confidence) : null;
      const amounts = {
        retention: told ? active / eligible : null, orders: worthTold ? numberIn(row, 'orders') : null, value: worthTold && hasValue ? numberIn(row, 'value') : null,
        // Sums up to a cell are of its own members only once all of them were watched to its end, or as long as the calendar is the same for all.
        cumulativeValue: told && allTold && hasValue && (complete || options.windows !== 'rolling') ? soFar : null,
      };
      columns.cohort.push(date);
      columns.size.push(sizeHidden ? null : size);
      columns.offset.push(bracket[0]);
      columns.active.push(told ? active : null);
      columns.retention.push(amounts.retention);
      columns.orders.push(amounts.orders);
      columns.value.push(amounts.value);
      columns.observed.push(observed);
      columns.partial.push(observed && !complete);
      columns.lower.push(interval?.lower ?? null);
      columns.upper.push(interval?.upper ?? null);
      columns.complete.push(observed && complete);
      columns.low_n.push(size < LOW_N);
      columns.suppressed.push(observed && (few || hidden));
      columns.rate.push(rateOf(measure, amounts, base));
      columns.cumulative_value.push(amounts.cumulativeValue);
      columns.eligible.push(sizeHidden || (hidden && eligible !== size) ? null : eligible);
      columns.offset_end.push(bracket[1]);
      columns.last_date.push(cohorts.lastDate(cohort, bracket));
    });
  });
  return { fields: Object.entries(COLUMNS).map(([name, type]) => ({ name, type })), numRows: columns.cohort.length, columns };
}
