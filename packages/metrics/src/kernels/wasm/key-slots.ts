// A slot has 16 bytes: a key of 64 bits, 32 bits more of it, and its code + 1; 0 where the slot is free. The highest bits of a
// key's hash say where to look first, then one slot after the other; the table is never more than half full.

const NO_KEY: u32 = 0xffffffff;
/** By what hashes multiply: odd, and drawn anew for each instance, so that nobody can prepare keys that all fall on one slot. */
let factor: u64 = 0;
let other: u64 = 0;

export function drawFactors(one: u32, two: u32, three: u32, four: u32): void {
  factor = (<u64>one << 32) | two | 1;
  other = (<u64>three << 32) | four | 1;
}

@inline
function hashOf(key: u64): u64 {
  return (key ^ (key >>> 32)) * factor;
}

@inline
function isMissing(valid: usize, row: usize): bool {
  return valid != 0 && ((load<u32>(valid + (row >>> 5 << 2)) >>> (<u32>row & 31)) & 1) == 0;
}

/** Returns the slot that holds the key, or the free one where it belongs. */
@inline
function find(table: usize, last: usize, first: u64, key: u64, more: u32): usize {
  let slot = <usize>first << 4;
  while (true) {
    const at = table + slot;
    if (load<u32>(at + 12) == 0 || (load<u64>(at) == key && load<u32>(at + 8) == more)) return at;
    slot = (slot + 16) & last;
  }
}

/** Returns the code in the slot at *at*; where it is free, the slot takes the key with code *size*, or NO_KEY if it must not. */
@inline
function take(at: usize, key: u64, more: u32, size: u32, adds: bool): u32 {
  const known = load<u32>(at + 12);
  if (known != 0) return known - 1;
  if (!adds) return NO_KEY;
  store<u64>(at, key);
  store<u32>(at + 8, more);
  store<u32>(at + 12, size + 1);
  return size;
}

/**
 * Writes the codes of *count* 64-bit integers to *out*, NO_KEY where *valid* (0: all are) has no bit, and returns how many
 * keys the table at *table* of 2^bits slots holds then: it held *size*. New ones are added where *adds* says so, else they have no code.
 */
export function integerCodes(at: usize, count: usize, valid: usize, out: usize, table: usize, bits: u32, size: u32, adds: bool): u32 {
  const last = (<usize>16 << bits) - 1;
  const shift = <u64>(64 - bits);
  for (let i: usize = 0; i < count; i++) {
    if (isMissing(valid, i)) {
      store<u32>(out + (i << 2), NO_KEY);
      continue;
    }
    const key = load<u64>(at + (i << 3));
    const code = take(find(table, last, hashOf(key) >>> shift, key, 0), key, 0, size, adds);
    store<u32>(out + (i << 2), code);
    size += <u32>(code == size);
  }
  return size;
}

/**
 * Does the same for texts: text *i* lies between the offsets *i* and *i* + 1, counted from *bytes* on. A text is known by a
 * fingerprint of 96 bits, which is written to *prints* first, 16 bytes each: a loop that only hashes, then one that only looks.
 */
export function textCodes(
  bytes: usize, offsets: usize, count: usize, valid: usize, out: usize, prints: usize, table: usize, bits: u32, size: u32, adds: bool,
): u32 {
  for (let i: usize = 0; i < count; i++) {
    const start = load<u32>(offsets + (i << 2));
    const length = <usize>(load<u32>(offsets + (i << 2) + 4) - start);
    let at = bytes + start;
    let one = factor ^ (length * other);
    let two = other ^ (length * factor);
    let word: u64 = 0;
    if (length >= 8) {
      // The last word ends with the last byte: it may overlap the one before, and there is no loop over single bytes.
      const end = at + length - 8;
      for (; at < end; at += 8) {
        word = load<u64>(at);
        one = (one ^ word) * factor;
        two = (two ^ word) * other;
        one ^= one >>> 32;
        two ^= two >>> 29;
      }
      word = load<u64>(end);
    } else if (length >= 4) {
      word = <u64>load<u32>(at) | (<u64>load<u32>(at + length - 4) << 32);
    } else if (length > 0) {
      word = <u64>load<u8>(at) | (<u64>load<u8>(at + (length >>> 1)) << 8) | (<u64>load<u8>(at + length - 1) << 16);
    }
    one = (one ^ word) * factor;
    two = (two ^ word) * other;
    store<u64>(prints + (i << 4), one ^ (one >>> 32));
    store<u32>(prints + (i << 4) + 8, <u32>(two >>> 32));
  }
  const last = (<usize>16 << bits) - 1;
  const shift = <u64>(64 - bits);
  for (let i: usize = 0; i < count; i++) {
    if (isMissing(valid, i)) {
      store<u32>(out + (i << 2), NO_KEY);
      continue;
    }
    const key = load<u64>(prints + (i << 4));
    const more = load<u32>(prints + (i << 4) + 8);
    const code = take(find(table, last, hashOf(key) >>> shift, key, more), key, more, size, adds);
    store<u32>(out + (i << 2), code);
    size += <u32>(code == size);
  }
  return size;
}

/**
 * Makes a table of twice as many slots of that of 2^bits at *table*, where it is; what lies behind it must be 0. From the last slot to
 * the first, a key goes to where nothing is that has still to go. The few that can't (they wrapped around the end, or belong near
 * the begin) wait at *spare*, and return last.
 */
export function doubleTable(table: usize, bits: u32, spare: usize): void {
  const slots: usize = 1 << bits;
  const end = slots << 1;
  const shift = <u64>(63 - bits);
  let waiting = spare;
  for (let i: isize = slots - 1; i >= 0; i--) {
    const at = table + (<usize>i << 4);
    const known = load<u32>(at, 12);
    if (known == 0) continue;
    const key = load<u64>(at);
    const more = load<u32>(at, 8);
    store<u32>(at, 0, 12);
    let slot = <usize>(hashOf(key) >>> shift);
    const wrapped = slot >>> 1 > <usize>i;
    if (!wrapped && slot > <usize>i) while (slot < end && load<u32>(table + (slot << 4), 12) != 0) slot++;
    let to = table + (slot << 4);
    if (wrapped || slot <= <usize>i || slot == end) {
      to = waiting;
      waiting += 16;
    }
    store<u64>(to, key);
    store<u32>(to, more, 8);
    store<u32>(to, known, 12);
  }
  const last = (end << 4) - 1;
  for (let at = spare; at < waiting; at += 16) {
    const key = load<u64>(at);
    const more = load<u32>(at, 8);
    take(find(table, last, hashOf(key) >>> shift, key, more), key, more, load<u32>(at, 12) - 1, true);
  }
}
