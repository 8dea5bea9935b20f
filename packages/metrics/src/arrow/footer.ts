import { type FlatTable, rootTable, safeInt64 } from './flatbuffer-verifier.js';
import { corrupt, truncated, unsupported } from './refusal.js';

/** Where a message lies in a file. */
export interface Block {
  readonly offset: number;
  readonly metadataLength: number;
  readonly bodyLength: number;
}

/** What a file's footer says. */
export interface Footer {
  readonly schema: FlatTable;
  readonly dictionaries: readonly Block[];
  readonly batches: readonly Block[];
}

const trailerLength = 10;

/**
 * Returns the footer in *tail*, a file's bytes behind its last message: footer, length of the footer, magic.
 * Throws DataError `truncated` when the closing magic is missing (*rows* go into the error), else `corrupt`.
 */
export function readFooter(tail: Uint8Array, rows: number): Footer {
  const magicAt = tail.length - 6;
  if (magicAt < 4 || String.fromCharCode(...tail.subarray(magicAt)) !== 'ARROW1') {
    throw truncated('footer', `the file stops before its closing "ARROW1", got ${rows} rows`, { rows }, ' A stream must not begin with "ARROW1": that makes it a file.');
  }
  const length = new DataView(tail.buffer, tail.byteOffset).getInt32(magicAt - 4, true);
  if (length <= 0 || length > tail.length - trailerLength) {
    throw corrupt('footer-length', `the file's footer has an impossible length, got ${length} of ${tail.length - trailerLength} bytes`);
  }
  // A copy, so that the verifier's positions are aligned as they were when the footer was written.
  const root = rootTable(tail.slice(tail.length - trailerLength - length, tail.length - trailerLength));
  const schema = root.table(1);
  if (schema === null) throw corrupt('footer-schema', "the file's footer has no schema");
  return { schema, dictionaries: readBlocks(root, 2), batches: readBlocks(root, 3) };
}

/**
 * Checks that the footer lists exactly the messages that were met on the way. Throws DataError `corrupt` when it doesn't,
 * and `unsupported` when it lists the batches in another order than that in which they lie.
 */
export function checkBlocks(listed: readonly Block[], met: readonly Block[], what: 'batches' | 'dictionaries'): void {
  const sorted = [...listed].sort((a, b) => a.offset - b.offset);
  const same = sorted.length === met.length && sorted.every((block, i) => sameBlock(block, met[i]));
  if (!same) throw corrupt('footer-blocks', `the file's footer lists ${listed.length} ${what} that are not the ${met.length} in the file`, { listed: listed.length, met: met.length });
  if (what === 'batches' && !listed.every((block, i) => block === sorted[i])) {
    throw unsupported('file-order', "the file's footer lists its batches in another order than that in which they lie", {}, 'Write the file again, or as a stream.');
  }
}

function sameBlock(a: Block, b: Block | undefined): boolean {
  return a.offset === b?.offset && a.metadataLength === b.metadataLength && a.bodyLength === b.bodyLength;
}

function readBlocks(root: FlatTable, field: number): Block[] {
  const { view, position, count } = root.structs(field, 24);
  return Array.from({ length: count }, (_, i) => {
    const at = position + 24 * i;
    return { offset: safeInt64(view, at), metadataLength: view.getInt32(at + 8, true), bodyLength: safeInt64(view, at + 16) };
  });
}
