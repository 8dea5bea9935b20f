/**
 * The one source of the charts' look. First tier: the palette, plain colours by hue and lightness. Second tier: roles, each a
 * colour of the palette for a light and a dark page, and again for readers who ask for more contrast. Third tier: what each
 * chart takes a role for, in its own styles. The style sheet of the charts, `tokens.css`, the themes and `tokens.json` (Design
 * Tokens Community Group) are made from here.
 */
export const palette: Readonly<Record<string, string>> = {
  white: '#ffffff',
  black: '#000000',
  'gray-100': '#e9edf0', 'gray-200': '#dfe4e8', 'gray-300': '#a3aeb8', 'gray-350': '#c3ccd4', 'gray-400': '#87929c', 'gray-450': '#7a8692',
  'gray-500': '#76828d', 'gray-600': '#5a646d', 'gray-650': '#414a52', 'gray-700': '#343d45', 'gray-800': '#232a30', 'gray-850': '#1b2126', 'gray-900': '#15191d', 'gray-950': '#10171c',
  'blue-50': 'oklch(0.97 0.013 225)', 'blue-300': '#6fc1e8', 'blue-200': '#9ac1ff', 'blue-250': '#a9d8f2', 'blue-350': 'oklch(0.76 0.1 215)', 'blue-150': 'oklch(0.934 0.06 215)', 'blue-600': '#0b5fff', 'blue-650': '#0040c0',
  'blue-700': '#0b5f8a', 'blue-800': '#063f5e', 'blue-900': 'oklch(0.29 0.115 252)', 'blue-910': 'oklch(0.27 0.11 252)', 'blue-950': 'oklch(0.255 0.022 240)',
  'teal-200': '#9bdcee', 'teal-100': '#c8eef8', 'teal-400': '#55bcd6', 'teal-600': '#0f7490', 'teal-800': '#0a4f66', 'teal-900': '#06384a',
  'orange-200': '#ffc09a', 'orange-100': '#ffdcc4', 'orange-400': '#f0915a', 'orange-600': '#c2500f', 'orange-800': '#93370a', 'orange-900': '#6b2604',
  'navy-500': '#2c7fcf', 'navy-400': '#6c8fbd', 'navy-700': '#134b78', 'navy-900': '#092a58',
  'rust-300': '#ca792d', 'rust-400': '#a97351', 'rust-700': '#8d2c07', 'rust-900': '#4d1c01',
  'mauve-100': '#f7c9fc', 'mauve-200': '#fdb9fc', 'mauve-500': '#9f76ae', 'mauve-600': '#93559f',
  'olive-100': '#def278', 'olive-300': '#b2c73f', 'olive-500': '#809412', 'olive-600': '#6c7a17',
  'sea-100': '#a9f0cf', 'sea-200': '#87f0c8', 'sea-500': '#529b81', 'sea-700': '#0c6956',
};

/** The names of a role's colours in the palette: on a light page, on a dark page, and on both for who wants more contrast. */
export type RoleColors = readonly [light: string, dark: string, lightMore: string, darkMore: string];

/** The name of a role. */
export type ColorRole =
  | 'surface' | 'raised' | 'text' | 'text-muted' | 'line' | 'line-strong' | 'accent'
  | 'focus' | 'positive' | 'positive-strong' | 'neutral' | 'negative' | 'negative-strong' | 'ramp-low'
  | 'ramp-high' | 'on-ramp-low' | 'on-ramp-high' | 'category-1' | 'category-2' | 'category-3' | 'category-4' | 'category-5';

/** The colour of every role. */
export const roles: Readonly<Record<ColorRole, RoleColors>> = {
  surface: ['white', 'gray-900', 'white', 'black'],
  raised: ['white', 'gray-800', 'white', 'gray-950'],
  text: ['gray-850', 'gray-100', 'black', 'white'],
  'text-muted': ['gray-600', 'gray-300', 'gray-700', 'gray-200'],
  line: ['gray-200', 'gray-700', 'gray-400', 'gray-500'],
  'line-strong': ['gray-400', 'gray-500', 'gray-650', 'gray-350'],
  accent: ['blue-700', 'blue-300', 'blue-800', 'blue-250'],
  focus: ['blue-600', 'blue-200', 'blue-650', 'blue-200'],
  positive: ['teal-600', 'teal-400', 'teal-800', 'teal-200'],
  'positive-strong': ['teal-800', 'teal-200', 'teal-900', 'teal-100'],
  neutral: ['gray-400', 'gray-450', 'gray-500', 'gray-300'],
  negative: ['orange-600', 'orange-400', 'orange-800', 'orange-200'],
  'negative-strong': ['orange-800', 'orange-200', 'orange-900', 'orange-100'],
  'ramp-low': ['blue-50', 'blue-950', 'white', 'black'],
  'ramp-high': ['blue-900', 'blue-350', 'blue-910', 'blue-150'],
  'on-ramp-low': ['black', 'white', 'black', 'white'],
  'on-ramp-high': ['white', 'black', 'white', 'black'],
  'category-1': ['navy-700', 'navy-500', 'navy-900', 'navy-400'],
  'category-2': ['rust-700', 'rust-400', 'rust-900', 'rust-300'],
  'category-3': ['mauve-500', 'mauve-200', 'mauve-600', 'mauve-100'],
  'category-4': ['olive-500', 'olive-300', 'olive-600', 'olive-100'],
  'category-5': ['sea-500', 'sea-200', 'sea-700', 'sea-100'],
};

/** What every role is for. */
export const roleUses: Readonly<Record<ColorRole, string>> = {
  surface: 'What the chart stands on; the page’s own background should be near it.',
  raised: 'What lies over the chart: tooltip, menu, progress.',
  text: 'Text and numbers.',
  'text-muted': 'Text that comes second: sentence, axes, legend, remarks.',
  line: 'Lines that only divide.',
  'line-strong': 'Lines that mean something, and the frames of controls.',
  accent: 'What can be clicked, and the one line that matters.',
  focus: 'The ring around what has the focus.',
  positive: 'The good category: promoters, reached, returned.',
  'positive-strong': 'The same, where there are two.',
  neutral: 'The category in the middle.',
  negative: 'The bad category: detractors, lost, loss.',
  'negative-strong': 'The same, where there are two.',
  'ramp-low': 'The lowest value of a colour scale.',
  'ramp-high': 'The highest value of a colour scale.',
  'on-ramp-low': 'Text on the lower part of the scale, up to t = 0.6.',
  'on-ramp-high': 'Text on the upper part of the scale.',
  'category-1': 'The first of groups without an order: segments.',
  'category-2': 'The second.',
  'category-3': 'The third.',
  'category-4': 'The fourth.',
  'category-5': 'The fifth.',
};

/** What is no colour. */
export const measures: Readonly<Record<'font' | 'font-size' | 'radius', string>> = {
  font: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif",
  'font-size': '0.875em',
  radius: '4px',
};

/** Where on the ramp its text changes from `on-ramp-low` to `on-ramp-high`: both have the same contrast there. */
export const RAMP_FLIP = 0.6;

/** Returns the declarations of all roles, of the ordinary contrast or of *more*; what a page sets as `--cl-<role>` goes before. */
export function roleDeclarations(more: boolean): string {
  return Object.entries(roles).map(([role, colors]) => {
    const [light, dark] = more ? [colors[2], colors[3]] : [colors[0], colors[1]];
    return `--_${role}: var(--cl-${role}, light-dark(${String(palette[light])}, ${String(palette[dark])}));`;
  }).join('\n');
}
