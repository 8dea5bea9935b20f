import { DataError } from '../errors.js';
import { ByteQueue } from './byte-queue.js';
import { type ArrowLimits, checkLimit } from './limits.js';
import { type Message, readMessage } from './message.js';
import { notArrow } from './not-arrow.js';
import { corrupt, truncated } from './refusal.js';

/** The two ways in which messages are strung together. */
export type ArrowFormat = 'stream' | 'file';

/** A message cut out of the bytes, with its envelope verified. */
export interface FramedMessage {
  readonly message: Message;
  readonly body: Uint8Array;
  /** Where the message begins, counted from the first byte. */
  readonly offset: number;
  /** Bytes of length prefix and metadata, as a file's footer counts them. */
  readonly metadataLength: number;
}

type State = 'start' | 'padding' | 'bare' | 'prefix' | 'metadata' | 'body' | 'ended' | 'footer';

const magic = [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31];
const sniffBytes = 1024;
/** Where the first message of a file begins at the latest: arrow-rs aligns it to 64 bytes, as it does its buffers. */
const mostPadding = 64;
/** No message has metadata as short as this. */
const leastMetadata = 16;
const withoutMarker = " If its producer never writes an end marker (DuckDB's to_arrow_ipc, or send() in a browser), read it with requireEnd: false.";

/**
 * Cuts messages out of bytes that arrive in any chunking, as an IPC stream or an IPC file.
 *
 * A file is read from front to back: behind its magic and padding it is a stream, then comes the footer, which `finish` returns. Messages
 * may have the continuation marker (since Arrow 0.15) or not, but a stream must stay with one of both: where a marker is
 * expected, zeros are an error and not the end mark of old, since that is what a half-written file reads like.
 * Metadata is verified and limits are checked before a body is waited for; memory is taken for bytes that have arrived only.
 */
export class Framer {
  readonly #limits: ArrowLimits;
  readonly #requireEnd: boolean;
  readonly #queue = new ByteQueue();
  #state: State = 'start';
  #format: ArrowFormat | null = null;
  #marked: boolean | null = null;
  #bytes = 0;
  #position = 0;
  #messages = 0;
  #bare = new ByteQueue();
  #offset = 0;
  #prefixLength = 0;
  #metadataLength = 0;
  #message: Message | null = null;

  constructor(limits: ArrowLimits, requireEnd: boolean = true) {
    this.#limits = limits;
    this.#requireEnd = requireEnd;
  }

  /** `stream` or `file` as soon as the first bytes tell. */
  get format(): ArrowFormat | null {
    return this.#format;
  }

  /** The number of bytes pushed so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Takes the next bytes, which must not be written to afterwards: bodies may be views of them. */
  push(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    this.#queue.push(chunk);
  }

