import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { RecordBatchReader } from 'apache-arrow';
import { toArrowFiles } from './company/arrow.js';
import { generateCompany } from './company/company.js';
import { defaults, generatorVersion } from './company/parameters.js';
import { tables } from './company/tables.js';

/** @import { TableName } from './company/tables.js' */

const names = /** @type {TableName[]} */ (Object.keys(tables));

/** Where the demo page looks for its data. */
export const dataDirectory = fileURLToPath(new URL('public/data', import.meta.url));

/**
 * Writes `orders.arrow`, `events.arrow`, `surveys.arrow` and `customers.arrow` into *directory*, unless they are there
 * already from this generator's version with the same seed and size. Returns the paths written: none, or all four.
 * A file appears under its name only when it is complete.
 * @param {{directory?: string, seed?: number, customers?: number, force?: boolean}} [request]
 * @returns {string[]}
 */
export function writeData({ directory = dataDirectory, seed = defaults.seed, customers = defaults.customers, force = false } = {}) {
  if (!force && names.every((name) => isCurrent(join(directory, `${name}.arrow`), seed, customers))) return [];
  const files = toArrowFiles(generateCompany({ seed, customers }));
  mkdirSync(directory, { recursive: true });
  return names.map((name) => {
    const path = join(directory, `${name}.arrow`);
    writeFileSync(`${path}.part`, files[name]);
    renameSync(`${path}.part`, path);
    return path;
  });
}

/**
 * @param {string} path
 * @param {number} seed
 * @param {number} customers
 */
function isCurrent(path, seed, customers) {
  let bytes;
  try {
    bytes = readFileSync(path);
  } catch {
    return false;
  }
  try {
    const { metadata } = RecordBatchReader.from(bytes).open().schema;
    return metadata.get('clientele.generator') === generatorVersion && metadata.get('clientele.seed') === String(seed)
      && metadata.get('clientele.customers') === String(customers);
  } catch {
    // Not a file of ours, or one that was cut: written anew.
    return false;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(defaults.seed) },
      customers: { type: 'string', default: String(defaults.customers) },
      out: { type: 'string', default: dataDirectory },
      force: { type: 'boolean', default: false },
    },
  });
  const started = performance.now();
  const written = writeData({ directory: values.out, seed: Number(values.seed), customers: Number(values.customers), force: values.force });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(written.length === 0 ? `The data in ${values.out} are up to date.` : `Wrote ${written.join(', ')} in ${seconds} s.`);
}
