import { css, type CSSResult } from 'lit';

/** One large number and a fine line. */
export const metricTileStyles: CSSResult = css`
  :host {
    --_line-color: var(--cl-metric-tile-line, var(--_accent));
    --_goal: var(--cl-metric-tile-goal, var(--_text-muted));
  }
  /* The number first, what it means under it. */
  .chart {
    display: flex;
    flex-direction: column;
  }
  .chart > :first-child {
    display: contents;
  }
  .title {
    order: -3;
  }
  .plot {
    order: -2;
  }
  .summary {
    order: -1;
    margin-block-start: 0.5em;
    font-size: 0.929em;
  }
  .title {
    color: var(--_text-muted);
    font-size: 1em;
    font-weight: 600;
  }
  .plot {
    margin-block-start: 0.35em;
  }
  .toolbar {
    min-block-size: 0;
  }
  /* Beside the title, where a fine pointer needs little room. */
  @media (pointer: fine) {
    .toolbar {
      position: absolute;
      inset-block-start: -0.5em;
      inset-inline-end: -0.3em;
      margin: 0;
    }
    :host(:not([plain])) .title {
      padding-inline-end: 6em;
    }
    .tools {
      gap: 0;
    }
    .tool {
      padding-inline: 0.3em;
    }
  }
  .plot svg text.value {
    font-size: 2.4em;
    font-weight: 650;
    letter-spacing: -0.02em;
  }
  .spark {
    fill: none;
    stroke: var(--_line-color);
    stroke-width: 1.75;
    stroke-linejoin: round;
    stroke-linecap: round;
  }
  .end {
    fill: var(--_line-color);
  }
  .goal {
    stroke: var(--_goal);
    stroke-width: 1;
    stroke-dasharray: 4 3;
  }
  @media (forced-colors: active) {
    .spark {
      stroke: CanvasText;
    }
    .end {
      fill: CanvasText;
    }
  }
`;
