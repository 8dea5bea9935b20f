import type { MetricRequest, Progress, Schema, Snapshot, Table } from '@clientele/metrics';

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

/** How an evaluation is stopped, and whether results are wanted before the last row. */
export interface AskOptions {
  readonly signal?: AbortSignal | undefined;
  readonly snapshots?: boolean | undefined;
}

/** Data that were opened once and answer any number of requests. */
export interface DataHandle {
  /** How far reading has come. */
  readonly progress: Progress;
  schema(signal?: AbortSignal): Promise<Schema>;
  /** Yields results, the complete one last; throws as `evaluate` of the metrics does. */
  evaluate(request: MetricRequest, options?: AskOptions): AsyncIterable<Snapshot>;
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
}

/** An element that shares its data with charts that name it by `for`. */
export interface DataProvider extends Element {
  /** Null until there are data. */
  readonly handle: DataHandle | null;
}
