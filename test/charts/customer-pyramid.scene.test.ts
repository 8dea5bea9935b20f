import { type Result, rowsOf, tableOf } from '@clientele/metrics';
import { describe, expect, it } from 'vitest';
import type { PyramidView } from '../../packages/charts/src/customer-pyramid/customer-pyramid.messages.js';
import { customerPyramidScene, type CustomerPyramidScene } from '../../packages/charts/src/customer-pyramid/customer-pyramid.scene.js';
import { type Label, LABEL_SIZES, labelWidth, LEAD_GAP } from '../../packages/charts/src/customer-pyramid/drawing.js';
import { Format } from '../../packages/charts/src/locales/format.js';
import type { Words } from '../../packages/charts/src/scene.js';
import { pyramid } from '../../packages/metrics/src/definitions/pyramid.js';
import { answer } from '../fixtures/answers.js';
import type { FixtureColumns } from '../fixtures/frames.js';

const english: Words = { locale: 'en', format: new Format('en', 'EUR'), rtl: false };
const chinese: Words = { locale: 'zh-CN', format: new Format('zh-CN', 'CNY'), rtl: false };
const views: readonly PyramidView[] = ['pyramid', 'moves', 'concentration', 'deciles', 'whale'];

function resultOf(values: readonly (number | null)[], options: Readonly<Record<string, unknown>> = {}): Result {
  const all = { customer: 'customer', value: 'amount', ...options };
  const data: FixtureColumns = { customer: { kind: 'text', values: values.map((_, i) => `c${i}`) }, amount: { kind: 'number', values } };
  return { metric: 'pyramid', ...answer(pyramid, data, all), options: pyramid.resolve(all) as Record<string, unknown> };
}

function comparedOf(options: Readonly<Record<string, unknown>>, sales?: readonly { readonly customer: string; readonly amount: number; readonly time: string }[]): Result {
  const rows = sales ?? Array.from({ length: 200 }, (_, i) => [
    ...(i < 20 ? [] : [{ customer: `c${i}`, amount: 2000 / (i + 1), time: '2025-03-01' }]),
    ...(i % 4 === 3 ? [] : [{ customer: `c${i}`, amount: 2000 / (((i * 37) % 200) + 1), time: '2025-09-01' }]),
  ]).flat();
  const all = { customer: 'customer', value: 'amount', time: 'time', asOf: '2025-12-31', window: '184d', compareAsOf: '2025-06-30', ...options };
  const data: FixtureColumns = {
    customer: { kind: 'text', values: rows.map((row) => row.customer) }, amount: { kind: 'number', values: rows.map((row) => row.amount) },
    time: { kind: 'date', values: rows.map((row) => row.time) },
  };
  return { metric: 'pyramid', ...answer(pyramid, data, all), options: pyramid.resolve(all) as Record<string, unknown> };
}

function sceneOf(result: Result, { view = 'pyramid', width = 800, words = english }: { view?: PyramidView; width?: number; words?: Words } = {}): CustomerPyramidScene {
  return customerPyramidScene(result, { width, fontSize: 14 }, words, { view });
}

/** A thousand customers of whom few bring much: the nth brings 1000 / n, so that shares are ratios of harmonic numbers. */
const skewed = resultOf(Array.from({ length: 1000 }, (_, i) => 1000 / (i + 1)));
/** Two hundred, the last 84 of whom bring a loss. */
const losses = resultOf(Array.from({ length: 200 }, (_, i) => 300 - 2.6 * i), { by: 'profit' });
const longNames = resultOf(Array.from({ length: 90 }, (_, i) => i), {
  by: 'threshold',
  tiers: [{ name: 'Platinum members of the innermost circle of friends', minimum: 80 }, { name: 'Gold', minimum: 40 }, { name: 'Everybody else', minimum: null }],
});
const worthless = resultOf([50, 20, -90, 0], { by: 'profit' });
const few = resultOf([1, 2, 4, 8, 16, 32, 64]);
/** Two hundred customers in two half-years: some rise, some fall, some leave, some are new. */
const compared = comparedOf({});
const cases: Readonly<Record<string, Result>> = { skewed, losses, longNames, worthless, few, compared };

