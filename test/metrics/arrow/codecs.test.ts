import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../packages/metrics/src/errors.js';
import { bodyDecoder } from '../../../packages/metrics/src/arrow/codecs.js';
import { defaultLimits, resolveLimits } from '../../../packages/metrics/src/arrow/limits.js';
import { decodeLz4Frame } from '../../../packages/metrics/src/arrow/lz4-frame.js';
import { decodeZstdFrame } from '../../../packages/metrics/src/arrow/zstd-frame.js';
import { lz4Implementations } from '../kernels/lz4-implementations.js';
import { plainContents, seeded } from './seeded.js';

interface ReferenceFrame {
  readonly codec: 'lz4' | 'zstd';
  readonly content: string;
  readonly command: string;
  readonly frame: string;
}

const { frames } = JSON.parse(readFileSync(new URL('../../reference/compressed-frames.json', import.meta.url), 'utf8')) as { frames: ReferenceFrame[] };
const contents = plainContents();

interface Decoder {
  readonly codec: 'lz4' | 'zstd';
  readonly name: string;
  readonly decode: (input: Uint8Array, output: Uint8Array) => void;
}

const lz4Decoders = lz4Implementations.map(({ name, blocks }): Decoder => ({
  codec: 'lz4',
  name: `LZ4 in ${name}`,
  decode: (input, output) => { decodeLz4Frame(input, output, blocks); },
}));
const decoders: readonly Decoder[] = [...lz4Decoders, { codec: 'zstd', name: 'ZSTD', decode: decodeZstdFrame }];
const cases = frames.flatMap((reference) => decoders.filter(({ codec }) => codec === reference.codec).map((decoder) => ({ ...reference, decoder, name: decoder.name })));

function decoded({ decode }: Decoder, frame: Uint8Array, length: number): Uint8Array {
  const output = new Uint8Array(length);
  decode(frame, output);
  return output;
}

function contentOf({ content }: ReferenceFrame): Uint8Array {
  const bytes = contents[content];
  if (bytes === undefined) throw new Error(`no content ${content}`);
  return bytes;
}

/** Returns `code/reason` of what decoding throws, or null when it gives the whole output. */
function refusal(decoder: Decoder, input: Uint8Array, length: number): string | null {
  try {
    decoded(decoder, input, length);
    return null;
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return `${error.code}/${error.reason ?? ''}`;
  }
}

describe.each(cases)('$command of $content by $name', ({ decoder, ...reference }) => {
  const content = contentOf(reference);
  const bytes = new Uint8Array(Buffer.from(reference.frame, 'base64'));

  it('decodes to its content', () => {
    expect(Buffer.compare(decoded(decoder, bytes, content.length), content)).toBe(0);
  });

  it('is refused when another length is declared', () => {
    expect(refusal(decoder, bytes, content.length + 1)).toBe(`corrupt/${reference.codec}`);
    expect(refusal(decoder, bytes, content.length - 1)).toBe(`corrupt/${reference.codec}`);
  });

  it('is refused when cut off anywhere', () => {
    const step = Math.max(1, Math.floor(bytes.length / 200));
    for (let length = 0; length < bytes.length; length += step) {
      expect(refusal(decoder, bytes.subarray(0, length), content.length), `${length} bytes`).toBe(`corrupt/${reference.codec}`);
    }
    expect(refusal(decoder, bytes.subarray(0, -1), content.length)).toBe(`corrupt/${reference.codec}`);
  });

  it('gives a whole output or a typed error when damaged, in bounded time', () => {
    const random = seeded(bytes.length);
    for (let run = 0; run < 60; run++) {
      const damaged = bytes.slice();
      for (let k = 0; k <= run % 3; k++) damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256);
      const start = performance.now();
      refusal(decoder, damaged, content.length);
      expect(performance.now() - start).toBeLessThan(1_000);
    }
  });
});

