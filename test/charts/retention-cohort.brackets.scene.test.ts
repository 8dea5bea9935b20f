import { describe, expect, it } from 'vitest';
import { textWidth } from '../../packages/charts/src/guides/text-width.js';
import { chinese, quarter, resultOf, sceneOf, weeks } from './retention-scenes.js';

const brackets = [[0, 0], [1, 2]];
const early = resultOf(quarter, { mode: 'bracket', brackets });
const later = resultOf(weeks(30), { mode: 'bracket', brackets: [[1, 3], [4, 7], [8, 20]], period: 'week' });

describe('retention in brackets of periods', () => {
  it('counts who came back in any period of the bracket, under its range', () => {
    const { table } = sceneOf(early);
    expect(table.columns.map(({ label }) => label)).toEqual(['First purchase', 'Customers', 'Month 0', 'Months 1–2']);
    // The ten of January who came in February; those of March are among them. Of February's cohort nobody has seen April.
    expect(table.rows.slice(0, 4)).toEqual([
      ['All cohorts', '95', '100%', '25.0%'], ['Jan 2024', '40', '100%', '25.0%'], ['Feb 2024', '50', '100%', '20.0%*'], ['Mar 2024', '5', '100%', ''],
    ]);
  });

  it('says the range in the sentence, in the marks and over the columns', () => {
    const scene = sceneOf(early);
    expect(scene.summary).toBe('95 customers: of those observed long enough, 25.0% came back in months 1–2, as of Mar 31, 2024.');
    expect(scene.texts.map(({ text }) => text)).toEqual(expect.arrayContaining(['0', '1–2']));
    const mark = scene.marks.find(({ id }) => id === '2024-01-01/1');
    expect([mark?.title, mark?.mark]).toEqual(['Jan 2024 cohort, months 1–2 (Feb 2024 – Mar 2024)', { cohort: '2024-01-01', offset: 1 }]);
    expect(scene.marks.find(({ id }) => id === 'pooled/1')?.title).toBe('All cohorts, months 1–2');
    expect(sceneOf(early, { words: chinese }).table.columns.at(-1)?.label).toBe('第 1–2 个月');
    expect(sceneOf(early, { words: chinese }).summary).toContain('25.0% 在第 1–2 个月内再次购买');
  });

  it('has no entry among its columns where no bracket begins there', () => {
    const scene = sceneOf(later);
    expect(scene.table.columns.slice(2).map(({ label }) => label)).toEqual(['Weeks 1–3', 'Weeks 4–7', 'Weeks 8–20']);
    expect(scene.legend.map(({ swatch }) => swatch)).not.toContain('base');
    expect(scene.grid?.paths.base).toBe('');
    expect(scene.summary).toMatch(/came back in weeks 1–3 and \d+(\.\d)?% in weeks 8–20/);
  });

  it('draws a point of a curve for each bracket, the first one too', () => {
    const { curves, texts } = sceneOf(later, { view: 'curves' });
    expect(curves?.pooledDots).toHaveLength(3);
    expect(texts.map(({ text }) => text)).toEqual(expect.arrayContaining(['1–3', '4–7', '8–20']));
  });

  it('is about customers alone: orders and value of a bracket are not counted', () => {
    const scene = sceneOf(early, { measure: 'value' });
    expect([scene.hasValue, scene.hasOrders]).toEqual([false, false]);
    expect(scene.table).toEqual(sceneOf(early).table);
    expect(scene.marks.flatMap(({ lines }) => lines.map(({ label }) => label))).not.toContain('Orders');
  });

  it.each([240, 320, 480, 800, 1200])('draws the heads of its columns beside each other in %i pixels', (width) => {
    const scene = sceneOf(later, { width });
    const heads = scene.texts.filter(({ text }) => /^\d+–\d+$/.test(text)).map(({ text, x }) => ({ left: x - textWidth(text, 12) / 2, right: x + textWidth(text, 12) / 2 }));
    expect(heads.length).toBeGreaterThan(0);
    heads.forEach(({ left, right }, i) => expect([left < (heads[i - 1]?.right ?? -Infinity), right > width]).toEqual([false, false]));
  });

  it('says of brackets that end on different days when the last is over', () => {
    const open = resultOf([...quarter], { asOf: '2024-03-20', mode: 'bracket', brackets: [[1, 2]] });
    expect(sceneOf(open).legend.find(({ swatch }) => swatch === 'partial')?.label).toBe('In progress until Apr 30, 2024 at the latest');
    expect(sceneOf(open, { words: chinese }).legend.find(({ swatch }) => swatch === 'partial')?.label).toBe('周期尚未结束，至 2024年4月30日（最晚）');
  });

  it('is followed over time, one bracket after the other', () => {
    const scene = sceneOf(later, { view: 'interval', offset: 2 });
    expect(scene.offsetNames).toEqual(['Weeks 1–3', 'Weeks 4–7', 'Weeks 8–20']);
    expect(scene.table.columns[2]?.label).toBe('Weeks 8–20');
  });
});