interface Box { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number; readonly text: string }

function boxOf(label: Label): Box {
  const size = 14 * LABEL_SIZES[label.size];
  const lead = label.lead === '' ? 0 : labelWidth(label.lead, 14, 'normal', 'strong') + LEAD_GAP * 14;
  const width = lead + labelWidth(label.text, 14, label.size, label.lead === '' ? label.tone : 'plain');
  const left = label.anchor === 'start' ? label.x : label.anchor === 'end' ? label.x - width : label.x - width / 2;
  return { left, right: left + width, top: label.y - size * 0.74, bottom: label.y + size * 0.2, text: `${label.lead} ${label.text}` };
}

function collisions(scene: CustomerPyramidScene): string[] {
  const boxes = scene.drawing.labels.filter((label) => label.angle === 0).map(boxOf);
  const found: string[] = [];
  boxes.forEach((a, i) => {
    for (const b of boxes.slice(i + 1)) {
      if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom) found.push(`"${a.text}" and "${b.text}"`);
    }
  });
  return found;
}

function outside(scene: CustomerPyramidScene): string[] {
  const found = scene.drawing.labels.filter((label) => label.angle === 0).map(boxOf)
    .filter((box) => box.left < -0.5 || box.right > scene.width + 0.5 || box.top < -0.5 || box.bottom > scene.height + 0.5).map((box) => box.text);
  for (const bar of scene.drawing.bars) if (bar.x < -0.5 || bar.x + bar.width > scene.width + 0.5 || bar.y + bar.height > scene.height) found.push(`a bar of ${String(bar.mark)}`);
  for (const mark of scene.marks) if (mark.x < 0 || mark.x + mark.width > scene.width + 0.5 || mark.y < -5 || mark.y + mark.height > scene.height) found.push(`mark ${mark.id}`);
  return found;
}

