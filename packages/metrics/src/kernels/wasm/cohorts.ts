// By customer 8 bytes: the first active period and the last (16 bits each, from *base* on, plus 1; 0: never active), and the last
// local day with an order. By cohort and period 24 bytes: customers, orders, and the sum of values as an unevaluated pair of doubles.

const NO_KEY: u32 = 0xffffffff;
const LOWEST: i32 = -2147483640;

/** What became of rows, in the order in which they lie at *tally*. */
const USED: usize = 0;
const WITHOUT_CUSTOMER: usize = 4;
/** Three of them: out of range, without time, after the cut-off. */
const WITHOUT_PERIOD: usize = 8;
const WITHOUT_VALUE: usize = 20;
const FIRST_DAY: usize = 24;
const LAST_DAY: usize = 28;
const REFUNDS: usize = 32;

/**
 * Counts the rows from *from* to before *count* whose bit is set in *mask* (0: all), and returns the first row that goes back in
 * time for its customer, which nobody has counted, or *count*. *values* is 0 where there are none. Refunds of customers who were
 * not active before are put aside at *refunds*, 16 bytes each: customer, period, value.
 */
export function cohortRows(
  customers: usize, periods: usize, days: usize, values: usize, mask: usize, from: usize, count: usize,
  histories: usize, cells: usize, stride: i32, base: i32, refunds: usize, tally: usize,
): usize {
  let used: u32 = 0;
  let withoutCustomer: u32 = 0;
  let withoutValue: u32 = 0;
  let firstDay = load<i32>(tally, FIRST_DAY);
  let lastDay = load<i32>(tally, LAST_DAY);
  let refund = refunds;
  let i = from;
  for (; i < count; i++) {
    if (mask != 0 && ((load<u32>(mask + (i >>> 5 << 2)) >>> (<u32>i & 31)) & 1) == 0) continue;
    const customer = load<u32>(customers + (i << 2));
    if (customer == NO_KEY) {
      withoutCustomer++;
      continue;
    }
    const day = load<i32>(days + (i << 2));
    if (day < LOWEST) {
      const reason = tally + (<usize>(day & 3) << 2);
      store<u32>(reason, load<u32>(reason, WITHOUT_PERIOD) + 1, WITHOUT_PERIOD);
      continue;
    }
    const period = load<i32>(periods + (i << 2)) - base + 1;
    const at = histories + (<usize>customer << 3);
    const history = load<u32>(at);
    const first = <i32>(history & 0xffff);
    const last = <i32>(history >>> 16);
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
      store<i32>(refund, period, 4);
      store<f64>(refund, value, 8);
      refund += 16;
    } else {
      const before = load<i32>(at, 4);
      if (isActive && first != 0 && day < before) break;
      const cohort = first == 0 ? period : first;
      const cell = cells + <usize>(((cohort - 1) * stride + period - 1) * 24);
      if (isActive) {
        const isNew = <u32>(first == 0 || period != last);
        const isOrder = <u32>(first == 0 || day != before);
        store<u32>(cell, load<u32>(cell) + isNew);
        store<u32>(cell, load<u32>(cell, 4) + isOrder, 4);
        store<u32>(at, <u32>cohort | (<u32>period << 16));
        store<i32>(at, day, 4);
      }
      const high = load<f64>(cell, 8);
      const sum = high + value;
      const part = sum - high;
      store<f64>(cell, sum, 8);
      store<f64>(cell, load<f64>(cell, 16) + (high - (sum - part) + (value - part)), 16);
    }
    used++;
    if (day < firstDay) firstDay = day;
    if (day > lastDay) lastDay = day;
  }
  store<u32>(tally, load<u32>(tally, USED) + used, USED);
  store<u32>(tally, load<u32>(tally, WITHOUT_CUSTOMER) + withoutCustomer, WITHOUT_CUSTOMER);
  store<u32>(tally, load<u32>(tally, WITHOUT_VALUE) + withoutValue, WITHOUT_VALUE);
  store<i32>(tally, firstDay, FIRST_DAY);
  store<i32>(tally, lastDay, LAST_DAY);
  store<u32>(tally, <u32>(refund - refunds) >>> 4, REFUNDS);
  return i;
}
