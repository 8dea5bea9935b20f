import { type Company, InstantCompany } from '../../../packages/metrics/src/kernels/instant-company.js';
import { KernelMemory } from '../../../packages/metrics/src/kernels/kernel-memory.js';
import { WasmCompany, WasmSieve } from '../../../packages/metrics/src/kernels/repeats-wasm.js';
import { RowSieve, type Sieve } from '../../../packages/metrics/src/kernels/row-sieve.js';
import { wasmKernels } from '../../../packages/metrics/src/kernels/wasm-module.js';

const kernels = await wasmKernels();
if (kernels === null) throw new Error('this Node has no WebAssembly');
const newMemory = (): KernelMemory => new KernelMemory(kernels());

/** What tells rows that may repeat from others, in plain JavaScript, and in WebAssembly, which must not differ. */
export const repeatsImplementations: readonly { readonly name: string; company(): Company; sieve(rows: number): Sieve }[] = [
  { name: 'plain JavaScript', company: () => new InstantCompany(), sieve: (rows) => new RowSieve(rows) },
  { name: 'WebAssembly', company: () => new WasmCompany(newMemory()), sieve: (rows) => new WasmSieve(newMemory(), rows) },
];
