import { type Result, tableOf } from '@clientele/metrics';
import { describe, expect, it } from 'vitest';
import { textWidth } from '../../packages/charts/src/guides/text-width.js';
import { markAt } from '../../packages/charts/src/interactors/mark-at.js';
import type { SceneText } from '../../packages/charts/src/retention-cohort/drawing.js';
import { BOLD } from '../../packages/charts/src/retention-cohort/grid-layout.js';
import { periodAfter } from '../../packages/charts/src/retention-cohort/period-steps.js';
import { retentionMessages } from '../../packages/charts/src/retention-cohort/retention-cohort.messages.js';
import { retentionScene, type RetentionScene } from '../../packages/charts/src/retention-cohort/retention-cohort.scene.js';
import { RAMP_FLIP } from '../../packages/charts/src/theme/tokens.js';
import { cases, chinese, early, english, mirrored, people, quarter, resultOf, sceneOf, slowing, weekly, whole, withheld } from './retention-scenes.js';

interface Box { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number; readonly text: string }

function boxOf({ x, y, text, anchor, tone }: SceneText): Box {
  const size = /small/.test(tone) ? 12 : 14;
  const width = textWidth(text, size) * (/strong|pooled-label/.test(tone) ? BOLD : 1);
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  return { left, right: left + width, top: y - size * 0.74, bottom: y + size * 0.2, text };
}

/** The pairs of *boxes* that overlap. */
function clashesOf(boxes: readonly Box[]): string[] {
  const sorted = [...boxes].sort((a, b) => a.top - b.top);
  const clashes: string[] = [];
  sorted.forEach((a, i) => {
    for (let j = i + 1; j < sorted.length && sorted[j]!.top < a.bottom; j++) {
      const b = sorted[j]!;
      if (a.left < b.right - 0.5 && b.left < a.right - 0.5 && b.top < a.bottom - 0.5) clashes.push(`${a.text} | ${b.text}`);
    }
  });
  return clashes;
}

function cellTexts(scene: RetentionScene): string[] {
  return scene.texts.filter(({ tone }) => /on-|small muted$/.test(tone)).map(({ text }) => text);
}

