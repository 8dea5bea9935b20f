import { Dataset, evaluateOnce, type Result } from '@clientele/metrics';
import { sourceOf } from '@clientele/sources';
import { describe, expect, it } from 'vitest';
import { lifecycleFunnelScene, type LifecycleFunnelScene, type LifecycleFunnelView } from '../../packages/charts/src/lifecycle-funnel/lifecycle-funnel.scene.js';
import type { PlotScene } from '../../packages/charts/src/lifecycle-funnel/plot-scene.js';
import type { StatesScene } from '../../packages/charts/src/lifecycle-funnel/states.scene.js';
import type { StepsScene } from '../../packages/charts/src/lifecycle-funnel/steps.scene.js';
import { Format } from '../../packages/charts/src/locales/format.js';
import type { Locale } from '../../packages/charts/src/locales/locale.js';

/** So many visit, sign up the day after, and buy two days later. */
function funnelOf(counts: readonly [visits: number, signups: number, purchases: number], options: Readonly<Record<string, unknown>> = {}): Promise<Result> {
  const stages = ['visit', 'signup', 'purchase'];
  const rows = stages.flatMap((stage, k) => Array.from({ length: counts[k] ?? 0 }, (_, i) => `c${i},2026-04-1${2 * k},${stage},10`));
  return evaluateOnce(new Dataset(sourceOf(new TextEncoder().encode(`customer,time,stage,value\n${rows.join('\n')}\n`))), {
    metric: 'funnel', options: { customer: 'customer', time: 'time', stage: 'stage', value: 'value', steps: stages, window: '30d', asOf: '2026-06-30', period: 'month', ...options },
  });
}

function sceneOf(result: Result, view: LifecycleFunnelView = 'steps', locale: Locale = 'en', width = 800): LifecycleFunnelScene {
  return lifecycleFunnelScene(result, { width, fontSize: 14 }, { locale, format: new Format(locale), rtl: false }, view);
}

async function stepsOf(counts: readonly [number, number, number], options: Readonly<Record<string, unknown>>, locale: Locale = 'en'): Promise<StepsScene> {
  const scene = sceneOf(await funnelOf(counts, options), 'steps', locale);
  if (scene.view !== 'steps') throw new Error('steps expected');
  return scene;
}

