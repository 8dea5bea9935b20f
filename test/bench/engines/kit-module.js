import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { engineFile } from '../../engines/engines.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

const entry = `
export { Dataset, evaluate, evaluateOnce, foldPart, mergeParts } from '@clientele/metrics';
export { allowWebAssembly } from '@clientele/metrics/arrow';
export { arrowStream } from '@clientele/sources';
`;

/** Builds the kit as it is published, in one module for Node, and returns its file. */
export function kitModule() {
  return bundled('kit', 'node', entry);
}

/** Builds the page that runs the kit beside DuckDB-WASM, with all that it imports, and returns the file of its script. */
export function pageModule() {
  const duckdb = engineFile('@duckdb/duckdb-wasm/dist/duckdb-browser.mjs');
  return bundled('engines-page', 'browser', `
import * as duckdb from '${duckdb}';
import * as kit from '@clientele/metrics';
import { arrowStream } from '@clientele/sources';
import { race } from '${join(import.meta.dirname, 'duckdb-wasm-page.js')}';
window.race = (task) => race({ ...kit, arrowStream }, duckdb, task);`);
}

/** @param {string} name @param {'node' | 'browser'} platform @param {string} source */
async function bundled(name, platform, source) {
  const page = join(root, `${name}-bench.js`);
  const outputs = await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'error',
    resolve: { conditions: ['@clientele/source', platform, 'production'] },
    plugins: [{
      name: 'bench',
      enforce: 'pre',
      resolveId: (id) => (id === page ? page : undefined),
      load: (id) => (id === page ? source : undefined),
    }],
    build: {
      write: false,
      target: 'es2022',
      minify: false,
      lib: { entry: page, formats: ['es'] },
      rolldownOptions: { external: platform === 'node' ? [/^apache-arrow/, /^temporal-polyfill/, /^hyparquet/, 'papaparse', /^node:/] : [], output: { codeSplitting: false } },
    },
  });
  const chunk = Array.isArray(outputs) ? outputs[0]?.output[0] : undefined;
  if (chunk === undefined) throw new Error('bench: nothing was built');
  // Inside of node_modules, so that what it imports is found from there.
  const folder = join(root, 'node_modules/.cache/clientele-bench');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.js`);
  writeFileSync(file, chunk.code);
  return file;
}
