import type { Bytes, RandomAccess } from '../bytes.js';
import type { Handlers, Peer } from './peer.js';

/** What the worker has to know of bytes that stay on the page. */
export interface PostedBytes {
  readonly once: boolean;
  readonly remote: boolean;
  readonly name: string | null;
  readonly parts: boolean;
}

interface Opened {
  readonly chunks: AsyncIterator<Uint8Array>;
  readonly controller: AbortController;
}

interface Opening {
  readonly stream: number;
  readonly totalBytes: number | null;
  readonly contentType: string | null;
}

/** Returns the page's answers to a worker that reads the bytes which *find* has by number. Pieces are copied: what a page gave stays its own. */
export function pageBytesHandlers(find: (data: number) => Bytes): Handlers {
  const streams = new Map<number, Opened>();
  const parts = new Map<number, RandomAccess>();
  let opened = 0;
  const close = (stream: number): void => {
    const known = streams.get(stream);
    streams.delete(stream);
    known?.controller.abort();
    void known?.chunks.return?.().catch(() => undefined);
  };
  return {
    'bytes-open': async (data: number): Promise<Opening> => {
      const controller = new AbortController();
      const { chunks, totalBytes, contentType } = await find(data).open(controller.signal);
      const stream = opened++;
      streams.set(stream, { chunks: chunks[Symbol.asyncIterator](), controller });
      return { stream, totalBytes, contentType };
    },
    'bytes-next': async (stream: number): Promise<Uint8Array | null> => {
      const step = await streams.get(stream)?.chunks.next();
      if (step !== undefined && step.done !== true) return step.value.slice();
      close(stream);
      return null;
    },
    'bytes-close': close,
    'bytes-parts': async (data: number): Promise<number | null> => {
      const access = await find(data).randomAccess?.() ?? null;
      if (access !== null) parts.set(data, access);
      return access?.byteLength ?? null;
    },
    'bytes-part': async ([data, start, end]: readonly [number, number, number]): Promise<Uint8Array> => {
      const part = await parts.get(data)!.slice(start, end);
      return part.slice();
    },
  };
}

/** Returns bytes that stay on the page and are asked for piece by piece through *page*, where they have the number *data*. */
export function bytesOfPage(page: Peer, data: number, { once, remote, name, parts }: PostedBytes): Bytes {
  const bytes: Bytes = {
    once,
    remote,
    name,
    async open(signal) {
      const { stream, totalBytes, contentType } = await page.call<Opening>('bytes-open', data, { signal });
      return { totalBytes, contentType, chunks: chunksOf(page, stream, signal) };
    },
  };
  if (!parts) return bytes;
  return {
    ...bytes,
    async randomAccess(signal) {
      const byteLength = await page.call<number | null>('bytes-parts', data, { signal });
      return byteLength === null ? null : { byteLength, slice: (start, end) => page.call('bytes-part', [data, start, end], { signal }) };
    },
  };
}

async function* chunksOf(page: Peer, stream: number, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      const chunk = await page.call<Uint8Array | null>('bytes-next', stream, { signal });
      if (chunk === null) return;
      yield chunk;
    }
  } finally {
    void page.call('bytes-close', stream).catch(() => undefined);
  }
}
