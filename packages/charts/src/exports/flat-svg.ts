import { hexOf, parseColor } from '../theme/color.js';

const SVG = 'http://www.w3.org/2000/svg';

/** What style sheets say about drawings and that children have from their parents. */
const INHERITED = [
  'direction', 'fill', 'fill-opacity', 'fill-rule', 'font-family', 'font-size', 'font-style', 'font-variant-numeric', 'font-weight', 'letter-spacing', 'paint-order',
  'shape-rendering', 'stroke', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'stroke-opacity', 'stroke-width', 'text-anchor', 'visibility',
] as const;

/** What they say about one element, and what it is unless they do. */
const OWN: Readonly<Record<string, string>> = { 'dominant-baseline': 'auto', 'mix-blend-mode': 'normal', opacity: '1' };

const COLOURS: ReadonlySet<string> = new Set(['fill', 'stroke']);

/**
 * Returns a copy of *drawing* that needs no style sheet: what the page's styles come to, stands as attributes, every colour
 * as `#rrggbb`. The original must be in the document. Nothing that can run or be loaded is taken along.
 */
export function flatSvg(drawing: SVGSVGElement): SVGSVGElement {
  return copyOf(drawing, null) as SVGSVGElement;
}

function copyOf(element: Element, inherited: CSSStyleDeclaration | null): Element | null {
  const style = getComputedStyle(element);
  if (element.namespaceURI !== SVG || style.display === 'none' || element.localName === 'script' || element.localName === 'foreignObject') return null;
  const copy = document.createElementNS(SVG, element.localName);
  for (const { name, value } of element.attributes) {
    if (!/^(class|style|part|role|tabindex|href|aria-.*|on.*)$/.test(name)) copy.setAttribute(name, value);
  }
  for (const name of INHERITED) {
    const value = style.getPropertyValue(name);
    if (inherited === null || value !== inherited.getPropertyValue(name)) set(copy, name, value);
  }
  for (const [name, usual] of Object.entries(OWN)) {
    const value = style.getPropertyValue(name);
    if (value !== '' && value !== usual) set(copy, name, value);
  }
  for (const child of element.childNodes) {
    if (child instanceof Element) {
      const inner = copyOf(child, style);
      if (inner !== null) copy.append(inner);
    } else if (child.nodeType === Node.TEXT_NODE && (element.localName === 'text' || element.localName === 'tspan')) {
      copy.append(child.nodeValue ?? '');
    }
  }
  return copy;
}

function set(copy: Element, name: string, value: string): void {
  const color = COLOURS.has(name) ? parseColor(value) : null;
  if (color === null) {
    copy.setAttribute(name, value.replaceAll(/url\("?[^#"]*#([^")]+)"?\)/g, 'url(#$1)'));
    return;
  }
  copy.setAttribute(name, hexOf(color));
  if (color[3] < 1) copy.setAttribute(`${name}-opacity`, String(Math.round(color[3] * 1000) / 1000));
}
