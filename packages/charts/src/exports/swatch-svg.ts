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
  const box = { x, y, width: size, height: size, rx: 2, ...(bordered ? { stroke: hex(borderBlockStartColor) } : {}) };
  const colours = backgroundImage.match(/(?:rgba?|oklab|oklch|color)\([^()]*\)/g) ?? [];
  const [ground = 'none', ink = 'none'] = backgroundImage.startsWith('radial') ? [...colours].reverse() : colours;
  if (backgroundImage === 'none' || colours.length < 2) {
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

function hex(text: string): string {
  const color = parseColor(text);
  return color === null ? text : color[3] === 0 ? 'none' : hexOf(color);
}

function make(name: string, attributes: Readonly<Record<string, string | number>>): Element {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
