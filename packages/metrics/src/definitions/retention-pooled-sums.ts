import { CompensatedSum } from '../kernels/compensated-sums.js';
import type { RetentionCohorts } from './retention-cohorts.js';
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
