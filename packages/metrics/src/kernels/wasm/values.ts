// By customer 16 bytes: the sum of values as an unevaluated pair of doubles, both -0 where nobody has added anything.

const NO_KEY: u32 = 0xffffffff;

/** What became of rows, in the order in which they lie at *tally*, and the first and last tick of those that count. */
const USED: usize = 0;
const WITHOUT_CUSTOMER: usize = 4;
const WITHOUT_TIME: usize = 8;
const AFTER: usize = 12;
const BEFORE: usize = 16;
const WITHOUT_VALUE: usize = 20;
const FIRST: usize = 24;
const LAST: usize = 32;

/** Digits by which sums are sorted: six of eleven bits, so that their counts stay in the nearest cache. */
const DIGIT_BITS: u64 = 11;
const DIGITS: usize = 6;
const DIGIT_VALUES: usize = 2048;

@inline
function isMissing(bits: usize, row: usize): bool {
  return bits != 0 && ((load<u32>(bits + (row >>> 5 << 2)) >>> (<u32>row & 31)) & 1) == 0;
}

/** Makes the pairs between *from* and *to* those of nobody. */
export function clearSums(from: usize, to: usize): void {
  for (let at = from; at < to; at += 8) store<f64>(at, -0.0);
}

/** Adds to one sum what rounding loses as well (Knuth's two-sum). */
@inline
function addTo(at: usize, value: f64): void {
  const high = load<f64>(at);
  const sum = high + value;
  const part = sum - high;
  store<f64>(at, sum);
  store<f64>(at, load<f64>(at, 8) + (high - (sum - part) + (value - part)), 8);
}

function addPlain(customers: usize, values: usize, count: usize, sums: usize, tally: usize): void {
  let withoutCustomer: u32 = 0;
  let withoutValue: u32 = 0;
  for (let i: usize = 0; i < count; i++) {
    const customer = load<u32>(customers + (i << 2));
    if (customer == NO_KEY) {
      withoutCustomer++;
      continue;
    }
    let value = load<f64>(values + (i << 3)) + 0.0;
    if (value - value != 0) {
      withoutValue++;
      value = 0;
    }
    addTo(sums + (<usize>customer << 4), value);
  }
  store<u32>(tally, load<u32>(tally, USED) + <u32>count - withoutCustomer, USED);
  store<u32>(tally, load<u32>(tally, WITHOUT_CUSTOMER) + withoutCustomer, WITHOUT_CUSTOMER);
  store<u32>(tally, load<u32>(tally, WITHOUT_VALUE) + withoutValue, WITHOUT_VALUE);
}

/** The least and the greatest tick that `findSpan` found. */
let least: i64 = 0;
let greatest: i64 = 0;

/** Finds the span of rows with a customer. */
function findSpan(ticks: usize, customers: usize, count: usize): void {
  let low = i64.MAX_VALUE;
  let high = i64.MIN_VALUE;
  for (let i: usize = 0; i < count; i++) {
    const tick = load<i64>(ticks + (i << 3));
    if (load<u32>(customers + (i << 2)) == NO_KEY) continue;
    low = min(low, tick);
    high = max(high, tick);
  }
  least = low;
  greatest = high;
}

/**
 * Adds the values of *count* rows whose bit is set in *mask* (0: all) to the sums of their customers. Rows whose tick lies before
 * *start*, or at *end* or later, don't count, nor do those without one (*timed* has no bit) where *timeNeeded*; *ticks* is 0 where there are none. A value that
 * is no finite number counts as 0.
 */
