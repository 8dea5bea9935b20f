import type { RecordBatch } from 'apache-arrow';
import { type Schema, type ScanRequest, type Source, StateError } from '@clientele/metrics';
import { readBatches, readSchema, schemaOf } from '@clientele/metrics/arrow';
import { type Bytes, bytesOf, type BytesInput } from './bytes.js';
import { discard, type OpenBytes } from './open-bytes.js';
import { Remembered } from './remembered.js';

/** How an Arrow stream is read. */
export interface ArrowStreamOptions {
  /** Limits to put in the place of the default ones (`readBatches` documents them). */
  readonly limits?: NonNullable<Parameters<typeof readBatches>[1]>['limits'];
  /** When false, a stream may stop at the end of a message without its end marker. Default true: a broken transfer can look just so. */
  readonly requireEnd?: boolean | undefined;
}

/** How long an answer that was asked for its schema waits for its scan, before the connection is let go. */
const HOLD_MS = 10_000;

/**
 * Returns the source of an Arrow IPC stream or file in *input*: bytes, a Blob, a `Response`, a stream.
 *
 * A `Response` or stream can be scanned once; `schema()` before the scan takes nothing away from it. Of an address,
 * `schema()` begins a request and the scan that follows within 10 s goes on with it.
 * Data that ends early throws DataError `truncated` after the batches that were whole.
 */
export function arrowStream(input: BytesInput, options: ArrowStreamOptions = {}): Source {
  return new ArrowStreamSource(bytesOf(input), options);
}

/** An opening that has been read up to the schema, and what stops it. */
interface Held {
  readonly opened: OpenBytes;
  readonly controller: AbortController;
}

class ArrowStreamSource implements Source {
  readonly once: boolean;
  readonly #bytes: Bytes;
  readonly #options: ArrowStreamOptions;
  readonly #schema: Remembered<Schema>;
  #known: Schema | null = null;
  #held: Held | null = null;
  #scanned = false;

  constructor(bytes: Bytes, options: ArrowStreamOptions) {
    this.once = bytes.once;
    this.#bytes = bytes;
    this.#options = options;
    this.#schema = new Remembered((signal) => this.#readSchema(signal));
  }

  async schema(signal?: AbortSignal): Promise<Schema> {
    return this.#known ?? this.#schema.get(signal);
  }

  async *scan({ signal, deferChecks, onProgress }: ScanRequest = {}): AsyncGenerator<RecordBatch> {
    if (this.once && this.#scanned) {
      throw new StateError('arrow stream: it was scanned already; expected one scan of a stream or response', {
        reason: 'once', hint: 'Keep the bytes (await response.arrayBuffer()), or give the address, to scan more than once.',
      });
    }
    this.#scanned = true;
    const { opened, controller } = this.#take() ?? await this.#open(signal);
    const abort = (): void => controller.abort(signal?.reason);
    if (signal?.aborted === true) abort();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      yield* readBatches(opened.chunks, {
        ...this.#options,
        signal: controller.signal,
        deferChecks,
        onSchema: (schema) => { this.#known = schemaOf(schema); },
        onProgress: (progress) => onProgress?.({ ...progress, totalBytes: opened.totalBytes }),
      });
    } finally {
      signal?.removeEventListener('abort', abort);
      controller.abort();
    }
  }

  async #readSchema(signal: AbortSignal | undefined): Promise<Schema> {
    const { opened, controller } = await this.#open(signal);
    const { reader, again } = tapped(opened);
    try {
      const schema = schemaOf(await readSchema(reader, { limits: this.#options.limits, signal }));
      this.#known = schema;
      if (this.#bytes.once || this.#bytes.remote) this.#hold({ opened: again(), controller });
      else await discard(again());
      return schema;
    } catch (error) {
      controller.abort();
      throw error;
    }
  }

  /** Opens under a controller of its own, since an opening may outlive the call that asked for it. */
  async #open(signal: AbortSignal | undefined): Promise<Held> {
    const controller = new AbortController();
    const abort = (): void => controller.abort(signal?.reason);
    signal?.throwIfAborted();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return { opened: await this.#bytes.open(controller.signal), controller };
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  #hold(held: Held): void {
    this.#held = held;
    if (this.#bytes.once) return;
    const timer: object | number = setTimeout(() => {
      if (this.#held !== held) return;
      this.#held = null;
      held.controller.abort();
    }, HOLD_MS);
    // In Node a pending timer would keep the process alive.
    if (typeof timer === 'object') (timer as { unref?: () => void }).unref?.();
  }

  #take(): Held | null {
    const held = this.#held;
    this.#held = null;
    return held;
  }
}

/** Returns *opened* for a reader that stops early, and `again`, the same from its start. */
function tapped(opened: OpenBytes): { reader: AsyncIterable<Uint8Array>; again: () => OpenBytes } {
  const iterator = opened.chunks[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  async function* reader(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const step = await iterator.next();
      if (step.done === true) return;
      read.push(step.value);
      yield step.value;
    }
  }
  async function* rest(): AsyncGenerator<Uint8Array> {
    try {
      yield* read;
      for (;;) {
        const step = await iterator.next();
        if (step.done === true) return;
        yield step.value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  return { reader: reader(), again: () => ({ ...opened, chunks: rest() }) };
}
