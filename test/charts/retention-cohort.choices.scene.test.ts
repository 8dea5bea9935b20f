import type { Result } from '@clientele/metrics';
import { describe, expect, it } from 'vitest';
import type { RetentionScene } from '../../packages/charts/src/retention-cohort/retention-cohort.scene.js';
import { chinese, early, type Options, people, quarter, resultOf, sceneOf, slowing, weekly, whole } from './retention-scenes.js';

describe('what a reader may choose of retention', () => {
  it('follows orders, value and value so far, in numbers and against the entry, the same in table and cells', () => {
    const row = (measure: 'orders' | 'value' | 'cumulativeValue', unit: 'percent' | 'number'): readonly string[] => sceneOf(whole, { measure, unit }).table.rows[1]?.slice(2) ?? [];
    expect(row('orders', 'number')).toEqual(['40', '10', '4']);
    expect(row('orders', 'percent')).toEqual(['100%', '25.0%', '10.0%']);
    expect(row('value', 'number')).toEqual(['€400.00', '€50.00', '€20.00']);
    expect(row('cumulativeValue', 'number')).toEqual(['€400.00', '€450.00', '€470.00']);
    expect(row('cumulativeValue', 'percent')).toEqual(['100%', '112.5%', '117.5%']);
    const [pooled] = sceneOf(whole, { measure: 'cumulativeValue' }).table.rows;
    // January and February brought 900 at first, 1150 by the month after.
    expect(pooled?.slice(2)).toEqual(['100%', '127.8%', '117.5%']);
    expect(sceneOf(whole, { measure: 'orders' }).summary).toContain('as many orders');
  });

  it('draws no share of nothing: a cohort that brought no value at first has none later, and the legend says why', () => {
    const free = resultOf([...people('f', 40, '2024-01-05', 0), ...people('f', 10, '2024-02-05', 10), ...people('g', 40, '2024-02-05', 10), ...people('g', 20, '2024-03-05', 10)]);
    const scene = sceneOf(free, { measure: 'value' });
// January gave its first month away.
    expect(scene.table.rows.slice(1, 3).map((row) => row.slice(2))).toEqual([['—', '—', '—'], ['100%', '50.0%', '']]);
    expect(scene.texts.map(({ text }) => text)).not.toContain('0.0%');
    expect(scene.legend).toContainEqual({ swatch: 'withheld', label: 'no value in the first period' });
    expect(sceneOf(free, { measure: 'value', unit: 'number' }).table.rows[1]?.slice(2)).toEqual(['€0.00', '€100.00', '€0.00']);
  });

  it('says what colours are relative to, and gives each row its own where they are relative to rows', () => {
    const ofGrid = sceneOf(weekly, { width: 1200 });
    const ofRows = sceneOf(weekly, { width: 1200, scale: 'row' });
    expect(ofGrid.texts.map(({ text }) => text)).toContain('Share of the cohort’s customers who came back');
    expect(ofRows.texts.map(({ text }) => text)).toEqual(expect.arrayContaining(['Colour is relative to each row', 'lowest', 'highest']));
    const shaded = (scene: RetentionScene): number => scene.grid?.rowsBetween(0, Infinity).paths.fills.find(({ shade }) => shade === 1)?.path.split('M').length ?? 0;
    expect(shaded(ofRows)).toBeGreaterThan(shaded(ofGrid));
    expect(ofRows.table).toEqual(ofGrid.table);
  });

  it('draws what a model expects as no observation: in outlines of its own, said so, and with a sign in the table', () => {
    const scene = sceneOf(resultOf(slowing, { mode: 'streak', project: true }));
    expect(scene.grid?.paths.projected).not.toBe('');
    const projected = scene.marks.filter(({ id }) => id.startsWith('projected/'));
    expect(projected).toHaveLength(6);
    expect(projected.every(({ mark }) => mark === null)).toBe(true);
    expect(projected[0]?.label).toMatch(/Projection .*%, what a model expects \(sBG\), not observed/);
    expect(scene.legend.map(({ swatch }) => swatch)).toContain('projected');
    expect(scene.table.rows.at(-2)?.slice(4).every((text) => text.startsWith('≈ '))).toBe(true);
    expect(sceneOf(resultOf(slowing, { mode: 'streak' })).grid?.paths.projected).toBe('');
  });

  it('says that projections of "then or later" come out low, and why there are none', () => {
    const later = resultOf(slowing, { mode: 'onOrAfter', project: true });
    expect(sceneOf(later).notes).toContain('Projections are low here: “in that period or later” falls towards the end of the data by construction, and the model carries the fall on.');
    expect(sceneOf(later, { words: chinese }).notes.some((note) => note.startsWith('此处的预测偏低'))).toBe(true);
    for (const other of [sceneOf(later, { view: 'curves' }), sceneOf(later, { measure: 'value' }), sceneOf(resultOf(slowing, { mode: 'onOrAfter' })), sceneOf(resultOf(slowing, { mode: 'streak', project: true }))]) {
      expect(other.notes.join()).not.toContain('Projections are low');
    }
    const none = resultOf(people('a', 3, '2024-01-05', 10), { project: true });
    expect(sceneOf(none).notes).toContain('There is no projection: the model needs two steps observed, losses, and losses that slow down.');
  });
});

