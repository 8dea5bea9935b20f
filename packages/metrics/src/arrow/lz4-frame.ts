import { corrupt } from './refusal.js';

/**
 * Decodes the LZ4 frame in *input* into *output*, which it must fill exactly (LZ4 Frame Format 1.6.3).
 * Blocks may be linked or independent, compressed or stored; checksums are passed over; one frame only, no dictionary.
 * Writes nothing outside of *output*. Throws DataError `corrupt`.
 */
export function decodeLz4Frame(input: Uint8Array, output: Uint8Array): void {
  let at = readHeader(input);
  const blockChecksums = (input[4]! & 0x10) !== 0;
  const contentChecksum = (input[4]! & 0x04) !== 0;
  const independent = (input[4]! & 0x20) !== 0;
  let written = 0;
  for (;;) {
    if (at + 4 > input.length) throw corrupt('lz4', 'LZ4 frame ends before its end mark');
    const word = readUint32(input, at);
    at += 4;
    if (word === 0) {
      if (at + (contentChecksum ? 4 : 0) > input.length) throw corrupt('lz4', 'LZ4 frame ends before its checksum');
      break;
    }
    const size = word & 0x7fffffff;
    if (at + size > input.length) throw corrupt('lz4', `LZ4 block of ${size} bytes lies outside of its frame`);
    if (word >= 0x80000000) {
      if (written + size > output.length) throw tooLong(output.length);
      output.set(input.subarray(at, at + size), written);
      written += size;
    } else {
      written = decodeBlock(input, at, at + size, output, written, independent ? written : 0);
    }
    at += size + (blockChecksums ? 4 : 0);
  }
  if (written !== output.length) throw corrupt('lz4', `LZ4 frame decompresses to ${written} bytes; expected ${output.length}`);
}

/** Returns where the first block begins. */
function readHeader(input: Uint8Array): number {
  if (input.length < 11 || readUint32(input, 0) !== 0x184d2204) throw corrupt('lz4', 'buffer is no LZ4 frame');
  const flags = input[4]!;
  if (flags >> 6 !== 1) throw corrupt('lz4', `LZ4 frame has version ${flags >> 6}; expected 1`);
  if ((flags & 0x01) !== 0) throw corrupt('lz4', 'LZ4 frame needs a dictionary, which Arrow has none of');
  return 7 + ((flags & 0x08) !== 0 ? 8 : 0);
}

/**
 * Decodes one block into *output* from *start* on and returns where it ended. Matches reach back to *floor* at most.
 * An LZ4 block ends with literals, so that every sequence but the last has a match.
 *
 * Nearly all sequences are short. The inner loop takes those by whole words, away from the ends of block and output, where
 * a word may reach over its sequence: it reads no further than the block, and what it writes too much is overwritten by what
 * follows. It leaves to the outer loop, which looks at every byte, whatever is long, near, at an end, or wrong.
 */
function decodeBlock(input: Uint8Array, from: number, end: number, output: Uint8Array, start: number, floor: number): number {
  const source = new DataView(input.buffer, input.byteOffset, end);
  const target = new DataView(output.buffer, output.byteOffset, output.length);
  const limit = output.length;
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
        if (at >= end) throw corrupt('lz4', 'LZ4 block ends inside of a length');
        more = input[at++]!;
        literals += more;
      }
    }
    if (at + literals > end) throw corrupt('lz4', 'LZ4 literals lie outside of their block');
    if (to + literals > limit) throw tooLong(limit);
    if (literals > 64) output.set(input.subarray(at, at + literals), to);
    else for (let i = 0; i < literals; i++) output[to + i] = input[at + i]!;
    at += literals;
    to += literals;
    if (at === end) return to;
    if (at + 2 > end) throw corrupt('lz4', 'LZ4 block ends inside of an offset');
    const distance = input[at]! | (input[at + 1]! << 8);
    at += 2;
    if (distance === 0 || to - distance < floor) throw corrupt('lz4', `LZ4 match reaches back ${distance} bytes, before its block`);
    let length = (token & 15) + 4;
    if (length === 19) {
      let more = 255;
      while (more === 255) {
        if (at >= end) throw corrupt('lz4', 'LZ4 block ends inside of a length');
        more = input[at++]!;
        length += more;
      }
    }
    if (to + length > limit) throw tooLong(limit);
    copyMatch(output, target, to, distance, length);
    to += length;
  }
  throw corrupt('lz4', 'LZ4 block ends with a match; expected literals');
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

function tooLong(limit: number): Error {
  return corrupt('lz4', `LZ4 frame decompresses to more than the ${limit} bytes that it declares`);
}

function readUint32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}
