import { type KeyIndex, NO_KEY } from './key-index.js';
import type { TextKeyIndex } from './text-key-index.js';
import { UniqueTexts } from './unique-texts.js';

// The library of this package has neither the DOM nor Node in it; both hosts have this one.
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

/**
 * Codes of the values of dictionaries: as long as whole dictionaries are adopted the places of the values, used or not, then in
 * order of first use. *entries* knows the values themselves: each dictionary is looked up once as a whole, in the order in
 * which it lies in memory, and rows then only follow numbers.
 */
export class UsedKeyIndex implements KeyIndex {
  readonly #entries: TextKeyIndex;
  /** What was adopted, and is no entry yet. */
  #adopted: UniqueTexts | null = new UniqueTexts();
  #codes: Uint32Array = new Uint32Array(0);
  #used: Uint32Array = new Uint32Array(256);
  #size: number = 0;

  constructor(entries: TextKeyIndex) {
    this.#entries = entries;
  }

  get entries(): TextKeyIndex {
    this.#settle();
    return this.#entries;
  }

  get size(): number {
    return this.#size;
  }

  text(code: number): string {
    if (!(code < this.#size)) throw new RangeError(`key index: no text with code ${code}, got ${this.#size} texts`);
    return this.#adopted?.text(code) ?? this.#entries.text(this.#used[code]!);
  }

  codeOf(text: string): number {
    if (this.#adopted !== null) {
      const place = this.#adopted.placeOf(new TextEncoder().encode(text));
      return place < 0 ? NO_KEY : place;
    }
    const entry = this.#entries.codeOf(text);
    return entry === NO_KEY ? NO_KEY : (this.#codes[entry] ?? NO_KEY);
  }

  /**
   * Takes the *count* texts between each two *offsets* into *bytes* as keys whose codes are their places, from `size` on. Returns
   * false, and takes none, where a text is there twice or was before, or where any key came in another way.
   */
  adopt(bytes: Uint8Array, offsets: Int32Array, count: number): boolean {
    if (this.#adopted === null) return false;
    if (!this.#adopted.add(bytes, offsets, count)) {
      this.#settle();
      return false;
    }
    this.#size = this.#adopted.size;
    return true;
  }

  /** Returns the code of *entry*, which gets the next one where no row used it before; NO_KEY for NO_KEY. */
  use(entry: number): number {
    if (entry === NO_KEY) return NO_KEY;
    if (entry >= this.#codes.length) this.#reserve();
    const known = this.#codes[entry]!;
    if (known !== NO_KEY) return known;
    const code = this.#size++;
    this.#codes[entry] = code;
    if (code === this.#used.length) {
      const used = new Uint32Array(2 * code);
      used.set(this.#used);
      this.#used = used;
    }
    this.#used[code] = entry;
    return code;
  }

  /** Puts the codes of *entries*, which rows use in this order, in their place. */
  useAll(entries: Uint32Array): void {
    for (let i = 0; i < entries.length; i++) entries[i] = this.use(entries[i]!);
  }

  /** Makes entries of what was adopted: entry by entry the codes stay. */
  #settle(): void {
    const adopted = this.#adopted;
    if (adopted === null) return;
    this.#adopted = null;
    for (const { bytes, offsets, count } of adopted.rows.parts) this.#entries.insertAll(bytes, offsets, count, null, new Uint32Array(count));
    this.#size = 0;
    for (let entry = 0; entry < this.#entries.size; entry++) this.use(entry);
  }

  #reserve(): void {
    const codes = new Uint32Array(Math.max(this.#entries.size, 2 * this.#codes.length)).fill(NO_KEY, this.#codes.length);
    codes.set(this.#codes);
    this.#codes = codes;
  }
}