describe('a funnel with small groups withheld', () => {
  it('says in every place that a step is withheld', async () => {
    const scene = await stepsOf([20, 12, 3], { minCell: 5 });
    const purchase = scene.table.rows[2] ?? [];
    expect(purchase[0]).toBe('Purchase');
    // Nobody who came to the last step is lost or still open: 0 is told.
    expect(scene.table.columns.map(({ key }, i) => [key, purchase[i]])).toEqual([
      ['stage', 'Purchase'], ['customers', 'withheld'], ['ofPrevious', 'withheld'], ['interval', 'withheld'], ['ofFirst', 'withheld'], ['overallInterval', 'withheld'],
      ['lost', '0'], ['open', '0'], ['median', 'withheld'], ['ever', 'withheld'], ['value', 'withheld'],
    ]);
    expect(scene.texts.filter(({ text }) => text === 'withheld').length).toBeGreaterThanOrEqual(4);
    expect(scene.summary).toBe('Of 20 visitors, 12 (60.0%) signed up and how many bought is withheld, as of Jun 30, 2026.');
    expect(scene.legend.map(({ swatch }) => swatch)).toEqual(expect.arrayContaining(['reached', 'withheld']));
    expect(scene.notes).toContain('Groups of fewer than 5 customers, and whatever would tell them, are withheld.');
  });

  it('calls no step the worst where another’s loss is withheld, and may be greater', async () => {
    const told = await stepsOf([20, 12, 3], {});
    expect(told.summary).toContain('most are lost between Sign-up and Purchase (75.0%)');
    // Eight of those who visited are lost, which is told; nine of those who signed up, which isn't.
    const withheld = await stepsOf([20, 12, 3], { minCell: 5 });
    expect(withheld.summary).not.toContain('most are lost');
  });

  it('draws it in a box of its own, which can’t be chosen', async () => {
    const scene = await stepsOf([20, 12, 3], { minCell: 5 });
    const boxes = scene.pieces.filter(({ id }) => id === 'purchase/reached');
    expect(boxes.map(({ kind }) => kind)).toEqual(['withheld']);
    const mark = scene.marks.find(({ id }) => id === 'purchase/reached');
    expect([mark?.mark, mark?.label.startsWith('Purchase: Customers withheld')]).toEqual([null, true]);
  });

  it.each(['steps', 'segments', 'durations', 'trend'] as const)('tells nothing of how many they are in the view %s', async (view) => {
    const scenes = await Promise.all([3, 4].map(async (count) => sceneOf(await funnelOf([20, 12, count], { minCell: 5 }), view)));
    const [one, other] = scenes.map((scene) => JSON.stringify({ ...scene, marks: scene.marks.map(({ label, lines, ...mark }) => [label, lines, mark]) }));
    expect(one).toBe(other);
    expect(one).toContain('withheld');
  });

  it('says so where not even the entries may be told', async () => {
    const scene = await stepsOf([3, 2, 1], { minCell: 5 });
    expect(scene.summary).toBe('How many customers reached the first step, Visit, is withheld, as of Jun 30, 2026.');
    expect(scene.pieces.every(({ kind }) => kind === 'withheld')).toBe(true);
  });

  it('says so in Chinese', async () => {
    const scene = await stepsOf([20, 12, 3], { minCell: 5 }, 'zh-CN');
    expect(scene.summary).toContain('完成购买的人数已隐去');
    expect(scene.notes).toContain('不足 5 名客户的群体以及可推算出它们的数字已隐去。');
    expect(scene.table.rows[2]?.[1]).toBe('已隐去');
  });

  it('withholds nothing that is not asked for', async () => {
    const scene = await stepsOf([20, 12, 3], {});
    expect(JSON.stringify([scene.table, scene.texts, scene.legend, scene.notes, scene.pieces.map(({ kind }) => kind)])).not.toContain('withheld');
  });
});

describe('a funnel with few customers at a step', () => {
  it('tells their number, and neither shares nor times of it', async () => {
    const scene = await stepsOf([20, 12, 3], { minN: 15 });
    const cells = Object.fromEntries(scene.table.columns.map(({ key }, i) => [key, scene.table.rows[2]?.[i]]));
    expect(cells).toMatchObject({ customers: '3', ofPrevious: 'withheld', interval: 'withheld', ofFirst: '15.0%', median: 'withheld' });
    expect(scene.texts.filter(({ kind }) => kind === 'drop').map(({ text }) => text)).toEqual(['40.0% lost', 'withheld']);
    const lost = scene.marks.find(({ id }) => id === 'signup/dropped');
    expect(lost?.lines).toEqual([{ label: 'Customers', value: '9' }, { label: 'Of Sign-up', value: 'withheld' }]);
    expect(scene.notes).toContain('Percentages and times of fewer than 15 customers are withheld.');
  });

  it('tells each with the digits of the result otherwise', async () => {
    expect((await stepsOf([20, 12, 3], { minN: 3 })).table).toEqual((await stepsOf([20, 12, 3], {})).table);
  });
});

