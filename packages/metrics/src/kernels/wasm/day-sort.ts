// Puts rows in order of their days: how many each day has, then each row to its place.

const NO_KEY: u32 = 0xffffffff;
const LOWEST: i32 = -2147483640;

@inline
function isOut(mask: usize, row: usize): bool {
  return mask != 0 && ((load<u32>(mask + (row >>> 5 << 2)) >>> (<u32>row & 31)) & 1) == 0;
}

/**
 * Counts *count* rows by day, from *base* on, at *counts*; those without a customer at *tally*, and those without a day in the three
 * numbers after that, by why.
 */
export function countDays(customers: usize, days: usize, mask: usize, count: usize, counts: usize, base: i32, tally: usize): void {
  for (let i: usize = 0; i < count; i++) {
    if (isOut(mask, i)) continue;
    const day = load<i32>(days + (i << 2));
    let at = counts + (<usize>(day - base) << 2);
    if (load<u32>(customers + (i << 2)) == NO_KEY) at = tally;
    else if (day < LOWEST) at = tally + 4 + (<usize>(day & 3) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
}

/** Writes customers, values and orders (0: there are none) of *count* rows to the next place of their day, which stands at *places*. */
export function placeByDay(
  customers: usize, days: usize, values: usize, orders: usize, mask: usize, count: usize, places: usize, base: i32,
  customersOut: usize, valuesOut: usize, ordersOut: usize,
): void {
  for (let i: usize = 0; i < count; i++) {
    if (isOut(mask, i)) continue;
    const customer = load<u32>(customers + (i << 2));
    const day = load<i32>(days + (i << 2));
    if (customer == NO_KEY || day < LOWEST) continue;
    const at = places + (<usize>(day - base) << 2);
    const place = load<u32>(at);
    store<u32>(at, place + 1);
    store<u32>(customersOut + (<usize>place << 2), customer);
    if (orders != 0) store<u32>(ordersOut + (<usize>place << 2), load<u32>(orders + (i << 2)));
    if (values != 0) store<f64>(valuesOut + (<usize>place << 3), load<f64>(values + (i << 3)));
  }
}
