/**
 * Builds every package, skipping what did not change since the last time:
 *
 *   node packages/build.js [--force] [--no-types] [package ...]
 *
 * Per package: ES modules into dist/ (Vite), declarations beside them (`tsc -b`), and custom-elements.json where the
 * package.json names one. `bundle` stands for the one-file browser bundle packages/clientele/dist/clientele.js.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { gzipSync } from 'node:zlib';
import { tokenFiles } from './token-files.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const libraries = ['metrics', 'sources', 'charts', 'dashboard', 'clientele'];
const shared = ['vite.config.ts', 'tsconfig.json', 'package-lock.json', 'packages/build.js', 'packages/token-files.js', 'packages/custom-elements-manifest.config.js'];

/**
 * Builds *names* (library folders, `bundle`), all by default, and the declarations of all packages unless *types* is
 * false. Returns the names that had to be built. Throws when a build fails.
 * @param {readonly string[]} [names]
 */
export async function buildPackages(names = [...libraries, 'bundle'], { force = false, types = true } = {}) {
  /** @type {string[]} */
  const built = [];
  for (const name of names) {
    const folder = join(root, 'packages', name === 'bundle' ? 'clientele' : name);
    const stamp = join(folder, 'dist', `.${name}.stamp`);
    const inputs = inputsOf(name);
    if (!force && existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) continue;
    rmSync(stamp, { force: true });
    const start = performance.now();
    await buildOne(name, folder);
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, inputs);
    built.push(name);
    console.log(`build ${name}: ${((performance.now() - start) / 1000).toFixed(1)} s${name === 'bundle' ? `, ${bundleSize(folder)}` : ''}`);
  }
  if (types) emitDeclarations();
  return built;
}

/** @param {string} name @param {string} folder */
async function buildOne(name, folder) {
  const { build } = await import('vite');
  if (name !== 'bundle') dropStaleOutput(folder);
  await build({ configFile: join(root, 'vite.config.ts'), mode: name, logLevel: 'warn' });
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (name !== 'bundle' && manifest.customElements !== undefined) await describeElements(folder);
  if (name === 'charts') await writeTokens(folder);
}

/**
 * Deletes the modules, and the declarations whose source is gone: neither Vite nor tsc does so.
 * @param {string} folder
 */
function dropStaleOutput(folder) {
  const dist = join(folder, 'dist');
  const keep = new Set(['clientele.js', 'clientele.js.map']);
  for (const file of filesIn(dist)) {
    const path = relative(dist, file).split(sep).join('/');
    const declared = /^(.+)\.d\.ts(\.map)?$/.exec(path)?.[1];
    const stale = declared === undefined ? /\.js(\.map)?$/.test(path) && !keep.has(path) : !existsSync(join(folder, 'src', `${declared}.ts`));
    if (stale) rmSync(file);
  }
}

/**
 * Writes custom-elements.json, as packages/custom-elements-manifest.config.js says.
 * @param {string} folder
 */
async function describeElements(folder) {
  // The analyzer's package.json exports only its plugins' entry, hence the path.
  const analyzer = pathToFileURL(join(root, 'node_modules/@custom-elements-manifest/analyzer/cli.js')).href;
  const { cli } = await import(analyzer);
  await cli({ argv: ['analyze', '--config', '../custom-elements-manifest.config.js'], cwd: folder });
}

/**
 * Writes the charts' tokens as files, from what was just built.
 * @param {string} folder
 */
async function writeTokens(folder) {
  const from = (/** @type {string} */ path) => import(`${pathToFileURL(join(folder, 'dist', path)).href}?${Date.now()}`);
  const [tokens, charts] = [await from('theme/tokens.js'), await from('index.js')];
  const elements = Object.values(charts).filter((exported) => exported?.prototype instanceof charts.ChartElement);
  const styles = elements.flatMap((element) => [element.styles].flat(Infinity)).map(({ cssText }) => cssText);
  mkdirSync(join(folder, 'dist/themes'), { recursive: true });
  for (const [path, text] of Object.entries(tokenFiles(tokens, styles))) writeFileSync(join(folder, 'dist', path), text);
}

function emitDeclarations() {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const projects = libraries.map((name) => join('packages', name));
  const { status } = spawnSync(process.execPath, [tsc, '-b', ...projects], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error('build: the declarations have type errors (above)');
}

/**
 * Returns a digest of everything that decides what a build looks like.
 * @param {string} name
 */
function inputsOf(name) {
  const folders = name === 'bundle' ? libraries : [name];
  const files = folders.flatMap((folder) => [
    ...filesIn(join(root, 'packages', folder, 'src')),
    join(root, 'packages', folder, 'package.json'),
    join(root, 'packages', folder, 'tsconfig.json'),
  ]);
  const hash = createHash('sha256');
  for (const file of [...files.sort(), ...shared.map((path) => join(root, path))]) {
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/** @param {string} folder @returns {string[]} */
function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

/** @param {string} folder */
function bundleSize(folder) {
  const bytes = readFileSync(join(folder, 'dist/clientele.js'));
  /** @param {number} n */
  const kB = (n) => `${(n / 1000).toFixed(1)} kB`;
  return `${kB(bytes.length)}, ${kB(gzipSync(bytes, { level: 9 }).length)} gzip`;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  try {
    const built = await buildPackages(names.length > 0 ? names : undefined, {
      force: process.argv.includes('--force'),
      types: !process.argv.includes('--no-types'),
    });
    if (built.length === 0) console.log('build: nothing changed');
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // The bundler colours every character of a code frame, also in a log file.
    console.error(process.stderr.isTTY ? message : stripVTControlCharacters(message));
    process.exitCode = 1;
  }
}
