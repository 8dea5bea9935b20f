import { countDifference, type Result, tableOf } from '@clientele/metrics';
import { Format } from '@clientele/charts';
import { describe, expect, it } from 'vitest';
import type { Figure } from '../../packages/dashboard/src/metric-tile/figures.js';
import { type MetricTileOptions, type MetricTileScene, metricTileScene } from '../../packages/dashboard/src/metric-tile/metric-tile.scene.js';

const TYPES = { period: 'date', active: 'int32', new: 'int32', returning: 'int32', resurrected: 'int32', dormant: 'int32', retention_rate: 'float64', value_new: 'float64', value_existing: 'float64', partial: 'bool' } as const;
const month = (period: string, active: number, fresh: number, returning: number, dormant: number, more = {}): Record<string, string | number | boolean | null> => ({
  period, active, new: fresh, returning, resurrected: active - fresh - returning, dormant, retention_rate: returning / (returning + dormant), value_new: 10 * fresh, value_existing: 1000, partial: false, ...more,
});
const rows = [month('2024-01-01', 100, 100, 0, 0), month('2024-02-01', 110, 40, 60, 40), month('2024-03-01', 200, 100, 90, 20), month('2024-04-01', 9, 9, 0, 200, { partial: true })];

function resultOf(some: readonly Record<string, string | number | boolean | null>[], metric = 'lifecycle'): Result {
  return {
    metric, options: {}, table: tableOf(TYPES, some), scalars: {}, tables: {},
    diagnostics: { rowsIn: 1, rowsUsed: 1, dropped: {}, duplicates: null, window: { start: null, end: null, asOf: null, partial: [] }, timeZone: 'UTC', currency: null, inferred: {}, notes: [] },
  };
}

function tile(figure: Figure, more: Partial<MetricTileOptions> = {}, some: typeof rows = rows, width = 260, locale: 'en' | 'zh-CN' = 'en'): MetricTileScene {
  return metricTileScene(resultOf(some), { width, fontSize: 14 }, { locale, format: new Format(locale, 'EUR'), rtl: false }, { figure, period: 'month', goal: null, compare: true, ...more });
}

describe('a key figure', () => {
  it('is that of the last period that is over, with its change on the one before', () => {
    const scene = tile('active-customers');
    expect(scene.value).toBe('200');
    // 110 came, 20 went: 90 more, give or take 1.96 times the root of 130.
    expect(scene.summary).toBe('Mar 2024; +90 (+81.8%) on Feb 2024; 95% interval +68 to +112');
  });

  it('says plainly where two periods can’t be told apart', () => {
    const scene = tile('active-customers', {}, rows.slice(0, 2));
    expect(scene.summary).toBe('Feb 2024; +10 (+10.0%) on Jan 2024; not distinguishable from Jan 2024 (95% interval −9 to +29)');
    expect(tile('active-customers', {}, rows.slice(0, 2), 260, 'zh-CN').summary).toBe('2024年2月；较 2024年1月 +10（+10.0%）；与 2024年1月 无显著差异（95% 区间 −9 至 +29）');
  });

  it('of a total has a change and no interval that nobody could know', () => {
    expect(tile('value').summary).toBe('Mar 2024; +€600 (+42.9%) on Feb 2024');
  });

  it('of retention changes in points, by Newcombe’s interval', () => {
    expect(tile('retention-rate').summary).toMatch(/^Mar 2024; \+21\.8 points on Feb 2024; 95% interval \+9\.\d to \+3\d\.\d$/);
  });

  it('leaves the change out where the reader does, and where there is no period before', () => {
    expect(tile('active-customers', { compare: false }).summary).toBe('Mar 2024');
    expect(tile('active-customers', {}, rows.slice(0, 1)).summary).toBe('Jan 2024');
  });

  it('names its goal and how much of it is reached', () => {
    const scene = tile('new-customers', { goal: 200 });
    expect(scene.summary).toContain('goal 200, 50% reached');
    expect(scene.goalY).toBeLessThan(Math.min(...scene.spark.flat().map(([, y]) => y)));
  });

  it('is nothing as long as no period is over', () => {
    expect(tile('active-customers', {}, rows.slice(3))).toMatchObject({ empty: true, summary: 'No period is over yet.', spark: [] });
    expect(tile('active-customers', {}, [])).toMatchObject({ empty: true });
  });

  it.each([240, 160, 90])('keeps its line inside and beside the number at %i px', (width) => {
    const { end, spark, sparkX, value } = tile('active-customers', {}, rows, width);
    for (const [x, y] of spark.flat()) expect(x >= sparkX[0] - 0.1 && x <= width && y >= 0 && y <= 42).toBe(true);
    if (end !== null) expect(end[0]).toBeGreaterThan(value.length * 14);
  });

  it('says in its table what it draws', () => {
    expect(tile('active-customers').table.rows).toEqual([['Jan 2024', '100'], ['Feb 2024', '110'], ['Mar 2024', '200']]);
  });
});

describe('the difference of two counts', () => {
  it('varies as their sum does', () => {
    expect(countDifference(50, 50)).toEqual({ difference: 0, lower: -19.59963984540054, upper: 19.59963984540054 });
    expect(countDifference(0, 0)).toEqual({ difference: 0, lower: 0, upper: 0 });
    expect(countDifference(Number.NaN, 1)).toBe(null);
  });
});
