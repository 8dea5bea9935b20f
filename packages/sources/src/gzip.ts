import { DataError } from '@clientele/metrics';
import { type Bytes } from './bytes.js';
import { chunksOfStream } from './open-bytes.js';

/**
 * Returns what *bytes*, a gzip file, hold. Broken or unfinished gzip throws DataError: `truncated` where the data ends
 * early, `corrupt` otherwise. The total is unknown.
 */
export function gunzipped(bytes: Bytes): Bytes {
  return {
    once: bytes.once,
    remote: bytes.remote,
    name: bytes.name?.replace(/\.gz$/i, '') ?? null,
    async open(signal) {
      const { chunks } = await bytes.open(signal);
      return { chunks: inflated(chunks, bytes.name ?? 'gzip', signal), totalBytes: null, contentType: null };
    },
  };
}

async function* inflated(chunks: AsyncIterable<Uint8Array>, name: string, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  let sourceFailure: { readonly error: unknown } | null = null;
  const input = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      try {
        const step = await iterator.next();
        if (step.done === true) controller.close();
        else controller.enqueue(step.value as Uint8Array<ArrayBuffer>);
      } catch (error) {
        sourceFailure = { error };
        controller.error(error);
      }
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  try {
    yield* chunksOfStream(input.pipeThrough(new DecompressionStream('gzip')), signal);
  } catch (error) {
    signal?.throwIfAborted();
    const failed = sourceFailure as { readonly error: unknown } | null;
    if (failed !== null) throw failed.error;
    throw gzipError(name, error);
  }
}

function gzipError(name: string, cause: unknown): DataError {
  const short = cause instanceof Error && /unexpected end|ended|incomplete|truncat/i.test(cause.message);
  return short
    ? new DataError('truncated', `${name}: the gzip data end early`, { cause, reason: 'gzip', hint: 'The file was cut off. Fetch it again.' })
    : new DataError('corrupt', `${name}: the gzip data are broken`, { cause, reason: 'gzip' });
}
