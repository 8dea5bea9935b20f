import { largestRemainder } from '@clientele/metrics';
import type { Group } from './readings.js';
import type { ScoreWording } from './score-wording.js';
import type { Sketch } from './shapes.js';
import type { Box } from './view.js';

const SWATCH = 10;
const SWATCH_GAP = 6;
const LABEL_GAP = 16;
/** Names at the end of a line keep clear of it also in a wide typeface. */
const SPARE = 1.06;

/** Returns whole percentages of *shares* that add up to 100, as they are written; null where there are none. */
export function wholePercents(shares: readonly (number | null)[], wording: ScoreWording): string[] | null {
  const parts = largestRemainder(shares.map((share) => share ?? 0));
  return parts?.map((part) => wording.format.percent(part / 100, 0)) ?? null;
}

/** Returns where each share of *box* lies, side by side from the left. */
export function partBoxes(shares: readonly (number | null)[], box: Box): Box[] {
  let x = box.x;
  return shares.map((share) => {
    const width = (share ?? 0) * box.width;
    const part = { ...box, x, width };
    x += width;
    return part;
  });
}

/** Draws the bar of *parts*, a hair apart. */
export function drawParts(sketch: Sketch, parts: readonly Box[], groups: readonly Group[]): void {
  parts.forEach((part, i) => {
    const gap = i < parts.length - 1 && part.width > 3 ? 1 : 0;
    sketch.rect(part.x, part.y, part.width - gap, part.height, `part ${groups[i]?.tone ?? 'neutral'}`);
  });
}

/**
 * Draws the names of parts over them, each at its part's beginning as far as its neighbours allow, with a swatch that says
 * whose it is; in lines below each other where they don't fit side by side. Returns how high they are.
 */
export function drawPartLabels(sketch: Sketch, starts: readonly number[], groups: readonly Group[], percents: readonly string[], names: readonly string[], box: { readonly x: number; readonly y: number; readonly width: number }): number {
  const line = sketch.size('plain') * 1.5;
  const widths = names.map((name, i) => SWATCH + SWATCH_GAP + (sketch.width(`${percents[i] ?? ''} `, 'strong') + sketch.width(name)) * SPARE);
  const xs = spread(starts, widths, box.x, box.x + box.width);
  names.forEach((name, i) => {
    const x = xs?.[i] ?? box.x;
    const baseline = box.y + sketch.size('plain') + (xs === null ? i * line : 0);
    sketch.rect(x, baseline - SWATCH + 1, SWATCH, SWATCH, `part ${groups[i]?.tone ?? 'neutral'}`);
    sketch.text(x + SWATCH + SWATCH_GAP, baseline, name, 'plain', 'start', percents[i] ?? '');
  });
  return xs === null ? names.length * line : line;
}

/** Places things of *widths* near their *wanted* places without touching, or returns null where there is no room. */
function spread(wanted: readonly number[], widths: readonly number[], from: number, to: number): number[] | null {
  if (widths.reduce((sum, width) => sum + width + LABEL_GAP, -LABEL_GAP) > to - from) return null;
  const places: number[] = [];
  let left = from;
  widths.forEach((width, i) => {
    const place = Math.max(left, wanted[i] ?? left);
    places.push(place);
    left = place + width + LABEL_GAP;
  });
  let right = to;
  for (let i = places.length - 1; i >= 0; i--) {
    places[i] = Math.min(places[i] ?? 0, right - (widths[i] ?? 0));
    right = (places[i] ?? 0) - LABEL_GAP;
  }
  return places;
}
