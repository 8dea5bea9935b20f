import { wilson } from '../statistics/wilson.js';
import { type Row, type Table, tableOf } from '../table.js';
import { LOW_N } from './low-n.js';
import { rateOf } from './retention-cell-table.js';
import type { RetentionOptions } from './retention-options.js';
import type { PooledSums } from './retention-pooled-sums.js';
import type { RetentionWithheld } from './retention-suppression.js';

/** The pooled curve: rates are sums over sums, never averages of rates. */
export function pooledTable(pooled: readonly PooledSums[], withheld: RetentionWithheld, hasValue: boolean, options: RetentionOptions): Table {
  // Cohorts that have a withheld cell up to here, which a sum up to here would tell.
  const hiddenBefore = new Set<number>();
  return tableOf({
    offset: 'int32', cohorts: 'int32', size: 'int32', active: 'int32', retention: 'float64', lower: 'float64', upper: 'float64',
    value: 'float64', value_retention: 'float64', low_n: 'bool', suppressed: 'bool', orders: 'int32', cumulative_value: 'float64', rate: 'float64',
  }, pooled.map((sums, w): Row => {
    const { offset, held, size, active } = sums;
    if (withheld.some) for (const cohort of held) if (withheld.cell(cohort, w)) hiddenBefore.add(cohort);
    const allTold = held.every((cohort) => !hiddenBefore.has(cohort));
    const sizeHidden = withheld.pooledSize(w);
    const hidden = (size < (options.minN ?? 0) || withheld.pooled(w) || sizeHidden) && held.length > 0;
    const told = held.length > 0 && !hidden;
    const interval = told ? wilson(active, size, options.confidence ?? 0.95) : null;
    const amounts = {
      retention: told ? active / size : null, orders: told && withheld.amounts ? sums.orders : null, value: told && withheld.amounts && hasValue ? sums.value : null,
      cumulativeValue: told && withheld.amounts && allTold && hasValue ? sums.cumulativeValue : null,
    };
    const base = { orders: sums.entryOrders, value: sums.entryValue };
    return {
      offset, cohorts: held.length, size: sizeHidden ? null : size, active: told ? active : null, retention: amounts.retention,
      lower: interval?.lower ?? null, upper: interval?.upper ?? null, value: amounts.value,
      value_retention: rateOf('value', amounts, base), low_n: size < LOW_N, suppressed: hidden,
      orders: amounts.orders, cumulative_value: amounts.cumulativeValue, rate: rateOf(options.measure ?? 'customers', amounts, base),
    };
  }));
}
