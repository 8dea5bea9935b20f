/** A colour in sRGB: red, green, blue and alpha, each from 0 to 1 (outside where the screen can't show it). */
export type Color = readonly [red: number, green: number, blue: number, alpha: number];

/**
 * Returns the colour that a computed style says (`rgb(...)`, `color(srgb ...)`, `oklab(...)`, `oklch(...)`) or a page wrote as
 * `#rgb`, `#rrggbb` or `#rrggbbaa`; null for any other text.
 */
export function parseColor(text: string): Color | null {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i.exec(text.trim())?.[1];
  if (hex !== undefined) return fromHex(hex.length === 3 ? hex.replaceAll(/./g, '$&$&') : hex);
  const [, name, inner] = /^(rgba?|oklab|oklch|color)\((.+)\)$/i.exec(text.trim()) ?? [];
  if (name === undefined || inner === undefined) return null;
  const words = inner.replaceAll(/[,/]/g, ' ').trim().split(/\s+/);
  if (name.toLowerCase() === 'color' && words.shift() !== 'srgb') return null;
  const [a = NaN, b = NaN, c = NaN, alpha = 1] = words.map(numberOf);
  if ([a, b, c, alpha].some(Number.isNaN)) return null;
  switch (name.toLowerCase()) {
    case 'oklab': return [...oklabToSrgb(a, b, c), alpha];
    case 'oklch': return [...oklabToSrgb(a, b * Math.cos((c * Math.PI) / 180), b * Math.sin((c * Math.PI) / 180)), alpha];
    case 'color': return [a, b, c, alpha];
    default: return [a / 255, b / 255, c / 255, alpha];
  }
}

/** Returns *color* as `#rrggbb`, brought into what a screen can show; its alpha is left out. */
export function hexOf([red, green, blue]: Color): string {
  return `#${[red, green, blue].map((part) => Math.round(Math.min(1, Math.max(0, part)) * 255).toString(16).padStart(2, '0')).join('')}`;
}

/** Returns the contrast of two opaque colours, 1 to 21 (WCAG 2.2, relative luminance). */
export function contrast(one: Color, other: Color): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Returns the mixture of two colours in OKLab, as `color-mix(in oklab, one, other t)` does: *one* at 0, *other* at 1. */
export function mixed(one: Color, other: Color, t: number): Color {
  const [a, b] = [srgbToOklab(one), srgbToOklab(other)];
  const [l, x, y] = [0, 1, 2].map((i) => a[i]! + (b[i]! - a[i]!) * t) as [number, number, number];
  return [...oklabToSrgb(l, x, y), one[3] + (other[3] - one[3]) * t];
}

/** Returns the part of light (0 to 1) that stands for the sRGB value *part*. */
export function linear(part: number): number {
  const size = Math.abs(part);
  return size <= 0.04045 ? part / 12.92 : Math.sign(part) * ((size + 0.055) / 1.055) ** 2.4;
}

/** Returns the sRGB value that stands for the part of light *part*. */
export function encoded(part: number): number {
  const size = Math.abs(part);
  return size <= 0.0031308 ? part * 12.92 : Math.sign(part) * (1.055 * size ** (1 / 2.4) - 0.055);
}

function luminance([red, green, blue]: Color): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function fromHex(hex: string): Color {
  const [red = 0, green = 0, blue = 0, alpha = 255] = (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  return [red / 255, green / 255, blue / 255, alpha / 255];
}

function numberOf(word: string): number {
  if (word === 'none') return 0;
  return word.endsWith('%') ? Number.parseFloat(word) / 100 : Number.parseFloat(word);
}

/** Ottosson 2020, https://bottosson.github.io/posts/oklab/. */
function oklabToSrgb(lightness: number, a: number, b: number): [number, number, number] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    encoded(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function srgbToOklab([red, green, blue]: Color): [number, number, number] {
  const [r, g, b] = [linear(red), linear(green), linear(blue)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}
