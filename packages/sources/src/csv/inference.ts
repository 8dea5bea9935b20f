import type { Note } from '@clientele/metrics';
import {
  BOOLEAN, COMPACT_DATE, DATE, DECIMAL, fractionDigits, INTEGER, isMissingWord, LOCAL_TIME, readingsOf, type TickUnit, ZONED_TIME,
} from './cell.js';

/** The type of a CSV column. Instants have the coarsest unit that keeps every digit, from milliseconds on. */
export type ColumnType =
  | { readonly kind: 'text' | 'int32' | 'int64' | 'float64' | 'bool' | 'date' | 'compact-date' | 'null' }
  | { readonly kind: 'local-time' | 'zoned-time'; readonly unit: TickUnit };

const EVERYTHING = INTEGER | DECIMAL | BOOLEAN | DATE | COMPACT_DATE | LOCAL_TIME | ZONED_TIME;

/** What is known about a column after some of its cells: all readings that every cell so far allows. */
export class Evidence {
  readonly name: string;
  #readings = EVERYTHING;
  #cells = 0;
  #wide = false;
  #digits = 0;
  #spoiler: { readonly cell: string; readonly line: number } | null = null;
  #decimalComma = false;
  /** How often each word for a missing value came. */
  #missing = new Map<string, number>();

  constructor(name: string) {
    this.name = name;
  }

  /** Adds one cell, which is not missing. *line* is asked only where it ends every reading but text. */
  add(cell: string, line: () => number): void {
    const before = this.#readings;
    if (before === 0) return;
    const now = readingsOf(cell);
    if (now === 0 && isMissingWord(cell)) {
      this.#missing.set(cell, (this.#missing.get(cell) ?? 0) + 1);
      return;
    }
    this.#readings = before & now;
    if (this.#readings === 0 && /^-?(?:\d{1,3}(?:[. ]\d{3})+|\d+),\d+$/.test(cell)) this.#decimalComma = true;
    // A first row or two of numbers among names is no accident; later on, one odd cell usually is.
    if (this.#readings === 0 && this.#cells >= 3) this.#spoiler = { cell, line: line() };
    this.#cells++;
    if ((now & INTEGER) !== 0 && (cell.length > 9)) {
      const value = Number(cell);
      if (value > 2_147_483_647 || value < -2_147_483_648) this.#wide = true;
    }
    if ((now & (LOCAL_TIME | ZONED_TIME)) !== 0) this.#digits = Math.max(this.#digits, fractionDigits(cell));
  }

  /** Narrows this to what both allow: the same column in another file. */
  join(other: Evidence): void {
    this.#readings &= other.#readings;
    this.#cells += other.#cells;
    this.#wide ||= other.#wide;
    this.#digits = Math.max(this.#digits, other.#digits);
    for (const [word, count] of other.#missing) this.#missing.set(word, (this.#missing.get(word) ?? 0) + count);
  }

  /** The narrowest type that holds every cell without loss; text where there is none; null, which fits any use, without a cell. */
  get type(): ColumnType {
    if (this.#cells === 0 && this.#missing.size === 0) return { kind: 'null' };
    const readings = this.#cells === 0 ? 0 : this.#readings;
    if ((readings & COMPACT_DATE) !== 0 && soundsLikeADate(this.name)) return { kind: 'compact-date' };
    if ((readings & INTEGER) !== 0) return { kind: this.#wide ? 'int64' : 'int32' };
    if ((readings & DECIMAL) !== 0) return { kind: 'float64' };
    if ((readings & BOOLEAN) !== 0) return { kind: 'bool' };
    if ((readings & DATE) !== 0) return { kind: 'date' };
    const unit = this.#digits <= 3 ? 'ms' : this.#digits <= 6 ? 'us' : 'ns';
    if ((readings & ZONED_TIME) !== 0) return { kind: 'zoned-time', unit };
    if ((readings & LOCAL_TIME) !== 0) return { kind: 'local-time', unit };
    return { kind: 'text' };
  }

  /** What a reader should know about how the column was read. */
  notes(): Note[] {
    if (this.type.kind !== 'text') return [...this.#compactDateNote(), ...this.#missingNote()];
    if (this.#decimalComma) {
      const message = `column "${this.name}" is read as text; its numbers seem to have decimal commas, where points are expected`;
      return [{ code: 'decimal_comma', message, params: { column: this.name } }];
    }
    const spoiler = this.#spoiler;
    if (spoiler === null) return [];
    const cell = spoiler.cell.length > 40 ? `${spoiler.cell.slice(0, 40)}…` : spoiler.cell;
    return [{
      code: 'mixed_column',
      message: `column "${this.name}" is read as text because of ${JSON.stringify(cell)} in line ${spoiler.line}`,
      params: { column: this.name, cell, line: spoiler.line },
    }];
  }

  #compactDateNote(): Note[] {
    if (this.type.kind !== 'compact-date') return [];
    return [{ code: 'compact_date', message: `column "${this.name}" is read as dates written yyyymmdd`, params: { column: this.name } }];
  }

  #missingNote(): Note[] {
    return [...this.#missing].map(([word, count]) => ({
      code: 'missing_word',
      message: `${JSON.stringify(word)} in column "${this.name}" is read as missing, ${count} times`,
      params: { column: this.name, word, count },
    }));
  }
}
/** Returns whether a column of this name may hold dates: `date`, `order_date`, `orderedAt`, `ts`, `日期`. */
function soundsLikeADate(name: string): boolean {
  const words = name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase();
  return /(?:^|[^a-z])(?:date|day|dt|time|datetime|ts|at)(?:[^a-z]|$)|date$|^date|日期|时间|時間/.test(words);
}
