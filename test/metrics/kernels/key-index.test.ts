import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmap, setBit } from '../../../packages/metrics/src/kernels/bitmap.js';
import { IntegerKeyIndex } from '../../../packages/metrics/src/kernels/integer-key-index.js';
import { NO_KEY } from '../../../packages/metrics/src/kernels/key-index.js';
import { TextKeyIndex } from '../../../packages/metrics/src/kernels/text-key-index.js';
import { textOrder } from '../../../packages/metrics/src/kernels/text-order.js';
import { keySlots } from '../../../packages/metrics/src/kernels/key-slots-wasm.js';
import { wasmKernels } from '../../../packages/metrics/src/kernels/wasm-module.js';
import { keyIndexImplementations, wasmSlots } from './key-index-implementations.js';

/** What a dictionary of the language says: a code for each value in order of first appearance. */
function codesByMap<T>(values: readonly (T | null)[]): number[] {
  const codes = new Map<T, number>();
  return values.map((value) => {
    if (value === null) return NO_KEY;
    if (!codes.has(value)) codes.set(value, codes.size);
    return codes.get(value) ?? NO_KEY;
  });
}

function textColumn(texts: readonly (string | null)[]): { bytes: Uint8Array; offsets: Int32Array; valid: Uint32Array } {
  const encoder = new TextEncoder();
  const parts = texts.map((text) => encoder.encode(text ?? 'what a null hides'));
  const offsets = new Int32Array(texts.length + 1);
  parts.forEach((part, i) => (offsets[i + 1] = (offsets[i] ?? 0) + part.length));
  const bytes = new Uint8Array(Buffer.concat(parts));
  const valid = bitmap(texts.length);
  texts.forEach((text, i) => text !== null && setBit(valid, i));
  return { bytes, offsets, valid };
}

function addTexts(index: TextKeyIndex, texts: readonly (string | null)[]): number[] {
  const { bytes, offsets, valid } = textColumn(texts);
  const out = new Uint32Array(texts.length);
  index.insertAll(bytes, offsets, texts.length, valid, out);
  return [...out];
}

describe.each(keyIndexImplementations)('TextKeyIndex in $name', ({ texts: createIndex }) => {
  it('gives the codes of a map, whatever the texts', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constantFrom('', 'a', 'ab', 'abc', 'abcd', 'abcde', 'abc\0', 'abcd\0'));
    fc.assert(fc.property(fc.array(fc.option(text), { maxLength: 300 }), (texts) => {
      const index = createIndex();
      const codes = addTexts(index, texts);
      expect(codes).toEqual(codesByMap(texts));
      texts.forEach((value, i) => {
        if (value === null) return;
        expect(index.text(codes[i] ?? NO_KEY)).toBe(value);
        expect(index.codeOf(value)).toBe(codes[i]);
      });
    }));
  });

  it('keeps its codes over many batches while it grows', () => {
    const index = createIndex();
    const all: string[] = [];
    const codes: number[] = [];
    for (let batch = 0; batch < 8; batch++) {
      const texts = Array.from({ length: 5000 }, (_, i) => `cus_${((batch * 5000 + i) * 7919) % 23_456}${'x'.repeat(i % 40)}`);
      all.push(...texts);
      codes.push(...addTexts(index, texts));
    }
    expect(codes).toEqual(codesByMap(all));
    expect(index.size).toBe(new Set(all).size);
    expect(index.text(codes[39_999] ?? 0)).toBe(all[39_999]);
  });

  it('tells 200,000 texts apart, of which some have equal hashes of 32 bits', () => {
    const index = createIndex();
    let state = 88_172_645;
    const random = (): string => String.fromCharCode(...Array.from({ length: 8 }, () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return 33 + ((state >>> 8) % 90);
    }));
    const texts = [...new Set(Array.from({ length: 200_000 }, random))];
    addTexts(index, texts);
    expect(index.size).toBe(texts.length);
    expect(addTexts(index, texts).every((code, i) => code === i)).toBe(true);
  });

  it('tells texts apart whose hashes fall on the same slots', () => {
    const index = createIndex();
    const texts = Array.from({ length: 2000 }, (_, i) => String.fromCharCode(i & 127, i >>> 7));
    expect(addTexts(index, texts)).toEqual(codesByMap(texts));
  });

  it('tells texts apart by any of their bytes, whatever their length', () => {
    const index = createIndex();
    const texts = Array.from({ length: 40 }, (_, length) => 'a'.repeat(length)).flatMap((text) => (
      [text, ...Array.from(text, (_, at) => `${text.slice(0, at)}b${text.slice(at + 1)}`)]));
    expect(addTexts(index, texts)).toEqual(texts.map((_, i) => i));
  });

  it('reads texts of any length, and missing ones between them, in one batch', () => {
    const index = createIndex();
    const texts = Array.from({ length: 5000 }, (_, i) => (i % 7 === 3 ? null : `${i % 900}${'客'.repeat(i % 1700 === 5 ? 90_000 : i % 50)}`));
    expect(addTexts(index, texts)).toEqual(codesByMap(texts));
    expect(index.text(5)).toBe(texts.filter((text) => text !== null)[5]);
  });

  it('does not add what is looked for, and finds it once it was added', () => {
    const index = createIndex();
    expect(index.codeOf('a')).toBe(NO_KEY);
    expect(index.size).toBe(0);
    expect([index.insertText('b'), index.insertText('a'), index.insertText('b')]).toEqual([0, 1, 0]);
    expect(index.codeOf('a')).toBe(1);
    expect(index.insert(new DataView(new TextEncoder().encode('xxac').buffer, 1), 1, 1)).toBe(1);
  });

  it('keeps a byte order mark, which makes another text', () => {
    const index = createIndex();
    expect(addTexts(index, ['客户', '\ufeff客户'])).toEqual([0, 1]);
    expect([index.text(0), index.text(1)]).toEqual(['客户', '\ufeff客户']);
  });

  it('knows nothing before it has seen a row, and refuses codes that it did not give', () => {
    const index = createIndex();
    expect(index.size).toBe(0);
    expect(index.codeOf('')).toBe(NO_KEY);
    expect(() => index.text(0)).toThrow(RangeError);
    expect(() => index.text(NO_KEY)).toThrow(RangeError);
    expect(addTexts(index, [null, ''])).toEqual([NO_KEY, 0]);
    expect(index.codeOf('')).toBe(0);
  });
});

