import { textWidth } from '../guides/text-width.js';

/** How text looks: its size relative to ordinary text, and its class. */
export type TextLook = 'plain' | 'muted' | 'small' | 'small halo' | 'strong' | 'headline' | 'on-part';

/** Something drawn. `look` is a class: colours live in the style sheet. */
export type Shape =
  | { readonly kind: 'rect'; readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly look: string }
  | { readonly kind: 'line'; readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number; readonly look: string }
  | { readonly kind: 'path'; readonly d: string; readonly look: string }
  | { readonly kind: 'dot'; readonly x: number; readonly y: number; readonly r: number; readonly look: string }
  | KeyShape
  | TextShape;

/** Text on its baseline. `lead` stands before it in bold. */
export interface TextShape {
  readonly kind: 'text';
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly lead: string;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly look: TextLook;
  readonly size: number;
}

const SIZES: Readonly<Record<TextLook, number>> = { plain: 1, muted: 1, small: 0.857, 'small halo': 0.857, strong: 1, headline: 3.6, 'on-part': 0.857 };

/** What colours mean, in one line of text: the browser spaces it. */
export interface KeyShape {
  readonly kind: 'key';
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly items: readonly { readonly tone: string; readonly text: string }[];
}

/** How much wider heavy text is than ordinary text, in the widest of the usual typefaces. */
const HEAVIER: Readonly<Partial<Record<TextLook, number>>> = { headline: 1.25, strong: 1.15, 'on-part': 1.1 };

/** Shapes in the order in which they are drawn. */
export class Sketch {
  readonly shapes: Shape[] = [];
  private readonly fontSize: number;

  constructor(fontSize: number) {
    this.fontSize = fontSize;
  }

  /** The size of text that looks like *look*, CSS pixels. */
  size(look: TextLook): number {
    return SIZES[look] * this.fontSize;
  }

  /** How wide *text* is in the size and weight of *look*. */
  width(text: string, look: TextLook = 'plain'): number {
    return textWidth(text, this.size(look)) * (HEAVIER[look] ?? 1);
  }

  text(x: number, y: number, text: string, look: TextLook, anchor: TextShape['anchor'] = 'start', lead = ''): void {
    if (text !== '' || lead !== '') this.shapes.push({ kind: 'text', x, y, text, lead, anchor, look, size: this.size(look) });
  }

  /** Draws a line that says what colours mean. */
  key(x: number, y: number, items: KeyShape['items']): void {
    this.shapes.push({ kind: 'key', x, y, anchor: 'start', items });
  }

  rect(x: number, y: number, width: number, height: number, look: string): void {
    if (width > 0 && height > 0) this.shapes.push({ kind: 'rect', x, y, width, height, look });
  }

  line(x1: number, y1: number, x2: number, y2: number, look: string): void {
    this.shapes.push({ kind: 'line', x1, y1, x2, y2, look });
  }

  path(d: string, look: string): void {
    this.shapes.push({ kind: 'path', d, look });
  }

  dot(x: number, y: number, r: number, look: string): void {
    this.shapes.push({ kind: 'dot', x, y, r, look });
  }
}
