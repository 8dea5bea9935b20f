import type { RecordBatch } from 'apache-arrow';
import type { Frame, FrameReader } from './arrow/frame.js';
import { createFrameReader } from './arrow/frame-reader.js';
import { type Repeats, RepeatedRows } from './repeated-rows.js';
import type { Schema } from './schema.js';
import type { Progress, Source } from './source.js';

/** Rows in a frame at most: few enough that folding one does not hold up a page. */
export const FRAME_ROWS = 65_536;

/** One reader's place in a shared scan. */
export interface Reading {
  readonly input: FrameReader;
  readonly progress: Progress;
  /** Returns the next frame, or null after the last. Throws what the scan threw, or the signal's reason. */
  next(signal?: AbortSignal): Promise<Frame | null>;
  /** Returns the rows of *frame* that repeat an earlier row over *columns*, or null where counting gave up (C19). */
  repeats(frame: Frame, columns: readonly string[]): Repeats | null;
  close(): void;
}

/** One pass over a source whose frames are kept, for any number of readers that come and go. */
export class SharedScan {
  readonly input: FrameReader;
  readonly frames: Frame[] = [];
  progress: Progress = { rows: 0, totalRows: null, bytes: 0, totalBytes: null };
  ended: 'complete' | 'failed' | 'stopped' | null = null;
  error: unknown = null;
  private readonly source: Source;
  private readonly stop = new AbortController();
  private readonly repeated = new Map<string, RepeatedRows>();
  private readers = 0;
  private waiting: (() => void)[] = [];

  constructor(source: Source, schema: Schema) {
    this.source = source;
    this.input = createFrameReader(schema);
    void this.run();
  }

  /** Returns a reading from the first frame. */
  join(): Reading {
    this.readers += 1;
    return new ScanReading(this);
  }

  /** Takes note that a reader went. The last one stops the scan, unless its bytes could not be read again. */
  leave(): void {
    this.readers -= 1;
    if (this.readers > 0 || this.ended !== null || this.source.once) return;
    // A reader often comes back in the same turn (an option changed), after some awaits: the download is not given up before.
    setTimeout(() => {
      if (this.readers > 0 || this.ended !== null) return;
      this.ended = 'stopped';
      this.stop.abort();
      this.wake();
    });
  }

  /** Resolves when a frame came, the scan ended, or *signal* was aborted. */
  moved(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        signal?.removeEventListener('abort', done);
        resolve();
      };
      this.waiting.push(done);
      signal?.addEventListener('abort', done, { once: true });
    });
  }

  repeats(frame: Frame, columns: readonly string[]): Repeats | null {
    const key = columns.join('\u0000');
    let rows = this.repeated.get(key);
    if (rows === undefined) this.repeated.set(key, (rows = new RepeatedRows(this.input.schema, columns)));
    return rows.of(frame.ordinal, this.frames);
  }

  private async run(): Promise<void> {
    try {
      // Frames check a column when it is first read: most metrics read three of them.
      const request = { signal: this.stop.signal, deferChecks: true, onProgress: (progress: Progress) => (this.progress = progress) };
      for await (const batch of this.source.scan(request)) {
        if (this.ended !== null) return;
        for (const slice of slicesOf(batch)) this.frames.push(this.input.frame(slice));
        this.wake();
      }
      if (this.ended === null) this.ended = 'complete';
    } catch (error) {
      if (this.ended === null) {
        this.ended = 'failed';
        this.error = error;
      }
    }
    this.wake();
  }

  private wake(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}

class ScanReading implements Reading {
  private readonly scan: SharedScan;
  private at = 0;
  private open = true;

  constructor(scan: SharedScan) {
    this.scan = scan;
  }

  get input(): FrameReader {
    return this.scan.input;
  }

  get progress(): Progress {
    return this.scan.progress;
  }

  async next(signal?: AbortSignal): Promise<Frame | null> {
    for (;;) {
      signal?.throwIfAborted();
      const frame = this.scan.frames[this.at];
      if (frame !== undefined) {
        this.at += 1;
        return frame;
      }
      if (this.scan.ended === 'complete') return null;
      if (this.scan.ended !== null) throw this.scan.error;
      await this.scan.moved(signal);
    }
  }

  repeats(frame: Frame, columns: readonly string[]): Repeats | null {
    return this.scan.repeats(frame, columns);
  }

  close(): void {
    if (!this.open) return;
    this.open = false;
    this.scan.leave();
  }
}

function* slicesOf(batch: RecordBatch): Generator<RecordBatch> {
  if (batch.numRows <= FRAME_ROWS) {
    yield batch;
    return;
  }
  for (let from = 0; from < batch.numRows; from += FRAME_ROWS) yield batch.slice(from, Math.min(batch.numRows, from + FRAME_ROWS));
}
