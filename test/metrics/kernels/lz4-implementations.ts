import { type Lz4Blocks, lz4Blocks } from '../../../packages/metrics/src/kernels/lz4-block.js';
import { wasmLz4Blocks } from '../../../packages/metrics/src/kernels/lz4-block-wasm.js';

const compiled = await wasmLz4Blocks();
if (compiled === null) throw new Error('this Node has no WebAssembly');

/** Both decoders of LZ4 blocks, which must not differ. */
export const lz4Implementations: readonly { readonly name: string; readonly blocks: Lz4Blocks }[] = [
  { name: 'plain JavaScript', blocks: lz4Blocks },
  { name: 'WebAssembly', blocks: compiled },
];
