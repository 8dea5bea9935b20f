import { css, type CSSResult } from 'lit';

/** The look of bars, what broke off beside them, and states. */
export const lifecycleFunnelStyles: CSSResult = css`
  :host {
    --_reached: var(--cl-lifecycle-funnel-reached, var(--_positive));
    --_lost: var(--cl-lifecycle-funnel-lost, color-mix(in oklab, var(--_neutral) 30%, var(--_surface)));
    --_new: var(--cl-lifecycle-funnel-new, color-mix(in oklab, var(--_positive) 72%, var(--_surface)));
    --_resurrected: var(--cl-lifecycle-funnel-resurrected, var(--_positive));
    --_returning: var(--cl-lifecycle-funnel-returning, var(--_positive-strong));
    --_dormant: var(--cl-lifecycle-funnel-dormant, color-mix(in oklab, var(--_negative) 78%, var(--_surface)));
  }
  .plot svg text {
    unicode-bidi: plaintext;
  }
  .plot svg text.head,
  .plot svg text.axis,
  .plot svg text.drop {
    fill: var(--_text-muted);
    font-size: 0.857em;
  }
  .plot svg text.label {
    font-size: 0.857em;
  }
  .plot svg tspan.loss {
    fill: var(--_negative);
  }
  .plot svg text.name,
  .plot svg text.count {
    font-weight: 650;
  }
  .baseline,
  .zero {
    stroke: var(--_line-strong);
    shape-rendering: crispEdges;
  }
  .grid {
    stroke: var(--_line);
    shape-rendering: crispEdges;
  }
  .piece.reached,
  .swatch.reached {
    fill: var(--_reached);
    background: var(--_reached);
  }
  .piece.lost,
  .swatch.lost {
    fill: var(--_lost);
    background: var(--_lost);
  }
  .ghost {
    fill: none;
    stroke: var(--_text);
    stroke-width: 1.25px;
    stroke-dasharray: 3 2;
  }
  .swatch.ghost {
    background: none;
    border: 1.25px dashed var(--_text);
  }
  .piece.open {
    fill: color-mix(in oklab, var(--_reached) 14%, var(--_surface));
  }
  .piece.withheld {
    fill: var(--_surface);
  }
  .piece.withheld rect:not(.over) {
    stroke: var(--_line-strong);
    stroke-dasharray: 2 2;
  }
  .withheld-dot {
    fill: var(--_line-strong);
  }
  .swatch.withheld {
    background: radial-gradient(circle, var(--_line-strong) 0 1px, var(--_surface) 1.4px) 0 0 / 4px 4px;
  }
  /* What is pale has an outline, or nobody sees where it ends. */
  .piece.lost rect:not(.over) {
    stroke: var(--_line-strong);
  }
  .piece.open rect:not(.over) {
    stroke: var(--_reached);
  }
  .stripe.open {
    fill: color-mix(in oklab, var(--_reached) 55%, var(--_surface));
  }
  .swatch.lost {
    box-shadow: inset 0 0 0 1px var(--_line-strong);
  }
  .swatch.open {
    box-shadow: inset 0 0 0 1px var(--_reached);
    background: repeating-linear-gradient(
      -45deg,
      color-mix(in oklab, var(--_reached) 55%, var(--_surface)) 0 2px,
      color-mix(in oklab, var(--_reached) 14%, var(--_surface)) 2px 5px
    );
  }
  .stripe.partial {
    fill: color-mix(in oklab, var(--_surface) 62%, transparent);
  }
  .new {
    fill: var(--_new);
    background: var(--_new);
  }
  .resurrected {
    fill: var(--_resurrected);
    background: var(--_resurrected);
  }
  .returning {
    fill: var(--_returning);
    background: var(--_returning);
  }
  .dormant {
    fill: var(--_dormant);
    background: var(--_dormant);
  }
  .piece.roomy rect:not(.over) {
    stroke: var(--_surface);
    stroke-width: 1px;
  }
  .faded {
    opacity: 0.4;
  }
  .net-halo,
  .net-line {
    fill: none;
    stroke: var(--_surface);
    stroke-width: 5px;
    stroke-linejoin: round;
  }
  .net-line {
    stroke: var(--_text);
    stroke-width: 1.75px;
  }
  .net-halo.fine {
    stroke-width: 3px;
  }
  .net-line.fine {
    stroke-width: 1.25px;
  }
  .net-dot {
    fill: var(--_text);
    stroke: var(--_surface);
    stroke-width: 1.5px;
  }
  .net-dot.partial {
    fill: var(--_surface);
    stroke: var(--_text);
  }
  .key.net {
    fill: var(--_text);
  }
  .swatch.net {
    block-size: 3px;
    background: var(--_text);
  }
  @media (prefers-reduced-motion: no-preference) {
    .piece {
      transition: opacity 0.15s;
    }
  }
  @media (forced-colors: active) {
    :host {
      --_reached: Highlight;
      --_lost: Canvas;
      --_new: Canvas;
      --_resurrected: GrayText;
      --_returning: CanvasText;
      --_dormant: Highlight;
    }
    .piece rect:not(.over),
    .key {
      stroke: CanvasText;
    }
    .swatch {
      border: 1px solid CanvasText;
    }
  }
`;
