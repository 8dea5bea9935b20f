import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildPackages } from '../../packages/build.js';
import { bundleSizes } from './bundle-sizes.js';
import { manifestOf, packages, root } from './source-files.js';

const run = promisify(execFile);

// Here and nowhere else, so that no two test files build at the same time.
beforeAll(() => buildPackages(), 300_000);

describe('a published package', () => {
  it.each(packages)('%s has every file that its exports name', (name) => {
    const missing = Object.values(manifestOf(name).exports)
      .flatMap((target) => (typeof target === 'string' ? [target] : Object.values(target)))
      .filter((path) => !existsSync(join(root, 'packages', name, path)));
    expect(missing).toEqual([]);
  });

  it.each(['metrics', 'sources', 'charts', 'dashboard'])('%s loads in plain Node, without a browser', async (name) => {
    const script = `const names = Object.keys(await import('@clientele/${name}')); process.stdout.write(String(names.length))`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: root });
    expect(Number(stdout)).toBeGreaterThan(0);
  });

  it.each(packages)('%s is packed the way bundlers and Node expect (publint)', async (name) => {
    const { messages, pkg } = await publint({ pkgDir: join(root, 'packages', name), strict: true });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  it.each(packages)('%s has types that fit its modules (attw)', async (name) => {
    const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');
    const { exports } = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as { exports: Record<string, unknown> };
    // A style sheet has no types.
    const sheets = Object.keys(exports).filter((entry) => entry.endsWith('.css'));
    const parameters = [attw, '--pack', join(root, 'packages', name), '--profile', 'esm-only', '--no-color', '--no-emoji'];
    if (sheets.length > 0) parameters.push('--exclude-entrypoints', ...sheets);
    // It ends with 0 only when it found no problem, and otherwise says on stdout what it found.
    const problems = await run(process.execPath, parameters).then(() => '', (error: { stdout: string }) => error.stdout);
    expect(problems).toBe('');
  });
});

describe('what a page loads', () => {
  const budgets = JSON.parse(readFileSync(new URL('budgets.json', import.meta.url), 'utf8')) as Record<string, number>;

  it('stays within its budget; `node test/architecture/bundle-sizes.js --update` sets a new one', async () => {
    const sizes = await bundleSizes();
    const over = Object.entries(sizes)
      .filter(([name, bytes]) => bytes > (budgets[name] ?? 0))
      .map(([name, bytes]) => `${name}: ${bytes} bytes gzip; at most ${budgets[name] ?? 0}`);
    expect(over).toEqual([]);
  }, 120_000);
});
