import { type ActivityLedger, arrange, customerOf, firstActivePeriods, isActive, ordersByEntry, periodOf } from '../kernels/activity-ledger.js';
import { type CellIndex, cellOf, createCellIndex } from '../kernels/cell-index.js';
import { addSumTo, type CompensatedSums, createSums, reserveSums, sumAt } from '../kernels/compensated-sums.js';
import { exactTotal } from '../kernels/exact-sums.js';
import { NO_PERIOD } from '../calendar/period-table.js';
import { type ActivityReader, type ActivityState } from './activity-fold.js';
import { type RetentionPlan, walkRetention } from './retention-walk.js';

/** Who entered together. */
export interface CohortCount {
  size: number;
  /** The first and last of the ledger's periods in which somebody entered. */
  first: number;
  last: number;
}

/** A cell of a cohort: an offset, or the number of a bracket. */
export interface CellCount {
  readonly cohort: number;
  readonly cell: number;
  readonly active: number;
  /** Members who were watched to the end of a rolling cell; 0 where windows follow the calendar. */
  readonly eligible: number;
  readonly orders: number;
  readonly value: number;
}

/** What is counted of all cohorts. Rows that are no activity before a customer's first are refunds of what was bought before the data begins. */
export interface RetentionCounts {
  readonly cohorts: ReadonlyMap<number, CohortCount>;
  readonly cells: readonly CellCount[];
  readonly beforeEntry: number;
  readonly withoutActivity: number;
  /** The value of all cells to the last digit, where values are decimals. */
  readonly exactValue: string | null;
}

/** Returns the counts of *state*, cells in order of cohorts and offsets. */
export function countRetention(state: ActivityState, reader: ActivityReader, plan: RetentionPlan): RetentionCounts {
  const simple = plan.entry === 'first' && plan.mode === 'on' && plan.windowDays === null;
  return simple ? countFirst(reader.ledgerOf(state)) : countWalk(state, reader, plan);
}

/** Counts of cells by cohort and number; `active` and `eligible` are kept as steps up and down from cell to cell. */
class Cells {
  readonly cohorts: Map<number, CohortCount> = new Map();
  readonly #index: CellIndex = createCellIndex();
  readonly #active: number[] = [];
  /** Active in this cell alone. */
  readonly #here: number[] = [];
  readonly #eligible: number[] = [];
  readonly #orders: number[] = [];
  readonly #values: CompensatedSums = createSums();

  enter(cohort: number, period: number, customers: number): void {
    const count = this.cohorts.get(cohort);
    if (count === undefined) this.cohorts.set(cohort, { size: customers, first: period, last: period });
    else {
      count.size += customers;
      count.first = Math.min(count.first, period);
      count.last = Math.max(count.last, period);
    }
  }

  retain(cohort: number, first: number, last: number): void {
    this.#active[this.#cellFor(cohort, first)]! += 1;
    this.#active[this.#cellFor(cohort, last + 1)]! -= 1;
  }

  watch(cohort: number, last: number): void {
    if (last < 0) return;
    this.#eligible[this.#cellFor(cohort, 0)]! += 1;
    this.#eligible[this.#cellFor(cohort, last + 1)]! -= 1;
  }

  /** Adds the rows of *entry*, and counts its customer in the cell where *active* is 1. */
  add(cohort: number, cell: number, orders: number, ledger: ActivityLedger, entry: number, active: 0 | 1): void {
    const at = this.#cellFor(cohort, cell);
    this.#here[at]! += active;
    this.#orders[at]! += orders;
    if (ledger.keepValues) addSumTo(this.#values, at, ledger.values, entry);
  }

  #cellFor(cohort: number, cell: number): number {
    const at = cellOf(this.#index, cohort, cell);
    if (at === this.#active.length) {
      this.#active.push(0);
      this.#here.push(0);
      this.#eligible.push(0);
      this.#orders.push(0);
      reserveSums(this.#values, at + 1);
    }
    return at;
  }

  get exactValue(): string | null {
    return this.#values.exact ? exactTotal(this.#values.exact) : null;
  }

  /** Cells with anybody or anything in them; those between steps too. */
  counts(): CellCount[] {
    const { firsts, seconds, size } = this.#index;
    const order = Array.from({ length: size }, (_, at) => at).sort((a, b) => firsts[a]! - firsts[b]! || seconds[a]! - seconds[b]!);
    const found: CellCount[] = [];
    let active = 0;
    let eligible = 0;
    order.forEach((at, i) => {
      const cohort = firsts[at]!;
      const cell = seconds[at]!;
      active += this.#active[at]!;
      eligible += this.#eligible[at]!;
      const value = sumAt(this.#values, at) + 0;
      const orders = this.#orders[at]!;
      const here = active + this.#here[at]!;
      if (here > 0 || eligible > 0 || orders > 0 || value !== 0) found.push({ cohort, cell, active: here, eligible, orders, value });
      const next = order[i + 1];
      const until = next !== undefined && firsts[next] === cohort ? seconds[next]! : cell;
      for (let between = cell + 1; between < until && (active > 0 || eligible > 0); between++) found.push({ cohort, cell: between, active, eligible, orders: 0, value: 0 });
    });
    return found;
  }
}

function countWalk(state: ActivityState, reader: ActivityReader, plan: RetentionPlan): RetentionCounts {
  const cells = new Cells();
  const { ledger } = state;
  // The walk would move entries under the orders counted for them.
  arrange(ledger);
  const orders = ordersByEntry(ledger);
  const outside = new Set<number>();
  let beforeEntry = 0;
  let cohort = 0;
  walkRetention(state, reader, plan, {
    member(_customer, its, entered, lastCell) {
      cohort = its;
      cells.enter(cohort, entered, 1);
      if (plan.windowDays !== null) cells.watch(cohort, lastCell);
    },
    retained: (first, last) => cells.retain(cohort, first, last),
    amount: (entry, cell) => cells.add(cohort, cell, orders[entry]!, ledger, entry, 0),
    outside(entry, hasActivity) {
      if (hasActivity) beforeEntry++;
      else outside.add(customerOf(ledger, entry));
    },
  });
  return { cohorts: cells.cohorts, cells: cells.counts(), beforeEntry, withoutActivity: outside.size, exactValue: cells.exactValue };
}

/** The same for the usual question, in one pass over entries in any order. */
function countFirst(ledger: ActivityLedger): RetentionCounts {
  const cells = new Cells();
  const first = firstActivePeriods(ledger, NO_PERIOD);
  const orders = ordersByEntry(ledger);
  const outside = new Set<number>();
  let beforeEntry = 0;
  for (let entry = 0; entry < ledger.size; entry++) {
    const cohort = first[customerOf(ledger, entry)]!;
    if (cohort === NO_PERIOD) {
      outside.add(customerOf(ledger, entry));
      continue;
    }
    const offset = periodOf(ledger, entry) - cohort;
    if (offset < 0) {
      beforeEntry++;
      continue;
    }
    cells.add(cohort, offset, orders[entry]!, ledger, entry, isActive(ledger, entry) ? 1 : 0);
  }
  const sizes = new Map<number, number>();
  for (const period of first) if (period !== NO_PERIOD) sizes.set(period, (sizes.get(period) ?? 0) + 1);
  for (const [cohort, size] of sizes) cells.enter(cohort, cohort, size);
  return { cohorts: cells.cohorts, cells: cells.counts(), beforeEntry, withoutActivity: outside.size, exactValue: cells.exactValue };
}
