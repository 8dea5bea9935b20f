/**
 * Makes sure that node_modules is what package-lock.json says, so that `npm start` and `npm test` work on a fresh clone.
 * Imports nothing but Node.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join, relative } from 'node:path';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Runs `npm ci` in *folder* when something is missing or of another version. Throws with what to do when that fails.
 * @param {string} [folder] a folder with a package-lock.json
 * @param {readonly string[]} [command] in place of `ci`
 */
export function ensureInstalled(folder = root, command = ['ci']) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Error(`install: this needs Node 20.19 or newer, got ${process.versions.node}; see https://nodejs.org`);
  }
  const reason = whyInstall(folder);
  if (reason === null) return;
  console.log(`install: ${reason}; running npm ${command.join(' ')}${folder === root ? '' : ` in ${relative(root, folder)}`}`);
  // NODE_ENV=production would leave out what builds and tests.
  const result = npm([...command, '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], folder);
  if (result.status === 0) return;
  throw new Error(
    `install: npm ${command.join(' ')} failed (its messages are above). It needs the npm registry: check the network and the proxy ` +
      '(`npm ping`), then try again.',
  );
}

/**
 * Returns why node_modules doesn't match the lock, or null when it does. Packages for other platforms don't count.
 * @param {string} folder
 */
function whyInstall(folder) {
  const installedLock = join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(installedLock)) return 'the dependencies are not installed';
  const wanted = packagesIn(join(folder, 'package-lock.json'));
  const installed = packagesIn(installedLock);
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path.includes('node_modules/') || entry.optional === true) continue;
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    if (!existsSync(join(folder, path))) return `${name} is not installed`;
    if (installed[path]?.version !== entry.version) return `${name} is not at ${entry.version}`;
  }
  return null;
}

/** @param {string} lock @returns {Record<string, { version?: string, optional?: boolean }>} */
function packagesIn(lock) {
  return JSON.parse(readFileSync(lock, 'utf8')).packages;
}

/** @param {string[]} parameters @param {string} folder */
function npm(parameters, folder) {
  const options = { cwd: folder, stdio: /** @type {const} */ ('inherit') };
  const script = process.env.npm_execpath;
  if (script !== undefined && /npm-cli\.[cm]?js$/.test(script)) {
    return spawnSync(process.execPath, [script, ...parameters], options);
  }
  // On Windows npm is a .cmd file, which only a shell starts.
  return spawnSync('npm', parameters, { ...options, shell: process.platform === 'win32' });
}
