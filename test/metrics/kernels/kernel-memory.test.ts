import { describe, expect, it } from 'vitest';
import { KernelMemory } from '../../../packages/metrics/src/kernels/kernel-memory.js';
import { wasmKernels } from '../../../packages/metrics/src/kernels/wasm-module.js';

const kernels = await wasmKernels();
if (kernels === null) throw new Error('this Node has no WebAssembly');
const instantiate = kernels;

describe('the memory of kernels', () => {
  it('gives out pieces that are zero and that nobody else has, and grows with them, a megabyte at least', () => {
    const memory = new KernelMemory(instantiate());
    const lengths = [1, 16, 17, 1_000, 1_200_000, 3, 0, 9_000];
    const pieces = lengths.map((length, i) => {
      const at = memory.take(length);
      expect(at % 16).toBe(0);
      expect(memory.bytes.subarray(at, at + length).every((byte) => byte === 0)).toBe(true);
      memory.bytes.fill(i + 1, at, at + length);
      return { at, length };
    });
    pieces.forEach(({ at, length }, i) => expect(memory.bytes.subarray(at, at + length).every((byte) => byte === i + 1)).toBe(true));
    for (const view of [memory.bytes, memory.words, memory.doubles, memory.longs]) expect(view.buffer).toBe(memory.kernels.memory.buffer);
    const before = memory.bytes.length;
    memory.take(before);
    const grown = memory.bytes.length;
    memory.take(16);
    memory.take(1 << 20);
    expect([grown > before, memory.bytes.length - grown >= 1 << 20]).toEqual([true, true]);
    expect(memory.kernels.memory.buffer.byteLength).toBe(memory.bytes.length);
  });

  it('grows by half of what it has, so that much is had in few times, and by what is missing where more is not to be had', () => {
    const asked: number[] = [];
    const limited = (most: number): KernelMemory => {
      const own = instantiate();
      const memory = {
        get buffer() { return own.memory.buffer; },
        grow(pages: number) {
          asked.push(pages);
          if (own.memory.buffer.byteLength / 65_536 + pages > most) throw new RangeError('no more');
          return own.memory.grow(pages);
        },
      };
      return new KernelMemory({ ...own, memory });
    };
    const memory = limited(20_000);
    for (let taken = 0; taken < 1_600; taken++) memory.take(65_536);
    expect(asked.length).toBeLessThan(16);
    const tight = limited(250);
    tight.take(65_536 * 199);
    asked.length = 0;
    tight.take(65_536 * 20);
    expect(asked).toHaveLength(2);
    expect(asked[1]).toBeLessThan(25);
    expect(() => tight.take(65_536 * 100)).toThrow(new RangeError('no more'));
  });

  it('does not grow while there is room', () => {
    const memory = new KernelMemory(instantiate());
    memory.take(1 << 20);
    const { length } = memory.bytes;
    memory.take(1_000);
    expect(memory.bytes.length).toBe(length);
  });

  it('enlarges what was taken last where it is, and moves what was not, with all that it holds', () => {
    const memory = new KernelMemory(instantiate());
    const first = memory.take(20);
    memory.bytes.fill(7, first, first + 20);
    expect(memory.enlarge(first, 20, 1_000)).toBe(first);
    const second = memory.take(20);
    memory.bytes.fill(9, second, second + 20);
    const moved = memory.enlarge(first, 20, 1_100_000);
    expect(moved).toBeGreaterThan(second);
    expect([...memory.bytes.subarray(moved, moved + 21)]).toEqual([...Array.from({ length: 20 }, () => 7), 0]);
    expect(memory.bytes.subarray(second, second + 20).every((byte) => byte === 9)).toBe(true);
    expect(memory.enlarge(moved, 1_100_000, 1_200_000)).toBe(moved);
  });
});
