import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wrapText } from '../../packages/charts/src/guides/wrap-text.js';
import { unbroken, withoutBreaks } from '../../packages/charts/src/unbroken.js';

describe('text broken into lines', () => {
  it('loses no character where all lines are allowed', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('客户', '−€8,560', '12.5%', 'word', 'longerword', ' ', '，'), { maxLength: 20 }), fc.integer({ min: 30, max: 200 }), (parts, width) => {
      const text = parts.join('');
      expect(wrapText(text, width, 14, 1000).join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    }));
  });

  it('does not break an amount, a share or a negative number that fits a line', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('客', '户的', '贡献，'), { minLength: 1, maxLength: 12 }), fc.constantFrom('−€8,560', '-¥85.6万', '12.5%', '−3,021'), fc.integer({ min: 80, max: 200 }), (before, amount, width) => {
      const lines = wrapText(`${before.join('')}${amount}之后还有很多文字`, width, 14, 1000);
      const whole = amount.replace('万', '');
      expect(lines.some((line) => line.includes(whole)), lines.join(' | ')).toBe(true);
    }));
  });

  it('breaks a name without spaces in the middle, where two lines hold it', () => {
    expect(wrapText('顶级客户', 44, 12, 4)).toEqual(['顶级', '客户']);
    expect(wrapText('顶级客户', 48, 12, 4)).toEqual(['顶级客户']);
  });

  it('breaks a number that fills a line by itself', () => {
    expect(wrapText('123456789012345678901234567890', 60, 14, 1000).length).toBeGreaterThan(2);
  });
});

describe('what a line does not end within', () => {
  const kept = (text: string): unknown => {
    const parts = unbroken(text);
    return typeof parts === 'string' ? parts : parts.map((part) => (typeof part === 'string' ? part : part.values));
  };

  it('is a negative amount with its sign and currency; other text is as it is', () => {
    expect(kept('前 20% 贡献了 69.4%。')).toBe('前 20% 贡献了 69.4%。');
    expect(kept('共−€8,560，另有-¥12.5万。')).toEqual(['共', ['−€8,560'], '，另有', ['-¥12.5万'], '。']);
    expect(kept('as of 3 - 4, at 12.5% of 1,200')).toBe('as of 3 - 4, at 12.5% of 1,200');
  });

  it('keep a Chinese “as of” with the date after it', () => {
    expect(kept('（截至2026年9月20日）')).toEqual(['（', ['截至2026年9月20日'], '）']);
  });

  it.each(['Aug 10, 2026', '10 Aug 2026', 'August 2026', '2026 Q3', '2026年8月10日', '2026年8月', '2026年Q3'])('is %s', (whole) => {
    expect(kept(`统计截至 ${whole}。`)).toEqual(['统计截至 ', [whole], '。']);
  });

  it('loses no date where several follow each other', () => {
    expect(kept('Jan 1 – Mar 31, 2026, Apr 1, 2026')).toEqual(['Jan 1 – ', ['Mar 31, 2026'], ', ', ['Apr 1, 2026'], '']);
    expect(withoutBreaks('as of Aug 10, 2026.')).toBe('as of Aug\u00A010,\u00A02026.');
  });
});
