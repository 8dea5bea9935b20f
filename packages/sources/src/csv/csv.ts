import type { RecordBatch } from 'apache-arrow';
import { DataError, type Note, type ScanRequest, type Schema, type Source } from '@clientele/metrics';
import { batchOf, batchSchemaOf, schemaOf } from '@clientele/metrics/arrow';
import { type Bytes, bytesOf, type BytesInput, emptyError } from '../bytes.js';
import { peek } from '../open-bytes.js';
import { isPage } from '../format.js';
import { kept } from '../kept-bytes.js';
import { Remembered } from '../remembered.js';
import { pageError } from '../response.js';
import { cellColumn, fieldOf } from './cell-column.js';
import { dialectOf } from './dialect.js';
import { decoded, decoderOf, legacyEncoding, markedEncoding } from './encoding.js';
import { HEADLESS, isData, namesOf } from './header.js';
import { Evidence } from './inference.js';
import { type Dialect, recordsOf } from './records.js';

/** What `csv` is told beforehand; what is missing is found out. */
export interface CsvOptions {
  /** One character, or `spaces` for runs of blanks. Found among comma, tab, semicolon, bar and runs of blanks, when absent. */
  readonly delimiter?: string | undefined;
  /** Whether the first row names the columns. When absent: yes, unless all its cells are numbers or dates. */
  readonly header?: boolean | undefined;
  /** Found by byte order mark, else UTF-8, else GB18030 or windows-1252 with a note, when absent. */
  readonly encoding?: string | undefined;
}

/** What the first pass found out. */
interface Plan {
  readonly dialect: Dialect;
  readonly encoding: string;
  readonly header: boolean;
  readonly evidence: readonly Evidence[];
  readonly totalRows: number;
  readonly totalBytes: number;
  readonly notes: readonly Note[];
}

const BATCH_ROWS = 65_536;
const SAMPLE_BYTES = 65_536;

/**
 * Returns the source of a delimited text file: CSV, TSV, semicolons, bars, or columns set apart by runs of blanks.
 *
 * A first pass over the whole file finds the type of each column, a second one delivers batches of 65,536 rows, so that
 * no late row can contradict an early guess. A `Response` or stream is therefore kept in memory as bytes. Empty and blank
 * cells are missing. A column is Int32, Int64, Float64, Bool, Date32 or Timestamp (UTC where every cell names a zone) only
 * if every cell is one and nothing is lost: `007`, `+49…`, integers beyond 64 bits and mixed columns stay text, with a
 * note where one odd cell among numbers decided it. `NA`, `N/A`, `NaN`, `NULL`, `None`, `Blank` and `\\N` are missing among
 * numbers, dates and booleans, with a note, and words in a column of text. Eight digits `yyyymmdd` are dates where the column is called so.
 *
 * Rows that are longer or shorter than the header and broken quotes throw DataError `corrupt` with the line. A repeated
 * name throws SchemaError; an empty one becomes `column_3`, after its place. Blank lines are skipped.
 */
export function csv(input: BytesInput, options: CsvOptions = {}): CsvSource {
  return new CsvSource(bytesOf(input), options);
}

/** The source that `csv` returns. */
export class CsvSource implements Source {
  readonly once: boolean;
  readonly #bytes: Bytes;
  readonly #options: CsvOptions;
  readonly #plan: Remembered<Plan>;
  readonly #watchers = new Set<(bytes: number, totalBytes: number | null) => void>();

  constructor(bytes: Bytes, options: CsvOptions) {
    this.once = bytes.once;
    this.#bytes = bytes.once || bytes.remote ? kept(bytes) : bytes;
    this.#options = options;
    this.#plan = new Remembered((signal) => this.#firstPass(signal));
  }

  async schema(signal?: AbortSignal): Promise<Schema> {
    const plan = await this.#plan.get(signal);
    return schemaOf(batchSchemaOf(plan.evidence.map(({ name, type }) => fieldOf(name, type))));
  }

  /** What should be said about how the file was read: its encoding, columns that stayed text. */
  async notes(signal?: AbortSignal): Promise<readonly Note[]> {
    const plan = await this.#plan.get(signal);
    return [...plan.notes, ...plan.evidence.flatMap((evidence) => evidence.notes())];
  }

