import { readFileSync } from 'node:fs';

/** Returns the version of the package. */
export function version(): string {
  // The folder of this file lies equally deep in src and in dist.
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  return manifest.version;
}
