import type { ColumnSummary, CustomerCount, Progress, Schema, Snapshot, Table } from '@clientele/metrics';
import type { HttpOptions } from '../http.js';
import type { SourceInput } from '../source-of.js';
import { pageBytesHandlers } from './page-bytes.js';
import { type Channel, Peer } from './peer.js';
import { type PostedInput, type Posting, postingOf } from './posted-input.js';
import type { ColumnQuestion, CustomersQuestion, EvaluationPart, EvaluationQuestion } from './questions.js';

/** The page's side of a worker that reads and counts: data by number, and what can be asked of them. */
export class DataThread {
  readonly #peer: Peer;
  readonly #postings = new Map<number, Posting>();
  readonly #progress = new Map<number, Progress>();
  #opened = 0;

  constructor(channel: Channel) {
    this.#peer = new Peer(channel, {
      ...pageBytesHandlers((data) => this.#postings.get(data)!.bytes!),
      'table-batch': ([data, i, known]: readonly [number, number, readonly number[]]) => this.#postings.get(data)!.table!.batch(i, known),
      token: (data: number) => this.#postings.get(data)!.token!(),
    });
  }

  /**
   * Returns the number of *input* at the worker, or null where it must be read on the page. Reads nothing: what is wrong with
   * the data shows when they are asked. Throws OptionError for what is no data.
   */
  open(input: SourceInput, options: HttpOptions = {}): number | null {
    const posting = postingOf(input, options);
    if (posting === null) return null;
    const data = this.#opened++;
    this.#postings.set(data, posting);
    void this.#peer.call('open', [data, posting.posted] satisfies [number, PostedInput]).catch(() => undefined);
    return data;
  }

  /** Lets go of everything that was read of *data*. */
  forget(data: number): void {
    this.#postings.delete(data);
    this.#progress.delete(data);
    void this.#peer.call('forget', data).catch(() => undefined);
  }

  /** Whether *data* can be read only once. */
  once(data: number): boolean {
    return this.#postings.get(data)?.bytes?.once === true;
  }

  /** How many data are open. */
  get size(): number {
    return this.#postings.size;
  }

  /** How far reading has come, as the worker last said. */
  progress(data: number): Progress {
    return this.#progress.get(data) ?? { rows: 0, totalRows: null, bytes: 0, totalBytes: null };
  }

  /** Yields as `evaluate` of the metrics does. */
  async *evaluate(data: number, question: EvaluationQuestion, signal?: AbortSignal): AsyncGenerator<Snapshot, void, undefined> {
    for await (const part of this.#peer.parts<EvaluationPart>('evaluate', [data, question], signal)) {
      const progress = 'progress' in part ? part.progress : part.snapshot.progress;
      if (this.#postings.has(data)) this.#progress.set(data, progress);
      if ('snapshot' in part) yield part.snapshot;
    }
  }

  schema(data: number, signal?: AbortSignal): Promise<Schema> {
    return this.#peer.call('schema', [data], { signal });
  }

  customers(data: number, question: CustomersQuestion, signal?: AbortSignal): Promise<CustomerCount> {
    return this.#peer.call('customers', [data, question], { signal });
  }

  column(data: number, question: ColumnQuestion, signal?: AbortSignal): Promise<ColumnSummary> {
    return this.#peer.call('column', [data, question], { signal });
  }

  /** Adds the rows of *added* to *data* and returns how many. */
  append(data: number, added: number, signal?: AbortSignal): Promise<number> {
    return this.#peer.call('append', [data, added], { signal });
  }

  /** Returns the rows of *data*, which are the columns of a result table. */
  table(data: number, signal?: AbortSignal): Promise<Table> {
    return this.#peer.call('table', [data], { signal });
  }

  /** Ends everything that is under way with *error*: the worker is gone. */
  lose(error: Error): void {
    this.#peer.lose(error);
    this.#postings.clear();
  }
}
