import { css, type CSSResult } from 'lit';

/** How a customer pyramid looks. */
export const customerPyramidStyles: CSSResult = css`
  :host {
    --_tier-low: var(--cl-customer-pyramid-low, var(--_ramp-low));
    --_tier-high: var(--cl-customer-pyramid-high, var(--_ramp-high));
    --_rising: var(--cl-customer-pyramid-rising, var(--_positive));
    --_losing: var(--cl-customer-pyramid-losing, var(--_negative));
  }
  .plot svg {
    direction: ltr;
  }
  .skeleton.pyramid {
    background: repeating-linear-gradient(var(--_line) 0 2em, transparent 2em 3em);
    clip-path: polygon(49% 0, 51% 0, 100% 100%, 0 100%);
  }
  .bar.ramp {
    fill: color-mix(in oklab, var(--_tier-low), var(--_tier-high) calc(var(--t) * 100%));
  }
  .bar.count {
    fill: var(--_neutral);
  }
  .bar.negative {
    fill: var(--_losing);
  }
  .bar.empty {
    fill: var(--_line-strong);
  }
  .bar.ghost {
    fill: none;
    stroke: var(--_text);
    stroke-width: 1.25;
    stroke-dasharray: 3 2;
  }
  .bar.withheld {
    fill: none;
    stroke: var(--_line-strong);
    stroke-dasharray: 1 3;
    stroke-linecap: round;
    stroke-width: 1.5;
  }
  .bar.claim {
    fill: color-mix(in oklab, var(--_text) 14%, transparent);
  }
  .bar.stayed {
    fill: color-mix(in oklab, var(--_surface), var(--_neutral) calc(8% + var(--t) * 34%));
  }
  .bar.up {
    fill: color-mix(in oklab, var(--_surface), var(--_rising) calc(10% + var(--t) * 42%));
  }
  .bar.down {
    fill: color-mix(in oklab, var(--_surface), var(--_losing) calc(10% + var(--t) * 40%));
  }
  /* As grey as those who stayed, and framed: who came or left is no move between tiers. */
  .bar.moved {
    fill: color-mix(in oklab, var(--_surface), var(--_text) calc(3% + var(--t) * 12%));
    stroke: var(--_line-strong);
  }
  .swatch.ghost {
    background: none;
    border: 1.25px dashed var(--_text);
  }
  .swatch.withheld {
    box-sizing: border-box;
    border: 1.5px dotted var(--_line-strong);
    background: none;
  }
  .swatch.up {
    background: color-mix(in oklab, var(--_surface), var(--_rising) 46%);
  }
  .swatch.down {
    background: color-mix(in oklab, var(--_surface), var(--_losing) 44%);
  }
  .swatch.stayed {
    background: color-mix(in oklab, var(--_surface), var(--_neutral) 40%);
  }
  .swatch.moved {
    box-shadow: inset 0 0 0 1px var(--_line-strong);
    background: color-mix(in oklab, var(--_surface), var(--_text) 8%);
  }
  .area.slope {
    fill: color-mix(in oklab, var(--_tier-low), var(--_tier-high) 16%);
  }
  .area.gap {
    fill: color-mix(in oklab, var(--_tier-low), var(--_tier-high) 14%);
  }
  .area.loss {
    fill: color-mix(in oklab, var(--_losing) 26%, transparent);
  }
  .line {
    fill: none;
    stroke: var(--_line);
    stroke-width: 1;
  }
  .line.baseline,
  .line.rule {
    stroke: var(--_line-strong);
  }
  .line.equality {
    stroke: var(--_line-strong);
    stroke-width: 1.25;
  }
  .line.curve {
    stroke: color-mix(in oklab, var(--_tier-low), var(--_tier-high) 80%);
    stroke-width: 2.5;
    stroke-linejoin: round;
    stroke-linecap: round;
  }
  .line.guide {
    stroke: var(--_text-muted);
    stroke-dasharray: 2 3;
  }
  .line.bracket {
    stroke: var(--_text);
    stroke-width: 3;
  }
  .line.bracket-negative {
    stroke: var(--_losing);
    stroke-width: 3;
  }
  .dot {
    fill: var(--_surface);
    stroke: var(--_text);
    stroke-width: 2;
  }
  .dot.claim {
    fill: var(--_surface);
    stroke: var(--_text-muted);
    stroke-dasharray: 2 2;
  }
  .plot svg text.big {
    font-size: 1.857em;
    letter-spacing: -0.01em;
  }
  .plot svg text .lead {
    fill: var(--_text);
    font-weight: 650;
  }
  .plot svg text.small .lead {
    font-size: 1.167em;
  }
  .plot svg text.negative .lead {
    fill: var(--_negative-strong);
  }
  .plot svg text.negative:not(:has(.lead)) {
    fill: var(--_negative-strong);
    font-weight: 650;
  }
  .bar.dimmed {
    opacity: 0.4;
  }
  @media (prefers-reduced-motion: no-preference) {
    .bar {
      transition: opacity 0.15s;
    }
  }
  @media (forced-colors: active) {
    .bar {
      fill: CanvasText;
      stroke: Canvas;
    }
    .bar.count,
    .bar.negative {
      fill: GrayText;
    }
    .bar.ghost,
    .bar.withheld,
    .bar.claim,
    .bar.stayed,
    .bar.up,
    .bar.down,
    .bar.moved {
      fill: Canvas;
      stroke: CanvasText;
    }
    .bar.up {
      stroke-width: 3;
    }
    .bar.down {
      stroke-width: 3;
      stroke-dasharray: 6 3;
    }
    .bar.moved {
      stroke-dasharray: 1 3;
    }
    .swatch:is(.up, .down, .stayed, .moved) {
      box-sizing: border-box;
      inline-size: 1.6em;
      background: Canvas;
      border: 1px solid CanvasText;
    }
    .swatch.up {
      border-width: 2px;
    }
    .swatch.down {
      border: 2px dashed CanvasText;
    }
    .swatch.moved {
      border-style: dotted;
    }
    .area {
      fill: none;
      stroke: GrayText;
    }
    .line {
      stroke: GrayText;
    }
    .line.curve,
    .line.bracket,
    .line.bracket-negative {
      stroke: CanvasText;
    }
    .dot {
      fill: Canvas;
      stroke: CanvasText;
    }
    .plot svg text {
      fill: CanvasText;
    }
  }
`;
