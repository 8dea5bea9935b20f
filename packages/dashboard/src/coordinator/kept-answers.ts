import type { AskOptions, ColumnQuestion, CustomersOptions, DataHandle, DataInput, OpenOptions } from '@clientele/charts';
import type { CustomerCount, ColumnSummary, MetricRequest, Predicate, Progress, Result, Schema, Snapshot } from '@clientele/metrics';

/** Answers kept for a source: a result is some kilobytes. */
const LIMIT = 96;

/**
 * The data of one source as a dashboard asks them: filters may name its other sources, and an answer that was complete is
 * given again without counting, until rows are appended there or in a source that its filter names.
 */
export class KeptAnswers implements DataHandle {
  readonly handle: DataHandle;
  private readonly others: () => Readonly<Record<string, DataHandle>>;
  private readonly answers = new Map<string, Result>();

  /** *others* are the dashboard's sources by name. */
  constructor(handle: DataHandle, others: () => Readonly<Record<string, DataHandle>>) {
    this.handle = handle;
    this.others = others;
  }

  get progress(): Progress {
    return this.handle.progress;
  }

  /** Grows with the rows of any of the dashboard's sources: a filter may name them. */
  get version(): number {
    return Object.values(this.others()).reduce((sum, { version }) => sum + version, 0) + this.handle.version;
  }

  schema(signal?: AbortSignal): Promise<Schema> {
    return this.handle.schema(signal);
  }

  async *evaluate(request: MetricRequest, options: AskOptions = {}): AsyncGenerator<Snapshot> {
    const key = this.keyOf(request);
    const known = this.answers.get(key);
    if (known !== undefined) {
      this.keep(key, known);
      yield { result: known, progress: this.handle.progress, complete: true };
      return;
    }
    for await (const snapshot of this.handle.evaluate(request, { ...options, sources: this.named(request.where ?? null) })) {
      if (snapshot.complete) this.keep(key, snapshot.result);
      yield snapshot;
    }
  }

  /** Whether *request* would be answered without counting. */
  knows(request: MetricRequest): boolean {
    return this.answers.has(this.keyOf(request));
  }

  customers(where: Predicate | null, options?: CustomersOptions): Promise<CustomerCount> {
    return this.handle.customers(where, { ...options, sources: this.named(where) });
  }

  column(name: string, options?: ColumnQuestion): Promise<ColumnSummary> {
    return this.handle.column(name, { ...options, sources: this.named(options?.where ?? null) });
  }

  append(input: DataInput, options?: OpenOptions & { readonly signal?: AbortSignal | undefined }): Promise<number> {
    return this.handle.append(input, options);
  }

  /** The sources that *where* names: no other is opened for it. */
  private named(where: Predicate | null): Record<string, DataHandle> {
    const text = JSON.stringify(where);
    return Object.fromEntries(Object.entries(this.others()).filter(([name]) => text.includes(`"source":${JSON.stringify(name)}`)));
  }

  private keyOf(request: MetricRequest): string {
    return `${this.version} ${JSON.stringify(request)}`;
  }

  /** The answer given last stands last. */
  private keep(key: string, result: Result): void {
    this.answers.delete(key);
    this.answers.set(key, result);
    for (const oldest of this.answers.keys()) {
      if (this.answers.size <= LIMIT) return;
      this.answers.delete(oldest);
    }
  }
}