describe('the scene of a customer pyramid', () => {
  it('says in one sentence how few bring how much', () => {
    expect(sceneOf(skewed).summary).toBe('The top 1% of 1,000 customers bring 39.1% of value; 20% bring 78.5%.');
    expect(sceneOf(skewed, { words: chinese }).summary).toBe('在 1,000 名客户中，价值最高的 1% 贡献了 39.1% 的价值，前 20% 贡献了 78.5%。');
    expect(sceneOf(losses).summary).toBe('The most profitable 11.5% of 200 customers bring 75.6% of value; 84 (42.0%) bring no profit.');
    expect(sceneOf(worthless).summary).toBe('4 customers bring −€20.00 in all, of which shares are undefined.');
    expect(sceneOf(worthless).notes).toContain('A step is as wide as the tier’s share of customers; the bars of value have a scale of their own.');
  });

  it('writes long amounts short in sentences and columns, and to their last digit in the table', () => {
    const amounts = [8.4e12, 3e12, 2e12, 1e12, -4e11];
    const data: FixtureColumns = { customer: { kind: 'text', values: amounts.map((_, i) => `c${i}`) }, amount: { kind: 'number', values: amounts } };
    const options = { customer: 'customer', value: 'amount', by: 'profit' as const, currency: 'CNY' };
    const result: Result = { metric: 'pyramid', ...answer(pyramid, data, options), options: pyramid.resolve(options) as Record<string, unknown> };
    for (const [words, unit] of [[english, 'T'], [chinese, '万亿']] as const) {
      expect(sceneOf(result, { view: 'whale', words }).summary).toContain(`14.4${unit}`);
      const scene = sceneOf(result, { words });
      expect(scene.drawing.labels.map(({ text }) => text).filter((text) => /000,000/u.test(text))).toEqual([]);
      expect(scene.table.rows.flat().some((cell) => /400,000,000,000/u.test(cell))).toBe(true);
    }
  });

  it('leads no slope to a tier without customers', () => {
    const slopes = (result: Result): number => sceneOf(result).drawing.areas.filter(({ tone }) => tone === 'slope').length;
    expect(slopes(skewed)).toBe(3);
    expect(slopes(worthless)).toBe(1);
  });

  it('says as of when, where rows have times', () => {
    const result: Result = { ...skewed, diagnostics: { ...skewed.diagnostics, window: { start: '2025-01-01', end: '2026-09-30', asOf: null, partial: [] } } };
    expect(sceneOf(result).summary).toContain(', as of Sep 30, 2026.');
  });

  it('draws shares of customers and of value to one scale', () => {
    const { drawing } = sceneOf(skewed);
    const rows = rowsOf(skewed.table);
    const scales: number[] = [];
    for (const row of rows) {
      const [step, bar] = drawing.bars.filter((each) => each.mark === `tier:${String(row['tier'])}`);
      if (step!.width > 3) scales.push(step!.width / Number(row['customer_share']));
      scales.push(bar!.width / Number(row['value_share']));
    }
    expect(scales).toHaveLength(8);
    for (const scale of scales) expect(scale).toBeCloseTo(scales[0]!, 6);
  });

  it('draws no step with a customer in it thinner than 3 px, and says so', () => {
    const scene = sceneOf(skewed, { width: 480 });
    expect(scene.drawing.bars.find((bar) => bar.mark === 'tier:top')!.width).toBe(3);
    expect(scene.notes).toContain('Shares of customers narrower than 3 px are drawn 3 px wide.');
    expect(sceneOf(skewed, { width: 1400 }).notes.join(' ')).not.toContain('3 px');
  });

  it('centres steps over one another and begins bars on one line', () => {
    const { bars } = sceneOf(skewed).drawing;
    const steps = bars.filter((_, i) => i % 2 === 0);
    const values = bars.filter((_, i) => i % 2 === 1);
    expect(new Set(steps.map((bar) => (bar.x + bar.width / 2).toFixed(3))).size).toBe(1);
    expect(new Set(values.map((bar) => bar.x.toFixed(3))).size).toBe(1);
    expect(steps.map((bar) => bar.y)).toEqual(values.map((bar) => bar.y));
  });

  it('shows an empty tier as empty', () => {
    const { drawing, marks, table } = sceneOf(few);
    expect(table.rows[0]).toEqual(['Top', '0', '0.0%', '€0.00', '0.0%', '—', '—', '—']);
    expect(marks[0]!.label).toBe('Top: no customers.');
    expect(drawing.bars.filter((bar) => bar.mark === 'tier:top').map((bar) => bar.tone)).toEqual(['empty']);
  });

  it('draws who brings no profit below a line, and losses to the left', () => {
    for (const width of [400, 900]) {
      const { drawing } = sceneOf(losses, { width });
      const [customers, value] = drawing.bars.filter((bar) => bar.mark === 'tier:none');
      const gain = drawing.bars.filter((bar) => bar.mark === 'tier:high').at(-1);
      const rule = drawing.lines.find((line) => line.tone === 'rule')!.points[0]![1];
      expect(value).toMatchObject({ tone: 'negative' });
      expect(value!.x + value!.width).toBeCloseTo(gain.x, 6);
      expect(customers!.y).toBeGreaterThan(rule);
    }
  });

  it('calls the usual tiers by the reader’s words and others by their own', () => {
    const names = (result: Result, words: Words): string[] => sceneOf(result, { words }).marks.map((mark) => mark.title);
    expect(names(skewed, english)).toEqual(['Top', 'Big', 'Medium', 'Small']);
    expect(names(skewed, chinese)).toEqual(['顶级客户', '大客户', '中客户', '小客户']);
    expect(names(losses, english)).toEqual(['High profit', 'Medium profit', 'Low profit', 'No profit']);
    expect(names(losses, chinese)).toEqual(['高利润客户', '中利润客户', '低利润客户', '无利润客户']);
    expect(names(longNames, chinese)[1]).toBe('Gold');
  });

  it('has a table with the figures of the result', () => {
    const { table } = sceneOf(skewed);
    const format = english.format;
    expect(table.columns.map((column) => column.label)).toEqual(['Tier', 'Customers', 'Share of customers', 'Value', 'Share of value', 'Mean per customer', 'Lowest', 'Highest']);
    expect(table.rows.map((row) => row.slice(1))).toEqual(rowsOf(skewed.table).map((row) => {
      const number = (name: string): number => Number(row[name]);
      return [format.count(number('customers')), format.percent(number('customer_share')), format.money(number('value')), format.percent(number('value_share')),
        format.money(number('mean')), format.money(number('min')), format.money(number('max'))];
    }));
  });

  it('says the same to the digit in table, tooltip and sentence', () => {
    const { marks, table } = sceneOf(losses);
    marks.forEach((mark, i) => {
      expect(mark.lines.map((line) => line.value)).toEqual(table.rows[i]!.slice(1));
      for (const cell of table.rows[i]!.slice(1, 6)) expect(mark.label).toContain(cell);
    });
  });

  it('marks tiers and deciles as the metric names them', () => {
    expect(sceneOf(skewed).marks.map((mark) => mark.mark)).toEqual([{ tier: 'top' }, { tier: 'big' }, { tier: 'medium' }, { tier: 'small' }]);
    expect(sceneOf(skewed, { view: 'deciles' }).marks.map((mark) => mark.mark)).toEqual(Array.from({ length: 10 }, (_, i) => ({ decile: i + 1 })));
  });

  it('tells concentration by Gini and both readings of 80/20', () => {
    const scene = sceneOf(skewed, { view: 'concentration' });
    const texts = scene.drawing.labels.map((label) => `${label.lead} ${label.text}`.trim());
    expect(texts).toContain('78.5%');
    expect(texts).toContain('22.4% of customers bring 80% of value');
    expect(texts).toContain('Gini 0.73');
    const curve = scene.drawing.lines.find((line) => line.tone === 'curve')!.points;
    const equal = scene.drawing.lines.find((line) => line.tone === 'equality')!.points;
    expect([curve[0], curve.at(-1)]).toEqual(equal);
    // The dot of the top 20 % lies on the curve.
    const dot = scene.drawing.dots.at(-1)!;
    const nearest = Math.min(...curve.map(([x, y]) => Math.hypot(x - dot.x, y - dot.y)));
    expect(nearest).toBeLessThan(0.5);
    expect(scene.table.rows[2]).toEqual(['Best 10%', '100', '69.3%']);
  });

  it('compares the best tenth with the last, or says why it can’t', () => {
    const scene = sceneOf(skewed, { view: 'deciles' });
    expect(scene.summary).toMatch(/^Of 1,000 customers, the best tenth brings 49\.3 times as much/);
    expect(scene.drawing.labels[0]!.text).toBe('49.3×');
    const none = sceneOf(losses, { view: 'deciles' });
    expect(none.drawing.labels[0]!.text).toBe('No ratio: the last tenth of customers brings nothing or a loss.');
    expect(none.summary).toContain('no ratio');
  });

  it('offers the whale curve where customers bring a loss', () => {
    expect(sceneOf(skewed).views).toEqual(['pyramid', 'concentration', 'deciles']);
    expect(sceneOf(losses).views).toEqual(['pyramid', 'concentration', 'deciles', 'whale']);
    const scene = sceneOf(losses, { view: 'whale' });
    expect(scene.summary).toContain('116 of 200 customers bring €17,458; the 84 customers with a loss take €9,198.00 of it back');
    const peak = scene.drawing.dots[0]!;
    const top = Math.min(...scene.drawing.lines.find((line) => line.tone === 'curve')!.points.map(([, y]) => y));
    expect(peak.y).toBeCloseTo(top, 6);
  });

  it('draws values in money where shares of the total are undefined', () => {
    const { drawing } = sceneOf(worthless);
    const texts = drawing.labels.map((label) => label.text);
    expect(texts).not.toContain('0.0% of value');
    expect(texts).toContain('−€90');
    expect(sceneOf(worthless, { view: 'concentration' })).toMatchObject({ empty: true, marks: [] });
    expect(sceneOf(worthless, { view: 'whale' }).table.columns.at(-1)!.label).toBe('Cumulative value');
  });

  it('withholds the values of few and says how few', () => {
    const result = resultOf(Array.from({ length: 400 }, (_, i) => i), { minN: 10 });
    const scene = sceneOf(result);
    expect(scene.table.rows[0]).toEqual(['Top', '4', '1.0%', 'withheld', 'withheld', 'withheld', 'withheld', 'withheld']);
    expect(scene.drawing.bars.filter((bar) => bar.mark === 'tier:top').map((bar) => bar.tone)).toEqual(['ramp', 'withheld']);
    expect(scene.notes).toContain('Values of fewer than 10 customers are withheld: Top.');
    expect(scene.notes).toContain('Fewer than 30 customers in Big: read these figures with care.');
  });

  it('draws no bar and writes no 0 for a value that is not there', () => {
    const columns = { tier: 'utf8', order: 'int32', customers: 'int32', customer_share: 'float64', value: 'float64', value_share: 'float64' } as const;
    const table = tableOf(columns, [
      { tier: 'top', order: 1, customers: 50, customer_share: 0.25, value: 80, value_share: 0.8 },
      { tier: 'small', order: 2, customers: 150, customer_share: 0.75, value: null, value_share: null },
    ]);
    const scene = sceneOf({ ...skewed, table, scalars: {}, tables: {} });
    expect(scene.views).toEqual(['pyramid']);
    expect(scene.drawing.bars.filter((bar) => bar.mark === 'tier:small')).toHaveLength(1);
    expect(scene.table.rows[1]).toEqual(['Small', '150', '75.0%', '—', '—', '—', '—', '—']);
    expect(scene.summary).toBe('The top 25% of 200 customers bring 80.0% of value.');
    expect(sceneOf({ ...skewed, table, scalars: {}, tables: {} }, { view: 'deciles' }).view).toBe('pyramid');
  });

  it('says that there is nobody where there is nobody', () => {
    expect(sceneOf(resultOf([]))).toMatchObject({ empty: true, marks: [], summary: 'No customers in these data.' });
    expect(sceneOf(resultOf([]), { words: chinese, width: 300 }).summary).toBe('数据中没有客户。');
  });

  it('says that revenue stands in for profit, unless the column is called profit', () => {
    const counted = (options: Readonly<Record<string, unknown>>): string => sceneOf({ ...losses, options: { ...losses.options, ...options } }).counted.map((line) => line.value).join(' ');
    expect(counted({})).toContain('revenue stands in for profit');
    expect(counted({ value: 'net_profit' })).not.toContain('stands in');
    expect(counted({})).toContain('floor(n × p + 1/2)');
    expect(counted({ ties: 'together' })).toContain('Together in the higher tier.');
  });

  it('mirrors everything for readers from right to left', () => {
    const left = sceneOf(losses);
    const right = sceneOf(losses, { words: { ...english, rtl: true } });
    expect(right.drawing.bars.map((bar) => 800 - bar.x - bar.width)).toEqual(left.drawing.bars.map((bar) => expect.closeTo(bar.x, 6)));
    expect(outside(right)).toEqual([]);
    expect(collisions(right)).toEqual([]);
  });

  describe.each(Object.keys(cases))('of %s customers', (name) => {
    it.each(views)('lays out the view %s from 240 to 2000 px in both languages with no label over another or outside', (view) => {
      for (const words of [english, chinese]) {
        for (const width of [240, 300, 360, 479, 480, 560, 640, 800, 1280, 2000]) {
          const scene = sceneOf(cases[name]!, { view, width, words });
          expect({ width, tag: words.format.tag, collisions: collisions(scene), outside: outside(scene) }).toEqual({ width, tag: words.format.tag, collisions: [], outside: [] });
        }
      }
    });
  });
});

