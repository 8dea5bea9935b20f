import { type DataHandle, type JoinEvent, MetricController, type Question, type SteeredChart } from '@clientele/charts';
import type { Mark, MetricRequest, Result } from '@clientele/metrics';
import type { ReactiveController } from 'lit';
import { SteeringController } from '../../packages/charts/src/controllers/steering-controller.js';
import type { Attention } from '../../packages/dashboard/src/coordinator/attention.js';
import type { DashboardCoordinator } from '../../packages/dashboard/src/coordinator/coordinator.js';

/** What a chart element is to a coordinator, without the element: its question, the real controllers, and its answers. */
export class TestChart extends EventTarget {
  readonly answer: MetricController;
  readonly localName = 'test-chart';
  readonly id: string;
  selection: readonly Mark[] = [];
  assignedSlot = null;
  parentElement = null;
  isConnected = true;
  updateComplete: Promise<boolean> = Promise.resolve(true);
  /** What the coordinator made of the question last. */
  asked: MetricRequest | null = null;
  private readonly handle: DataHandle;
  private readonly request: MetricRequest;
  private readonly coordinator: DashboardCoordinator;
  private readonly steering: SteeringController;
  private readonly controllers: ReactiveController[] = [];

  constructor(id: string, coordinator: DashboardCoordinator, handle: DataHandle, request: MetricRequest) {
    super();
    Object.assign(this, { id });
    this.id = id;
    this.coordinator = coordinator;
    this.handle = handle;
    this.request = request;
    this.answer = new MetricController(this, () => undefined);
    this.steering = new SteeringController(this.element, this.answer);
    for (const controller of this.controllers) controller.hostConnected?.();
  }

  /** The chart as the element that a coordinator steers. */
  get element(): SteeredChart & TestChart {
    return this as unknown as SteeredChart & TestChart;
  }

  get state(): string {
    return this.answer.state;
  }

  get shown(): Result | null {
    return this.answer.stale ? null : this.answer.result;
  }

  override dispatchEvent(event: Event): boolean {
    if (event.type === 'cl-join') {
      this.coordinator.join(this.element);
      (event as JoinEvent).coordinator = this.coordinator;
    }
    return super.dispatchEvent(event);
  }

  addController(controller: ReactiveController): void {
    this.controllers.push(controller);
  }

  removeController(): void {
    // Nobody leaves.
  }

  getRootNode(): object {
    return this;
  }

  requestUpdate(): void {
    queueMicrotask(() => {
      const question: Question = { handle: this.handle, request: this.request };
      this.steering.ask(question);
    });
  }

  /** Chooses *marks*, as a click does. */
  choose(marks: readonly Mark[]): void {
    const { metric, options } = this.shown ?? this.answer.result ?? this.request;
    const column = String(options['customer']);
    this.coordinator.choose(this.element, {
      source: this.id, metric, marks, label: this.id, predicate: marks.length === 0 ? null : { op: 'customersIn', column, metric, options, marks },
    });
  }
}

/** Everything may ask at once, and nothing is prepared. */
export const everybody = (): Attention => ({ add: () => undefined, remove: () => undefined, mayAsk: () => true, renew: () => undefined, whenIdle: () => undefined, stop: () => undefined });

/** Resolves when no chart of *charts* waits for an answer. */
export async function settled(charts: readonly TestChart[]): Promise<void> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (charts.every(({ answer }) => answer.state === 'complete' && !answer.stale)) return;
    const failed = charts.find(({ answer }) => answer.state === 'error');
    if (failed !== undefined) throw new Error(`${failed.id}: ${failed.answer.error?.message}`);
  }
}
