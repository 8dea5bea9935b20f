/**
 * What Chromium's main thread did, by its own tracing. Times are those of the thread, so that what else the machine does
 * meanwhile counts less.
 */

/**
 * @typedef {object} Traced
 * @property {string} name
 * @property {number} at When it began, milliseconds of the thread.
 * @property {number} ms How long it took.
 * @property {Readonly<Record<string, any>>} args
 */

/**
 * Returns what the main thread of *page* did while *work* was done: the steps of its timeline and the marks of `performance.mark`,
 * in order.
 * @param {import('playwright').Page} page @param {() => Promise<unknown>} work
 * @returns {Promise<readonly Traced[]>}
 */
export async function traced(page, work) {
  const browser = page.context().browser();
  if (browser === null) throw new Error('bench: the page has no browser to trace');
  await browser.startTracing(page, { categories: ['devtools.timeline', 'blink.user_timing'] });
  await page.evaluate(() => performance.mark(' begin'));
  await work();
  /** @type {readonly any[]} */
  const events = JSON.parse((await browser.stopTracing()).toString()).traceEvents;
  const begin = events.find(({ name }) => name === ' begin');
  return events
    .filter(({ pid, tid, tts }) => pid === begin.pid && tid === begin.tid && tts >= begin.tts)
    .sort((one, other) => one.tts - other.tts)
    .map(({ args, name, tdur = 0, tts }) => ({ name, at: tts / 1000, ms: tdur / 1000, args }));
}
