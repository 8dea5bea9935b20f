import { describe, expect, it } from 'vitest';
import { DataError } from '../../../packages/metrics/src/errors.js';
import { decodeLz4Frame } from '../../../packages/metrics/src/arrow/lz4-frame.js';
import { lz4Implementations } from '../kernels/lz4-implementations.js';
import { seeded } from './seeded.js';

interface Written {
  readonly frame: Uint8Array;
  readonly content: Uint8Array;
}

/** The part of a length that has no room in the token. */
function moreLength(rest: number): number[] {
  return rest < 0 ? [] : [...new Array<number>(Math.floor(rest / 255)).fill(255), rest % 255];
}

/** Writes random sequences as independent blocks, and what they stand for, byte by byte. */
function randomFrame(seed: number): Written {
  const random = seeded(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const length = (): number => below([4, 9, 20, 80, 700][below(5)]!);
  const content: number[] = [];
  const frame = [0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0];
  for (let blocks = 1 + below(3); blocks > 0; blocks--) {
    const floor = content.length;
    const block: number[] = [];
    const sequences = below(40);
    for (let i = 0; i <= sequences; i++) {
      const literals = Array.from({ length: i === 0 ? 1 + length() : length() }, () => below(256));
      const last = i === sequences;
      const matched = last ? 0 : 4 + length();
      block.push((Math.min(15, literals.length) << 4) | Math.min(15, Math.max(0, matched - 4)), ...moreLength(literals.length - 15), ...literals);
      content.push(...literals);
      if (last) break;
      const distance = 1 + below(Math.min(content.length - floor, [3, 9, 40, 65_535][below(4)]!));
      block.push(distance & 255, distance >> 8, ...moreLength(matched - 19));
      for (let k = 0; k < matched; k++) content.push(content[content.length - distance]!);
    }
    frame.push(block.length & 255, (block.length >> 8) & 255, block.length >> 16, 0, ...block);
  }
  return { frame: Uint8Array.from([...frame, 0, 0, 0, 0]), content: Uint8Array.from(content) };
}

describe.each(lz4Implementations)('LZ4 sequences in $name', ({ blocks }) => {
  it('of any lengths and distances give what they stand for, byte by byte', () => {
    for (let seed = 1; seed <= 2_000; seed++) {
      const { frame, content } = randomFrame(seed);
      const output = new Uint8Array(content.length).fill(0xee);
      decodeLz4Frame(frame, output, blocks);
      expect(Buffer.compare(output, content), `seed ${seed}`).toBe(0);
    }
  });

  it('write nothing outside of their output, damaged or not', () => {
    for (let seed = 1; seed <= 2_000; seed++) {
      const { frame, content } = randomFrame(seed);
      const random = seeded(seed);
      const around = new Uint8Array(content.length + 128).fill(0xee);
      const damaged = frame.with(11 + Math.floor(random() * (frame.length - 11)), Math.floor(random() * 256));
      try {
        decodeLz4Frame(damaged, around.subarray(64, 64 + content.length), blocks);
      } catch (error) {
        expect(error).toBeInstanceOf(DataError);
      }
      expect(around.subarray(0, 64).every((byte) => byte === 0xee) && around.subarray(-64).every((byte) => byte === 0xee), `seed ${seed}`).toBe(true);
    }
  });

  it('do not reach back into the block before theirs, where blocks are independent', () => {
    // One literal, then a match two bytes back; what follows decides whether words or bytes are copied.
    const reaching = [0x10, 1, 2, 0];
    for (const rest of [[0x50, 1, 2, 3, 4, 5], [0xf0, 45, ...new Array<number>(60).fill(9)]]) {
      const stored = [40, 0, 0, 0x80, ...new Array<number>(40).fill(7)];
      const size = reaching.length + rest.length;
      const frame = Uint8Array.from([0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0, ...stored, size, 0, 0, 0, ...reaching, ...rest, 0, 0, 0, 0]);
      expect(() => { decodeLz4Frame(frame, new Uint8Array(200), blocks); }).toThrow(/before its block/);
    }
  });
});

describe('LZ4 blocks', () => {
  it('end in the same place, with the same bytes or the same fault, in both implementations', () => {
    const faults = new Set<number>();
    for (let seed = 1; seed <= 1_500; seed++) {
      const { frame, content } = randomFrame(seed);
      const random = seeded(seed);
      const size = frame[7]! | (frame[8]! << 8) | (frame[9]! << 16);
      const damaged = frame.with(11 + Math.floor(random() * size), Math.floor(random() * 256));
      const limit = Math.floor(random() * 1.2 * content.length);
      const end = 11 + (seed % 3 === 0 ? Math.floor(size * random()) : size);
      const results = lz4Implementations.map(({ blocks }) => {
        const output = new Uint8Array(limit + 16);
        blocks.begin();
        const written = blocks.decode(damaged, 11, end, output, 0, limit, 0);
        return { written, bytes: Buffer.from(output.subarray(0, Math.max(0, written))).toString('hex') };
      });
      expect(results[1], `seed ${seed}`).toEqual(results[0]);
      faults.add(results[0]!.written);
    }
    expect([-1, -2, -3, -4, -5, -6].filter((fault) => !faults.has(fault))).toEqual([]);
  });

  it('of one frame do not reach into what another left behind', () => {
    // A stored block, then a linked one whose match reaches back into it.
    const frame = (fill: number): Uint8Array => Uint8Array.from([
      0x04, 0x22, 0x4d, 0x18, 0x40, 0x40, 0, 20, 0, 0, 0x80, ...new Array<number>(20).fill(fill), 9, 0, 0, 0, 0x00, 20, 0, 0x50, 1, 2, 3, 4, 5, 0, 0, 0, 0,
    ]);
    for (const { blocks } of lz4Implementations) {
      for (const fill of [7, 9]) {
        const output = new Uint8Array(29);
        decodeLz4Frame(frame(fill), output, blocks);
        expect([...output]).toEqual([...new Array<number>(24).fill(fill), 1, 2, 3, 4, 5]);
      }
    }
  });
});
