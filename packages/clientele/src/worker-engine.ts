import type { ArrowTableInput, AskOptions, ColumnQuestion, CustomersOptions, DataHandle, DataInput, Engine, OpenOptions, QuestionOptions } from '@clientele/charts';
import {
  type ColumnSummary, type CustomerCount, type MetricRequest, OptionError, type Predicate, type Progress, type Schema, type Snapshot, StateError, type Table,
} from '@clientele/metrics';
import type { SourceInput } from '@clientele/sources';
import { createWorker, type DataThread, type NoWorker } from '@clientele/sources/worker';
import { WorkerHost } from './worker-host.js';

/** How a worker is come by. */
export interface WorkerEngineOptions {
  /** Returns the worker, whose script calls `serveData`. By default the one that comes with the package. */
  readonly create?: (() => Worker) | undefined;
  /** How long the script may take to be ready before the page does the work, in milliseconds. Default 5,000. */
  readonly timeoutMs?: number | undefined;
}

/** An engine that works in a worker where the page may have one, and says where it works. */
export interface WorkerEngine extends Engine {
  /** Where data are read and counted: null before the first question. */
  readonly place: 'worker' | 'page' | null;
  /** Why they are not in a worker; null where they are, or before the first question. */
  readonly whyPage: NoWorker | null;
}

/**
 * Returns an engine that reads and counts in one worker for all its data, started with the first question and ended when all
 * data were closed. Where a worker is not allowed or not ready in time the page works in turns, as `pageEngine` does, and
 * `place` and `whyPage` say so.
 */
export function createWorkerEngine({ create = createWorker, timeoutMs = 5000 }: WorkerEngineOptions = {}): WorkerEngine {
  const host = new WorkerHost(create, timeoutMs);
  return {
    get place() {
      return host.whyPage !== null ? 'page' : host.running ? 'worker' : null;
    },
    get whyPage() {
      return host.whyPage;
    },
    open: (input: DataInput, options: OpenOptions = {}): DataHandle => new OpenData(host, input, options),
    async readTable(input: ArrowTableInput | Uint8Array | ArrayBuffer | Response): Promise<Table> {
      const thread = await host.thread();
      const data = thread?.open(input as SourceInput) ?? null;
      if (thread === null || data === null) return (await pageEngine()).readTable(input);
      try {
        return await thread.table(data);
      } finally {
        thread.forget(data);
        host.rest();
      }
    },
    // A result is small, and writing it is rare: the page loads the writer when somebody wants it.
    writeTable: async (table: Table): Promise<Uint8Array> => (await import('@clientele/metrics/arrow')).tableToIpc(table),
  };
}

/** Loaded only where there is no worker: a page with one needs no reader of its own. */
async function pageEngine(): Promise<Engine> {
  return (await import('./page-engine.js')).pageEngine;
}

/** What is let go of once nobody holds the handle any more. */
interface Held {
  readonly thread: DataThread;
  readonly data: number;
  readonly host: WorkerHost;
}

const dropped = new FinalizationRegistry<{ held: Held | null }>(({ held }) => letGo(held));

function letGo(held: Held | null): void {
  held?.thread.forget(held.data);
  held?.host.rest();
}

class OpenData implements DataHandle {
  private readonly host: WorkerHost;
  private readonly input: DataInput;
  private readonly options: OpenOptions;
  /** Apart from the handle, so that it can be let go of when the handle is gone. */
  private readonly held: { held: Held | null } = { held: null };
  private onPage: Promise<DataHandle> | null = null;
  private pageHandle: DataHandle | null = null;
  private appended = 0;

  constructor(host: WorkerHost, input: DataInput, options: OpenOptions) {
    this.host = host;
    this.input = input;
    this.options = options;
    dropped.register(this, this.held);
  }

  get progress(): Progress {
    const { held } = this.held;
    if (this.pageHandle !== null) return this.pageHandle.progress;
    return held?.thread.progress(held.data) ?? { rows: 0, totalRows: null, bytes: 0, totalBytes: null };
  }

  get version(): number {
    return this.pageHandle?.version ?? this.appended;
  }

