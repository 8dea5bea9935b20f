import type { Input } from '../arrow/frame.js';
import { NO_PERIOD, type PeriodTable } from '../calendar/period-table.js';
import { OptionError } from '../errors.js';
import { customerCount, customerOf, entriesByPeriod, firstActivePeriods, isActive, periodOf } from '../kernels/activity-ledger.js';
import { type Bitmap, bitmap, countBits, hasBit, setBit } from '../kernels/bitmap.js';
import { addSumTo, createSums, reserveSums, sumAt } from '../kernels/compensated-sums.js';
import { NO_KEY } from '../kernels/key-index.js';
import type { CustomerSet, Fold, Summary } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { type Row, type Table, tableOf } from '../table.js';
import { type ActivityPlan, ActivityReader, type ActivityState, exactCell, exactField } from './activity-fold.js';
import { rowCounts } from './row-tally.js';

/** What a customer can be in a period. `active` is new, returning or resurrected; `dormant` was active in the period before. */
export type LifecycleStateName = 'active' | 'new' | 'returning' | 'resurrected' | 'dormant';

/** Every state, in the order of the table's columns. */
export const LIFECYCLE_STATES: readonly LifecycleStateName[] = ['active', 'new', 'returning', 'resurrected', 'dormant'];

/** Activity, and in which period each customer came to be (NO_PERIOD where unknown). Structured-cloneable. */
export interface LifecycleState {
  readonly activity: ActivityState;
  created: Int32Array;
}

/** Where the dates of creation stand. */
export interface CreationColumn {
  readonly name: string;
  readonly periods: PeriodTable;
}

/** Returns the fold that keeps in which periods customers were active and tells their states on the way out. */
export function lifecycleFold(plan: ActivityPlan, creation: CreationColumn | null, input: Input): Fold<LifecycleState> {
  const index = input.keyIndex(plan.customer);
  const reader = new ActivityReader(plan, index);
  const merged = (into: LifecycleState, size: number): Int32Array => {
    if (into.created.length >= size) return into.created;
    const grown = new Int32Array(size).fill(NO_PERIOD);
    grown.set(into.created);
    return (into.created = grown);
  };
  return {
    init: () => ({ activity: reader.init(), created: new Int32Array(0) }),
    update(state, frame, mask): void {
      reader.update(state.activity, frame, mask);
      if (creation === null) return;
      const customers = frame.keys(plan.customer);
      const times = frame.instants(plan.time);
      const dates = frame.instants(creation.name);
      const created = merged(state, index.size);
      for (let i = 0; i < frame.numRows; i++) {
        const customer = customers[i]!;
        if ((mask !== null && !hasBit(mask, i)) || customer === NO_KEY || !(times[i]! < plan.cutOff)) continue;
        const period = creation.periods.ordinalOf(dates[i]!);
        if (period !== NO_PERIOD) created[customer] = earlier(created[customer]!, period);
      }
    },
    merge(into, from): void {
      reader.merge(into.activity, from.activity);
      const created = merged(into, from.created.length);
      for (let customer = 0; customer < from.created.length; customer++) created[customer] = earlier(created[customer]!, from.created[customer]!);
    },
    finish: (state) => ({
      tables: {
        lifecycle: stateTable(state, reader),
        totals: tableOf({ value_missing: 'int32', has_value: 'bool', ...exactField(state.activity), ...(creation === null ? {} : { customers: 'int32' }) }, [{
          value_missing: state.activity.valuesMissing, has_value: plan.value !== null, ...exactCell(state.activity),
          ...(creation === null ? {} : { customers: newPeriods(state).reduce((count, period) => count + Number(period !== NO_PERIOD), 0) }),
        }]),
        window: reader.window(state.activity),
      },
      rows: rowCounts(state.activity.tally),
    }) satisfies Summary,
    members(state, mark): CustomerSet {
      const { period, state: wanted } = stateAt(mark, reader);
      const bits = customersIn(state, reader, period, wanted, index.size);
      return { column: plan.customer, bits, count: countBits(bits) };
    },
  };
}

/** The earlier of two periods of which either may be unknown. */
function earlier(a: number, b: number): number {
  return a === NO_PERIOD ? b : b === NO_PERIOD ? a : Math.min(a, b);
}

