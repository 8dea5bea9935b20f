import { css, type CSSResult, unsafeCSS } from 'lit';

/** One colour a segment. */
const segments: CSSResult = unsafeCSS([1, 2, 3, 4, 5].map((k) => `.category-${k} { fill: var(--_category-${k}); background: var(--_category-${k}); }`).join('\n'));

/** The look of times, trend and phases. */
export const plotStyles: CSSResult = css`
  :host {
    --_establish: var(--cl-lifecycle-funnel-establish, color-mix(in oklab, var(--_positive) 72%, var(--_surface)));
    --_develop: var(--cl-lifecycle-funnel-develop, var(--_positive));
    --_maintain: var(--cl-lifecycle-funnel-maintain, var(--_positive-strong));
    --_break-up: var(--cl-lifecycle-funnel-break-up, color-mix(in oklab, var(--_negative) 78%, var(--_surface)));
  }
  .establish {
    fill: var(--_establish);
    background: var(--_establish);
  }
  .develop {
    fill: var(--_develop);
    background: var(--_develop);
  }
  .maintain {
    fill: var(--_maintain);
    background: var(--_maintain);
  }
  .break_up {
    fill: var(--_break-up);
    background: var(--_break-up);
  }
  .not-yet {
    fill: var(--_neutral);
    background: var(--_neutral);
  }
  ${segments}
  .piece.back,
  .swatch.back {
    fill: color-mix(in oklab, var(--_negative) 78%, var(--_surface));
    background: color-mix(in oklab, var(--_negative) 78%, var(--_surface));
  }
  .ribbon {
    fill-opacity: 0.45;
    stroke: var(--_line-strong);
    stroke-width: 0.75px;
  }
  .ribbon.faded {
    opacity: 0.12;
  }
  .plot svg text.date {
    fill: var(--_text-muted);
    font-size: 0.857em;
    font-weight: 650;
  }
  .guide {
    stroke: var(--_text);
    stroke-width: 1.25px;
    stroke-dasharray: 3 3;
  }
  .band,
  .swatch.band {
    fill: color-mix(in oklab, var(--_reached) 18%, transparent);
    background: color-mix(in oklab, var(--_reached) 18%, transparent);
  }
  .band {
    stroke: color-mix(in oklab, var(--_reached) 75%, var(--_surface));
    stroke-width: 0.75px;
  }
  .conversion {
    fill: none;
    stroke: var(--_reached);
    stroke-width: 2.25px;
    stroke-linejoin: round;
  }
  .swatch.conversion {
    block-size: 3px;
    background: var(--_reached);
  }
  .dot {
    fill: var(--_reached);
    stroke: var(--_surface);
    stroke-width: 1.5px;
  }
  .dot.hollow {
    fill: var(--_surface);
    stroke: var(--_reached);
    stroke-width: 2px;
  }
  .swatch.hollow {
    box-sizing: border-box;
    border: 2px solid var(--_reached);
    border-radius: 50%;
    background: var(--_surface);
  }
  @media (forced-colors: active) {
    :host {
      --_establish: Canvas;
      --_develop: GrayText;
      --_maintain: CanvasText;
      --_break-up: Highlight;
    }
    .ribbon {
      stroke: CanvasText;
    }
    .band {
      stroke: CanvasText;
      stroke-dasharray: 2 2;
    }
  }
`;
