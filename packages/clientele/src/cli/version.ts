import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Returns the version of the package. */
export function version(): string {
  // The folder of this file lies equally deep in src and in dist. A `new URL(..., import.meta.url)` would be bundled.
  const folder = dirname(fileURLToPath(import.meta.url));
  const manifest = JSON.parse(readFileSync(join(folder, '../../package.json'), 'utf8')) as { version: string };
  return manifest.version;
}
