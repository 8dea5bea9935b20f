import { textWidth } from '../guides/text-width.js';
import { wrapText } from '../guides/wrap-text.js';

/** Where a text's `x` is on it. */
export type Anchor = 'start' | 'middle' | 'end';

/** A text as it is drawn. `y` is its baseline. */
export interface Label {
  readonly x: number;
  readonly y: number;
  /** Ordinary and semibold, before the text; empty for most. */
  readonly lead: string;
  readonly text: string;
  readonly anchor: Anchor;
  readonly size: LabelSize;
  readonly tone: 'plain' | 'strong' | 'muted' | 'negative';
  /** Degrees, clockwise around (x, y). */
  readonly angle: number;
  /** The id of the mark that it belongs to, if any. */
  readonly mark: string | null;
}

/** Text sizes by name. */
export type LabelSize = 'normal' | 'small' | 'big';

/** Text sizes in parts of the ordinary one. */
export const LABEL_SIZES: Readonly<Record<LabelSize, number>> = { normal: 1, small: 0.857, big: 1.857 };

/** A box as it is drawn; `t` is its place on the colour ramp. */
export interface Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** `ghost` is the outline of an earlier date, `withheld` stands for what may not be told, `claim` for what the literature says. */
  readonly tone: 'ramp' | 'count' | 'negative' | 'empty' | 'ghost' | 'withheld' | 'claim' | 'stayed' | 'up' | 'down' | 'moved';
  readonly t: number;
  readonly mark: string | null;
}

/** A point, CSS pixels. */
export type Point = readonly [x: number, y: number];

/** A filled shape. */
export interface Area {
  readonly points: readonly Point[];
  readonly tone: 'slope' | 'slope-negative' | 'gap' | 'loss';
}

/** A line through points. */
export interface Line {
  readonly points: readonly Point[];
  readonly tone: 'rule' | 'baseline' | 'grid' | 'equality' | 'curve' | 'guide' | 'bracket' | 'bracket-negative';
}

/** A dot that marks a point on a curve. */
export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly tone: 'point' | 'key' | 'claim';
}

/** All that a view draws, back to front: areas, lines, bars, dots, labels. */
export interface Drawing {
  readonly height: number;
  readonly areas: readonly Area[];
  readonly lines: readonly Line[];
  readonly bars: readonly Bar[];
  readonly dots: readonly Dot[];
  readonly labels: readonly Label[];
}

/** Returns a label: ordinary text that begins at *x*, but for what *style* says. */
export function label(x: number, y: number, text: string, style: Partial<Omit<Label, 'x' | 'y' | 'text'>> = {}): Label {
  return { x, y, lead: '', text, anchor: 'start', size: 'normal', tone: 'plain', angle: 0, mark: null, ...style };
}

/** How much wider than others the letters of some systems are. */
const WIDE_FONT = 1.08;

/** How much wider semibold letters are. */
export const STRONG = 1.2;

/** Returns how wide *text* is as a label of that size and tone. */
export function labelWidth(text: string, fontSize: number, size: LabelSize = 'normal', tone: Label['tone'] = 'plain'): number {
  return textWidth(text, fontSize * LABEL_SIZES[size]) * (tone === 'strong' || tone === 'negative' ? STRONG : WIDE_FONT);
}

/** Returns *text* broken into up to four lines that fit *width* as labels, in any font that is not unusually wide. */
export function wrapLabel(text: string, width: number, fontSize: number, size: LabelSize = 'normal'): string[] {
  return wrapText(text, width / WIDE_FONT, fontSize * LABEL_SIZES[size], 4);
}

/** The space between a lead and its text, in parts of the ordinary text's size. */
export const LEAD_GAP = 0.45;

/** Returns *drawing* for readers from right to left: everything is mirrored but the letters. */
export function mirrored(drawing: Drawing, width: number): Drawing {
  const turn = ([x, y]: Point): Point => [width - x, y];
  const anchors: Readonly<Record<Anchor, Anchor>> = { start: 'end', middle: 'middle', end: 'start' };
  return {
    height: drawing.height,
    areas: drawing.areas.map((area) => ({ ...area, points: area.points.map(turn) })),
    lines: drawing.lines.map((line) => ({ ...line, points: line.points.map(turn) })),
    bars: drawing.bars.map((bar) => ({ ...bar, x: width - bar.x - bar.width })),
    dots: drawing.dots.map((dot) => ({ ...dot, x: width - dot.x })),
    labels: drawing.labels.map((text) => ({ ...text, x: width - text.x, anchor: anchors[text.anchor], angle: -text.angle })),
  };
}
