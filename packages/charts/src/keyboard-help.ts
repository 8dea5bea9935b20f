import { css, type CSSResult, html, nothing, type TemplateResult } from 'lit';
import type { ChartMessages } from './locales/chart-messages.js';

/** Returns what `?` opens: which key does what, empty until the chart is at *rest*. Closed by Escape or a click elsewhere, as any popover. */
export function keyboardHelp({ keyboard }: ChartMessages, rest: boolean): TemplateResult {
  return html`<div class="help" part="help" popover="auto" role="dialog" tabindex="-1" aria-label=${keyboard.title} @toggle=${giveFocusBack}>
    ${!rest ? nothing : html`<div class="panel-title">${keyboard.title}</div>
    <dl class="lines">${keyboard.keys.map(([keys, meaning]) => html`<dt>${keys.map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${meaning}</dd>`)}</dl>`}
  </div>`;
}

/** Shows the help within *root*, with the focus in it so that it is read out. */
export function showKeyboardHelp(root: ParentNode): void {
  const help = root.querySelector<HTMLElement>('.help');
  help?.showPopover();
  help?.focus();
}

function giveFocusBack(event: ToggleEvent): void {
  const help = event.currentTarget as HTMLElement;
  const root = help.getRootNode() as ShadowRoot;
  if (event.newState === 'closed' && (root.activeElement === null || root.activeElement === help)) root.querySelector<HTMLElement>('.hotspot')?.focus();
}

/** The look of the help. */
export const keyboardHelpStyles: CSSResult = css`
  .help {
    max-inline-size: min(30em, calc(100vw - 32px));
    padding: 1em 1.25em;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_shadow);
    outline: none;
  }
  .help .lines {
    grid-template-columns: auto 1fr;
    gap: 0.45em 1em;
  }
  kbd {
    display: inline-block;
    padding: 0 0.4em;
    border: 1px solid var(--_line-strong);
    border-radius: var(--_radius);
    color: var(--_text);
    font: inherit;
    font-size: 0.929em;
  }
`;
