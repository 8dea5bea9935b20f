import { Dataset, evaluateOnce, type Result } from '@clientele/metrics';
import { sourceOf } from '@clientele/sources';
import { describe, expect, it } from 'vitest';
import { textWidth } from '../../packages/charts/src/guides/text-width.js';
import { lifecycleFunnelScene, type LifecycleFunnelScene, type LifecycleFunnelView } from '../../packages/charts/src/lifecycle-funnel/lifecycle-funnel.scene.js';
import type { PlotScene } from '../../packages/charts/src/lifecycle-funnel/plot-scene.js';
import type { StepsScene } from '../../packages/charts/src/lifecycle-funnel/steps.scene.js';
import { csvOf } from '../../packages/charts/src/exports/csv.js';
import { Format } from '../../packages/charts/src/locales/format.js';
import type { Locale } from '../../packages/charts/src/locales/locale.js';
import type { Words } from '../../packages/charts/src/scene.js';

const WIDTHS = [240, 320, 479, 480, 719, 720, 1000, 2000];

function wordsIn(locale: Locale, rtl = false): Words {
  return { locale, format: new Format(locale), rtl };
}

/** So many enter on *day* from *channel*, so many of them sign up the day after and so many of those buy two days later. */
function cohort(channel: string, day: string, entered: number, signed: number, bought: number): string {
  const [month, date] = [day.slice(0, 8), Number(day.slice(8))];
  const at = (later: number): string => `${month}${String(date + later).padStart(2, '0')}`;
  return Array.from({ length: entered }, (_, i) => {
    const who = `${channel}${day}${i}`;
    const reached = [['visit', 0, true], ['signup', 1, i < signed], ['purchase', 3, i < bought]] as const;
    return reached.filter(([, , came]) => came).map(([stage, later]) => `${who},${at(later)},${stage},${channel}\n`).join('');
  }).join('');
}

const DATA = `customer,time,stage,channel\n${[
  cohort('web', '2026-01-10', 100, 60, 20), cohort('shop', '2026-01-12', 60, 30, 9), cohort('app', '2026-01-12', 20, 10, 1),
  cohort('web', '2026-04-10', 120, 96, 24), cohort('shop', '2026-04-12', 40, 20, 10), cohort('app', '2026-04-12', 10, 4, 0),
  cohort('fax', '2026-04-12', 4, 1, 0), cohort('post', '2026-04-12', 3, 1, 0), cohort('kiosk', '2026-04-12', 2, 0, 0),
].join('')}`;

async function resultOf(options: Readonly<Record<string, unknown>> = {}): Promise<Result> {
  return evaluateOnce(new Dataset(sourceOf(new TextEncoder().encode(DATA))), {
    metric: 'funnel',
    options: {
      customer: 'customer', time: 'time', stage: 'stage', steps: ['visit', 'signup', 'purchase'], window: '30d', asOf: '2026-06-30',
      entryRange: { from: '2026-04-01', to: '2026-06-30' }, ...options,
    },
  });
}

const compared = await resultOf({ compareRange: 'previous' });
const segmented = await resultOf({ segment: 'channel' });

const sceneOf = (result: Result, view: LifecycleFunnelView, width = 800, words: Words = wordsIn('en')): LifecycleFunnelScene => lifecycleFunnelScene(result, { width, fontSize: 14 }, words, view);
/** With ordinary spaces: `Intl` puts thin ones around the dash of a range. */
const plain = (text: string | undefined): string => (text ?? '').replaceAll(/\s/g, ' ');
const steps = (width = 800, words: Words = wordsIn('en'), result: Result = compared): StepsScene => sceneOf(result, 'steps', width, words) as StepsScene;
const segments = (width = 800, words: Words = wordsIn('en'), result: Result = segmented): PlotScene => sceneOf(result, 'segments', width, words) as PlotScene;