describe('the scene of retention', () => {
  it('says in one sentence who came back, how much later, and where most', () => {
    expect(sceneOf(whole).summary).toBe('Of 90 customers observed long enough, 22.2% came back in the month after their first purchase and 10.0% in month 2; best in month 1: Jan 2024 (25.0%), as of Mar 31, 2024.');
    expect(sceneOf(whole, { words: chinese }).summary).toBe('观察期足够的 90 名客户中，22.2% 在首购次月再次购买，第 2 个月为 10.0%；次月表现最好的是 2024年1月（25.0%）。统计截至 2024年3月31日。');
    expect(sceneOf(resultOf([...quarter, ...people('x', 4, '2023-12-05', 2), ...people('x', 2, '2024-01-05', 2)])).summary).toContain('; best in month 1 of cohorts of 30 or more: Jan 2024 (25.0%)');
    expect(sceneOf(resultOf([...people('x', 2, '2024-01-05', 2), ...people('x', 2, '2024-02-05', 2), ...people('y', 1, '2024-03-05', 2)])).summary).toContain(' 100% came back in the month after');
    expect(sceneOf(whole, { measure: 'value' }).summary).toContain('90 customers observed long enough brought 27.8% of their first month’s value in the month after');
    expect(sceneOf(resultOf(quarter, { mode: 'onOrAfter' })).summary).toContain('came back in the month after their first purchase or later and 10.0% in month 2 or later');
  });

  it('says that it is too early where nobody could come back yet', () => {
    expect(sceneOf(cases['one']!).summary).toBe('3 customers; no full month after a first purchase has been observed yet, as of Jan 31, 2024.');
    expect(sceneOf(resultOf([])).summary).toBe('No customer has a purchase in these data.');
    expect(sceneOf(resultOf([])).empty).toBe(true);
  });

  it('writes the numbers of the cells into the table, to the digit', () => {
    const { table } = sceneOf(whole);
    expect(table.columns.map(({ label }) => label)).toEqual(['First purchase', 'Customers', 'Month 0', 'Month 1', 'Month 2']);
    expect(table.rows).toEqual([
      ['All cohorts', '95', '100%', '22.2%', '10.0%'],
      ['Jan 2024', '40', '100%', '25.0%', '10.0%'],
      ['Feb 2024', '50', '100%', '20.0%', ''],
      ['Mar 2024', '5', '100%', '', ''],
      ['Cohorts counted', '', '3', '2', '1'],
    ]);
    expect(cellTexts(sceneOf(whole))).toEqual(['22.2%', '10.0%', '100%', '25.0%', '10.0%', '100%', '20.0%', '100%']);
    expect(sceneOf(whole, { unit: 'number' }).table.rows.slice(0, 2)).toEqual([['Average cohort', '31.7', '31.7', '10.0', '4.0'], ['Jan 2024', '40', '40', '10', '4']]);
    expect(sceneOf(whole, { measure: 'value', unit: 'number' }).table.rows[2]).toEqual(['Feb 2024', '50', '€500.00', '€200.00', '']);
    expect(sceneOf(whole, { measure: 'value' }).table.rows[2]).toEqual(['Feb 2024', '50', '100%', '40.0%', '']);
  });

  it('leaves offset 0 off the colours, so that they tell the others apart', () => {
    const { grid } = sceneOf(whole);
    expect(grid!.paths.fills.map(({ shade }) => shade)).toEqual([0, expect.closeTo((20 - 10) / 15, 3), expect.closeTo((200 / 9 - 10) / 15, 3), 1]);
    expect(grid!.paths.base.match(/M/g)).toHaveLength(4);
    expect(sceneOf(whole).legend[0]).toEqual({ swatch: 'base', label: 'Month 0: where all start, not on the colour scale' });
    expect(sceneOf(whole).texts.map(({ text }) => text)).toContain('Share of the cohort’s customers who came back');
  });

  it('hatches what is in progress and says until when', () => {
    const scene = sceneOf(early);
    expect(scene.grid!.paths.partial.match(/M/g)).toHaveLength(3);
    expect(scene.legend.map(({ label }) => label)).toContain('In progress until Mar 31, 2024');
    expect(scene.table.rows[1]).toEqual(['Jan 2024', '40', '100%', '25.0%', '10.0%*']);
    expect(scene.table.caption).toContain('* in progress until Mar 31, 2024');
    expect(scene.table.rows[0]).toEqual(['All cohorts', '95', '100%', '25.0%', '']);
    const cell = scene.marks.find(({ id }) => id === '2024-02-01/1')!;
    expect(cell.lines).toContainEqual({ label: 'In progress', value: 'until Mar 31, 2024' });
  });

  it('tells zero, withheld and not yet seen apart', () => {
    const zero = sceneOf(cases['alone']!);
    expect(zero.grid!.paths.zero).not.toBe('');
    expect(zero.table.rows[1]).toEqual(['Jan 2024', '1', '100%', '0.0%', '100%']);
    expect(zero.legend.map(({ label }) => label)).toContain('Zero: nobody came back');
    const scene = sceneOf(withheld);
    expect(scene.grid!.paths.withheld).not.toBe('');
    expect(scene.table.rows[1]).toEqual(['Jan 2024', '40', 'withheld', 'withheld', 'withheld']);
    expect(scene.legend.map(({ label }) => label)).toContain('Withheld: fewer than 45 customers');
    const small = sceneOf(resultOf(quarter, { minCell: 6 }));
    expect(small.table.rows[3]?.slice(0, 3)).toEqual(['Mar 2024', 'withheld', 'withheld']);
    expect(small.marks.find(({ id }) => id === '2024-03-01')?.label).toBe('Mar 2024: Customers withheld, Fewer than 30 customers');
    expect(small.texts.filter(({ text }) => text === 'withheld').length).toBeGreaterThan(0);
    expect(sceneOf(resultOf(quarter, { minCell: 50 })).summary).toBe('95 customers; how many of them came back is withheld, as of Mar 31, 2024.');
    expect(small.legend.map(({ label }) => label)).toContain('Withheld: fewer than 6 customers, or what would tell them');
    expect(sceneOf(resultOf(quarter, { minCell: 50 })).legend.map(({ swatch }) => swatch)).toEqual(['withheld']);
    expect(scene.marks.find(({ id }) => id === '2024-01-01/1')!.mark).toBe(null);
    expect(scene.marks.some(({ id }) => id === '2024-02-01/2')).toBe(false);
  });

  it('labels a cell with all that its tooltip says', () => {
    const cell = sceneOf(whole).marks.find(({ id }) => id === '2024-01-01/1')!;
    expect(cell.mark).toEqual({ cohort: '2024-01-01', offset: 1 });
    expect(cell.label).toBe('Jan 2024 cohort, month 1 (Feb 2024): Customers 10 of 40, Retention 25.0%, 95% interval 14.2% – 40.2%, Orders 10, Value €50.00');
    expect(sceneOf(whole).marks.find(({ id }) => id === '2024-03-01')).toMatchObject({ mark: { cohort: '2024-03-01' }, label: 'Mar 2024: Customers 5, Fewer than 30 customers' });
    expect(sceneOf(whole, { words: chinese }).marks.find(({ id }) => id === '2024-01-01/1')!.title).toBe('2024年1月同期群，第 1 个月（2024年2月）');
  });

  it('draws nothing over anything else and nothing outside, in any width', () => {
    for (const [name, result] of Object.entries(cases)) {
      // A hundred cohorts make thousands of marks: two widths tell as much as six.
      for (const width of name === 'weekly' ? [240, 1000] : [240, 360, 479, 480, 800, 1400]) {
        for (const words of [english, chinese, mirrored]) {
          for (const [view, measure, unit] of [['grid', 'customers', 'percent'], ['grid', 'value', 'number'], ['curves', 'customers', 'percent'], ['curves', 'customers', 'number'], ['interval', 'customers', 'percent'], ['interval', 'value', 'number']] as const) {
            const scene = sceneOf(result, { width, words, view, measure, unit });
            // What scrolls is clipped to its pane: there it must keep to itself only.
            const still = scene.texts.map(boxOf);
            const scrolling = scene.grid === null || scene.pane === null ? [] : scene.grid.rowsBetween(0, Infinity).texts.map(boxOf);
            const boxes = [...still, ...scrolling];
            const end = scene.pane ? Math.max(scene.height, scene.pane.y + scene.pane.contentHeight) : scene.height;
            const where = `${name} ${view} ${measure} ${unit} ${width} ${words.locale} ${words.rtl}`;
            for (const box of boxes) {
              expect(box.left, `${where}: ${box.text}`).toBeGreaterThan(-1);
              expect(box.right, `${where}: ${box.text}`).toBeLessThan(width + 1);
              expect(box.bottom, `${where}: ${box.text}`).toBeLessThan(end + 1);
            }
            expect([...clashesOf(still), ...clashesOf(scrolling)], where).toEqual([]);
            const astray = scene.marks.filter((mark) => mark.x < -5 || mark.y < -5 || mark.x + mark.width > width + 6 || mark.y + mark.height > end + 1);
            expect(astray.map(({ id }) => id), where).toEqual([]);
            expect(new Set(scene.marks.map(({ id }) => id)).size).toBe(scene.marks.length);
          }
        }
      }
    }
  });

  it('keeps cells where they are pointed at, from right to left too', () => {
    for (const words of [english, mirrored]) {
      const scene = sceneOf(whole, { words });
      const cell = scene.marks.find(({ id }) => id === '2024-02-01/1')!;
      expect(markAt(scene.marks, cell.x + cell.width / 2, cell.y + cell.height / 2)!.id).toBe(cell.id);
    }
    const left = sceneOf(whole).marks.find(({ id }) => id === '2024-02-01/1')!;
    const right = sceneOf(whole, { words: mirrored }).marks.find(({ id }) => id === '2024-02-01/1')!;
    expect(right.x).toBeCloseTo(800 - left.x - left.width);
  });

  it('lets the rows of a hundred cohorts scroll under a head that stands still, one path a colour', () => {
    const { grid, height, marks, pane, texts } = sceneOf(weekly, { width: 1000 });
    expect(pane).toMatchObject({ fromRow: 1, contentHeight: 104 * 18, height: 477 });
    expect(height).toBeLessThan(820);
    expect(grid!.hidden).toBe(0);
    expect(marks.filter(({ mark }) => mark !== null && 'offset' in mark)).toHaveLength((104 * 105) / 2);
    expect(texts.map(({ text }) => text)).toEqual(expect.arrayContaining(['All cohorts', '0', '96']));
    const rows = grid!.rowsBetween(10 * 18, 40 * 18);
    expect(rows.paths.fills.length).toBeLessThanOrEqual(32);
    expect(rows.texts.filter(({ tone }) => tone === 'small').map(({ text }) => text)).toEqual(Array.from({ length: 30 }, (_, i) => english.format.period(periodAfter('2024-01-01', 'week', 10 + i), 'week')));
    const cells = Object.values({ ...rows.paths, fills: rows.paths.fills.map(({ path }) => path).join('') }).join('').match(/M/g)?.length;
    expect(cells).toBe(Array.from({ length: 30 }, (_, i) => 104 - 10 - i).reduce((sum, count) => sum + count));
  });

  it('has all rows in sight where nothing may scroll, as on paper', () => {
    const scene = retentionScene(weekly, { width: 1000, fontSize: 14, whole: true }, english, { view: 'grid', measure: 'customers', unit: 'percent' });
    expect(scene.pane).toBe(null);
    expect(scene.height).toBeLessThan(820);
    expect(scene.table).toEqual(sceneOf(weekly, { width: 1000 }).table);
    expect(sceneOf(cases['twelve']!).pane).toBe(null);
  });

  it('finds by arithmetic the mark that has a point, scrolled or not, from right to left too', () => {
    for (const words of [english, mirrored]) {
      for (const result of [whole, early, weekly, resultOf(slowing, { mode: 'streak', project: true })]) {
        const { finder, marks, pane } = sceneOf(result, { width: 1000, words });
        expect(finder!.first).toEqual(marks.find(({ row }) => pane === null || row === 1));
        for (const mark of marks.filter((_, i) => i % 7 === 0)) expect(finder!.at(mark.x + mark.width / 2, mark.y + mark.height / 2)?.id).toBe(mark.id);
        for (const [x, y] of [[-20, 100], [500, -3], [1e4, 100], [500, 1e5]] as const) expect(finder!.at(x, y)).toBe(null);
      }
    }
  });

  it('says where a mark is among the cohorts, for who can’t see it', () => {
    const { marks } = sceneOf(weekly);
    expect(marks.find(({ id }) => id === '2024-01-29/3')!.position).toBe('Cohort 5 of 104');
    expect(sceneOf(weekly, { words: chinese }).marks.find(({ id }) => id === '2024-01-29')!.position).toBe('第 5 个同期群，共 104 个');
  });

  it('leaves columns to the table where a phone has no room for numbers in them', () => {
    const scene = sceneOf(cases['twelve']!, { width: 340 });
    expect(scene.grid!.hidden).toBeGreaterThan(0);
    expect(scene.notes).toContain(`${scene.grid!.hidden} further columns are in the table.`);
    expect(scene.table.columns).toHaveLength(14);
    expect(scene.texts.map(({ text }) => text)).toContain('12.5');
  });

  it('writes whole per cent where cells have no room for more, and never none where somebody came', () => {
    const rows = Array.from({ length: 24 }, (_, i) => i).flatMap((i) => Array.from({ length: 24 - i }, (_, offset) => (
      { cohort: `2024-01-${String(i + 1).padStart(2, '0')}`, size: 1000, offset, active: offset === 0 ? 1000 : i === 3 && offset === 5 ? 4 : 123 + 10 * offset })));
    const many: Result = { ...whole, table: tableOf({ cohort: 'date', size: 'int32', offset: 'int32', active: 'int32' }, rows), tables: {}, scalars: {}, options: { period: 'day' } };
    const texts = (width: number): string[] => cellTexts(sceneOf(many, { width }));
    expect(texts(1400)).toContain('13.3%');
    expect(texts(820).filter((text) => /^(13|14|<1)$/.test(text)).length).toBeGreaterThan(20);
    expect(texts(820)).toContain('<1');
    expect(texts(820)).not.toContain('0');
    expect(texts(500)).toEqual([]);
  });

  it('draws curves from 0 up, with the pooled one in its interval and what is in progress dashed', () => {
    const { curves, notes, legend } = sceneOf(early, { view: 'curves' });
    expect(curves!.lines.map(({ cohort, dashed }) => [cohort, dashed !== ''])).toEqual([['2024-01-01', true], ['2024-02-01', true]]);
    expect(curves!.band).not.toBe('');
    expect(notes).toContain('Month 0 is where all start and is left out.');
    expect(legend.map(({ label }) => label)).toEqual(['95% interval of all cohorts', 'One cohort; dashed: in progress until Mar 31, 2024']);
    expect(sceneOf(whole, { view: 'curves', unit: 'number' }).curves!.band).toBe('');
  });

  it('draws what a backend sent: cells alone, without values, pooled row or intervals', () => {
    const cells = tableOf({ cohort: 'date', size: 'int32', offset: 'int32', active: 'int32' }, [
      { cohort: '2024-01-01', size: 40, offset: 0, active: 40 }, { cohort: '2024-01-01', size: 40, offset: 1, active: 10 },
      { cohort: '2024-02-01', size: 50, offset: 0, active: 50 }, { cohort: '2024-02-01', size: 50, offset: 1, active: null },
    ]);
    const bare: Result = { ...whole, table: cells, tables: {}, scalars: {}, options: { period: 'month' } };
    const scene = sceneOf(bare, { measure: 'value' });
    expect(scene.hasValue).toBe(false);
    expect(scene.table.rows).toEqual([['All cohorts', '90', '100%', '25.0%'], ['Jan 2024', '40', '100%', '25.0%'], ['Feb 2024', '50', '100%', ''], ['Cohorts counted', '', '2', '1']]);
    expect(sceneOf(bare, { view: 'curves' }).legend.map(({ swatch }) => swatch)).toEqual(['line']);
  });

  it('shows a share of nothing as missing, not as 0', () => {
    const given = resultOf([['a', '2024-01-05', 0], ['a', '2024-02-05', 10], ['b', '2024-02-06', 10]]);
    const row = sceneOf(given, { measure: 'value' }).table.rows.find(([cohort]) => cohort === 'Jan 2024');
    expect(row).toEqual(['Jan 2024', '1', '—', '—']);
  });

  it('lets one outlier not bleach all other cells, and says so', () => {
    const rows = Array.from({ length: 30 }, (_, i) => i).flatMap((i) => [0, 1].map((offset) => ({
      cohort: `2024-01-${String(i + 1).padStart(2, '0')}`, size: 100, offset, active: offset === 0 ? 100 : i === 7 ? 90 : 5 + (i % 10),
    })));
    const spiked: Result = { ...whole, table: tableOf({ cohort: 'date', size: 'int32', offset: 'int32', active: 'int32' }, rows), tables: {}, scalars: {}, options: { period: 'day' } };
    expect(sceneOf(spiked).texts.map(({ text }) => text)).toContain('≥ 14.0%');
  });
});

