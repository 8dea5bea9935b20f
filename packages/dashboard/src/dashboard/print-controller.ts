import { ChartElement, type ChartPanel } from '@clientele/charts';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { placeOf } from './tiles.js';

/** Opens the tables of a dashboard's charts while the page is printed: paper has nothing to point at. Key figures stay as they are. */
export class PrintController implements ReactiveController {
  private readonly host: ReactiveControllerHost & { readonly charts: ReadonlyMap<string, Element> };
  private readonly opened = new Map<ChartElement, ChartPanel | null>();

  constructor(host: ReactiveControllerHost & { readonly charts: ReadonlyMap<string, Element> }) {
    this.host = host;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('beforeprint', this.open);
    addEventListener('afterprint', this.restore);
  }

  hostDisconnected(): void {
    removeEventListener('beforeprint', this.open);
    removeEventListener('afterprint', this.restore);
    this.restore();
  }

  private readonly open = (): void => {
    const charts = [...this.host.charts.values()].filter((chart): chart is ChartElement => chart instanceof ChartElement && placeOf(chart) !== 'figures');
    for (const chart of charts) {
      if (this.opened.has(chart)) continue;
      this.opened.set(chart, chart.panel);
      chart.panel = 'table';
      // print() goes on before any microtask runs.
      chart.performUpdate();
    }
  };

  private readonly restore = (): void => {
    for (const [chart, panel] of this.opened) chart.panel = panel;
    this.opened.clear();
  };
}
