import { Data, RecordBatch, type Schema, Struct } from 'apache-arrow';
import { bodyDecoder } from './codecs.js';
import type { StreamSchema } from './column-layout.js';
import { buildData } from './data-builder.js';
import { DictionaryStore } from './dictionary-store.js';
import { type Block, checkBlocks, type Footer, readFooter } from './footer.js';
import type { ArrowFormat, FramedMessage } from './framer.js';
import { guardedData } from './guarded-data.js';
import { type ArrowLimits, checkLimit } from './limits.js';
import { type BatchHeader, type BodyCodec, readBatchHeader, readDictionaryHeader } from './message.js';
import { corrupt, truncated } from './refusal.js';
import { readSchemaHeader } from './schema-reader.js';
import { type BodyContext, verifyBody } from './verifier.js';

/**
 * Turns framed messages into apache-arrow's record batches and keeps what has been seen: schema, dictionaries, counts.
 * apache-arrow gets verified, uncompressed buffers through its Data constructor; its own readers are not used.
 */
export class BatchDecoder {
  readonly #limits: ArrowLimits;
  readonly #deferChecks: boolean;
  readonly #dictionaries: DictionaryStore;
  readonly #blocks: { batches: Block[]; dictionaries: Block[] } = { batches: [], dictionaries: [] };
  readonly #codecs = new Set<BodyCodec>();
  #schema: StreamSchema | null = null;
  /** Messages of a file that begins without its schema, as apache-arrow for JavaScript writes it: the footer has it. */
  #unread: FramedMessage[] = [];
  #held: FramedMessage[] = [];
  #heldBytes = 0;
  #rows = 0;
  #emptyRows = 0;

  /** With *deferChecks*, the values of a batch's column are checked when they are first looked at, by whomever. */
  constructor(limits: ArrowLimits, deferChecks: boolean = false) {
    this.#limits = limits;
    this.#deferChecks = deferChecks;
    this.#dictionaries = new DictionaryStore(limits);
  }

  /** The schema, once its message has come. */
  get schema(): StreamSchema | null {
    return this.#schema;
  }

  /** Rows of the batches returned so far. */
  get rows(): number {
    return this.#rows;
  }

