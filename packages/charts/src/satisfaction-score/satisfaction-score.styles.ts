import { css, type CSSResult } from 'lit';

/** The look of the satisfaction score. Every shape has a class; colours are roles of the theme. */
export const satisfactionStyles: CSSResult = css`
  :host {
    --_promoter: var(--cl-satisfaction-score-positive, var(--_positive));
    --_middle: var(--cl-satisfaction-score-neutral, var(--_neutral));
    --_detractor: var(--cl-satisfaction-score-negative, var(--_negative));
    --_score: var(--cl-satisfaction-score-line, var(--_accent));
  }
  .plot svg {
    direction: ltr;
  }
  .plot svg text.headline {
    font-size: 3.6em;
    font-weight: 650;
    letter-spacing: -0.02em;
  }
  .plot svg text.small {
    fill: var(--_text-muted);
  }
  /* Over the edge of the interval. */
  .plot svg text.halo {
    paint-order: stroke;
    stroke: var(--_surface);
    stroke-width: 3px;
    stroke-linejoin: round;
  }
  .plot svg text.on-part {
    fill: var(--_surface);
    font-size: 0.857em;
    font-weight: 600;
  }
  .plot svg .lead {
    font-weight: 650;
  }
  .withheld {
    fill: none;
    stroke: var(--_text-muted);
    stroke-dasharray: 1 3;
    stroke-linecap: round;
    stroke-width: 1.5;
  }
  .positive {
    fill: var(--_promoter);
  }
  .neutral {
    fill: var(--_middle);
  }
  .negative {
    fill: var(--_detractor);
  }
  .grid {
    stroke: var(--_line);
  }
  .axis {
    stroke: var(--_line-strong);
  }
  .grid,
  .axis,
  .tick {
    stroke-width: 1;
    shape-rendering: crispEdges;
  }
  .track {
    stroke: var(--_line);
    stroke-width: 4;
    stroke-linecap: round;
  }
  .tick {
    stroke: var(--_line-strong);
  }
  .interval {
    fill: color-mix(in oklab, var(--_score) 70%, var(--_surface));
    rx: 2px;
  }
  .marker {
    fill: var(--_text);
    rx: 1.5px;
  }
  .band {
    fill: color-mix(in oklab, var(--_score) 16%, transparent);
    stroke: color-mix(in oklab, var(--_score) 70%, var(--_surface));
    stroke-width: 0.75;
    background: color-mix(in oklab, var(--_score) 22%, transparent);
  }
  .trend {
    fill: none;
    stroke: var(--_score);
    stroke-width: 2;
    stroke-linejoin: round;
  }
  .trend.unfinished {
    stroke-dasharray: 3 4;
  }
  .point {
    stroke: var(--_score);
    stroke-width: 2;
  }
  .point.changed {
    fill: var(--_score);
  }
  .point.unchanged {
    fill: var(--_surface);
  }
  .point.unfinished {
    stroke-dasharray: 2 2;
  }
  .answers {
    fill: var(--_middle);
    stroke: var(--_middle);
  }
  .answers.thin,
  .answers.unfinished {
    fill: color-mix(in oklab, var(--_middle) 35%, var(--_surface));
  }
  .swatch.changed,
  .swatch.unchanged {
    border: 2px solid var(--_score);
    border-radius: 50%;
    box-sizing: border-box;
    background: var(--_surface);
  }
  .swatch.changed {
    background: var(--_score);
  }
  .swatch.withheld {
    box-sizing: border-box;
    border: 1.5px dotted var(--_text-muted);
    background: none;
  }
  .swatch.band {
    background: color-mix(in oklab, var(--_score) 22%, var(--_surface));
  }
  @media (forced-colors: active) {
    :host {
      --_score: Highlight;
    }
    .plot svg {
      forced-color-adjust: none;
    }
    .plot svg text,
    .plot svg text.small {
      fill: CanvasText;
    }
    .plot svg text.halo {
      stroke: Canvas;
    }
    .plot svg text.on-part {
      fill: Canvas;
    }
    .positive,
    .marker,
    .point.changed {
      fill: Highlight;
    }
    .neutral,
    .answers {
      fill: GrayText;
    }
    .negative {
      fill: CanvasText;
    }
    .trend,
    .point {
      stroke: Highlight;
    }
    .point.unchanged {
      fill: Canvas;
    }
    .grid,
    .axis,
    .tick,
    .track {
      stroke: GrayText;
    }
  }
`;
