/**
 * How a language writes plain numbers and dates, to the character as `Intl` does. The first object of `Intl` on a page takes a
 * browser as long as the drawing of a chart, so the languages in which charts speak do without where it is easy.
 */
export interface Notation {
  /** A date, or the month or year in which it is. */
  date(date: Date): string;
  month(date: Date): string;
  year(date: Date): string;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const english: Notation = {
  date: (date) => `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`,
  month: (date) => `${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`,
  year: (date) => String(date.getUTCFullYear()),
};

const chinese: Notation = {
  date: (date) => `${chinese.month(date)}${date.getUTCDate()}日`,
  month: (date) => `${chinese.year(date)}${date.getUTCMonth() + 1}月`,
  year: (date) => `${date.getUTCFullYear()}年`,
};

const notations: ReadonlyMap<string, Notation> = new Map([['en', english], ['en-US', english], ['zh', chinese], ['zh-CN', chinese]]);

/** Returns the notation of *tag* (BCP 47), null where only `Intl` knows it. */
export function notationFor(tag: string): Notation | null {
  return notations.get(tag) ?? null;
}

/** Returns whether a notation writes *date*: a valid one of four digits, in the calendar that everybody has (since 1753). */
export function isPlainDate(date: Date): boolean {
  const year = date.getUTCFullYear();
  return year > 1752 && year < 10_000;
}

/** Above this a number has too many digits to be rounded exactly. */
const MOST = 1e12;
/** Below this JavaScript writes numbers with an exponent. */
const LEAST = 1e-6;

/** Returns whether `plainNumber` writes *value*. */
export function isPlainNumber(value: number): boolean {
  return value >= 0 && value < MOST;
}

/**
 * Returns *value* times ten to the power of *shift*, rounded half up to exactly *digits* decimals, with commas: `plainNumber(0.159, 2, 1)`
 * is `15.9`. It is rounded as it is written, not as the binary fraction that it is. Both languages write numbers so.
 */
export function plainNumber(value: number, shift: number, digits: number): string {
  const scaled = String(value < LEAST ? 0 : Math.round(Number(`${value}e${shift + digits}`))).padStart(digits + 1, '0');
  const whole = scaled.slice(0, scaled.length - digits).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return digits === 0 ? whole : `${whole}.${scaled.slice(-digits)}`;
}
