// A bucket spans 2^shift ticks, about 19 hours. By bucket, 16 bytes: the boundary of periods within it (or past its end), and the
// ordinals before and after that.

/** Ordinals of rows that have none: out of range, without an instant, at or after the cut-off. All lie below every real one. */
const MISSING: i32 = -2147483647;
const AFTER: i32 = -2147483646;
/** Marks a bucket that the table doesn't know. */
const ASK: i32 = -2147483645;
/** Whatever lies below is no ordinal. */
const LOWEST: i32 = -2147483640;

/** Where there are no ticks but instants as doubles: turns *count* of them, whole microseconds, into ticks. The least means missing. */
export function ticksOf(instants: usize, count: usize, out: usize): void {
  for (let i: usize = 0; i < count; i++) {
    const instant = load<f64>(instants + (i << 3));
    // No number equals itself but is not a number.
    store<i64>(out + (i << 3), instant == instant ? max(<i64>instant, i64.MIN_VALUE + 1) : i64.MIN_VALUE);
  }
}

/**
 * Writes the ordinal of each row from *from* on, whose ticks lie at *ticks*, and returns the first row that the table can't say,
 * or *count*. *valid* (0: all are) tells which rows have an instant; those at *cutOff* or later get AFTER.
 */
export function ordinals(
  ticks: usize, valid: usize, from: usize, count: usize, out: usize, table: usize, first: i64, buckets: u64, shift: i64, cutOff: i64,
): usize {
  for (let i = from; i < count; i++) {
    const tick = load<i64>(ticks + (i << 3));
    if (tick == i64.MIN_VALUE || (valid != 0 && ((load<u32>(valid + (i >>> 5 << 2)) >>> (<u32>i & 31)) & 1) == 0)) {
      store<i32>(out + (i << 2), MISSING);
      continue;
    }
    const bucket = (tick >> shift) - first;
    if (<u64>bucket >= buckets) return i;
    const at = table + (<usize>bucket << 4);
    // An address instead of a choice: on unordered rows the processor would guess every second branch wrong.
    const ordinal = load<i32>(at + (<usize>(tick >= load<i64>(at)) << 2), 8);
    if (ordinal == ASK) return i;
    store<i32>(out + (i << 2), tick >= cutOff ? AFTER : ordinal);
  }
  return count;
}

/** Writes the least and the greatest of *count* ordinals of periods to *out*; the greatest lies below the least where there is none. */
export function ordinalRange(at: usize, count: usize, out: usize): void {
  let least = i32.MAX_VALUE;
  let greatest = i32.MIN_VALUE;
  for (let i: usize = 0; i < count; i++) {
    const ordinal = load<i32>(at + (i << 2));
    if (ordinal < LOWEST) continue;
    least = min(least, ordinal);
    greatest = max(greatest, ordinal);
  }
  store<i32>(out, least);
  store<i32>(out, greatest, 4);
}
