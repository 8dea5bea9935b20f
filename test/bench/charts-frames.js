import { median } from './in-turns.js';
import { traced } from './timeline.js';

/** A frame at 60 a second. */
const FRAME_MS = 1000 / 60;

/**
 * Returns in a line what drawing other data takes in a page that has drawn the chart before, step by step, as parts of a frame.
 * @param {import('playwright').Page} page @param {readonly [unknown, unknown]} pair
 */
export async function frameOfUpdate(page, pair) {
  const updates = /** @type {(readonly number[])[]} */ ([]);
  const events = await traced(page, () => page.evaluate((results) => Reflect.get(globalThis, 'updates')(results), pair));
  const marks = events.filter(({ name }) => STEPS.has(name));
  for (let i = 0; i + 5 < marks.length; i += 6) updates.push(marks.slice(i, i + 6).map(({ at }) => at));
  // The first ones compile what had not been run before.
  const late = updates.slice(updates.length >> 1);
  const step = (/** @type {number} */ from, /** @type {number} */ to) => median(late.map((times) => (times[to] ?? NaN) - (times[from] ?? NaN)));
  const steps = { scene: step(1, 2), render: median(late.map((times) => (times[1] ?? NaN) - (times[0] ?? NaN) + (times[3] ?? NaN) - (times[2] ?? NaN))), layout: step(3, 4), paint: step(4, 5) };
  const whole = step(0, 5);
  return `${Object.entries(steps).map(([name, ms]) => `${name} ${ms.toFixed(1)}`).join(', ')}; ${whole.toFixed(1)} ms, ${(whole / FRAME_MS).toFixed(2)} of a frame`;
}

/** The marks that `updates` in the page sets, in order. */
const STEPS = new Set(['set', 'scene', 'scene built', 'rendered', 'laid out', 'painted']);

/** What a frame consists of, without what the bench itself does. */
const OWN = new Set(['EventDispatch', 'UpdateLayoutTree', 'Layout', 'PrePaint', 'Paint', 'Layerize', 'Commit']);

/**
 * Returns in a line what it takes to move the pointer from mark to mark, and how much of the page is laid out for it.
 * @param {import('playwright').Page} page
 */
export async function frameOfHover(page) {
  const places = /** @type {[number, number][]} */ (await page.evaluate('middles()'));
  const [start, ...others] = places;
  if (start === undefined) throw new Error('bench: nothing to point at');
  const move = async (/** @type {readonly [number, number]} */ [x, y]) => {
    await page.mouse.move(x, y);
    await page.evaluate('painted()');
  };
  // The tooltip is open from here on.
  await move(start);
  const across = await traced(page, async () => { for (const place of others) await move(place); });
  const within = await traced(page, async () => { for (let i = 1; i <= 5; i++) await move([(others.at(-1)?.[0] ?? 0) + i / 2, others.at(-1)?.[1] ?? 0]); });
  const layouts = across.filter(({ name }) => name === 'Layout').map(({ args }) => args.beginData);
  const own = across.filter(({ name }) => OWN.has(name)).reduce((sum, { ms }) => sum + ms, 0) / others.length;
  return `${own.toFixed(1)} ms a move to another mark, ${(own / FRAME_MS).toFixed(2)} of a frame; ${(layouts.length / others.length).toFixed(1)} layouts a move, `
    + `${layouts.filter(({ partialLayout }) => partialLayout !== true).length} of them of the page, of ${median(layouts.map(({ totalObjects }) => totalObjects))} objects; `
    + `${within.filter(({ name }) => name === 'Layout').length} while it stays on a mark`;
}
