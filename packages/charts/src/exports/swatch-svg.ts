import { hexOf, parseColor } from '../theme/color.js';

const SVG = 'http://www.w3.org/2000/svg';

/** Where a swatch goes, CSS pixels. */
export interface SwatchPlace {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/**
 * Returns the swatch of a legend as SVG, as style sheets made it: a colour, stripes (a linear gradient), dots (a radial one)
 * or a line (a border and no height). *id* names its pattern; a texture that is shown is that of the drawing.
 */
export function swatchOf(swatch: HTMLElement, id: string, place: SwatchPlace): Element[] {
  const texture = swatch.querySelector('.texture');
  const name = texture === null || getComputedStyle(texture).display === 'none' ? null : [...texture.classList].find((each) => each !== 'texture');
  return [...coloured(swatch, id, place), ...(name == null ? [] : [make('rect', { x: place.x, y: place.y, width: place.size, height: place.size, fill: `url(#${name})` })])];
}

function coloured(swatch: HTMLElement, id: string, { x, y, size }: SwatchPlace): Element[] {
  const { backgroundColor, backgroundImage, blockSize, borderBlockStartColor, borderBlockStartStyle, borderBlockStartWidth } = getComputedStyle(swatch);
  const bordered = borderBlockStartStyle !== 'none' && Number.parseFloat(borderBlockStartWidth) > 0;
  if (Number.parseFloat(blockSize) < 2 && bordered) {
    return [make('line', {
      x1: x, x2: x + size * 1.3, y1: y + size / 2, y2: y + size / 2, stroke: hex(borderBlockStartColor), 'stroke-width': borderBlockStartWidth,
      ...(borderBlockStartStyle === 'dashed' ? { 'stroke-dasharray': '3 3' } : {}),
    })];
  }
  const dashes = { dashed: '3 2', dotted: '1 2' }[borderBlockStartStyle];
  const border = { stroke: hex(borderBlockStartColor), 'stroke-width': borderBlockStartWidth, ...(dashes === undefined ? {} : { 'stroke-dasharray': dashes }) };
  const box = { x, y, width: size, height: size, rx: 2, ...(bordered ? border : {}) };
  const [ground, ink] = coloursOf(backgroundImage);
  if (ground === undefined || ink === undefined) {
    const color = parseColor(backgroundColor);
    return [make('rect', { ...box, fill: hex(backgroundColor), ...(color !== null && color[3] < 1 ? { 'fill-opacity': color[3] } : {}) })];
  }
  const pattern = make('pattern', { id, width: 4, height: 4, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' });
  pattern.append(make('rect', { width: 4, height: 4, fill: hex(ground) }));
  pattern.append(backgroundImage.startsWith('radial')
    ? make('circle', { cx: 2, cy: 2, r: 1, fill: hex(ink) })
    : make('rect', { width: 1.6, height: 4, fill: hex(ink) }));
  return [pattern, make('rect', { ...box, fill: `url(#${id})` })];
}

/** The colours of a gradient: that of the ground, which takes more of it, and that of the stripes or dots. */
function coloursOf(gradient: string): string[] {
  const stops = [...gradient.matchAll(/((?:rgba?|oklab|oklch|color)\([^()]*\))(?: ([\d.]+)px)?/g)];
  const lengths = new Map<string, number>();
  // A browser tells where a stripe begins and where it ends: each colour stands there twice.
  stops.forEach(([, color = '', at = '0'], i) => lengths.set(color, (lengths.get(color) ?? 0) + (stops[i + 1]?.[1] === color ? Number(stops[i + 1]?.[2] ?? 0) - Number(at) : 0)));
  const colors = [...lengths.keys()];
  if (gradient.startsWith('radial')) return colors.reverse();
  return colors.sort((a, b) => (lengths.get(b) ?? 0) - (lengths.get(a) ?? 0));
}

function hex(text: string): string {
  const color = parseColor(text);
  return color === null ? text : color[3] === 0 ? 'none' : hexOf(color);
}

function make(name: string, attributes: Readonly<Record<string, string | number>>): Element {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