  /**
   * Returns the next whole message, or null when more bytes are needed or the end has come.
   * Throws DataError `not-arrow`, `corrupt`, `unsupported` or `limit`.
   */
  next(): FramedMessage | null {
    for (;;) {
      const before = this.#state;
      if (before === 'start') this.#start();
      else if (before === 'padding') this.#padding();
      else if (before === 'bare') this.#bareSchema();
      else if (before === 'prefix') this.#prefix();
      else if (before === 'metadata') this.#metadata();
      else if (before === 'body') return this.#body();
      else if (before === 'ended') this.#trailing();
      else this.#footer();
      if (this.#state === before) return null;
    }
  }

  /**
   * Says that no more bytes will come. Returns a file's bytes behind its last message (footer, its length, magic), and null
   * for a stream. Throws DataError `empty`, `not-arrow` or `truncated`; *rows* read so far go into the error.
   */
  finish(rows: number): Uint8Array | null {
    const left = this.#queue.length;
    switch (this.#state) {
      case 'start':
        if (this.#bytes === 0) {
          throw new DataError('empty', 'arrow: no data arrived, got 0 bytes; expected an Arrow IPC stream or file', {
            hint: 'A query without rows still sends a schema: check that the server answered at all.',
          });
        }
        if (!this.#startsLikeArrow()) throw notArrow(this.#queue.peek(sniffBytes));
        break;
      case 'ended': return null;
      case 'footer': return this.#queue.take(left);
      case 'prefix':
        if (left > 0) break;
        if (this.#format === 'stream' && !this.#requireEnd && this.#messages > 0) return null;
        throw truncated('end-marker', `the ${this.#format} stops after ${this.#messages} messages without an end marker, got ${rows} rows`,
          { rows, bytes: this.#bytes }, this.#format === 'stream' ? withoutMarker : '');
      default:
    }
    throw truncated('message', `the data stops inside of message ${this.#messages + 1} after ${this.#bytes} bytes, got ${rows} rows`, { rows, bytes: this.#bytes });
  }

  #startsLikeArrow(): boolean {
    const first = this.#queue.peek(8);
    return first.every((byte, i) => i >= 6 || byte === magic[i]) || first.every((byte, i) => i >= 4 || byte === 0xff);
  }

  #start(): void {
    const { length } = this.#queue;
    if (length < 8) return;
    const first = this.#queue.peek(8);
    if (magic.every((byte, i) => first[i] === byte)) {
      this.#format = 'file';
      this.#skip(8);
      this.#state = 'padding';
      return;
    }
    const word = int32(first, 0);
    if (word !== -1) {
      // Old streams begin with the length of the schema message, then the position of its root table.
      const root = int32(first, 4);
      const old = word > 0 && word <= this.#limits.metadataBytes && word % 4 === 0 && root >= 4 && root < word && root % 4 === 0;
      if (!old) {
        if (length >= sniffBytes) throw notArrow(this.#queue.peek(sniffBytes));
        return;
      }
    }
    this.#format = 'stream';
    this.#state = 'prefix';
  }

  #padding(): void {
    while (this.#position < mostPadding && this.#queue.length >= 8) {
      const first = this.#queue.peek(8);
      if (first.some((byte) => byte !== 0)) {
        const word = int32(first, 0);
        this.#state = word > 0 && word < leastMetadata ? 'bare' : 'prefix';
        return;
      }
      this.#skip(8);
    }
    if (this.#position >= mostPadding) this.#state = 'prefix';
  }

  /**
   * Takes the schema message of a file that has neither marker nor length before it: Polars 2 writes such files. It begins
   * with the position of its root table, which is less than any length, and ends where the next message has its marker.
   */
  #bareSchema(): void {
    while (this.#queue.length >= 8) {
      const word = this.#queue.peek(8);
      const length = int32(word, 4);
      if (int32(word, 0) === -1 && (length === 0 || (length >= leastMetadata && length % 8 === 0))) {
        this.#offset = this.#position - this.#bare.length;
        this.#prefixLength = 0;
        this.#metadataLength = this.#bare.length;
        this.#open(this.#bare.take(this.#bare.length));
        return;
      }
      this.#bare.push(word);
      this.#skip(8);
      checkLimit(this.#limits, 'metadataBytes', this.#bare.length, 'message 1 has too much metadata');
    }
  }

  #prefix(): void {
    if (this.#queue.length < 4) return;
    const marked = int32(this.#queue.peek(4), 0) === -1;
    if (this.#marked !== null && marked !== this.#marked) {
      // A file that was written without an end marker goes on with its footer.
      if (this.#format === 'file') this.#state = 'footer';
      else throw corrupt('continuation', `message ${this.#messages + 1} ${marked ? 'has' : 'lacks'} the continuation marker, unlike those before it`, { offset: this.#position });
      return;
    }
    const prefixLength = marked ? 8 : 4;
    if (this.#queue.length < prefixLength) return;
    this.#marked = marked;
    const length = int32(this.#queue.peek(prefixLength), prefixLength - 4);
    if (length < 0) throw corrupt('metadata-length', `message ${this.#messages + 1} has a negative metadata length, got ${length}`, { offset: this.#position });
    checkLimit(this.#limits, 'metadataBytes', length, `message ${this.#messages + 1} has too much metadata`);
    this.#offset = this.#position;
    this.#prefixLength = prefixLength;
    this.#metadataLength = length;
    this.#skip(prefixLength);
    if (length > 0) this.#state = 'metadata';
    else if (this.#messages === 0 && this.#format === 'stream') throw corrupt('no-schema', 'the data ends before its schema');
    else this.#state = this.#format === 'file' ? 'footer' : 'ended';
  }

  #metadata(): void {
    if (this.#queue.length < this.#metadataLength) return;
    const bytes = this.#queue.take(this.#metadataLength);
    this.#position += this.#metadataLength;
    this.#open(bytes);
  }

  /** Reads the metadata of a message and goes on to its body. */
  #open(bytes: Uint8Array): void {
    try {
      this.#message = readMessage(bytes);
    } catch (error) {
      // Without magic and marker, nothing but a readable first message says that this is Arrow at all.
      const doubtful = this.#format === 'stream' && this.#marked === false && this.#messages === 0;
      throw doubtful && error instanceof DataError && error.code === 'corrupt' ? notArrow(bytes, error) : error;
    }
    checkLimit(this.#limits, 'bodyBytes', this.#message.bodyLength, `message ${this.#messages + 1} has too long a body`);
    this.#state = 'body';
  }

  #body(): FramedMessage | null {
    const message = this.#message;
    if (message === null || this.#queue.length < message.bodyLength) return null;
    const body = this.#queue.take(message.bodyLength);
    this.#position += message.bodyLength;
    this.#messages++;
    this.#message = null;
    this.#state = 'prefix';
    return { message, body, offset: this.#offset, metadataLength: this.#prefixLength + this.#metadataLength };
  }

  #trailing(): void {
    const rest = this.#queue.peek(this.#queue.length);
    if (rest.some((byte) => byte !== 0)) {
      const second = rest.length >= 4 && int32(rest, 0) === -1;
      throw second
        ? corrupt('second-stream', `a second stream begins at byte ${this.#position}; expected one`, { offset: this.#position })
        : corrupt('trailing-bytes', `${rest.length} bytes or more follow the end marker at byte ${this.#position}; expected none`, { offset: this.#position }, undefined,
          'They may be the footer of a file that lost its first 8 bytes: send a file from its "ARROW1" on, and of a stream nothing behind its end.');
    }
    this.#skip(rest.length);
  }

  #footer(): void {
    checkLimit(this.#limits, 'metadataBytes', this.#queue.length, 'the file has too long a footer');
  }

  #skip(count: number): void {
    this.#queue.skip(count);
    this.#position += count;
  }
}

function int32(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset + at, 4).getInt32(0, true);
}