describe('the scene of a pyramid compared with an earlier one', () => {
  it('draws outlines of then to the scale of now, and says of when they are', () => {
    const scene = sceneOf(compared);
    const { bars } = scene.drawing;
    const small = bars.filter((bar) => bar.mark === 'tier:small');
    const [step, value, ...ghosts] = small;
    const [now, then] = [rowsOf(compared.table)[3]!, rowsOf(compared.tables['earlier']!)[3]!];
    expect(ghosts.map((bar) => bar.tone)).toEqual(['ghost', 'ghost']);
    expect(ghosts[0]!.width / step!.width).toBeCloseTo(Number(then['customers']) / Number(now['customers']), 9);
    expect(ghosts[1]!.width / value!.width).toBeCloseTo(Number(then['value']) / Number(now['value']), 9);
    expect(ghosts[0]!.x + ghosts[0]!.width / 2).toBeCloseTo(step!.x + step!.width / 2, 9);
    expect(scene.legend).toEqual([{ swatch: 'ghost', label: 'Outline: customers and value on Jun 30, 2025, to the same scale' }]);
    expect(scene.marks[3]!.label).toContain('Before: 144 customers, ');
    expect(scene.table.columns.map((column) => column.label).slice(-3)).toEqual(['Customers before', 'Value before', 'Share of value before']);
  });

  it('draws no outline that lies on its bar', () => {
    const same = resultOf([3, 2, 1]);
    expect(sceneOf(same).drawing.bars.some((bar) => bar.tone === 'ghost')).toBe(false);
    expect(sceneOf(same).legend).toEqual([]);
  });

  it('cut no share off in the cells of a phone', () => {
    for (const words of [english, chinese]) {
      for (const width of [240, 290, 320]) {
        const shares = sceneOf(compared, { view: 'moves', width, words }).drawing.labels.filter(({ mark }) => mark !== null).map(({ text }) => text);
        expect(shares.filter((text) => text.includes('…'))).toEqual([]);
        expect(shares).toContain('100%');
      }
    }
    const withheld = sceneOf(comparedOf({ minCell: 11 }), { view: 'moves', width: 320 });
    expect(withheld.drawing.labels.map(({ text }) => text).filter((text) => text.includes('…'))).toEqual([]);
    expect(withheld.legend.at(-1)).toMatchObject({ swatch: 'withheld', label: 'withheld' });
    expect(sceneOf(compared, { view: 'moves' }).legend.map(({ swatch }) => swatch)).not.toContain('withheld');
  });

  it('shorten many customers in the cells of a phone, as a number and not as a text', () => {
    const rows = Array.from({ length: 14_000 }, (_, i) => ['2025-03-01', '2025-09-01'].map((time) => ({ customer: `c${i}`, amount: 10_000 / (i + 1), time }))).flat();
    const texts = sceneOf(comparedOf({}, rows), { view: 'moves', width: 320 }).drawing.labels.filter(({ mark }) => mark !== null).map(({ text }) => text);
    expect(texts).toContain('11.2K');
    expect(texts.filter((text) => text.includes('…'))).toEqual([]);
  });

  it('tells who moved as a matrix, each cell a mark to choose those customers by', () => {
    const scene = sceneOf(compared, { view: 'moves' });
    expect(scene.summary).toMatch(/^Of 180 customers on Jun 30, 2025, \d+ moved up, \d+ moved down, and \d+ left; \d+ came in, as of Dec 31, 2025\.$/);
    expect(scene.marks).toHaveLength(24);
    expect(scene.marks[0]).toMatchObject({ id: 'flow:top>top', row: 0, column: 0 });
    const moved = scene.marks.find(({ id }) => id === 'flow:small>(left)')!;
    const flow = rowsOf(compared.tables['migration']!).find((row) => row['from'] === 'small' && row['to'] === '(left)')!;
    expect(moved.mark).toEqual({ from: 'small', to: '(left)' });
    expect(moved.label).toMatch(new RegExp(`^${String(flow['customers'])} customers left from Small, [\\d.]+% of Small\\.$`));
    expect(scene.table.rows).toHaveLength(24);
    expect(sceneOf(compared, { view: 'moves', words: chinese }).table.rows.at(-1)).toEqual(expect.arrayContaining(['新进', '小客户']));
  });

  it('has no view of moves where nothing is compared', () => {
    expect(sceneOf(skewed).views).toEqual(['pyramid', 'concentration', 'deciles']);
    expect(sceneOf(skewed, { view: 'moves' }).view).toBe('pyramid');
  });

  it('says what is withheld in every place, and gives it no mark to choose', () => {
    const scene = sceneOf(comparedOf({ minCell: 11 }), { view: 'moves' });
    const hidden = scene.marks.filter((mark) => mark.label.endsWith(': withheld.'));
    expect(hidden.length).toBeGreaterThan(2);
    for (const mark of hidden) expect(mark.mark).toBeNull();
    expect(scene.drawing.bars.filter((bar) => bar.tone === 'withheld')).toHaveLength(hidden.length);
    expect(scene.summary).not.toContain('null');
  });
});

