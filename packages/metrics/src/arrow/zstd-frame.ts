import { decompress } from 'fzstd';
import { corrupt } from './refusal.js';

/** Returns a decoder of single ZSTD frames that fill their output exactly. */
export function zstdFrameDecoder(): (input: Uint8Array, output: Uint8Array) => void {
  return (input, output) => {
    const size = contentSize(input);
    if (size !== null && size !== output.length) throw corrupt('zstd', `ZSTD frame holds ${size} bytes; expected ${output.length}`);
    try {
      decompress(input, output);
    } catch (cause) {
      throw corrupt('zstd', 'ZSTD frame does not decompress', {}, cause);
    }
  };
}

function contentSize(input: Uint8Array): number | null {
  if (input.length < 9) throw corrupt('zstd', 'buffer is no ZSTD frame');
  const view = new DataView(input.buffer, input.byteOffset, input.length);
  if (view.getUint32(0, true) !== 0xfd2fb528) throw corrupt('zstd', 'buffer is no ZSTD frame');
  const flags = input[4] ?? 0;
  const single = (flags & 0x20) !== 0;
  const at = 6 - (single ? 1 : 0) + ([0, 1, 2, 4][flags & 3] ?? 0);
  const bytes = flags >> 6 === 0 ? (single ? 1 : 0) : 1 << (flags >> 6);
  if (bytes === 0) return null;
  if (at + bytes > input.length) throw corrupt('zstd', 'ZSTD frame ends inside of its header');
  if (bytes === 1) return view.getUint8(at);
  if (bytes === 2) return view.getUint16(at, true) + 256;
  return bytes === 4 ? view.getUint32(at, true) : view.getUint32(at + 4, true) * 2 ** 32 + view.getUint32(at, true);
}
