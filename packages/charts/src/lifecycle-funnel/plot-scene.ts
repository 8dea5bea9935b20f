import type { Scene, SceneLine, SceneMark } from '../scene.js';

/** A bar; `hatched` while it may still change. */
export interface PlotBar {
  readonly id: string;
  readonly kind: string;
  readonly hatched: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A way from one phase to another, as a filled path. */
export interface PlotRibbon {
  readonly id: string;
  readonly kind: string;
  readonly path: string;
}

/** A text, `anchor` as in SVG. */
export interface PlotText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly kind: 'axis' | 'label' | 'date' | 'count' | 'name';
}

/** Bars, lines and ribbons on a plain scale: the views that are no funnel. */
export interface PlotScene extends Scene {
  readonly view: 'segments' | 'durations' | 'trend' | 'phases';
  readonly bars: readonly PlotBar[];
  readonly ribbons: readonly PlotRibbon[];
  readonly bands: readonly string[];
  readonly lines: readonly { readonly kind: string; readonly points: string }[];
  readonly dots: readonly { readonly id: string; readonly x: number; readonly y: number; readonly hollow: boolean }[];
  readonly gridlines: readonly { readonly x1: number; readonly x2: number; readonly y1: number; readonly y2: number; readonly kind: 'grid' | 'zero' | 'guide' }[];
  readonly texts: readonly PlotText[];
}

/** What a drawing consists of, before it has words around it. */
export type PlotShapes = Pick<PlotScene, 'bars' | 'ribbons' | 'bands' | 'lines' | 'dots' | 'gridlines' | 'texts' | 'marks' | 'height'>;

/** A drawing of nothing. */
export const EMPTY_PLOT: PlotShapes = { height: 160, bars: [], ribbons: [], bands: [], lines: [], dots: [], gridlines: [], texts: [], marks: [] };

/** Returns what a screen reader says of a mark: its title and its lines. */
export function markLabel(title: string, lines: readonly SceneLine[]): string {
  return `${title}: ${lines.map(({ label, value }) => (label === '' ? value : `${label} ${value}`)).join('; ')}`;
}

/** Returns a mark that begins where a thinner one could not be pointed at any more. */
export function plotMark(mark: Omit<SceneMark, 'label'>, least: number, width: number): SceneMark {
  const wide = Math.max(mark.width, least);
  const high = Math.max(mark.height, least);
  return {
    ...mark, label: markLabel(mark.title, mark.lines),
    x: Math.max(0, Math.min(mark.x - (wide - mark.width) / 2, width - wide)), y: Math.max(0, mark.y - (high - mark.height) / 2), width: wide, height: high,
  };
}

/** Returns *shapes* mirrored in a drawing of *width*, for text that runs from right to left. Anchors follow the text by themselves. */
export function mirrored(shapes: PlotShapes, width: number): PlotShapes {
  const flip = (x: number): number => width - x;
  const points = (text: string): string => text.split(' ').map((pair) => {
    const [x = '0', y = '0'] = pair.split(',');
    return `${flip(Number(x))},${y}`;
  }).join(' ');
  return {
    height: shapes.height,
    bars: shapes.bars.map((bar) => ({ ...bar, x: flip(bar.x + bar.width) })),
    ribbons: shapes.ribbons.map((ribbon) => ({ ...ribbon, path: ribbon.path.replaceAll(/(-?[\d.]+),(-?[\d.]+)/g, (_, x: string, y: string) => `${flip(Number(x))},${y}`) })),
    bands: shapes.bands.map(points),
    lines: shapes.lines.map((line) => ({ ...line, points: points(line.points) })),
    dots: shapes.dots.map((dot) => ({ ...dot, x: flip(dot.x) })),
    gridlines: shapes.gridlines.map((line) => ({ ...line, x1: flip(line.x1), x2: flip(line.x2) })),
    texts: shapes.texts.map((text) => ({ ...text, x: flip(text.x) })),
    marks: shapes.marks.map((mark) => ({ ...mark, x: flip(mark.x + mark.width) })),
  };
}
