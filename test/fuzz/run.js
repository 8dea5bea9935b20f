/**
 * Damages Arrow bytes and reads them, longer than `npm test` does:
 *
 *   npm run fuzz -- --runs 1000000 --seed 7
 *
 * Prints what came out. Ends with 1 when an input hung, threw an untyped error or took too much memory. Every further
 * run of the same seed damages the same inputs.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '1000000' }, seed: { type: 'string', default: String(Date.now() % 2 ** 31) } } });
const root = fileURLToPath(new URL('../..', import.meta.url));
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts', 'test/fuzz'];
const child = spawn(process.execPath, vitest, { cwd: root, stdio: 'inherit', env: { ...process.env, FUZZ_RUNS: values.runs, FUZZ_SEED: values.seed } });
child.on('exit', (code) => process.exit(code ?? 1));