describe('a compressed body', () => {
  const buffer = (declared: number, compressed: Uint8Array): Uint8Array => {
    const bytes = new Uint8Array(8 + compressed.length);
    new DataView(bytes.buffer).setBigInt64(0, BigInt(declared), true);
    bytes.set(compressed, 8);
    return bytes;
  };
  const frame = (codec: string, content: string): Uint8Array =>
    new Uint8Array(Buffer.from(frames.find((one) => one.codec === codec && one.content === content)?.frame ?? '', 'base64'));

  it('takes a declared length of -1 for a buffer that is stored as it is', async () => {
    const decoder = await bodyDecoder('lz4', defaultLimits, 0);
    expect([...decoder.decode(buffer(-1, Uint8Array.of(1, 2, 3)))]).toEqual([1, 2, 3]);
    expect(decoder.decode(new Uint8Array(0))).toHaveLength(0);
  });

  it('is bounded over all of its buffers', async () => {
    const zeros = buffer(300_000, frame('zstd', 'zeros'));
    const decoder = await bodyDecoder('zstd', resolveLimits({ bodyBytes: 700_000 }), 0);
    expect(decoder.decode(zeros)).toHaveLength(300_000);
    expect(decoder.decode(zeros)).toHaveLength(300_000);
    expect(() => decoder.decode(zeros)).toThrow(/limit "bodyBytes"/);
  });

  it('lets a constant column compress far better than the ratio, until that could be an attack', async () => {
    const zeros = buffer(300_000, frame('zstd', 'zeros'));
    const decoder = await bodyDecoder('zstd', defaultLimits, 0);
    for (let i = 0; i < 55; i++) decoder.decode(zeros);
    expect(() => decoder.decode(zeros)).toThrow(/limit "zstdRatio"/);
  });

  it('takes no memory for a length that it does not believe', async () => {
    const decoder = await bodyDecoder('lz4', defaultLimits, 0);
    expect(() => decoder.decode(buffer(200_000_000, new Uint8Array(64)))).toThrow(/limit "lz4Ratio"/);
  });
});

describe.each(lz4Decoders)('a frame for $name', (decoder) => {
  const lz4 = (...bytes: readonly number[]): Uint8Array => Uint8Array.of(0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82, ...bytes);
  const block = (...bytes: readonly number[]): number[] => [bytes.length, 0, 0, 0, ...bytes];
  const end = [0, 0, 0, 0];

  it.each<[name: string, frame: Uint8Array]>([
    ['that is none', Uint8Array.from({ length: 20 }, (_, i) => i)],
    ['of another version', Uint8Array.of(0x04, 0x22, 0x4d, 0x18, 0xa0, 0x40, 0x82, ...end)],
    ['that needs a dictionary', Uint8Array.of(0x04, 0x22, 0x4d, 0x18, 0x61, 0x40, 0x82, 0, 0, 0, 0, ...end)],
    ['with a match before its block', lz4(...block(0x10, 0x61, 9, 0, 0x10, 0x62), ...end)],
    ['with a match at distance 0', lz4(...block(0x10, 0x61, 0, 0, 0x10, 0x62), ...end)],
    ['with literals outside of its block', lz4(...block(0xf0, 0xff, 0xff), ...end)],
    ['with a length that never ends', lz4(...block(0xf0, ...Array.from({ length: 50 }, () => 0xff)), ...end)],
    ['that ends with a match', lz4(...block(0x10, 0x61, 1, 0), ...end)],
    ['with a block outside of its bytes', lz4(255, 0, 0, 0, 1)],
    ['with a block longer than its frame allows', Uint8Array.of(...lz4(1, 0, 1, 0), ...new Uint8Array(65_541))],
    ['with blocks of a size that the format does not know', Uint8Array.of(0x04, 0x22, 0x4d, 0x18, 0x60, 0x30, 0x82, ...end)],
    ['with a stored block too long', lz4(9, 0, 0, 0x80, 1, 2, 3, 4, 5, 6, 7, 8, 9, ...end)],
  ])('%s is refused', (_, bytes) => {
    expect(refusal(decoder, bytes, 8)).toBe('corrupt/lz4');
  });

  it('repeats what overlaps itself', () => {
    const output = new Uint8Array(12);
    decoder.decode(lz4(...block(0x25, 0x61, 0x62, 2, 0, 0x10, 0x63), ...end), output);
    expect(Buffer.from(output).toString()).toBe('abababababac');
  });
});
