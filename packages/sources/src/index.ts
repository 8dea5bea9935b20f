// The public names of `@clientele/sources`.
export { arrowStream } from './arrow-stream.js';
export type { ArrowStreamOptions } from './arrow-stream.js';
export { arrowTable } from './arrow-table.js';
export type { ArrowTableInput } from './arrow-table.js';
export { bytesOf } from './bytes.js';
export type { Bytes, BytesInput, OpenBytes, RandomAccess } from './bytes.js';
export { concatenated } from './concatenated.js';
export { csv } from './csv/csv.js';
export type { CsvOptions } from './csv/csv.js';
export { formatOf } from './format.js';
export type { Format } from './format.js';
export { gunzipped } from './gzip.js';
export { http } from './http.js';
export type { HttpOptions } from './http.js';
export { notesOf } from './notes.js';
export { parquet } from './parquet/parquet.js';
export { sourceOf } from './source-of.js';
export type { SourceInput } from './source-of.js';
