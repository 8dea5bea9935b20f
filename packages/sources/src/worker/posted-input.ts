import { type Bytes, bytesOf, type BytesInput } from '../bytes.js';
import type { HttpOptions } from '../http.js';
import { isArrowTable, isBatchList, isSource, isTable, type TableLike } from '../table-shape.js';
import type { SourceInput } from '../source-of.js';
import type { PostedBytes } from './page-bytes.js';
import { type PostedTable, TablePoster } from './posted-table.js';

/** What `sourceOf` takes, as a message: an address or a file itself, or what to ask the page for. */
export type PostedInput =
  | { readonly kind: 'address'; readonly url: string; readonly options: PostedOptions }
  | { readonly kind: 'blob'; readonly blob: Blob }
  | { readonly kind: 'bytes'; readonly bytes: PostedBytes }
  | { readonly kind: 'table'; readonly table: PostedTable };

/** How an address is asked, without the functions, which stay on the page. */
export interface PostedOptions extends Omit<HttpOptions, 'token' | 'fetch' | 'csv' | 'arrow'> {
  readonly hasToken: boolean;
}

/** An input as a message, and what of it stays on the page. */
export interface Posting {
  readonly posted: PostedInput;
  readonly bytes?: Bytes | undefined;
  readonly table?: TablePoster | undefined;
  readonly token?: HttpOptions['token'];
}

/**
 * Returns *input* as a message to a worker, or null where it must be read on the page: a source of one's own, batches of
 * different columns. Reads nothing. Throws OptionError for what is no data.
 */
export function postingOf(input: SourceInput, options: HttpOptions = {}): Posting | null {
  if (typeof input === 'string' || input instanceof URL) {
    const { token, fetch, csv, arrow, ...plain } = options;
    if (fetch !== undefined || csv !== undefined || arrow !== undefined) return null;
    return { posted: { kind: 'address', url: resolved(input), options: { ...plain, headers: { ...plain.headers }, hasToken: token !== undefined } }, token };
  }
  if (isSource(input)) return null;
  if (isArrowTable(input) || isBatchList(input)) {
    const table = asTable(input);
    if (table === null) return null;
    const poster = new TablePoster(table);
    return { posted: { kind: 'table', table: poster.posted }, table: poster };
  }
  if (typeof Blob !== 'undefined' && input instanceof Blob) return { posted: { kind: 'blob', blob: input } };
  const bytes = bytesOf(input as BytesInput);
  const { once, remote, name } = bytes;
  return { posted: { kind: 'bytes', bytes: { once, remote, name, parts: bytes.randomAccess !== undefined } }, bytes };
}

/** A worker would read an address as beginning at its own. */
function resolved(url: string | URL): string {
  try {
    return new URL(url, typeof location === 'undefined' ? undefined : location.href).href;
  } catch {
    return String(url);
  }
}

function asTable(input: Extract<SourceInput, { readonly schema: unknown } | readonly unknown[]>): TableLike | null {
  if (isTable(input)) return sameColumns(input.batches as readonly TableLike[]) ? input : null;
  const batches = (Array.isArray(input) ? input : [input]) as readonly TableLike[];
  return sameColumns(batches) ? { schema: batches[0]!.schema, batches } : null;
}

function sameColumns(batches: readonly TableLike[]): boolean {
  const names = batches.map(({ schema }) => schema.fields.map((field) => (field as { readonly name: string }).name).join('\0'));
  return names.every((name) => name === names[0]);
}
