import { type Bitmap, bitmap } from '../kernels/bitmap.js';
import { NO_KEY } from '../kernels/key-index.js';

/** Returns the rows whose key is *code*; with NO_KEY those whose key is missing. */
export function rowsWithKey(keys: Uint32Array, code: number): Bitmap {
  const rows = bitmap(keys.length);
  for (let i = 0; i < keys.length; i++) rows[i >>> 5]! |= Number(keys[i] === code) << (i & 31);
  return rows;
}

/** Returns the rows whose key is set in *codes*. A missing key is in no set. */
export function rowsWithKeyIn(keys: Uint32Array, codes: Bitmap): Bitmap {
  const rows = bitmap(keys.length);
  for (let i = 0; i < keys.length; i++) {
    const code = keys[i]!;
    const word = code >>> 5;
    // A code past the end is of a value that came after the set was made; NO_KEY always lies there.
    if (word < codes.length && code !== NO_KEY) rows[i >>> 5]! |= ((codes[word]! >>> (code & 31)) & 1) << (i & 31);
  }
  return rows;
}

/** Returns the rows whose value is one of *wanted*, in which NaN stands for a missing value. */
export function rowsWithNumberIn(values: Float64Array, wanted: ReadonlySet<number>): Bitmap {
  const rows = bitmap(values.length);
  const [single] = wanted;
  if (wanted.size === 1 && !Number.isNaN(single)) {
    for (let i = 0; i < values.length; i++) rows[i >>> 5]! |= Number(values[i] === single) << (i & 31);
    return rows;
  }
  for (let i = 0; i < values.length; i++) if (wanted.has(values[i]!)) rows[i >>> 5]! |= 1 << (i & 31);
  return rows;
}

/** Returns the rows whose value is at least *low* and below *high*; one that is missing (NaN) is neither. */
export function rowsBetween(values: Float64Array, low: number, high: number): Bitmap {
  const rows = bitmap(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    rows[i >>> 5]! |= (Number(value >= low) & Number(value < high)) << (i & 31);
  }
  return rows;
}