  /** What is known about each column, which `concatenated` joins over files. */
  async evidence(signal?: AbortSignal): Promise<readonly Evidence[]> {
    return (await this.#plan.get(signal)).evidence;
  }

  async *scan({ columns, signal, onProgress }: ScanRequest = {}): AsyncGenerator<RecordBatch> {
    const watcher = (bytes: number, totalBytes: number | null): void => onProgress?.({ rows: 0, totalRows: null, bytes, totalBytes });
    this.#watchers.add(watcher);
    const plan = await this.#plan.get(signal).finally(() => this.#watchers.delete(watcher));
    const wanted = plan.evidence.flatMap(({ name, type }, index) => {
      return columns === undefined || columns.includes(name) ? [{ index, field: fieldOf(name, type), column: cellColumn(type) }] : [];
    });
    const fields = wanted.map(({ field }) => field);
    let rows = 0;
    let pending = 0;
    const flush = (): RecordBatch => {
      const batch = batchOf(fields, wanted.map(({ column }) => column.flush()), pending);
      rows += pending;
      pending = 0;
      onProgress?.({ rows, totalRows: plan.totalRows, bytes: plan.totalBytes, totalBytes: plan.totalBytes });
      return batch;
    };
    const { chunks } = await this.#bytes.open(signal);
    let skip = plan.header ? 1 : 0;
    for await (const records of recordsOf(decoded(chunks, plan.encoding), plan.dialect)) {
      signal?.throwIfAborted();
      for (const row of records.rows) {
        if (skip > 0) {
          skip--;
          continue;
        }
        for (const { index, field, column } of wanted) {
          if (!column.push(row[index] ?? '')) throw changedError(this.#bytes.name, field.name);
        }
        if (++pending === BATCH_ROWS) yield flush();
      }
    }
    if (pending > 0) yield flush();
    if (rows !== plan.totalRows) throw changedError(this.#bytes.name, null);
  }

  async #firstPass(signal: AbortSignal | undefined): Promise<Plan> {
    if (this.#options.encoding !== undefined) return this.#inferWith(this.#options.encoding, [], signal);
    try {
      return await this.#inferWith(null, [], signal);
    } catch (error) {
      if (!(error instanceof DataError && error.reason === 'encoding' && error.params['encoding'] === 'utf-8')) throw error;
      const encoding = await legacyEncoding((await this.#bytes.open(signal)).chunks);
      const message = `the file is not UTF-8 and is read as ${encoding}; save it as UTF-8 or name its encoding if words look wrong`;
      return this.#inferWith(encoding, [{ code: 'encoding', message, params: { encoding } }], signal);
    }
  }

  async #inferWith(named: string | null, notes: readonly Note[], signal: AbortSignal | undefined): Promise<Plan> {
    const { head, opened } = await peek(await this.#bytes.open(signal), SAMPLE_BYTES);
    if (head.byteLength === 0) throw emptyError(this.#bytes.name);
    if (isPage(head)) throw pageError(this.#bytes.name ?? 'csv', null);
    const encoding = named ?? markedEncoding(head) ?? 'utf-8';
    const complete = head.byteLength < SAMPLE_BYTES;
    const sample = decoderOf(encoding, false).decode(head.subarray(0, SAMPLE_BYTES), { stream: !complete });
    const dialect = await dialectOf(sample, complete, this.#options.delimiter);
    let totalBytes = 0;
    const counted = counting(opened.chunks, (bytes) => {
      signal?.throwIfAborted();
      totalBytes = bytes;
      for (const watcher of this.#watchers) watcher(bytes, opened.totalBytes);
    });
    let evidence: Evidence[] | null = null;
    let header = true;
    let totalRows = 0;
    for await (const { rows, lineOf } of recordsOf(decoded(counted, encoding), dialect)) {
      let start = 0;
      if (evidence === null) {
        const first = rows[0] ?? [];
        header = this.#options.header ?? !isData(first);
        evidence = namesOf(first, header).map((name) => new Evidence(name));
        start = header ? 1 : 0;
      }
      totalRows += rows.length - start;
      for (let i = start; i < rows.length; i++) gather(evidence, rows[i] ?? [], () => lineOf(i));
    }
    if (evidence === null) throw emptyError(this.#bytes.name);
    if (!header && this.#options.header === undefined) notes = [...notes, HEADLESS];
    return { dialect, encoding, header, evidence, totalRows, totalBytes, notes };
  }
}

function gather(evidence: readonly Evidence[], row: readonly string[], line: () => number): void {
  if (row.length !== evidence.length) {
    const at = line();
    throw new DataError('corrupt', `csv: line ${at} has ${row.length} fields; expected ${evidence.length}, as the first line has`, {
      reason: 'ragged',
      params: { line: at, fields: row.length, expected: evidence.length },
      hint: 'A delimiter inside a value needs quotes around the value.',
    });
  }
  for (let i = 0; i < row.length; i++) {
    const cell = (row[i] as string).trim();
    if (cell !== '') (evidence[i] as Evidence).add(cell, line);
  }
}

/** Passes *chunks* through and tells *onBytes* how many bytes there were so far. */
async function* counting(chunks: AsyncIterable<Uint8Array>, onBytes: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    onBytes(bytes += chunk.byteLength);
    yield chunk;
  }
}

function changedError(name: string | null, column: string | null): DataError {
  const where = column === null ? 'has other rows' : `has another kind of value in column "${column}"`;
  return new DataError('corrupt', `${name ?? 'csv'}: ${where} than a moment ago; expected a file that nobody writes to`, { reason: 'changed' });
}
