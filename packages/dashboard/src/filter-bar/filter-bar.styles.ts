import { css, type CSSResult } from 'lit';

/** Native controls in one line that wraps, and the chips under them. */
export const filterBarStyles: CSSResult = css`
  :host {
    display: block;
    box-sizing: border-box;
    min-inline-size: 0;
  }
  :host([hidden]) {
    display: none;
  }
  .bar {
    display: grid;
    gap: 0.6rem;
    color: var(--_text);
    font: 400 var(--_font-size) / 1.4 var(--_font);
    font-variant-numeric: tabular-nums;
  }
  .fields,
  .status,
  .chips,
  .steps {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.6rem;
  }
  .fields {
    align-items: end;
  }
  .field {
    display: grid;
    gap: 0.2rem;
    color: var(--_text-muted);
    font-size: 0.857em;
  }
  .only-then {
    margin: 0;
    color: var(--_text-muted);
    font-size: 0.857em;
    text-wrap: pretty;
  }
  .check {
    display: inline-flex;
    align-items: center;
    gap: 0.45rem;
    min-block-size: 2.25rem;
  }
  .check input {
    inline-size: 1.05rem;
    block-size: 1.05rem;
    margin: 0;
    accent-color: var(--_accent);
  }
  select,
  input[type='date'],
  summary,
  button {
    box-sizing: border-box;
    min-block-size: 2.25rem;
    padding: 0.25rem 0.65rem;
    border: 1px solid var(--_line-strong);
    border-radius: calc(var(--_radius) + 2px);
    background: var(--_surface);
    color: var(--_text);
    font: inherit;
    font-size: 0.929rem;
    cursor: pointer;
  }
  select,
  input[type='date'] {
    max-inline-size: 100%;
  }
  summary {
    display: inline-flex;
    align-items: center;
    gap: 0.5rem;
    list-style: none;
    user-select: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary::after {
    content: '';
    inline-size: 0.4rem;
    block-size: 0.4rem;
    margin-block-end: 0.2rem;
    border: solid currentColor;
    border-width: 0 1.5px 1.5px 0;
    transform: rotate(45deg);
  }
  summary .count {
    padding: 0 0.4rem;
    border-radius: 1rem;
    background: var(--_accent);
    color: var(--_surface);
    font-size: 0.857em;
    font-weight: 650;
  }
  details {
    position: relative;
  }
  .options {
    position: absolute;
    z-index: 5;
    inset-block-start: calc(100% + 4px);
    inset-inline-start: 0;
    box-sizing: border-box;
    min-inline-size: 15rem;
    max-inline-size: min(22rem, 80vw);
    max-block-size: 20rem;
    margin: 0;
    padding: 0.4rem 0.75rem;
    overflow: auto;
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) + 4px);
    background: var(--_raised);
    box-shadow: var(--_shadow);
  }
  .options .check {
    display: flex;
    min-block-size: 2rem;
    color: var(--_text);
    cursor: pointer;
  }
  .options .value {
    flex: 1;
    overflow-wrap: anywhere;
  }
  .options .customers {
    color: var(--_text-muted);
  }
  .options p {
    margin: 0.3rem 0;
    color: var(--_text-muted);
  }
  .status {
    justify-content: space-between;
  }
  output {
    font-weight: 650;
    font-size: 1.07em;
  }
  .chips {
    flex: 1 1 auto;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 0.15rem;
    max-inline-size: 100%;
    box-sizing: border-box;
    min-block-size: 2rem;
    padding-inline: 0.75rem 0.2rem;
    border-radius: 2rem;
    background: color-mix(in oklab, var(--_accent) 13%, transparent);
    overflow-wrap: anywhere;
  }
  .chip.locked {
    padding-inline-end: 0.75rem;
    background: color-mix(in oklab, var(--_text-muted) 16%, transparent);
  }
  .chip button {
    min-block-size: 1.75rem;
    min-inline-size: 1.75rem;
    padding: 0;
    border-color: transparent;
    border-radius: 50%;
    background: transparent;
    font-size: 1.1rem;
    line-height: 1;
  }
  .chip button:hover {
    background: color-mix(in oklab, var(--_accent) 22%, transparent);
  }
  .steps button {
    min-block-size: 2rem;
  }
  button:disabled {
    opacity: 0.45;
    cursor: default;
  }
  :is(select, input, summary, button):focus-visible {
    outline: 3px solid var(--_focus);
    outline-offset: 1px;
  }
  @media (pointer: coarse) {
    select,
    input[type='date'],
    summary,
    button,
    .options .check,
    .chip button,
    .steps button {
      min-block-size: 2.75rem;
    }
    .chip button {
      min-inline-size: 2.75rem;
    }
  }
  @media (forced-colors: active) {
    .chip {
      border: 1px solid CanvasText;
    }
  }
  @media print {
    .fields,
    .steps,
    .chip button,
    .list {
      display: none;
    }
    .chip {
      padding-inline-end: 0.75rem;
      border: 1px solid var(--_line-strong);
    }
  }
`;
