// What may repeat: rows that share their instant with another, and rows whose hashes share a cell with another.

/**
 * Writes to *out* which of *count* rows in order of time may not be alone at their instant, as numbers of rows, and returns how many
 * those are, or -1 where a row goes back in time. The first and the last row of a block always count, as do rows without a time
 * (*valid*, 0: there are none). The latest instant, at *state* in microseconds, goes from block to block: at first it is the least.
 */
export function companyOf(ticks: usize, valid: usize, micros: i64, count: i32, state: usize, out: usize): i32 {
  let latest = load<i64>(state);
  let holder = -1;
  let together: i32 = 1;
  let at = out;
  for (let row = 0; row < count; row++) {
    const raw = load<i64>(ticks + (<usize>row << 3));
    if (raw == i64.MIN_VALUE || (valid != 0 && ((load<u32>(valid + (<usize>row >>> 5 << 2)) >>> (<u32>row & 31)) & 1) == 0)) {
      store<i32>(at, row);
      at += 4;
      continue;
    }
    const tick = raw * micros;
    if (tick > latest) {
      // Written in any case, counted where it is so: neighbours in time are no habit that a processor could learn.
      store<i32>(at, holder);
      at += <usize>(together & i32(holder >= 0)) << 2;
      together = i32(holder < 0);
      holder = row;
      latest = tick;
    } else if (tick < latest) {
      return -1;
    } else {
      store<i32>(at, holder);
      at += <usize>(holder >= 0) << 2;
      together = 1;
      holder = row;
    }
  }
  store<i32>(at, holder);
  at += <usize>(holder >= 0) << 2;
  store<i64>(state, latest);
  return <i32>((at - out) >>> 2);
}

/** The finaliser of MurmurHash3 over a running hash. */
@inline
function mixed(hash: u32, word: u32): u32 {
  let h = (hash ^ (word * 0x9e3779b1)) * 0x85ebca6b;
  h = (h ^ (h >>> 15)) * 0xc2b2ae35;
  return h ^ (h >>> 16);
}

/** Mixes *count* keys into the hashes of their rows. */
export function mixKeys(hashes: usize, keys: usize, count: usize): void {
  for (let i: usize = 0; i < count; i++) {
    const at = hashes + (i << 2);
    store<u32>(at, mixed(load<u32>(at), load<u32>(keys + (i << 2))));
  }
}

/** Mixes *count* doubles into the hashes of their rows: all missing values are one, and -0 is 0. */
export function mixNumbers(hashes: usize, numbers: usize, count: usize): void {
  for (let i: usize = 0; i < count; i++) {
    const at = hashes + (i << 2);
    const number = load<f64>(numbers + (i << 3));
    const bits = number == number ? reinterpret<u64>(number + 0) : 0x7ff8000000000000;
    store<u32>(at, mixed(load<u32>(at), <u32>bits ^ (<u32>(bits >>> 32) * 0x27d4eb2f)));
  }
}

/** Turns *count* ticks of *micros* microseconds each into doubles in microseconds, not a number where one is missing (*valid*, 0: none is). */
export function instantsOf(ticks: usize, valid: usize, count: usize, micros: f64, out: usize): void {
  for (let i: usize = 0; i < count; i++) {
    const isMissing = valid != 0 && ((load<u32>(valid + (i >>> 5 << 2)) >>> (<u32>i & 31)) & 1) == 0;
    store<f64>(out + (i << 3), isMissing ? NaN : <f64>load<i64>(ticks + (i << 3)) * micros);
  }
}

/** Notes the cells of *count* hashes: a bit at *met* for each, and where one was met before, a bit at *again* for it and its fifteen neighbours. */
export function noteCells(hashes: usize, count: usize, met: usize, again: usize, mask: u32): void {
  for (let i: usize = 0; i < count; i++) {
    const cell = load<u32>(hashes + (i << 2)) & mask;
    const at = met + (<usize>(cell >>> 5) << 2);
    const word = load<u32>(at);
    const bit = <u32>1 << (cell & 31);
    store<u32>(at, word | bit);
    if ((word & bit) == 0) continue;
    const to = again + (<usize>(cell >>> 9) << 2);
    store<u32>(to, load<u32>(to) | (<u32>1 << ((cell >>> 4) & 31)));
  }
}

/** Writes to *out* which rows have hashes whose cells have a bit at *again*, from the number *from* on, and returns how many those are. */
export function suspectRows(hashes: usize, count: usize, again: usize, mask: u32, from: u32, out: usize): u32 {
  let at = out;
  for (let i: usize = 0; i < count; i++) {
    const cell = load<u32>(hashes + (i << 2)) & mask;
    store<u32>(at, from + <u32>i);
    at += <usize>((load<u32>(again + (<usize>(cell >>> 9) << 2)) >>> ((cell >>> 4) & 31)) & 1) << 2;
  }
  return <u32>((at - out) >>> 2);
}
