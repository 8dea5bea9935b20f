import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (file: string): string => readFileSync(new URL(`../../stories/${file}`, import.meta.url), 'utf8');
const charts = ['customer-pyramid', 'lifecycle-funnel', 'retention-cohort', 'satisfaction-score'];
const elements = readdirSync(new URL('../../stories/', import.meta.url)).filter((file) => file.endsWith('.stories.ts')).map((file) => file.replace('.stories.ts', ''));

/** What every chart is looked at in. */
const MATRIX = [
  'Default', 'Loading', 'Partial', 'Empty', 'Failed', 'LowN', 'Dense', 'Tiny', 'LongLabels',
  'Chinese', 'RightToLeft', 'Dark', 'HighContrast', 'ForcedColors', 'Print', 'Narrow', 'Compact', 'Brand', 'Anatomy', 'Tools', 'Marks',
];

/** What every guide has, each under a heading of its own or of a page that it shares. */
const SECTIONS = ['When to use it', 'Anatomy', 'Data contract', 'Do and don’t', 'Keyboard', 'Theming', 'States', 'Accessibility'];

describe('stories', () => {
  it.each(charts)('show %s in every state and setting', (chart) => {
    const stories = [...read(`${chart}.stories.ts`).matchAll(/^export const (\w+): Story/gm)].map(([, name]) => name);
    expect(MATRIX.filter((name) => !stories.includes(name))).toEqual([]);
  });

  it.each(elements.filter((element) => element !== 'source'))('have a guide to %s with every section', (element) => {
    const guide = read(`${element}.mdx`).replaceAll('\'', '’');
    const missing = SECTIONS.filter((section) => !new RegExp(`^(## ${section}|<${section}[ /])`, 'm').test(guide));
    expect(missing).toEqual([]);
  });

  it('have a brand of ten lines at most', () => {
    expect(read('brand.css').trim().split('\n').length).toBeLessThanOrEqual(10);
  });
});
