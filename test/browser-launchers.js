/** Starts the browsers that the browser tests run in: Chromium, and where they are installed Firefox and WebKitGTK. */
import { spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { chromeLauncher } from '@web/test-runner-chrome';
import { webdriverLauncher } from '@web/test-runner-webdriver';
import { browserFlags, ensureBrowser } from './find-browser.js';

/** @typedef {import('@web/test-runner').BrowserLauncher} BrowserLauncher */

/** @type {Record<string, () => BrowserLauncher | Promise<BrowserLauncher>>} */
const launchers = { chromium, firefox, webkit };

/**
 * Returns the launcher of the browser called *name*: chromium, firefox or webkit.
 * @param {string} name
 */
export function launcherOf(name) {
  const launcher = launchers[name];
  if (launcher === undefined) throw new Error(`web-test-runner: unknown browser in WTR_BROWSERS, got ${name}; expected ${Object.keys(launchers).join(', ')}`);
  return launcher();
}

function chromium() {
  return chromeLauncher({ launchOptions: { executablePath: ensureBrowser(), args: browserFlags } });
}

/** The same launcher speaks WebDriver BiDi to Firefox (`FIREFOX_PATH`, by default /usr/bin/firefox-esr). */
function firefox() {
  const launcher = chromeLauncher({ launchOptions: { browser: 'firefox', executablePath: process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr' } });
  launcher.name = 'Firefox';
  return launcher;
}

/**
 * WebKitGTK by its WebDriver (Debian: webkit2gtk-driver and xvfb; `WEBKIT_PATH` names another MiniBrowser). It has no headless
 * mode, so it gets a display of its own.
 */
async function webkit() {
  const port = 4480;
  const display = ':96';
  const env = { ...process.env, DISPLAY: display, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', LIBGL_ALWAYS_SOFTWARE: '1', GDK_BACKEND: 'x11', NO_AT_BRIDGE: '1' };
  const screen = spawn('Xvfb', [display, '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], { stdio: 'ignore' });
  await setTimeout(800);
  const driver = spawn('WebKitWebDriver', [`--port=${port}`], { env, stdio: 'ignore' });
  await setTimeout(800);
  process.on('exit', () => {
    driver.kill();
    screen.kill();
  });
  const capabilities = /** @type {WebdriverIO.Capabilities} */ ({
    browserName: 'MiniBrowser',
    'wdio:enforceWebDriverClassic': true,
    'webkitgtk:browserOptions': { binary: process.env.WEBKIT_PATH ?? '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser', args: ['--automation'] },
  });
  const launcher = webdriverLauncher({ hostname: '127.0.0.1', port, path: '/', logLevel: 'error', capabilities });
  // Its types don't say that what may be missing may be undefined too.
  return /** @type {BrowserLauncher} */ (/** @type {unknown} */ (launcher));
}
