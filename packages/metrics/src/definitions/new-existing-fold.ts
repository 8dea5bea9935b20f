import type { Input } from '../arrow/frame.js';
import { NO_PERIOD } from '../calendar/period-table.js';
import { OptionError } from '../errors.js';
import { type ActivityLedger, customerOf, entriesByPeriod, firstActivePeriods, isActive, ordersByEntry, periodOf } from '../kernels/activity-ledger.js';
import { bitmap, countBits, setBit } from '../kernels/bitmap.js';
import { addSumTo, createSums, reserveSums, sumAt } from '../kernels/compensated-sums.js';
import type { CustomerSet, Fold } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { type Row, type Table, tableOf } from '../table.js';
import { type ActivityPlan, ActivityReader, type ActivityState, exactCell, exactField } from './activity-fold.js';
import { rowCounts } from './row-tally.js';

/** Customers in the period of their first activity, and all others. */
export type BusinessSide = 'new' | 'existing';

/** Returns the fold that keeps what customers did by period and tells first periods from later ones on the way out. */
export function newExistingFold(plan: ActivityPlan, input: Input): Fold<ActivityState> {
  const index = input.keyIndex(plan.customer);
  const reader = new ActivityReader(plan, index);
  return {
    init: () => reader.init(),
    update: (state, frame, mask) => reader.update(state, frame, mask),
    merge: (into, from) => reader.merge(into, from),
    finish: (state) => ({
      tables: {
        'new-existing': sideTable(reader.ledgerOf(state), reader),
        totals: tableOf({ value_missing: 'int32', has_value: 'bool', ...exactField(state) }, [{ value_missing: state.valuesMissing, has_value: plan.value !== null, ...exactCell(state) }]),
        window: reader.window(state),
      },
      rows: rowCounts(state.tally),
    }),
    members(state, mark): CustomerSet {
      const { period, side } = sideAt(mark, reader);
      const ledger = reader.ledgerOf(state);
      const first = firstActivePeriods(ledger, NO_PERIOD);
      const bits = bitmap(index.size);
      for (let entry = 0; entry < ledger.size; entry++) {
        if (periodOf(ledger, entry) !== period || !isActive(ledger, entry)) continue;
        const customer = customerOf(ledger, entry);
        if ((first[customer] === period) === (side === 'new')) setBit(bits, customer);
      }
      return { column: plan.customer, bits, count: countBits(bits) };
    },
  };
}

/** Returns the period and side that *mark* names. Throws OptionError where it is no mark of new against existing business. */
export function sideAt(mark: Mark, { periods }: Pick<ActivityReader, 'periods'>): { period: number; side: BusinessSide } {
  const { period, side } = mark;
  if (typeof period === 'string' && (side === 'new' || side === 'existing')) {
    try {
      const ordinal = periods.ordinalOfDate(period);
      if (periods.dateOf(ordinal) === period) return { period: ordinal, side };
    } catch {
      // No date at all: the same complaint as for a date inside a period.
    }
  }
  throw new OptionError(`new-existing: no such mark, got ${JSON.stringify(mark)}; expected {period: first date of a ${periods.grain}, side: new | existing}`);
}

interface Side {
  customers: number;
  orders: number;
  /** Of its values. */
  readonly slot: number;
}

function sideTable(ledger: ActivityLedger, { periods, plan }: ActivityReader): Table {
  const first = firstActivePeriods(ledger, NO_PERIOD);
  const orders = ordersByEntry(ledger);
  const sides = new Map<number, Record<BusinessSide, Side>>();
  const values = createSums();
  for (const entry of entriesByPeriod(ledger)) {
    const period = periodOf(ledger, entry);
    let both = sides.get(period);
    if (both === undefined) {
      const slot = 2 * sides.size;
      reserveSums(values, slot + 2);
      sides.set(period, (both = { new: { customers: 0, orders: 0, slot }, existing: { customers: 0, orders: 0, slot: slot + 1 } }));
    }
    // Refunds before a customer's first purchase are of what was bought before the data begins.
    const side = first[customerOf(ledger, entry)] === period ? both.new : both.existing;
    if (isActive(ledger, entry)) side.customers++;
    side.orders += orders[entry]!;
    if (ledger.keepValues) addSumTo(values, side.slot, ledger.values, entry);
  }
  const told = ({ slot }: Side): number | null => (plan.value === null ? null : sumAt(values, slot) + 0);
  return tableOf({
    period: 'date', customers_new: 'int32', customers_existing: 'int32', orders_new: 'int32', orders_existing: 'int32', value_new: 'float64', value_existing: 'float64',
  }, Array.from(sides, ([period, both]): Row => ({
    period: periods.dateOf(period), customers_new: both.new.customers, customers_existing: both.existing.customers,
    orders_new: both.new.orders, orders_existing: both.existing.orders, value_new: told(both.new), value_existing: told(both.existing),
  })));
}
