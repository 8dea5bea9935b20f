import { OptionError, type Row } from '@clientele/metrics';
import { type DurationUnit, isPlainDate, isPlainNumber, type Notation, notationFor, plainCompact, plainCompactTo, plainDecimal, plainNumber } from './notation.js';

/** The grain of a period, as metrics name it. */
export type Grain = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** Throws OptionError where the currency of *chart* is no code that numbers can be written with. */
export function checkCurrency({ currency, localName }: { readonly currency: string | null; readonly localName: string }): void {
  if (currency === null || currency === undefined) return;
  try {
    new Format('en', currency).money(0);
  } catch (cause) {
    throw new OptionError(`<${localName}>: currency is not valid, got ${JSON.stringify(currency)}; expected an ISO 4217 code such as EUR or CNY`, { cause, params: { option: 'currency' } });
  }
}

/**
 * Numbers, money, shares, periods and durations as a reader of one language writes them. The same method serves the mark's
 * label, the tooltip, the table and the sentence of the screen reader, so they agree to the digit. Null is an em dash.
 */
export class Format {
  readonly tag: string;
  readonly currency: string | null;
  private readonly plain: Notation | null;

  /** *tag* is a BCP 47 tag; *currency* an ISO 4217 code, or null where values have no unit. */
  constructor(tag: string, currency: string | null = null) {
    this.tag = tag;
    this.currency = currency;
    this.plain = notationFor(tag);
  }

  /** A count: `12,340`. */
  count(value: number | null): string {
    if (value === null) return '—';
    return this.plain !== null && isPlainNumber(value) ? plainNumber(value, 0, 0) : this.write(value, { maximumFractionDigits: 0 });
  }

  /** A number with at most *digits* decimals: `2.87`. */
  number(value: number | null, digits = 2): string {
    if (value === null) return '—';
    const cleaned = clean(value);
    return this.plain !== null && isPlainNumber(cleaned) ? plainDecimal(cleaned, digits) : this.write(cleaned, { maximumFractionDigits: digits });
  }

  /** A number with exactly *digits* decimals, for one among others: `7.0`. */
  fixed(value: number | null, digits: number): string {
    if (value === null) return '—';
    const cleaned = clean(value);
    return this.plain !== null && isPlainNumber(cleaned) ? plainNumber(cleaned, 0, digits) : this.write(cleaned, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  }

  /** A number with exactly *digits* decimals and a sign: `+3.4`, `−1.0`, `0.0`. */
  signed(value: number | null, digits = 1): string {
    if (value === null) return '—';
    const cleaned = clean(value);
    const size = Math.abs(cleaned);
    if (this.plain === null || !isPlainNumber(size)) return this.write(cleaned, { minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: 'exceptZero' });
    const written = plainNumber(size, 0, digits);
    return /[1-9]/.test(written) ? `${cleaned < 0 ? '−' : '+'}${written}` : written;
  }

  /** A short form of a large number: `1.2M`, `123万`. */
  compact(value: number | null): string {
    return value === null ? '—' : this.plainCompact(value) ?? this.write(value, COMPACT);
  }

  /** A fraction from 0 to 1 as a percentage with *digits* decimals: `15.9%`. */
  percent(value: number | null, digits = 1): string {
    if (value === null) return '—';
    const cleaned = clean(value);
    if (this.plain !== null && isPlainNumber(cleaned)) return `${plainNumber(cleaned, 2, digits)}%`;
    return this.write(cleaned, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits });
  }

  /** A value, with its currency where there is one: `€1,234.50`. Cents are dropped from 10,000 on. */
  money(value: number | null): string {
    if (value === null) return '—';
    const digits = Math.abs(value) >= 10_000 ? 0 : 2;
    if (this.currency === null) return this.fixed(value, digits);
    return this.write(clean(value), { ...this.unit(), minimumFractionDigits: digits, maximumFractionDigits: digits });
  }

