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
 */
function decodeBlock(input: Uint8Array, from: number, end: number, output: Uint8Array, start: number, floor: number): number {
  let at = from;
  let to = start;
  const limit = output.length;
  while (at < end) {
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
    if (literals > 32) output.set(input.subarray(at, at + literals), to);
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
    if (length > 32 && distance >= length) output.copyWithin(to, to - distance, to - distance + length);
    else if (length > 64 && distance === 1) output.fill(output[to - 1]!, to, to + length);
    else for (let i = 0; i < length; i++) output[to + i] = output[to - distance + i]!;
    to += length;
  }
  throw corrupt('lz4', 'LZ4 block ends with a match; expected literals');
}

function tooLong(limit: number): Error {
  return corrupt('lz4', `LZ4 frame decompresses to more than the ${limit} bytes that it declares`);
}

function readUint32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}
