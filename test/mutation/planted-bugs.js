/**
 * Plants bugs that other products had, one at a time, and runs the tests that should notice:
 *
 *   npm run planted-bugs [-- words of the incident]
 *
 * A bug is planted while its file is loaded; nothing is written. Ends with the line `N of M caught`, and fails where one was not.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from '../../demo/ensure-installed.js';
import { plantedBugs } from './planted-bugs-list.js';

ensureInstalled();
const { startVitest } = await import('vitest/node');
const root = fileURLToPath(new URL('../..', import.meta.url));
const words = process.argv.slice(2).join(' ');
const chosen = plantedBugs.filter(({ incident }) => incident.includes(words));

// What fails without a bug would catch every one.
const sound = await failuresWith(null, [...new Set(chosen.flatMap(({ tests }) => tests))]);
if (sound.tests === 0 || sound.failed.length > 0) {
  console.error(`planted bugs: ${sound.tests} tests, of which fail without a bug: ${sound.failed.join('; ') || 'none'}; expected some that all pass`);
  process.exit(1);
}
let caught = 0;
for (const bug of chosen) {
  const { tests, failed } = await failuresWith(bug, bug.tests);
  // A file that can't be loaded says nothing about its tests.
  const isCaught = tests > 0 && failed.length > 0;
  caught += Number(isCaught);
  console.log(`${isCaught ? 'caught' : 'MISSED'}  ${bug.incident}${isCaught ? `\n        ${failed[0]}` : ` (${bug.file}, ${tests} tests)`}`);
}
console.log(`\n${caught} of ${chosen.length} caught`);
process.exit(caught === chosen.length && caught > 0 ? 0 : 1);

/**
 * Runs *tests* with *bug* planted, up to the first that fails. They have time: one that only waited for the processor has found nothing.
 * @param {import('./planted-bugs-list.js').PlantedBug | null} bug @param {readonly string[]} tests
 */
async function failuresWith(bug, tests) {
  const vitest = await startVitest('test', [...tests], { root, config: 'test/vitest.config.ts', watch: false, run: true, testTimeout: 600_000, hookTimeout: 600_000, bail: bug === null ? 0 : 1, reporters: [{}] }, { plugins: bug === null ? [] : [planted(bug)] });
  const all = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()]);
  const failed = all.filter((test) => test.result().state === 'failed').map((test) => test.fullName);
  await vitest.close();
  process.exitCode = 0;
  return { tests: all.length, failed };
}

/**
 * A plugin that loads the bug's file with its replacement. Throws where the text is not there exactly once.
 * @param {import('./planted-bugs-list.js').PlantedBug} bug @returns {import('vite').Plugin}
 */
function planted({ file, find, replace }) {
  const path = join(root, file);
  const parts = readFileSync(path, 'utf8').split(find);
  if (parts.length !== 2) throw new Error(`planted bugs: "${find}" is ${parts.length - 1} times in ${file}; expected once`);
  return { name: 'planted-bug', enforce: 'pre', load: (id) => (id.split('?')[0] === path ? parts.join(replace) : undefined) };
}