describe('one period of all cohorts over time', () => {
  const over = (result: Result, options: Options = {}): RetentionScene => sceneOf(result, { view: 'interval', ...options });

  it('says which cohort is the latest, the best and the worst, and all together', () => {
    expect(over(whole).summary).toBe('Share of the cohort’s customers who came back, month 1: 20.0% in the latest complete cohort, Feb 2024; highest 25.0% (Jan 2024), lowest 20.0% (Feb 2024); all cohorts 22.2%, as of Mar 31, 2024.');
    expect(over(whole, { words: chinese }).summary).toBe('同期群中再次购买的客户占比，第 1 个月：最近一个周期完整的同期群 2024年2月 为 20.0%；最高 25.0%（2024年1月），最低 20.0%（2024年2月）；全部同期群 22.2%。统计截至 2024年3月31日。');
    expect(over(early, { offset: 2 }).summary).toBe('Share of the cohort’s customers who came back, month 2: no cohort has completed it yet, as of Mar 20, 2024.');
  });

  it('has a dot for each cohort that has begun the period, hollow and dashed where it is not over', () => {
    const { interval, legend, marks } = over(early);
    expect(interval!.dots.map(({ open }) => open)).toEqual([false, true]);
    expect(interval!.dashed).not.toBe('');
    expect(legend.map(({ swatch }) => swatch)).toEqual(['dot', 'band', 'open']);
    expect(marks.map(({ id }) => id)).toEqual(['2024-01-01/1', '2024-02-01/1', 'pooled/1']);
    expect(over(whole).interval!.dashed).toBe('');
    expect(over(whole, { unit: 'number' }).interval!.band).toBe('');
  });

  it('breaks its line where a cohort is withheld, and says so', () => {
    const scene = over(resultOf([...quarter, ...people('b', 60, '2023-12-05', 5), ...people('b', 30, '2024-01-05', 5)], { minN: 45 }));
    // December, no January, February.
    expect(scene.interval!.dots).toHaveLength(2);
    expect(scene.interval!.line.match(/M/g)).toHaveLength(2);
    // One strip, and what it means.
    expect(scene.interval!.withheld.match(/M/g)).toHaveLength(1);
    expect(scene.legend).toContainEqual({ swatch: 'withheld', label: 'Withheld: fewer than 45 customers' });
    expect(over(whole).interval!.withheld).toBe('');
    expect(scene.table.rows[2]).toEqual(['Jan 2024', '40', 'withheld', '', 'Withheld: fewer than 45 customers']);
  });

  it('writes amount, interval, customers and state of each cohort into its table', () => {
    const { table } = over(early);
    expect(table.columns.map(({ label }) => label)).toEqual(['First purchase', 'Customers', 'Month 1', '95% interval', 'State']);
    expect(table.rows).toEqual([
      ['All cohorts', '40', '25.0%', '14.2% – 40.2%', ''],
      ['Jan 2024', '40', '25.0%', '14.2% – 40.2%', ''],
      ['Feb 2024', '50', '20.0%*', '11.2% – 33.0%', 'In progress until Mar 31, 2024'],
    ]);
    expect(over(whole, { measure: 'value', unit: 'number' }).table.rows[1]).toEqual(['Jan 2024', '40', '€50.00', '']);
  });

  it('stays within the periods that there are', () => {
    expect(over(whole, { offset: 99 }).offset).toBe(2);
    expect(over(whole, { offset: -3 }).offset).toBe(0);
    expect(over(whole, { offset: NaN }).offset).toBe(1);
    expect(over(whole).lastOffset).toBe(2);
    expect(over(resultOf([])).empty).toBe(true);
  });
});

describe('curves that a model carries on', () => {
  it('are dotted, named in the legend and told as no observation', () => {
    const scene = sceneOf(resultOf(slowing, { mode: 'streak', project: true }), { view: 'curves' });
    expect(scene.curves!.lines.map(({ projected }) => projected !== '')).toEqual([false, true, true]);
    expect(scene.legend.map(({ swatch }) => swatch)).toContain('projected-line');
    expect(scene.marks.filter(({ id }) => id.startsWith('projected/')).every(({ mark, label }) => mark === null && label.includes('not observed'))).toBe(true);
    expect(sceneOf(resultOf(slowing, { mode: 'streak' }), { view: 'curves' }).curves!.lines.every(({ projected }) => projected === '')).toBe(true);
  });
});