/** Eight cohorts by eight offsets, whose shares go evenly from 1 to 56 %: every colour of the ramp. */
const even: Result = {
  ...whole, tables: {}, scalars: {}, options: { period: 'month' },
  table: tableOf({ cohort: 'date', size: 'int32', offset: 'int32', active: 'int32' }, Array.from({ length: 64 }, (_, i) => {
    const [row, offset] = [Math.floor(i / 8), i % 8];
    return { cohort: `2024-0${row + 1}-01`, size: 1000, offset, active: offset === 0 ? 1000 : 10 * (row * 7 + offset) };
  })),
};

describe('what is read in a grid of retention', () => {
  it('keeps 5 px between the heads of its columns on a phone, even where letters are a fifth wider than usual', () => {
    const short = { quarters: resultOf(quarter, { period: 'quarter' }), years: resultOf(quarter, { period: 'year' }) };
    for (const [name, result] of Object.entries({ ...cases, ...short })) {
      for (let width = 240; width <= 400; width += 10) {
        for (const words of [english, chinese, mirrored]) {
          for (const unit of ['percent', 'number'] as const) {
            const { texts } = sceneOf(result, { width, words, unit });
            const messages = retentionMessages[words.locale];
            const head = texts.find(({ text }) => text === messages.cohortShort)!;
            const heads = texts.filter(({ y, tone }) => y === head.y && tone === head.tone).map(wideBoxOf).sort((a, b) => a.left - b.left);
            expect(heads.map(({ text }) => text), `${name} ${width}`).toEqual(expect.arrayContaining([messages.cohortShort, messages.size, '0']));
            for (const [i, next] of heads.slice(1).entries()) {
              expect(next.left - heads[i]!.right, `${name} ${width} ${words.locale}: ${heads[i]!.text} and ${next.text}`).toBeGreaterThanOrEqual(5);
            }
          }
        }
      }
    }
  });

  it('writes on each colour of its ramp in the ink that the theme has for it', () => {
    const { texts, grid } = sceneOf(even);
    // Few cells have each the colour of its number; of many, thirty-two are told apart.
    expect(grid!.paths.fills.length).toBeGreaterThan(50);
    for (const { shade, path } of grid!.paths.fills) {
      for (const [, x, y, width, height] of path.matchAll(/M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)/g)) {
        const [left, top] = [Number(x), Number(y)];
        const inside = texts.filter((text) => text.x > left && text.x < left + Number(width) && text.y > top && text.y < top + Number(height));
        expect(inside).toHaveLength(1);
        expect(inside[0]!.tone.split(' '), `${inside[0]!.text} at ${shade}`).toContain(shade >= RAMP_FLIP ? 'on-high' : 'on-low');
      }
    }
  });
});

function wideBoxOf({ x, text, anchor }: SceneText): Pick<Box, 'left' | 'right' | 'text'> {
  const width = textWidth(text, 12) * 1.2;
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  return { left, right: left + width, text };
}