  /** A short form of a value: `€2.5M`, `¥250万`. */
  compactMoney(value: number | null): string {
    if (this.currency === null) return this.compact(value);
    return value === null ? '—' : this.write(value, { ...this.unit(), ...COMPACT });
  }

  /**
   * How to write values of one column in short, so that digits stand under digits: those in the unit of the greatest have as many
   * decimals as it needs for three digits, those in smaller units none. `€54.9K`, `€18.0K`, `€806`.
   */
  compactMoneyAmong(values: readonly (number | null)[]): (value: number | null) => string {
    const greatest = Math.max(0, ...values.map((value) => Math.abs(value ?? 0)));
    const { unit, whole } = this.compactParts(greatest);
    if (unit === '') return (value) => this.compactMoney(value);
    return (value) => {
      if (value === null) return '—';
      const digits = this.compactParts(value).unit === unit ? Math.max(0, 3 - whole) : 0;
      const plainly = this.currency === null && this.plain !== null ? plainCompactTo(value, this.plain.powers, digits) : null;
      return plainly ?? this.write(value, { ...this.unit(), notation: 'compact', minimumFractionDigits: digits, maximumFractionDigits: digits });
    };
  }

  /** An interval as `12.1% – 14.0%`; null where there is none. */
  percentRange(lower: number | null, upper: number | null, digits = 1): string | null {
    return lower === null || upper === null ? null : `${this.percent(lower, digits)} – ${this.percent(upper, digits)}`;
  }

  /** A calendar date from ISO text: `31 May 2024`. */
  date(iso: string): string {
    return this.dated(iso, { dateStyle: 'medium' }, 'date');
  }

  /** The dates from ISO text to ISO text, both included: `Jan 1 – Mar 31, 2026`. */
  dateRange(from: string, to: string): string {
    const [start, end] = [from, to].map((iso) => new Date(`${iso.slice(0, 10)}T00:00:00Z`));
    // ICU has no Chinese range with the characters of a date.
    if (this.tag.startsWith('zh')) return `${this.date(from)}至${this.date(to)}`;
    if (start === undefined || end === undefined || !(start <= end)) return `${this.date(from)} – ${this.date(to)}`;
    return this.calendar({ year: 'numeric', month: 'short', day: 'numeric' }).formatRange(start, end);
  }

  /** The period that begins on the date *iso*: `May 2024`, `2024 Q2`, `Week of 3 Jun 2024`. */
  period(iso: string, grain: Grain): string {
    if (grain === 'month') return this.dated(iso, { year: 'numeric', month: 'short' }, 'month');
    if (grain === 'year') return this.dated(iso, { year: 'numeric' }, 'year');
    if (grain === 'quarter') return this.quarter(iso, 'numeric');
    return this.dated(iso, { year: 'numeric', month: 'short', day: 'numeric' }, 'date');
  }

  /** The same period in as little room as it needs: `May 24`, `24 Q2`, `3 Jun 24`. */
  periodShort(iso: string, grain: Grain): string {
    if (grain === 'month') return this.dated(iso, { year: '2-digit', month: 'short' });
    if (grain === 'year') return this.period(iso, grain);
    if (grain === 'quarter') return this.quarter(iso, '2-digit');
    return this.dated(iso, { year: '2-digit', month: 'numeric', day: 'numeric' });
  }