describe('a pyramid with small groups withheld', () => {
  const scene = sceneOf(resultOf(Array.from({ length: 200 }, (_, i) => 200 - i), { minCell: 5 }));

  it('draws them as withheld, which is neither 0 nor nothing', () => {
    expect(scene.drawing.bars.filter((bar) => bar.mark === 'tier:top').map((bar) => bar.tone)).toEqual(['withheld', 'withheld']);
    expect(scene.table.rows[0]).toEqual(['Top', ...Array.from({ length: 7 }, () => 'withheld')]);
    expect(scene.table.rows[2]!.slice(-2)).toEqual(['withheld', 'withheld']);
    expect(scene.marks[0]!.label).toBe('Top: withheld.');
    expect(scene.notes).toContain('Withheld: Top and Big.');
  });

  it('says so of nobody where nobody is', () => {
    const empty = sceneOf(resultOf(Array.from({ length: 30 }, (_, i) => i), { minCell: 5, by: 'threshold', tiers: [{ name: 'A', minimum: 99 }, { name: 'B', minimum: null }] }));
    expect(empty.marks.map((mark) => mark.label)[0]).toBe('A: no customers.');
  });
});

describe('what the literature claims', () => {
  const withClaims = (view: PyramidView): CustomerPyramidScene => customerPyramidScene(skewed, { width: 800, fontSize: 14 }, english, { view, claims: true });

  it('is marked on demand, with its source, beside what the data say', () => {
    const texts = (view: PyramidView): string[] => withClaims(view).drawing.labels.map((label) => label.text);
    expect(texts('concentration')).toEqual(expect.arrayContaining(['80/20 claim', 'Juran 1951']));
    expect(texts('deciles').join(' ')).toContain('its source is not known');
    expect(sceneOf(skewed, { view: 'concentration' }).drawing.dots.some((dot) => dot.tone === 'claim')).toBe(false);
    for (const view of ['concentration', 'deciles'] as const) {
      expect(collisions(withClaims(view))).toEqual([]);
      expect(outside(withClaims(view))).toEqual([]);
    }
  });
});
