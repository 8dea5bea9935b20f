import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

const entry = `
export { readBatches, createFrameReader, schemaOf } from '@clientele/metrics/arrow';
export { decodeLz4Frame } from '${root}packages/metrics/src/arrow/lz4-frame.ts';
export { lz4Blocks } from '${root}packages/metrics/src/kernels/lz4-block.ts';
export { wasmLz4Blocks } from '${root}packages/metrics/src/kernels/lz4-block-wasm.ts';
export { decodeZstdFrame } from '${root}packages/metrics/src/arrow/zstd-frame.ts';
`;

/** What checks metadata and bodies, at once or on first use, and does nothing else as long as bodies aren't compressed. */
const checks = {
  'verifier.ts': 'verifyBody', 'guarded-data.ts': 'guardedData|runChecks|runIndexCheck',
  'message.ts': 'readMessage|readBatchHeader|readDictionaryHeader', 'schema-reader.ts': 'readSchemaHeader',
};

/**
 * Returns the Arrow room as a page gets it, built. With *timed*, the time that its checks take is added up in
 * `globalThis.checkingMs`.
 * @param {{ timed?: boolean }} [options]
 */
export async function arrowModules({ timed = false } = {}) {
  const page = join(root, 'arrow-bench.js');
  const outputs = await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'error',
    resolve: { conditions: ['@clientele/source', 'node', 'production'] },
    plugins: [{
      name: 'bench',
      enforce: 'pre',
      resolveId: (id) => (id === page ? page : undefined),
      load: (id) => (id === page ? entry : undefined),
      transform(code, id) {
        const [, found] = Object.entries(checks).find(([file]) => id.endsWith(`/arrow/${file}`)) ?? [];
        return timed && found !== undefined ? timedCode(code, found) : undefined;
      },
    }],
    build: {
      write: false,
      target: 'es2022',
      minify: false,
      lib: { entry: page, formats: ['es'] },
      rolldownOptions: { external: ['apache-arrow'], output: { codeSplitting: false } },
    },
  });
  const chunk = Array.isArray(outputs) ? outputs[0]?.output[0] : undefined;
  if (chunk === undefined) throw new Error('bench: nothing was built');
  // Inside of node_modules, so that apache-arrow is found from there.
  const folder = join(root, 'node_modules/.cache/clientele-bench');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, timed ? 'arrow-timed.js' : 'arrow.js');
  writeFileSync(file, chunk.code);
  return import(`${pathToFileURL(file).href}?${process.pid}`);
}

/** @param {string} code @param {string} names */
function timedCode(code, names) {
  let wrappers = '';
  const renamed = code.replaceAll(new RegExp(`export function (${names})\\(`, 'g'), (_, name) => {
    wrappers += `
export function ${name}(...given: any[]): any {
  const start = performance.now();
  try { return untimed_${name}(...given); } finally { globalThis.checkingMs += performance.now() - start; }
}`;
    return `function untimed_${name}(`;
  });
  if (wrappers.split('export function').length - 1 !== names.split('|').length) throw new Error(`bench: found not all of ${names}`);
  return renamed + wrappers;
}
