/** The units in which a duration is told. */
export type DurationUnit = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';

/**
 * How a language writes plain numbers, durations, dates and lists, to the character as `Intl` does. The first object of `Intl` on a page takes a
 * browser as long as the drawing of a chart, so the languages in which charts speak do without where it is easy.
 */
export interface Notation {
  /** A date, or the month or year in which it is. */
  date(date: Date): string;
  month(date: Date): string;
  year(date: Date): string;
  /** *count*, as it is written, of *unit*, short. */
  duration(count: string, unit: DurationUnit): string;
  /** All of *items*. */
  list(items: readonly string[]): string;
  /** The powers of ten that have a name in short forms, largest first. */
  readonly powers: readonly (readonly [number, string])[];
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** One and several of each unit. */
const ENGLISH_UNITS: Readonly<Record<DurationUnit, readonly [string, string]>> = {
  year: ['yr', 'yrs'], month: ['mth', 'mths'], day: ['day', 'days'], hour: ['hr', 'hr'], minute: ['min', 'min'], second: ['sec', 'sec'],
};
const CHINESE_UNITS: Readonly<Record<DurationUnit, string>> = { year: '年', month: '个月', day: '天', hour: '小时', minute: '分钟', second: '秒' };

const english: Notation = {
  date: (date) => `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`,
  month: (date) => `${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`,
  year: (date) => String(date.getUTCFullYear()),
  duration: (count, unit) => `${count} ${ENGLISH_UNITS[unit][count === '1' ? 0 : 1]}`,
  list: (items) => (items.length < 3 ? items.join(' and ') : `${items.slice(0, -1).join(', ')}, and ${items.at(-1)}`),
  powers: [[9, 'B'], [6, 'M'], [3, 'K']],
};

const chinese: Notation = {
  date: (date) => `${chinese.month(date)}${date.getUTCDate()}日`,
  month: (date) => `${chinese.year(date)}${date.getUTCMonth() + 1}月`,
  year: (date) => `${date.getUTCFullYear()}年`,
  duration: (count, unit) => `${count}${CHINESE_UNITS[unit]}`,
  list: (items) => (items.length < 2 ? items.join('') : `${items.slice(0, -1).join('、')}和${items.at(-1)}`),
  powers: [[8, '亿'], [4, '万']],
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

/** Returns *value* as `plainNumber` does with at most *digits* decimals: `2.5`, `3`. */
export function plainDecimal(value: number, digits: number): string {
  const exact = plainNumber(value, 0, digits);
  return digits === 0 ? exact : exact.replace(/\.?0+$/, '');
}

/** From here on the next power has another name. */
const MOST_COMPACT = 1e11;

/** Returns *value* in three digits and the largest of *powers* that it has: `1.2M`, `123万`; null where `Intl` must write it. */
export function plainCompact(value: number, powers: Notation['powers']): string | null {
  if (value === 0) return '0';
  const found = powerOf(value, powers);
  return found === null ? null : `${Number(`${found.rounded}e${-found.power}`)}${found.name}`;
}

/** Returns the same with exactly *digits* decimals: `18.0K`. */
export function plainCompactTo(value: number, powers: Notation['powers'], digits: number): string | null {
  if (!(value >= LEAST && value < MOST_COMPACT)) return null;
  // A number has the power that it reaches as it is written in the next smaller one: 999,999 is 1.0M, as 1000.0K is.
  const reaches = (power: number, smaller: number): boolean => Math.round(Number(`${value}e${digits - smaller}`)) >= 10 ** (power - smaller + digits);
  const [power, name] = powers.find(([exponent], i) => reaches(exponent, powers[i + 1]?.[0] ?? 0)) ?? [0, ''];
  return `${plainNumber(value, -power, digits).replace(',', '')}${name}`;
}

/** *value* in three digits, and the largest of *powers* that it then has. */
function powerOf(value: number, powers: Notation['powers']): { readonly rounded: number; readonly power: number; readonly name: string } | null {
  if (!(value >= LEAST && value < MOST_COMPACT)) return null;
  const shift = 2 - Number(value.toExponential().split('e')[1]);
  const rounded = Number(`${Math.round(Number(`${value}e${shift}`))}e${-shift}`);
  const [power, name] = powers.find(([exponent]) => rounded >= 10 ** exponent) ?? [0, ''];
  return { rounded, power, name };
}
