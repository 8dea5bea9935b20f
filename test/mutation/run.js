/**
 * Runs the mutation tests, `npm run mutation -- statistics calendar`, all four rooms by default. Takes hours for all of them;
 * what was tested before and did not change is not tested again (coverage/mutation/incremental.json).
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from '../../demo/ensure-installed.js';
import { ensureEngines } from '../engines/engines.js';

ensureInstalled();
ensureEngines();
const stryker = fileURLToPath(new URL('../engines/node_modules/@stryker-mutator/core/bin/stryker.js', import.meta.url));
const config = fileURLToPath(new URL('stryker.config.js', import.meta.url));
const rooms = process.argv.slice(2);
const { status } = spawnSync(process.execPath, [stryker, 'run', config], {
  cwd: fileURLToPath(new URL('../..', import.meta.url)),
  stdio: 'inherit',
  env: { ...process.env, ...(rooms.length > 0 ? { MUTATION_ROOMS: rooms.join(',') } : {}) },
});
process.exitCode = status ?? 1;
