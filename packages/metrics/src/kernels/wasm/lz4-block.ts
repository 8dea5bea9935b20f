/** Row d of 16 bytes holds i mod d: it lays the first d bytes of a vector out again and again. Row 0 is unused. */
const repeats = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1,
  0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0,
  0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3,
  0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0,
  0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 0, 1, 2, 3,
  0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6, 0, 1,
  0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 6,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 1, 2, 3, 4,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2, 3,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 1, 2,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 0, 1,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0,
], 16);

/**
 * Decodes the LZ4 block between *at* and *end* to *to* on, not beyond *limit*, and returns where it ended, or what is wrong
 * as a negative number (lz4-block.ts, one room up, names them). Matches reach back to *floor* at most.
 * Copies go by vectors of 16 bytes: as many must lie behind *end* and *limit*, whatever they hold.
 */
export function lz4Block(at: usize, end: usize, to: usize, limit: usize, floor: usize): i32 {
  while (at < end) {
    const token = <u32>load<u8>(at++);
    let literals: usize = token >> 4;
    if (literals == 15) {
      let more: u32 = 255;
      while (more == 255) {
        if (at >= end) return -1;
        more = load<u8>(at++);
        literals += more;
      }
    }
    if (literals > end - at) return -2;
    if (literals > limit - to) return -3;
    // Words instead of vectors: what is loaded soon after it was stored must lie within one store, or the load has to wait.
    store<u64>(to, load<u64>(at));
    if (literals > 8) {
      store<u64>(to + 8, load<u64>(at + 8));
      for (let i: usize = 16; i < literals; i += 16) v128.store(to + i, v128.load(at + i));
    }
    at += literals;
    to += literals;
    if (at == end) return <i32>to;
    if (end - at < 2) return -4;
    const distance = <usize>load<u16>(at);
    at += 2;
    if (distance == 0 || distance > to - floor) return -5;
    let length: usize = token & 15;
    if (length == 15) {
      let more: u32 = 255;
      while (more == 255) {
        if (at >= end) return -1;
        more = load<u8>(at++);
        length += more;
      }
    }
    length += 4;
    if (length > limit - to) return -3;
    const stop = to + length;
    const from = to - distance;
    if (distance >= 8) {
      store<u64>(to, load<u64>(from));
      store<u64>(to + 8, load<u64>(from + 8));
      if (length > 16) {
        if (distance >= 16) {
          for (let i: usize = 16; i < length; i += 16) v128.store(to + i, v128.load(from + i));
        } else {
          for (let i: usize = 16; i < length; i += 8) store<u64>(to + i, load<u64>(from + i));
        }
      }
    } else if (distance >= 4 && length <= 16) {
      store<u32>(to, load<u32>(from));
      store<u32>(to + 4, load<u32>(from + 4));
      if (length > 8) {
        store<u32>(to + 8, load<u32>(from + 8));
        store<u32>(to + 12, load<u32>(from + 12));
      }
    } else {
      const pattern = i8x16.swizzle(v128.load(from), v128.load(repeats + (distance << 4)));
      const step = 16 - 16 % distance;
      do {
        v128.store(to, pattern);
        to += step;
      } while (to < stop);
    }
    to = stop;
  }
  return -6;
}
