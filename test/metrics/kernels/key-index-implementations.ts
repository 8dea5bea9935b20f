import { IntegerKeyIndex } from '../../../packages/metrics/src/kernels/integer-key-index.js';
import { keySlots } from '../../../packages/metrics/src/kernels/key-slots-wasm.js';
import { TextKeyIndex } from '../../../packages/metrics/src/kernels/text-key-index.js';
import { wasmKernels } from '../../../packages/metrics/src/kernels/wasm-module.js';

const kernels = await wasmKernels();
if (kernels === null) throw new Error('this Node has no WebAssembly');
/** Slots for key indexes in WebAssembly. */
export const wasmSlots = keySlots(kernels);

/** Key indexes that find codes in plain JavaScript, and in WebAssembly, which must not differ. */
export const keyIndexImplementations: readonly { readonly name: string; texts(): TextKeyIndex; integers(signed?: boolean): IntegerKeyIndex }[] = [
  { name: 'plain JavaScript', texts: () => new TextKeyIndex(), integers: (signed) => new IntegerKeyIndex(signed) },
  {
    name: 'WebAssembly',
    texts() {
      const index = new TextKeyIndex();
      index.accelerate(wasmSlots.texts());
      return index;
    },
    integers(signed) {
      const index = new IntegerKeyIndex(signed);
      index.accelerate(wasmSlots.integers());
      return index;
    },
  },
];
