import type { RecordBatch } from 'apache-arrow';
import { type Note, type Schema, type ScanRequest, type Source } from '@clientele/metrics';
import { arrowStream, type ArrowStreamOptions } from './arrow-stream.js';
import { type Bytes, emptyError } from './bytes.js';
import { discard, type OpenBytes, peek } from './open-bytes.js';
import type { CsvOptions } from './csv/csv.js';
import { type Format, formatOf } from './format.js';
import { gunzipped } from './gzip.js';
import { notesOf } from './notes.js';
import { Remembered } from './remembered.js';
import { pageError } from './response.js';

/** What is passed on to the reader of the format that was found. */
export interface SniffOptions {
  readonly csv?: CsvOptions | undefined;
  readonly arrow?: ArrowStreamOptions | undefined;
}

/**
 * Returns the source of *bytes* in whichever format they turn out to be in: Arrow stream or file, Parquet, delimited text,
 * each also inside gzip. The first bytes decide, then file ending and media type (`formatOf`); they are looked at when the
 * source is first used. A web page, JSON or anything unknown throws DataError `not-arrow`.
 */
export function sniffed(bytes: Bytes, options: SniffOptions = {}): Source {
  return new SniffedSource(bytes, options);
}

class SniffedSource implements Source {
  readonly once: boolean;
  readonly #source: Remembered<Source>;

  constructor(bytes: Bytes, options: SniffOptions) {
    this.once = bytes.once;
    this.#source = new Remembered((signal) => recognizedFormat(bytes, options, signal));
  }

  async schema(signal?: AbortSignal): Promise<Schema> {
    return (await this.#source.get(signal)).schema(signal);
  }

  async *scan(request: ScanRequest = {}): AsyncGenerator<RecordBatch> {
    yield* (await this.#source.get(request.signal)).scan(request);
  }

  async notes(signal?: AbortSignal): Promise<readonly Note[]> {
    return notesOf(await this.#source.get(signal), signal);
  }

  /** The source behind, whose format is known. */
  recognized(signal?: AbortSignal): Promise<Source> {
    return this.#source.get(signal);
  }
}

/** Returns the source of the format that *source* turned out to have, or *source* itself where nothing had to be found out. */
export async function recognizedSource(source: Source, signal?: AbortSignal): Promise<Source> {
  return source instanceof SniffedSource ? source.recognized(signal) : source;
}

/** Bytes whose format is known, unpacked where they were gzip. */
export interface Recognized {
  readonly format: Exclude<Format, 'gzip' | 'html' | 'empty'>;
  readonly bytes: Bytes;
}

/**
 * Returns the format of *bytes*, told by their beginning, name and media type, and bytes to read them from: of what comes
 * only once or by request, nothing is lost. Throws DataError `empty` for no byte at all and `not-arrow` for a web page.
 */
export async function recognize(bytes: Bytes, signal?: AbortSignal): Promise<Recognized> {
  // The opening goes on into the source where bytes come only once or cost a request, so it must outlive this call.
  const controller = new AbortController();
  const abort = (): void => controller.abort(signal?.reason);
  signal?.throwIfAborted();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const { head, opened } = await peek(await bytes.open(controller.signal), 1024);
    const format = formatOf(head, bytes.name, opened.contentType);
    if (format === 'empty') throw emptyError(bytes.name);
    if (format === 'html') {
      await discard(opened);
      throw pageError(bytes.name ?? 'source', null);
    }
    const inParts = format === 'parquet' && bytes.randomAccess !== undefined;
    const again = inParts || (!bytes.once && !bytes.remote);
    if (again) await discard(opened);
    const whole = again ? bytes : beginningWith(opened, controller, bytes);
    return format === 'gzip' ? await recognize(gunzipped(whole), signal) : { format, bytes: whole };
  } catch (error) {
    controller.abort();
    throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

async function recognizedFormat(bytes: Bytes, options: SniffOptions, signal: AbortSignal | undefined): Promise<Source> {
  const { format, bytes: whole } = await recognize(bytes, signal);
  // Loaded when a file needs them: most pages read Arrow alone.
  if (format === 'parquet') return (await import('./parquet/parquet.js')).parquet(whole);
  if (format === 'csv') return (await import('./csv/csv.js')).csv(whole, options.csv);
  // The Arrow reader names what it is given instead of Arrow better than anyone else.
  return arrowStream(whole, options.arrow);
}

/** Returns *bytes* of which the first opening goes on with *opened*. */
function beginningWith(opened: OpenBytes, controller: AbortController, bytes: Bytes): Bytes {
  let first: OpenBytes | null = opened;
  return {
    ...bytes,
    async open(signal) {
      const begun = first;
      first = null;
      if (begun === null) return bytes.open(signal);
      if (signal?.aborted === true) controller.abort(signal.reason);
      signal?.addEventListener('abort', () => controller.abort(signal.reason), { once: true });
      return begun;
    },
  };
}
