import type { Result, Role } from '@clientele/metrics';
import { html, nothing, type TemplateResult } from 'lit';
import type { ChartPanel } from './chart-toolbar.js';
import type { ChartMessages } from './locales/chart-messages.js';
import type { Format } from './locales/format.js';
import type { Scene, SceneLine, SceneTable } from './scene.js';
import { unbroken } from './unbroken.js';

/**
 * Returns what stands under the drawing: legend, remarks, and the panels that the toolbar opens, *panel* among them. What is
 * closed is there for the browser's search once the chart is at *rest*.
 */
export function foot(
  scene: Scene, result: Result | null, messages: ChartMessages, format: Format, panel: ChartPanel | null, rest: boolean, onFound: (panel: ChartPanel) => void,
): TemplateResult {
  const notes = [...scene.notes, ...inferredNote(result, messages, format)];
  return html`<div>
    ${scene.legend.length === 0
      ? nothing
      : html`<ul class="legend" part="legend" role="list" aria-label=${messages.legend}>
          ${scene.legend.map((item) => html`<li><span class="swatch ${item.swatch}" aria-hidden="true">${item.texture === undefined ? nothing : html`<span class="texture ${item.texture}"></span>`}</span><span dir="ltr">${item.label}</span></li>`)}
        </ul>`}
    ${notes.length === 0 ? nothing : html`<ul class="notes" part="notes" role="list" aria-label=${messages.notes}>${notes.map((note) => html`<li>${unbroken(note)}</li>`)}</ul>`}
    ${panelOf('method', panel, onFound, () => (rest || panel === 'method'
      ? html`<div class="panel-title">${messages.howCounted}</div>${lines([...scene.counted, ...countedLines(result, messages, format)])}` : nothing))}
    ${panelOf('table', panel, onFound, () => (panel === 'table' || (rest && !isHeavy(scene)) ? tableOf(scene.table) : nothing))}
  </div>`;
}

/** A closed panel can still be found by the browser's search in the page, which then opens it. */
function panelOf(name: ChartPanel, open: ChartPanel | null, onFound: (panel: ChartPanel) => void, content: () => TemplateResult | typeof nothing): TemplateResult {
  return html`<div id=${`${name}-panel`} class="panel" part="panel" hidden=${open === name ? nothing : 'until-found'} @beforematch=${() => onFound(name)}>${content()}</div>`;
}

/** Whether a table is there only when somebody opens it: thousands of cells that nobody sees would cost more than the drawing. */
function isHeavy(scene: Scene): boolean {
  return scene.pane != null || scene.table.rows.length * scene.table.columns.length > 600;
}

/** Returns *items* as a list of terms and values. */
export function lines(items: readonly SceneLine[]): TemplateResult {
  return html`<dl class="lines">${items.map((line) => html`<dt>${line.label}</dt><dd>${unbroken(line.value)}</dd>`)}</dl>`;
}

function tableOf({ caption, columns, rows }: SceneTable): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${caption}>
    <table part="data-table" class=${paperClass(columns.length)}>
      <caption>${caption}</caption>
      <thead>
        <tr>${columns.map((column) => html`<th scope="col" class=${column.numeric ? 'numeric' : ''}>${column.label}</th>`)}</tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) => html`<tr>
            ${row.map((cell, i) =>
              i === 0 ? html`<th scope="row">${cell}</th>` : html`<td class=${columns[i]?.numeric === true ? 'numeric' : ''}>${cell}</td>`,
            )}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Paper is narrow and doesn't scroll: the more columns, the smaller the letters there. */
function paperClass(columns: number): string | typeof nothing {
  return columns > 20 ? 'widest' : columns > 11 ? 'wide' : nothing;
}

function inferredNote(result: Result | null, messages: ChartMessages, format: Format): string[] {
  const found = Object.entries(result?.diagnostics.inferred ?? {}).filter((entry): entry is [Role, string] => (
    // A column that is called what it is used for needs no remark.
    typeof entry[1] === 'string' && entry[1].toLowerCase() !== entry[0]));
  if (found.length === 0) return [];
  return [messages.inferred(format.list(found.map(([role, column]) => `${messages.roles[role]} = ${column}`)))];
}

function countedLines(result: Result | null, { counted }: ChartMessages, format: Format): SceneLine[] {
  if (result === null || result.diagnostics.rowsIn === 0) return [];
  const { dropped, duplicates, rowsIn, rowsUsed, timeZone, window } = result.diagnostics;
  const found: SceneLine[] = [];
  if (window.start !== null && window.end !== null) {
    found.push({ label: counted.window, value: counted.windowRange(format.date(window.start), format.date(window.end)) });
  }
  if (window.asOf !== null) found.push({ label: counted.asOf, value: format.date(window.asOf) });
  found.push({ label: counted.timeZone, value: timeZone }, { label: counted.rows, value: counted.rowsUsed(format.count(rowsUsed), format.count(rowsIn)) });
  const reasons = Object.entries(dropped).filter(([, count]) => count > 0);
  if (reasons.length > 0) {
    found.push({ label: counted.dropped, value: format.list(reasons.map(([reason, count]) => `${counted.reasons[reason] ?? reason.replaceAll('_', ' ')}: ${format.count(count)}`)) });
  }
  if (duplicates !== null && duplicates > 0) found.push({ label: counted.duplicates, value: format.count(duplicates) });
  return found;
}