export function addValues(
  customers: usize, values: usize, ticks: usize, timed: usize, mask: usize, count: usize, start: i64, end: i64, timeNeeded: bool, sums: usize, tally: usize,
): void {
  let used: u32 = 0;
  // Nearly all rows count: known so from their ticks, they are added by a loop so small that the processor waits for many sums at once.
  if (mask == 0 && timed == 0) {
    if (ticks != 0) findSpan(ticks, customers, count);
    if (ticks == 0 || (least >= max(start, i64.MIN_VALUE + 1) && greatest < end)) {
      addPlain(customers, values, count, sums, tally);
      if (ticks == 0) return;
      store<i64>(tally, min(load<i64>(tally, FIRST), least), FIRST);
      store<i64>(tally, max(load<i64>(tally, LAST), greatest), LAST);
      return;
    }
  }
  let first = load<i64>(tally, FIRST);
  let last = load<i64>(tally, LAST);
  for (let i: usize = 0; i < count; i++) {
    if (isMissing(mask, i)) continue;
    const customer = load<u32>(customers + (i << 2));
    let reason: usize = 0;
    if (customer == NO_KEY) {
      reason = WITHOUT_CUSTOMER;
    } else if (ticks != 0) {
      const tick = load<i64>(ticks + (i << 3));
      if (isMissing(timed, i) || tick == i64.MIN_VALUE) {
        if (timeNeeded) reason = WITHOUT_TIME;
      } else if (tick >= end) {
        reason = AFTER;
      } else if (tick < start) {
        reason = BEFORE;
      } else {
        if (tick < first) first = tick;
        if (tick > last) last = tick;
      }
    }
    if (reason != 0) {
      store<u32>(tally + reason, load<u32>(tally + reason) + 1);
      continue;
    }
    // Adding 0 turns -0 into 0, which can't be mistaken for "nobody".
    let value = load<f64>(values + (i << 3)) + 0.0;
    // A number less itself is 0, but for NaN and the infinities.
    if (value - value != 0) {
      store<u32>(tally, load<u32>(tally, WITHOUT_VALUE) + 1, WITHOUT_VALUE);
      value = 0;
    }
    addTo(sums + (<usize>customer << 4), value);
    used++;
  }
  store<u32>(tally, load<u32>(tally, USED) + used, USED);
  store<i64>(tally, first, FIRST);
  store<i64>(tally, last, LAST);
}

/**
 * Writes the sums of all of *customers* who have one to *out*, the greatest first, and returns how many there are. *other* has as much room,
 * and *counts* room for 4 bytes a value of each digit. None of the sums is NaN.
 */
export function rankSums(sums: usize, customers: usize, out: usize, other: usize, counts: usize): usize {
  memory.fill(counts, 0, DIGITS * DIGIT_VALUES << 2);
  let end = out;
  for (let at = sums; at < sums + (customers << 4); at += 16) {
    const high = load<u64>(at);
    if (high == 0x8000000000000000) continue;
    const bits = reinterpret<i64>(load<f64>(at) + load<f64>(at, 8));
    // Unsigned keys in the order of the doubles, then backwards.
    const key = ~<u64>(bits ^ ((bits >> 63) | i64.MIN_VALUE));
    store<u64>(end, key);
    end += 8;
    for (let digit: usize = 0; digit < DIGITS; digit++) {
      const place = counts + (((digit << 11) + (<usize>(key >>> (<u64>digit * DIGIT_BITS)) & 2047)) << 2);
      store<u32>(place, load<u32>(place) + 1);
    }
  }
  const length = end - out;
  let from = out;
  let to = other;
  for (let digit: usize = 0; digit < DIGITS; digit++) {
    const starts = counts + (digit << 13);
    let next: usize = 0;
    let isSorted = false;
    for (let place = starts; place < starts + (DIGIT_VALUES << 2); place += 4) {
      const size = <usize>load<u32>(place) << 3;
      isSorted = isSorted || size == length;
      store<u32>(place, <u32>next);
      next += size;
    }
    // All have the same digit there.
    if (isSorted) continue;
    const shift = <u64>digit * DIGIT_BITS;
    for (let at = from; at < from + length; at += 8) {
      const key = load<u64>(at);
      const place = starts + (<usize>((key >>> shift) & 2047) << 2);
      const target = load<u32>(place);
      store<u32>(place, target + 8);
      store<u64>(to + target, key);
    }
    const swapped = from;
    from = to;
    to = swapped;
  }
  for (let at: usize = 0; at < length; at += 8) {
    const key = ~load<u64>(from + at);
    store<u64>(out + at, key ^ (<i64>key < 0 ? 0x8000000000000000 : 0xffffffffffffffff));
  }
  return length >>> 3;
}
