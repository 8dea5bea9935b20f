import type { ClienteleError, Result } from '@clientele/metrics';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { ChartErrorEvent, type ChartState, StateEvent } from '../events/events.js';

/** What the controller needs of a chart. */
export interface StateHost extends ReactiveControllerHost, HTMLElement {
  readonly state: ChartState;
  readonly error: ClienteleError | null;
  readonly currentResult: Result | null;
}

const STATES: readonly ChartState[] = ['initial', 'loading', 'partial', 'complete', 'error'];

/** Says in which state a chart is: to style sheets by `:state()`, to the page by events, once for each change. */
export class StateController implements ReactiveController {
  private readonly host: StateHost;
  private readonly internals: ElementInternals;
  private told = '';
  /** The page left it to the chart to show its error. */
  errorShown = true;

  constructor(host: StateHost, internals: ElementInternals) {
    this.host = host;
    this.internals = internals;
    internals.states.add('initial');
    host.addController(this);
  }

  hostUpdated(): void {
    this.announce();
  }

  announce(): void {
    const { currentResult: result, error, state } = this.host;
    const empty = state === 'complete' && (result?.table.numRows ?? 0) === 0;
    const rows = result?.diagnostics.rowsIn ?? 0;
    const key = `${state} ${empty} ${rows} ${error?.message ?? ''}`;
    if (key === this.told) return;
    this.told = key;
    const { states } = this.internals;
    for (const name of STATES) states.delete(name);
    states.add(state);
    if (empty) states.add('empty');
    else states.delete('empty');
    this.host.dispatchEvent(new StateEvent({ state, empty, rows, inferred: result?.diagnostics.inferred ?? {} }));
    const shown = error === null || this.host.dispatchEvent(new ChartErrorEvent(error));
    if (shown === this.errorShown) return;
    this.errorShown = shown;
    this.host.requestUpdate();
  }
}
