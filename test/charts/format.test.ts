import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Format } from '../../packages/charts/src/locales/format.js';

const TAGS = ['en', 'en-US', 'zh', 'zh-CN'];
const runs = { numRuns: 3000 };
const MS_PER_DAY = 86_400_000;

describe.each(TAGS)('numbers and dates in %s', (tag) => {
  const format = new Format(tag);

  it('are shares as Intl writes them, rounded half up as they are written', () => {
    const share = fc.oneof(
      fc.double({ min: 0, max: 12, noNaN: true }), fc.integer({ min: 0, max: 20_000 }).map((n) => n / 10_000), fc.integer({ min: 0, max: 9999 }).map((n) => n / 8000),
      fc.tuple(fc.nat(5000), fc.integer({ min: 1, max: 5000 })).map(([part, whole]) => part / whole), fc.double({ min: 0, max: 1e-5, noNaN: true }));
    fc.assert(fc.property(share, fc.integer({ min: 0, max: 3 }), (value, digits) => {
      const intl = new Intl.NumberFormat(tag, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits });
      const told = format.percent(value, digits);
      // Just below a half the sixteenth digit decides, which Format takes for an error of binary fractions.
      const isNear = intl.format(value) === told || intl.format(value * (1 + Number.EPSILON)) === told;
      expect(isNear, `${value} to ${digits}: ${told}, by Intl ${intl.format(value)}`).toBe(true);
    }), runs);
  });

  it('are counts as Intl writes them, but for the minus, which is none but a hyphen there', () => {
    fc.assert(fc.property(fc.oneof(fc.maxSafeNat(), fc.nat(2_000_000), fc.double({ min: 0, max: 1e7, noNaN: true }), fc.integer({ min: -5000, max: -1 })), (value) => {
      expect(format.count(value)).toBe(new Intl.NumberFormat(tag, { maximumFractionDigits: 0 }).format(value).replace('-', '−'));
    }), runs);
  });

  it('are numbers and values without a currency as Intl writes them', () => {
    const value = fc.oneof(fc.double({ min: 0, max: 20_000, noNaN: true }), fc.integer({ min: 0, max: 2_000_000 }).map((n) => n / 100), fc.nat(1_000_000_000), fc.double({ min: 0, max: 1e-3, noNaN: true }));
    fc.assert(fc.property(value, fc.integer({ min: 0, max: 3 }), (number, digits) => {
      const intl = new Intl.NumberFormat(tag, { maximumFractionDigits: digits });
      expect([intl.format(number), intl.format(number * (1 + Number.EPSILON))], `${number} to ${digits}`).toContain(format.number(number, digits));
      const cents = number >= 10_000 ? 0 : 2;
      const money = new Intl.NumberFormat(tag, { minimumFractionDigits: cents, maximumFractionDigits: cents });
      expect([money.format(number), money.format(number * (1 + Number.EPSILON))], `${number} as value`).toContain(format.money(number));
    }), runs);
  });

  it('are durations as Intl writes them', () => {
    const seconds = fc.oneof(fc.nat(200), fc.nat(400_000), fc.double({ min: 0, max: 4e8, noNaN: true }), fc.integer({ min: -5000, max: -1 }), fc.constantFrom(1, 60, 3600, 86_400, 2 * 2_629_800, 2 * 31_557_600));
    const units = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;
    const written = (unit: typeof units[number], count: number): string => (
      new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: count >= 10 ? 0 : 1 }).format(count).replace('-', '−'));
    const sizes = { year: 31_557_600, month: 2_629_800, day: 86_400, hour: 3600, minute: 60, second: 1 };
    fc.assert(fc.property(seconds, (duration) => {
      expect(units.map((unit) => written(unit, duration / sizes[unit]))).toContain(format.duration(duration));
    }), { numRuns: 300 });
    expect(format.duration(1)).toBe(written('second', 1));
    expect(format.duration(90_000)).toBe(written('day', 90_000 / 86_400));
  });

  it('are short forms as Intl writes them', () => {
    const value = fc.oneof(fc.double({ min: 0, max: 3000, noNaN: true }), fc.double({ min: 0, max: 2e12, noNaN: true }), fc.nat(100_000_000), fc.integer({ min: -5000, max: -1 }), fc.nat(12).map((power) => 10 ** power),
      fc.tuple(fc.nat(12), fc.integer({ min: 9980, max: 10_010 })).map(([power, digits]) => digits * 10 ** (power - 4)), fc.integer({ min: 0, max: 200_000 }).map((n) => n / 1000));
    fc.assert(fc.property(value, (number) => {
      const intl = new Intl.NumberFormat(tag, { notation: 'compact', maximumSignificantDigits: 3 }).format(number).replace('-', '−');
      expect([format.compact(number), format.compactMoney(number)]).toEqual([intl, intl]);
    }), runs);
  });

  it('are short forms of a column as Intl writes them', () => {
    // Says the same as the tag alone, and has no notation of its own.
    const intl = new Format(`${tag}-u-nu-latn`);
    const near = fc.tuple(fc.nat(10), fc.integer({ min: 99_900, max: 100_010 })).map(([power, digits]) => digits * 10 ** (power - 5));
    fc.assert(fc.property(fc.array(fc.oneof(near, fc.nat(100_000_000), fc.double({ min: 0, max: 20_000, noNaN: true }).map((n) => Math.round(n * 100) / 100)), { minLength: 1, maxLength: 6 }), (values) => {
      expect(values.map(format.compactMoneyAmong(values))).toEqual(values.map(intl.compactMoneyAmong(values)));
    }), { numRuns: 500 });
  });

  it('have signs as Intl writes them', () => {
    fc.assert(fc.property(fc.oneof(fc.double({ min: -300, max: 300, noNaN: true }), fc.integer({ min: -20_000, max: 20_000 }).map((n) => n / 100), fc.double({ min: -0.2, max: 0.2, noNaN: true })), fc.nat(2), (value, digits) => {
      const intl = new Intl.NumberFormat(tag, { minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: 'exceptZero' });
      expect([value, value * (1 + Number.EPSILON)].map((near) => intl.format(near).replace('-', '−')), `${value} to ${digits}`).toContain(format.signed(value, digits));
    }), runs);
  });

  it('are lists as Intl writes them', () => {
    fc.assert(fc.property(fc.array(fc.string({ minLength: 1 }), { maxLength: 5 }), (items) => {
      expect(format.list(items)).toBe(new Intl.ListFormat(tag, { type: 'conjunction' }).format(items));
    }), { numRuns: 300 });
  });

  it('are dates, months and years as Intl writes them, in every century', () => {
    const day = fc.integer({ min: Date.UTC(1000, 0) / MS_PER_DAY, max: Date.UTC(9999, 11, 31) / MS_PER_DAY }).map((days) => new Date(days * MS_PER_DAY));
    const intl = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => new Intl.DateTimeFormat(tag, { ...options, timeZone: 'UTC', calendar: 'gregory' });
    const [medium, month, year] = [intl({ dateStyle: 'medium' }), intl({ year: 'numeric', month: 'short' }), intl({ year: 'numeric' })];
    const long = intl({ year: 'numeric', month: 'short', day: 'numeric' });
    fc.assert(fc.property(day, (date) => {
      const iso = date.toISOString();
      expect([format.date(iso), format.period(iso, 'week'), format.period(iso, 'day'), format.period(iso, 'month'), format.period(iso, 'year')])
        .toEqual([medium.format(date), long.format(date), long.format(date), month.format(date), year.format(date)]);
    }), runs);
  });
});

