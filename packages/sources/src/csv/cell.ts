/**
 * What one cell of a CSV file can be read as, as bits. A column is what all its cells can be; no bit left means text.
 */
export const INTEGER = 1;
/** A number that a double holds. Integers beyond 2^53 lack this bit, so that a column never loses digits of an id. */
export const DECIMAL = 2;
/** `true`, `FALSE` */
export const BOOLEAN = 4;
/** `2024-03-01`, `2024/3/1` */
export const DATE = 8;
/** `20240301`: also an integer; the column's name decides. */
export const COMPACT_DATE = 16;
/** `2024-03-01 08:00`, `2024-03-01T08:00:00.123` */
export const LOCAL_TIME = 32;
/** `2024-03-01T08:00:00Z`, `2024-03-01 08:00+08:00` */
export const ZONED_TIME = 64;

/** The units that instants are kept in. */
export type TickUnit = 'ms' | 'us' | 'ns';

const DIGITS: Readonly<Record<TickUnit, number>> = { ms: 3, us: 6, ns: 9 };

const INT64_MAX = 9_223_372_036_854_775_807n;
const INT64_MIN = -9_223_372_036_854_775_808n;

// A leading zero or plus sign makes an id or a telephone number, never a quantity.
const integer = /^-?(?:0|[1-9]\d*)$/;
// "12E4" is an article number; an exponent needs a sign or a decimal point beside it to make a number.
const decimal = /^-?(?:0|[1-9]\d*)?\.\d+(?:[eE][+-]?\d+)?$|^-?(?:0|[1-9]\d*)(?:\.|[eE][+-]\d+)$/;
const date = /^(\d{4})(?:-(\d{2})-(\d{2})|\/(\d{1,2})\/(\d{1,2}))$/;
const instant = /^(\d{4})(?:-(\d{2})-(\d{2})|\/(\d{1,2})\/(\d{1,2}))(?:[T ])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?: ?(Z|UTC|[+-]\d{2}(?::?\d{2})?))?$/;

/**
 * Returns whether a trimmed *cell* is one of the words by which statistics programs and databases write a missing value.
 * Among numbers, dates and booleans it can mean nothing else; in a column of text it is a word like any other.
 */
export function isMissingWord(cell: string): boolean {
  return /^(?:n\/?a|#n\/a|nan|null|none|blank|\\n)$/i.test(cell);
}

/** Returns the bits of a trimmed, non-empty *cell*. */
export function readingsOf(cell: string): number {
  const first = cell.charCodeAt(0);
  const digit = first >= 48 && first <= 57;
  if (!digit && first !== 45 && first !== 46) return /^(?:true|false)$/i.test(cell) ? BOOLEAN : 0;
  if (integer.test(cell)) {
    if (cell.length < 16) return INTEGER | DECIMAL | (cell.length === 8 && compactDays(cell) !== null ? COMPACT_DATE : 0);
    const value = BigInt(cell);
    if (value > INT64_MAX || value < INT64_MIN) return 0;
    return Number.isSafeInteger(Number(cell)) ? INTEGER | DECIMAL : INTEGER;
  }
  if (decimal.test(cell)) return Number.isFinite(Number(cell)) ? DECIMAL : 0;
  if (!digit) return 0;
  if (cell.length <= 10) return dateDays(cell) === null ? 0 : DATE;
  const match = instant.exec(cell);
  if (match === null || secondsOf(match) === null) return 0;
  return match[10] === undefined ? LOCAL_TIME : ZONED_TIME;
}

/** Returns how many digits the seconds of an instant have after the point, 0 to 9. */
export function fractionDigits(cell: string): number {
  return instant.exec(cell)?.[9]?.length ?? 0;
}

/** Returns the days from 1970-01-01 to a date as `2024-03-01` or `2024/3/1`, or null for anything else. */
export function dateDays(cell: string): number | null {
  const match = date.exec(cell);
  if (match === null) return null;
  return daysOf(Number(match[1]), Number(match[2] ?? match[4]), Number(match[3] ?? match[5]));
}

/** Returns the days from 1970-01-01 to a date as `20240301` of the years 1900 to 2199, or null for anything else. */
export function compactDays(cell: string): number | null {
  const packed = Number(cell);
  const year = Math.floor(packed / 10_000);
  if (cell.length !== 8 || !(year >= 1900 && year < 2200)) return null;
  return daysOf(year, Math.floor(packed / 100) % 100, packed % 100);
}

/** Returns the instant in *unit* since 1970-01-01T00:00 (UTC where no zone is named), or null for anything else. */
export function instantTicks(cell: string, unit: TickUnit): number | bigint | null {
  const match = instant.exec(cell);
  const seconds = match === null ? null : secondsOf(match);
  if (match === null || seconds === null) return null;
  const digits = DIGITS[unit];
  const fraction = Number((match[9] ?? '').padEnd(digits, '0').slice(0, digits));
  const ticks = seconds * 10 ** digits + fraction;
  return Number.isSafeInteger(ticks) ? ticks : BigInt(seconds) * BigInt(10 ** digits) + BigInt(fraction);
}

function secondsOf(match: RegExpExecArray): number | null {
  const days = daysOf(Number(match[1]), Number(match[2] ?? match[4]), Number(match[3] ?? match[5]));
  const hours = Number(match[6]);
  const minutes = Number(match[7]);
  const seconds = Number(match[8] ?? 0);
  if (days === null || hours > 23 || minutes > 59 || seconds > 59) return null;
  const offset = offsetSeconds(match[10]);
  return offset === null ? null : days * 86_400 + hours * 3_600 + minutes * 60 + seconds - offset;
}

function offsetSeconds(zone: string | undefined): number | null {
  if (zone === undefined || zone === 'Z' || zone === 'UTC') return 0;
  const digits = zone.slice(1).replace(':', '');
  const hours = Number(digits.slice(0, 2));
  const minutes = Number(digits.slice(2) || '0');
  if (hours > 18 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 3_600 + minutes * 60);
}

function daysOf(year: number, month: number, day: number): number | null {
  if (year < 1000 || month < 1 || month > 12 || day < 1 || day > 31) return null;
  const instantMs = Date.UTC(year, month - 1, day);
  // 30 February rolls over into March, which tells it from a date.
  return new Date(instantMs).getUTCDate() === day ? instantMs / 86_400_000 : null;
}
