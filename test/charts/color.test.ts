import { describe, expect, it } from 'vitest';
import { contrast, hexOf, mixed, parseColor } from '../../packages/charts/src/theme/color.js';

const hex = (text: string): string => hexOf(parseColor(text)!);

describe('colours', () => {
  it.each([
    ['#0b5f8a', '#0b5f8a'], ['#abc', '#aabbcc'], ['rgb(194, 80, 15)', '#c2500f'], ['rgb(194 80 15 / 0.5)', '#c2500f'], ['color(srgb 1 0.5 0)', '#ff8000'],
    // CSS Color 4, samples of OKLab and OKLCh.
    ['oklab(40.101% 0.1147 0.0453)', '#7d2329'], ['oklch(59.686% 0.15619 49.7694)', '#c65d06'], ['oklch(0.65 none 50)', '#8f8f8f'],
  ])('reads %s', (text, expected) => {
    expect(hex(text)).toBe(expected);
  });

  it.each(['', 'none', 'url(#hatch)', 'lab(50% 0 0)', 'rgb(a b c)'])('leaves %j alone', (text) => {
    expect(parseColor(text)).toBeNull();
  });

  it('knows the contrasts that WCAG names', () => {
    expect(contrast(parseColor('#000')!, parseColor('#fff')!)).toBe(21);
    expect(contrast(parseColor('#777777')!, parseColor('#ffffff')!)).toBeCloseTo(4.48, 2);
    expect(contrast(parseColor('#ffffff')!, parseColor('#777777')!)).toBeCloseTo(4.48, 2);
  });

  it('mixes as color-mix does, with both ends where they were', () => {
    const [low, high] = [parseColor('#ffffff')!, parseColor('#000000')!];
    expect(hexOf(mixed(low, high, 0))).toBe('#ffffff');
    expect(hexOf(mixed(low, high, 1))).toBe('#000000');
    expect(hexOf(mixed(low, high, 0.5))).toBe('#636363');
  });
});
