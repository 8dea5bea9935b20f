import type { Input } from '../arrow/frame.js';
import { NO_PERIOD } from '../calendar/period-table.js';
import { OptionError } from '../errors.js';
import { type ActivityLedger, customerOf, entriesByPeriod, firstActivePeriods, isActive, ordersByEntry, periodOf } from '../kernels/activity-ledger.js';
import { bitmap, countBits, setBit } from '../kernels/bitmap.js';
import { CompensatedSum } from '../kernels/compensated-sums.js';
import type { CustomerSet, Fold } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { type Row, type Table, tableOf } from '../table.js';
import { type ActivityPlan, ActivityReader, type ActivityState } from './activity-fold.js';
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
        totals: tableOf({ value_missing: 'int32', has_value: 'bool' }, [{ value_missing: state.valuesMissing, has_value: plan.value !== null }]),
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

class Side {
  customers: number = 0;
  orders: number = 0;
  readonly value: CompensatedSum = new CompensatedSum();
}

function sideTable(ledger: ActivityLedger, { periods, plan }: ActivityReader): Table {
  const first = firstActivePeriods(ledger, NO_PERIOD);
  const orders = ordersByEntry(ledger);
  const sides = new Map<number, Record<BusinessSide, Side>>();
  for (const entry of entriesByPeriod(ledger)) {
    const period = periodOf(ledger, entry);
    let both = sides.get(period);
    if (both === undefined) sides.set(period, (both = { new: new Side(), existing: new Side() }));
    // Refunds before a customer's first purchase are of what was bought before the data begins.
    const side = first[customerOf(ledger, entry)] === period ? both.new : both.existing;
    if (isActive(ledger, entry)) side.customers++;
    side.orders += orders[entry]!;
    if (ledger.keepValues) side.value.addSum(ledger.values, entry);
  }
  const told = (sum: CompensatedSum): number | null => (plan.value === null ? null : sum.value + 0);
  return tableOf({
    period: 'date', customers_new: 'int32', customers_existing: 'int32', orders_new: 'int32', orders_existing: 'int32', value_new: 'float64', value_existing: 'float64',
  }, Array.from(sides, ([period, both]): Row => ({
    period: periods.dateOf(period), customers_new: both.new.customers, customers_existing: both.existing.customers,
    orders_new: both.new.orders, orders_existing: both.existing.orders, value_new: told(both.new.value), value_existing: told(both.existing.value),
  })));
}
