import type { Mark } from '@clientele/metrics';
import type { Question } from './controllers/metric-controller.js';
import type { DataProvider } from './engine.js';

/** A chart as its coordinator sees it. */
export interface SteeredChart extends HTMLElement {
  /** The chosen marks. */
  selection: readonly Mark[];
  /** Has the chart ask again. */
  requestUpdate(): void;
}

/** Steers the charts below it: which customers each counts, and when it asks. A dashboard is one. */
export interface Coordinator {
  /** Returns what *chart* asks in place of *question*; null while it should wait and keep what it shows. */
  steer(chart: SteeredChart, question: Question): Question | null;
  /** Returns the data with the id that a chart names by `for`, where none stands beside the chart. */
  source(id: string): DataProvider | null;
  /** *chart* went elsewhere. */
  leave(chart: SteeredChart): void;
}

/**
 * A chart came and looks for the nearest coordinator above it, through shadow roots and slots. Who answers sets
 * `coordinator` and stops the event.
 */
export class JoinEvent extends Event {
  readonly chart: SteeredChart;
  coordinator: Coordinator | null = null;
  constructor(chart: SteeredChart) {
    super('cl-join', { bubbles: true, composed: true });
    this.chart = chart;
  }
}

declare global {
  interface HTMLElementEventMap {
    'cl-join': JoinEvent;
  }
}
