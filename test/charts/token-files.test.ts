import { ChartElement, CustomerPyramid, LifecycleFunnel, measures, palette, RetentionCohort, roles, roleUses, SatisfactionScore } from '@clientele/charts';
import type { CSSResultGroup } from 'lit';
import { describe, expect, it } from 'vitest';
import { chartTokens, tokenFiles } from '../../packages/token-files.js';

const styles = [CustomerPyramid, LifecycleFunnel, RetentionCohort, SatisfactionScore, ChartElement]
  .flatMap(({ styles: group }) => sheetsIn(group));
const files = tokenFiles({ measures, palette, roles, roleUses }, styles);

/** The text of every style sheet in *group*. */
function sheetsIn(group: CSSResultGroup): string[] {
  return Array.isArray(group) ? group.flatMap(sheetsIn) : 'cssText' in group ? [group.cssText] : [];
}

/** Every token below *node*, by its path. */
function tokensIn(node: object, path = ''): [string, unknown][] {
  return Object.entries(node).flatMap(([name, inner]: [string, unknown]) => {
    if (name.startsWith('$')) return name === '$value' ? [[path, inner] as [string, unknown]] : [];
    return typeof inner !== 'object' || inner === null ? [] : tokensIn(inner, path === '' ? name : `${path}.${name}`);
  });
}

describe('token files', () => {
  const all = new Map(tokensIn(JSON.parse(files['tokens.json']!) as object));

  it('name the palette, every role in four themes, and every chart’s own tokens', () => {
    for (const hue of Object.keys(palette)) expect(all.has(`palette.${hue}`)).toBe(true);
    for (const theme of ['light', 'dark', 'light-more-contrast', 'dark-more-contrast']) {
      for (const role of Object.keys(roles)) expect(all.has(`role.${theme}.${role}`), `${theme} ${role}`).toBe(true);
    }
    expect(Object.keys(chartTokens({ measures, palette, roles, roleUses }, styles)).sort()).toEqual(['customer-pyramid', 'lifecycle-funnel', 'retention-cohort', 'satisfaction-score']);
  });

  it('refer to nothing that isn’t there', () => {
    const lacking = [...all].filter(([, value]) => typeof value === 'string' && value.startsWith('{') && !all.has(value.slice(1, -1)));
    expect(lacking).toEqual([]);
  });

  it('write colours as the Design Tokens format does', () => {
    for (const [path, value] of all) {
      if (!path.startsWith('palette.')) continue;
      const { colorSpace, components } = value as { colorSpace: string; components: number[] };
      expect(['srgb', 'oklch'], path).toContain(colorSpace);
      expect(components.length, path).toBe(3);
      for (const part of components) expect(Number.isFinite(part), path).toBe(true);
    }
  });

  it('set every role in every style sheet', () => {
    for (const name of ['tokens.css', 'themes/light.css', 'themes/dark.css', 'themes/high-contrast.css']) {
      for (const role of Object.keys(roles)) expect(files[name], name).toMatch(new RegExp(`--cl-${role}: [^;]+;`));
      expect(files[name]).not.toContain('undefined');
    }
  });
});
