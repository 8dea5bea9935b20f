import { fixture, html } from '@open-wc/testing';
import type { ChartElement, ChartState, Engine, Mark, Result } from 'clientele';
import type { TableName } from '../../demo/company/tables.js';
import { handleWith } from '../fixtures/handle-with.js';
import { waitUntil } from './wait-until.js';

/** A chart as the contract sees it: whatever its metric is. */
export type Chart = ChartElement & { updateComplete: Promise<boolean> };

/** What the contract has to know about one chart. */
export interface ChartCase {
  readonly tag: string;
  /** The table of the demo company that it draws. */
  readonly table: TableName;
  /** Attributes that name every column. */
  readonly attributes: Readonly<Record<string, string>>;
  /** A misspelt column: the attribute, what it says, and what it should have said. */
  readonly misspelt: readonly [attribute: string, wrong: string, right: string];
  /** An attribute with a value that no metric takes. */
  readonly badOption: readonly [attribute: string, value: string];
  /** Properties of every way in which it can be looked at. */
  readonly views: readonly Readonly<Record<string, unknown>>[];
  /** How many customers stand behind *mark* by the result's own table, null where it doesn't say. */
  readonly customersOf: (result: Result, mark: Mark) => number | null;
  /** What may be pale: lines that only divide, and surfaces that repeat in colour the figure that stands on them. */
  readonly quiet: string;
  /** Properties and data in which the names of groups are *names*. */
  readonly namesFrom: (names: readonly string[]) => Readonly<Record<string, unknown>>;
}

/** Returns a new chart of *chartCase* in a place of *width* pixels and the page's language, without data unless *properties* has some. */
export async function mount(chartCase: ChartCase, properties: Readonly<Record<string, unknown>> = {}, { width = 800, lang = 'en' } = {}): Promise<Chart> {
  const place = await fixture<HTMLElement>(html`<div lang=${lang}></div>`);
  place.style.width = `${width}px`;
  const chart = createChart(chartCase, properties);
  place.append(chart);
  await chart.updateComplete;
  if (['data', 'result', 'src', 'for'].some((name) => name in properties)) await settled(chart);
  return chart;
}

/** Returns a chart that is not in the document yet. */
export function createChart({ tag, attributes }: ChartCase, properties: Readonly<Record<string, unknown>> = {}): Chart {
  const chart = document.createElement(tag) as Chart;
  for (const [name, value] of Object.entries(attributes)) chart.setAttribute(name, value);
  Object.assign(chart, properties);
  return chart;
}

/** Returns the markup of a chart with *more* attributes. */
export function markupOf({ tag, attributes }: ChartCase, more = ''): string {
  return `<${tag} ${Object.entries(attributes).map(([name, value]) => `${name}="${value}"`).join(' ')} ${more}></${tag}>`;
}

/** Waits until *chart* is complete or in error, is drawn so, knows its width and has what nobody sees yet. */
export async function settled(chart: Chart): Promise<void> {
  await inState(chart, 'complete', 'error');
  await frames(2);
  if (chart.currentScene !== null) await waitUntil(() => textOf(chart, '.help') !== '', `<${chart.localName}> is not at rest`);
  await chart.updateComplete;
}

/** Waits until *chart* is in one of *states* and drawn so. */
export async function inState(chart: Chart, ...states: ChartState[]): Promise<void> {
  await chart.updateComplete;
  await waitUntil(() => states.includes(chart.state), `<${chart.localName}> is ${chart.state}: ${chart.error?.message ?? ''}`);
  await chart.updateComplete;
}

/** Waits until the browser has painted *count* times. */
export async function frames(count = 1): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
}

/** Returns the first element that *selector* finds within *chart*. */
export function inside<Found extends Element = HTMLElement>(chart: Chart, selector: string): Found | null {
  return chart.renderRoot.querySelector<Found>(selector);
}

/** Returns the text of the first element that *selector* finds within *chart*, empty without one. */
export function textOf(chart: Chart, selector: string): string {
  return inside(chart, selector)?.textContent.replaceAll(/\s+/g, ' ').trim() ?? '';
}

/** Returns an engine whose answers come only when *gate* says so: before each snapshot it waits for what *gate* returns. */
export function gatedEngine(engine: Engine, gate: (request: number, options: Readonly<Record<string, unknown>>) => Promise<void>): Engine {
  let requests = 0;
  return {
    ...engine,
    open(input, options) {
      const handle = engine.open(input, options);
      return handleWith(handle, {
        async *evaluate(request, asked) {
          const number = requests++;
          for await (const snapshot of handle.evaluate(request)) {
            await gate(number, request.options);
            asked?.signal?.throwIfAborted();
            yield snapshot;
          }
        },
      });
    },
  };
}
