import { type ChartElement, flatSvg } from '@clientele/charts';

/** Returns the drawing of *chart* as SVG text that needs no style sheet; empty where it draws nothing. */
export async function pictureOf(chart: ChartElement): Promise<string> {
  await chart.updateComplete;
  const drawing = chart.renderRoot.querySelector<SVGSVGElement>('.plot svg');
  return drawing === null ? '' : new XMLSerializer().serializeToString(flatSvg(drawing));
}
