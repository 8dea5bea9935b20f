import type { Clause, ClienteleError, Roles } from '@clientele/metrics';

/** The states of a chart. An empty result is a kind of `complete`. */
export type ChartState = 'initial' | 'loading' | 'partial' | 'complete' | 'error';

/** What `cl-state` tells. */
export interface StateDetail {
  readonly state: ChartState;
  readonly empty: boolean;
  /** Rows read so far. */
  readonly rows: number;
  /** Columns that nobody named and that were found by name and type. */
  readonly inferred: Roles;
}

/**
 * The reader chose marks (pointer, touch or keyboard). `detail` is the clause that says so to others. Cancel it
 * (`preventDefault`) to keep the chart's own selection as it is.
 */
export class SelectEvent extends Event {
  readonly detail: Clause;
  constructor(detail: Clause) {
    super('cl-select', { bubbles: true, composed: true, cancelable: true });
    this.detail = detail;
  }
}

/** Something is wrong and the chart says so. Cancel it to keep the chart from showing its own message. */
export class ChartErrorEvent extends Event {
  readonly detail: ClienteleError;
  constructor(detail: ClienteleError) {
    super('cl-error', { bubbles: true, composed: true, cancelable: true });
    this.detail = detail;
  }
}

/** The chart came into another state. */
export class StateEvent extends Event {
  readonly detail: StateDetail;
  constructor(detail: StateDetail) {
    super('cl-state', { bubbles: true, composed: true });
    this.detail = detail;
  }
}

/** The data behind a provider changed: charts that name it ask again. */
export class DataEvent extends Event {
  constructor() {
    super('cl-data', { bubbles: false, composed: false });
  }
}

declare global {
  interface HTMLElementEventMap {
    'cl-select': SelectEvent;
    'cl-error': ChartErrorEvent;
    'cl-state': StateEvent;
    'cl-data': DataEvent;
  }
}
