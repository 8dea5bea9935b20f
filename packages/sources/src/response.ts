import { DataError } from '@clientele/metrics';
import { addressName, chunksOfStream, mediaType, type OpenBytes } from './open-bytes.js';

/** How a body is read. */
export interface BodyOptions {
  readonly signal?: AbortSignal | undefined;
  /** The longest silence between two pieces of the body, in milliseconds. None, when absent. */
  readonly timeoutMs?: number | undefined;
  /** Called when the body is left, read or not. */
  readonly onEnd?: (() => void) | undefined;
}

/**
 * Returns the body of *response*, checked while it is read: a status that is no success is `http`, a web page is
 * `not-arrow`, no byte at all is `empty`, a body shorter or longer than its `Content-Length` is `truncated` or
 * `corrupt`, a failure after the first byte is `truncated`, before it `network`. An abort throws the signal's reason.
 *
 * `Content-Length` counts the bytes of the transfer, so it says nothing about a body with a `Content-Encoding`: there
 * the total is null.
 */
export async function bytesOfResponse(response: Response, options: BodyOptions = {}): Promise<OpenBytes> {
  const name = addressName(response.url) ?? 'response';
  if (!response.ok) {
    await response.body?.cancel().catch(() => undefined);
    throw statusError(name, response);
  }
  const contentType = mediaType(response.headers.get('content-type'));
  if (contentType === 'text/html' || contentType === 'application/xhtml+xml') {
    await response.body?.cancel().catch(() => undefined);
    throw pageError(name, response.redirected ? response.url : null);
  }
  const totalBytes = declaredLength(response.headers);
  if (response.body === null || response.status === 204 || response.status === 205) {
    throw new DataError('empty', `${name}: the answer has no body; expected data`, { params: { status: response.status } });
  }
  return { chunks: checkedBody(name, response.body, totalBytes, options), totalBytes, contentType };
}

function declaredLength(headers: Headers): number | null {
  const encoding = headers.get('content-encoding')?.trim().toLowerCase() ?? '';
  const text = headers.get('content-length');
  if (text === null || !/^\d+$/.test(text) || (encoding !== '' && encoding !== 'identity')) return null;
  return Number(text);
}

async function* checkedBody(
  name: string,
  body: ReadableStream<Uint8Array>,
  totalBytes: number | null,
  { signal, timeoutMs, onEnd }: BodyOptions,
): AsyncGenerator<Uint8Array> {
  // Leaving must cancel a body that is silent right now, which a generator's own `return` can't.
  const leaving = new AbortController();
  const chunks = chunksOfStream(body, leaving.signal);
  let received = 0;
  try {
    for (;;) {
      const step = await inTime(chunks.next(), timeoutMs, () => silence(name, timeoutMs ?? 0, received), signal)
        .catch((error: unknown) => { throw bodyError(error, name, received, totalBytes, signal); });
      if (step.done === true) break;
      received += step.value.byteLength;
      if (totalBytes !== null && received > totalBytes) {
        throw new DataError('corrupt', `${name}: ${received} bytes arrived; expected ${totalBytes} by its Content-Length`, {
          reason: 'length', params: { received, expected: totalBytes },
        });
      }
      if (step.value.byteLength > 0) yield step.value;
    }
    if (totalBytes !== null && received < totalBytes) throw shortBody(name, received, totalBytes);
    if (received === 0) {
      throw new DataError('empty', `${name}: the answer has no bytes; expected data`, { params: { status: 200 } });
    }
  } finally {
    leaving.abort();
    onEnd?.();
  }
}

function bodyError(
  error: unknown, name: string, received: number, totalBytes: number | null, signal: AbortSignal | undefined,
): unknown {
  if (signal?.aborted === true) return signal.reason;
  if (error instanceof DataError) return error;
  if (received > 0) return shortBody(name, received, totalBytes, error);
  return new DataError('network', `${name}: the connection broke before the first byte of the body`, {
    cause: error, hint: 'Try again; if it happens every time, the server or a proxy closes the connection.',
  });
}

function shortBody(name: string, received: number, expected: number | null, cause?: unknown): DataError {
  return new DataError(
    'truncated',
    `${name}: the transfer ended after ${received} bytes${expected === null ? '' : `; expected ${expected}`}`,
    { cause, reason: 'transfer', params: { received, expected }, hint: 'The transfer was cut off. Load it again.' },
  );
}

function silence(name: string, timeoutMs: number, received: number): DataError {
  return new DataError('timeout', `${name}: nothing arrived for ${timeoutMs} ms after ${received} bytes`, {
    params: { timeoutMs, received }, hint: 'The server stopped sending. Try again, or allow more time with timeoutMs.',
  });
}

/**
 * Returns what *promise* settles to, unless *timeoutMs* pass first (then throws what *late* makes) or *signal* aborts
 * (then throws its reason). The promise itself can't be stopped: whoever made it lets go of what it holds.
 */
export function inTime<T>(
  promise: Promise<T>, timeoutMs: number | undefined, late: () => Error, signal?: AbortSignal,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => { leave(); reject(late()); }, timeoutMs);
    const abort = (): void => { leave(); reject(signal?.reason as Error); };
    const leave = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
    if (signal?.aborted === true) return abort();
    signal?.addEventListener('abort', abort, { once: true });
    promise.then((value) => { leave(); resolve(value); }, (error: unknown) => { leave(); reject(error); });
  });
}

/** Returns the error for a web page where data was expected; *redirectedTo* is the address where the request ended up. */
export function pageError(name: string, redirectedTo: string | null): DataError {
  if (redirectedTo !== null) {
    return new DataError('not-arrow', `${name}: the request was redirected and got a web page; expected data`, {
      reason: 'redirect',
      params: { location: addressName(redirectedTo) },
      hint: 'This usually is a sign-in page: sign in, or send credentials or a token with the request.',
    });
  }
  return new DataError('not-arrow', `${name}: got a web page (HTML); expected data`, {
    reason: 'html',
    hint: 'The address answers with a page, often a sign-in or an error page. Check the address and the sign-in.',
  });
}

function statusError(name: string, response: Response): DataError {
  const retryAfter = response.headers.get('retry-after');
  const status = `${response.status} ${response.statusText}`.trim();
  return new DataError('http', `${name}: got status ${status}; expected 200`, {
    reason: `status-${response.status}`,
    params: { status: response.status, ...(retryAfter === null ? {} : { retryAfter }) },
    hint: statusHint(response.status),
  });
}

function statusHint(status: number): string | undefined {
  if (status === 304) return 'Send no If-None-Match of your own: the browser does, and serves what it has kept.';
  if (status === 401) return 'The server wants a sign-in: send credentials or a token with the request.';
  if (status === 403) return 'Whoever is signed in may not read this address.';
  if (status === 404 || status === 410) return 'Nothing is at this address. Check its spelling.';
  if (status === 429) return 'The server was asked too often. Wait a little and try again.';
  if (status >= 500) return 'The server failed. Try again later, or tell whoever runs it.';
  return undefined;
}
