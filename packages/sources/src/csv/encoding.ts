import { DataError, OptionError } from '@clientele/metrics';

/** Returns the encoding that the byte order mark at the start of *head* names, or null where there is none. */
export function markedEncoding(head: Uint8Array): string | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  return null;
}

/**
 * Returns the encoding of bytes that are not UTF-8: GB18030 where most characters beyond ASCII are pairs of high bytes,
 * as in Chinese text, otherwise windows-1252, where accented letters stand alone between plain ones.
 */
export async function legacyEncoding(chunks: AsyncIterable<Uint8Array>): Promise<'gb18030' | 'windows-1252'> {
  let pairs = 0;
  let singles = 0;
  let high = false;
  for await (const chunk of chunks) {
    for (const byte of chunk) {
      if (high) {
        if (byte >= 0xa1 || (byte >= 0x30 && byte <= 0x39)) pairs++;
        else singles++;
        high = false;
      } else {
        high = byte >= 0x81;
      }
    }
  }
  return pairs > singles && canDecode('gb18030') ? 'gb18030' : 'windows-1252';
}

function canDecode(encoding: string): boolean {
  try {
    return new TextDecoder(encoding).encoding === encoding;
  } catch {
    return false;
  }
}

/**
 * Yields the text of *chunks* in *encoding*, without a byte order mark. Bytes that the encoding doesn't have throw
 * DataError `corrupt` with the reason `encoding`; an encoding that the platform doesn't know throws OptionError.
 */
export async function* decoded(chunks: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<string> {
  const decoder = decoderOf(encoding, true);
  let bytes = 0;
  const refuse = (cause: unknown): DataError => new DataError(
    'corrupt',
    `csv: the bytes are not ${decoder.encoding} text, first seen within the ${bytes} bytes read`,
    { cause, reason: 'encoding', params: { encoding: decoder.encoding }, hint: 'Save the file as UTF-8, or name its encoding.' },
  );
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    let text: string;
    try {
      text = decoder.decode(chunk, { stream: true });
    } catch (error) {
      throw refuse(error);
    }
    if (text !== '') yield text;
  }
  try {
    const rest = decoder.decode();
    if (rest !== '') yield rest;
  } catch (error) {
    throw refuse(error);
  }
}

/** Returns a decoder, which refuses what isn't in *encoding* where *fatal*. Throws OptionError for an encoding that the platform doesn't know. */
export function decoderOf(encoding: string, fatal: boolean): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal });
  } catch (error) {
    throw new OptionError(`csv: unknown encoding "${encoding}"; expected one such as utf-8, gb18030 or windows-1252`, { cause: error });
  }
}
