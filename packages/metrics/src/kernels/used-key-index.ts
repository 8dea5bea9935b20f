import { type KeyIndex, NO_KEY } from './key-index.js';
import type { TextKeyIndex } from './text-key-index.js';

/**
 * Codes of the values of dictionaries that rows use, in order of first use. *entries* knows the values themselves, used or not: each
 * dictionary is looked up once as a whole, in the order in which it lies in memory, and rows then only follow numbers.
 */
export class UsedKeyIndex implements KeyIndex {
  readonly entries: TextKeyIndex;
  #codes: Uint32Array = new Uint32Array(0);
  #used: Uint32Array = new Uint32Array(256);
  #size: number = 0;

  constructor(entries: TextKeyIndex) {
    this.entries = entries;
  }

  get size(): number {
    return this.#size;
  }

  text(code: number): string {
    if (!(code < this.#size)) throw new RangeError(`key index: no text with code ${code}, got ${this.#size} texts`);
    return this.entries.text(this.#used[code]!);
  }

  codeOf(text: string): number {
    const entry = this.entries.codeOf(text);
    return entry === NO_KEY ? NO_KEY : (this.#codes[entry] ?? NO_KEY);
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

  #reserve(): void {
    const codes = new Uint32Array(Math.max(this.entries.size, 2 * this.#codes.length)).fill(NO_KEY, this.#codes.length);
    codes.set(this.#codes);
    this.#codes = codes;
  }
}
