import { css, type CSSResult } from 'lit';

/** The grid and the curves of retention. */
export const retentionStyles: CSSResult = css`
  :host {
    --_retention-low: var(--cl-retention-cohort-low, var(--_ramp-low));
    --_retention-high: var(--cl-retention-cohort-high, var(--_ramp-high));
    --_retention-base: color-mix(in oklab, var(--_neutral) 20%, var(--_surface));
    --_retention-hatch: color-mix(in oklab, var(--_line-strong) 50%, var(--_surface));
    --_retention-curve: var(--cl-retention-cohort-curve, var(--_accent));
  }
  .plot svg {
    direction: ltr;
  }
  .fill {
    fill: color-mix(in oklab, var(--_retention-low), var(--_retention-high) calc(var(--t) * 100%));
  }
  /* The palest cell is as pale as the page where there is more contrast: its outline tells it from one that is not there. */
  :host([contrast='more']) path.fill {
    stroke: var(--_line);
  }
  @media (prefers-contrast: more) {
    path.fill {
      stroke: var(--_line);
    }
  }
  .base {
    fill: var(--_retention-base);
  }
  .hatch-ground {
    fill: var(--_surface);
  }
  .hatch-line {
    stroke: var(--_retention-hatch);
    stroke-width: 1.5;
  }
  .zero {
    fill: var(--_surface);
    stroke: var(--_line);
  }
  .dots {
    fill: color-mix(in oklab, var(--_line-strong) 50%, var(--_surface));
  }
  .projected {
    fill: none;
    stroke: var(--_line-strong);
    stroke-dasharray: 2 3;
  }
  .plot svg text.projected-text {
    font-style: italic;
  }
  .swatch.projected {
    background: none;
    border: 1px dashed var(--_line-strong);
    box-sizing: border-box;
  }
  .withheld-dot {
    fill: var(--_retention-hatch);
  }
  .rule {
    stroke: var(--_line-strong);
  }
  .plot svg text.on-low {
    fill: var(--_on-ramp-low);
  }
  .plot svg text.on-high {
    fill: var(--_on-ramp-high);
  }
  .plot svg text.on-partial,
  .plot svg text.halo {
    paint-order: stroke;
    stroke: var(--_surface);
    stroke-width: 3px;
    stroke-linejoin: round;
  }
  .gridline {
    stroke: var(--_line);
  }
  .cohort-line {
    fill: none;
    stroke: var(--_line-strong);
    stroke-width: 1.25;
    stroke-linejoin: round;
    stroke-linecap: round;
  }
  .faint .cohort-line {
    stroke-width: 0.5;
  }
  .cohort-line.dashed {
    stroke-dasharray: 3 3;
  }
  .plot svg .cohort-line.picked {
    stroke: var(--_text);
    stroke-width: 2;
  }
  .plot svg .projected-line {
    stroke-dasharray: 1 4;
  }
  .interval-line {
    fill: none;
    stroke: var(--_retention-curve);
    stroke-width: 2;
    stroke-linejoin: round;
  }
  .interval-line.dashed {
    stroke-dasharray: 4 4;
  }
  .interval-dot {
    fill: var(--_retention-curve);
    stroke: var(--_surface);
    stroke-width: 1.5;
  }
  .interval-dot.open {
    fill: var(--_surface);
    stroke: var(--_retention-curve);
    stroke-width: 2;
  }
  .pooled-level {
    stroke: var(--_line-strong);
    stroke-dasharray: 2 3;
  }
  .offset {
    display: inline-flex;
    align-items: center;
  }
  .offset select {
    font: inherit;
    font-size: 0.929em;
    min-block-size: calc(1.858em + 6px);
    padding: 0.15em 0.4em;
    border: 1px solid var(--_line-strong);
    border-radius: calc(var(--_radius) + 2px);
    background: var(--_surface);
    color: var(--_text);
  }
  .offset select:focus-visible {
    outline: 3px solid var(--_focus);
    outline-offset: 2px;
  }
  .swatch.open {
    background: var(--_surface);
    border: 2px solid var(--_retention-curve);
    border-radius: 50%;
    box-sizing: border-box;
  }
  .band {
    fill: color-mix(in oklab, var(--_retention-curve) 22%, transparent);
    stroke: color-mix(in oklab, var(--_retention-curve) 70%, var(--_surface));
    stroke-width: 0.75;
  }
  .pooled-line {
    fill: none;
    stroke: var(--_retention-curve);
    stroke-width: 3;
    stroke-linejoin: round;
    stroke-linecap: round;
  }
  .pooled-dot {
    fill: var(--_retention-curve);
    stroke: var(--_surface);
    stroke-width: 1.5;
  }
  .plot svg text.pooled-label {
    fill: var(--_retention-curve);
    font-weight: 650;
  }
  .swatch.base {
    background: var(--_retention-base);
  }
  .swatch.partial {
    background: repeating-linear-gradient(135deg, var(--_surface) 0 2px, var(--_line-strong) 2px 3.5px);
  }
  .swatch.zero {
    background: radial-gradient(circle, var(--_line-strong) 0 1.2px, var(--_surface) 1.6px);
    border: 1px solid var(--_line-strong);
    box-sizing: border-box;
  }
  .swatch.withheld {
    background: radial-gradient(circle, var(--_line-strong) 0 1px, var(--_surface) 1.4px) 0 0 / 4px 4px;
  }
  .swatch.projected-line {
    block-size: 0;
    inline-size: 1.4em;
    border-radius: 0;
    border-block-start: 2px dotted var(--_line-strong);
    background: none;
  }
  .swatch.dot {
    border-radius: 50%;
    background: var(--_retention-curve);
  }
  .swatch.band {
    background: color-mix(in oklab, var(--_retention-curve) 22%, transparent);
  }
  .swatch.line {
    block-size: 0;
    inline-size: 1.4em;
    border-radius: 0;
    border-block-start: 1.5px solid var(--_line-strong);
    background: none;
  }
  @media (forced-colors: active) {
    :host {
      --_retention-curve: Highlight;
    }
    .plot svg {
      forced-color-adjust: none;
    }
    .plot svg text[class] {
      fill: CanvasText;
      stroke: none;
    }
    .plot svg text.on-partial,
    .plot svg text.halo {
      stroke: Canvas;
    }
    .fill {
      fill: color-mix(in srgb, Canvas, CanvasText calc(var(--t) * 30%));
    }
    .base,
    .zero,
    .hatch-ground {
      fill: Canvas;
    }
    .zero,
    .cohort-line,
    .hatch-line {
      stroke: GrayText;
    }
    .gridline {
      stroke: color-mix(in srgb, Canvas, CanvasText 30%);
    }
  }
`;
