import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type Coordinator, JoinEvent, type SteeredChart } from '../coordinator.js';
import type { DataProvider } from '../engine.js';
import type { MetricController, Question } from './metric-controller.js';

/** The nearest coordinator above a chart, and what the chart asks because of it. Without one, what it would ask anyway. */
export class SteeringController implements ReactiveController {
  private readonly host: SteeredChart;
  private readonly answer: MetricController;
  private coordinator: Coordinator | null = null;

  constructor(host: SteeredChart & ReactiveControllerHost, answer: MetricController) {
    this.host = host;
    this.answer = answer;
    host.addController(this);
  }

  /** Asks *question* as the coordinator wants it, or waits with what is shown. */
  ask(question: Question | null): void {
    if (question === null || this.coordinator === null) {
      this.answer.ask(question);
      return;
    }
    const steered = this.coordinator.steer(this.host, question);
    if (steered === null) this.answer.wait();
    else this.answer.ask(steered);
  }

  /** The coordinator's data with *id*. */
  source(id: string): DataProvider | null {
    return this.coordinator?.source(id) ?? null;
  }

  hostConnected(): void {
    this.join();
    if (this.coordinator === null) void this.joinLater();
  }

  hostDisconnected(): void {
    this.coordinator?.leave(this.host);
    this.coordinator = null;
  }

  private join(): void {
    const event = new JoinEvent(this.host);
    this.host.dispatchEvent(event);
    this.coordinator = event.coordinator;
    if (this.coordinator !== null) this.host.requestUpdate();
  }

  /** An element above may become a coordinator when its definition is loaded. */
  private async joinLater(): Promise<void> {
    for (let above: Element | null = this.host; above !== null; above = above.assignedSlot ?? above.parentElement ?? hostOf(above)) {
      if (above.localName.includes('-') && customElements.get(above.localName) === undefined) {
        await customElements.whenDefined(above.localName);
        if (this.host.isConnected && this.coordinator === null) this.hostConnected();
        return;
      }
    }
  }
}

function hostOf(element: Element): Element | null {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}
