import type { Source } from '@clientele/metrics';
import { arrowTable } from './arrow-table.js';
import { bytesOf, type BytesInput } from './bytes.js';
import { http, type HttpOptions } from './http.js';
import { sniffed } from './sniffed.js';
import { type ArrowTableInput, isArrowTable, isBatchList, isSource } from './table-shape.js';

/** What `sourceOf` takes: an address, data in memory, a file, an answer, a stream, an Arrow table, a source. */
export type SourceInput = string | URL | BytesInput | ArrowTableInput | Source;

/**
 * Returns the source of *input*, by its type: a string or URL is an address (`http`), an Arrow table or batches are taken
 * as they are (`arrowTable`), a source is returned itself, and bytes in every other shape (Uint8Array, ArrayBuffer, Blob,
 * File, Response, stream) are read in the format that they turn out to have. Throws OptionError for anything else.
 */
export function sourceOf(input: SourceInput, options: HttpOptions = {}): Source {
  if (typeof input === 'string' || input instanceof URL) return http(input, options);
  if (isSource(input)) return input;
  if (isArrowTable(input) || isBatchList(input)) return arrowTable(input);
  return sniffed(bytesOf(input as BytesInput), options);
}
