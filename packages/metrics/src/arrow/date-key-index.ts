import { IntegerKeyIndex } from '../kernels/integer-key-index.js';
import { NO_KEY, type KeyIndex } from '../kernels/key-index.js';

const DAY_MS = 86_400_000;

/** Dense codes for calendar dates, counted in days since 1970-01-01; their text is ISO 8601 (`2024-03-01`). */
export class DateKeyIndex implements KeyIndex {
  private readonly days = new IntegerKeyIndex();

  get size(): number {
    return this.days.size;
  }

  /** Returns the date with *code*; a day that the proleptic Gregorian calendar of the host can't write stays a number. */
  text(code: number): string {
    const day = Number(this.days.text(code));
    const date = new Date(day * DAY_MS);
    return Number.isNaN(date.getTime()) ? String(day) : date.toISOString().replace(/T.*/, '');
  }

  codeOf(text: string): number {
    const day = Date.parse(`${text}T00:00:00Z`) / DAY_MS;
    if (!Number.isInteger(day)) return NO_KEY;
    const code = this.days.codeOfWords(day, day < 0 ? -1 : 0);
    return code !== NO_KEY && this.text(code) === text ? code : NO_KEY;
  }

  /** Returns the code of *day*, which is added where it is new. */
  insert(day: number): number {
    return this.days.insert(day | 0, day < 0 ? -1 : 0);
  }
}
