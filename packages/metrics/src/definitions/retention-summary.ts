import type { PeriodTable } from '../calendar/period-table.js';
import type { RowCounts, Summary } from '../metric.js';
import { type CellType, type Row, type Table, tableOf } from '../table.js';
import type { RetentionCounts } from './retention-cells.js';
import type { RetentionPlan } from './retention-walk.js';

/** What a summary of retention says. */
export interface RetentionFindings extends RetentionCounts {
  /** How many customers entered any cohort; null where each entered one. */
  readonly customers: number | null;
  readonly valuesMissing: number;
  readonly hasValue: boolean;
  /** The periods in which entries are counted: days where windows roll. */
  readonly days: PeriodTable;
  readonly window: Table;
  readonly rows: RowCounts;
}

const CELL: Readonly<Record<string, CellType>> = { cohort: 'date', offset: 'int32', active: 'int32', orders: 'int32', value: 'float64' };

/** Returns the summary that says *found*, which folds and databases share. */
export function retentionSummary(found: RetentionFindings, { cohorts: periods, brackets, windowDays }: RetentionPlan): Summary {
  const { cohorts, cells, beforeEntry, withoutActivity, exactValue, hasValue } = found;
  const rolling = windowDays !== null;
  const rows = cells.map(({ cohort, cell, active, eligible, orders, value }): Row => ({
    cohort: periods.dateOf(cohort), offset: brackets === null ? cell : (brackets[cell]?.[0] ?? cell),
    active, orders, value: hasValue ? value : null, ...(rolling ? { eligible } : {}),
  }));
  const sorted = [...cohorts].sort(([a], [b]) => a - b);
  return {
    tables: {
      retention: tableOf(rolling ? { ...CELL, eligible: 'int32' } : CELL, rows),
      cohorts: tableOf(rolling ? { cohort: 'date', size: 'int32', last_entry: 'date' } : { cohort: 'date', size: 'int32' }, sorted.map(([cohort, { size, last }]): Row => (
        { cohort: periods.dateOf(cohort), size, ...(rolling ? { last_entry: found.days.dateOf(last) } : {}) }))),
      totals: tableOf(
        {
          customers: 'int32', customers_without_activity: 'int32', entries_before_first: 'int32', value_missing: 'int32', has_value: 'bool',
          ...(exactValue === null ? {} : { value_exact: 'utf8' as const }),
        },
        [{
          customers: found.customers ?? sorted.reduce((sum, [, { size }]) => sum + size, 0), customers_without_activity: withoutActivity,
          entries_before_first: beforeEntry, value_missing: found.valuesMissing, has_value: hasValue, ...(exactValue === null ? {} : { value_exact: exactValue }),
        }],
      ),
      window: found.window,
    },
    rows: found.rows,
  };
}
