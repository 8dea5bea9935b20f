import { expect } from '@open-wc/testing';
import { companyArrow } from '../fixtures/company-arrow.js';
import { type ChartCase, inside, mount } from './chart-case.js';

type Rgb = readonly [red: number, green: number, blue: number];

/** Everything that is drawn and means something can be seen: by its fill or by its outline, 3:1 to what it stands on. */
export function describeContrast(chartCase: ChartCase): void {
  for (const theme of ['light', 'dark'] as const) {
    it(`draws no shape that means something under 3:1 to its surface, in every view, ${theme}`, async () => {
      for (const view of chartCase.views) {
        const chart = await mount(chartCase, { data: companyArrow(chartCase.table), theme, ...view });
        const surface = surfaceOf(inside(chart, '.chart')!);
        const shapes = [...inside(chart, '.plot svg')!.querySelectorAll<SVGElement>(':is(rect, circle, path, polyline, polygon):not(defs *)')];
        expect(shapes.length, JSON.stringify(view)).to.be.greaterThan(1);
        const meant = shapes.filter((shape) => shape.getBoundingClientRect().width > 0 && !shape.matches(chartCase.quiet));
        const faint = meant.filter((shape) => seen(shape, surface) < 3).map((shape) => `${shape.parentElement!.getAttribute('class') ?? ''} ${shape.getAttribute('class') ?? ''}: ${seen(shape, surface).toFixed(2)}`);
        expect([...new Set(faint)], JSON.stringify(view)).to.deep.equal([]);
        chart.parentElement!.remove();
      }
    });
  }
}

/** The colour of the surface, which a property has no value of: an element must have it. */
function surfaceOf(frame: HTMLElement): Rgb {
  const patch = frame.appendChild(document.createElement('span'));
  patch.style.color = 'var(--_surface)';
  const { color } = getComputedStyle(patch);
  patch.remove();
  return colorOf(color, 1, [255, 255, 255]);
}

/** The contrast of *shape* to *surface* by its fill or its outline, whichever is more. */
function seen(shape: SVGElement, surface: Rgb): number {
  const { fill, fillOpacity, opacity, stroke, strokeWidth } = getComputedStyle(shape);
  const by = (paint: string, share: number): number => (paint === 'none' || paint.startsWith('url') ? 1 : contrast(colorOf(paint, share, surface), surface));
  return Math.max(by(fill, Number(fillOpacity) * Number(opacity)), parseFloat(strokeWidth) > 0 ? by(stroke, Number(opacity)) : 1);
}

const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true })!;

/** Any CSS colour as the browser paints it over *ground*. */
function colorOf(css: string, share: number, ground: Rgb): Rgb {
  canvas.globalAlpha = 1;
  canvas.fillStyle = `rgb(${ground.join(' ')})`;
  canvas.fillRect(0, 0, 1, 1);
  canvas.globalAlpha = share;
  canvas.fillStyle = css;
  canvas.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

/** The contrast of WCAG 2. */
function contrast(one: Rgb, other: Rgb): number {
  const [lighter = 1, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: Rgb): number {
  const [red = 0, green = 0, blue = 0] = color.map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
