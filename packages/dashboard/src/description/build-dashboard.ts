import { ChartElement, localeFor } from '@clientele/charts';
import { DataError, nearest, OptionError } from '@clientele/metrics';
import type { LitElement } from 'lit';
import { checkJson } from './check-json.js';
import { type DashboardDescription, dashboardSchema, type Text, type TileDescription } from './dashboard-schema.js';

/** What is built into: a dashboard's own properties. */
interface DashboardToBuild extends HTMLElement {
  heading: string | null;
  mode: string;
  columns: number;
  timeZone: string;
  customers: string | null;
  drill: string | null;
  refreshEvery: number | null;
  startWith(saved: unknown): void;
}

/** Returns what the file at *src* says. Throws DataError where it can't be read, OptionError for what is wrong in it. */
export async function readDescription(src: string): Promise<DashboardDescription> {
  let answer: Response;
  try {
    answer = await fetch(src, { headers: { accept: 'application/json' } });
  } catch (cause) {
    throw new DataError('network', `dashboard: no answer for "${src}"; expected a dashboard.json`, { cause });
  }
  if (!answer.ok) throw new DataError('http', `dashboard: "${src}" was not sent, got status ${answer.status}; expected a dashboard.json`, { params: { status: answer.status } });
  const text = await answer.text();
  try {
    return checkedDescription(JSON.parse(text));
  } catch (cause) {
    if (cause instanceof OptionError) throw cause;
    throw new OptionError(`dashboard: "${src}" is no JSON, got "${text.slice(0, 40)}"; expected a dashboard.json`, { cause, reason: 'json' });
  }
}

/** Returns *value* as a description. Throws OptionError for the first thing that is wrong, with its path. */
export function checkedDescription(value: unknown): DashboardDescription {
  checkJson('dashboard.json', value, dashboardSchema);
  const description = value as DashboardDescription;
  const sources = description.sources.map(({ id }) => id);
  const ids = [...sources, ...description.tiles.flatMap(({ id }) => (id === undefined ? [] : [id]))];
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw new OptionError(`dashboard.json: an id stands twice, got "${twice}"; expected ids that differ`);
  const named: (readonly [string, string | undefined])[] = [
    ['customers', description.customers],
    ...description.tiles.map((tile, i) => [`tiles[${i}].for`, tile.for] as const),
    ...(description.filterBar?.pickers ?? []).map(({ source }, i) => [`filterBar.pickers[${i}].source`, source] as const),
  ];
  for (const [path, id] of named) if (id !== undefined && !sources.includes(id)) throw unknown(path, 'source', id, sources);
  return description;
}

/** Puts the elements of *description* into *dashboard*, in place of what it built before. Addresses are relative to *base*. */
export function buildDashboard(dashboard: DashboardToBuild, description: DashboardDescription, base: URL): void {
  const locale = localeFor(dashboard.closest('[lang]')?.getAttribute('lang') ?? 'en');
  const said = (text: Text): string => (typeof text === 'string' ? text : text[locale]);
  const tiles = description.tiles.map((tile, i) => tileOf(tile, `tiles[${i}]`, said));
  for (const child of dashboard.querySelectorAll(':scope > [data-built]')) child.remove();
  const { columns, customers, drill, mode, refreshEvery, timeZone, title } = description;
  if (title !== undefined) dashboard.heading = said(title);
  Object.assign(dashboard, withoutUndefined({ columns, customers, drill, mode, refreshEvery, timeZone }));
  const built: Element[] = description.sources.map(({ customer, id, src, time }) => elementOf('cl-source', { id, src: new URL(src, base).href, customer, time }));
  if (description.filterBar !== undefined) {
    const { asOf, compare, dates, pickers } = description.filterBar;
    const bar = elementOf('cl-filter-bar', {});
    const offered = (pickers ?? []).map(({ column, label, source }) => ({ source, column, label: label === undefined ? column : said(label) }));
    Object.assign(bar, withoutUndefined({ dates, compare, withAsOf: asOf }), { pickers: offered });
    built.push(bar);
  }
  for (const element of [...built, ...tiles]) element.toggleAttribute('data-built', true);
  if (description.view !== undefined) dashboard.startWith({ version: 1, view: description.view });
  dashboard.append(...built, ...tiles);
}

function tileOf(tile: TileDescription, path: string, said: (text: Text) => string): Element {
  const { element, heading, id, options = {}, span } = tile;
  const defined = customElements.get(element);
  if (defined === undefined || !(defined.prototype instanceof ChartElement)) throw unknown(`${path}.element`, 'chart', element, TAGS.filter((tag) => customElements.get(tag) !== undefined));
  const known = [...(defined as typeof LitElement).elementProperties].filter(([name, { state }]) => state !== true && typeof name === 'string').map(([name]) => String(name));
  const built = elementOf(element, { id, for: tile.for, span, heading: heading === undefined ? undefined : said(heading) });
  for (const [name, value] of Object.entries(options)) {
    if (!known.includes(name)) throw unknown(`${path}.options`, 'property', name, known);
    const attribute = (defined as typeof LitElement).elementProperties.get(name)?.attribute;
    // Text goes the way that markup goes, with what an attribute's converter makes of it.
    if (typeof value === 'string' && attribute !== false) built.setAttribute(typeof attribute === 'string' ? attribute : name.toLowerCase(), value);
    else Object.assign(built, { [name]: value });
  }
  return built;
}

/** The elements that a dashboard may hold, as far as somebody defined them. */
const TAGS: readonly string[] = ['cl-customer-pyramid', 'cl-retention-cohort', 'cl-lifecycle-funnel', 'cl-satisfaction-score', 'cl-metric-tile'];

function elementOf(tag: string, attributes: Readonly<Record<string, string | undefined>>): Element {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, value);
  return element;
}

function withoutUndefined(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function unknown(path: string, what: string, got: string, expected: readonly string[]): OptionError {
  const near = nearest(got, expected);
  return new OptionError(`dashboard.json: ${path}: unknown ${what}, got "${got}"; expected ${expected.join(', ')}${near === null ? '' : `; did you mean "${near}"?`}`, { reason: 'json', params: { path } });
}
