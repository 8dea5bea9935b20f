// By period and group *levels* counts of 4 bytes, one for each score, then two more: rows without a score, rows with another number.

const LOWEST: i32 = -2147483640;
const ASK: u32 = 0xffffffff;

/** What became of rows, in the order in which they lie at *tally*: three counts of those without a period, then the first and last tick. */
const FIRST: usize = 16;
const LAST: usize = 24;

/** Writes the level of each of *count* scores that are doubles to *out*, a byte each. */
export function scoreLevels(scores: usize, count: usize, lowest: f64, levels: u32, out: usize): void {
  for (let i: usize = 0; i < count; i++) {
    const score = load<f64>(scores + (i << 3));
    const level = <i32>(score - lowest);
    // No number equals itself but is not a number.
    const is = <u32>level < levels && <f64>level == score - lowest ? <u32>level : score == score ? levels + 1 : levels;
    store<u8>(out + i, is);
  }
}

@inline
function isMissing(bits: usize, row: usize): bool {
  return bits != 0 && ((load<u32>(bits + (row >>> 5 << 2)) >>> (<u32>row & 31)) & 1) == 0;
}

/**
 * Counts the rows from *from* to before *count* whose bit is set in *mask* (0: all), and returns the first row whose period or group
 * the table doesn't know, or *count*. A row's group is a number of 2^*width* bytes, or missing where *grouped* (0: none is) has no bit; *groups*
 * has the offsets of *groupCount* groups in a period, that of the missing one first. Its score is a byte for which *levels* has a level, or missing
 * where *scored* has no bit. *ticks* is 0 where rows have none.
 */
export function answerRows(
  ticks: usize, ordinals: usize, scores: usize, scored: usize, positions: usize, width: u32, grouped: usize, mask: usize, from: usize, count: usize,
  levels: usize, missing: u32, groups: usize, groupCount: u32, table: usize, base: i32, periods: u32, periodBytes: usize, tally: usize,
): usize {
  let first = load<i64>(tally, FIRST);
  let last = load<i64>(tally, LAST);
  let i = from;
  for (; i < count; i++) {
    if (isMissing(mask, i)) continue;
    const ordinal = load<i32>(ordinals + (i << 2));
    const period = <u32>(ordinal - base);
    if (ordinal < LOWEST) {
      const reason = tally + (<usize>(ordinal & 3) << 2);
      store<u32>(reason, load<u32>(reason) + 1);
      continue;
    }
    if (period >= periods) break;
    const position: u32 = width == 0 ? load<u8>(positions + i) : width == 1 ? load<u16>(positions + (i << 1)) : load<u32>(positions + (i << 2));
    // The greatest number there is means missing too.
    const group: u32 = isMissing(grouped, i) ? 0 : position + 1;
    if (group >= groupCount) break;
    const offset = load<u32>(groups + (<usize>group << 2));
    if (offset == ASK) break;
    const level = isMissing(scored, i) ? missing : <u32>load<u8>(levels + load<u8>(scores + i));
    const at = table + <usize>period * periodBytes + offset + (level << 2);
    store<u32>(at, load<u32>(at) + 1);
    if (ticks != 0) {
      const tick = load<i64>(ticks + (i << 3));
      if (tick < first) first = tick;
      if (tick > last) last = tick;
    }
  }
  store<i64>(tally, first, FIRST);
  store<i64>(tally, last, LAST);
  return i;
}

@inline
function countOne(cell: usize): void {
  store<u32>(cell, load<u32>(cell) + 1);
}

/**
 * Does the same for rows from *from* on that are all there and count, with times at *ticks* and groups of one byte, and finds their periods on the way, by
 * the table at *buckets* (wasm/ordinals.ts). Returns the first row that isn't told by it: its bucket, period or group is unknown, it has no period, or lies at
 * *cutOff* or later. *groups* has 257 offsets.
 *
 * Eight rows in order of time, in the bucket and the period of the last one that looked for them, need not do so.
 */
export function plainAnswerRows(
  ticks: usize, scores: usize, positions: usize, from: usize, count: usize, buckets: usize, firstBucket: i64, bucketCount: u64, shift: i64, cutOff: i64,
  levels: usize, groups: usize, table: usize, base: i32, tableBytes: u64, periodBytes: u64, tally: usize,
): usize {
  let first = load<i64>(tally, FIRST);
  let last = load<i64>(tally, LAST);
  // Which ticks are known to be of a period: *span* of them from *low* on, and where its counts begin.
  let low: i64 = 0;
  let span: i64 = 0;
  let period: usize = 0;
  let i = from;
  while (i < count) {
    let end = i + 8;
    if (end <= count) {
      const start = ticks + (i << 3);
      let since = load<i64>(start) - low;
      if (<u64>since < <u64>span) {
        // Negative as soon as a row goes back in time, and where the last one lies behind.
        let odd = since;
        for (let at = start + 8; at < start + 64; at += 8) {
          const later = load<i64>(at) - low;
          odd |= later | (later - since);
          since = later;
        }
        if ((odd | (span - 1 - since)) >= 0) {
          first = min(first, load<i64>(start));
          last = max(last, low + since);
          for (; i < end; i++) {
            const offset = load<u32>(groups + (<usize>load<u8>(positions + i) << 2), 4);
            if (offset == ASK) {
              count = i;
              break;
            }
            countOne(period + offset + (<usize>load<u8>(levels + load<u8>(scores + i)) << 2));
          }
          continue;
        }
      }
    }
    end = min(i + 32, count);
    for (; i < end; i++) {
      const tick = load<i64>(ticks + (i << 3));
      const bucket = (tick >> shift) - firstBucket;
      if (<u64>bucket >= bucketCount) {
        count = i;
        break;
      }
      const at = buckets + (<usize>bucket << 4);
      const ordinal = load<i32>(at + (<usize>(tick >= load<i64>(at)) << 2), 8);
      // Whatever is unknown lies outside of the table: no period is near enough, and no table as large as the offset of an unknown group.
      const place = <u64><u32>(ordinal - base) * periodBytes + load<u32>(groups + (<usize>load<u8>(positions + i) << 2), 4);
      if (place >= tableBytes) {
        count = i;
        break;
      }
      if (tick < first || tick > last) {
        if (tick >= cutOff) {
          count = i;
          break;
        }
        if (tick < first) first = tick;
        if (tick > last) last = tick;
      }
      countOne(table + <usize>place + (<usize>load<u8>(levels + load<u8>(scores + i)) << 2));
    }
    if (i == count) break;
    const tick = load<i64>(ticks + (i << 3) - 8);
    const bucket = tick >> shift;
    const at = buckets + (<usize>(bucket - firstBucket) << 4);
    const edge = load<i64>(at);
    const isAfter = tick >= edge;
    low = isAfter ? edge : bucket << shift;
    span = min(isAfter ? (bucket + 1) << shift : edge, cutOff) - low;
    period = table + <usize>(<u32>(load<i32>(at + (<usize>isAfter << 2), 8) - base) * <u32>periodBytes);
  }
  store<i64>(tally, first, FIRST);
  store<i64>(tally, last, LAST);
  return i;
}
