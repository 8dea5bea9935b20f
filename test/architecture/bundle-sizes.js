/**
 * What a page pays. `node test/architecture/bundle-sizes.js` prints the sizes, and with `--update` writes them, plus
 * three per cent, into budgets.json, which packages.test.ts compares with.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { buildPackages } from '../../packages/build.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a page may load, as the module that it would write. What is loaded when it is first wanted (writing files) is not counted. */
const pages = {
  'one chart': "import '@clientele/charts/customer-pyramid';",
  'one chart and the Arrow reader': "import '@clientele/charts/customer-pyramid'; export * from '@clientele/metrics/arrow';",
};

/**
 * Returns the minified sizes in bytes, gzipped (level 9): of the one-file bundle, and of each of the pages above.
 * @returns {Promise<Record<string, number>>}
 */
export async function bundleSizes() {
  await buildPackages(['bundle'], { types: false });
  /** @type {Record<string, number>} */
  const sizes = { 'clientele.js': gzipped(readFileSync(join(root, 'packages/clientele/dist/clientele.js'))) };
  for (const [name, source] of Object.entries(pages)) sizes[name] = gzipped(Buffer.from(await bundled(source)));
  return sizes;
}

/** @param {string} source */
async function bundled(source) {
  // No file: its place decides where its imports are looked for.
  const page = join(root, 'page.js');
  const outputs = await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'error',
    resolve: { conditions: ['@clientele/source', 'module', 'browser', 'production'] },
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [{
      name: 'page',
      resolveId: (id) => (id === page ? page : undefined),
      load: (id) => (id === page ? source : undefined),
    }],
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: page, formats: ['es'] },
      rolldownOptions: { output: { minify: true } },
    },
  });
  const chunks = Array.isArray(outputs) ? (outputs[0]?.output ?? []).flatMap((part) => (part.type === 'chunk' ? [part] : [])) : [];
  const entry = chunks.find((chunk) => chunk.isEntry);
  if (entry === undefined) throw new Error('bundle-sizes: nothing was bundled');
  const atOnce = new Set([entry.fileName]);
  for (const name of atOnce) for (const imported of chunks.find((chunk) => chunk.fileName === name)?.imports ?? []) atOnce.add(imported);
  return chunks.filter(({ fileName }) => atOnce.has(fileName)).map(({ code }) => code).join('');
}

/** @param {Uint8Array} bytes */
function gzipped(bytes) {
  return gzipSync(bytes, { level: 9 }).length;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sizes = await bundleSizes();
  console.log(sizes);
  if (process.argv.includes('--update')) {
    const budgets = Object.fromEntries(Object.entries(sizes).map(([name, bytes]) => [name, Math.ceil(bytes * 0.0103) * 100]));
    writeFileSync(new URL('budgets.json', import.meta.url), `${JSON.stringify(budgets, null, 2)}\n`);
  }
}
