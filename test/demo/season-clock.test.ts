import { describe, expect, it } from 'vitest';
import { SeasonClock } from '../../demo/company/season-clock.js';
import { dayWeight, hourShares, isSale } from '../../demo/company/season.js';

const day = 86_400_000;
const start = Date.UTC(2024, 0, 1);
const clock = new SeasonClock(start, 366, (date) => dayWeight('china', date), hourShares('china'));

describe('the season clock', () => {
  it('counts as many weeks as the calendar over its whole range, and no more beyond it', () => {
    expect(clock.weeks).toBeCloseTo(366 / 7, 9);
    expect(clock.weeksAt(start - 1)).toBe(0);
    expect(clock.weeksAt(start + 400 * day)).toBe(clock.weeks);
    expect(clock.wallAt(clock.weeks)).toBe(Infinity);
  });

  it('inverts itself to the millisecond', () => {
    for (let wall = start; wall < start + 366 * day; wall += 7_654_321) {
      expect(Math.abs(clock.wallAt(clock.weeksAt(wall)) - wall)).toBeLessThanOrEqual(1);
    }
  });

  it('runs by the weight of the day and the share of the hour', () => {
    const plain = new SeasonClock(0, 3, (date) => (date === day ? 2 : 1), [...new Array<number>(23).fill(0.5 / 23), 0.5]);
    expect(plain.weeksAt(day)).toBeCloseTo((3 / 7) / 4, 12);
    expect(plain.weeksAt(2 * day) - plain.weeksAt(day)).toBeCloseTo((3 / 7) / 2, 12);
    expect(plain.wallAt(plain.weeksAt(day) / 2)).toBeCloseTo(day - 3_600_000, -1);
  });

  it('runs fast on 11.11 and slow over the Chinese New Year', () => {
    const pace = (date: string): number => clock.weeksAt(Date.parse(date) + day) - clock.weeksAt(Date.parse(date));
    expect(pace('2024-11-11') / pace('2024-10-14')).toBeGreaterThan(4);
    expect(pace('2024-02-12') / pace('2024-01-08')).toBeLessThan(0.5);
  });
});

describe('seasons', () => {
  it('put sales on 11.11, 6.18 and around Black Friday', () => {
    const sales = (region: 'china' | 'europe'): string[] => Array.from({ length: 365 }, (_, i) => Date.UTC(2025, 0, 1) + i * day)
      .filter((date) => isSale(region, date)).map((date) => new Date(date).toISOString().slice(5, 10));
    expect(sales('china')).toEqual(['06-16', '06-17', '06-18', '11-09', '11-10', '11-11']);
    expect(sales('europe')).toEqual(['11-25', '11-26', '11-27', '11-28', '11-29', '11-30', '12-01']);
  });

  it('spread a day over 24 hours that sum to 1, with orders on both sides of midnight', () => {
    for (const region of ['china', 'europe'] as const) {
      const shares = hourShares(region);
      expect(shares).toHaveLength(24);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
      expect((shares[23] ?? 0) + (shares[0] ?? 0)).toBeGreaterThan(0.04);
    }
  });
});
