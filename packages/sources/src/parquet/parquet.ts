import type { RecordBatch } from 'apache-arrow';
import type { FileMetaData, ParquetScan, RowGroup } from 'hyparquet';
import { DataError, type Note, type ScanRequest, type Schema, type Source } from '@clientele/metrics';
import { batchOf, batchSchemaOf, schemaOf } from '@clientele/metrics/arrow';
import { type Bytes, bytesOf, type BytesInput, emptyError, inMemory, type RandomAccess } from '../bytes.js';
import { readAll } from '../open-bytes.js';
import { Remembered } from '../remembered.js';
import { parquetColumns, type ParquetColumn } from './columns.js';
import { parsers, withRawDecimals } from './raw-values.js';
import { parquetError } from './errors.js';

const BATCH_ROWS = 65_536;

/**
 * Returns the source of a Parquet file in *input*. Row groups are read one after the other, of each only the columns asked
 * for, and delivered in batches of at most 65,536 rows. A file, a blob and an address whose server answers range requests
 * are read in parts; a stream and any other answer are kept in memory whole.
 *
 * Integers, floats, decimals (exact), booleans, text, dates and timestamps of every unit come over, compressed with any
 * codec but LZO. Nested and repeated columns, times of day, intervals and plain binary columns are left out; `notes` says so.
 * A file without its footer throws DataError `truncated`, one that contradicts itself `corrupt`, an encrypted one `unsupported`.
 */
export function parquet(input: BytesInput): ParquetSource {
  return new ParquetSource(bytesOf(input));
}

/** A file that has been opened: its metadata and what is read of it. */
interface OpenParquet {
  readonly file: RandomAccess;
  readonly metadata: FileMetaData;
  readonly columns: readonly ParquetColumn[];
  readonly notes: readonly Note[];
}

/** The source that `parquet` returns. */
export class ParquetSource implements Source {
  readonly once: boolean;
  readonly #bytes: Bytes;
  readonly #opened: Remembered<OpenParquet>;

  constructor(bytes: Bytes) {
    this.once = bytes.once;
    this.#bytes = bytes;
    this.#opened = new Remembered((signal) => this.#open(signal));
  }

  async schema(signal?: AbortSignal): Promise<Schema> {
    const { columns } = await this.#opened.get(signal);
    return schemaOf(batchSchemaOf(columns.map(({ field }) => field)));
  }

  /** Columns that were left out. */
  async notes(signal?: AbortSignal): Promise<readonly Note[]> {
    return (await this.#opened.get(signal)).notes;
  }

  async *scan(request: ScanRequest = {}): AsyncGenerator<RecordBatch> {
    const { file, metadata, columns } = await this.#opened.get(request.signal);
    const wanted = columns.filter(({ field }) => request.columns === undefined || request.columns.includes(field.name));
    const scan = await this.#prepare(file, metadata, wanted);
    const fields = wanted.map(({ field }) => field);
    const totalRows = Number(metadata.num_rows);
    let rows = 0;
    let bytes = 0;
    for (const group of metadata.row_groups) {
      request.signal?.throwIfAborted();
      const groupRows = Number(group.num_rows);
      const values = await this.#readGroup(scan, wanted, rows, groupRows);
      for (let start = 0; start < groupRows; start += BATCH_ROWS) {
        const length = Math.min(BATCH_ROWS, groupRows - start);
        yield batchOf(fields, values.map((column) => column.slice(start, start + length)), length);
        request.signal?.throwIfAborted();
      }
      rows += groupRows;
      bytes += bytesOfGroup(group, wanted);
      request.onProgress?.({ rows, totalRows, bytes, totalBytes: file.byteLength });
    }
    if (rows !== totalRows) throw parquetError(this.#bytes.name, new Error(`the row groups have ${rows} rows, the footer says ${totalRows}`));
  }

  async #prepare(file: RandomAccess, metadata: FileMetaData, wanted: readonly ParquetColumn[]): Promise<ParquetScan> {
    const [{ parquetScan }, { compressors }] = await Promise.all([import('hyparquet'), import('hyparquet-compressors')]);
    return this.#typed(() => parquetScan({
      file: asyncBufferOf(file),
      metadata: withRawDecimals(metadata),
      columns: wanted.map(({ field }) => field.name),
      compressors, parsers, utf8: false,
    }));
  }

  async #readGroup(
    scan: ParquetScan, wanted: readonly ParquetColumn[], rowStart: number, rows: number,
  ): Promise<ReturnType<ParquetColumn['convert']>[]> {
    if (rows === 0) return wanted.map(() => []);
    return Promise.all(wanted.map((column) => this.#typed(async () => {
      const values = await scan.readColumn({ column: column.field.name, rowStart, rowEnd: rowStart + rows });
      if (values.length !== rows) throw new Error(`column "${column.field.name}" has ${values.length} values for ${rows} rows`);
      return column.convert(values as ArrayLike<unknown>);
    })));
  }

  async #open(signal: AbortSignal | undefined): Promise<OpenParquet> {
    const file = await this.#randomAccess(signal);
    if (file.byteLength === 0) throw emptyError(this.#bytes.name);
    const { parquetMetadataAsync } = await import('hyparquet');
    const magic = new TextDecoder().decode(await file.slice(0, Math.min(4, file.byteLength)));
    const metadata = await this.#typed(async () => {
      if (magic === 'PARE') throw new DataError('unsupported', 'parquet: the file is encrypted; expected a plain one', { reason: 'encryption' });
      if (magic !== 'PAR1') throw new DataError('not-arrow', `parquet: the file begins with ${JSON.stringify(magic)}; expected "PAR1"`, { reason: 'parquet-magic' });
      return parquetMetadataAsync(asyncBufferOf(file));
    });
    return { file, metadata, ...parquetColumns(metadata) };
  }

  async #randomAccess(signal: AbortSignal | undefined): Promise<RandomAccess> {
    const direct = await this.#bytes.randomAccess?.(signal);
    if (direct !== undefined && direct !== null) return direct;
    const whole = inMemory(await readAll(await this.#bytes.open(signal), signal), this.#bytes.name);
    const access = await whole.randomAccess?.();
    if (access === undefined || access === null) throw emptyError(this.#bytes.name);
    return access;
  }

  async #typed<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      throw parquetError(this.#bytes.name, error);
    }
  }
}

/** Hyparquet reads buffers that begin at zero. */
function asyncBufferOf(file: RandomAccess): { byteLength: number; slice: (start: number, end?: number) => Promise<ArrayBuffer> } {
  return {
    byteLength: file.byteLength,
    async slice(start, end = file.byteLength) {
      const from = start < 0 ? Math.max(0, file.byteLength + start) : start;
      const bytes = await file.slice(from, Math.min(end, file.byteLength));
      return new Uint8Array(bytes).buffer;
    },
  };
}

function bytesOfGroup(group: RowGroup, wanted: readonly ParquetColumn[]): number {
  let bytes = 0;
  for (const { meta_data: meta } of group.columns) {
    if (wanted.some(({ field }) => field.name === meta?.path_in_schema[0])) bytes += Number(meta?.total_compressed_size ?? 0n);
  }
  return bytes;
}
