import { CompensatedSum } from '../kernels/compensated-sums.js';
import { wilson } from '../statistics/wilson.js';
import { type Row, type Table, tableOf } from '../table.js';
import { LOW_N } from './low-n.js';
import { rateOf } from './retention-cell-table.js';
import type { RetentionCohorts } from './retention-cohorts.js';
import type { RetentionOptions } from './retention-options.js';
import type { RetentionWithheld } from './retention-suppression.js';
import { numberIn } from './summary-cells.js';

/** The sums of all cohorts whose cell is complete. */
export interface PooledSums {
  readonly offset: number;
  /** Their positions in the list of cohorts. */
  readonly held: readonly number[];
  readonly size: number;
  readonly active: number;
  readonly orders: number;
  readonly value: number;
  readonly cumulativeValue: number;
  /** Of the same cohorts at entry. */
  readonly entryOrders: number;
  readonly entryValue: number;
}

/** Returns the sums by window, over the cohorts whose cell is complete. */
export function pooledRows(cohorts: RetentionCohorts): PooledSums[] {
  const soFar = cohorts.list.map(() => 0);
  return cohorts.windows.map((bracket): PooledSums => {
    const held: number[] = [];
    let size = 0;
    let active = 0;
    let orders = 0;
    let entryOrders = 0;
    const value = new CompensatedSum();
    const cumulative = new CompensatedSum();
    const entry = new CompensatedSum();
    cohorts.list.forEach((cohort, i) => {
      const row = cohort.cells.get(bracket[0]) ?? {};
      soFar[i]! += numberIn(row, 'value');
      const { observed, complete } = cohorts.watch(cohort, bracket);
      if (!observed || !complete) return;
      held.push(i);
      size += cohort.size;
      active += numberIn(row, 'active');
      orders += numberIn(row, 'orders');
      value.add(numberIn(row, 'value'));
      cumulative.add(soFar[i]!);
      const first = cohort.cells.get(0) ?? {};
      entryOrders += numberIn(first, 'orders');
      entry.add(numberIn(first, 'value'));
    });
    return { offset: bracket[0], held, size, active, orders, value: value.value, cumulativeValue: cumulative.value, entryOrders, entryValue: entry.value };
  });
}

/** The pooled curve: rates are sums over sums, never averages of rates. */
export function pooledTable(pooled: readonly PooledSums[], withheld: RetentionWithheld, hasValue: boolean, options: RetentionOptions): Table {
  return tableOf({
    offset: 'int32', cohorts: 'int32', size: 'int32', active: 'int32', retention: 'float64', lower: 'float64', upper: 'float64',
    value: 'float64', value_retention: 'float64', low_n: 'bool', suppressed: 'bool', orders: 'int32', cumulative_value: 'float64', rate: 'float64',
  }, pooled.map((sums, w): Row => {
    const { offset, held, size, active } = sums;
    const hidden = (size < (options.minN ?? 0) || withheld.pooled(w)) && held.length > 0;
    const told = held.length > 0 && !hidden;
    const interval = told ? wilson(active, size, options.confidence ?? 0.95) : null;
    const amounts = {
      retention: told ? active / size : null, orders: told ? sums.orders : null, value: told && hasValue ? sums.value : null,
      cumulativeValue: told && hasValue ? sums.cumulativeValue : null,
    };
    const base = { orders: sums.entryOrders, value: sums.entryValue };
    return {
      offset, cohorts: held.length, size, active: told ? active : null, retention: amounts.retention,
      lower: interval?.lower ?? null, upper: interval?.upper ?? null, value: amounts.value,
      value_retention: rateOf('value', amounts, base), low_n: size < LOW_N, suppressed: hidden,
      orders: amounts.orders, cumulative_value: amounts.cumulativeValue, rate: rateOf(options.measure ?? 'customers', amounts, base),
    };
  }));
}
