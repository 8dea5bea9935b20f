import { describe, expect, it } from 'vitest';
import { firstIndexOutside, offsetsRise } from '../../../packages/metrics/src/arrow/buffer-checks.js';

const lengths = Array.from({ length: 14 }, (_, length) => length);

describe('offsetsRise', () => {
  it('finds a fall, a negative offset and an end that is too far, at every position of every length', () => {
    for (const length of lengths) {
      const offsets = Int32Array.from({ length: length + 1 }, (_, i) => 10 * i + 3);
      const most = 10 * length + 3;
      expect(offsetsRise(offsets, length, most), `${length} rising`).toBe(true);
      expect(offsetsRise(offsets, length, most - 1), `${length}, end too far`).toBe(false);
      expect(offsetsRise(new Int32Array(length + 1).fill(5), length, 5), `${length} equal`).toBe(true);
      for (let at = 0; at <= length; at++) {
        for (const wrong of [-1, -2_147_483_648, 2_147_483_647]) {
          expect(offsetsRise(offsets.with(at, wrong), length, most), `${wrong} at ${at} of ${length}`).toBe(false);
        }
        if (at > 0) expect(offsetsRise(offsets.with(at, 10 * at - 8), length, most), `a fall at ${at} of ${length}`).toBe(false);
      }
    }
  });
});

describe('firstIndexOutside', () => {
  it('finds the first index that is outside and not null, at every position of every length', () => {
    for (const length of lengths) {
      const indices = Int32Array.from({ length }, (_, i) => i % 4);
      expect(firstIndexOutside(indices, length, 4, null)).toBe(-1);
      for (let at = 0; at < length; at++) {
        for (const wrong of [-1, 4, -2_147_483_648, 2_147_483_647]) {
          expect(firstIndexOutside(indices.with(at, wrong), length, 4, null), `${wrong} at ${at} of ${length}`).toBe(at);
          const missing = new Uint8Array(2).fill(255);
          missing[at >> 3]! &= ~(1 << (at & 7));
          expect(firstIndexOutside(indices.with(at, wrong), length, 4, missing)).toBe(-1);
        }
      }
    }
  });
});
