import type { RecordBatch, Schema } from 'apache-arrow';
import { ClienteleError } from '../errors.js';
import { columnNames } from './column-names.js';
import type { ArrowFormat } from './framer.js';
import type { BodyCodec } from './message.js';
import { type ByteChunks, type ReadOptions, startReading } from './reader.js';

/** What is in the bytes of an IPC stream or file, complete or not. */
export interface Inspection {
  readonly format: ArrowFormat | null;
  /** True when everything up to the end was read and verified. */
  readonly complete: boolean;
  /** What stopped the reading. */
  readonly error: ClienteleError | null;
  readonly schema: Schema | null;
  readonly batches: number;
  readonly rows: number;
  /** Missing values of each top-level column, by name (`id[1]`, `id[2]` where several share one). */
  readonly nulls: Readonly<Record<string, number>>;
  /** Dictionary messages (first values, deltas and replacements). */
  readonly dictionaries: number;
  readonly compression: readonly BodyCodec[];
  /** Arrow's metadata version, 4 or 5; null when there is no schema. */
  readonly metadataVersion: number | null;
  readonly bytes: number;
}

/**
 * Returns what is in *chunks*, having read all of it. What is wrong with them is told in `error`, never thrown; only an
 * abort, wrong options and errors of *chunks* that are not ours are.
 */
export async function inspectArrow(chunks: ByteChunks, options: ReadOptions = {}): Promise<Inspection> {
  const reading = startReading(chunks, { ...options, deferChecks: false });
  const { decoder, framer } = reading;
  const nulls = new Map<string, number>();
  let error: ClienteleError | null = null;
  try {
    for await (const batch of reading.batches) countNulls(batch, nulls);
  } catch (thrown) {
    if (!(thrown instanceof ClienteleError) || thrown.code === 'option') throw thrown;
    error = thrown;
  }
  const schema = decoder.schema?.schema ?? null;
  return {
    format: framer.format,
    complete: error === null,
    error,
    schema,
    batches: decoder.messages.batches,
    rows: decoder.rows,
    nulls: Object.fromEntries((schema === null ? [] : columnNames(schema)).map((name) => [name, nulls.get(name) ?? 0])),
    dictionaries: decoder.messages.dictionaries,
    compression: decoder.codecs,
    metadataVersion: decoder.schema?.version ?? null,
    bytes: framer.bytes,
  };
}

function countNulls(batch: RecordBatch, nulls: Map<string, number>): void {
  columnNames(batch.schema).forEach((name, i) => {
    nulls.set(name, (nulls.get(name) ?? 0) + (batch.data.children[i]?.nullCount ?? 0));
  });
}
