import type { RecordBatch } from 'apache-arrow';
import type { Frame, FrameReader } from './arrow/frame.js';
import { createFrameReader } from './arrow/frame-reader.js';
import type { KeySlots } from './kernels/key-slots.js';
import type { WasmKernels } from './kernels/wasm-module.js';
import type { ReadingOptions } from './paced.js';
import { type ComparedColumn, RepeatedRows } from './repeated-rows.js';
import { fieldNamed, type Schema } from './schema.js';
import { SchemaError } from './errors.js';
import type { Progress, Source } from './source.js';

/** Rows in a frame at most: few enough that folding one does not hold up a page. */
export const FRAME_ROWS = 65_536;
/** Fewer rows are done in JavaScript before WebAssembly would be loaded and compiled. */
export const ROWS_WORTH_COMPILING = 65_536;

/** One reader's place in a shared scan. */
export interface Reading {
  readonly input: FrameReader;
  readonly progress: Progress;
  /** Makes instances of the kernels in WebAssembly, once enough rows have come to be worth loading them; null where they are not to be had. */
  readonly kernels: (() => WasmKernels) | null;
  /** Returns the next frame, or null after the last. Throws what the scan threw, or the signal's reason. */
  next(signal?: AbortSignal): Promise<Frame | null>;
  /** Returns how many rows repeat an earlier one over *columns*, once all rows are there, or null where counting gave up (C19). */
  repeats(columns: readonly ComparedColumn[], options?: ReadingOptions): Promise<number | null>;
  /** Adds the rows of *source* behind the last once that is there, and returns how many: all, or none and an error. */
  append(source: Source, signal?: AbortSignal): Promise<number>;
  close(): void;
}

/** One pass over a source whose frames are kept, for any number of readers that come and go. */
export class SharedScan {
  readonly input: FrameReader;
  readonly frames: Frame[] = [];
  progress: Progress = { rows: 0, totalRows: null, bytes: 0, totalBytes: null };
  ended: 'complete' | 'failed' | 'stopped' | null = null;
  error: unknown = null;
  kernels: (() => WasmKernels) | null = null;
  private readonly source: Source;
  private readonly breathe: (() => Promise<void>) | undefined;
  private readonly stop = new AbortController();
  private readonly repeated = new Map<string, RepeatedRows>();
  private readers = 0;
  private waiting: (() => void)[] = [];

  constructor(source: Source, schema: Schema, breathe?: () => Promise<void>) {
    this.source = source;
    this.breathe = breathe;
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

  async append(source: Source, signal: AbortSignal | undefined): Promise<number> {
    while (this.ended === null) {
      signal?.throwIfAborted();
      await this.moved(signal);
    }
    if (this.ended !== 'complete') throw this.error;
    expectSameColumns(this.input.schema, await source.schema(signal));
    const batches: RecordBatch[] = [];
    for await (const batch of source.scan({ signal })) batches.push(batch);
    for (const batch of batches) for (const slice of slicesOf(batch)) this.frames.push(this.input.frame(slice));
    const rows = batches.reduce((sum, batch) => sum + batch.numRows, 0);
    this.progress = { ...this.progress, rows: this.progress.rows + rows, totalRows: this.progress.totalRows === null ? null : this.progress.totalRows + rows };
    return rows;
  }

  repeats(columns: readonly ComparedColumn[], options: ReadingOptions): Promise<number | null> {
    const key = JSON.stringify(columns);
    let rows = this.repeated.get(key);
    if (rows === undefined) this.repeated.set(key, (rows = new RepeatedRows(this.input.schema, columns)));
    return rows.count(this.frames, this.kernels, options);
  }

  private async run(): Promise<void> {
    let rows = 0;
    let accelerated = false;
    try {
      // Frames check a column when it is first read: most metrics read three of them.
      const request = { signal: this.stop.signal, deferChecks: true, onProgress: (progress: Progress) => (this.progress = progress) };
      for await (const batch of this.source.scan(request)) {
        rows += batch.numRows;
        if (rows >= ROWS_WORTH_COMPILING && !accelerated) {
          accelerated = true;
          const loaded = await loadKernels();
          this.kernels = loaded?.kernels ?? null;
          if (loaded !== null) this.input.accelerate(loaded.slots);
        }
        if (this.ended !== null) return;
        for (const slice of slicesOf(batch)) this.frames.push(this.input.frame(slice));
        this.wake();
        await this.breathe?.();
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

  get kernels(): (() => WasmKernels) | null {
    return this.scan.kernels;
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

  repeats(columns: readonly ComparedColumn[], options: ReadingOptions = {}): Promise<number | null> {
    return this.scan.repeats(columns, options);
  }

  append(source: Source, signal?: AbortSignal): Promise<number> {
    return this.scan.append(source, signal);
  }

  close(): void {
    if (!this.open) return;
    this.open = false;
    this.scan.leave();
  }
}

/** Rows that come later must mean the same: each column is there, of the same kind. */
function expectSameColumns(schema: Schema, added: Schema): void {
  for (const field of schema.fields) {
    const found = fieldNamed(added, field.name);
    if (found !== null && found.kind === field.kind) continue;
    throw new SchemaError(`append: ${found === null ? `no column "${field.name}"` : `column "${field.name}" is ${found.type}`}, got columns ${added.fields.map(({ name }) => name).join(', ')}; expected ${field.type}, as in the rows before`, {
      reason: found === null ? 'column-missing' : 'column-kind', params: { column: field.name, type: found?.type ?? null },
    });
  }
}

function* slicesOf(batch: RecordBatch): Generator<RecordBatch> {
  if (batch.numRows <= FRAME_ROWS) {
    yield batch;
    return;
  }
  for (let from = 0; from < batch.numRows; from += FRAME_ROWS) yield batch.slice(from, Math.min(batch.numRows, from + FRAME_ROWS));
}

async function loadKernels(): Promise<{ slots: KeySlots; kernels: () => WasmKernels } | null> {
  try {
    const [{ wasmKernels }, { keySlots }] = await Promise.all([import('./kernels/wasm-module.js'), import('./kernels/key-slots-wasm.js')]);
    const kernels = await wasmKernels();
    return kernels === null ? null : { kernels, slots: keySlots(kernels) };
  } catch {
    // The file could not be loaded.
    return null;
  }
}
