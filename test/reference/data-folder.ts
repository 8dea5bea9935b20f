import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = resolve(root, process.env['CLIENTELE_DATA'] ?? '../shared/data');

/**
 * Returns the path of a file in the optional data folder (`CLIENTELE_DATA`, by default `../shared/data` beside the repository),
 * or null where it isn't there, and then says so in one line: tests that need it skip.
 */
export function dataFile(relativePath: string): string | null {
  const path = resolve(folder, relativePath);
  if (existsSync(path)) return path;
  process.stderr.write(`skipped: no ${relativePath} in ${folder}; set CLIENTELE_DATA to the folder that holds it\n`);
  return null;
}

/** Returns a JSON file of the data folder's `reference/`, or null where it isn't there (see `dataFile`). */
export function referenceFile<T>(name: string): T | null {
  const path = dataFile(`reference/${name}`);
  return path === null ? null : (JSON.parse(readFileSync(path, 'utf8')) as T);
}
