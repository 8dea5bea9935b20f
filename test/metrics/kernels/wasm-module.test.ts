import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { compileKernels } from '../../../packages/compile-kernels.js';
import { kernelBytes } from '../../../packages/metrics/src/kernels/kernel-bytes.js';
import type * as WasmModule from '../../../packages/metrics/src/kernels/wasm-module.js';
import { allowWebAssembly } from '../../../packages/metrics/src/kernels/wasm-allowed.js';

/** Returns the module as a page gets it that has not used it yet. */
async function freshModule(): Promise<typeof WasmModule> {
  vi.resetModules();
  return import('../../../packages/metrics/src/kernels/wasm-module.js');
}

describe('the kernels in WebAssembly', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    allowWebAssembly(true);
  });

  it('are what their sources compile to; `npm run kernels` writes them anew', async () => {
    expect(kernelBytes).toBe(Buffer.from(await compileKernels()).toString('base64'));
  });

  it('take at most 10 kB, 5 kB compressed', () => {
    const bytes = Buffer.from(kernelBytes, 'base64');
    expect(bytes.length).toBeLessThanOrEqual(10_000);
    expect(gzipSync(bytes, { level: 9 }).length).toBeLessThanOrEqual(5_000);
  });

  it('have a memory of their own in each instance', async () => {
    const instantiate = await (await freshModule()).wasmKernels();
    const [one, other] = [instantiate?.(), instantiate?.()];
    expect(one?.memory.buffer.byteLength).toBe(65_536);
    one?.memory.grow(1);
    expect(other?.memory.buffer.byteLength).toBe(65_536);
  });

  it('are compiled once, however many ask', async () => {
    const compile = vi.spyOn(WebAssembly, 'compile');
    const { wasmKernels } = await freshModule();
    await Promise.all([wasmKernels(), wasmKernels(), wasmKernels()]);
    expect(compile).toHaveBeenCalledOnce();
    compile.mockRestore();
  });

  it('are done without where the page forbids them, where there is no WebAssembly, and where it was switched off', async () => {
    vi.stubGlobal('WebAssembly', { ...WebAssembly, compile: () => Promise.reject(new Error("Refused to compile: 'wasm-unsafe-eval' is not an allowed source")) });
    expect(await (await freshModule()).wasmKernels()).toBeNull();
    vi.stubGlobal('WebAssembly', undefined);
    expect(await (await freshModule()).wasmKernels()).toBeNull();
    vi.unstubAllGlobals();
    const compile = vi.spyOn(WebAssembly, 'compile');
    vi.resetModules();
    (await import('../../../packages/metrics/src/kernels/wasm-allowed.js')).allowWebAssembly(false);
    expect(await (await import('../../../packages/metrics/src/kernels/wasm-module.js')).wasmKernels()).toBeNull();
    expect(compile).not.toHaveBeenCalled();
    compile.mockRestore();
  });
});
