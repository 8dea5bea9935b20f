import { Dataset, evaluateOnce, metricNamed, type Note, OptionError, type Result, rowsOf, type Source } from '@clientele/metrics';
import { tableToIpc } from '@clientele/metrics/arrow';
import { concatenated, notesOf, sniffed } from '@clientele/sources';
import type { Command, TextFlags } from './arguments.js';
import type { CommandIo } from './command-io.js';
import { csvText } from './csv-text.js';
import { UsageError } from './failure.js';
import { openFile } from './open-file.js';
import { ProgressLine } from './progress-line.js';
import { summaryLines } from './summary-lines.js';
import { textTable } from './text-table.js';

type MetricCommand = Extract<Command, { kind: 'metric' }>;

/** Evaluates a metric over files, writes the answer and returns 0. Throws what goes wrong before a byte is written. */
export async function metricCommand(command: MetricCommand, io: CommandIo): Promise<number> {
  checkOptions(command);
  if (command.format === 'arrow' && io.stdout.isTTY === true) {
    throw new UsageError('--format arrow writes bytes, and this is a terminal; expected a file or a pipe', command.metric);
  }
  const source = await sourceOfFiles(command.files, command.text, io);
  const dataset = new Dataset(source);
  const progress = new ProgressLine(io.stderr, command.files.length === 1 ? (command.files[0] ?? '') : `${command.files.length} files`, () => dataset.progress);
  let result: Result;
  try {
    const { metric, options, where } = command;
    result = await evaluateOnce(dataset, { metric, options, where }, { breathe: () => progress.breathe(), sources: await sourcesOf(command, io) });
  } finally {
    await progress.clear();
  }
  await io.stdout.write(written(withNotes(result, await notesOf(source)), command.format));
  return 0;
}

/** The other files that the filter names. */
async function sourcesOf({ sources, text }: MetricCommand, io: CommandIo): Promise<Record<string, Dataset>> {
  const opened: Record<string, Dataset> = {};
  for (const [name, file] of Object.entries(sources)) opened[name] = new Dataset(await sourceOfFiles([file], text, io));
  return opened;
}

/** Returns the rows of *files* as one source. */
async function sourceOfFiles(files: readonly string[], text: TextFlags, io: CommandIo): Promise<Source> {
  const sources: Source[] = [];
  for (const file of files) sources.push(sniffed(await openFile(file, io.stdin), { csv: text }));
  const [only] = sources;
  return only !== undefined && sources.length === 1 ? only : concatenated(sources);
}

/** A bad option is bad usage, and is told before any file is opened. */
function checkOptions({ metric, options }: MetricCommand): void {
  try {
    metricNamed(metric).resolve(options);
  } catch (error) {
    if (error instanceof OptionError) throw new UsageError(error.message, metric);
    throw error;
  }
}

function withNotes(result: Result, notes: readonly Note[]): Result {
  return { ...result, diagnostics: { ...result.diagnostics, notes: [...notes, ...result.diagnostics.notes] } };
}

function written(result: Result, format: MetricCommand['format']): string | Uint8Array {
  switch (format) {
    case 'json': return jsonText(result);
    case 'csv': return csvText(result.table);
    case 'arrow': return tableToIpc(result.table, 'stream');
    case 'table': return `${textTable(result.table)}\n${summaryLines(result).map((line) => `${line}\n`).join('')}`;
  }
}

function jsonText({ table, scalars, tables, diagnostics }: Result): string {
  const others = Object.fromEntries(Object.entries(tables).map(([name, other]) => [name, rowsOf(other)]));
  return `${JSON.stringify({ result: rowsOf(table), scalars, tables: others, diagnostics }, null, 2)}\n`;
}
