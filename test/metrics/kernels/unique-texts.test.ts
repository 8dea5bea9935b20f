import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UniqueTexts } from '../../../packages/metrics/src/kernels/unique-texts.js';

const encoder = new TextEncoder();

function added(index: UniqueTexts, texts: readonly string[]): boolean {
  const parts = texts.map((text) => encoder.encode(text));
  const offsets = new Int32Array(texts.length + 1);
  parts.forEach((part, i) => (offsets[i + 1] = (offsets[i] ?? 0) + part.length));
  return index.add(new Uint8Array(Buffer.concat(parts)), offsets, texts.length);
}

describe('UniqueTexts', () => {
  const texts = fc.array(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constantFrom('', 'a', 'ab', 'abc', 'abcd', 'abc\0', '\ufeffa')), { maxLength: 60 });

  it('takes texts as long as all are different, and knows each by its place', () => {
    fc.assert(fc.property(fc.array(texts, { maxLength: 4 }), (columns) => {
      const index = new UniqueTexts();
      const all: string[] = [];
      for (const column of columns) {
        const areNew = new Set([...all, ...column]).size === all.length + column.length;
        expect(added(index, column)).toBe(areNew);
        if (!areNew) break;
        all.push(...column);
      }
      expect(index.size).toBe(all.length);
      all.forEach((text, place) => expect(index.text(place)).toBe(text));
    }));
  });

  it('finds the place of every text that is there and of no other', () => {
    const index = new UniqueTexts();
    expect(index.placeOf(encoder.encode('a'))).toBe(-1);
    const some = Array.from({ length: 3000 }, (_, i) => `cus_${i}`);
    expect(added(index, some) && added(index, ['', 'cus_'])).toBe(true);
    expect([...some, '', 'cus_'].map((text) => index.placeOf(encoder.encode(text)))).toEqual(Array.from({ length: 3002 }, (_, i) => i));
    expect(['cus_3000', 'cus_00', 'c'].map((text) => index.placeOf(encoder.encode(text)))).toEqual([-1, -1, -1]);
  });

  it('tells 200,000 texts apart, of which some have equal hashes of 32 bits, and notices the last one twice', () => {
    const index = new UniqueTexts();
    const many = Array.from({ length: 200_000 }, (_, i) => `${i * 7919}`);
    expect(added(index, many)).toBe(true);
    expect(added(index, ['new', many.at(-1) ?? ''])).toBe(false);
    expect(index.size).toBe(many.length);
  });

  it('refuses places that it did not give', () => {
    expect(() => new UniqueTexts().text(0)).toThrow(RangeError);
  });
});