describe.each(keyIndexImplementations)('IntegerKeyIndex in $name', ({ integers: createIndex }) => {
  it('gives the codes of a map for any 64-bit integers', () => {
    const long = fc.oneof(fc.bigInt(-5n, 5n), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), fc.constantFrom(-1n, 2n ** 32n, -(2n ** 32n), -(2n ** 63n)));
    fc.assert(fc.property(fc.array(fc.option(long), { maxLength: 300 }), (values) => {
      const index = createIndex();
      const longs = BigInt64Array.from(values, (value) => value ?? 42n);
      const valid = bitmap(values.length);
      values.forEach((value, i) => value !== null && setBit(valid, i));
      const out = new Uint32Array(values.length);
      index.insertAll64(new Int32Array(longs.buffer), values.length, valid, out);
      expect([...out]).toEqual(codesByMap(values));
      values.forEach((value, i) => {
        if (value === null) return;
        expect(index.text(out[i] ?? NO_KEY)).toBe(String(value));
        expect(index.codeOf(String(value))).toBe(out[i]);
      });
    }));
  });

  it('counts equal integers of different widths as one', () => {
    const index = createIndex();
    const out = new Uint32Array(3);
    index.insertAll64(new Int32Array(BigInt64Array.of(-1n, 4294967295n, 7n).buffer), 3, null, out);
    expect([...out]).toEqual([0, 1, 2]);
    index.insertAll32(Int32Array.of(-1, 7, -1), true, 3, null, out);
    expect([...out]).toEqual([0, 2, 0]);
    index.insertAll32(Int32Array.of(-1, 7, -1), false, 3, null, out);
    expect([...out]).toEqual([1, 2, 1]);
  });

  it('keeps its codes while it grows', () => {
    const index = createIndex();
    const values = Int32Array.from({ length: 50_000 }, (_, i) => (Math.imul(i, 7919) % 30_000) * 65_536);
    const out = new Uint32Array(values.length);
    index.insertAll32(values, true, values.length, null, out);
    expect([...out]).toEqual(codesByMap([...values]));
  });

  it('finds every integer again after it grew, and tells what it is, wherever its hashes fall', () => {
    // Hashes are drawn for each index: those that wrap around the end of a table are in some of them.
    for (let drawn = 0; drawn < 20; drawn++) {
      const index = createIndex();
      const words = Int32Array.from({ length: 2 * 20_000 }, (_, i) => Math.imul(i + 1, 0x9e3779b1) ^ (i >>> 3));
      const [first, again] = [new Uint32Array(20_000), new Uint32Array(20_000)];
      index.insertAll64(words, 20_000, null, first);
      index.insertAll64(words, 20_000, null, again);
      expect(again).toEqual(first);
      expect(index.size).toBe(new Set(first).size);
      for (const row of [0, 9_999, 19_999]) expect([index.low(first[row]!), index.high(first[row]!)]).toEqual([words[2 * row], words[2 * row + 1]]);
    }
  });

  it('leaves out missing integers, in batches of any length', () => {
    const index = createIndex();
    const values = Array.from({ length: 5001 }, (_, i) => (i % 5 === 1 ? null : BigInt(i % 777) << 30n));
    const valid = bitmap(values.length);
    values.forEach((value, i) => value !== null && setBit(valid, i));
    const out = new Uint32Array(values.length);
    index.insertAll64(new Int32Array(BigInt64Array.from(values, (value) => value ?? -9n).buffer), values.length, valid, out);
    expect([...out]).toEqual(codesByMap(values));
    expect(index.codeOf('-9')).toBe(NO_KEY);
    expect([index.insert(5, 0), index.insert(0, 0), index.codeOf('5'), index.size]).toEqual([777, 0, 777, 778]);
  });

  it('reads unsigned integers as such', () => {
    const index = createIndex(false);
    const out = new Uint32Array(1);
    index.insertAll64(new Int32Array(BigUint64Array.of(2n ** 64n - 1n).buffer), 1, null, out);
    expect(index.text(0)).toBe('18446744073709551615');
    expect(index.codeOf('18446744073709551615')).toBe(0);
    expect(index.codeOf('-1')).toBe(NO_KEY);
  });

  it.each(['01', '+1', '1.0', ' 1', '', '-0', '1e3', '99999999999999999999', 'x'])('finds nothing under %j', (text) => {
    const index = createIndex();
    const out = new Uint32Array(3);
    index.insertAll32(Int32Array.of(0, 1, 1000), true, 3, null, out);
    expect(index.codeOf(text)).toBe(NO_KEY);
  });
});

