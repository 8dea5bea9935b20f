import type { Input } from '../arrow/frame.js';
import { NO_PERIOD } from '../calendar/period-table.js';
import { OptionError } from '../errors.js';
import {
  type ActivityLedger, customerCount, customerOf, firstActivePeriods, hasEntry, isActive, lastActivePeriods, ordersByEntry, periodOf,
} from '../kernels/activity-ledger.js';
import { bitmap, countBits, setBit } from '../kernels/bitmap.js';
import { type CellIndex, cellOf, createCellIndex } from '../kernels/cell-index.js';
import { addSumTo, createSums, reserveSums, sumAt } from '../kernels/compensated-sums.js';
import { exactTotal } from '../kernels/exact-sums.js';
import type { CustomerSet, Fold, Summary } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { type Row, type Table, tableOf } from '../table.js';
import { type ActivityPlan, ActivityReader, type ActivityState } from './activity-fold.js';
import { rowCounts } from './row-tally.js';

/** When a customer counts as retained: active in that period, or in that period or any later one. */
export type RetentionMode = 'on' | 'onOrAfter';

/** Returns the fold that keeps what customers did by period and counts cohorts on the way out. */
export function retentionFold(plan: ActivityPlan, mode: RetentionMode, input: Input): Fold<ActivityState> {
  const index = input.keyIndex(plan.customer);
  const reader = new ActivityReader(plan, index);
  return {
    init: () => reader.init(),
    update: (state, frame, mask) => reader.update(state, frame, mask),
    merge: (into, from) => reader.merge(into, from),
    finish: (state) => summarise(state, reader, mode),
    members(state, mark): CustomerSet {
      const { cohort, offset } = cellAt(mark, reader);
      const first = firstActivePeriods(state.ledger, NO_PERIOD);
      const bits = bitmap(index.size);
      if (offset === null) {
        first.forEach((period, customer) => period === cohort && setBit(bits, customer));
      } else if (mode === 'onOrAfter') {
        const last = lastActivePeriods(state.ledger, NO_PERIOD);
        first.forEach((period, customer) => period === cohort && last[customer]! >= cohort + offset && setBit(bits, customer));
      } else {
        const { ledger } = state;
        for (let entry = 0; entry < ledger.size; entry++) {
          const customer = customerOf(ledger, entry);
          if (isActive(ledger, entry) && periodOf(ledger, entry) === cohort + offset && first[customer] === cohort) setBit(bits, customer);
        }
      }
      return { column: plan.customer, bits, count: countBits(bits) };
    },
  };
}

/** Returns the period and offset that *mark* names, by ordinal. Throws OptionError where it is no mark of retention. */
export function cellAt(mark: Mark, { periods }: Pick<ActivityReader, 'periods'>): { cohort: number; offset: number | null } {
  const { cohort, offset = null } = mark;
  const wrong = (): OptionError => new OptionError(
    `retention: no such mark, got ${JSON.stringify(mark)}; expected {cohort: first date of a ${periods.grain}, offset?: 0, 1, 2, ...}`,
  );
  if (typeof cohort !== 'string' || !(offset === null || (typeof offset === 'number' && Number.isInteger(offset) && offset >= 0))) throw wrong();
  let period: number;
  try {
    period = periods.ordinalOfDate(cohort);
  } catch {
    throw wrong();
  }
  if (periods.dateOf(period) !== cohort) throw wrong();
  return { cohort: period, offset };
}

/** What is counted of the cells of all cohorts; cells are numbered by an index of cohort and offset. */
interface Cells {
  readonly index: CellIndex;
  readonly active: number[];
  readonly orders: number[];
  readonly values: ReturnType<typeof createSums>;
  /** Rows are no activity before a customer's first: refunds of what was bought before the data begins. */
  beforeEntry: number;
}

