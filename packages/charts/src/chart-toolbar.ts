import { css, type CSSResult, html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { ToolbarController } from './controllers/toolbar-controller.js';
import type { ExportAction } from './exports/exportable.js';
import type { ChartMessages } from './locales/chart-messages.js';
import { styled } from './theme/styled.js';

/** What can stand under a chart: its numbers as a table, or how they are counted. */
export type ChartPanel = 'table' | 'method';

/** What the toolbar shows and does. */
export interface ToolbarParts {
  readonly messages: ChartMessages;
  /** How many rows there is room for from the start. */
  readonly rows: number;
  /** The chart's own controls: view, measure, unit. */
  readonly controls: TemplateResult | typeof nothing;
  readonly panel: ChartPanel | null;
  /** There is something to export, and figures to explain. */
  readonly ready: boolean;
  /** The engine can write Arrow. */
  readonly arrow: boolean;
  /** The menu has its items: they are made when nothing else is to be done. */
  readonly rest: boolean;
  readonly roving: ToolbarController;
  readonly onHelp: () => void;
  readonly onPanel: (panel: ChartPanel | null) => void;
  readonly onAction: (action: ExportAction) => void;
}

/** Returns the controls of a chart in one row: on one side how it is looked at, on the other what is taken from it. */
export function toolbar({ arrow, controls, messages, onAction, onHelp, onPanel, panel, ready, rest, roving, rows }: ToolbarParts): TemplateResult {
  const toggle = (name: ChartPanel, label: string, description: string, icon: SVGTemplateResult): TemplateResult => html`<button
    type="button" class="tool" aria-label=${description} aria-expanded=${panel === name ? 'true' : 'false'} aria-controls=${`${name}-panel`} ?disabled=${!ready}
    @click=${() => onPanel(panel === name ? null : name)}
  >${icon}<span class="tool-name">${label}</span></button>`;
  return html`<div class="toolbar" part="toolbar" ${styled({ '--_rows': rows })} role="toolbar" aria-label=${messages.toolbar} @keydown=${(event: KeyboardEvent) => (event.key === '?' ? onHelp() : roving.onKey(event))} @focusin=${roving.onFocus}>
    <div class="controls">${controls}<slot name="toolbar"></slot></div>
    <div class="tools">
      ${toggle('table', messages.table, messages.showTable, tableIcon)}
      ${toggle('method', messages.method, messages.methodIs, methodIcon)}
      <button type="button" class="tool" aria-label=${messages.exportAs} aria-haspopup="menu" popovertarget="export" ?disabled=${!ready}>${exportIcon}<span class="tool-name">${messages.export}</span></button>
      <div id="export" class="menu" part="menu" popover="auto" role="menu" aria-label=${messages.exportAs} @keydown=${onMenuKey} @toggle=${onMenuToggle}>
        ${!rest ? nothing : actions.filter((action) => arrow || action !== 'arrow').map((action) => html`<button
          type="button" role="menuitem" tabindex="-1"
          @click=${(event: Event) => {
            close((event.currentTarget as HTMLElement).parentElement!);
            onAction(action);
          }}
        >${messages.exports[action]}</button>`)}
      </div>
    </div>
  </div>`;
}

const actions: readonly ExportAction[] = ['png', 'svg', 'csv', 'arrow', 'copy-picture', 'copy-table', 'print'];

function onMenuToggle(event: ToggleEvent): void {
  if (event.newState === 'open') (event.currentTarget as HTMLElement).querySelector('button')?.focus();
}

/** Browsers give the focus back in some cases only. */
function close(menu: HTMLElement): void {
  menu.hidePopover();
  (menu.previousElementSibling as HTMLElement | null)?.focus();
}

function onMenuKey(event: KeyboardEvent): void {
  event.stopPropagation();
  const items = [...(event.currentTarget as HTMLElement).querySelectorAll('button')];
  const at = items.indexOf(event.target as HTMLButtonElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (event.key === 'Tab' || event.key === 'Escape') close(event.currentTarget as HTMLElement);
  if (to === undefined) return;
  event.preventDefault();
  items.at(to % items.length)?.focus();
}

function icon(drawing: SVGTemplateResult): SVGTemplateResult {
  return svg`<svg class="icon" viewBox="0 0 16 16" width="1.231em" height="1.231em" aria-hidden="true">${drawing}</svg>`;
}

const tableIcon = icon(svg`<path d="M2.5 3.5h11v9h-11zM2.5 6.5h11M2.5 9.5h11M6.5 6.5v6"></path>`);
const methodIcon = icon(svg`<circle cx="8" cy="8" r="5.75"></circle><path d="M6.2 6.4c.2-1 .9-1.5 1.8-1.5 1.1 0 1.9.7 1.9 1.6 0 1.4-1.9 1.5-1.9 2.9"></path><path d="M8 11.15v.3" stroke-width="1.8"></path>`);
const exportIcon = icon(svg`<path d="M8 2.5v7M5 6.8l3 3 3-3M2.5 11v2.5h11V11"></path>`);

/** The look of the toolbar and of its menu. */
export const toolbarStyles: CSSResult = css`
  .toolbar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4em 0.75em;
    margin-block-start: calc(0.75em * var(--_space));
    align-content: end;
    min-block-size: calc(var(--_rows) * 2.72em - 0.4em);
  }
  .controls {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4em 0.5em;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.15em;
    min-block-size: calc(1.858em + 6px);
    margin-inline-start: auto;
  }
  .tool {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.4em;
    min-inline-size: 2em;
    padding: 0.15em 0.5em;
    border-color: transparent;
    color: var(--_text-muted);
    font-size: 0.929em;
  }
  .tool:hover,
  .tool[aria-expanded='true'] {
    color: var(--_text);
    border-color: var(--_line-strong);
  }
  .tool[aria-expanded='true'] {
    background: color-mix(in oklab, var(--_accent) 14%, transparent);
    border-color: transparent;
  }
  .tool:disabled {
    color: var(--_line-strong);
    border-color: transparent;
    cursor: default;
  }
  .icon {
    flex: none;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.3;
    stroke-linejoin: round;
    stroke-linecap: round;
  }
  .menu {
    inset: auto;
    position-area: block-end span-inline-start;
    position-try-fallbacks: flip-block, flip-inline;
    margin: 4px 0;
    padding: 0.3em;
    box-sizing: border-box;
    min-inline-size: 11em;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_shadow);
  }
  @supports not (position-area: block-end) {
    .menu {
      inset: 0;
      margin: auto;
    }
  }
  .menu button {
    display: block;
    inline-size: 100%;
    border-color: transparent;
    color: var(--_text);
    text-align: start;
  }
  .menu button:hover,
  .menu button:focus-visible {
    background: color-mix(in oklab, var(--_accent) 14%, transparent);
    outline-offset: -3px;
  }
  @container cl-chart (max-width: 430px) {
    .tool-name {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .tool[aria-expanded='true'] {
      border-color: Highlight;
    }
    .tool:disabled {
      color: GrayText;
    }
  }
  @media print {
    .toolbar {
      display: none;
    }
  }
`;
