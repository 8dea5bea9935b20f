import { type Data, DataType } from 'apache-arrow';
import type { DecimalColumn } from '../kernels/exact-sums.js';
import { narrowWordsOf, wordsOf } from './column-view.js';
import { positionsOf } from './dictionary.js';

/**
 * Returns the integers under the values of a column of decimals, of integers with a scale in their field's metadata, or of a
 * dictionary of these; null for any other. What stands in missing rows is arbitrary.
 */
export function decimalsOf(data: Data, scale: number): DecimalColumn | null {
  const { type } = data;
  if (DataType.isDictionary(type)) return ofDictionary(data, scale);
  if (DataType.isDecimal(type)) return { words: wordsOf(data), stride: data.stride, scale: type.scale };
  if (!DataType.isInt(type) || !(type).isSigned || scale === 0) return null;
  return type.bitWidth === 64 ? { words: wordsOf(data), stride: 2, scale } : { words: narrowWordsOf(data), stride: 1, scale };
}

function ofDictionary(data: Data, scale: number): DecimalColumn | null {
  const chunks = (data.dictionary?.data ?? []).map((chunk) => decimalsOf(chunk, scale));
  const [first] = chunks;
  if (first === undefined || first === null) return null;
  const { stride } = first;
  const entries = chunks.flatMap((chunk) => chunk ?? []).map(({ words }) => words);
  const positions = positionsOf(data);
  const words = new Int32Array(data.length * stride);
  const all = entries.length === 1 ? first.words : joined(entries);
  for (let i = 0; i < data.length; i++) {
    const at = positions[i]! * stride;
    for (let k = 0; k < stride; k++) words[i * stride + k] = all[at + k] ?? 0;
  }
  return { words, stride, scale: first.scale };
}

function joined(parts: readonly Int32Array[]): Int32Array {
  const words = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    words.set(part, at);
    at += part.length;
  }
  return words;
}
