import { css, type CSSResult } from 'lit';

/**
 * The roles that every chart draws with. A page sets `--cl-*` on the chart or on any ancestor; what it leaves alone has a
 * value for light and for dark, chosen by `color-scheme` (so a dark page is dark here too) or by the attribute `theme`.
 * Inside, only the private `--_*` names are read.
 *
 * The ramp runs from `--cl-ramp-low` to `--cl-ramp-high`; its text flips from `--cl-on-ramp-low` to `--cl-on-ramp-high` at
 * t = 0.6, where both have the same contrast. Change the ends together.
 *
 * Text is measured by the size that the reader chose in the browser, not by the page's root, which many pages make small
 * to count in tens: in \`--cl-font-size\` an \`em\` is that size.
 */
export const theme: CSSResult = css`
  :host {
    --_font: var(--cl-font, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif);
    --_font-size: var(--cl-font-size, 0.875em);
    --_radius: var(--cl-radius, 4px);
    --_surface: var(--cl-surface, light-dark(#ffffff, #15191d));
    --_raised: var(--cl-raised, light-dark(#ffffff, #232a30));
    --_text: var(--cl-text, light-dark(#1b2126, #e9edf0));
    --_text-muted: var(--cl-text-muted, light-dark(#5a646d, #a3aeb8));
    --_line: var(--cl-line, light-dark(#dfe4e8, #343d45));
    --_line-strong: var(--cl-line-strong, light-dark(#87929c, #76828d));
    --_accent: var(--cl-accent, light-dark(#0b5f8a, #6fc1e8));
    --_focus: var(--cl-focus, light-dark(#0b5fff, #9ac1ff));
    --_positive: var(--cl-positive, light-dark(#0f7490, #55bcd6));
    --_positive-strong: var(--cl-positive-strong, light-dark(#0a4f66, #9bdcee));
    --_neutral: var(--cl-neutral, light-dark(#87929c, #7a8692));
    --_negative: var(--cl-negative, light-dark(#c2500f, #f0915a));
    --_negative-strong: var(--cl-negative-strong, light-dark(#93370a, #ffc09a));
    --_ramp-low: var(--cl-ramp-low, light-dark(oklch(0.97 0.013 225), oklch(0.255 0.022 240)));
    --_ramp-high: var(--cl-ramp-high, light-dark(oklch(0.3 0.085 245), oklch(0.8 0.1 215)));
    --_on-ramp-low: var(--cl-on-ramp-low, light-dark(#10171c, #f4f7f9));
    --_on-ramp-high: var(--cl-on-ramp-high, light-dark(#ffffff, #06131b));
    --_shadow: var(--cl-shadow, 0 2px 12px light-dark(rgb(20 30 40 / 0.18), rgb(0 0 0 / 0.55)));
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
`;