  /** Batch and dictionary messages met so far. */
  get messages(): { readonly batches: number; readonly dictionaries: number } {
    return { batches: this.#blocks.batches.length, dictionaries: this.#blocks.dictionaries.length };
  }

  /** The compressions met so far. */
  get codecs(): readonly BodyCodec[] {
    return [...this.#codecs];
  }

  /** The number of rows that the schema's metadata promises (key `clientele.rows` or `rows`), or null. */
  get promisedRows(): number | null {
    const text = this.#schema?.schema.metadata.get('clientele.rows') ?? this.#schema?.schema.metadata.get('rows');
    return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
  }

  /** Returns the batch in *framed*, or null when it holds something else or waits for a file's dictionaries. */
  async accept(framed: FramedMessage, format: ArrowFormat | null): Promise<RecordBatch | null> {
    const { message } = framed;
    if (message.kind === 'schema') {
      if (this.#schema !== null) throw corrupt('second-schema', 'a second schema message follows the first', { offset: framed.offset });
      this.#schema = readSchemaHeader(message.header, message.version, this.#limits);
      return null;
    }
    if (this.#schema === null && format === 'file') {
      this.#hold(framed, this.#unread, 'the file holds too many bytes of batches and has its schema behind them');
      return null;
    }
    const schema = this.#knownSchema();
    const block = { offset: framed.offset, metadataLength: framed.metadataLength, bodyLength: message.bodyLength };
    if (message.kind === 'dictionary') {
      this.#blocks.dictionaries.push(block);
      await this.#dictionary(framed, schema, format);
      return null;
    }
    this.#blocks.batches.push(block);
    // The file format lets dictionaries follow the batches that use them.
    if (format === 'file' && (this.#held.length > 0 || [...schema.dictionaries.keys()].some((id) => !this.#dictionaries.has(id)))) {
      this.#hold(framed, this.#held, 'the file holds too many bytes of batches before their dictionaries');
      return null;
    }
    return this.#batch(framed, schema);
  }

  /**
   * Returns the batches that waited for a file's dictionaries or schema, after checking the file's footer against what was met.
   * *tail* is null for streams. Throws DataError, also when fewer rows came than the schema's metadata promises.
   */
  async *finish(tail: Uint8Array | null): AsyncGenerator<RecordBatch, void, undefined> {
    const footer = tail === null ? null : readFooter(tail, this.#rows);
    if (footer !== null && this.#schema === null) yield* this.#fromFooter(footer);
    const schema = this.#knownSchema();
    if (footer !== null) {
      // Footers of Java's 0.14 name no version; that of the messages counts.
      const stated = readSchemaHeader(footer.schema, schema.version, this.#limits);
      if (describe(stated.schema) !== describe(schema.schema)) throw corrupt('footer-schema', "the file's footer has another schema than its first message");
      checkBlocks(footer.dictionaries, this.#blocks.dictionaries, 'dictionaries');
      checkBlocks(footer.batches, this.#blocks.batches, 'batches');
    }
    const held = this.#held;
    this.#held = [];
    for (const framed of held) yield await this.#batch(framed, schema);
    const promised = this.promisedRows;
    if (promised !== null && this.#rows < promised) {
      throw truncated('rows', `the data ends after ${this.#rows} rows; its schema promises ${promised}`, { rows: this.#rows, promised });
    }
  }

  async *#fromFooter(footer: Footer): AsyncGenerator<RecordBatch, void, undefined> {
    const unread = this.#unread;
    this.#unread = [];
    this.#heldBytes = 0;
    this.#schema = readSchemaHeader(footer.schema, unread[0]?.message.version ?? 5, this.#limits);
    for (const framed of unread) {
      const batch = await this.accept(framed, 'file');
      if (batch !== null) yield batch;
    }
  }

  #hold(framed: FramedMessage, messages: FramedMessage[], what: string): void {
    checkLimit(this.#limits, 'bodyBytes', (this.#heldBytes += framed.message.bodyLength), what);
    messages.push(framed);
  }

  #knownSchema(): StreamSchema {
    if (this.#schema === null) throw corrupt('no-schema', 'the first message is not a schema');
    return this.#schema;
  }

  async #batch({ message, body }: FramedMessage, schema: StreamSchema): Promise<RecordBatch> {
    const header = readBatchHeader(message.header);
    checkLimit(this.#limits, 'rows', this.#rows + header.rows, 'the data has too many rows');
    if (body.length === 0) checkLimit(this.#limits, 'emptyRows', (this.#emptyRows += header.rows), 'too many rows come without bytes');
    const columns = verifyBody(schema.columns, header, body, await this.#context(header, message, this.#deferChecks));
    const children = columns.map((column) => (column.checks === null ? buildData(column) : guardedData(buildData(column), column.checks)));
    const data = new Data(new Struct(schema.schema.fields), 0, header.rows, 0, undefined, children);
    this.#rows += header.rows;
    return new RecordBatch(schema.schema, data, new Map(message.metadata));
  }

  async #dictionary({ message, body, offset }: FramedMessage, schema: StreamSchema, format: ArrowFormat | null): Promise<void> {
    const { id, delta, data } = readDictionaryHeader(message.header);
    const values = schema.dictionaries.get(id);
    if (values === undefined) throw corrupt('dictionary-unknown', `dictionary ${id} belongs to no column`, { dictionary: id, offset });
    if (format === 'file' && !delta && this.#dictionaries.has(id)) {
      throw corrupt('dictionary-replaced', `dictionary ${id} is replaced, which a file can't do; expected a delta`, { dictionary: id, offset });
    }
    const [column] = verifyBody([values], data, body, await this.#context(data, message, false));
    if (column !== undefined) this.#dictionaries.put(id, buildData(column), delta);
  }

  async #context({ codec }: BatchHeader, { version, bodyLength }: FramedMessage['message'], deferChecks: boolean): Promise<BodyContext> {
    if (codec !== null) this.#codecs.add(codec);
    const decoder = codec === null ? null : await bodyDecoder(codec, this.#limits, bodyLength);
    return { version, limits: this.#limits, dictionaries: this.#dictionaries, decoder, deferChecks };
  }
}

function describe(schema: Schema): string {
  return schema.fields.map(({ name, type, nullable }) => `${name}: ${String(type)}${nullable ? '?' : ''}`).join('\n');
}
