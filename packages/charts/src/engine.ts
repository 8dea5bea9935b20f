import type { ColumnSummary, CustomerCount, MetricRequest, Predicate, Progress, Schema, Snapshot, Table } from '@clientele/metrics';

/** An Arrow table of any copy or version of apache-arrow, known by its shape. */
export interface ArrowTableInput {
  readonly schema: object;
  readonly batches: readonly object[];
}

/** Data as a page has them. Text is a URL. */
export type DataInput = string | URL | Uint8Array | ArrayBuffer | Blob | Response | ReadableStream<Uint8Array> | ArrowTableInput;

/** How an address is asked: what `fetch` knows, and a function that returns a fresh bearer token. */
export interface OpenOptions {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly credentials?: RequestCredentials | undefined;
  readonly token?: (() => string | Promise<string>) | undefined;
  readonly timeoutMs?: number | undefined;
}

/** How a question is stopped, and which other data its filter may name as the `source` of its customers. */
export interface QuestionOptions {
  readonly signal?: AbortSignal | undefined;
  /** Handles of the same engine, by name. */
  readonly sources?: Readonly<Record<string, DataHandle>> | undefined;
}

/** Whether results are wanted before the last row. */
export interface AskOptions extends QuestionOptions {
  readonly snapshots?: boolean | undefined;
}

/** How customers are counted. */
export interface CustomersOptions extends QuestionOptions {
  /** The column with the customer, found by name where nobody says. */
  readonly column?: string | undefined;
  /** The zone whose local days a date in the filter names, by default UTC. */
  readonly timeZone?: string | undefined;
  /** Tell the ids too, at most `limit` of them (by default all). False by default: ids are personal data. */
  readonly ids?: boolean | undefined;
  readonly limit?: number | undefined;
}

/** What of a column is told. */
export interface ColumnQuestion extends QuestionOptions {
  /** The column with the customer, for counts of customers by value. */
  readonly customer?: string | undefined;
  readonly where?: Predicate | null | undefined;
  readonly timeZone?: string | undefined;
  /** Values at most, 100 by default. */
  readonly limit?: number | undefined;
}

/** Data that were opened once and answer any number of requests. */
export interface DataHandle {
  /** How far reading has come. */
  readonly progress: Progress;
  /** Grows by one when rows are appended: what was asked before is worth asking again. */
  readonly version: number;
  schema(signal?: AbortSignal): Promise<Schema>;
  /** Yields results, the complete one last; throws as `evaluate` of the metrics does. */
  evaluate(request: MetricRequest, options?: AskOptions): AsyncIterable<Snapshot>;
  /** Returns how many customers *where* leaves (null: all). The members of a mark are those of a `customersIn`. */
  customers(where: Predicate | null, options?: CustomersOptions): Promise<CustomerCount>;
  /** Returns what stands in the column called *name*. */
  column(name: string, options?: ColumnQuestion): Promise<ColumnSummary>;
  /** Adds all rows of *input*, which has the same columns, and returns how many: all, or none and an error. */
  append(input: DataInput, options?: OpenOptions & { readonly signal?: AbortSignal | undefined }): Promise<number>;
  /** Lets go of what was read. Whoever asks again reads anew; what can be read only once is kept. */
  close?(): void;
}

/**
 * Opens data and evaluates metrics over them, wherever that happens: on the page or in a worker. Charts know metrics, never
 * a source: whoever puts a page together gives them an engine, as `clientele` does for all charts at once by
 * `ChartElement.engine = ...`.
 */
export interface Engine {
  /** Never throws and reads nothing: what is wrong with the data shows when they are asked. */
  open(input: DataInput, options?: OpenOptions): DataHandle;
  /** Returns the result table that a backend computed already and sent as an Arrow table. */
  readTable(input: ArrowTableInput | Uint8Array | ArrayBuffer | Response): Promise<Table>;
  /** Returns *table* as the bytes of an Arrow IPC stream. Without it, charts can't be exported as Arrow. */
  writeTable?(table: Table): Uint8Array | Promise<Uint8Array>;
}

/** An element that shares its data with charts that name it by `for`. */
export interface DataProvider extends Element {
  /** Null until there are data. */
  readonly handle: DataHandle | null;
}
