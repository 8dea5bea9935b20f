import { describe, expect, it } from 'vitest';
import { type Color, contrast, mixed, parseColor } from '../../packages/charts/src/theme/color.js';
import { palette, RAMP_FLIP, type ColorRole, roles } from '../../packages/charts/src/theme/tokens.js';
import { theme } from '../../packages/charts/src/theme/theme.js';
import { deltaE2000, difference, seenBy, sights } from './perceived.js';

const themes = ['light', 'dark', 'light, more contrast', 'dark, more contrast'] as const;

const categories = ['category-1', 'category-2', 'category-3', 'category-4', 'category-5'] as const;

const colorOf = (role: ColorRole, theme: number): Color => parseColor(palette[roles[role][theme]!]!)!;

describe.each(themes.map((name, i) => [name, i] as const))('the theme %s', (_, at) => {
  const of = (role: ColorRole): Color => colorOf(role, at);
  const text = at < 2 ? 4.5 : 7;

  it.each(['surface', 'raised'] as const)(`has text that is read on its %s (${text}:1)`, (ground) => {
    for (const role of ['text', 'text-muted', 'accent'] as const) expect(contrast(of(role), of(ground)), role).toBeGreaterThanOrEqual(text);
  });

  it.each(['positive', 'positive-strong', 'neutral', 'negative', 'negative-strong', 'line-strong', 'focus', 'accent', 'ramp-high', ...categories] as const)('has marks of the colour %s that are seen on its surface (3:1)', (role) => {
    expect(contrast(of(role), of('surface'))).toBeGreaterThanOrEqual(3);
  });

  it('has a ring around the focus that is seen on its surface (4.5:1)', () => {
    expect(contrast(of('focus'), of('surface'))).toBeGreaterThanOrEqual(4.5);
  });

  it('has text that is read on every step of its ramp (4.5:1)', () => {
    for (let step = 0; step <= 1000; step++) {
      const t = step / 1000;
      const cell = mixed(of('ramp-low'), of('ramp-high'), t);
      expect(contrast(of(t >= RAMP_FLIP ? 'on-ramp-high' : 'on-ramp-low'), cell), `t = ${t}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(sights)('has categories that are told apart by %s sight (dE2000 of 10)', (sight) => {
    const judgements = ['positive', 'neutral', 'negative'] as const;
    for (const one of judgements) {
      for (const other of judgements) {
        if (one < other) expect(difference(seenBy(sight, of(one)), seenBy(sight, of(other))), `${one} and ${other}`).toBeGreaterThanOrEqual(10);
      }
    }
  });

  it.each(sights)('has five colours of groups that are told apart by %s sight (dE2000 of 10)', (sight) => {
    for (const one of categories) {
      for (const other of categories) {
        if (one < other) expect(difference(seenBy(sight, of(one)), seenBy(sight, of(other))), `${one} and ${other}`).toBeGreaterThanOrEqual(10);
      }
    }
  });

  it.each(sights)('has a ramp whose steps grow only darker or only lighter to %s sight', (sight) => {
    const surface = seenBy(sight, of('ramp-low'));
    const away = Array.from({ length: 21 }, (__, i) => contrast(seenBy(sight, mixed(of('ramp-low'), of('ramp-high'), i / 20)), surface));
    expect(away).toEqual([...away].sort((a, b) => a - b));
  });
});

describe('tokens', () => {
  it('are all used by a role, and every role is in the style sheet', () => {
    const used = new Set(Object.values(roles).flat());
    expect(Object.keys(palette).filter((hue) => !used.has(hue))).toEqual([]);
    for (const role of Object.keys(roles)) expect(theme.cssText).toContain(`--_${role}: var(--cl-${role}, light-dark(`);
  });
});

describe('the difference of colours', () => {
  // Sharma, Wu and Dalal 2005, table 1, pairs 1, 7, 14, 17, 24, 25 and 33.
  it.each([
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425], [[50, 0, 0], [50, -1, 2], 2.3669], [[50, -0.001, 2.49], [50, 0.0011, -2.49], 4.7461],
    [[50, 2.5, 0], [73, 25, -18], 27.1492], [[50, 2.5, 0], [50, 3.2592, 0.335], 1.0], [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644], [[6.7747, -0.2908, -2.4247], [5.8714, -0.0985, -2.2286], 0.6377],
  ] as const)('of %j and %j is as published', (one, other, expected) => {
    expect(deltaE2000(one, other)).toBeCloseTo(expected, 4);
    expect(deltaE2000(other, one)).toBeCloseTo(expected, 4);
  });
});
