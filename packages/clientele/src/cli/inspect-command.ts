import { ClienteleError, inferRoles, type Note, type RoleUse, type Schema } from '@clientele/metrics';
import { inspectArrow, schemaOf } from '@clientele/metrics/arrow';
import { type Bytes, csv, notesOf, parquet, recognize } from '@clientele/sources';
import type { Command, TextFlags } from './arguments.js';
import type { CommandIo } from './command-io.js';
import { failureLine, UsageError } from './failure.js';
import { openFile } from './open-file.js';
import { readableNumber, textTable } from './text-table.js';

/** What `inspect` says of a file. */
interface Report {
  readonly file: string;
  /** `arrow stream`, `arrow file`, `parquet`, `csv`. */
  readonly format: string;
  readonly complete: boolean;
  /** The code and the message of what stopped the reading, or null. */
  readonly error: { readonly code: string; readonly message: string; readonly hint: string | null } | null;
  readonly batches: number;
  readonly rows: number;
  readonly bytes: number | null;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly kind: string; readonly nulls: number; readonly role: string | null }[];
  readonly compression: readonly string[];
  /** Of Arrow: dictionary messages (first values, deltas, replacements) and the version of the metadata; null for other formats. */
  readonly dictionaries: number | null;
  readonly metadataVersion: number | null;
  readonly notes: readonly Note[];
}

/** What was found, before columns have roles. */
type Findings = Omit<Report, 'file' | 'columns' | 'error' | 'complete'> & {
  readonly schema: Schema | null; readonly nulls: Readonly<Record<string, number>>; readonly failure: ClienteleError | null;
};

const EVERY_ROLE: RoleUse = {
  customer: 'optional', time: 'optional', value: 'optional', order: 'optional', stage: 'optional', score: 'optional', segment: 'optional', weight: 'optional',
};

/**
 * Reads the whole of one file and reports what is in it. Returns 0, or 1 where the data are damaged, with the report on
 * what could be read and the error's line on standard error. Throws where not even a schema could be read.
 */
export async function inspectCommand(command: Extract<Command, { kind: 'inspect' }>, io: CommandIo): Promise<number> {
  const [file, ...more] = command.files;
  if (file === undefined || more.length > 0) throw new UsageError('inspect: several files given; expected one', 'inspect');
  if (command.format === 'csv' || command.format === 'arrow') {
    throw new UsageError(`inspect: a report can't be written as ${command.format}; expected table or json`, 'inspect');
  }
  const { schema, nulls, failure, ...facts } = await inspected(await openFile(file, io.stdin), command.text);
  if (schema === null && failure !== null) throw failure;
  const report: Report = {
    file: file === '-' ? 'standard input' : file,
    ...facts,
    complete: failure === null,
    error: failure === null ? null : { code: failure.code, message: failure.message, hint: failure.hint ?? null },
    columns: columnsOf(schema, nulls),
  };
  await io.stdout.write(command.format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : reportText(report));
  if (failure === null) return 0;
  await io.stderr.write(failureLine(failure));
  return 1;
}

async function inspected(bytes: Bytes, text: TextFlags): Promise<Findings> {
  const { format, bytes: whole } = await recognize(bytes);
  if (format === 'csv' || format === 'parquet') return inspectedSource(format, whole, text);
  const { chunks } = await whole.open();
  const { schema, error, batches, rows, nulls, compression, dictionaries, metadataVersion, bytes: read, format: layout } = await inspectArrow(chunks);
  return {
    format: `arrow ${layout ?? 'data'}`, schema: schema === null ? null : schemaOf(schema), nulls, failure: error, batches, rows, bytes: read,
    compression, dictionaries, metadataVersion, notes: [],
  };
}

async function inspectedSource(format: 'csv' | 'parquet', bytes: Bytes, text: TextFlags): Promise<Findings> {
  const source = format === 'csv' ? csv(bytes, text) : parquet(bytes);
  const nulls = new Map<string, number>();
  let [batches, rows] = [0, 0];
  let seen: number | null = null;
  let schema: Schema | null = null;
  let failure: ClienteleError | null = null;
  try {
    schema = await source.schema();
    for await (const batch of source.scan({ onProgress: (progress) => { seen = progress.totalBytes ?? progress.bytes; } })) {
      batches++;
      rows += batch.numRows;
      batch.schema.fields.forEach(({ name }, i) => {
        nulls.set(String(name), (nulls.get(String(name)) ?? 0) + (batch.data.children[i]?.nullCount ?? 0));
      });
    }
  } catch (error) {
    if (!(error instanceof ClienteleError)) throw error;
    failure = error;
  }
  const notes = schema === null ? [] : await notesOf(source);
  return { format, schema, nulls: Object.fromEntries(nulls), failure, batches, rows, bytes: seen, compression: [], dictionaries: null, metadataVersion: null, notes };
}

function columnsOf(schema: Schema | null, nulls: Readonly<Record<string, number>>): Report['columns'] {
  if (schema === null) return [];
  const { roles } = inferRoles(schema, EVERY_ROLE, {});
  return schema.fields.map(({ name, type, kind }) => {
    const role = Object.entries(roles).find(([, column]) => column === name)?.[0] ?? null;
    return { name, type, kind, nulls: nulls[name] ?? 0, role };
  });
}

function reportText(report: Report): string {
  const facts: readonly (readonly [string, string])[] = [
    ['file', report.file],
    ['format', report.format],
    ['complete', report.complete ? 'yes' : `no: ${report.error?.code ?? ''}`],
    ['rows', readableNumber(report.rows, 0)],
    ['batches', readableNumber(report.batches, 0)],
    ...(report.bytes === null ? [] : [['bytes', readableNumber(report.bytes, 0)] as const]),
    ...(report.metadataVersion === null ? [] : [['metadata', `version ${report.metadataVersion}`] as const]),
    ...(report.dictionaries === null || report.dictionaries === 0 ? [] : [['dictionaries', readableNumber(report.dictionaries, 0)] as const]),
    ...(report.compression.length === 0 ? [] : [['compression', report.compression.join(', ')] as const]),
  ];
  const width = Math.max(...facts.map(([name]) => name.length));
  const columns = textTable({
    fields: [
      { name: 'column', type: 'utf8' }, { name: 'type', type: 'utf8' }, { name: 'missing', type: 'int32' }, { name: 'read as', type: 'utf8' },
    ],
    numRows: report.columns.length,
    columns: {
      column: report.columns.map(({ name }) => name), type: report.columns.map(({ type }) => type),
      missing: report.columns.map(({ nulls }) => nulls), 'read as': report.columns.map(({ role }) => role),
    },
  });
  return [
    ...facts.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`), '\n', columns,
    ...report.notes.map(({ message }) => `note: ${message}\n`),
  ].join('');
}
