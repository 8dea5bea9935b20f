import { type Data, type Dictionary, Vector } from 'apache-arrow';
import { DataError } from '../errors.js';
import type { Column } from './column-layout.js';
import { emptyData } from './data-builder.js';
import { type ArrowLimits, checkLimit } from './limits.js';
import type { StoredDictionary } from './verified-column.js';

/** The dictionaries of one stream, by id. */
export class DictionaryStore {
  readonly #byId = new Map<number, StoredDictionary>();
  readonly #limits: ArrowLimits;
  #values = 0;

  constructor(limits: ArrowLimits) {
    this.#limits = limits;
  }

  /** Returns true when values of dictionary *id* are known. */
  has(id: number): boolean {
    return this.#byId.has(id);
  }

  /** Sets the values of dictionary *id*, or appends them when *delta*. */
  put(id: number, values: Data, delta: boolean): void {
    checkLimit(this.#limits, 'rows', (this.#values += values.length), 'the dictionaries have too many values');
    const known = delta ? this.#byId.get(id) : undefined;
    if (known === undefined) this.#byId.set(id, { vector: new Vector([values]), size: values.length });
    else this.#byId.set(id, { vector: known.vector.concat(new Vector([values])), size: known.size + values.length });
  }

  /** Returns the dictionary of *column*. One that never arrived is empty, which only a column of nulls may use (*needed* false). */
  get(column: Column, needed: boolean): StoredDictionary {
    const id = column.dictionary?.id ?? -1;
    const known = this.#byId.get(id);
    if (known !== undefined) return known;
    if (needed) {
      throw new DataError('corrupt', `arrow: column "${column.path}" uses dictionary ${id}, which has not arrived`, {
        reason: 'dictionary-missing',
        params: { column: column.path, dictionary: id },
        hint: 'DuckDB for WebAssembly leaves the dictionaries of ENUM columns out where it sends batch by batch: cast them to VARCHAR.',
      });
    }
    const empty = { vector: new Vector([emptyData((column.type as Dictionary).dictionary)]), size: 0 };
    this.#byId.set(id, empty);
    return empty;
  }
}
