// Keys lie by code, 8 bytes each (integers) or 16 (fingerprints of texts, and the number of the first row that has the text). A slot has 4 bytes, so that many lie in the nearest caches:
// the code + 1 in the lowest *bits* bits, and above them as many bits of the key's hash as there is room for; 0 where it is free. The
// highest bits of the hash say where to look first, then one slot after the other; the table is never more than half full.

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

/** What a slot of a table of 2^*bits* slots says of the hash beside the code. */
@inline
function tagOf(hash: u64, bits: u32): u32 {
  return <u32>(hash >>> (32 - bits)) & (0xffffffff << bits);
}

/**
 * Writes the codes of *count* 64-bit integers to *out*, NO_KEY where *valid* (0: all are) has no bit, and returns how many
 * keys there are then at *keys*, which the table at *table* of 2^bits slots knows: there were *size*. New ones are added where *adds* says so,
 * else they have no code. One small loop for each read in memory, without a branch that could be guessed wrong, because the processor waits for many reads of such
 * a loop at once; what the first slot doesn't answer goes the long way.
 */
export function integerCodes(at: usize, count: usize, valid: usize, out: usize, keys: usize, table: usize, bits: u32, size: u32, adds: bool): u32 {
  const last = (<u32>1 << bits) - 1;
  const shift = <u64>(64 - bits);
  for (let i: usize = 0; i < count; i++) {
    const hash = hashOf(load<u64>(at + (i << 3)));
    store<u32>(out + (i << 2), load<u32>(table + (<usize>(hash >>> shift) << 2)) & last);
  }
  for (let i: usize = 0; i < count; i++) {
    // Where the slot is free this reads what lies before the keys, and doesn't use it.
    const known = load<u32>(out + (i << 2));
    const isFound = i32(load<u64>(keys + (<usize>known << 3) - 8) == load<u64>(at + (i << 3))) & i32(known != 0);
    store<u32>(out + (i << 2), select<u32>(known - 1, NO_KEY, isFound));
  }
  for (let i: usize = 0; i < count; i++) {
    if (isMissing(valid, i)) {
      store<u32>(out + (i << 2), NO_KEY);
      continue;
    }
    if (load<u32>(out + (i << 2)) != NO_KEY) continue;
    const key = load<u64>(at + (i << 3));
    const hash = hashOf(key);
    const tag = tagOf(hash, bits);
    let slot = <u32>(hash >>> shift);
    while (true) {
      const known = load<u32>(table + (<usize>slot << 2));
      if (known == 0) {
        if (adds) {
          store<u32>(table + (<usize>slot << 2), tag | (size + 1));
          store<u64>(keys + (<usize>size << 3), key);
          store<u32>(out + (i << 2), size++);
        }
        break;
      }
      // Equal above the code: what differs is below.
      if ((known ^ tag) <= last && load<u64>(keys + (<usize>(known & last) << 3) - 8) == key) {
        store<u32>(out + (i << 2), (known & last) - 1);
        break;
      }
      slot = (slot + 1) & last;
    }
  }
  return size;
}

/**
 * Does the same for texts: text *i* lies between the offsets *i* and *i* + 1, counted from *bytes* on. A text is known by a
 * fingerprint of 96 bits, which is written to *prints* first, 16 bytes each. The first text's row is number *row*.
 */
export function textCodes(
  bytes: usize, offsets: usize, count: usize, valid: usize, out: usize, prints: usize, keys: usize, table: usize, bits: u32, size: u32, adds: bool,
  row: u32,
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
  const last = (<u32>1 << bits) - 1;
  const shift = <u64>(64 - bits);
  for (let i: usize = 0; i < count; i++) {
    const hash = hashOf(load<u64>(prints + (i << 4)));
    store<u32>(out + (i << 2), load<u32>(table + (<usize>(hash >>> shift) << 2)) & last);
  }
  for (let i: usize = 0; i < count; i++) {
    const known = load<u32>(out + (i << 2));
    const at = keys + (<usize>known << 4) - 16;
    const print = prints + (i << 4);
    const isFound = i32(load<u64>(at) == load<u64>(print)) & i32(load<u32>(at, 8) == load<u32>(print, 8)) & i32(known != 0);
    store<u32>(out + (i << 2), select<u32>(known - 1, NO_KEY, isFound));
  }
  for (let i: usize = 0; i < count; i++) {
    if (isMissing(valid, i)) {
      store<u32>(out + (i << 2), NO_KEY);
      continue;
    }
    if (load<u32>(out + (i << 2)) != NO_KEY) continue;
    const key = load<u64>(prints + (i << 4));
    const more = load<u32>(prints + (i << 4), 8);
    const hash = hashOf(key);
    const tag = tagOf(hash, bits);
    let slot = <u32>(hash >>> shift);
    while (true) {
      const known = load<u32>(table + (<usize>slot << 2));
      if (known == 0) {
        if (adds) {
          store<u32>(table + (<usize>slot << 2), tag | (size + 1));
          const at = keys + (<usize>size << 4);
          store<u64>(at, key);
          store<u32>(at, more, 8);
          store<u32>(at, row + <u32>i, 12);
          store<u32>(out + (i << 2), size++);
        }
        break;
      }
      const at = keys + (<usize>(known & last) << 4) - 16;
      if ((known ^ tag) <= last && load<u64>(at) == key && load<u32>(at, 8) == more) {
        store<u32>(out + (i << 2), (known & last) - 1);
        break;
      }
      slot = (slot + 1) & last;
    }
  }
  return size;
}

/** Fills the table at *table* of 2^bits free slots with the *size* keys at *keys*, *stride* bytes each, which all differ. */
export function fillSlots(keys: usize, stride: usize, size: u32, table: usize, bits: u32): void {
  const last = (<u32>1 << bits) - 1;
  const shift = <u64>(64 - bits);
  for (let code: u32 = 0; code < size; code++, keys += stride) {
    const hash = hashOf(load<u64>(keys));
    let slot = <u32>(hash >>> shift);
    while (load<u32>(table + (<usize>slot << 2)) != 0) slot = (slot + 1) & last;
    store<u32>(table + (<usize>slot << 2), tagOf(hash, bits) | (code + 1));
  }
}