describe('a funnel compared with earlier entries', () => {
  it('outlines how far they came, on the scale of the bars', () => {
    const { ghosts, pieces } = steps();
    const bars = pieces.filter(({ kind }) => kind === 'reached');
    // 179 entered, 122 signed up, 34 bought; before 180, 100 and 30.
    expect(ghosts).toHaveLength(3);
    const scale = bars[0]!.width / 179;
    [180, 100, 30].forEach((count, k) => {
      expect(ghosts[k]!.width).toBeCloseTo(count * scale, 6);
      expect(ghosts[k]!.y).toBeLessThan(bars[k]!.y);
      expect(ghosts[k]!.y + ghosts[k]!.height).toBeGreaterThan(bars[k]!.y + bars[k]!.height);
    });
    expect(Math.max(...ghosts.map(({ x, width }) => x + width))).toBeLessThanOrEqual(800);
  });

  it('says at each step whether the change is more than chance explains', () => {
    const drops = steps().texts.filter(({ kind }) => kind === 'drop').map(({ text }) => text);
    expect(drops[0]).toContain('up 12.6 points');
    expect(drops[1]).toContain('no distinguishable change');
  });

  it('ends its sentence with the conversion that changed most', () => {
    expect(plain(steps().summary)).toBe('Of 179 visitors, 122 (68.2%) signed up and 34 (19.0%) bought; most are lost between Sign-up and Purchase (72.1%), as of Jun 30, 2026; compared with those who entered Jan 1 – Mar 31, 2026, conversion to Sign-up is up 12.6 points.');
    expect(steps(800, wordsIn('zh-CN')).summary).toMatch(/；与 2026年1月1日至2026年3月31日 进入的客户相比，到“注册”的转化率上升 12\.6 个百分点。$/);
  });

  it('has the same numbers in tooltip, table and CSV', () => {
    const { marks, table } = steps();
    const signup = marks.find(({ id }) => id === 'signup/reached')!;
    expect(signup.lines).toContainEqual({ label: expect.stringMatching(/^Entered Jan 1\s–\sMar 31, 2026$/), value: '100 (55.6% of previous)' });
    expect(signup.lines.find(({ label }) => label === 'Change')?.value).toMatch(/^\+12\.6 points \(\+2\.\d to \+22\.\d\), distinguishable$/);
    expect(table.columns.slice(-5).map(({ label }) => label)).toEqual(['Customers before', '% of previous before', 'Change, points', 'Interval of the change', 'Verdict']);
    expect(table.rows.map((row) => row.slice(-5))).toEqual([
      ['180', '—', '—', '—', '—'], ['100', '55.6%', '+12.6', expect.stringMatching(/^\+2\.\d to \+22\.\d$/), 'Distinguishable'],
      ['30', '30.0%', '−2.1', expect.stringMatching(/^−1\d\.\d to \+9\.\d$/), 'Not distinguishable'],
    ]);
    expect(csvOf(table)).toContain(',100,55.6%,+12.6,');
  });

  it('tells in the legend and the method what the outline is', () => {
    const { counted, legend } = steps();
    expect(plain(legend.find(({ swatch }) => swatch === 'ghost')?.label)).toBe('Outline: those who entered Jan 1 – Mar 31, 2026, to the same scale');
    expect(counted.find(({ label }) => label === 'Comparison')?.value).toMatch(/looked at for as long after their beginning as these.*95% interval of the difference \(Newcombe 1998\)/);
  });

  it('mirrors the outlines from right to left', () => {
    const [there, back] = [steps(), steps(800, wordsIn('en', true))];
    there.ghosts.forEach((ghost, k) => expect(back.ghosts[k]!.x).toBeCloseTo(800 - ghost.x - ghost.width, 6));
  });

  it('says nothing of a comparison where there is none', () => {
    const scene = steps(800, wordsIn('en'), segmented);
    expect(scene.ghosts).toEqual([]);
    expect(scene.legend.some(({ swatch }) => swatch === 'ghost')).toBe(false);
    expect(scene.table.columns.some(({ key }) => key === 'change')).toBe(false);
  });
});

describe('a funnel by segment', () => {
  it('has one bar a segment at each step, as long as its share of those who entered', () => {
    const { bars } = segments(480);
    const whole = bars.find(({ id }) => id === 'visit/web')!.width;
    expect(bars.find(({ id }) => id === 'signup/web')!.width).toBeCloseTo(whole * 0.8, 6);
    expect(bars.find(({ id }) => id === 'purchase/shop')!.width).toBeCloseTo(whole * 0.25, 6);
    expect(bars.filter(({ id }) => id.endsWith('/web')).every(({ kind }) => kind === 'category-1')).toBe(true);
    // Nobody of the app bought.
    expect(bars.some(({ id }) => id === 'purchase/app')).toBe(false);
  });

  it('draws the five largest, and says where the others are', () => {
    const { legend, notes, table } = segments();
    expect(legend.map(({ label }) => label)).toEqual(['web', 'shop', 'app', 'fax', 'post']);
    expect(notes).toContain('The 5 largest of 6 segments are drawn; the table holds all.');
    expect(table.rows.filter((row) => row[1] === 'kiosk')).toHaveLength(3);
  });

  it('has marks that arrow keys walk by step and by segment, and that mean the customers of a segment', () => {
    const { marks } = segments();
    expect(marks.map(({ row, column }) => `${row}/${column}`)).toEqual([0, 1, 2].flatMap((row) => [0, 1, 2, 3, 4].map((column) => `${row}/${column}`)));
    const mark = marks.find(({ id }) => id === 'purchase/web')!;
    expect(mark.mark).toEqual({ stage: 'purchase', outcome: 'reached', segment: 'web' });
    expect(mark.label).toMatch(/^web: Purchase: Customers 24; Of those who entered 20\.0%; Of Sign-up 25\.0% \(1\d\.\d% – 3\d\.\d%\)$/);
  });

  it('says of which segment most came to the last step, and of which fewest', () => {
    expect(segments().summary).toBe('Purchase was reached by 25.0% of shop and by 20.0% of web, the most and the fewest of 2 segments with 30 customers or more, as of Jun 30, 2026.');
    expect(segments(800, wordsIn('zh-CN')).summary).toContain('shop 最高，为 25.0%');
  });

  it('is the steps where the result has no segments', () => {
    expect(sceneOf(compared, 'segments').view).toBe('steps');
  });

  it.each(['en', 'zh-CN'] as const)('has no label over another or outside at any width, in %s', (locale) => {
    for (const rtl of [false, true]) {
      for (const width of WIDTHS) {
        const scene = segments(width, wordsIn(locale, rtl));
        const boxes = scene.texts.map(({ anchor, kind, text, x, y }) => {
          const long = textWidth(text, kind === 'name' ? 14 : 12) * (kind === 'name' ? 1.15 : 1);
          const left = (anchor === 'start') === rtl ? x - long : x;
          return { text, left, right: left + long, y };
        });
        for (const box of boxes) {
          expect(box.left, `${box.text} at ${width}`).toBeGreaterThanOrEqual(-1);
          expect(box.right, `${box.text} at ${width}`).toBeLessThanOrEqual(width + 1);
          const over = boxes.filter((other) => other !== box && other.y === box.y && other.left < box.right - 1 && box.left < other.right - 1);
          expect(over.map(({ text }) => `${text} over ${box.text} at ${width}`)).toEqual([]);
        }
        for (const bar of scene.bars) expect(bar.x + bar.width).toBeLessThanOrEqual(width + 0.01);
      }
    }
  });
});
