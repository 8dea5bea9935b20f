import { wrapText } from '../guides/wrap-text.js';
import { hexOf, parseColor } from '../theme/color.js';
import type { Exportable } from './exportable.js';
import { flatSvg } from './flat-svg.js';
import { withoutBreaks } from '../unbroken.js';
import { swatchOf } from './swatch-svg.js';

const SVG = 'http://www.w3.org/2000/svg';
const MARGIN = 16;

/** A drawing as text, and its size in CSS pixels. */
export interface FigureSvg {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

/**
 * Returns the whole figure as one SVG that needs nothing else: title, sentence, drawing, legend and remarks, on the surface of
 * its theme. Null where nothing is drawn.
 */
export function figureSvg({ root, rtl, scene, title }: Exportable): FigureSvg | null {
  const drawing = root.querySelector<SVGSVGElement>('.plot svg');
  const frame = root.querySelector<HTMLElement>('.chart');
  if (drawing === null || frame === null) return null;
  const ink = inkOf(frame);
  const width = scene.width + 2 * MARGIN;
  const sheet = new Sheet(width, rtl, ink);
  sheet.y = MARGIN;
  sheet.text(title, ink.size * 1.143, 'bold', ink.text);
  sheet.text(scene.summary, ink.size, 'normal', ink.muted);
  sheet.y += ink.size * 0.7;
  const flat = flatSvg(drawing);
  flat.setAttribute('x', String(MARGIN));
  flat.setAttribute('y', String(Math.round(sheet.y)));
  flat.setAttribute('overflow', 'visible');
  sheet.element.append(flat);
  sheet.y += scene.height + ink.size * 0.7;
  const swatches = [...root.querySelectorAll<HTMLElement>('.legend .swatch')];
  for (const [i, { label }] of scene.legend.entries()) sheet.legend(label, swatches[i] ?? null, `swatch-${i}`);
  for (const note of scene.notes) sheet.text(note, ink.size * 0.929, 'normal', ink.muted);
  return sheet.finish(title, scene.summary);
}

interface Ink {
  readonly size: number;
  readonly family: string;
  readonly text: string;
  readonly muted: string;
  readonly surface: string;
}

/** Reads size and colours off the frame: tokens alone don't say what they come to. */
function inkOf(frame: HTMLElement): Ink {
  const probe = document.createElement('span');
  probe.style.setProperty('color', 'var(--_text-muted)');
  probe.style.setProperty('background-color', 'var(--_surface)');
  frame.append(probe);
  const found = getComputedStyle(probe);
  const muted = colorOf(found.color);
  const surface = colorOf(found.backgroundColor);
  probe.remove();
  const { color, fontFamily, fontSize } = getComputedStyle(frame);
  return { size: Number.parseFloat(fontSize) || 14, family: fontFamily, text: colorOf(color), muted, surface };
}

function colorOf(text: string): string {
  const color = parseColor(text);
  return color === null ? text : hexOf(color);
}

/** A page that is written from top to bottom. */
class Sheet {
  readonly element: Element = document.createElementNS(SVG, 'svg');
  y = 0;
  private readonly width: number;
  private readonly rtl: boolean;
  private readonly ink: Ink;

  constructor(width: number, rtl: boolean, ink: Ink) {
    this.width = width;
    this.rtl = rtl;
    this.ink = ink;
  }

  text(text: string, size: number, weight: 'bold' | 'normal', fill: string, indent = 0): void {
    const room = this.width - 2 * MARGIN - indent;
    for (const line of wrapText(withoutBreaks(text), room / (weight === 'bold' ? 1.12 : 1.02), size, 12)) {
      this.y += size * 1.35;
      const x = this.rtl ? this.width - MARGIN - indent : MARGIN + indent;
      const element = this.add('text', { x, y: Math.round(this.y - size * 0.3), 'font-size': size, fill });
      if (weight === 'bold') element.setAttribute('font-weight', '650');
      element.append(line);
    }
  }

  legend(label: string, swatch: HTMLElement | null, id: string): void {
    const size = this.ink.size * 0.929;
    const top = this.y;
    this.text(label, size, 'normal', this.ink.muted, size * 1.5);
    if (swatch === null) return;
    const x = this.rtl ? this.width - MARGIN - size * 0.9 : MARGIN;
    this.element.append(...swatchOf(swatch, id, { x, y: top + size * 0.22, size: size * 0.9 }));
  }

  finish(title: string, summary: string): FigureSvg {
    const height = Math.ceil(this.y + MARGIN);
    const { element, width, ink } = this;
    for (const [name, value] of Object.entries({
      width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'font-family': ink.family, direction: this.rtl ? 'rtl' : 'ltr',
    })) element.setAttribute(name, String(value));
    const ground = document.createElementNS(SVG, 'rect');
    for (const [name, value] of Object.entries({ width, height, fill: ink.surface })) ground.setAttribute(name, String(value));
    element.prepend(named('title', title), named('desc', summary), ground);
    return { text: new XMLSerializer().serializeToString(element), width, height };
  }

  private add(name: string, attributes: Readonly<Record<string, string | number>>): Element {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    this.element.append(element);
    return element;
  }
}

function named(name: 'title' | 'desc', text: string): Element {
  const element = document.createElementNS(SVG, name);
  element.append(text);
  return element;
}
