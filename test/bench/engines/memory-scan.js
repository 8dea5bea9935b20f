import { tableFromIPC } from 'apache-arrow';
import { COLUMNS } from './questions.js';

/**
 * Returns a function that reads every byte of the columns of *question* once, as a plain loop over 32-bit words, and adds them up: no
 * answer can be had in less.
 * @param {Uint8Array} bytes @param {import('./questions.js').Question} question
 */
export function memoryScan(bytes, question) {
  const columns = tableFromIPC(bytes).batches.map((batch) => COLUMNS[question].flatMap((name) => {
    const data = batch.getChild(name)?.data[0];
    if (data === undefined) throw new Error(`bench: no column ${name} to scan`);
    // Offsets of texts are read, and their bytes; of dictionaries the positions.
    return [data.values, ...(data.valueOffsets === undefined ? [] : [data.valueOffsets])].map((/** @type {ArrayBufferView} */ { buffer, byteOffset, byteLength }) => (
      new Int32Array(buffer, byteOffset, byteLength >> 2)));
  }));
  return () => {
    let total = 0;
    for (const batch of columns) for (const words of batch) total = (total + scanned(words)) | 0;
    return total;
  };
}

/** @param {Int32Array} words */
function scanned(words) {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  const last = words.length - 3;
  let i = 0;
  for (; i < last; i += 4) {
    a = (a + /** @type {number} */ (words[i])) | 0;
    b = (b + /** @type {number} */ (words[i + 1])) | 0;
    c = (c + /** @type {number} */ (words[i + 2])) | 0;
    d = (d + /** @type {number} */ (words[i + 3])) | 0;
  }
  for (; i < words.length; i++) a = (a + /** @type {number} */ (words[i])) | 0;
  return a + b + c + d;
}