/** By customer: the period in which they are new, the earlier of their creation and their first activity. */
function newPeriods({ activity, created }: LifecycleState): Int32Array {
  const periods = firstActivePeriods(activity.ledger, NO_PERIOD);
  for (let customer = 0; customer < Math.min(created.length, periods.length); customer++) {
    if (periods[customer] !== NO_PERIOD) periods[customer] = earlier(periods[customer]!, created[customer]!);
  }
  return periods;
}

/** Returns the period and state that *mark* names. Throws OptionError where it is no mark of a lifecycle. */
export function stateAt(mark: Mark, { periods }: Pick<ActivityReader, 'periods'>): { period: number; state: LifecycleStateName } {
  const { period, state } = mark;
  const wanted = LIFECYCLE_STATES.find((known) => known === state);
  if (typeof period === 'string' && wanted !== undefined) {
    try {
      const ordinal = periods.ordinalOfDate(period);
      if (periods.dateOf(ordinal) === period) return { period: ordinal, state: wanted };
    } catch {
      // No date at all: the same complaint as for a date inside a period.
    }
  }
  throw new OptionError(
    `lifecycle: no such mark, got ${JSON.stringify(mark)}; expected {period: first date of a ${periods.grain}, state: ${LIFECYCLE_STATES.join(' | ')}}`,
  );
}

/** The customers in a state, by three sets: who is active now, who was in the period before, and who is new now. */
function customersIn(state: LifecycleState, reader: ActivityReader, period: number, wanted: LifecycleStateName, customers: number): Bitmap {
  const ledger = reader.ledgerOf(state.activity);
  const now = bitmap(customers);
  const before = bitmap(customers);
  const fresh = bitmap(customers);
  newPeriods(state).forEach((first, customer) => {
    if (first === period) setBit(fresh, customer);
  });
  for (let entry = 0; entry < ledger.size; entry++) {
    const at = periodOf(ledger, entry);
    if (at > period || at < period - 1 || !isActive(ledger, entry)) continue;
    setBit(at === period ? now : before, customerOf(ledger, entry));
  }
  return now.map((active, word) => {
    switch (wanted) {
      case 'active': return active;
      case 'new': return active & fresh[word]!;
      case 'returning': return active & before[word]! & ~fresh[word]!;
      case 'resurrected': return active & ~fresh[word]! & ~before[word]!;
      case 'dormant': return before[word]! & ~active;
    }
  });
}

interface PeriodCounts {
  new: number;
  returning: number;
  resurrected: number;
  /** The slot of what the new bring; that of the others follows. */
  readonly slot: number;
}

function stateTable(state: LifecycleState, reader: ActivityReader): Table {
  const { periods, plan } = reader;
  const ledger = reader.ledgerOf(state.activity);
  const firstPeriods = newPeriods(state);
  const hasValue = plan.value !== null;
  const counts = new Map<number, PeriodCounts>();
  const values = createSums();
  const lastActive = new Int32Array(customerCount(ledger)).fill(NO_PERIOD);
  // Entries come by period, so the period in which a customer was last active is all that has to be known.
  for (const entry of entriesByPeriod(ledger)) {
    const period = periodOf(ledger, entry);
    const customer = customerOf(ledger, entry);
    let count = counts.get(period);
    if (count === undefined) {
      count = { new: 0, returning: 0, resurrected: 0, slot: 2 * counts.size };
      reserveSums(values, count.slot + 2);
      counts.set(period, count);
    }
    let slot = count.slot + 1;
    if (isActive(ledger, entry)) {
      const last = lastActive[customer]!;
      lastActive[customer] = period;
      if (firstPeriods[customer] === period) {
        count.new++;
        slot = count.slot;
      } else if (last === period - 1) {
        count.returning++;
      } else {
        count.resurrected++;
      }
    }
    if (hasValue) addSumTo(values, slot, ledger.values, entry);
  }
  const rows = Array.from(counts, ([period, count]): Row => ({
    period: periods.dateOf(period), active: count.new + count.returning + count.resurrected,
    new: count.new, returning: count.returning, resurrected: count.resurrected,
    value_new: hasValue ? sumAt(values, count.slot) + 0 : null, value_existing: hasValue ? sumAt(values, count.slot + 1) + 0 : null,
  }));
  return tableOf({
    period: 'date', active: 'int32', new: 'int32', returning: 'int32', resurrected: 'int32', value_new: 'float64', value_existing: 'float64',
  }, rows);
}
