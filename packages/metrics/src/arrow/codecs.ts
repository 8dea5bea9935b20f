import { DataError } from '../errors.js';
import { type Lz4Blocks, lz4Blocks } from '../kernels/lz4-block.js';
import { type ArrowLimits, checkLimit } from './limits.js';
import { decodeLz4Frame } from './lz4-frame.js';
import type { BodyCodec } from './message.js';
import { corrupt, unsupported } from './refusal.js';

/** Decodes one compressed buffer into an output that it must fill exactly. */
type Decode = (input: Uint8Array, output: Uint8Array) => void;

/** Below this many decompressed bytes in a message a high ratio is no danger: constant columns compress that well. */
const harmlessBytes = 16 * 1024 * 1024;

/**
 * Decompresses the buffers of one body, before apache-arrow sees them. Its own registry of codecs is left alone: it belongs
 * to the page, and its interface has no place for a bound on the output.
 */
export class BodyDecoder {
  readonly #codec: BodyCodec;
  readonly #decode: Decode;
  readonly #limits: ArrowLimits;
  #total = 0;

  constructor(codec: BodyCodec, decode: Decode, limits: ArrowLimits) {
    this.#codec = codec;
    this.#decode = decode;
    this.#limits = limits;
  }

  /**
   * Returns the bytes of *buffer*, whose first 8 bytes declare the decompressed length (-1: the rest is stored as it is).
   * Memory is taken only after the declared length has passed the limits on ratio and body. Throws DataError `corrupt` or `limit`.
   */
  decode(buffer: Uint8Array): Uint8Array {
    if (buffer.length === 0) return buffer;
    if (buffer.length < 8) throw corrupt('compressed-length', `compressed buffer has ${buffer.length} bytes; expected 8 or more`);
    const view = new DataView(buffer.buffer, buffer.byteOffset, 8);
    const declared = view.getInt32(4, true) * 2 ** 32 + view.getUint32(0, true);
    const input = buffer.subarray(8);
    if (declared === -1) return input;
    if (declared < 0) throw corrupt('compressed-length', `compressed buffer declares a negative length, got ${declared}`);
    this.#total += declared;
    checkLimit(this.#limits, 'bodyBytes', this.#total, 'a message decompresses to too many bytes');
    this.#checkRatio(declared, input.length);
    const output = new Uint8Array(declared);
    if (declared > 0) this.#decode(input, output);
    return output;
  }

  #checkRatio(declared: number, compressed: number): void {
    if (this.#codec === 'zstd' && this.#total <= harmlessBytes) return;
    const what = `a buffer of ${compressed} bytes declares to decompress to ${declared}`;
    checkLimit(this.#limits, this.#codec === 'lz4' ? 'lz4Ratio' : 'zstdRatio', Math.ceil(declared / Math.max(1, compressed)), what);
  }
}

let zstd: Promise<Decode> | null = null;

/** Below this many compressed bytes JavaScript is done before WebAssembly would be loaded and compiled. */
const bytesWorthCompiling = 64 * 1024;

/**
 * Returns a decoder for a body of *length* bytes that is compressed by *codec*. ZSTD is loaded when first needed, and LZ4 in
 * WebAssembly when a body is long enough for it; where that can't be had, LZ4 in plain JavaScript does the same.
 */
export async function bodyDecoder(codec: BodyCodec, limits: ArrowLimits, length: number): Promise<BodyDecoder> {
  if (codec === 'lz4') {
    const blocks = (length < bytesWorthCompiling ? null : await loadLz4()) ?? lz4Blocks;
    return new BodyDecoder(codec, (input, output) => decodeLz4Frame(input, output, blocks), limits);
  }
  zstd ??= loadZstd();
  try {
    return new BodyDecoder(codec, await zstd, limits);
  } catch (cause) {
    zstd = null;
    if (cause instanceof DataError) throw cause;
    throw unsupported('compression-codec', 'the ZSTD decoder could not be loaded', { codec },
      'Write the data uncompressed or with LZ4, or see that all files of the package are served.');
  }
}

async function loadZstd(): Promise<Decode> {
  const { decodeZstdFrame } = await import('./zstd-frame.js');
  return decodeZstdFrame;
}

async function loadLz4(): Promise<Lz4Blocks | null> {
  try {
    return await (await import('../kernels/lz4-block-wasm.js')).wasmLz4Blocks();
  } catch {
    // The file could not be loaded.
    return null;
  }
}
