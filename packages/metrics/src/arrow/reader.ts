import type { RecordBatch, Schema } from 'apache-arrow';
import { ClienteleError, DataError, OptionError } from '../errors.js';
import type { Progress } from '../source.js';
import { abortable } from './abortable.js';
import { BatchDecoder } from './batch-decoder.js';
import { Framer } from './framer.js';
import { type ArrowLimits, resolveLimits } from './limits.js';
import { corrupt } from './refusal.js';

/** Bytes of one IPC stream or file, in any chunking: a `ReadableStream`, an array of chunks, a generator. */
export type ByteChunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** How bytes are read. */
export interface ReadOptions {
  /** Limits to put in the place of the default ones. */
  readonly limits?: Partial<ArrowLimits> | undefined;
  /** Aborting ends the reading with the signal's reason, at once even while waiting for bytes. */
  readonly signal?: AbortSignal | undefined;
  /** Called after every chunk, and for every batch that only the end of a file makes readable. `totalRows` is what the schema's metadata promises. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Called once, before the first batch. */
  readonly onSchema?: ((schema: Schema) => void) | undefined;
  /** When false, a stream may stop at the end of a message without its end marker. True by default: a broken transfer can look just so. */
  readonly requireEnd?: boolean | undefined;
  /**
   * When true, the checks that look at every value of a column run when somebody first looks at the column's values: a
   * frame, a vector, a buffer; there a damaged column throws DataError `corrupt`. A column that nobody reads costs no
   * checks, and damage within its values stays unnoticed. False by default: a batch is then wholly verified when it comes.
   */
  readonly deferChecks?: boolean | undefined;
}

/** The parts of one reading, open to `inspectArrow`, which wants to know more than the batches. */
export interface Reading {
  readonly framer: Framer;
  readonly decoder: BatchDecoder;
  readonly batches: AsyncGenerator<RecordBatch, void, undefined>;
}

/**
 * Returns the record batches of one Arrow IPC stream or file as they arrive.
 *
 * Either every row is delivered and the generator returns, or it throws: DataError `empty`, `not-arrow`, `truncated`,
 * `corrupt`, `unsupported` or `limit` (with a reason, params and often a hint), SchemaError for a repeated column name, or
 * whatever *chunks* throws. What was delivered before an error is verified (with `deferChecks`: when read) but incomplete.
 * Batches share dictionaries: the vector stays the same object until a delta or a replacement comes.
 * Chunks must not be written to afterwards; batches may be views of them. Leaving the loop early ends the reading of *chunks*.
 */
export function readBatches(chunks: ByteChunks, options: ReadOptions = {}): AsyncGenerator<RecordBatch, void, undefined> {
  return startReading(chunks, options).batches;
}

/** Returns the schema, having read no more chunks than it lies in. Throws as `readBatches`. */
export async function readSchema(chunks: ByteChunks, options: Pick<ReadOptions, 'limits' | 'signal'> = {}): Promise<Schema> {
  const limits = resolveLimits(options.limits);
  const framer = new Framer(limits);
  const decoder = new BatchDecoder(limits);
  for await (const chunk of abortable(chunks, options.signal)) {
    framer.push(checkedChunk(chunk));
    for (;;) {
      const framed = await typed(() => framer.next());
      if (framed === null) break;
      await typed(() => decoder.accept(framed, framer.format));
      if (decoder.schema !== null) return decoder.schema.schema;
    }
  }
  // A file may have its schema in the footer alone.
  await typed(() => decoder.finish(framer.finish(0)).next());
  if (decoder.schema === null) throw corrupt('no-schema', 'the data has no schema');
  return decoder.schema.schema;
}

/** Returns the parts of a reading that has not begun. Throws OptionError for impossible limits. */
export function startReading(chunks: ByteChunks, options: ReadOptions): Reading {
  const limits = resolveLimits(options.limits);
  const framer = new Framer(limits, options.requireEnd ?? true);
  const decoder = new BatchDecoder(limits, options.deferChecks ?? false);
  return { framer, decoder, batches: read(chunks, options, framer, decoder) };
}

async function* read(chunks: ByteChunks, options: ReadOptions, framer: Framer, decoder: BatchDecoder): AsyncGenerator<RecordBatch, void, undefined> {
  let told = false;
  for await (const chunk of abortable(chunks, options.signal)) {
    framer.push(checkedChunk(chunk));
    for (;;) {
      const framed = await typed(() => framer.next());
      if (framed === null) break;
      const batch = await typed(() => decoder.accept(framed, framer.format));
      if (!told && decoder.schema !== null) {
        told = true;
        options.onSchema?.(decoder.schema.schema);
      }
      if (batch !== null) yield batch;
      options.signal?.throwIfAborted();
    }
    options.onProgress?.({ rows: decoder.rows, totalRows: decoder.promisedRows, bytes: framer.bytes, totalBytes: null });
  }
  const held = decoder.finish(framer.finish(decoder.rows));
  for (;;) {
    const { done, value } = await typed(() => held.next());
    if (!told && decoder.schema !== null) {
      told = true;
      options.onSchema?.(decoder.schema.schema);
    }
    if (done === true) return;
    options.onProgress?.({ rows: decoder.rows, totalRows: decoder.promisedRows, bytes: framer.bytes, totalBytes: null });
    yield value;
  }
}

/** Returns what *step* returns, with every error typed: an error that nobody foresaw still means that the bytes can't be decoded. */
async function typed<T>(step: () => T | Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof ClienteleError) throw error;
    if (error instanceof RangeError && /allocation|invalid (array|typed)/i.test(error.message)) {
      throw new DataError('limit', 'arrow: there is not enough memory for the data', { reason: 'memory', cause: error });
    }
    throw corrupt('undecodable', 'the data can\'t be decoded', {}, error);
  }
}

function checkedChunk(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  throw new OptionError(`arrow: a chunk is of type ${chunk === null ? 'null' : typeof chunk}; expected Uint8Array`, { reason: 'chunk' });
}
