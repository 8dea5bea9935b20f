/**
 * Finds the Chrome or Chromium that the browser tests and the stories run in, and on a bare Debian or Ubuntu container
 * installs one. Imports nothing but Node.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Flags under which Chromium runs headless as root in a container and asks the network for nothing. */
export const browserFlags = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--force-color-profile=srgb',
];

/** Returns the path of a Chrome or Chromium, or null when there is none. `CHROME_PATH` wins. */
export function findBrowser() {
  const chosen = process.env.CHROME_PATH;
  if (chosen !== undefined && chosen !== '') {
    if (isProgram(chosen)) return chosen;
    throw new Error(`browser: CHROME_PATH names no program, got ${chosen}; expected the path of Chrome or Chromium`);
  }
  return candidates().find(isProgram) ?? null;
}

/** Returns the path of a browser, installing Debian's chromium when there is none and apt-get may. Throws otherwise. */
export function ensureBrowser() {
  const found = findBrowser();
  if (found !== null) return found;
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('browser: no Chrome or Chromium found; installing chromium with apt-get');
    apt(['update', '-qq']);
    apt(['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core', 'fonts-noto-cjk']);
    const installed = findBrowser();
    if (installed !== null) return installed;
  }
  throw new Error(
    'browser: no Chrome or Chromium found, and none could be installed. Install one (https://www.google.com/chrome, ' +
      'or `apt-get install chromium`), or set CHROME_PATH to its program.',
  );
}

function candidates() {
  /** @param {string} name */
  const inApplications = (name) => [join('/Applications', `${name}.app/Contents/MacOS/${name}`), join(homedir(), 'Applications', `${name}.app/Contents/MacOS/${name}`)];
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].flatMap(inApplications);
  }
  if (process.platform === 'win32') {
    const { PROGRAMFILES, 'PROGRAMFILES(X86)': x86, LOCALAPPDATA } = process.env;
    const folders = [PROGRAMFILES, x86, LOCALAPPDATA].filter((folder) => folder !== undefined);
    return ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe']
      .flatMap((program) => folders.map((folder) => join(folder, program)));
  }
  // Ubuntu's chromium-browser is a stub that asks for a snap, so it comes last.
  const names = ['chromium', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge', 'chromium-browser'];
  const folders = new Set(['/usr/bin', '/usr/local/bin', '/opt/google/chrome', ...(process.env.PATH ?? '').split(delimiter)]);
  return names.flatMap((name) => [...folders].map((folder) => join(folder, name)));
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** @param {string[]} parameters */
function apt(parameters) {
  const { status } = spawnSync('apt-get', parameters, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (status !== 0) throw new Error(`browser: apt-get ${parameters[0]} failed (its messages are above); install Chrome or Chromium, or set CHROME_PATH`);
}
