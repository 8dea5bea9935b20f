import type { Input } from '../arrow/frame.js';
import { NO_PERIOD } from '../calendar/period-table.js';
import { OptionError } from '../errors.js';
import { type ActivityLedger, findEntry, firstActivePeriods } from '../kernels/activity-ledger.js';
import { bitmap, countBits, setBit } from '../kernels/bitmap.js';
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
      const { ledger } = state;
      const bits = bitmap(Math.max(index.size, ledger.latest.length));
      const first = firstActivePeriods(ledger, NO_PERIOD);
      for (let entry = 0; entry < ledger.size; entry++) {
        const customer = ledger.customers[entry]!;
        if (ledger.active[entry] === 0) continue;
        const at = ledger.periods[entry]!;
        const belongs = wanted === 'dormant'
          ? at === period - 1 && !isActive(ledger, customer, period)
          : at === period && (wanted === 'active' || wanted === stateOf(ledger, first, customer, period));
        if (belongs) setBit(bits, customer);
      }
      return { column: plan.customer, bits, count: countBits(bits) };
    },
  };
}

function stateAt(mark: Mark, { periods }: ActivityReader): { period: number; state: LifecycleState } {
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

function isActive(ledger: ActivityLedger, customer: number, period: number): boolean {
  const entry = findEntry(ledger, customer, period);
  return entry >= 0 && ledger.active[entry] === 1;
}

/** The state of a customer who is active in *period*. */
function stateOf(ledger: ActivityLedger, first: Int32Array, customer: number, period: number): 'new' | 'returning' | 'resurrected' {
  if (first[customer] === period) return 'new';
  return isActive(ledger, customer, period - 1) ? 'returning' : 'resurrected';
}

interface PeriodCounts {
  new: number;
  returning: number;
  resurrected: number;
  readonly valueNew: CompensatedSum;
  readonly valueExisting: CompensatedSum;
}

function stateTable(ledger: ActivityLedger, { periods, plan }: ActivityReader): Table {
  const first = firstActivePeriods(ledger, NO_PERIOD);
  const counts = new Map<number, PeriodCounts>();
  for (let entry = 0; entry < ledger.size; entry++) {
    const period = ledger.periods[entry]!;
    const customer = ledger.customers[entry]!;
    let count = counts.get(period);
    if (count === undefined) {
      count = { new: 0, returning: 0, resurrected: 0, valueNew: new CompensatedSum(), valueExisting: new CompensatedSum() };
      counts.set(period, count);
    }
    if (ledger.active[entry] === 1) count[stateOf(ledger, first, customer, period)]++;
    if (plan.value === null) continue;
    const sum = first[customer] === period ? count.valueNew : count.valueExisting;
    sum.add(ledger.values.high[entry]!);
    sum.add(ledger.values.low[entry]!);
  }
  const hasValue = plan.value !== null;
  const rows = [...counts].sort(([a], [b]) => a - b).map(([period, count]): Row => ({
    period: periods.dateOf(period), active: count.new + count.returning + count.resurrected,
    new: count.new, returning: count.returning, resurrected: count.resurrected,
    value_new: hasValue ? count.valueNew.value : null, value_existing: hasValue ? count.valueExisting.value : null,
  }));
  return tableOf({
    period: 'date', active: 'int32', new: 'int32', returning: 'int32', resurrected: 'int32', value_new: 'float64', value_existing: 'float64',
  }, rows);
}
