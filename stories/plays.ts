import type { ChartElement } from 'clientele';
import { expect, userEvent, waitFor } from 'storybook/test';
import { chartsIn, expectPicture, storyTest } from './checks.js';

/** What a play function is given, of which these use the place that the story is drawn in and its name. */
interface Played {
  readonly canvasElement: HTMLElement;
  readonly id: string;
}

/** Waits until every chart in *canvas* shows its whole answer, which is what a story of a chart must come to. */
export async function drawn(canvas: HTMLElement): Promise<void> {
  const charts = chartsIn(canvas);
  await expect(charts.length).toBeGreaterThan(0);
  for (const chart of charts) {
    await waitFor(() => expect(chart.state).toBe('complete'), { timeout: 20_000 });
    await waitFor(() => expect(chart.shadowRoot?.querySelector('.plot svg')).not.toBeNull());
  }
}

/** Waits until the first chart in *canvas* says *words*. */
export async function says(canvas: HTMLElement, words: string): Promise<void> {
  await waitFor(() => expect(chartsIn(canvas)[0]?.shadowRoot?.textContent).toContain(words), { timeout: 20_000 });
}

/** Plays a story whose drawing is compared with the one that is kept in `pictures/`. */
export async function pictured({ canvasElement, id }: Played): Promise<void> {
  await drawn(canvasElement);
  await expectPicture(canvasElement, id);
}

/** Plays what a reader does with the controls: opens table, method and menu, and takes the table along. */
export async function usesTools({ canvasElement }: Played): Promise<void> {
  await drawn(canvasElement);
  const chart = firstChart(canvasElement);
  for (const panel of ['table', 'method']) {
    await userEvent.click(inside(chart, `[aria-controls=${panel}-panel]`));
    await chart.updateComplete;
    await expect(inside(chart, `#${panel}-panel`)).toBeVisible();
  }
  await userEvent.click(inside(chart, '[aria-haspopup=menu]'));
  await expect(inside(chart, '.menu').matches(':popover-open')).toBe(true);
  inside(chart, '.menu').hidePopover();
  const csv = await (await chart.export('csv')).text();
  for (const { label } of chart.currentScene?.table.columns ?? []) await expect(csv).toContain(label.replaceAll('"', '""'));
}

/** Plays what a reader does with the marks: points at one, walks to the next by keys, chooses it, asks for the keys, lets it go. */
export async function usesMarks({ canvasElement }: Played): Promise<void> {
  await drawn(canvasElement);
  const chart = firstChart(canvasElement);
  const tooltip = inside(chart, '.tooltip-layer');
  const marks = chart.currentScene?.marks ?? [];
  const last = marks.at(-1)!;
  const plot = inside(chart, '.plot').getBoundingClientRect();
  const at = { clientX: plot.left + last.x + last.width / 2, clientY: plot.top + last.y + last.height / 2 };
  inside(chart, '.plot').dispatchEvent(new PointerEvent('pointermove', { ...at, pointerType: 'mouse', bubbles: true }));
  await chart.updateComplete;
  await expect(tooltip.matches(':popover-open')).toBe(true);
  inside(chart, '.hotspot').focus();
  const place = marks.findIndex(({ mark }) => mark !== null);
  for (let i = 0; i < 40 && inside(chart, '.hotspot').getAttribute('aria-label') !== marks[place]!.label; i++) {
    const here = marks.find(({ label }) => label === inside(chart, '.hotspot').getAttribute('aria-label'))!;
    await userEvent.keyboard(here.row < marks[place]!.row ? '{ArrowDown}' : here.column < marks[place]!.column ? '{ArrowRight}' : '{ArrowLeft}');
    await chart.updateComplete;
  }
  await userEvent.keyboard('{Enter}');
  await chart.updateComplete;
  await expect(chart.selection).toEqual([marks[place]!.mark]);
  await expect(inside(chart, '.hotspot').getAttribute('aria-pressed')).toBe('true');
  await userEvent.keyboard('?');
  await expect(inside(chart, '.help').matches(':popover-open')).toBe(true);
  inside(chart, '.help').hidePopover();
  await waitFor(() => expect(chart.shadowRoot?.activeElement).toBe(inside(chart, '.hotspot')));
  await userEvent.keyboard('{Escape}');
  await expect(chart.selection).toEqual([]);
}

/** Plays a story in forced colours: where the browser really forces them, text has the system's. */
export async function forcedColors({ canvasElement }: Played): Promise<void> {
  await drawn(canvasElement);
  if (storyTest() === undefined) return;
  await expect(matchMedia('(forced-colors: active)').matches).toBe(true);
  const chart = firstChart(canvasElement);
  const system = inside(chart, '.chart').appendChild(document.createElement('span'));
  system.style.color = 'CanvasText';
  await expect(getComputedStyle(inside(chart, '.plot svg text')).fill).toBe(getComputedStyle(system).color);
  system.remove();
}

/** Plays a story on paper: nothing is there to press. */
export async function printed({ canvasElement }: Played): Promise<void> {
  await drawn(canvasElement);
  const chart = firstChart(canvasElement);
  for (const control of chart.shadowRoot?.querySelectorAll('button') ?? []) await expect(control).not.toBeVisible();
}

function firstChart(canvas: HTMLElement): ChartElement {
  const chart = chartsIn(canvas)[0];
  if (chart === undefined) throw new Error('play: there is no chart in the story');
  return chart;
}

function inside(chart: ChartElement, selector: string): HTMLElement {
  const found = chart.renderRoot.querySelector<HTMLElement>(selector);
  if (found === null) throw new Error(`play: nothing in <${chart.localName}> is ${selector}`);
  return found;
}
