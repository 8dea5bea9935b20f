const PARTITION_BITS = 8;
/** A period range that a counting sort can afford in every partition. */
const COUNTABLE = 1 << 16;

/**
 * Sorts the first *size* entries of *records* in place by customer, then by period, equal ones as they were, and returns where
 * each was before. An entry has *width* numbers, of which the first two are its customer and its period; *customers* bounds
 * the codes of customers.
 *
 * Entries in random order would miss the cache at every step, so they are first copied into 256 parts by the high bits of
 * the customer, which is nearly sequential, and each part, small enough for the cache, is sorted alone.
 */
export function sortEntries(records: Int32Array, width: number, size: number, customers: number): Uint32Array {
  const shift = Math.max(0, 32 - Math.clz32(Math.max(1, customers - 1)) - PARTITION_BITS);
  const starts = new Uint32Array((1 << PARTITION_BITS) + 1);
  let low = Infinity;
  let high = -Infinity;
  for (let at = 0; at < size * width; at += width) {
    starts[(records[at]! >>> shift) + 1]!++;
    const period = records[at + 1]!;
    if (period < low) low = period;
    if (period > high) high = period;
  }
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!;

  const parts = new Int32Array(size * width);
  const from = new Uint32Array(size);
  const next = starts.slice();
  for (let entry = 0; entry < size; entry++) {
    const at = entry * width;
    const place = next[records[at]! >>> shift]!++;
    for (let word = 0; word < width; word++) parts[place * width + word] = records[at + word]!;
    from[place] = entry;
  }

  const places = new Uint32Array(size);
  for (let part = 0; part + 1 < starts.length; part++) {
    const begin = starts[part]!;
    const order = orderOf(parts, width, begin, starts[part + 1]! - begin, low, high - low + 1, part << shift, 1 << shift);
    for (let i = 0; i < order.length; i++) {
      const source = order[i]!;
      const target = begin + i;
      for (let word = 0; word < width; word++) records[target * width + word] = parts[source * width + word]!;
      places[target] = from[source]!;
    }
  }
  return places;
}

/** The places of one part in order: by two counting sorts, or by comparing where periods lie too far apart to be counted. */
function orderOf(
  records: Int32Array, width: number, begin: number, count: number, firstPeriod: number, periods: number, firstCustomer: number, customers: number,
): Uint32Array {
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = begin + i;
  if (count < 2) return order;
  if (periods > COUNTABLE) return order.sort((a, b) => records[a * width]! - records[b * width]! || records[a * width + 1]! - records[b * width + 1]! || a - b);
  return countingSort(countingSort(order, records, width, 1, firstPeriod, periods), records, width, 0, firstCustomer, customers);
}

function countingSort(order: Uint32Array, records: Int32Array, width: number, word: number, first: number, range: number): Uint32Array {
  const next = new Uint32Array(range + 1);
  for (let i = 0; i < order.length; i++) next[records[order[i]! * width + word]! - first + 1]!++;
  for (let i = 1; i <= range; i++) next[i]! += next[i - 1]!;
  const sorted = new Uint32Array(order.length);
  for (let i = 0; i < order.length; i++) {
    const entry = order[i]!;
    sorted[next[records[entry * width + word]! - first]!++] = entry;
  }
  return sorted;
}
