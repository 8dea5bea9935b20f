import { css, type CSSResult, unsafeCSS } from 'lit';
import { measures, roleDeclarations } from './tokens.js';

/**
 * The roles that every chart draws with (`tokens.ts`). A page sets `--cl-*` on the chart or on any ancestor; what it leaves
 * alone has a value for light and for dark, chosen by `color-scheme` (so a dark page is dark here too) or by the attribute
 * `theme`, and for more contrast by the reader's system or the attribute `contrast`. Inside, only the private `--_*` names are
 * read.
 *
 * The ramp runs from `--cl-ramp-low` to `--cl-ramp-high`; its text flips from `--cl-on-ramp-low` to `--cl-on-ramp-high` at
 * t = 0.6, where both have the same contrast. Change the ends together.
 *
 * Text is measured by the size that the reader chose in the browser, not by the page's root, which many pages make small
 * to count in tens: in `--cl-font-size` an `em` is that size.
 */
export const theme: CSSResult = css`
  :host {
    --_font: var(--cl-font, ${unsafeCSS(measures.font)});
    --_font-size: var(--cl-font-size, ${unsafeCSS(measures['font-size'])});
    --_radius: var(--cl-radius, ${unsafeCSS(measures.radius)});
    --_space: 1;
    --_shadow: var(--cl-shadow, 0 2px 12px light-dark(rgb(20 30 40 / 0.18), rgb(0 0 0 / 0.55)));
    ${unsafeCSS(roleDeclarations(false))}
  }
  :host([density='compact']) {
    --_font-size: var(--cl-font-size, 0.8125em);
    --_space: 0.6;
  }
  @media (prefers-contrast: more) {
    :host {
      ${unsafeCSS(roleDeclarations(true))}
    }
  }
  :host([contrast='more']) {
    ${unsafeCSS(roleDeclarations(true))}
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  /* What browsers force on HTML they leave alone in SVG, whose colours are fills. */
  @media (forced-colors: active) {
    :host {
      --_surface: Canvas;
      --_raised: Canvas;
      --_text: CanvasText;
      --_text-muted: CanvasText;
      --_line: GrayText;
      --_line-strong: CanvasText;
      --_accent: LinkText;
      --_focus: Highlight;
      --_positive: Highlight;
      --_positive-strong: CanvasText;
      --_neutral: GrayText;
      --_negative: CanvasText;
      --_negative-strong: CanvasText;
      --_ramp-low: Canvas;
      --_ramp-high: CanvasText;
      --_on-ramp-low: CanvasText;
      --_on-ramp-high: Canvas;
    }
  }
  @media print {
    :host {
      color-scheme: light;
    }
  }
`;
