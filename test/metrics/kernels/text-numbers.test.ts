import { describe, expect, it } from 'vitest';
import { NO_KEY } from '../../../packages/metrics/src/kernels/key-index.js';
import type { TextList } from '../../../packages/metrics/src/kernels/stored-columns.js';
import { areListed, TextNumbers } from '../../../packages/metrics/src/kernels/text-numbers.js';

const listOf = (...texts: (string | null)[]): TextList => ({ size: texts.length, text: (position) => texts[position] ?? null });

describe('numbers of texts', () => {
  it('are the same for the same text in every list, those of names first', () => {
    const numbers = new TextNumbers(['cart', 'buy'], 'next');
    expect([...numbers.of(listOf('view', 'buy', 'view'))!]).toEqual([2, 1, 2]);
    expect([...numbers.of(listOf('help', 'cart', 'view', ''))!]).toEqual([3, 0, 2, 4]);
    expect([...new TextNumbers(['cart', 'buy'], 'none').of(listOf('view', 'buy', 'cart'))!]).toEqual([NO_KEY, 1, 0]);
  });

  it('are one array as long as the list is one, and grow with it', () => {
    const texts = ['a', 'b'];
    const list = { get size() { return texts.length; }, text: (position: number) => texts[position]! };
    const numbers = new TextNumbers([], 'next');
    const first = numbers.of(list);
    expect(numbers.of(list)).toBe(first);
    texts.push('a');
    expect([...numbers.of(list)!]).toEqual([0, 1, 0]);
    expect(numbers.of(listOf('b', 'a'))).not.toBe(numbers.of(list));
  });

  it('are none where a text is missing or malformed, or where there are more than 4,096', () => {
    const numbers = new TextNumbers([], 'next');
    expect(numbers.of(listOf('a', null))).toBeNull();
    expect(numbers.of(listOf('a', 'b\ufffd'))).toBeNull();
    const many = Array.from({ length: 4097 }, (_, i) => `t${i}`);
    expect(numbers.of(listOf(...many))).toBeNull();
    expect(new TextNumbers([], 'next').of(listOf(...many.slice(1)))?.[4095]).toBe(4095);
  });
});

describe('positions of rows', () => {
  it.each([Uint8Array, Uint16Array, Uint32Array])('are all listed where every row with a text has one that the list has, as %o', (Positions) => {
    const texts = listOf('a', 'b', 'c');
    const listed = (values: number[], valid: Uint32Array | null): boolean => areListed({ values: Positions.from(values), valid, texts });
    expect([listed([0, 2, 1], null), listed([0, 3, 1], null), listed([], null)]).toEqual([true, false, true]);
    expect([listed([0, 3, 1], Uint32Array.of(0b101)), listed([0, 3, 1], Uint32Array.of(0b010))]).toEqual([true, false]);
    expect(areListed({ values: new Positions(0), valid: null, texts: listOf() })).toBe(true);
  });
});
