import { hasBit } from './bitmap.js';
import { NO_KEY } from './key-index.js';
import type { PositionColumn, TextList } from './stored-columns.js';

/** More texts of one list are not looked at: most of them would be used by no row. */
const MOST_TEXTS = 4096;
/** What malformed bytes are read as: several texts may look like this one. */
const MALFORMED = '\ufffd';

/** Numbers of texts in lists that are short: the same for the same text, whatever the list. */
export class TextNumbers {
  readonly #numbers: Map<string, number> = new Map();
  readonly #grows: boolean;
  #known: { readonly texts: TextList; readonly size: number; readonly byPosition: Uint32Array | null } | null = null;

  /** Begins with the numbers of *names*, in their order. Other texts get the numbers after those, or NO_KEY where *others* is `none`. */
  constructor(names: readonly string[], others: 'none' | 'next') {
    names.forEach((name, number) => this.#numbers.set(name, number));
    this.#grows = others === 'next';
  }

  /** Returns by position the number of each text, the same array for the same list; null where one is missing or malformed, or texts are too many. */
  of(texts: TextList): Uint32Array | null {
    if (this.#known?.texts !== texts || this.#known.size !== texts.size) this.#known = { texts, size: texts.size, byPosition: this.#look(texts) };
    return this.#known.byPosition;
  }

  #look(texts: TextList): Uint32Array | null {
    if (texts.size > MOST_TEXTS) return null;
    const byPosition = new Uint32Array(texts.size).fill(NO_KEY);
    for (let position = 0; position < texts.size; position++) {
      const text = texts.text(position);
      if (text === null || text.includes(MALFORMED)) return null;
      if (this.#grows && !this.#numbers.has(text)) this.#numbers.set(text, this.#numbers.size);
      byPosition[position] = this.#numbers.get(text) ?? NO_KEY;
    }
    return byPosition;
  }
}

/** Whether the list has a text at the position of every row that has one. */
export function areListed({ texts: { size }, valid, values }: PositionColumn): boolean {
  const count = values.length;
  let highest = 0;
  for (let row = 0; row < count; row++) highest = Math.max(highest, values[row]!);
  if (highest < size || count === 0) return true;
  return valid !== null && values.every((position, row) => position < size || !hasBit(valid, row));
}
