import type { RecordBatch } from 'apache-arrow';
import { type Field, type Note, OptionError, type Progress, type Schema, type ScanRequest, SchemaError, type Source } from '@clientele/metrics';
import { CsvSource } from './csv/csv.js';
import { notesOf } from './notes.js';
import { Remembered } from './remembered.js';
import { recognizedSource } from './sniffed.js';

/**
 * Returns the rows of several sources one after the other, as one source. All must have the columns of the first, in any
 * order and of the same kind (SchemaError otherwise, naming the source by its place). Types may differ in width or unit.
 * CSV files are typed together: a column is a number only if it is one in all of them.
 */
export function concatenated(sources: readonly Source[]): Source {
  if (sources.length === 0) throw new OptionError('concatenated: no sources; expected at least one');
  return new ConcatenatedSource(sources);
}

class ConcatenatedSource implements Source {
  readonly once: boolean;
  readonly #sources: readonly Source[];
  readonly #schema: Remembered<Schema>;

  constructor(sources: readonly Source[]) {
    this.once = sources.some(({ once }) => once);
    this.#sources = sources;
    this.#schema = new Remembered((signal) => this.#agree(signal));
  }

  schema(signal?: AbortSignal): Promise<Schema> {
    return this.#schema.get(signal);
  }

  async notes(signal?: AbortSignal): Promise<readonly Note[]> {
    const notes: Note[] = [];
    for (const source of this.#sources) notes.push(...await notesOf(source, signal));
    return notes;
  }

  async *scan({ onProgress, ...request }: ScanRequest = {}): AsyncGenerator<RecordBatch> {
    await this.#schema.get(request.signal);
    let before = { rows: 0, bytes: 0 };
    for (const [i, source] of this.#sources.entries()) {
      const only = this.#sources.length === 1;
      let last: Progress | null = null;
      yield* source.scan({
        ...request,
        onProgress: (progress) => {
          last = progress;
          // What the sources still to come hold isn't known.
          onProgress?.({
            rows: before.rows + progress.rows,
            bytes: before.bytes + progress.bytes,
            totalRows: only ? progress.totalRows : null,
            totalBytes: only ? progress.totalBytes : null,
          });
        },
      });
      const done = last as Progress | null;
      before = { rows: before.rows + (done?.rows ?? 0), bytes: before.bytes + (done?.bytes ?? 0) };
      if (i < this.#sources.length - 1) request.signal?.throwIfAborted();
    }
  }

  async #agree(signal: AbortSignal | undefined): Promise<Schema> {
    const recognized = await Promise.all(this.#sources.map((source) => recognizedSource(source, signal)));
    await joinTypes(recognized.filter((source) => source instanceof CsvSource), signal);
    const schemas = await Promise.all(this.#sources.map((source) => source.schema(signal)));
    const [first, ...others] = schemas;
    if (first === undefined) throw new OptionError('concatenated: no sources; expected at least one');
    others.forEach((schema, i) => checkColumns(first, schema, i + 2));
    return first;
  }
}

/** Lets all files know what the others hold, so that a column has one type in all. */
async function joinTypes(files: readonly CsvSource[], signal: AbortSignal | undefined): Promise<void> {
  const evidence = await Promise.all(files.map((file) => file.evidence(signal)));
  const joined = new Map<string, (typeof evidence)[number][number]>();
  for (const column of evidence.flat()) {
    const known = joined.get(column.name);
    if (known === undefined) joined.set(column.name, column);
    else known.join(column);
  }
  for (const column of evidence.flat()) {
    const known = joined.get(column.name);
    if (known !== undefined && known !== column) column.join(known);
  }
}

function checkColumns(expected: Schema, got: Schema, place: number): void {
  for (const field of expected.fields) {
    const same = got.fields.find(({ name }) => name === field.name);
    if (same === undefined) throw differs(place, `has no column "${field.name}"`, field, field.type);
    if (same.kind !== field.kind) throw differs(place, `has "${field.name}" as ${same.type}`, field, field.type);
  }
  const extra = got.fields.find(({ name }) => expected.fields.every((field) => field.name !== name));
  if (extra !== undefined) throw differs(place, `has a column "${extra.name}"`, extra, 'no such column');
}

function differs(place: number, problem: string, { name }: Field, expected: string): SchemaError {
  return new SchemaError(`concatenated: source ${place} ${problem}; expected ${expected}, as in the first`, {
    reason: 'columns-differ', params: { source: place, column: name },
  });
}
