/**
 * Compiles the kernels in packages/metrics/src/kernels/wasm/ (AssemblyScript) and writes their bytes as a module beside them:
 *
 *   npm run kernels
 *
 * The bytes are committed: who uses the package needs no compiler, and a test compiles again and compares.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import asc from 'assemblyscript/asc';

const kernels = fileURLToPath(new URL('metrics/src/kernels', import.meta.url));

/** The module that holds the bytes. */
export const kernelBytesFile = join(kernels, 'kernel-bytes.ts');

/**
 * Returns the kernels as WebAssembly. Throws when they don't compile.
 * @returns {Promise<Uint8Array>}
 */
export async function compileKernels() {
  /** @type {Uint8Array | null} */
  let bytes = null;
  const parameters = [
    'index.ts', '--outFile', 'kernels.wasm', '--optimizeLevel', '3', '--shrinkLevel', '0', '--converge', '--noAssert',
    '--runtime', 'stub', '--enable', 'simd',
  ];
  const { error, stderr } = await asc.main(parameters, {
    readFile: (name, base) => readText(resolve(join(kernels, 'wasm'), base, name)),
    writeFile: (_, contents) => {
      bytes = new Uint8Array(/** @type {Uint8Array} */ (contents));
    },
    listFiles: () => [],
  });
  if (error !== null || bytes === null) throw new Error(`compile-kernels: ${stderr.toString()}`, { cause: error });
  return bytes;
}

/** Returns the text of the module that holds *bytes*. @param {Uint8Array} bytes */
export function kernelBytesModule(bytes) {
  return `/** The kernels of wasm/, compiled: \`npm run kernels\` writes this file. */
export const kernelBytes: string = '${Buffer.from(bytes).toString('base64')}';
`;
}

/** @param {string} path */
function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const bytes = await compileKernels();
  writeFileSync(kernelBytesFile, kernelBytesModule(bytes));
  console.log(`kernels: ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} gzip`);
}
