import { OptionError, type Source } from '@clientele/metrics';

/** An Arrow table or its batches, of this copy of apache-arrow or of another copy or version. */
export type ArrowTableInput = TableLike | BatchLike | readonly BatchLike[];

/** What makes an object a table: its schema and its batches. */
export interface TableLike {
  readonly schema: { readonly fields: readonly unknown[] };
  readonly batches: readonly unknown[];
}

/** What is read of a record batch, whichever copy of apache-arrow made it. */
export interface BatchLike {
  readonly schema: { readonly fields: readonly unknown[] };
  readonly numRows: number;
  readonly data: { readonly children: readonly unknown[] };
}

/** What is read of a column, whichever copy of apache-arrow made it. */
export interface DataLike {
  readonly offset: number;
  readonly length: number;
  readonly nullCount: number;
  readonly values: unknown;
  readonly valueOffsets: unknown;
  readonly nullBitmap: unknown;
  readonly variadicBuffers?: readonly Uint8Array[] | undefined;
  readonly dictionary?: { readonly data: readonly DataLike[] } | undefined;
}

/** Returns whether *input* is a table or batch by its shape. */
export function isArrowTable(input: unknown): input is TableLike | BatchLike {
  return hasFields(input) && ('batches' in input || ('data' in input && 'numRows' in input));
}

/** Returns whether *input* is a table by its shape. */
export function isTable(input: unknown): input is TableLike {
  return hasFields(input) && 'batches' in input && Array.isArray(input.batches);
}

/** Returns whether *input* has a schema with fields, as tables and batches do. */
export function hasFields(input: unknown): input is { schema: { fields: readonly unknown[] } } {
  if (typeof input !== 'object' || input === null || !('schema' in input)) return false;
  const { schema } = input;
  return typeof schema === 'object' && schema !== null && 'fields' in schema && Array.isArray(schema.fields);
}

/** Returns whether *input* is a source by its shape. */
export function isSource(input: unknown): input is Source {
  return typeof input === 'object' && input !== null
    && 'scan' in input && typeof input.scan === 'function' && 'schema' in input && typeof input.schema === 'function';
}

/** Returns whether *input* is a list of batches. Throws OptionError for any other list. */
export function isBatchList(input: unknown): input is readonly BatchLike[] {
  if (!Array.isArray(input)) return false;
  if (input.length > 0 && (input as readonly unknown[]).every(isArrowTable)) return true;
  throw new OptionError('source: got an array; expected record batches in it, at least one', { reason: 'input' });
}
