import { DataError, OptionError, type Source } from '@clientele/metrics';
import { type Bytes, type RandomAccess } from './bytes.js';
import { addressName, type OpenBytes } from './open-bytes.js';
import { bytesOfResponse, inTime } from './response.js';
import { sniffed, type SniffOptions } from './sniffed.js';

/** How an address is asked. */
export interface HttpOptions extends SniffOptions {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** As in `fetch`; the platform's default, when absent. */
  readonly credentials?: RequestCredentials | undefined;
  /** As in `fetch`: `no-store` for data that no disk should hold. */
  readonly cache?: RequestCache | undefined;
  /** Returns the bearer token of a request. Asked before each try, so it may renew an old one. */
  readonly token?: (() => string | Promise<string>) | undefined;
  /** The longest silence, before the answer and between its pieces, in milliseconds. Default 30,000. */
  readonly timeoutMs?: number | undefined;
  /** How often a request is repeated that failed before its first byte. Default 3; 0 turns it off. */
  readonly retries?: number | undefined;
  /** The wait before the first repetition, in milliseconds; it doubles with each one. Default 300. */
  readonly backoffMs?: number | undefined;
  /** What is called instead of the platform's `fetch`. */
  readonly fetch?: typeof fetch | undefined;
}

/** The longest wait that a server can ask for with `Retry-After` before its answer counts as a failure. */
const LONGEST_WAIT_MS = 30_000;

/**
 * Returns the source of the data at *url*: an Arrow stream or file, Parquet, CSV, told by content type, file ending and
 * first bytes. Each scan asks again, except that one which follows `schema()` goes on with that request.
 *
 * Nothing is kept between scans, since a browser does so already: what came with an `ETag` or `Last-Modified` it asks for with
 * `If-None-Match`, and serves from its cache on 304. A server of data that change should send `Cache-Control: no-cache`.
 *
 * Only what is safe to repeat is repeated, with exponential back-off and full jitter, and only before the first byte was
 * delivered: no connection, 502, 503, 504, and 429 with a `Retry-After` of at most 30 s. After that a failure is an error:
 * half an answer is never a result. Throws OptionError for an address that is none.
 */
export function http(url: string | URL, options: HttpOptions = {}): Source {
  return sniffed(httpBytes(url, options), options);
}

/** Returns the bytes at *url*, under the same rules as `http`. */
export function httpBytes(url: string | URL, options: HttpOptions = {}): Bytes {
  const address = absolute(url);
  const name = addressName(address) ?? address;
  checkOptions(options);
  return {
    once: false,
    remote: true,
    name,
    open: (signal) => retrying(options, signal, () => openOnce(address, name, options, {}, signal)),
    randomAccess: (signal) => rangesOf(address, name, options, signal),
  };
}

