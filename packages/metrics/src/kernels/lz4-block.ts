/** Decodes the blocks of LZ4 frames, one frame after another. */
export interface Lz4Blocks {
  /** Says that the next block is the first of another frame. */
  begin(): void;
  /**
   * Decodes the block between *from* and *end* of *input* into *output* from *start* on, and returns where it ended, or
   * minus the number (from 1) of a fault in `lz4BlockFaults`. Writes nothing at *limit* or beyond; matches reach back to
   * *floor* at most. Whoever calls has checked that *end* lies in the input and *limit* in the output.
   */
  decode(input: Uint8Array, from: number, end: number, output: Uint8Array, start: number, limit: number, floor: number): number;
}

/** What can be wrong with a block, in the order in which both implementations number it. */
export const lz4BlockFaults = [
  'LZ4 block ends inside of a length',
  'LZ4 literals lie outside of their block',
  'LZ4 block decompresses to more than there is room for',
  'LZ4 block ends inside of an offset',
  'LZ4 match reaches back before its block',
  'LZ4 block ends with a match; expected literals',
] as const;

/** Decodes blocks in plain JavaScript. */
export const lz4Blocks: Lz4Blocks = { begin: () => undefined, decode: decodeBlock };

/**
 * A block ends with literals, so that every sequence but the last has a match.
 *
 * Nearly all sequences are short. The inner loop takes those by whole words, away from the ends of block and output, where
 * a word may reach over its sequence: it reads no further than the block, and what it writes too much is overwritten by what
 * follows. It leaves to the outer loop, which looks at every byte, whatever is long, near, at an end, or wrong.
 */
function decodeBlock(input: Uint8Array, from: number, end: number, output: Uint8Array, start: number, limit: number, floor: number): number {
  const source = new DataView(input.buffer, input.byteOffset, end);
  const target = new DataView(output.buffer, output.byteOffset, output.length);
  const lastRead = (end - 24) | 0;
  const lastWrite = (limit - 40) | 0;
  let at = from | 0;
  let to = start | 0;
  while (at < end) {
    // At most 8 literals and 16 bytes of a match. `| 0` tells the engine that no sum overflows, which takes a third off the time.
    while (at < lastRead && to < lastWrite) {
      const token = source.getUint8(at);
      if (token > 0x8f) break;
      const more = token & 15;
      target.setInt32(to, source.getInt32((at + 1) | 0, true), true);
      if (token > 0x4f) target.setInt32((to + 4) | 0, source.getInt32((at + 5) | 0, true), true);
      const after = (at + (token >> 4)) | 0;
      const match = (to + (token >> 4)) | 0;
      const distance = source.getUint16((after + 1) | 0, true);
      const origin = (match - distance) | 0;
      if (distance < 4 || more > 12 || origin < floor) break;
      target.setInt32(match, target.getInt32(origin, true), true);
      target.setInt32((match + 4) | 0, target.getInt32((origin + 4) | 0, true), true);
      if (more > 4) {
        target.setInt32((match + 8) | 0, target.getInt32((origin + 8) | 0, true), true);
        target.setInt32((match + 12) | 0, target.getInt32((origin + 12) | 0, true), true);
      }
      at = (after + 3) | 0;
      to = (match + more + 4) | 0;
    }
    const token = input[at++]!;
    let literals = token >> 4;
    if (literals === 15) {
      let more = 255;
      while (more === 255) {
        if (at >= end) return -1;
        more = input[at++]!;
        literals += more;
      }
    }
    if (at + literals > end) return -2;
    if (to + literals > limit) return -3;
    if (literals > 64) output.set(input.subarray(at, at + literals), to);
    else for (let i = 0; i < literals; i++) output[to + i] = input[at + i]!;
    at += literals;
    to += literals;
    if (at === end) return to;
    if (at + 2 > end) return -4;
    const distance = input[at]! | (input[at + 1]! << 8);
    at += 2;
    if (distance === 0 || to - distance < floor) return -5;
    let length = (token & 15) + 4;
    if (length === 19) {
      let more = 255;
      while (more === 255) {
        if (at >= end) return -1;
        more = input[at++]!;
        length += more;
      }
    }
    if (to + length > limit) return -3;
    copyMatch(output, target, to, distance, length);
    to += length;
  }
  return -6;
}

/** Repeats the *distance* bytes before *to* until *length* bytes are written. */
function copyMatch(output: Uint8Array, target: DataView, to: number, distance: number, length: number): void {
  const from = to - distance;
  if (length > 128) {
    // What is written so far is a whole number of repetitions, so each round can copy twice as much.
    let done = Math.min(distance, length);
    output.copyWithin(to, from, from + done);
    while (done < length) {
      const count = Math.min(done, length - done);
      output.copyWithin(to + done, to, to + count);
      done += count;
    }
    return;
  }
  let i = 0;
  if (distance > 3) for (; i + 4 <= length; i += 4) target.setInt32(to + i, target.getInt32(from + i, true), true);
  for (; i < length; i++) output[to + i] = output[from + i]!;
}
