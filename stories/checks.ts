import { ChartElement } from 'clientele';
import { expect } from 'storybook/test';
import { layoutFaults } from '../test/contracts/layout-faults.js';
import type { StoryTest } from './.storybook/story-test.js';

/** Widths of a story's place besides its own, CSS pixels: the narrowest and the widest that a chart is made for. */
const WIDTHS = [240, 2000];

/** What the test runner does for a story; undefined where nobody tests. */
export function storyTest(): StoryTest | undefined {
  return (globalThis as { storyTest?: StoryTest }).storyTest;
}

/** Returns the charts in *canvas*, key figures among them. */
export function chartsIn(canvas: HTMLElement): ChartElement[] {
  return [...canvas.querySelectorAll('*')].filter((element) => element instanceof ChartElement);
}

/** Fails where a text in *canvas* lies over another or is cut off, as the story stands and in places of 240 and 2000 px. */
export async function expectLaidOut(canvas: HTMLElement): Promise<void> {
  const page = canvas.querySelector<HTMLElement>('.page');
  const charts = chartsIn(canvas);
  if (page === null || charts.length === 0) return;
  const faults = charts.flatMap((chart) => layoutFaults(chart));
  for (const width of WIDTHS) {
    page.style.inlineSize = `${width}px`;
    await Promise.all(charts.map(settled));
    faults.push(...charts.flatMap((chart) => layoutFaults(chart).map((fault) => `in ${width} px: ${fault}`)));
  }
  page.style.inlineSize = '';
  if (faults.length > 0) throw new Error(`layout: ${faults.length} faults\n${faults.slice(0, 12).join('\n')}`);
}

/** Fails where the drawing of the first chart in *canvas* is not the kept one of *name*. */
export async function expectPicture(canvas: HTMLElement, name: string): Promise<void> {
  const test = storyTest();
  if (test === undefined) return;
  const svg = (await (await chartsIn(canvas)[0]!.export('svg')).text()).replaceAll('><', '>\n<');
  await expect(svg).toBe(await test.keptPicture(name, svg));
}

async function settled(chart: ChartElement): Promise<void> {
  // A new width is known after one frame, and drawn in the next: it must have passed.
  for (let i = 0; i < 3; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
  await chart.updateComplete;
}
