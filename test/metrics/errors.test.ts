import { describe, expect, it } from 'vitest';
import { nearest } from '../../packages/metrics/src/errors.js';

describe('nearest', () => {
  it('finds a misspelt name, whatever its case', () => {
    expect(nearest('ordered_ta', ['customer_id', 'ordered_at'])).toBe('ordered_at');
    expect(nearest('Valeu', ['value', 'order'])).toBe('value');
    expect(nearest('perod', ['mode', 'period'])).toBe('period');
  });

  it('suggests nothing that has little in common with the name', () => {
    expect(nearest('fortnight', ['day', 'week', 'month'])).toBeNull();
    expect(nearest('Q6', ['Hi', 'ts'])).toBeNull();
    expect(nearest('x', ['y'])).toBeNull();
    expect(nearest('', ['a'])).toBeNull();
  });
});