  async schema(signal?: AbortSignal): Promise<Schema> {
    const held = await this.opened();
    return held === null ? (await this.page()).schema(signal) : held.thread.schema(held.data, signal);
  }

  async *evaluate(request: MetricRequest, options: AskOptions = {}): AsyncGenerator<Snapshot> {
    const { signal, snapshots = false } = options;
    const asked = await this.asked(options);
    signal?.throwIfAborted();
    if (asked === null) yield* (await this.page()).evaluate(request, await onPage(options));
    else yield* asked.thread.evaluate(asked.data, { request, snapshots, sources: asked.sources }, signal);
  }

  async customers(where: Predicate | null, options: CustomersOptions = {}): Promise<CustomerCount> {
    const asked = await this.asked(options);
    if (asked === null) return (await this.page()).customers(where, await onPage(options));
    const { signal, sources: _, ...plain } = options;
    return asked.thread.customers(asked.data, { where, options: plain, sources: asked.sources }, signal);
  }

  async column(name: string, options: ColumnQuestion = {}): Promise<ColumnSummary> {
    const asked = await this.asked(options);
    if (asked === null) return (await this.page()).column(name, await onPage(options));
    const { signal, sources: _, ...plain } = options;
    return asked.thread.column(asked.data, { name, options: plain, sources: asked.sources }, signal);
  }

  async append(input: DataInput, options: OpenOptions & { readonly signal?: AbortSignal | undefined } = {}): Promise<number> {
    const { signal, ...opening } = options;
    const held = await this.opened();
    if (held === null) return (await this.page()).append(input, options);
    const added = held.thread.open(input as SourceInput, opening);
    if (added === null) throw new OptionError('append: these data are read on the page, and the rows before in a worker; expected bytes, an address or an Arrow table');
    try {
      const rows = await held.thread.append(held.data, added, signal);
      this.appended += 1;
      return rows;
    } finally {
      held.thread.forget(added);
    }
  }

  close(): void {
    this.pageHandle?.close?.();
    const { held } = this.held;
    // Nobody could read again what came once or was appended.
    if (held === null || this.appended > 0 || held.thread.once(held.data)) return;
    this.held.held = null;
    letGo(held);
  }

  /** The data at the worker, or null where the page reads them: what was begun there goes on there. */
  async opened(): Promise<Held | null> {
    const thread = this.onPage === null ? await this.host.thread() : null;
    if (thread === null || this.onPage !== null) return null;
    const known = this.held.held;
    if (known?.thread === thread) return known;
    if (this.appended > 0) throw new StateError('worker: it broke down, and rows that were appended are lost with it; expected it to go on', { reason: 'worker-lost' });
    const data = thread.open(this.input as SourceInput, this.options);
    if (data === null) return null;
    return (this.held.held = { thread, data, host: this.host });
  }

  /** The same data on the page. */
  page(): Promise<DataHandle> {
    return (this.onPage ??= pageEngine().then((engine) => (this.pageHandle = engine.open(this.input, this.options))));
  }

  /** The data at the worker with those that the question's filter may name, or null where one of them is read on the page. */
  private async asked({ sources = {} }: QuestionOptions): Promise<(Held & { readonly sources: Record<string, number> }) | null> {
    const numbers: Record<string, number> = {};
    for (const [name, handle] of Object.entries(sources)) {
      const held = await ofThisEngine(name, handle).opened();
      if (held === null) return null;
      numbers[name] = held.data;
    }
    const held = await this.opened();
    return held === null ? null : { ...held, sources: numbers };
  }
}

async function onPage<Options extends QuestionOptions>(options: Options): Promise<Options> {
  if (options.sources === undefined) return options;
  const sources: Record<string, DataHandle> = {};
  for (const [name, handle] of Object.entries(options.sources)) sources[name] = await ofThisEngine(name, handle).page();
  return { ...options, sources };
}

function ofThisEngine(name: string, handle: DataHandle): OpenData {
  if (handle instanceof OpenData) return handle;
  throw new OptionError(`sources: "${name}" was opened by another engine; expected data of one engine`);
}

/** The engine of all charts unless a page sets another. */
export const workerEngine: WorkerEngine = createWorkerEngine();
