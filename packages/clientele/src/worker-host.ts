import { ClienteleError } from '@clientele/metrics';
import { DataThread, type NoWorker, startWorker } from '@clientele/sources/worker';

/** How long a worker that nobody needs is kept for whoever comes next. */
const IDLE_MS = 5000;

/** The one worker of an engine, while there is one. */
export class WorkerHost {
  whyPage: NoWorker | null = null;
  private readonly create: () => Worker;
  private readonly timeoutMs: number;
  private starting: Promise<DataThread | null> | null = null;
  private current: { readonly worker: Worker; readonly thread: DataThread } | null = null;
  private idle: ReturnType<typeof setTimeout> | null = null;

  constructor(create: () => Worker, timeoutMs: number) {
    this.create = create;
    this.timeoutMs = timeoutMs;
  }

  get running(): boolean {
    return this.current !== null;
  }

  /** Returns the worker's thread, started where there was none, or null where the page must work. */
  thread(): Promise<DataThread | null> {
    if (this.idle !== null) clearTimeout(this.idle);
    this.idle = null;
    return (this.starting ??= this.start());
  }

  /** Ends the worker after a while unless somebody opens data. */
  rest(): void {
    if (this.current === null || this.current.thread.size > 0 || this.idle !== null) return;
    this.idle = setTimeout(() => {
      this.idle = null;
      if (this.current?.thread.size === 0) this.end(new ClienteleError('state', 'worker: it was ended, because no data were open', { reason: 'worker-lost' }));
    }, IDLE_MS);
  }

  private async start(): Promise<DataThread | null> {
    if (this.whyPage !== null) return null;
    const started = await startWorker(this.create, this.timeoutMs);
    if ('why' in started) {
      this.whyPage = started.why;
      return null;
    }
    const { worker } = started;
    const thread = new DataThread(worker);
    this.current = { worker, thread };
    const lose = (event: Event): void => {
      event.preventDefault();
      const cause = event instanceof ErrorEvent ? event.message : event.type;
      if (this.current?.worker === worker) this.end(new ClienteleError('state', `worker: it broke down (${cause}); expected it to go on`, { reason: 'worker-lost' }));
    };
    worker.addEventListener('error', lose);
    worker.addEventListener('messageerror', lose);
    return thread;
  }

  private end(error: Error): void {
    this.current?.worker.terminate();
    this.current?.thread.lose(error);
    this.current = null;
    this.starting = null;
  }
}