async function openOnce(
  address: string, name: string, options: HttpOptions, headers: Record<string, string>, signal: AbortSignal | undefined,
): Promise<OpenBytes> {
  const ending = new AbortController();
  const response = await answer(address, name, options, headers, ending, signal);
  const opened = await bytesOfResponse(response, {
    signal, timeoutMs: options.timeoutMs ?? 30_000, onEnd: () => ending.abort(),
  });
  // The first byte belongs to the try: until it is here nothing was delivered and the request may be repeated.
  const iterator = opened.chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  async function* rest(): AsyncGenerator<Uint8Array> {
    try {
      if (first.done === true) return;
      yield first.value;
      for (;;) {
        const step = await iterator.next();
        if (step.done === true) return;
        yield step.value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  return { ...opened, chunks: rest() };
}

/** Asks once and returns the answer whatever its status. Aborting *ending* drops the connection. */
async function answer(
  address: string, name: string, options: HttpOptions, headers: Record<string, string>, ending: AbortController,
  signal: AbortSignal | undefined,
): Promise<Response> {
  signal?.throwIfAborted();
  const timeoutMs = options.timeoutMs ?? 30_000;
  const token = options.token === undefined ? undefined : await inTime(Promise.resolve(options.token()), timeoutMs, () => new DataError(
    'timeout', `${name}: no token within ${timeoutMs} ms`, { params: { timeoutMs }, hint: 'The function that returns the token does not answer.' },
  ), signal);
  const init: RequestInit = {
    headers: {
      accept: 'application/vnd.apache.arrow.stream, application/vnd.apache.arrow.file;q=0.9, */*;q=0.5',
      ...options.headers, ...headers,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    signal: ending.signal,
    ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
    ...(options.cache === undefined ? {} : { cache: options.cache }),
  };
  try {
    const late = (): Error => new DataError('timeout', `${name}: no answer within ${timeoutMs} ms`, {
      params: { timeoutMs }, hint: 'The server is slow or unreachable. Try again, or allow more time with timeoutMs.',
    });
    return await inTime((options.fetch ?? fetch)(address, init), timeoutMs, late, signal);
  } catch (error) {
    ending.abort();
    if (signal?.aborted === true) throw signal.reason;
    if (error instanceof DataError) throw error;
    throw new DataError('network', `${name}: no answer (${causeOf(error)})`, {
      cause: error,
      hint: 'Check the connection and the address; on another origin the server must allow this page (CORS).',
    });
  }
}

async function retrying<T>(options: HttpOptions, signal: AbortSignal | undefined, attempt: () => Promise<T>): Promise<T> {
  const retries = options.retries ?? 3;
  for (let tries = 0; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      signal?.throwIfAborted();
      const waitMs = tries < retries ? waitBefore(error, tries, options.backoffMs ?? 300) : null;
      if (waitMs === null) throw error;
      await pause(waitMs, signal);
    }
  }
}

/** Returns how long to wait before asking again after *error*, or null where asking again is no use. */
function waitBefore(error: unknown, tries: number, backoffMs: number): number | null {
  if (!(error instanceof DataError)) return null;
  // Full jitter: clients that failed together don't come back together.
  const backoff = Math.random() * backoffMs * 2 ** tries;
  if (error.code === 'network') return backoff;
  if (error.code !== 'http') return null;
  const { status, retryAfter } = error.params;
  const asked = typeof retryAfter === 'string' ? retryAfterMs(retryAfter) : null;
  if (status === 429 && asked === null) return null;
  if (status !== 429 && status !== 502 && status !== 503 && status !== 504) return null;
  if (asked === null) return backoff;
  return asked <= LONGEST_WAIT_MS ? Math.max(asked, backoff) : null;
}

function retryAfterMs(text: string): number | null {
  if (/^\d+$/.test(text.trim())) return Number(text) * 1000;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? null : Math.max(0, instant - Date.now());
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  const never = new Promise<void>(() => undefined);
  const over = new Error('over');
  return inTime(never, milliseconds, () => over, signal).catch((error: unknown) => {
    if (error !== over) throw error;
  });
}

/** Returns access to parts of the file by range requests, or null where the server sends whole files only. */
async function rangesOf(
  address: string, name: string, options: HttpOptions, signal: AbortSignal | undefined,
): Promise<RandomAccess | null> {
  const part = (range: string): Promise<Response> => retrying(options, signal, async () => {
    const ending = new AbortController();
    const response = await answer(address, name, options, { range }, ending, signal);
    if (response.status === 206 || response.status === 200) return response;
    if (response.status === 416) return response;
    await bytesOfResponse(response, { signal });
    return response;
  });
  const first = await part('bytes=0-3');
  const range = /^bytes 0-3\/(\d+)$/.exec(first.headers.get('content-range') ?? '');
  await first.body?.cancel().catch(() => undefined);
  if (first.status !== 206 || range === null) return null;
  const version = versionOf(first);
  return {
    byteLength: Number(range[1]),
    async slice(start, end) {
      const response = await part(`bytes=${start}-${end - 1}`);
      if (response.status === 206 && versionOf(response) !== version) {
        await response.body?.cancel().catch(() => undefined);
        throw new DataError('corrupt', `${name}: the file was replaced while it was read`, {
          reason: 'changed', hint: 'Its parts no longer belong together. Load it again.',
        });
      }
      const opened = await bytesOfResponse(response, { signal, timeoutMs: options.timeoutMs ?? 30_000 });
      const parts: Uint8Array[] = [];
      for await (const chunk of opened.chunks) parts.push(chunk);
      const bytes = new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer());
      if (response.status !== 206 || bytes.byteLength !== end - start) {
        throw new DataError('truncated', `${name}: got ${bytes.byteLength} bytes of a range; expected ${end - start}`, {
          reason: 'range', params: { received: bytes.byteLength, expected: end - start },
        });
      }
      return bytes;
    },
  };
}

/** Returns what tells one version of a file from the next, as far as the server says it and, on another origin, the page may see it. */
function versionOf({ headers }: Response): string {
  const length = headers.get('content-range')?.split('/', 2)[1] ?? '';
  return [headers.get('etag') ?? '', headers.get('last-modified') ?? '', length].join('\n');
}

function absolute(url: string | URL): string {
  const base = typeof location === 'undefined' ? undefined : location.href;
  try {
    const address = new URL(url, base);
    if (!/^(https?|blob|data):$/.test(address.protocol)) {
      throw new OptionError(`http: can't ask "${address.protocol}" addresses; expected http or https`, { reason: 'protocol' });
    }
    return address.href;
  } catch (error) {
    if (error instanceof OptionError) throw error;
    throw new OptionError(`http: ${JSON.stringify(String(url))} is no address; expected an absolute URL`, { cause: error, reason: 'url' });
  }
}

function checkOptions({ timeoutMs, retries, backoffMs }: HttpOptions): void {
  for (const [key, value] of Object.entries({ timeoutMs, retries, backoffMs })) {
    if (value !== undefined && !(value >= 0)) throw new OptionError(`http: ${key} is ${value}; expected a number from 0`);
  }
}

/** Node keeps what really happened (`ECONNREFUSED`) in the cause of its `TypeError: fetch failed`. */
function causeOf(error: unknown): string {
  const cause: unknown = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (cause instanceof Error) {
    return 'code' in cause && typeof cause.code === 'string' && cause.message === '' ? cause.code : cause.message;
  }
  return String(cause);
}