function summarise(state: ActivityState, reader: ActivityReader, mode: RetentionMode): Summary {
  const { ledger } = state;
  const first = firstActivePeriods(ledger, NO_PERIOD);
  const sizes = countsByPeriod(first);
  const cells = countCells(ledger, first);
  if (mode === 'onOrAfter') countLater(cells, first, lastActivePeriods(ledger, NO_PERIOD));
  let customers = 0;
  for (const size of sizes.values()) customers += size;
  const hasValue = reader.plan.value !== null;
  const exact = cells.values.exact ? exactTotal(cells.values.exact) : null;
  return {
    tables: {
      retention: cellTable(cells, reader, hasValue),
      cohorts: tableOf({ cohort: 'date', size: 'int32' }, [...sizes].sort(([a], [b]) => a - b).map(([period, size]) => (
        { cohort: reader.periods.dateOf(period), size }))),
      totals: tableOf(
        {
          customers: 'int32', customers_without_activity: 'int32', entries_before_first: 'int32', value_missing: 'int32', has_value: 'bool',
          ...(exact === null ? {} : { value_exact: 'utf8' }),
        },
        [{
          customers, customers_without_activity: customersSeen(ledger) - customers, entries_before_first: cells.beforeEntry,
          value_missing: state.valuesMissing, has_value: hasValue, ...(exact === null ? {} : { value_exact: exact }),
        }],
      ),
      window: reader.window(state),
    },
    rows: rowCounts(state.tally),
  };
}

function countsByPeriod(periods: Int32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const period of periods) if (period !== NO_PERIOD) counts.set(period, (counts.get(period) ?? 0) + 1);
  return counts;
}

function countCells(ledger: ActivityLedger, first: Int32Array): Cells {
  const cells: Cells = { index: createCellIndex(), active: [], orders: [], values: createSums(), beforeEntry: 0 };
  const orders = ordersByEntry(ledger);
  const hasValues = ledger.keepValues;
  for (let entry = 0; entry < ledger.size; entry++) {
    const cohort = first[customerOf(ledger, entry)]!;
    if (cohort === NO_PERIOD) continue;
    const offset = periodOf(ledger, entry) - cohort;
    if (offset < 0) {
      cells.beforeEntry++;
      continue;
    }
    const cell = cellFor(cells, cohort, offset);
    if (isActive(ledger, entry)) cells.active[cell]! += 1;
    cells.orders[cell]! += orders[entry]!;
    if (hasValues) addSumTo(cells.values, cell, ledger.values, entry);
  }
  return cells;
}

/** Replaces the customers active in a cell by those active then or later. */
function countLater(cells: Cells, first: Int32Array, last: Int32Array): void {
  cells.active.fill(0);
  const reach = new Map<number, number>();
  first.forEach((cohort, customer) => {
    if (cohort === NO_PERIOD) return;
    const offset = last[customer]! - cohort;
    reach.set(cohort, Math.max(reach.get(cohort) ?? 0, offset));
    cells.active[cellFor(cells, cohort, offset)]! += 1;
  });
  for (const [cohort, furthest] of reach) {
    for (let offset = furthest - 1; offset >= 0; offset--) {
      // A cell that is made only now grows the lists, so the later one is read first.
      const later = cells.active[cellFor(cells, cohort, offset + 1)]!;
      cells.active[cellFor(cells, cohort, offset)]! += later;
    }
  }
}

function cellFor(cells: Cells, cohort: number, offset: number): number {
  const cell = cellOf(cells.index, cohort, offset);
  if (cell === cells.active.length) {
    cells.active.push(0);
    cells.orders.push(0);
    reserveSums(cells.values, cell + 1);
  }
  return cell;
}

function cellTable(cells: Cells, { periods }: ActivityReader, hasValue: boolean): Table {
  const { firsts, seconds, size } = cells.index;
  const order = Array.from({ length: size }, (_, cell) => cell).sort((a, b) => firsts[a]! - firsts[b]! || seconds[a]! - seconds[b]!);
  const rows = order.map((cell): Row => ({
    cohort: periods.dateOf(firsts[cell]!), offset: seconds[cell]!, active: cells.active[cell]!, orders: cells.orders[cell]!,
    value: hasValue ? sumAt(cells.values, cell) + 0 : null,
  }));
  return tableOf({ cohort: 'date', offset: 'int32', active: 'int32', orders: 'int32', value: 'float64' }, rows);
}

/** How many customers have any entry, active or not. */
function customersSeen(ledger: ActivityLedger): number {
  let count = 0;
  for (let customer = 0; customer < customerCount(ledger); customer++) if (hasEntry(ledger, customer)) count++;
  return count;
}
