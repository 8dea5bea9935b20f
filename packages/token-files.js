/**
 * The charts' tokens as files for designers and pages, all made from packages/charts/src/theme/tokens.ts and the charts' own
 * style sheets: tokens.json in the format of the Design Tokens Community Group, tokens.css, and a style sheet a theme.
 */

/** @typedef {{ palette: Readonly<Record<string, string>>, roles: Readonly<Record<string, readonly [string, string, string, string]>>, roleUses: Readonly<Record<string, string>>, measures: Readonly<Record<string, string>> }} Tokens */

const themes = ['light', 'dark', 'light-more-contrast', 'dark-more-contrast'];

/**
 * Returns the files by their names. *styles* are the style sheets of the charts, whose own tokens are
 * `--_name: var(--cl-<chart>-<name>, fallback)`.
 * @param {Tokens} tokens @param {readonly string[]} styles
 * @returns {Record<string, string>}
 */
export function tokenFiles(tokens, styles) {
  return {
    'tokens.json': `${JSON.stringify(designTokens(tokens, chartTokens(tokens, styles)), null, 2)}\n`,
    'tokens.css': sheet(tokens, ':root', (colors) => `light-dark(${tokens.palette[colors[0]]}, ${tokens.palette[colors[1]]})`),
    'themes/light.css': sheet(tokens, '.cl-light', (colors) => String(tokens.palette[colors[0]]), 'light'),
    'themes/dark.css': sheet(tokens, '.cl-dark', (colors) => String(tokens.palette[colors[1]]), 'dark'),
    'themes/high-contrast.css': sheet(tokens, '.cl-high-contrast', (colors) => `light-dark(${tokens.palette[colors[2]]}, ${tokens.palette[colors[3]]})`),
  };
}

/**
 * Returns the tokens that charts have for themselves, and what each falls back to, by the name of the chart.
 * @param {Tokens} tokens @param {readonly string[]} styles
 * @returns {Record<string, Record<string, string>>}
 */
export function chartTokens({ roles }, styles) {
  /** @type {Record<string, Record<string, string>>} */
  const found = {};
  for (const css of styles) {
    for (const [, chart = '', name = '', fallback = ''] of css.matchAll(/--_[\w-]+:\s*var\(--cl-([a-z]+-[a-z]+)-([\w-]+),\s*([^;]+)\);/g)) {
      if (!(`${chart}-${name}` in roles)) (found[chart] ??= {})[name] = fallback.trim();
    }
  }
  return found;
}

/** @param {Tokens} tokens @param {Record<string, Record<string, string>>} charts */
function designTokens({ measures, palette, roles, roleUses }, charts) {
  const entries = (/** @type {object} */ record, /** @type {(value: any, name: string) => unknown} */ make) => Object.fromEntries(Object.entries(record).map(([name, value]) => [name, make(value, name)]));
  return {
    $description: 'Clientele: the palette, the roles of each theme, and what each chart takes a role for.',
    palette: { $type: 'color', ...entries(palette, (color) => ({ $value: colorValue(color) })) },
    role: Object.fromEntries(themes.map((theme, i) => [theme, {
      $type: 'color',
      ...entries(roles, (colors, role) => ({ $value: `{palette.${colors[i]}}`, $description: roleUses[role] })),
    }])),
    measure: {
      font: { $type: 'fontFamily', $value: String(measures['font']).split(',').map((name) => name.trim().replaceAll("'", '')) },
      'font-size': { $type: 'number', $value: Number.parseFloat(String(measures['font-size'])), $description: 'In parts of the size that the reader chose in the browser.' },
      radius: { $type: 'dimension', $value: { value: Number.parseFloat(String(measures['radius'])), unit: 'px' } },
    },
    // What falls back to a mixture is no alias: its formula stands in an extension.
    chart: entries(charts, (own) => ({
      $type: 'color',
      ...entries(own, (fallback) => {
        const role = /^var\(--_([\w-]+)\)$/.exec(fallback)?.[1];
        const named = role ?? /--_([\w-]+)/.exec(fallback)?.[1] ?? 'text';
        return { $value: `{role.light.${named}}`, ...(role === undefined ? { $extensions: { 'clientele.css': fallback.replaceAll('--_', '--cl-') } } : {}) };
      }),
    })),
  };
}

/** @param {string} color */
function colorValue(color) {
  if (color.startsWith('#')) {
    const components = (color.slice(1).match(/../g) ?? []).map((pair) => Math.round((Number.parseInt(pair, 16) / 255) * 1e4) / 1e4);
    return { colorSpace: 'srgb', components, hex: color };
  }
  return { colorSpace: 'oklch', components: (/\((.+)\)/.exec(color)?.[1] ?? '').split(' ').map(Number) };
}

/** @param {Tokens} tokens @param {string} selector @param {(colors: readonly [string, string, string, string]) => string} valueOf @param {string} [scheme] */
function sheet({ roles, roleUses }, selector, valueOf, scheme) {
  const lines = Object.entries(roles).map(([role, colors]) => `  /* ${roleUses[role]} */\n  --cl-${role}: ${valueOf(colors)};`);
  return `${selector} {\n${scheme === undefined ? '' : `  color-scheme: ${scheme};\n`}${lines.join('\n')}\n}\n`;
}
