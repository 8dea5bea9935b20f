import { describe, expect, it } from 'vitest';
import { DATE_PRESETS, localDateOf, presetOf, presetRange } from '../../packages/dashboard/src/filter-bar/date-presets.js';

describe('presets of dates', () => {
  it('count back from the last date of the data', () => {
    expect(presetRange('days-30', '2024-03-01')).toEqual({ from: '2024-02-01', to: '2024-03-01' });
    expect(presetRange('days-90', '2024-03-30')).toEqual({ from: '2024-01-01', to: '2024-03-30' });
    expect(presetRange('months-12', '2024-02-29')).toEqual({ from: '2023-03-01', to: '2024-02-29' });
    expect(presetRange('months-12', '2024-09-20')).toEqual({ from: '2023-09-21', to: '2024-09-20' });
    expect(presetRange('this-year', '2024-09-20')).toEqual({ from: '2024-01-01', to: '2024-09-20' });
    expect(presetRange('last-year', '2024-09-20')).toEqual({ from: '2023-01-01', to: '2023-12-31' });
    expect(presetRange('all', '2024-09-20')).toBe(null);
  });

  it('are known again by their dates', () => {
    for (const preset of DATE_PRESETS) {
      if (preset !== 'custom') expect(presetOf(presetRange(preset, '2024-09-20'), '2024-09-20')).toBe(preset);
    }
    expect(presetOf({ from: '2024-01-03', to: null }, '2024-09-20')).toBe('custom');
    expect(presetOf({ from: '2024-01-03', to: null }, null)).toBe('custom');
  });

  it('take the local date of the last instant', () => {
    expect(localDateOf('2024-03-31T22:30:00.000Z', 'Europe/Berlin')).toBe('2024-04-01');
    expect(localDateOf('2024-03-31T22:30:00.000Z', 'America/New_York')).toBe('2024-03-31');
    expect(localDateOf('2024-03-31', 'Asia/Shanghai')).toBe('2024-03-31');
  });
});