describe('times to convert with small groups withheld', () => {
  const day = (n: number): string => String(n).padStart(2, '0');
  /** Customers who sign up so many days after their visit. */
  const timesOf = (days: readonly number[], options: Readonly<Record<string, unknown>>): Promise<Result> => {
    const rows = days.flatMap((after, i) => [`c${i},2026-04-01,visit`, `c${i},2026-04-${day(1 + after)},signup`]);
    return evaluateOnce(new Dataset(sourceOf(new TextEncoder().encode(`customer,time,stage\n${rows.join('\n')}\n`))), {
      metric: 'funnel', options: { customer: 'customer', time: 'time', stage: 'stage', steps: ['visit', 'signup'], window: '28d', asOf: '2026-06-30', period: 'month', ...options },
    });
  };
  const plotOf = (result: Result, locale: Locale = 'en'): PlotScene => {
    const scene = sceneOf(result, 'durations', locale);
    if (scene.view !== 'durations') throw new Error('times expected');
    return scene;
  };
  const many = [...Array.from({ length: 30 }, () => 1), ...Array.from({ length: 20 }, () => 5), 9, 9, 20, 20];

  it('draws them as boxes that are all as high, and can’t be chosen', async () => {
    const scene = plotOf(await timesOf(many, { minCell: 5 }));
    const boxes = scene.bars.filter(({ kind }) => kind === 'withheld');
    expect(boxes.length).toBeGreaterThan(1);
    expect(new Set(boxes.map(({ height }) => height)).size).toBe(1);
    for (const { id } of boxes) expect(scene.marks.find((mark) => mark.id === id)).toMatchObject({ mark: null, label: expect.stringMatching(/: Customers withheld$/) as string });
    expect(scene.legend.map(({ swatch }) => swatch)).toEqual(['withheld']);
    expect(boxes.length).toBe(scene.table.rows.filter((row) => row[1] === 'withheld').length);
  });

  it('says how many came, not how many are told', async () => {
    expect(plotOf(await timesOf(many, { minCell: 5 })).summary).toMatch(/^Of 54 who reached Sign-up, half took /);
    expect(plotOf(await timesOf(many, {})).summary).toMatch(/^Of 54 who reached Sign-up, half took /);
  });

  it('says that times are withheld where they are, not that nobody came', async () => {
    const scene = plotOf(await timesOf([1, 2, 3], { minN: 10 }));
    expect(scene.summary).toBe('3 customers reached Sign-up; how long they took is withheld.');
    expect(plotOf(await timesOf([1, 2, 3], { minN: 10 }), 'zh-CN').summary).toBe('3 名客户到达注册，用时已隐去。');
    expect(plotOf(await timesOf([], {})).summary).toBe('Nobody came further than the first step: there are no times to show.');
  });
});

describe('relationship phases with small groups withheld', () => {
  const phasesOf = (counts: readonly [early: number, late: number], minCell: number): Promise<Result> => {
    const rows = [...Array.from({ length: counts[0] }, (_, i) => `a${i},2026-01-10,10`), ...Array.from({ length: counts[1] }, (_, i) => `b${i},2026-06-10,10`)];
    return evaluateOnce(new Dataset(sourceOf(new TextEncoder().encode(`customer,time,value\n${rows.join('\n')}\n`))), {
      metric: 'phases', options: { customer: 'customer', time: 'time', value: 'value', asOf: '2026-06-30', minCell },
    });
  };

  it('are boxes of one height that can’t be chosen, explained in the legend', async () => {
    const scene = sceneOf(await phasesOf([30, 3], 5), 'phases');
    if (scene.view !== 'phases') throw new Error('phases expected');
    const boxes = scene.bars.filter(({ kind }) => kind === 'withheld');
    expect(boxes.length).toBeGreaterThan(0);
    expect(new Set(boxes.map(({ height }) => height)).size).toBe(1);
    for (const { id } of boxes) expect(scene.marks.find((mark) => mark.id === id)).toMatchObject({ mark: null, label: expect.stringMatching(/: Customers withheld$/) as string });
    expect(scene.legend.at(-1)).toEqual({ swatch: 'withheld', label: 'Withheld: boxes are not to scale' });
    const told = sceneOf(await phasesOf([30, 3], 0), 'phases');
    expect(told.legend.map(({ swatch }) => swatch)).not.toContain('withheld');
  });

  it('are not said to be nobody', async () => {
    const scene = sceneOf(await phasesOf([0, 3], 5), 'phases');
    expect(scene.empty).toBe(false);
    expect(scene.summary).not.toContain('no purchase');
  });
});

