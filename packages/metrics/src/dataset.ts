import type { Schema } from './schema.js';
import { type Reading, SharedScan } from './shared-scan.js';
import type { Progress, Source } from './source.js';

/**
 * A source and what all metrics on it share: one download, one decoding, one index of customers.
 *
 * The first reader starts the scan; whoever comes later gets the frames that are there and then the rest. Frames stay in
 * memory, so another metric, filter or period reads no bytes again. A scan that nobody waits for any more is stopped and
 * starts anew for the next reader, unless its bytes can be read only once. A failed scan fails for every reader: make a new
 * dataset to try again.
 */
export class Dataset {
  readonly source: Source;
  private scan: SharedScan | null = null;

  constructor(source: Source) {
    this.source = source;
  }

  /** Returns the columns of the data. */
  schema(signal?: AbortSignal): Promise<Schema> {
    return this.source.schema(signal);
  }

  /** How far the scan has come. */
  get progress(): Progress {
    return this.scan?.progress ?? { rows: 0, totalRows: null, bytes: 0, totalBytes: null };
  }

  /** True once every row is in memory. */
  get complete(): boolean {
    return this.scan?.ended === 'complete';
  }

  /** Returns a reading of all frames from the first. Close it when done, also after an error. */
  async open(signal?: AbortSignal): Promise<Reading> {
    const schema = await this.schema(signal);
    signal?.throwIfAborted();
    if (this.scan === null || this.scan.ended === 'stopped') this.scan = new SharedScan(this.source, schema);
    return this.scan.join();
  }
}
