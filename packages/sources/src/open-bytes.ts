/** Bytes on their way: what was said about them beforehand, and the pieces in order. */
export interface OpenBytes {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** How many bytes will come, or null where nobody knows (a stream, a compressed transfer). */
  readonly totalBytes: number | null;
  /** The media type without parameters, in lower case, or null. */
  readonly contentType: string | null;
}

/**
 * Yields the pieces of *stream* and cancels it when the reader stops early. An abort cancels it at once, even while
 * nothing comes, and throws the signal's reason.
 */
export async function* chunksOfStream(stream: ReadableStream<Uint8Array>, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  const cancel = (): void => void reader.cancel(signal?.reason).catch(() => undefined);
  signal?.addEventListener('abort', cancel, { once: true });
  let finished = false;
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { done, value } = await reader.read();
      signal?.throwIfAborted();
      if (done) {
        finished = true;
        return;
      }
      yield value;
    }
  } finally {
    signal?.removeEventListener('abort', cancel);
    if (!finished) await reader.cancel().catch(() => undefined);
    reader.releaseLock();
  }
}

/** Returns all of *opened* as one array. Throws *signal*'s reason when aborted. */
export async function readAll(opened: OpenBytes, signal?: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of opened.chunks) {
    signal?.throwIfAborted();
    chunks.push(chunk);
    length += chunk.byteLength;
  }
  const all = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    all.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return all;
}

/**
 * Returns the first bytes of *opened* (at least *length* of them, where there are so many) and an opening that starts
 * with them again.
 */
export async function peek(opened: OpenBytes, length: number): Promise<{ head: Uint8Array; opened: OpenBytes }> {
  const iterator = opened.chunks[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (size < length) {
    const step = await iterator.next();
    if (step.done === true) break;
    chunks.push(step.value);
    size += step.value.byteLength;
  }
  const head = await readAll({ ...opened, chunks: asyncOf(chunks) });
  async function* again(): AsyncGenerator<Uint8Array> {
    try {
      if (head.byteLength > 0) yield head;
      for (;;) {
        const step = await iterator.next();
        if (step.done === true) return;
        yield step.value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  return { head, opened: { ...opened, chunks: again() } };
}

async function* asyncOf<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

/** Lets go of an opening that nobody will read. */
export async function discard(opened: OpenBytes): Promise<void> {
  const iterator = opened.chunks[Symbol.asyncIterator]();
  // A generator that was never started runs no `finally`: one step makes sure that the stream below is cancelled.
  await iterator.next().catch(() => undefined);
  await iterator.return?.().catch(() => undefined);
}

/** Returns the media type of a `Content-Type` without its parameters, in lower case, or null. */
export function mediaType(header: string | null | undefined): string | null {
  const type = (header ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return type === '' ? null : type;
}

/** Returns an address without credentials, query and fragment, for messages; null for the empty one. */
export function addressName(url: string): string | null {
  return url === '' ? null : url.replace(/[?#].*$/s, '').replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1');
}
