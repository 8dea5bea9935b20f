import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wrapText } from '../../packages/charts/src/guides/wrap-text.js';
import { unbroken } from '../../packages/charts/src/unbroken.js';

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

  it('breaks a number that fills a line by itself', () => {
    expect(wrapText('123456789012345678901234567890', 60, 14, 1000).length).toBeGreaterThan(2);
  });
});

describe('negative amounts in a sentence', () => {
  const kept = (text: string): unknown => {
    const parts = unbroken(text);
    return typeof parts === 'string' ? parts : parts.map((part) => (typeof part === 'string' ? part : part.values));
  };

  it('stay in one line with their sign and currency; other text is as it is', () => {
    expect(kept('前 20% 贡献了 69.4%。')).toBe('前 20% 贡献了 69.4%。');
    expect(kept('共−€8,560，另有-¥12.5万。')).toEqual(['共', ['−€8,560'], '，另有', ['-¥12.5万'], '。']);
    expect(kept('a well-known case, 3 - 4')).toBe('a well-known case, 3 - 4');
  });
});
