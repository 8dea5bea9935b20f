import type { Input } from '../arrow/frame.js';
import { NO_PERIOD } from '../calendar/period-table.js';
import { OptionError } from '../errors.js';
import { type ActivityLedger, customerCount, customerOf, entriesByPeriod, isActive, periodOf } from '../kernels/activity-ledger.js';
import { type Bitmap, bitmap, countBits, setBit } from '../kernels/bitmap.js';
import { CompensatedSum } from '../kernels/compensated-sums.js';
import type { CustomerSet, Fold, Summary } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { type Row, type Table, tableOf } from '../table.js';
import { type ActivityPlan, ActivityReader, type ActivityState } from './activity-fold.js';
import { rowCounts } from './row-tally.js';

/** What a customer can be in a period. `active` is new, returning or resurrected; `dormant` was active in the period before. */
export type LifecycleState = 'active' | 'new' | 'returning' | 'resurrected' | 'dormant';

/** Every state, in the order of the table's columns. */
export const LIFECYCLE_STATES: readonly LifecycleState[] = ['active', 'new', 'returning', 'resurrected', 'dormant'];

/** Returns the fold that keeps in which periods customers were active and tells their states on the way out. */
export function lifecycleFold(plan: ActivityPlan, input: Input): Fold<ActivityState> {
  const index = input.keyIndex(plan.customer);
  const reader = new ActivityReader(plan, index);
  return {
    init: () => reader.init(),
    update: (state, frame, mask) => reader.update(state, frame, mask),
    merge: (into, from) => reader.merge(into, from),
    finish: (state) => ({
      tables: {
        lifecycle: stateTable(state.ledger, reader),
        totals: tableOf({ value_missing: 'int32', has_value: 'bool' }, [{ value_missing: state.valuesMissing, has_value: plan.value !== null }]),
        window: reader.window(state),
      },
      rows: rowCounts(state.tally),
    }) satisfies Summary,
    members(state, mark): CustomerSet {
      const { period, state: wanted } = stateAt(mark, reader);
      const bits = customersIn(state.ledger, period, wanted, index.size);
      return { column: plan.customer, bits, count: countBits(bits) };
    },
  };
}

/** Returns the period and state that *mark* names. Throws OptionError where it is no mark of a lifecycle. */
export function stateAt(mark: Mark, { periods }: Pick<ActivityReader, 'periods'>): { period: number; state: LifecycleState } {
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

/** The customers in a state, by three sets: who is active now, who was in the period before, and who ever before now. */
function customersIn(ledger: ActivityLedger, period: number, state: LifecycleState, customers: number): Bitmap {
  const now = bitmap(customers);
  const before = bitmap(customers);
  const ever = bitmap(customers);
  for (let entry = 0; entry < ledger.size; entry++) {
    const at = periodOf(ledger, entry);
    if (at > period || !isActive(ledger, entry)) continue;
    const customer = customerOf(ledger, entry);
    if (at === period) setBit(now, customer);
    else setBit(ever, customer);
    if (at === period - 1) setBit(before, customer);
  }
  return now.map((active, word) => {
    switch (state) {
      case 'active': return active;
      case 'new': return active & ~ever[word]!;
      case 'returning': return active & before[word]!;
      case 'resurrected': return active & ever[word]! & ~before[word]!;
      case 'dormant': return before[word]! & ~active;
    }
  });
}

interface PeriodCounts {
  new: number;
  returning: number;
  resurrected: number;
  readonly valueNew: CompensatedSum;
  readonly valueExisting: CompensatedSum;
}

function stateTable(ledger: ActivityLedger, { periods, plan }: ActivityReader): Table {
  const hasValue = plan.value !== null;
  const counts = new Map<number, PeriodCounts>();
  const lastActive = new Int32Array(customerCount(ledger)).fill(NO_PERIOD);
  // Entries come by period, so the period in which a customer was last active is all that has to be known.
  for (const entry of entriesByPeriod(ledger)) {
    const period = periodOf(ledger, entry);
    const customer = customerOf(ledger, entry);
    let count = counts.get(period);
    if (count === undefined) {
      count = { new: 0, returning: 0, resurrected: 0, valueNew: new CompensatedSum(), valueExisting: new CompensatedSum() };
      counts.set(period, count);
    }
    let sum = count.valueExisting;
    if (isActive(ledger, entry)) {
      const last = lastActive[customer]!;
      lastActive[customer] = period;
      if (last === NO_PERIOD) {
        count.new++;
        sum = count.valueNew;
      } else if (last === period - 1) {
        count.returning++;
      } else {
        count.resurrected++;
      }
    }
    if (hasValue) sum.addSum(ledger.values, entry);
  }
  const rows = Array.from(counts, ([period, count]): Row => ({
    period: periods.dateOf(period), active: count.new + count.returning + count.resurrected,
    new: count.new, returning: count.returning, resurrected: count.resurrected,
    value_new: hasValue ? count.valueNew.value : null, value_existing: hasValue ? count.valueExisting.value : null,
  }));
  return tableOf({
    period: 'date', active: 'int32', new: 'int32', returning: 'int32', resurrected: 'int32', value_new: 'float64', value_existing: 'float64',
  }, rows);
}
