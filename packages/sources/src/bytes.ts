import { DataError, OptionError, StateError } from '@clientele/metrics';
import { addressName, chunksOfStream, mediaType, type OpenBytes } from './open-bytes.js';
import { bytesOfResponse } from './response.js';

/** Bytes that can be read from any place, as Parquet wants it. */
export interface RandomAccess {
  readonly byteLength: number;
  /** The bytes from *start* to *end*, which is exclusive. */
  slice(start: number, end: number): Promise<Uint8Array>;
}

/** Something that can be opened at its start: a file, a blob, an address, bytes in memory, a stream. */
export interface Bytes {
  /** True where the bytes can be opened a single time (a `Response`, a stream). */
  readonly once: boolean;
  /** True where opening again costs a request. */
  readonly remote: boolean;
  /** A file name or an address without its query, for messages and for the file ending. */
  readonly name: string | null;
  open(signal?: AbortSignal): Promise<OpenBytes>;
  /** Present where parts can be read without what lies before them; null from it means that they can't after all. */
  randomAccess?(signal?: AbortSignal): Promise<RandomAccess | null>;
}

/** What `bytesOf` takes. Strings are addresses and belong to `http`. */
export type BytesInput =
  | Uint8Array | ArrayBuffer | Blob | Response | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | Bytes;

/**
 * Returns *input* as bytes that can be opened. A `Response` must be successful and unread (DataError `http` otherwise, when opened).
 * Streams and responses can be opened once; opening again throws StateError. Throws OptionError for anything else.
 */
export function bytesOf(input: BytesInput): Bytes {
  if (input instanceof Uint8Array) return inMemory(input, null);
  if (input instanceof ArrayBuffer) return inMemory(new Uint8Array(input), null);
  if (typeof Blob !== 'undefined' && input instanceof Blob) return ofBlob(input);
  if (typeof Response !== 'undefined' && input instanceof Response) {
    return openedOnce(addressName(input.url), (signal) => bytesOfResponse(input, { signal }));
  }
  if (isBytes(input)) return input;
  if (isReadableStream(input)) {
    return openedOnce(null, (signal) => Promise.resolve({ chunks: chunksOfStream(input, signal), totalBytes: null, contentType: null }));
  }
  if (isAsyncIterable(input)) {
    return openedOnce(null, () => Promise.resolve({ chunks: input, totalBytes: null, contentType: null }));
  }
  throw new OptionError(
    `source: can't read ${describe(input)}; expected bytes, a Blob, a Response, a stream or an async iterable of bytes`,
    { reason: 'input' },
  );
}

/** Returns whether *input* has the shape of `Bytes`. */
export function isBytes(input: unknown): input is Bytes {
  // Node's file streams have methods of both names.
  return typeof input === 'object' && input !== null
    && 'open' in input && typeof input.open === 'function' && 'once' in input && typeof input.once === 'boolean';
}

/** Returns whether *input* is a web stream, of this or of another realm. */
export function isReadableStream(input: unknown): input is ReadableStream<Uint8Array> {
  return typeof input === 'object' && input !== null && 'getReader' in input && typeof input.getReader === 'function';
}

/** Returns whether *input* can be iterated with `for await`. */
export function isAsyncIterable(input: unknown): input is AsyncIterable<Uint8Array> {
  return typeof input === 'object' && input !== null && Symbol.asyncIterator in input;
}

/** Returns bytes whose first opening is *opened* and whose later ones, where *again* is given, are its own. */
export function openedOnce(name: string | null, first: (signal?: AbortSignal) => Promise<OpenBytes>): Bytes {
  let used = false;
  return {
    once: true,
    remote: false,
    name,
    open(signal) {
      if (used) {
        return Promise.reject(new StateError(
          'source: its bytes were read already; expected one scan of a stream or response',
          { reason: 'once', hint: 'Keep the bytes (await response.arrayBuffer()), or give the address, to read them more than once.' },
        ));
      }
      used = true;
      return first(signal);
    },
  };
}

/** Returns *bytes* in memory, under the name *name*. */
export function inMemory(bytes: Uint8Array, name: string | null): Bytes {
  return {
    once: false,
    remote: false,
    name,
    open: () => Promise.resolve({ chunks: slices(bytes), totalBytes: bytes.byteLength, contentType: null }),
    randomAccess: () => Promise.resolve({
      byteLength: bytes.byteLength,
      slice: (start, end) => Promise.resolve(bytes.subarray(start, end)),
    }),
  };
}

function ofBlob(blob: Blob): Bytes {
  const name = 'name' in blob && typeof blob.name === 'string' ? blob.name : null;
  return {
    once: false,
    remote: false,
    name,
    open: (signal) => Promise.resolve({
      chunks: chunksOfStream(blob.stream(), signal),
      totalBytes: blob.size,
      contentType: mediaType(blob.type),
    }),
    randomAccess: () => Promise.resolve({
      byteLength: blob.size,
      slice: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer()),
    }),
  };
}

/** Bytes in pieces of 1 MiB, so that progress shows and an abort is noticed between them. */
async function* slices(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const step = 1 << 20;
  for (let start = 0; start < bytes.byteLength; start += step) yield bytes.subarray(start, start + step);
}

function describe(input: unknown): string {
  if (input === null) return 'null';
  if (typeof input !== 'object') return `${typeof input} ${JSON.stringify(input) ?? ''}`.trim();
  return Object.prototype.toString.call(input).slice(8, -1);
}

/** Returns the error for an input of no bytes at all. */
export function emptyError(name: string | null): DataError {
  return new DataError('empty', `${name ?? 'source'}: no bytes arrived; expected data`, {
    hint: 'The file or the answer is empty. Check that the export or the query wrote something.',
  });
}