describe('states with small groups withheld', () => {
  const scenesOf = async (rows: readonly string[], minCell: number, width: number): Promise<StatesScene> => {
    const result = await evaluateOnce(new Dataset(sourceOf(new TextEncoder().encode(`customer,time\n${rows.join('\n')}\n`))), {
      metric: 'lifecycle', options: { customer: 'customer', time: 'time', period: 'month', asOf: '2026-05-31', minCell },
    });
    const scene = sceneOf(result, 'states', 'en', width);
    if (scene.view !== 'states') throw new Error('states expected');
    return scene;
  };
  const buying = (name: string, count: number, day: string): string[] => Array.from({ length: count }, (_, i) => `${name}${i},2026-${day}`);
  /** Twenty buy in April, 17 of them in May, and two others. */
  const statesOf = (minCell = 5, width = 800): Promise<StatesScene> => scenesOf([...buying('a', 20, '04-10'), ...buying('a', 17, '05-10'), ...buying('b', 2, '05-11')], minCell, width);
  /** Twenty buy in every month; five more in May, so many of whom for the first time and the others after a break. */
  const mixedOf = (fresh: number, minCell = 5): Promise<StatesScene> => scenesOf([
    ...['02', '03', '04', '05'].flatMap((month) => buying('a', 20, `${month}-10`)), ...buying('c', 10, '02-11'), ...buying('d', 10, '03-11'),
    ...buying('c', 3, '04-11'), ...buying('e', 3, '04-12'), ...buying('d', 5 - fresh, '05-11'), ...buying('f', fresh, '05-12'),
  ], minCell, 800);
  const hiddenIn = (scene: StatesScene): StatesScene['pieces'] => scene.pieces.filter(({ state }) => state === 'withheld');

  it('are words in the table and in the sentence, never 0', async () => {
    const scene = await statesOf();
    const may = scene.table.rows[1] ?? [];
    expect(may[0]).toBe('May 2026');
    expect(may.filter((cell) => cell === 'withheld').length).toBeGreaterThan(2);
    expect(scene.summary).toBe('In May 2026, how many customers were active is withheld (new withheld, 17 returning, 0 resurrected) and so is how many went dormant, as of May 31, 2026.');
    expect((await mixedOf(2)).summary).toContain('25 customers were active (new withheld, 20 returning, resurrected withheld) and ');
    expect(scene.notes).toContain('Groups of fewer than 5 customers, and whatever would tell them, are withheld.');
  });

  it('are boxes that can’t be chosen, explained in the legend', async () => {
    for (const width of [800, 340]) {
      const scene = await statesOf(5, width);
      expect(hiddenIn(scene).length).toBeGreaterThan(1);
      for (const { id } of hiddenIn(scene)) {
        expect(scene.marks.find((mark) => mark.id === id)).toMatchObject({ mark: null, label: expect.stringContaining(': Customers withheld; ') as string });
      }
      expect(scene.legend.at(-1)).toEqual({ swatch: 'withheld', label: 'Withheld: to scale only where the number of active customers is told' });
    }
  });

  it('are as high as what all active customers leave, where those are told', async () => {
    const topOf = ({ pieces }: StatesScene): number => Math.min(...pieces.filter(({ id }) => id.startsWith('2026-05')).map(({ y }) => y));
    const scene = await mixedOf(2);
    expect(scene.table.rows[3]?.slice(0, 5)).toEqual(['May 2026', '25', 'withheld', '20', 'withheld']);
    expect(hiddenIn(scene).find(({ id }) => id.startsWith('2026-05'))?.id).toBe('2026-05-01/new+resurrected');
    expect(topOf(scene)).toBe(topOf(await mixedOf(2, 0)));
  });

  it('tell nothing of how many they are', async () => {
    const [one, other] = (await Promise.all([mixedOf(2), mixedOf(3)])).map((scene) => JSON.stringify(scene));
    expect(one).toBe(other);
  });

  it('have room under the line where nobody else stands there', async () => {
    const scene = await statesOf();
    const zero = scene.gridlines.find((line) => line.zero)?.y ?? 0;
    const lowest = Math.max(...scene.gridlines.map(({ y }) => y));
    const below = hiddenIn(scene).filter(({ y }) => y >= zero);
    expect(below.length).toBe(1);
    for (const { height, y } of below) expect(y + height).toBeLessThanOrEqual(lowest);
  });

  it('are drawn as before where nothing is withheld', async () => {
    const scene = await statesOf(0);
    expect([hiddenIn(scene), scene.legend]).toEqual([[], []]);
  });
});
