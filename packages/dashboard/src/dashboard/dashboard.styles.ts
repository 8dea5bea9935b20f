import { css, type CSSResult } from 'lit';

/** A grid of tiles that follows the dashboard's own width, from a phone to a wall. */
export const dashboardStyles: CSSResult = css`
  :host {
    display: block;
    box-sizing: border-box;
    container: cl-dashboard / inline-size;
    min-inline-size: 0;
    --_gap: var(--cl-dashboard-gap, clamp(0.75rem, 1.6cqi, 1.5rem));
    --_tile: var(--cl-dashboard-tile, var(--_surface));
  }
  :host([hidden]) {
    display: none;
  }
  .dashboard {
    color: var(--_text);
    font: 400 var(--_font-size) / 1.45 var(--_font);
  }
  .heading {
    margin: 0 0 0.6em;
    font-size: 1.7em;
    font-weight: 650;
    line-height: 1.2;
    text-wrap: balance;
  }
  .filters:not([hidden]) {
    display: block;
    margin-block-end: var(--_gap);
  }
  .grid,
  .figures {
    display: grid;
    gap: var(--_gap);
    align-items: stretch;
  }
  .figures {
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr));
    margin-block-end: var(--_gap);
  }
  .figures[hidden] {
    display: none;
  }
  .grid {
    grid-template-columns: minmax(0, 1fr);
  }
  .tile,
  .figure {
    position: relative;
    box-sizing: border-box;
    min-inline-size: 0;
    padding: clamp(0.9rem, 2cqi, 1.6rem);
    background: var(--_tile);
    border: 1px solid var(--_line);
    border-radius: var(--cl-dashboard-radius, 12px);
  }
  .figure {
    padding: clamp(0.8rem, 1.5cqi, 1.2rem);
  }
  .tile > slot,
  .figure > slot {
    display: block;
  }
  .enlarge {
    position: absolute;
    inset-block-start: 0.5rem;
    inset-inline-end: 0.5rem;
    z-index: 1;
  }
  button {
    display: inline-grid;
    place-content: center;
    min-inline-size: 2rem;
    min-block-size: 2rem;
    padding: 0.25rem;
    border: 1px solid transparent;
    border-radius: var(--_radius);
    background: transparent;
    color: var(--_text-muted);
    font: inherit;
    cursor: pointer;
  }
  button:hover {
    color: var(--_text);
    border-color: var(--_line-strong);
  }
  button:focus-visible {
    outline: 3px solid var(--_focus);
    outline-offset: 1px;
  }
  button svg {
    inline-size: 1rem;
    block-size: 1rem;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.6;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  dialog {
    box-sizing: border-box;
    inline-size: min(96vw, 100rem);
    max-inline-size: none;
    max-block-size: 96vh;
    padding: clamp(1rem, 2.5vw, 2.5rem);
    border: 1px solid var(--_line);
    border-radius: var(--cl-dashboard-radius, 12px);
    background: var(--_tile);
    color: var(--_text);
    overflow: auto;
  }
  dialog::backdrop {
    background: rgb(8 14 20 / 0.55);
  }
  .close {
    position: absolute;
    inset-block-start: 0.6rem;
    inset-inline-end: 0.6rem;
  }
  .message {
    padding: 1.5rem;
    border: 1px solid var(--_line);
    border-inline-start: 4px solid var(--_negative);
    border-radius: var(--_radius);
  }
  .message p {
    margin: 0 0 0.4em;
  }
  .message .what {
    font-weight: 650;
  }
  .loading {
    min-block-size: 12rem;
    border-radius: var(--cl-dashboard-radius, 12px);
    background: color-mix(in oklab, var(--_line) 45%, transparent);
  }
  @container cl-dashboard (min-width: 48rem) {
    .grid:not(.one) {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .grid:not(.one) .span-2,
    .grid:not(.one) .span-full {
      grid-column: 1 / -1;
    }
  }
  @container cl-dashboard (min-width: 80rem) {
    .grid.three {
      grid-template-columns: repeat(3, minmax(0, 1fr));
    }
    .grid.three .span-2 {
      grid-column: span 2;
    }
    .grid.four {
      grid-template-columns: repeat(4, minmax(0, 1fr));
    }
    .grid.four .span-2 {
      grid-column: span 2;
    }
  }
  /* A wall is read from farther away. */
  @container cl-dashboard (min-width: 120rem) {
    .dashboard {
      font-size: 1.15em;
    }
  }
  @media (pointer: coarse) {
    button {
      min-inline-size: 2.75rem;
      min-block-size: 2.75rem;
    }
  }
  @media print {
    .grid,
    .grid:is(.two, .three, .four) {
      display: block;
    }
    .tile {
      margin-block-end: 6mm;
      break-inside: avoid;
      box-decoration-break: clone;
      padding: 4mm;
    }
    .figures {
      grid-template-columns: repeat(4, minmax(0, 1fr));
      gap: 3mm;
      break-inside: avoid;
    }
    .filters:not([hidden]) {
      break-inside: avoid;
    }
    .enlarge {
      display: none;
    }
  }
`;
