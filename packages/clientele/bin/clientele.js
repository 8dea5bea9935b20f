#!/usr/bin/env node
import { existsSync } from 'node:fs';

const entry = new URL('../dist/cli/index.js', import.meta.url);
if (existsSync(entry)) {
  const { main, processIo } = await import(entry.href);
  process.exitCode = await main(process.argv.slice(2), processIo());
} else {
  process.stderr.write('clientele: the package is not built, dist/cli/index.js is missing; run "npm run build" first\n');
  process.exitCode = 1;
}
