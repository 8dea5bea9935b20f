import type { Sketch } from './shapes.js';
import { type Box, scoreMark, type ViewInput } from './view.js';
import type { LegendItem, SceneMark } from '../scene.js';

/** Returns the entry of the legend for scores that are withheld, none where all are told. */
export function withheldLegend({ readings: { distribution }, wording }: ViewInput): LegendItem[] {
  return distribution.some(({ withheld }) => withheld) ? [{ swatch: 'withheld', label: wording.messages.withheldSwatch }] : [];
}

/** Draws a column for each score within *box*, with its share over and its score under it. Returns their marks and height. */
export function drawColumns(sketch: Sketch, input: ViewInput, box: Box, row: number, withCounts: boolean): { readonly marks: SceneMark[]; readonly height: number; readonly step: number } {
  const { readings: { distribution, groups }, wording } = input;
  const { format } = wording;
  const step = box.width / distribution.length;
  const small = sketch.size('small');
  const shares = distribution.map(({ n, share, withheld }) => (n === 0 || withheld ? '' : share < 0.005 ? `<${format.percent(0.01, 0)}` : format.percent(share, 0)));
  const counts = distribution.map(({ n, withheld }) => (withheld ? '' : format.count(n)));
  const fits = (texts: readonly string[]): boolean => texts.every((text) => sketch.width(text, 'small') + 4 <= step);
  const withShares = fits(shares);
  const counted = withCounts && fits(counts);
  const top = box.y + (withShares ? small * 1.5 : 4);
  const base = top + box.height;
  const highest = Math.max(...distribution.map(({ share }) => share));
  const inset = Math.min(step * 0.14, 12);
  // A scale with many scores names only as many as there is room for, its ends always.
  const look = withCounts ? 'plain' : 'small';
  const widest = Math.max(...distribution.map(({ score }) => sketch.width(format.number(score), look)));
  const every = widest + 2 <= step ? 1 : Math.ceil((widest * 1.5 + 8) / step);
  const marks = distribution.map((level, i): SceneMark => {
    const x = box.x + i * step;
    const centre = x + step / 2;
    const height = highest > 0 ? (level.share / highest) * box.height : 0;
    if (level.withheld) sketch.rect(x + inset, base - small, step - 2 * inset, small, 'withheld');
    sketch.rect(x + inset, base - Math.max(height, level.n > 0 ? 1 : 0), step - 2 * inset, Math.max(height, level.n > 0 ? 1 : 0), `part ${groups[level.group]?.tone ?? 'neutral'}`);
    if (withShares) sketch.text(centre, base - height - small * 0.45, shares[i] ?? '', 'small', 'middle');
    const last = distribution.length - 1;
    if (i === last || (i % every === 0 && last - i >= every)) {
      const [at, anchor] = every === 1 ? ([centre, 'middle'] as const) : i === 0 ? ([x, 'start'] as const) : i === last ? ([x + step, 'end'] as const) : ([centre, 'middle'] as const);
      sketch.text(at, base + small * 1.35, format.number(level.score), look, anchor);
    }
    if (counted) sketch.text(centre, base + small * 2.8, counts[i] ?? '', 'small', 'middle');
    return scoreMark(input, level, { x, y: box.y, width: step, height: base - box.y + small * 1.7 }, row);
  });
  sketch.line(box.x, base, box.x + box.width, base, 'axis');
  return { marks, height: base - box.y + small * (counted ? 3.3 : 1.9), step };
}
