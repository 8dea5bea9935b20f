import { describe, expect, it } from 'vitest';
import { parseCivilDate } from '../../../packages/metrics/src/calendar/civil-date.js';
import type { Grain } from '../../../packages/metrics/src/calendar/grain.js';
import { periodsBetween } from '../../../packages/metrics/src/calendar/periods-between.js';

const between = (from: string, to: string, grain: Grain): [number, boolean] => {
  const { completed, exact } = periodsBetween(parseCivilDate(from)!, parseCivilDate(to)!, grain);
  return [completed, exact];
};

describe('periods between two days', () => {
  it.each<[string, string, Grain, number, boolean]>([
    ['2024-01-31', '2024-02-29', 'month', 1, true],
    ['2023-01-31', '2023-02-27', 'month', 0, false],
    ['2023-01-31', '2023-02-28', 'month', 1, true],
    ['2024-01-31', '2024-03-30', 'month', 1, false],
    ['2024-01-31', '2024-03-31', 'month', 2, true],
    ['2023-12-15', '2024-01-14', 'month', 0, false],
    ['2024-02-29', '2025-02-28', 'year', 1, true],
    ['2024-02-29', '2028-02-28', 'year', 3, false],
    ['2024-01-01', '2024-12-31', 'quarter', 3, false],
    ['2024-01-01', '2025-01-01', 'quarter', 4, true],
    ['2024-03-28', '2024-04-04', 'week', 1, true],
    ['2024-03-28', '2024-04-05', 'week', 1, false],
    ['2024-03-30', '2024-04-13', 'week', 2, true],
    ['2024-03-28', '2024-04-05', 'day', 8, true],
    ['2024-03-28', '2024-03-28', 'month', 0, true],
  ])('from %s to %s are as many %ss as end by then', (from, to, grain, completed, exact) => {
    expect(between(from, to, grain)).toEqual([completed, exact]);
  });
});
