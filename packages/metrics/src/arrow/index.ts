// The public names of `@clientele/metrics/arrow`.
export type { Frame, FrameReader, Input } from './frame.js';
export { createFrameReader } from './frame-reader.js';
export { schemaOf } from './schema-of.js';
