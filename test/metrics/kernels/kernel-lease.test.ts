import { beforeEach, describe, expect, it } from 'vitest';
import { KernelLease } from '../../../packages/metrics/src/kernels/kernel-lease.js';
import { type WasmKernels, wasmKernels } from '../../../packages/metrics/src/kernels/wasm-module.js';

const kernels = await wasmKernels();
if (kernels === null) throw new Error('this Node has no WebAssembly');

const MEGABYTE = 2 ** 20;
let made = 0;
const instantiate = (): WasmKernels => {
  made += 1;
  return kernels();
};

describe('a lease of memories', () => {
  beforeEach(() => {
    // No memory waits from the test before: who lends until one has to be made has them all.
    const rest = new KernelLease(instantiate);
    for (made = 0; made === 0;) rest.lend();
    made = 0;
  });

  it('lends memories that came back to whoever is next, as new: nothing given out, all zero', () => {
    const lease = new KernelLease(instantiate);
    const fresh = lease.lend();
    const first = fresh.take(16);
    fresh.bytes.fill(7, first, first + 16);
    const large = fresh.take(2 * MEGABYTE);
    fresh.bytes.fill(9, large, large + 2 * MEGABYTE);
    lease.giveBack();
    const again = new KernelLease(instantiate).lend();
    expect(made).toBe(1);
    expect(again.kernels).toBe(fresh.kernels);
    expect(again.take(3 * MEGABYTE)).toBe(first);
    expect(again.bytes.subarray(first, first + 3 * MEGABYTE).every((byte) => byte === 0)).toBe(true);
  });

  it('lends nobody what somebody else has, and what came back only once', () => {
    const [one, other] = [new KernelLease(instantiate), new KernelLease(instantiate)];
    const lent = [one.lend(), one.lend(), other.lend()];
    expect(new Set(lent.map((memory) => memory.kernels)).size).toBe(3);
    one.giveBack();
    one.giveBack();
    const next = [other.lend(), other.lend(), other.lend()];
    expect(new Set([lent[2]!, ...next].map((memory) => memory.kernels)).size).toBe(4);
    expect(made).toBe(4);
  });

  it('keeps no more than 32 megabytes, whatever comes back', () => {
    const lease = new KernelLease(instantiate);
    for (const megabytes of [20, 15, 8]) lease.lend().take(megabytes * MEGABYTE);
    const before = made;
    lease.giveBack();
    const kept = [lease.lend(), lease.lend()];
    expect(made).toBe(before);
    expect(kept.map(({ bytes }) => Math.floor(bytes.length / MEGABYTE)).sort((a, b) => a - b)).toEqual([8, 20]);
    lease.lend();
    expect(made).toBe(before + 1);
  });
});
