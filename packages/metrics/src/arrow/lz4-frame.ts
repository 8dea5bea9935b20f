import { lz4BlockFaults, type Lz4Blocks } from '../kernels/lz4-block.js';
import { corrupt } from './refusal.js';

/**
 * Decodes the LZ4 frame in *input* into *output*, which it must fill exactly (LZ4 Frame Format 1.6.3), by means of *blocks*.
 * Blocks may be linked or independent, compressed or stored; checksums are passed over; one frame only, no dictionary.
 * Writes nothing outside of *output*. Throws DataError `corrupt`.
 */
export function decodeLz4Frame(input: Uint8Array, output: Uint8Array, blocks: Lz4Blocks): void {
  let at = readHeader(input);
  const blockChecksums = (input[4]! & 0x10) !== 0;
  const contentChecksum = (input[4]! & 0x04) !== 0;
  const independent = (input[4]! & 0x20) !== 0;
  const longest = readBlockSize(input[5]!);
  blocks.begin();
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
    if (size > longest) throw corrupt('lz4', `LZ4 block of ${size} bytes is longer than the ${longest} that its frame allows`);
    if (at + size > input.length) throw corrupt('lz4', `LZ4 block of ${size} bytes lies outside of its frame`);
    if (word >= 0x80000000) {
      if (written + size > output.length) throw tooLong(output.length);
      output.set(input.subarray(at, at + size), written);
      written += size;
    } else {
      const limit = Math.min(output.length, written + longest);
      const end = blocks.decode(input, at, at + size, output, written, limit, independent ? written : 0);
      if (end < 0) throw end === -3 && limit === output.length ? tooLong(limit) : corrupt('lz4', lz4BlockFaults[-1 - end] ?? 'LZ4 block is damaged');
      written = end;
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

/** Returns how many bytes a block may hold, compressed or not: 64 KiB to 4 MiB. */
function readBlockSize(descriptor: number): number {
  const size = (descriptor >> 4) & 7;
  if (size < 4) throw corrupt('lz4', `LZ4 frame has blocks of an unknown size, got ${size}; expected 4 to 7`);
  return 1 << (8 + 2 * size);
}

function tooLong(limit: number): Error {
  return corrupt('lz4', `LZ4 frame decompresses to more than the ${limit} bytes that it declares`);
}

function readUint32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}
