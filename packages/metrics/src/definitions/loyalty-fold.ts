import type { Input } from '../arrow/frame.js';
import { OptionError } from '../errors.js';
import { bitmap, setBit } from '../kernels/bitmap.js';
import { sumAt } from '../kernels/compensated-sums.js';
import { addEventTo, createEventSums } from '../kernels/event-decimals.js';
import { exactText } from '../kernels/exact-sums.js';
import type { CustomerSet, Fold, Summary } from '../metric.js';
import type { Mark } from '../predicate/predicate.js';
import { tableOf } from '../table.js';
import type { LoyaltyRung } from './loyalty-options.js';
import { type PurchasePlan, PurchaseReader, type PurchaseState } from './purchase-fold.js';
import { eachHistory, SecondPurchases } from './purchase-history.js';
import { rowCounts } from './row-tally.js';

/** Returns the fold that keeps every purchase and puts customers on rungs on the way out. */
export function loyaltyFold(plan: PurchasePlan, rungs: readonly LoyaltyRung[], input: Input): Fold<PurchaseState> {
  const reader = new PurchaseReader(plan, input);
  return {
    init: () => reader.init(),
    update: (state, frame, mask) => reader.update(state, frame, mask),
    merge: (into, from) => reader.merge(into, from),
    finish: (state) => summarise(state, reader, rungs),
    members(state, mark): CustomerSet {
      const wanted = rungAt(mark, rungs);
      const bits = bitmap(input.keyIndex(plan.customer).size);
      let count = 0;
      eachHistory(state, reader, ({ customer, orders }) => {
        if (rungOf(orders, rungs) !== wanted) return;
        setBit(bits, customer);
        count++;
      });
      return { column: plan.customer, bits, count };
    },
  };
}

/** Returns the number of the rung that *mark* names. Throws OptionError where there is none. */
export function rungAt(mark: Mark, rungs: readonly LoyaltyRung[]): number {
  const found = rungs.findIndex(({ name }) => name === mark['rung']);
  if (found === -1) {
    throw new OptionError(`loyalty: no such mark, got ${JSON.stringify(mark)}; expected {rung: ${rungs.map(({ name }) => name).join(' | ')}}`);
  }
  return found;
}

/** The highest rung that *orders* reach; -1 below the first. */
function rungOf(orders: number, rungs: readonly LoyaltyRung[]): number {
  let rung = rungs.length - 1;
  while (rung >= 0 && orders < (rungs[rung]?.orders ?? Infinity)) rung--;
  return rung;
}

function summarise(state: PurchaseState, reader: PurchaseReader, rungs: readonly LoyaltyRung[]): Summary {
  const hasValue = reader.plan.value !== null;
  const lastDay = reader.lastDay(state) ?? 0;
  const customers = rungs.map(() => 0);
  const repeat = { customers: 0, byDay: 0 };
  const { decimals, journal: { values } } = state;
  // By rung, then of all on a rung, of those with two orders or more, and of first orders.
  const [all, again, firstOrders] = [rungs.length, rungs.length + 1, rungs.length + 2];
  const sums = createEventSums(decimals, firstOrders + 1);
  const addRows = (slot: number, rows: Uint32Array): void => {
    if (values === null) return;
    for (const row of rows) if (!Number.isNaN(values[row]!)) addEventTo(sums, slot, values[row]!, decimals, row);
  };
  const second = new SecondPurchases();
  let orderCount = 0;
  let withoutOrders = 0;
  eachHistory(state, reader, (history) => {
    const rung = rungOf(history.orders, rungs);
    if (rung === -1) {
      withoutOrders++;
      return;
    }
    customers[rung]!++;
    orderCount += history.orders;
    addRows(rung, history.rows);
    addRows(all, history.rows);
    addRows(firstOrders, history.firstRows);
    if (history.orders > 1) {
      repeat.customers++;
      addRows(again, history.rows);
    }
    if (history.days > 1) repeat.byDay++;
    second.add(history, lastDay);
  });
  const told = (slot: number): number | null => (hasValue ? sumAt(sums, slot) + 0 : null);
  const exact = sums.exact && orderCount > 0 ? exactText(sums.exact, all) : null;
  return {
    tables: {
      loyalty: tableOf({ rung: 'utf8', orders_from: 'int32', orders_to: 'int32', customers: 'int32', value: 'float64' }, rungs.map((rung, i) => ({
        rung: rung.name, orders_from: rung.orders, orders_to: (rungs[i + 1]?.orders ?? Infinity) === Infinity ? null : rungs[i + 1]!.orders - 1,
        customers: customers[i]!, value: told(i),
      }))),
      second_purchase: tableOf({ time: 'int32', events: 'int32', censored: 'int32' }, second.rows()),
      totals: tableOf({
        orders: 'int32', repeat_customers: 'int32', repeat_customers_by_day: 'int32', repeat_customers_value: 'float64', first_order_value: 'float64',
        customers_without_orders: 'int32', value_missing: 'int32', has_value: 'bool', ...(exact === null ? {} : { value_exact: 'utf8' as const }),
      }, [{
        orders: orderCount, repeat_customers: repeat.customers, repeat_customers_by_day: repeat.byDay,
        repeat_customers_value: told(again), first_order_value: told(firstOrders),
        customers_without_orders: withoutOrders, value_missing: state.valuesMissing, has_value: hasValue, ...(exact === null ? {} : { value_exact: exact }),
      }]),
      window: reader.window(state),
    },
    rows: rowCounts(state.tally),
  };
}
