import type { ClienteleError } from '@clientele/metrics';
import { html, nothing, type TemplateResult } from 'lit';
import type { MetricController } from './controllers/metric-controller.js';
import { chartMessages, type ChartMessages } from './locales/chart-messages.js';
import { errorWords } from './locales/error-words.js';
import type { Format } from './locales/format.js';
import type { Locale } from './locales/locale.js';
import { styled } from './theme/styled.js';
import { unbroken } from './unbroken.js';

/** Returns the title and the sentence under it, in room for *lines* of it: what is below does not move when it comes. */
export function header(title: string, summary: string, level: number, lines: number): TemplateResult {
  // Not a header element: several charts would be several banners of one page.
  return html`<div class="head" ${styled({ '--_lines': lines })}>
    ${title === '' ? nothing : html`<div class="title" part="title" role="heading" aria-level=${Math.min(6, Math.max(1, Math.round(level) || 3))}>${title}</div>`}
    ${summary === '' ? nothing : html`<p class="summary" part="summary">${unbroken(summary)}</p>`}
  </div>`;
}

/** What a chart to come will look like: bars of falling length, a pyramid, or a triangle of cells. */
export type SkeletonShape = 'bars' | 'pyramid' | 'triangle';

/** Returns the shape that stands for a chart to come, seen after 150 ms. */
export function skeleton(shape: SkeletonShape): TemplateResult {
  return html`<div class="skeleton ${shape}" aria-hidden="true"></div>`;
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