describe('accelerate', () => {
  it('keeps the codes of texts that were there before', () => {
    const index = new TextKeyIndex();
    const texts = ['', 'a', 'customer 17', '客户', 'x'.repeat(1000)];
    addTexts(index, texts);
    index.accelerate(wasmSlots.texts());
    expect(addTexts(index, [...texts, 'new'].reverse())).toEqual([5, 4, 3, 2, 1, 0]);
    index.accelerate(wasmSlots.texts());
    expect(index.codeOf('客户')).toBe(3);
  });

  it('keeps the codes of integers that were there before', () => {
    const index = new IntegerKeyIndex();
    const values = Int32Array.from({ length: 30_000 }, (_, i) => i * 65_537);
    const codes = new Uint32Array(values.length);
    index.insertAll32(values, true, values.length, null, codes);
    index.accelerate(wasmSlots.integers());
    const again = new Uint32Array(values.length);
    index.insertAll32(values, true, values.length, null, again);
    expect(again).toEqual(codes);
    expect(index.size).toBe(30_000);
  });
});

describe('textOrder', () => {
  it('ranks codes by the code units of their texts', () => {
    const unit = fc.constantFrom('a', 'b', 'B', '1', 'é', '客', '\uffee', '🙂');
    const texts = fc.array(fc.array(unit, { maxLength: 10 }).map((units) => `id_${units.join('')}`), { maxLength: 60 });
    fc.assert(fc.property(fc.oneof(texts, fc.array(fc.string({ minLength: 0, maxLength: 12 }), { maxLength: 60 })), (all) => {
      const index = new TextKeyIndex();
      addTexts(index, all);
      const rank = textOrder(index);
      const distinct = [...new Set(all)];
      const sorted = [...distinct].sort();
      expect([...rank]).toEqual(distinct.map((text) => sorted.indexOf(text)));
    }));
  });

  it.each([
    ['ASCII', 'customer-', ['', 'a', 'ab', 'abcdefg', 'abcdefgh', 'abcdefgz', 'abcdefghi', 'abcdefha', 'B', '~', '0']],
    ['any letters', '客户', ['', 'é', 'éé', 'ééé', 'éééa', 'éééb', 'éz', '\u007f', '\u0080', '\uffee', '🙂', 'a']],
    ['nothing in common', '', ['b', '', 'a', 'ba']],
  ])('ranks texts of %s that begin alike', (_name, prefix, ends) => {
    for (const texts of [ends, ends.toReversed()].map((all) => all.map((end) => prefix + end))) {
      const index = new TextKeyIndex();
      addTexts(index, texts);
      const sorted = texts.toSorted();
      expect([...textOrder(index)]).toEqual(texts.map((text) => sorted.indexOf(text)));
    }
  });

  it('ranks integers as the text of their decimals', () => {
    const index = new IntegerKeyIndex();
    index.insertAll32(Int32Array.of(10, 9, -1, 100), true, 4, null, new Uint32Array(4));
    expect([...textOrder(index)]).toEqual([1, 3, 0, 2]);
  });

  it('ranks nothing in an empty index', () => {
    expect(textOrder(new TextKeyIndex())).toHaveLength(0);
  });
});

const instantiate = await wasmKernels();
if (instantiate === null) throw new Error('this Node has no WebAssembly');

describe('slots in WebAssembly', () => {
  it('never give codes again once memory ended in the midst of a column', () => {
    const index = new IntegerKeyIndex();
    index.accelerate(keySlots(() => {
      const kernels = instantiate();
      const memory = {
        get buffer() { return kernels.memory.buffer; },
        grow(pages: number) {
          if (pages > 16) throw new RangeError('no more');
          return kernels.memory.grow(pages);
        },
      };
      return { ...kernels, memory };
    }).integers());
    const column = (from: number, count: number): Int32Array => Int32Array.from({ length: 2 * count }, (_, i) => (i % 2 === 0 ? from + i : 0));
    index.insertAll64(column(0, 2000), 2000, null, new Uint32Array(2000));
    expect(() => index.insertAll64(column(1000, 200_000), 200_000, null, new Uint32Array(200_000))).toThrow(new RangeError('no more'));
    expect(() => index.insertAll64(column(0, 10), 10, null, new Uint32Array(10))).toThrow('key slots: ended without memory');
    expect(() => index.codeOf('2')).toThrow(RangeError);
  });
});
