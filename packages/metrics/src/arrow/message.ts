import { type FlatTable, rootTable, safeInt64 } from './flatbuffer-verifier.js';
import { corrupt, unsupported } from './refusal.js';

/** The kinds of messages that a stream consists of. */
export type MessageKind = 'schema' | 'dictionary' | 'batch';

/** The verified envelope of one encapsulated message. */
export interface Message {
  readonly kind: MessageKind;
  /** Arrow's metadata version, 4 or 5. */
  readonly version: number;
  readonly header: FlatTable;
  readonly bodyLength: number;
  readonly metadata: ReadonlyMap<string, string>;
}

/** How the buffers of a body are compressed. */
export type BodyCodec = 'lz4' | 'zstd';

/** What a record batch's header says about its body. Pairs lie flat: length and null count of a node, offset and length of a buffer. */
export interface BatchHeader {
  readonly rows: number;
  readonly nodes: readonly number[];
  readonly buffers: readonly number[];
  readonly codec: BodyCodec | null;
  /** For each view column in order, how many data buffers it has. */
  readonly viewCounts: readonly number[];
}

/** A dictionary batch: values of one dictionary, to be appended when it is a delta. */
export interface DictionaryHeader {
  readonly id: number;
  readonly delta: boolean;
  readonly data: BatchHeader;
}

/**
 * Returns the envelope in *bytes*, the metadata of one message without its length prefix.
 * Throws DataError: `corrupt` when the FlatBuffer fails verification, `unsupported` for tensors and for metadata versions other than 4 and 5.
 */
export function readMessage(bytes: Uint8Array): Message {
  const root = rootTable(bytes);
  const version = supportedVersion(root.int16(0, 0));
  const kind = kindOf(root.uint8(1, 0));
  const header = root.table(2);
  if (header === null) throw corrupt('message-header', `${kind} message has no header`);
  const bodyLength = root.int64(3, 0);
  if (bodyLength < 0) throw corrupt('body-length', `${kind} message has a negative body length, got ${bodyLength}`);
  const metadata = readKeyValues(root, 4);
  if (metadata.has('ARROW:experimental_compression')) {
    throw unsupported('compression-codec', 'the body is compressed in the experimental way of Arrow 0.17', {}, 'Write the data again with a newer version of its producer, or uncompressed: in ClickHouse SETTINGS output_format_arrow_compression_method = \'none\'.');
  }
  return { kind, version, header, bodyLength, metadata };
}

/** Returns Arrow's metadata version (4 or 5) for the stored number. Throws DataError `unsupported` for every other. */
function supportedVersion(stored: number): number {
  const version = stored + 1;
  if (version === 4 || version === 5) return version;
  throw unsupported('metadata-version', `metadata version ${version} is not read here; expected 4 or 5`, { version });
}

function kindOf(type: number): MessageKind {
  switch (type) {
    case 1: return 'schema';
    case 2: return 'dictionary';
    case 3: return 'batch';
    case 4:
    case 5: throw unsupported('tensor', 'the message is a tensor; expected a table of record batches');
    default: throw corrupt('message-header', `message has no known kind, got ${type}`);
  }
}

/** Returns the custom metadata in *field* of *table*. An entry without key or value is left out; the last of equal keys wins. */
export function readKeyValues(table: FlatTable, field: number): Map<string, string> {
  const entries = new Map<string, string>();
  for (const entry of table.tables(field)) {
    const key = entry.string(0);
    const value = entry.string(1);
    if (key !== null && value !== null) entries.set(key, value);
  }
  return entries;
}

/** Returns what the header of a record batch says. Throws DataError `corrupt` or, for an unknown compression, `unsupported`. */
export function readBatchHeader(header: FlatTable): BatchHeader {
  const rows = header.int64(0, 0);
  if (rows < 0) throw corrupt('row-count', `record batch has a negative number of rows, got ${rows}`);
  return {
    rows,
    nodes: readPairs(header, 1),
    buffers: readPairs(header, 2),
    codec: readCodec(header.table(3)),
    viewCounts: header.int64s(4),
  };
}

/** Returns what the header of a dictionary batch says. */
export function readDictionaryHeader(header: FlatTable): DictionaryHeader {
  const data = header.table(1);
  if (data === null) throw corrupt('dictionary-data', 'dictionary batch has no data');
  return { id: header.int64(0, 0), delta: header.bool(2), data: readBatchHeader(data) };
}

/** A plain array: making a typed one is when the engine collects the garbage of what was decoded before, for a few numbers. */
function readPairs(header: FlatTable, field: number): number[] {
  const { view, position, count } = header.structs(field, 16);
  const pairs: number[] = [];
  for (let i = 0; i < 2 * count; i++) pairs.push(safeInt64(view, position + 8 * i));
  return pairs;
}

function readCodec(compression: FlatTable | null): BodyCodec | null {
  if (compression === null) return null;
  const codec = compression.uint8(0, 0);
  const method = compression.uint8(1, 0);
  if (method !== 0) throw unsupported('compression-method', `bodies compressed by method ${method} are not read here; expected whole buffers (0)`, { method });
  if (codec === 0) return 'lz4';
  if (codec === 1) return 'zstd';
  throw unsupported('compression-codec', `compression codec ${codec} is not read here; expected LZ4_FRAME (0) or ZSTD (1)`, { codec },
    'Write the data uncompressed, or with LZ4_FRAME or ZSTD: in ClickHouse SETTINGS output_format_arrow_compression_method = \'none\'.');
}
