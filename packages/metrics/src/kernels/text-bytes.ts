// The library of this package has neither the DOM nor Node in it; both hosts have this one.
declare const TextDecoder: new (label: string, options: { ignoreBOM: boolean }) => { decode(bytes: Uint8Array): string };

/** Drawn anew each time, so that nobody can prepare texts that all hash alike. */
const SEED = Math.floor(Math.random() * 0x100000000) | 0;
/** A byte order mark is a part of the text like any other: without it two texts would read alike. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Returns the text that *bytes* are in UTF-8. Malformed ones are replaced as TextDecoder does it. */
export function decodeText(bytes: Uint8Array): string {
  return isShortAscii(bytes) ? String.fromCharCode(...bytes) : decoder.decode(bytes);
}

// A text is read as the words at 0, 4, 8, ... and, last, the word that ends with its last byte: the two may overlap, and
// there is no loop over single bytes. Texts shorter than a word are one word with zeros above.

/** Returns 32 bits of a hash of the *length* bytes from *start*. */
export function hashOfText(view: DataView, start: number, length: number): number {
  let hash = SEED ^ length;
  if (length >= 4) {
    const last = start + length - 4;
    for (let at = start; at < last; at += 4) {
      hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash ^ view.getInt32(last, true), 0x85ebca6b);
  } else if (length > 0) {
    hash = Math.imul(hash ^ shortWord(view, start, length), 0x85ebca6b);
  }
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** Returns the fewer than 4 bytes from *start* as one word. */
export function shortWord(view: DataView, start: number, length: number): number {
  let word = view.getUint8(start);
  if (length > 1) word |= view.getUint8(start + 1) << 8;
  if (length > 2) word |= view.getUint8(start + 2) << 16;
  return word;
}

function isShortAscii(bytes: Uint8Array): boolean {
  if (bytes.length > 64) return false;
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! > 127) return false;
  return true;
}