  /** A duration in its largest sensible unit: `3.5 days`, `40 min`. */
  duration(seconds: number | null): string {
    if (seconds === null) return '—';
    const [unit, size] = UNITS.find(([unit, size]) => Math.abs(seconds) >= size * (unit === 'month' || unit === 'year' ? 2 : 1)) ?? ['second', 1];
    const value = seconds / size;
    const digits = value >= 10 ? 0 : 1;
    if (this.plain !== null && isPlainNumber(value)) return this.plain.duration(plainDecimal(value, digits), unit);
    return this.write(value, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits });
  }

  /** `a, b and c`. */
  list(items: readonly string[]): string {
    return this.plain !== null ? this.plain.list(items) : new Intl.ListFormat(this.tag, { type: 'conjunction' }).format(items);
  }

  private quarter(iso: string, year: 'numeric' | '2-digit'): string {
    const quarter = Math.floor((Number(iso.slice(5, 7)) - 1) / 3) + 1;
    return `${this.dated(iso, { year })}${this.tag.startsWith('zh') ? '' : ' '}Q${quarter}`;
  }

  /** The unit of a short form (`K`, `万`; empty where there is none) and how many digits stand before its decimals. */
  private compactParts(value: number): { readonly unit: string; readonly whole: number } {
    const plainly = this.plainCompact(value);
    if (plainly !== null) return { unit: plainly.replace(/^[\d.]+/, ''), whole: /^\d*/.exec(plainly)?.[0].length ?? 0 };
    const parts = this.numberFormat(COMPACT).formatToParts(value);
    return {
      unit: parts.find(({ type }) => type === 'compact')?.value ?? '',
      whole: parts.reduce((digits, part) => digits + (part.type === 'integer' ? part.value.length : 0), 0),
    };
  }

  private plainCompact(value: number): string | null {
    return this.plain === null ? null : plainCompact(value, this.plain.powers);
  }

  private unit(): Intl.NumberFormatOptions {
    return this.currency === null ? {} : { style: 'currency', currency: this.currency, currencyDisplay: 'narrowSymbol' };
  }

  private dated(iso: string, options: Intl.DateTimeFormatOptions, plainly: 'date' | 'month' | 'year' | null = null): string {
    const date = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
    if (Number.isNaN(date.getTime())) return iso;
    return plainly !== null && this.plain !== null && isPlainDate(date) ? this.plain[plainly](date) : this.calendar(options).format(date);
  }

  private calendar(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    return kept(calendars, this.tag, options, (tag, asked) => new Intl.DateTimeFormat(tag, { ...asked, timeZone: 'UTC', calendar: 'gregory' }));
  }

  /** A minus is a minus: of a hyphen, which `Intl` writes, a screen reader may say nothing, and it is as short as a speck. */
  private write(value: number, options: Intl.NumberFormatOptions): string {
    return this.numberFormat(options).format(value).replace('-', '−');
  }

  private numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
    return kept(numbers, this.tag, options, (tag, asked) => new Intl.NumberFormat(tag, asked));
  }
}

const COMPACT: Intl.NumberFormatOptions = { notation: 'compact', maximumSignificantDigits: 3 };

/** The units of durations and how many seconds each has. */
const UNITS: readonly (readonly [DurationUnit, number])[] = [['year', 31_557_600], ['month', 2_629_800], ['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]];

/** One of each for all charts: making them takes a browser longer than drawing. */
const numbers = new Map<string, Intl.NumberFormat>();
const calendars = new Map<string, Intl.DateTimeFormat>();

function kept<Made, Options extends object>(made: Map<string, Made>, tag: string, options: Options, make: (tag: string, options: Options) => Made): Made {
  let key = tag;
  for (const [name, value] of Object.entries(options)) key += `/${name} ${String(value)}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const format = make(tag, options);
  made.set(key, format);
  return format;
}

/** Returns the number in *row*, null where there is none. */
export function numberIn(row: Row, name: string): number | null {
  const cell = row[name];
  return typeof cell === 'number' && Number.isFinite(cell) ? cell : null;
}

/** Returns the text in *row*, empty where there is none. */
export function textIn(row: Row, name: string): string {
  const cell = row[name];
  return typeof cell === 'string' ? cell : '';
}

/** Rounds away what binary fractions add (0.285 as 0.28499999999999998) and the sign of zero. */
function clean(value: number): number {
  const cleaned = value + Math.sign(value) * Math.abs(value) * Number.EPSILON;
  return Math.abs(cleaned) < 1e-18 ? 0 : cleaned;
}
