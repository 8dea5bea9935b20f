import { DataError } from '@clientele/metrics';
import type * as PapaParse from 'papaparse';

/** How the cells of a file are told apart. */
export interface Dialect {
  /** A single character, or `spaces` for runs of blanks and tabs with no quoting. */
  readonly delimiter: string;
  readonly newline: '\n' | '\r';
}

/** Rows that came together. */
export interface Records {
  readonly rows: readonly (readonly string[])[];
  /** The line on which row *i* begins, from 1. Costs a walk: for error messages. */
  readonly lineOf: (i: number) => number;
}

/** What Papa's row parser returns; `cursor` is where the rows that it took end. */
interface Parsed {
  readonly data: string[][];
  readonly errors: readonly { readonly code: string; readonly message: string; readonly row: number }[];
  readonly meta: { readonly cursor: number };
}

/** Papa's row parser: the part of Papa Parse below its streamers, which know files and addresses but not async iterables. */
interface RowParser {
  parse(input: string, baseIndex: number, ignoreLastRow: boolean): Parsed;
}

/** Turns text into rows. The last row of an unfinished text is left for later. */
export interface Splitter {
  split(text: string, last: boolean): Parsed;
}

/** Returns what splits text of *dialect*. Loads Papa Parse on first use. */
export async function splitterOf(dialect: Dialect): Promise<Splitter> {
  if (dialect.delimiter === 'spaces') return { split: (text, last) => splitAtSpaces(text, dialect.newline, last) };
  const { default: Papa } = await import('papaparse');
  const Parser = Papa.Parser as unknown as new (config: PapaParse.ParseConfig) => RowParser;
  const config: PapaParse.ParseConfig = { delimiter: dialect.delimiter, newline: dialect.newline };
  return {
    split(text, last) {
      const parsed = new Parser(config).parse(text, 0, !last);
      for (const row of parsed.data) {
        const end = row.length - 1;
        const cell = row[end];
        if (cell?.endsWith('\r') === true) row[end] = cell.slice(0, -1);
      }
      return parsed;
    },
  };
}

function splitAtSpaces(text: string, newline: string, last: boolean): Parsed {
  const end = last ? text.length : text.lastIndexOf(newline) + 1;
  const data: string[][] = [];
  for (const line of text.slice(0, end).split(newline)) {
    const trimmed = line.trim();
    data.push(trimmed === '' ? [''] : trimmed.split(/\s+/));
  }
  // What follows the last line break is no line.
  if (text.slice(0, end).endsWith(newline)) data.pop();
  return { data, errors: [], meta: { cursor: end } };
}

/** The longest single row, in characters. Beyond it a quote was opened and never closed. */
const LONGEST_ROW = 16 * 1024 * 1024;

/**
 * Yields the rows of *text* in pieces. Blank lines are left out. A quoted field that isn't closed, or that goes on after
 * its closing quote, throws DataError `corrupt` with the line.
 */
export async function* recordsOf(text: AsyncIterable<string>, dialect: Dialect): AsyncGenerator<Records> {
  const splitter = await splitterOf(dialect);
  let rest = '';
  let line = 1;
  const take = (last: boolean): Records => {
    const { data, errors, meta } = splitter.split(rest, last);
    const first = line;
    const lineOf = (i: number): number => {
      let at = first;
      for (const row of data.slice(0, i)) at += 1 + row.reduce((sum, cell) => sum + count(cell, dialect.newline), 0);
      return at;
    };
    const fault = errors.find(({ row }) => row < data.length);
    if (fault !== undefined) throw quoteError(fault.code, lineOf(fault.row));
    line += count(rest.slice(0, meta.cursor), dialect.newline);
    rest = rest.slice(meta.cursor);
    return blankLinesLeftOut(data, lineOf);
  };
  for await (const piece of text) {
    rest = rest === '' ? piece : rest + piece;
    if (rest.length > LONGEST_ROW + piece.length) throw quoteError('MissingQuotes', line);
    const records = take(false);
    if (records.rows.length > 0) yield records;
  }
  if (rest === '') return;
  const records = take(true);
  if (records.rows.length > 0) yield records;
}

function blankLinesLeftOut(data: string[][], lineOf: (i: number) => number): Records {
  const isBlank = (row: readonly string[]): boolean => row.length === 1 && row[0]?.trim() === '';
  if (!data.some(isBlank)) return { rows: data, lineOf };
  const kept = data.map((_, i) => i).filter((i) => !isBlank(data[i] ?? []));
  return { rows: kept.map((i) => data[i] ?? []), lineOf: (i) => lineOf(kept[i] ?? i) };
}

function count(text: string, character: string): number {
  let found = 0;
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) found++;
  return found;
}

function quoteError(code: string, line: number): DataError {
  const problem = code === 'MissingQuotes'
    ? 'a quoted field that is never closed'
    : 'text between a closing quote and the next delimiter';
  return new DataError('corrupt', `csv: line ${line} has ${problem}; expected quotes in pairs`, {
    reason: 'quotes', params: { line }, hint: 'Write a quote inside a quoted field twice ("").',
  });
}
