/** Builds the React, Vue and Svelte pages into ../public/frameworks. Needs the built packages. */
import { fileURLToPath } from 'node:url';

export async function buildFrameworkPages() {
  const { build } = await import('vite');
  await build({ configFile: fileURLToPath(new URL('vite.config.js', import.meta.url)), logLevel: 'warn' });
}
