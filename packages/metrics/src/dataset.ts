import { Answers } from './answers.js';
import { Kept } from './kept.js';
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
  /** What was counted over all rows and is likely to be asked for again, for as long as `version` stays. */
  readonly kept: Kept = new Kept(8);
  /** What was answered last, for whoever asks the same again: a filter taken back, a tier chosen anew. */
  readonly answers: Answers = new Answers(16);
  /** How long snapshots over these data have taken, in milliseconds. */
  snapshotMs = 0;
  private readonly breathe: (() => Promise<void>) | undefined;
  private scan: SharedScan | null = null;
  private appended = 0;

  /** *breathe* is awaited between batches: those that are in memory already would follow each other without a pause. */
  constructor(source: Source, { breathe }: { readonly breathe?: (() => Promise<void>) | undefined } = {}) {
    this.source = source;
    this.breathe = breathe;
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

  /** Grows by one with every `append`. */
  get version(): number {
    return this.appended;
  }

  /**
   * Adds all rows of *source*, whose columns must be those of this dataset, and returns how many there are: all, or none
   * and an error. Whoever evaluates afterwards counts them too. Waits until the first source has been read to its end.
   */
  async append(source: Source, signal?: AbortSignal): Promise<number> {
    const reading = await this.open(signal);
    try {
      const rows = await reading.append(source, signal);
      this.appended += 1;
      return rows;
    } finally {
      reading.close();
    }
  }

  /** Returns a reading of all frames from the first. Close it when done, also after an error. */
  async open(signal?: AbortSignal): Promise<Reading> {
    const schema = await this.schema(signal);
    signal?.throwIfAborted();
    if (this.scan === null || this.scan.ended === 'stopped') this.scan = new SharedScan(this.source, schema, this.breathe);
    return this.scan.join();
  }
}
