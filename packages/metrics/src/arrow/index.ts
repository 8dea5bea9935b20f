// The public names of `@clientele/metrics/arrow`.
export type { Frame, FrameReader, Input } from './frame.js';
export { createFrameReader } from './frame-reader.js';
export { schemaOf } from './schema-of.js';
export { batchOf, batchSchemaOf } from './batch-of.js';
export type { BatchColumn, BatchField, BatchType } from './batch-of.js';
export { columnOf } from './column-view.js';
export { exactValuesOf } from './exact-values.js';
export type { ExactValues } from './exact-values.js';
export { tableToIpc, toArrow } from './table-arrow.js';
export { fromArrow } from './table-from-arrow.js';
export type { ArrowFieldLike, ArrowTableLike, ArrowVectorLike } from './table-from-arrow.js';
export { readBatches, readSchema } from './reader.js';
export type { ByteChunks, ReadOptions } from './reader.js';
export { defaultLimits } from './limits.js';
export type { ArrowLimits } from './limits.js';
export { inspectArrow } from './inspect.js';
export type { Inspection } from './inspect.js';
export { tableOfBatches } from './table-of-batches.js';
