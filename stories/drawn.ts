import { ChartElement } from 'clientele';
import { expect, waitFor } from 'storybook/test';

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

function chartsIn(canvas: HTMLElement): ChartElement[] {
  return [...canvas.querySelectorAll('*')].filter((element) => element instanceof ChartElement);
}
