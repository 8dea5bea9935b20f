import type { RecordBatch } from 'apache-arrow';
import type { Predicate } from './predicate/predicate.js';
import type { Schema } from './schema.js';

/** How far a scan has come. Totals are null where nobody knows them. */
export interface Progress {
  readonly rows: number;
  readonly totalRows: number | null;
  /** Bytes as they arrived, before decompression. */
  readonly bytes: number;
  readonly totalBytes: number | null;
}

/** What a scan may leave out, and how it is watched and stopped. */
export interface ScanRequest {
  /** The columns that will be read; a source may deliver more. All, when absent. */
  readonly columns?: readonly string[] | undefined;
  /** A filter that the source may apply early. It may deliver more rows: whoever asked filters again. */
  readonly where?: Predicate | null | undefined;
  /**
   * When true, a source may put the checks of a column's values off until somebody looks at them, where a damaged column
   * then throws its DataError. False by default: batches are verified when they come.
   */
  readonly deferChecks?: boolean | undefined;
  /** Aborting ends the scan with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each step that moved. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * Where record batches come from.
 *
 * A scan either delivers every row and returns, or throws: data that ends early is an error, never a small result.
 * `schema()` may be called before, during and after a scan and reads no more than it must.
 * A source says with `once` that its bytes can be read a single time (a `Response`, a stream).
 */
export interface Source {
  readonly once: boolean;
  schema(signal?: AbortSignal): Promise<Schema>;
  scan(request?: ScanRequest): AsyncIterable<RecordBatch>;
}