describe('a format', () => {
  it('leaves text that is no date as it is', () => {
    expect(new Format('en').date('someday')).toBe('someday');
    expect(new Format('zh-CN').period('', 'month')).toBe('');
  });

  it('writes numbers of other languages and regions as they do', () => {
    expect(new Format('en-IN').count(1_234_567)).toBe('12,34,567');
    expect(new Format('en-GB').date('2024-05-31')).toBe('31 May 2024');
  });

  it('writes short values of a column with digits under digits', () => {
    const column = (tag: string, currency: string, values: readonly number[]): string[] => values.map(new Format(tag, currency).compactMoneyAmong(values));
    expect(column('en', 'EUR', [54_900, 18_000, 10_420, 7170, 806, -493])).toEqual(['€54.9K', '€18.0K', '€10.4K', '€7.2K', '€806', '−€493']);
    expect(column('en', 'EUR', [1_570_000, 1_290_000, 524_000])).toEqual(['€1.57M', '€1.29M', '€524K']);
    expect(column('zh-CN', 'CNY', [34_900, 20_000, 806])).toEqual(['¥3.49万', '¥2.00万', '¥806']);
    expect(column('en', 'EUR', [50, 20])).toEqual(['€50', '€20']);
    expect(column('en', 'EUR', [])).toEqual([]);
    expect(new Format('en').compactMoneyAmong([null, 2000])(null)).toBe('—');
  });

  it('writes a minus that is no hyphen, whatever the number', () => {
    const euros = new Format('en', 'EUR');
    expect([euros.money(-14.94), euros.compactMoney(-493), euros.percent(-0.012), euros.compact(-1200), euros.number(-2.5), euros.signed(-1), euros.duration(-3600)])
      .toEqual(['−€14.94', '−€493', '−1.2%', '−1.2K', '−2.5', '−1.0', '−1 hr']);
  });

  it('rounds what is written as a half up, whatever its binary fraction', () => {
    expect(new Format('en').percent(0.285, 0)).toBe('29%');
    expect(new Format('en').percent(0.0005)).toBe('0.1%');
    expect(new Format('en').percent(1234.5678)).toBe('123,456.8%');
    expect(new Format('en').count(-0)).toBe('0');
  });
});
