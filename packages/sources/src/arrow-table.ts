import { RecordBatch } from 'apache-arrow';
import { OptionError, type Note, type Schema, type ScanRequest, SchemaError, type Source } from '@clientele/metrics';
import { schemaOf } from '@clientele/metrics/arrow';
import { ForeignBatches } from './foreign-batch.js';
import { type ArrowTableInput, type BatchLike, hasFields, isTable } from './table-shape.js';

/**
 * Returns the source of an Arrow table, a record batch or several of them with the same columns.
 *
 * Batches of another copy or version of apache-arrow (recognized by their shape) are rebuilt over the same buffers, which
 * copies nothing. Of these, columns of lists, structs, maps and unions are left out, and `notes` says so.
 * The buffers must not be written to. Columns that share a name are called `name[1]`, `name[2]`. Throws SchemaError for batches
 * whose columns differ, OptionError for anything else.
 */
export function arrowTable(input: ArrowTableInput): ArrowTableSource {
  return new ArrowTableSource(input);
}

/** The source that `arrowTable` returns. */
export class ArrowTableSource implements Source {
  readonly once = false;
  readonly #batches: readonly RecordBatch[];
  readonly #schema: Schema;
  readonly #notes: readonly Note[];

  constructor(input: ArrowTableInput) {
    const foreign = new ForeignBatches();
    this.#batches = batchesOf(input).map((batch) => (isOurs(batch) ? batch : foreign.rebuild(batch)));
    const first = this.#batches[0];
    const schema = first?.schema ?? (isTable(input) ? foreign.schemaOf(input.schema.fields) : null);
    if (schema === null) throw new OptionError('arrow table: no batches and no schema; expected a table or at least one batch');
    this.#schema = schemaOf(schema);
    this.#notes = foreign.notes;
    const names = schema.fields.map(({ name }) => String(name));
    for (const batch of this.#batches) checkNames(names, batch.schema.fields.map(({ name }) => String(name)));
  }

  schema(): Promise<Schema> {
    return Promise.resolve(this.#schema);
  }

  /** Columns that were left out. */
  notes(): Promise<readonly Note[]> {
    return Promise.resolve(this.#notes);
  }

  async *scan({ signal, onProgress }: ScanRequest = {}): AsyncGenerator<RecordBatch> {
    const totalRows = this.#batches.reduce((sum, { numRows }) => sum + numRows, 0);
    let rows = 0;
    for (const batch of this.#batches) {
      signal?.throwIfAborted();
      rows += batch.numRows;
      onProgress?.({ rows, totalRows, bytes: 0, totalBytes: null });
      yield batch;
    }
  }
}

/** From version 21 on, `instanceof` also holds for other copies, whose types are other classes all the same. */
function isOurs(batch: object): batch is RecordBatch {
  return batch.constructor === RecordBatch;
}

function batchesOf(input: ArrowTableInput): readonly BatchLike[] {
  if (Array.isArray(input)) return (input as readonly unknown[]).map(expectBatch);
  if (isTable(input)) return input.batches.map(expectBatch);
  return [expectBatch(input)];
}

function expectBatch(input: unknown): BatchLike {
  if (hasFields(input) && 'data' in input && 'numRows' in input) return input as unknown as BatchLike;
  throw new OptionError('arrow table: got something else than a table or record batches; expected tables of apache-arrow', {
    reason: 'input', hint: 'Tables of other libraries come over as bytes: write them as Arrow IPC and pass those.',
  });
}

function checkNames(expected: readonly string[], got: readonly string[]): void {
  if (expected.length === got.length && expected.every((name, i) => name === got[i])) return;
  throw new SchemaError(`arrow table: a batch has the columns ${got.join(', ')}; expected ${expected.join(', ')}, as the first`, {
    reason: 'batch-column',
  });
}
