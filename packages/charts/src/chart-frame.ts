import type { ClienteleError, Result, Role } from '@clientele/metrics';
import { html, nothing, type TemplateResult } from 'lit';
import type { MetricController } from './controllers/metric-controller.js';
import { chartMessages, type ChartMessages } from './locales/chart-messages.js';
import { errorWords } from './locales/error-words.js';
import type { Format } from './locales/format.js';
import type { Locale } from './locales/locale.js';
import type { Scene, SceneLine, SceneTable } from './scene.js';

/** Returns the title and the sentence under it. */
export function header(title: string, summary: string, level: number): TemplateResult {
  // Not a header element: several charts would be several banners of one page.
  return html`<div>
    ${title === '' ? nothing : html`<div class="title" part="title" role="heading" aria-level=${Math.min(6, Math.max(1, Math.round(level) || 3))}>${title}</div>`}
    ${summary === '' ? nothing : html`<p class="summary" part="summary">${summary}</p>`}
  </div>`;
}

/** Returns the shape that stands for a chart to come. */
export function skeleton(): TemplateResult {
  return html`<div class="skeleton" aria-hidden="true"></div>`;
}

/** Returns what is wrong, why, what to do, and a way to try again. */
export function message(error: ClienteleError, locale: Locale, retry: () => void): TemplateResult {
  const messages = chartMessages[locale];
  const { detail, hint, what } = errorWords(error, locale);
  return html`<div class="message error" role="alert">
    <p class="what">${what}</p>
    ${hint === null ? nothing : html`<p>${hint}</p>`}
    <p class="detail" lang="en">${detail}</p>
    <p class="detail">${messages.errorCode(error.code)}</p>
    <button type="button" @click=${retry}>${messages.retry}</button>
  </div>`;
}

/** Returns the line that says that the transfer broke off, under what came before. */
export function warning(error: ClienteleError, answer: MetricController, messages: ChartMessages, format: Format, retry: () => void): TemplateResult {
  const rows = format.count(answer.result?.diagnostics.rowsIn ?? 0);
  return html`<div class="status warning" role="status">
    <span>${messages.broken(rows)}</span><span lang="en">${error.message}</span>
    <button type="button" @click=${retry}>${messages.retry}</button>
  </div>`;
}

/** Returns the line that says how far loading is. It lies over the drawing, so that nothing moves when it comes and goes. */
export function progressLine(answer: MetricController, messages: ChartMessages, format: Format): TemplateResult {
  const { result, stale, state } = answer;
  const words = state === 'partial' ? messages.partial(format.count(result?.diagnostics.rowsIn ?? 0)) : stale ? messages.refreshing : messages.loading;
  return html`<div class="status progress" role=${state === 'partial' ? 'status' : nothing}><span>${words}</span>${progress(answer, messages, format)}</div>`;
}

function progress(answer: MetricController, messages: ChartMessages, format: Format): TemplateResult {
  const { bytes = 0, totalBytes = null, rows = 0, totalRows = null } = answer.progress ?? {};
  const share = totalBytes !== null && totalBytes > 0 ? bytes / totalBytes : totalRows !== null && totalRows > 0 ? rows / totalRows : null;
  if (share === null) return html`<progress aria-label=${messages.loading}></progress>${rows > 0 ? messages.loadingRows(format.count(rows)) : nothing}`;
  return html`<progress aria-label=${messages.loading} max="1" .value=${Math.min(1, share)}></progress>${messages.loadingShare(format.percent(Math.min(1, share), 0))}`;
}

/** Returns the legend, the remarks, how the numbers are counted, and the table. */
export function footer(
  scene: Scene,
  result: Result | null,
  messages: ChartMessages,
  format: Format,
  tableOpen: boolean,
  onTable: (open: boolean) => void,
): TemplateResult {
  const notes = [...scene.notes, ...inferredNote(result, messages, format)];
  const counted = [...scene.counted, ...countedLines(result, messages, format)];
  return html`<div>
    ${scene.legend.length === 0
      ? nothing
      : html`<ul class="legend" part="legend">
          ${scene.legend.map((item) => html`<li><span class="swatch ${item.swatch}" aria-hidden="true"></span>${item.label}</li>`)}
        </ul>`}
    ${notes.length === 0 ? nothing : html`<ul class="notes" part="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>`}
    <details>
      <summary>${messages.howCounted}</summary>
      ${lines(counted)}
    </details>
    <details @toggle=${(event: Event) => onTable((event.target as HTMLDetailsElement).open)}>
      <summary>${messages.showTable}</summary>
      ${tableOpen || scene.table.rows.length * scene.table.columns.length <= LIGHT_TABLE ? tableOf(scene.table) : nothing}
    </details>
  </div>`;
}

/** Tables up to this many cells are there before anybody opens them. */
const LIGHT_TABLE = 600;

/** Returns *items* as a list of terms and values. */
export function lines(items: readonly SceneLine[]): TemplateResult {
  return html`<dl class="lines">${items.map((line) => html`<dt>${line.label}</dt><dd>${line.value}</dd>`)}</dl>`;
}

function tableOf({ caption, columns, rows }: SceneTable): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${caption}>
    <table part="data-table">
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

function inferredNote(result: Result | null, messages: ChartMessages, format: Format): string[] {
  const found = Object.entries(result?.diagnostics.inferred ?? {}).filter((entry): entry is [Role, string] => typeof entry[1] === 'string');
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
