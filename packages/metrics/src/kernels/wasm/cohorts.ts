// By customer 4 bytes: the first active period plus 1 (0: never active), and the last active day plus 1, 16 bits each. By day
// 4 bytes: its period, and the first day of that. By cohort and period 24 bytes: customers, orders, and the sum of values as an
// unevaluated pair of doubles. By order with an id 8 bytes: the customer plus 1 (0: not met), and the period. Days and periods are
// counted from those with number 0.

const NO_KEY: u32 = 0xffffffff;
const LOWEST: i32 = -2147483640;

/** What became of rows, in the order in which they lie at *tally*. */
const USED: usize = 0;
const WITHOUT_CUSTOMER: usize = 4;
/** Three of them: out of range, without time, after the cut-off. */
const WITHOUT_DAY: usize = 8;
const WITHOUT_VALUE: usize = 20;
const FIRST_DAY: usize = 24;
const LAST_DAY: usize = 28;
const REFUNDS: usize = 32;

/** Adds *value* to the sum of *cell*, and what is lost in rounding to its second part (Knuth's two-sum). */
@inline
function addTo(cell: usize, value: f64): void {
  const high = load<f64>(cell, 8);
  const sum = high + value;
  const part = sum - high;
  store<f64>(cell, sum, 8);
  store<f64>(cell, load<f64>(cell, 16) + (high - (sum - part) + (value - part)), 16);
}

/**
 * Counts the first *count* rows whose bit is set in *mask* (0: all), and returns the first row that goes back in time for its customer,
 * or is of an order that is another customer's or another period's as well, or has no id where *orders* has ids (0: there are none, and
 * each active day is an order); nobody has counted that row. Else returns *count*. *values* is 0 where there are none. Refunds of customers who were not active before are put
 * aside at *refunds*, 16 bytes each: customer, period, value.
 */
export function cohortRows(
  customers: usize, days: usize, values: usize, orders: usize, mask: usize, count: usize,
  owners: usize, histories: usize, calendar: usize, base: i32, cells: usize, stride: u32, refunds: usize, tally: usize,
): usize {
  let used: u32 = 0;
  let withoutCustomer: u32 = 0;
  let withoutValue: u32 = 0;
  let firstDay = load<i32>(tally, FIRST_DAY);
  let lastDay = load<i32>(tally, LAST_DAY);
  let refund = refunds;
  let i: usize = 0;
  // Rows that all count, have a value that is no refund and no order's id are nearly all: for them there is a loop with few branches.
  if (mask == 0 && orders == 0 && values != 0) {
    for (; i < count; i++) {
      const customer = load<u32>(customers + (i << 2));
      const ordinal = load<i32>(days + (i << 2));
      const value = load<f64>(values + (i << 3));
      if (i32(customer == NO_KEY) | i32(ordinal < LOWEST) | i32(!(value >= 0)) | i32(value > f64.MAX_VALUE)) break;
      const day = <u32>(ordinal - base) + 1;
      const entry = load<u32>(calendar + (<usize>day << 2) - 4);
      const at = histories + (<usize>customer << 2);
      const history = load<u32>(at);
      const last = history >>> 16;
      if (day < last) break;
      const period = (entry & 0xffff) + 1;
      const first = history & 0xffff;
      const cohort = select<u32>(period, first, first == 0);
      const cell = cells + <usize>(((cohort - 1) * stride + period - 1) * 24);
      // Customers and orders in one go.
      store<u64>(cell, load<u64>(cell) + (u64(last <= entry >>> 16) | (u64(day != last) << 32)));
      store<u32>(at, cohort | (day << 16));
      addTo(cell, value);
      firstDay = min(firstDay, ordinal);
      lastDay = max(lastDay, ordinal);
    }
    used = <u32>i;
  }
  for (; i < count; i++) {
    if (mask != 0 && ((load<u32>(mask + (i >>> 5 << 2)) >>> (<u32>i & 31)) & 1) == 0) continue;
    const customer = load<u32>(customers + (i << 2));
    if (customer == NO_KEY) {
      withoutCustomer++;
      continue;
    }
    const ordinal = load<i32>(days + (i << 2));
    if (ordinal < LOWEST) {
      const reason = tally + (<usize>(ordinal & 3) << 2);
      store<u32>(reason, load<u32>(reason, WITHOUT_DAY) + 1, WITHOUT_DAY);
      continue;
    }
    const day = <u32>(ordinal - base) + 1;
    const entry = load<u32>(calendar + (<usize>day << 2) - 4);
    const period = (entry & 0xffff) + 1;
    const at = histories + (<usize>customer << 2);
    const history = load<u32>(at);
    const first = history & 0xffff;
    const last = history >>> 16;
    let value: f64 = 0;
    let isActive = true;
    if (values != 0) {
      value = load<f64>(values + (i << 3));
      // A number less itself is 0, but for NaN and the infinities.
      if (value - value != 0) {
        withoutValue++;
        value = 0;
      } else {
        isActive = !(value < 0);
      }
    }
    if (!isActive && (first == 0 || period < first)) {
      store<u32>(refund, customer);
      store<u32>(refund, period - 1, 4);
      store<f64>(refund, value, 8);
      refund += 16;
    } else {
      const cohort = first == 0 ? period : first;
      const cell = cells + <usize>(((cohort - 1) * stride + period - 1) * 24);
      if (isActive) {
        if (day < last) break;
        let isOrder = u32(day != last);
        if (orders != 0) {
          const order = load<u32>(orders + (i << 2));
          if (order == NO_KEY) break;
          const owner = owners + (<usize>order << 3);
          const mine = <u64>(customer + 1) | (<u64>period << 32);
          const known = load<u64>(owner);
          if (known != 0 && known != mine) break;
          isOrder = u32(known == 0);
          store<u64>(owner, mine);
        }
        // Who was never active has 0 as the last day, before the first of any period.
        store<u32>(cell, load<u32>(cell) + u32(last <= entry >>> 16));
        store<u32>(cell, load<u32>(cell, 4) + isOrder, 4);
        store<u32>(at, cohort | (day << 16));
      }
      addTo(cell, value);
    }
    used++;
    firstDay = min(firstDay, ordinal);
    lastDay = max(lastDay, ordinal);
  }
  store<u32>(tally, load<u32>(tally, USED) + used, USED);
  store<u32>(tally, load<u32>(tally, WITHOUT_CUSTOMER) + withoutCustomer, WITHOUT_CUSTOMER);
  store<u32>(tally, load<u32>(tally, WITHOUT_VALUE) + withoutValue, WITHOUT_VALUE);
  store<i32>(tally, firstDay, FIRST_DAY);
  store<i32>(tally, lastDay, LAST_DAY);
  store<u32>(tally, <u32>(refund - refunds) >>> 4, REFUNDS);
  return i;
}
