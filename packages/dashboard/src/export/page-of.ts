import type { CustomerCount } from '@clientele/metrics';
import { type ChartElement, Format, type Locale, type Scene, type SceneTable } from '@clientele/charts';
import { dashboardMessages } from '../dashboard/dashboard.messages.js';
import { rangeWords } from '../filter-bar/chips.js';
import { filterBarMessages } from '../filter-bar/filter-bar.messages.js';
import type { View } from '../selection/selection.js';
import { pageStyles } from './page-styles.js';
import { pictureOf } from './picture-of.js';

/** What stands at the head of an exported page. */
export interface PageHead {
  readonly title: string;
  readonly tag: string;
  readonly locale: Locale;
  readonly count: CustomerCount | null;
  readonly view: View;
}

/**
 * Returns one HTML file that shows *charts* of a dashboard as they are now: each as a picture with its sentence, its remarks
 * and its table. No script, no reference to anything outside.
 */
export async function pageOf(charts: readonly ChartElement[], head: PageHead): Promise<Blob> {
  const sections = await Promise.all(charts.map((chart) => sectionOf(chart, head)));
  const html = `<!doctype html>
<html lang="${escaped(head.tag)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${escaped(head.title)}</title>
<style>${pageStyles}</style>
</head>
<body>
<h1>${escaped(head.title)}</h1>
<p class="what">${escaped(whatIsShown(head))}</p>${head.view.dates?.from == null ? '' : `
<p class="what">${escaped(filterBarMessages[head.locale].onlyThen)}</p>`}
${sections.join('\n')}
</body>
</html>
`;
  return new Blob([html], { type: 'text/html;charset=utf-8' });
}

/** How many customers, and everything that is chosen and filtered. */
function whatIsShown({ count, locale, tag, view }: PageHead): string {
  const messages = filterBarMessages[locale];
  const format = new Format(tag);
  const { asOf, choices, dates, filters } = view;
  return [
    ...(count === null ? [] : [count.count === count.total ? messages.allCustomers(format.count(count.total)) : messages.customers(format.count(count.count), format.count(count.total))]),
    ...(dates === null ? [] : [rangeWords(dates, messages, format)]),
    ...(asOf === null ? [] : [messages.named(messages.asOf, format.date(asOf))]),
    ...[...filters, ...choices].map(({ label }) => label),
  ].join(' · ');
}

async function sectionOf(chart: ChartElement, { locale }: PageHead): Promise<string> {
  const scene: Scene | null = chart.currentScene;
  const title = escaped(chart.heading ?? scene?.title ?? chart.localName);
  if (scene === null) return `<section>\n<h2>${title}</h2>\n<p>${escaped(chart.error?.message ?? dashboardMessages[locale].failed)}</p>\n</section>`;
  // Rows that broke off are shown, and told.
  const broken = chart.error === null ? '' : `<p class="broken">${escaped(chart.error.message)}</p>`;
  const notes = scene.notes.map((note) => `<li>${escaped(note)}</li>`).join('');
  return `<section>
<h2>${title}</h2>
<p>${escaped(scene.summary)}</p>${broken}
${scene.empty ? '' : await pictureOf(chart)}
${notes === '' ? '' : `<ul>${notes}</ul>`}
${tableOf(scene.table)}
</section>`;
}

function tableOf({ caption, columns, rows }: SceneTable): string {
  const numeric = (i: number): string => (columns[i]?.numeric === true ? ' class="numeric"' : '');
  const head = columns.map(({ label }, i) => `<th scope="col"${numeric(i)}>${escaped(label)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell, i) => (i === 0 ? `<th scope="row">${escaped(cell)}</th>` : `<td${numeric(i)}>${escaped(cell)}</td>`)).join('')}</tr>`);
  return `<table><caption>${escaped(caption)}</caption><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>`;
}

/** Names in data may be markup: here they are text. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
