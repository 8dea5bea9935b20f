import { DataType } from 'apache-arrow';
import type { Data, Int, Vector } from 'apache-arrow';
import { hasBit } from '../kernels/bitmap.js';
import type { PositionColumn, TextList } from '../kernels/stored-columns.js';
import { validityOf } from './column-view.js';
import type { Readable } from './guarded-data.js';

// The library of this package has neither the DOM nor Node in it; both hosts have this one.
declare const TextDecoder: new (label: string, options: { ignoreBOM: boolean }) => { decode(bytes: Uint8Array): string };

/** The positions of one column's dictionaries, where those hold texts in one piece. */
export class DictionaryPositions {
  private dictionary: Data | null = null;
  private texts: TextList | null = null;

  /** Returns the positions of a dictionary column of texts as they lie in memory, or null for any other. One outside of the dictionary is left to the reader. */
  read({ data, checkIndices }: Readable): PositionColumn | null {
    if (!DataType.isDictionary(data.type)) return null;
    const chunk = soleChunk(data.dictionary);
    const { bitWidth, isSigned } = data.type.indices as Int;
    if (chunk === null || bitWidth === 64) return null;
    // As numbers without a sign negative ones lie outside, unless the dictionary is so long; the greatest of 32 bits is a missing text.
    if (bitWidth === 32 || (isSigned && chunk.length > 2 ** (bitWidth - 1))) checkIndices();
    if (chunk !== this.dictionary) {
      this.dictionary = chunk;
      this.texts = textsOf(chunk);
    }
    return this.texts === null ? null : { values: unsigned(data, bitWidth), valid: validityOf(data), texts: this.texts };
  }
}

function unsigned({ values, length }: Data, bitWidth: 8 | 16 | 32): PositionColumn['values'] {
  const { buffer, byteOffset } = values as Int32Array;
  if (bitWidth === 8) return new Uint8Array(buffer, byteOffset, length);
  return bitWidth === 16 ? new Uint16Array(buffer, byteOffset, length) : new Uint32Array(buffer, byteOffset, length);
}

function soleChunk(dictionary: Vector | undefined): Data | null {
  const [chunk = null, ...more] = dictionary?.data ?? [];
  return chunk !== null && more.length === 0 && DataType.isUtf8(chunk.type) ? chunk : null;
}

function textsOf(chunk: Data): TextList {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const bytes = chunk.values as Uint8Array;
  const offsets = chunk.valueOffsets as Int32Array;
  const valid = validityOf(chunk);
  return {
    size: chunk.length,
    text: (position) => (valid !== null && !hasBit(valid, position) ? null : decoder.decode(bytes.subarray(offsets[position], offsets[position + 1]))),
  };
}
