/**
 * The databases and chart libraries that tests and benches compare with. They weigh a gigabyte and nobody who only looks at
 * the demo needs them, so they have a manifest of their own and are installed when they are first needed.
 */
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureInstalled } from '../../demo/ensure-installed.js';

const folder = fileURLToPath(new URL('.', import.meta.url));
const require = createRequire(import.meta.url);

/** Installs the engines where they are missing. */
export function ensureEngines() {
  // `npm ci` refuses a lock that lacks the builds of an engine for other platforms, which not every registry has.
  ensureInstalled(folder, ['install', '--no-save']);
}

/**
 * Returns the module of the engine called *name* (`@duckdb/node-api`, `chdb`, `arquero`, ...), whose manifest pins its version.
 * @param {string} name @returns {Promise<any>}
 */
export async function engine(name) {
  return import(pathToFileURL(require.resolve(name)).href);
}

/**
 * Returns the path of *file* inside an engine's package, for a page to be served with.
 * @param {string} file `echarts/dist/echarts.min.js`
 */
export function engineFile(file) {
  return fileURLToPath(new URL(`node_modules/${file}`, import.meta.url));
}
