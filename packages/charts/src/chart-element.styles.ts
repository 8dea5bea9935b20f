import { css, type CSSResult } from 'lit';
import { chartPrintStyles } from './chart-print.styles.js';

/** The frame around every chart: head, plot, foot, states and tooltip. */
export const chartStyles: CSSResult = css`
  :host {
    display: block;
    box-sizing: border-box;
    container: cl-chart / inline-size;
    min-inline-size: 0;
    /* What a dialog or a float takes that fits its content: containment leaves it none. */
    contain-intrinsic-inline-size: 640px;
    max-inline-size: 100%;
  }
  :host([hidden]) {
    display: none;
  }
  /* What a page says about all its text, tables and buttons is not meant for a chart: only tokens come in. */
  .reset {
    all: initial;
    /* WebKit keeps the smaller size of a page's monospaced letters unless a family is named. */
    font-family: sans-serif;
    display: block;
    color-scheme: inherit;
    forced-color-adjust: inherit;
    pointer-events: inherit;
    print-color-adjust: inherit;
    visibility: inherit;
  }
  .chart {
    position: relative;
    color: var(--_text);
    font: 400 var(--_font-size) / 1.45 var(--_font);
    font-variant-numeric: tabular-nums;
    text-align: start;
    overflow-wrap: anywhere;
  }
  .head {
    min-block-size: calc((1.143 * 1.3 + 0.25 + var(--_lines) * 1.45) * 1em);
  }
  .title {
    margin: 0;
    font-size: 1.143em;
    font-weight: 650;
    line-height: 1.3;
    text-wrap: balance;
  }
  .summary {
    margin: 0.25em 0 0;
    color: var(--_text-muted);
    max-inline-size: 72ch;
    text-wrap: pretty;
  }
  /* What a chart says is written from left to right, at the edge where its page begins. */
  :is(.summary, .message p, .notes li, .lines :is(dt, dd)) {
    direction: ltr;
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  .plot {
    position: relative;
    margin-block-start: calc(0.9em * var(--_space));
    min-block-size: var(--_plot-height, 12em);
  }
  .plot svg {
    display: block;
    inline-size: 100%;
    overflow: visible;
    font: inherit;
  }
  .plot svg text {
    fill: var(--_text);
    font-size: 1em;
  }
  .plot svg text.muted {
    fill: var(--_text-muted);
  }
  .plot svg text.small {
    font-size: 0.857em;
  }
  .plot svg text.strong {
    font-weight: 650;
  }
  .plot.stale svg {
    opacity: 0.55;
  }
  .hotspot,
  .chosen {
    position: absolute;
    inset-block-start: var(--_y);
    left: var(--_x);
    inline-size: var(--_w);
    block-size: var(--_h);
    box-sizing: border-box;
    pointer-events: none;
    border-radius: 2px;
  }
  .hotspot {
    outline: none;
  }
  .hotspot:focus-visible {
    outline: 3px solid var(--_focus);
    outline-offset: 1px;
    box-shadow: 0 0 0 1px var(--_surface);
  }
  .chosen {
    border: 2px solid var(--_text);
    box-shadow: inset 0 0 0 1px var(--_surface);
  }
  .status {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4em 0.8em;
    margin-block-start: 0.5em;
    color: var(--_text-muted);
    font-size: 0.929em;
  }
  .status.progress {
    position: absolute;
    inset-block-end: 0;
    inset-inline-end: 0;
    max-inline-size: 100%;
    box-sizing: border-box;
    padding: 0.3em 0.7em;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_raised);
    color: var(--_text);
    pointer-events: none;
  }
  .status.warning {
    padding: 0.5em 0.75em;
    border-inline-start: 3px solid var(--_negative);
    background: color-mix(in oklab, var(--_negative) 10%, transparent);
    color: var(--_text);
  }
  progress {
    inline-size: 9em;
    block-size: 0.4em;
    accent-color: var(--_accent);
  }
  .skeleton {
    block-size: var(--_plot-height, 12em);
    opacity: 0;
    animation: cl-appear 0.3s 0.15s forwards;
  }
  .skeleton.bars {
    background: repeating-linear-gradient(var(--_line) 0 2em, transparent 2em 3em);
    clip-path: polygon(0 0, 100% 0, 30% 100%, 0 100%);
  }
  .skeleton.triangle {
    background:
      linear-gradient(90deg, var(--_surface) 2px, transparent 2px) 0 0 / 8% 100%,
      repeating-linear-gradient(var(--_line) 0 1.8em, transparent 1.8em 2em);
    clip-path: polygon(0 0, 100% 0, 22% 100%, 0 100%);
  }
  .skeleton:dir(rtl) {
    scale: -1 1;
  }
  @keyframes cl-appear {
    to {
      opacity: 0.55;
    }
  }
  .message {
    display: grid;
    align-content: center;
    justify-items: start;
    gap: 0.5em;
    min-block-size: var(--_plot-height, 12em);
    padding: 1.25em;
    box-sizing: border-box;
    border: 1px dashed var(--_line-strong);
    border-radius: var(--_radius);
  }
  .message.error {
    border: 1px solid var(--_line);
    border-inline-start: 3px solid var(--_negative);
  }
  .message p {
    margin: 0;
  }
  .message .what {
    font-weight: 650;
  }
  .message .detail {
    color: var(--_text-muted);
  }
  button {
    font: inherit;
    color: var(--_accent);
    background: none;
    border: 1px solid var(--_line-strong);
    border-radius: var(--_radius);
    padding: 0.3em 0.8em;
    min-block-size: 2em;
    cursor: pointer;
  }
  button:hover {
    border-color: currentcolor;
  }
  button[aria-pressed='true'] {
    background: var(--_accent);
    border-color: var(--_accent);
    color: var(--_surface);
  }
  button:focus-visible {
    outline: 3px solid var(--_focus);
    outline-offset: 2px;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3em 1.2em;
    margin: 0.6em 0 0;
    padding: 0;
    list-style: none;
    color: var(--_text-muted);
    font-size: 0.929em;
  }
  .legend li {
    display: flex;
    align-items: center;
    gap: 0.45em;
  }
  .whole {
    white-space: nowrap;
  }
  .swatch {
    inline-size: 0.9em;
    block-size: 0.9em;
    border-radius: 2px;
    background: var(--_neutral);
    flex: none;
    forced-color-adjust: none;
  }
  .notes {
    margin: 0.6em 0 0;
    padding: 0;
    list-style: none;
    color: var(--_text-muted);
    font-size: 0.929em;
    max-inline-size: 80ch;
    text-wrap: pretty;
  }
  .panel {
    margin-block-start: 0.75em;
    font-size: 0.929em;
  }
  .panel[hidden] {
    margin: 0;
  }
  .panel-title {
    font-weight: 650;
  }
  .told {
    position: absolute;
    inset-block-start: 0;
    inset-inline-end: 0;
    max-inline-size: 100%;
    box-sizing: border-box;
    padding: 0.4em 0.8em;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_shadow);
    font-size: 0.929em;
    pointer-events: none;
  }
  .told.failed {
    border-inline-start: 3px solid var(--_negative);
  }
  .lines {
    display: grid;
    grid-template-columns: minmax(6em, max-content) 1fr;
    gap: 0.25em 1em;
    margin: 0.4em 0 0;
    max-inline-size: 80ch;
  }
  .lines dt {
    color: var(--_text-muted);
  }
  .lines dd {
    margin: 0;
  }
  .scroll {
    overflow: auto;
    max-block-size: 28em;
    margin-block-start: 0.4em;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }
  table {
    border-collapse: collapse;
    inline-size: 100%;
  }
  caption {
    text-align: start;
    padding: 0.5em 0.75em;
    color: var(--_text-muted);
  }
  th,
  td {
    padding: 0.3em 0.75em;
    text-align: start;
    font-weight: 400;
    white-space: nowrap;
    border-block-start: 1px solid var(--_line);
  }
  thead th {
    font-weight: 650;
    position: sticky;
    inset-block-start: 0;
    background: var(--_surface);
  }
  .numeric {
    text-align: end;
  }
  /* As large as the window, so that what the tooltip says changes no size but its own: neither chart nor page is laid out for it. */
  .tooltip-layer {
    contain: strict;
    inset: 0;
    inline-size: auto;
    block-size: auto;
    margin: 0;
    padding: 0;
    border: none;
    background: none;
    overflow: clip;
    pointer-events: none;
  }
  .tooltip {
    position: absolute;
    left: 0;
    top: 0;
    /* In the window; above its mark where there is room, which makes the factor negative, else below. */
    --_up: calc(var(--_above, 0px) - 100% - 8px);
    --_down: calc(var(--_below, 0px) + 8px);
    translate:
      max(8px, min(calc(var(--_middle, 0px) - 50%), calc(var(--_window, 100vw) - 100% - 8px)))
      max(8px, min(max(var(--_up), min(var(--_down), calc((8px - var(--_up)) * 9999))), calc(100vh - 100% - 8px)));
    padding: 0.55em 0.75em;
    max-inline-size: min(22em, calc(100vw - 16px));
    box-sizing: border-box;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_shadow);
    line-height: 1.4;
    max-block-size: calc(100vh - 16px);
    overflow: hidden;
  }
  .tooltip .lines {
    grid-template-columns: auto auto;
    gap: 0.1em 1em;
  }
  .tooltip .lines dd {
    text-align: end;
  }
  .tooltip-title {
    font-weight: 650;
  }
  .hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  :host([density='compact']) button {
    min-block-size: 24px;
    padding-block: 0.1em;
  }
  :host([density='compact']) :is(.legend, .notes, .panel) {
    margin-block-start: 0.35em;
  }
  @media (pointer: coarse) {
    button {
      min-block-size: 44px;
      min-inline-size: 44px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .skeleton {
      animation: none;
      opacity: 0.55;
    }
  }
  @media (forced-colors: active) {
    .chosen {
      border-color: Highlight;
    }
  }
  ${chartPrintStyles}
`;
