import { ticks } from 'd3-array';
import { WIDE_FACE } from '../guides/text-width.js';
import { label, LABEL_SIZES, labelWidth, type Label, type Line, type Point } from './drawing.js';

/** The box of a plot within a drawing, and what its sides mean: x runs from 0 to 1, y from *low* to *high*. */
export interface PlotBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly low: number;
  readonly high: number;
}

/** Returns where (p, value) is in *box*. */
export function pointIn(box: PlotBox, p: number, value: number): Point {
  return [box.left + p * box.width, box.top + ((box.high - value) / (box.high - box.low)) * box.height];
}

/** The values that a y axis tells. */
export function yTicks(low: number, high: number): number[] {
  return ticks(low, high, 5);
}

/** Returns how much room the texts of a y axis need. */
export function yAxisWidth(low: number, high: number, text: (value: number) => string, fontSize: number): number {
  return Math.max(...yTicks(low, high).map((tick) => labelWidth(text(tick), fontSize, 'small'))) * WIDE_FACE + fontSize * 0.5;
}

/** Returns the axes of *box*: quiet lines across, percentages below, the ends of which stay inside. */
export function axesOf(box: PlotBox, fontSize: number, xText: (p: number) => string, yText: (value: number) => string): { lines: Line[]; labels: Label[] } {
  const lines: Line[] = [];
  const labels: Label[] = [];
  const small = fontSize * LABEL_SIZES.small;
  for (const tick of yTicks(box.low, box.high)) {
    const [x, y] = pointIn(box, 0, tick);
    lines.push({ points: [[x, y], [x + box.width, y]], tone: tick === 0 ? 'baseline' : 'grid' });
    labels.push(label(x - fontSize * 0.5, y + small * 0.36, yText(tick), { anchor: 'end', size: 'small', tone: 'muted' }));
  }
  const spacious = box.width / labelWidth(xText(1), fontSize, 'small');
  const every = spacious > 10 ? 0.2 : spacious > 7.5 ? 0.25 : 0.5;
  const bottom = box.top + box.height;
  for (let p = 0; p < 1.001; p += every) {
    const x = box.left + p * box.width;
    lines.push({ points: [[x, bottom], [x, bottom + 4]], tone: 'grid' });
    labels.push(label(x, bottom + 4 + fontSize, xText(p), { anchor: p > 0.99 ? 'end' : p < 0.01 ? 'start' : 'middle', size: 'small', tone: 'muted' }));
  }
  return { lines, labels };
}
