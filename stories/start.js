/** Starts Storybook (`dev`) or builds it into stories/storybook-static (`build`), after the build that it documents. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { ensureInstalled } from '../demo/ensure-installed.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const command = process.argv[2] ?? 'dev';
/** @type {Record<string, string[]>} */
const options = {
  dev: ['--port', process.env.PORT ?? '6006', '--no-open', '--no-version-updates'],
  build: ['--output-dir', 'stories/storybook-static', '--quiet'],
};

const chosen = options[command];
if (chosen === undefined) throw new Error(`storybook: unknown command, got ${command}; expected dev or build`);
ensureInstalled();
const { buildPackages } = await import('../packages/build.js');
await buildPackages(undefined, { types: false });

const storybook = join(root, 'node_modules/storybook/dist/bin/dispatcher.js');
const parameters = [storybook, command, '--config-dir', 'stories/.storybook', '--disable-telemetry', ...chosen, ...process.argv.slice(3)];
const child = spawn(process.execPath, parameters, { cwd: root, stdio: 'inherit', env: { ...process.env, STORYBOOK_DISABLE_TELEMETRY: '1' } });
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
