import { ClienteleError, type MetricRequest, type Progress, type Result, type Snapshot } from '@clientele/metrics';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { DataHandle } from '../engine.js';
import type { ChartState } from '../events/events.js';

const TICK_MS = 250;

/** What to ask, and whom. */
export interface Question {
  readonly handle: DataHandle;
  readonly request: MetricRequest;
}

/**
 * Asks a metric of data and keeps the answer: partial results while rows come, the last good result while a new one is on
 * its way, and what went wrong. Another question supersedes the one under way; being stopped is no error.
 */
export class MetricController implements ReactiveController {
  private readonly host: ReactiveControllerHost;
  private readonly changed: () => void;
  private running: AbortController | null = null;
  private asked: { readonly handle: DataHandle; readonly key: string } | null = null;
  state: ChartState = 'initial';
  /** The newest result, or the last good one of an earlier question while `stale`. */
  result: Result | null = null;
  /** The result answers an earlier question. */
  stale = false;
  snapshot: Snapshot | null = null;
  error: ClienteleError | null = null;

  private ticking: ReturnType<typeof setInterval> | null = null;

  /** *changed* is called after every change of state, error or result. */
  constructor(host: ReactiveControllerHost, changed: () => void) {
    this.host = host;
    this.changed = changed;
    host.addController(this);
  }

  /** How far reading has come, null before it began. */
  get progress(): Progress | null {
    return this.asked?.handle.progress ?? this.snapshot?.progress ?? null;
  }

  /** Asks *question* unless it was the last one asked. Null asks nothing and forgets the result. */
  ask(question: Question | null): void {
    if (question === null) {
      if (this.asked === null && this.state === 'initial') return;
      this.stop();
      this.asked = null;
      this.set('initial', null);
      return;
    }
    const key = `${question.handle.version} ${JSON.stringify(question.request)}`;
    if (this.asked !== null && this.asked.handle === question.handle && this.asked.key === key) return;
    this.asked = { handle: question.handle, key };
    void this.run(question);
  }

  /** Stops what is under way and loads nothing: what is shown answers an earlier question, until `ask` is called. */
  wait(): void {
    if (this.asked === null && this.state === 'loading') return;
    this.stop();
    this.asked = null;
    this.stale = this.result !== null;
    this.set('loading', null);
  }

  /** Shows *result*, which somebody else computed. */
  show(result: Result): void {
    this.stop();
    this.asked = null;
    this.result = result;
    this.stale = false;
    this.set('complete', null);
  }

  /** Shows that there is no question to ask, or no result to show; the last good result stays. */
  fail(error: unknown): void {
    this.stop();
    this.asked = null;
    this.set('error', asClienteleError(error));
  }

  /** What is complete stays so; what was under way is asked anew when the host comes back. */
  hostDisconnected(): void {
    if (this.running !== null) this.asked = null;
    this.stop();
  }

  private stop(): void {
    this.running?.abort();
    this.running = null;
    this.tick(false);
  }

  private async run({ handle, request }: Question): Promise<void> {
    this.stop();
    const running = new AbortController();
    this.running = running;
    this.stale = this.result !== null;
    this.snapshot = null;
    this.set('loading', null);
    this.tick(true);
    try {
      for await (const snapshot of handle.evaluate(request, { signal: running.signal, snapshots: true })) {
        if (this.running !== running) return;
        this.snapshot = snapshot;
        this.result = snapshot.result;
        this.stale = false;
        this.set(snapshot.complete ? 'complete' : 'partial', null);
      }
      if (this.running !== running) return;
      if (this.state !== 'complete') throw new ClienteleError('state', `${request.metric}: the engine ended without a complete result`, { reason: 'unforeseen' });
      this.running = null;
      this.tick(false);
    } catch (error) {
      if (this.running === running) this.breakOff(error);
    }
  }

  /** What came before the error stays to be seen where it answers this question. */
  private breakOff(error: unknown): void {
    this.stop();
    this.set(this.state === 'partial' && !this.stale ? 'partial' : 'error', asClienteleError(error));
  }

  /** While rows are on their way the host draws how far they are, whether or not there is a new result. */
  private tick(on: boolean): void {
    if (this.ticking !== null) clearInterval(this.ticking);
    this.ticking = on ? setInterval(() => this.host.requestUpdate(), TICK_MS) : null;
  }

  private set(state: ChartState, error: ClienteleError | null): void {
    this.state = state;
    this.error = error;
    if (state === 'initial') {
      this.result = null;
      this.snapshot = null;
      this.stale = false;
    }
    this.changed();
    this.host.requestUpdate();
  }
}

/** Returns *error* itself where the kit threw it, otherwise one that says that something unforeseen happened. */
function asClienteleError(error: unknown): ClienteleError {
  // Another copy of the package on the page throws errors of its own class: they are known by their code.
  if (error instanceof Error && 'code' in error && error.name.endsWith('Error') && 'hint' in error) return error as ClienteleError;
  const message = error instanceof Error ? error.message : String(error);
  return new ClienteleError('state', message, { cause: error, reason: 'unforeseen' });
}
