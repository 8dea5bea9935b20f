import { Dataset, evaluateOnce, type Result, rowsOf, tableOf } from '@clientele/metrics';
import { sourceOf } from '@clientele/sources';
import { describe, expect, it } from 'vitest';
import { toArrow } from '../../demo/company/arrow.js';
import { smallCompany } from '../../demo/company/small.js';
import { textWidth } from '../../packages/charts/src/guides/text-width.js';
import { lifecycleFunnelScene } from '../../packages/charts/src/lifecycle-funnel/lifecycle-funnel.scene.js';
import type { StatesScene } from '../../packages/charts/src/lifecycle-funnel/states.scene.js';
import type { StepsScene } from '../../packages/charts/src/lifecycle-funnel/steps.scene.js';
import { Format } from '../../packages/charts/src/locales/format.js';
import type { Locale } from '../../packages/charts/src/locales/locale.js';
import type { Scene, Words } from '../../packages/charts/src/scene.js';

const SIX = ['visit', 'signup', 'basket', 'purchase', 'repeat', 'advocate'];
const WIDTHS = [240, 320, 479, 480, 640, 1000, 2000];

function wordsIn(locale: Locale, rtl = false): Words {
  return { locale, format: new Format(locale), rtl };
}

async function resultOf(metric: string, csv: string, options: Readonly<Record<string, unknown>>): Promise<Result> {
  return evaluateOnce(new Dataset(sourceOf(new TextEncoder().encode(csv))), { metric, options: { customer: 'customer', time: 'time', ...options } });
}

/** Four visit; three sign up; one buys after an hour; a late one may still. */
const EVENTS = `customer,time,stage
a,2024-03-01T10:00:00Z,visit
a,2024-03-02T10:00:00Z,signup
a,2024-03-02T11:00:00Z,purchase
b,2024-03-01T10:00:00Z,visit
b,2024-03-04T10:00:00Z,signup
c,2024-03-01T10:00:00Z,visit
d,2024-03-30T10:00:00Z,visit
d,2024-03-31T10:00:00Z,signup
`;

async function threeSteps(options: Readonly<Record<string, unknown>> = {}): Promise<Result> {
  return resultOf('funnel', EVENTS, { stage: 'stage', steps: ['visit', 'signup', 'purchase'], window: '10d', asOf: '2024-03-31', ...options });
}

function steps(result: Result, width = 800, words: Words = wordsIn('en')): StepsScene {
  const scene = lifecycleFunnelScene(result, { width, fontSize: 14 }, words);
  if (scene.view !== 'steps') throw new Error('steps expected');
  return scene;
}

function states(result: Result, width = 800, words: Words = wordsIn('en')): StatesScene {
  const scene = lifecycleFunnelScene(result, { width, fontSize: 14 }, words);
  if (scene.view !== 'states') throw new Error('states expected');
  return scene;
}

const company = new Dataset(sourceOf(toArrow(smallCompany(), 'events')));
const columns = { customer: 'customer_id', time: 'ts', timeZone: 'Europe/Berlin', asOf: '2026-09-20' };
const companyFunnel = await evaluateOnce(company, { metric: 'funnel', options: { ...columns, stage: 'stage', steps: SIX, window: '90d' } });
const companyStates = await evaluateOnce(company, { metric: 'lifecycle', options: { ...columns, period: 'month' } });
const longNames = await resultOf('funnel', EVENTS.replaceAll('signup', 'opened the product configurator and chose a material').replaceAll('purchase', 'Donaudampfschifffahrtsgesellschaftskapitän'), {
  stage: 'stage', steps: ['visit', 'opened the product configurator and chose a material', 'Donaudampfschifffahrtsgesellschaftskapitän'],
});

interface Box {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function boxesOf(scene: StepsScene | StatesScene): Box[] {
  return scene.texts.map(({ anchor, kind, text, x, y }) => {
    const size = kind === 'name' || kind === 'count' || kind === 'share' ? 14 : 12;
    const width = textWidth(text, size);
    const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
    return { text, left, right: left + width, top: y - size * 0.75, bottom: y + size * 0.2 };
  });
}

function collisions(boxes: readonly Box[]): string[] {
  const found: string[] = [];
  boxes.forEach((a, i) => {
    for (const b of boxes.slice(i + 1)) {
      if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom) found.push(`${a.text} × ${b.text}`);
    }
  });
  return found;
}

function outside(scene: Scene, boxes: readonly { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }[]): number {
  return boxes.filter(({ bottom, left, right, top }) => left < -0.5 || right > scene.width + 0.5 || top < -0.5 || bottom > scene.height + 0.5).length;
}

describe('the steps of a lifecycle funnel', () => {
  it('are bars as long as their counts, on one baseline', async () => {
    const bars = steps(await threeSteps()).pieces.filter((piece) => piece.kind === 'reached');
    expect(bars.map((bar) => bar.x)).toEqual([bars[0]?.x, bars[0]?.x, bars[0]?.x]);
    const [visit = 0, signup = 0, purchase = 0] = bars.map((bar) => bar.width);
    expect(signup / visit).toBeCloseTo(3 / 4, 10);
    expect(purchase / visit).toBeCloseTo(1 / 4, 10);
  });

  it('are continued by those lost and those still open, to the length of the step before', async () => {
    const { pieces } = steps(await threeSteps());
    const [visit, signup] = pieces.filter((piece) => piece.kind === 'reached');
    const last = pieces.filter((piece) => piece.y === pieces.at(-1)?.y);
    expect(last.map((piece) => piece.id)).toEqual(['purchase/reached', 'signup/open', 'signup/dropped']);
    expect(last.reduce((sum, piece) => sum + piece.width, 0)).toBeCloseTo(signup?.width ?? 0, 6);
    expect(last[1]?.width).toBeCloseTo((visit?.width ?? 0) / 4, 6);
  });

  it('say how many were lost, who may still come and how long it took', async () => {
    const scene = steps(await threeSteps());
    expect(scene.texts.filter((text) => text.kind === 'drop').map((text) => text.text)).toEqual([
      '25.0% lost · median 1 day',
      '33.3% lost · 33.3% still open · median 1 hr',
    ]);
    expect(scene.summary).toBe('Of 4 visitors, 3 (75.0%) signed up and 1 (25.0%) bought; most are lost between Visit and Sign-up (25.0%), as of Mar 31, 2024.');
  });

  it('have marks that the metric understands', async () => {
    const { marks } = steps(await threeSteps());
    expect(marks.map((mark) => mark.mark)).toEqual([
      { stage: 'visit', outcome: 'reached' },
      { stage: 'signup', outcome: 'reached' }, { stage: 'visit', outcome: 'dropped' },
      { stage: 'purchase', outcome: 'reached' }, { stage: 'signup', outcome: 'open' }, { stage: 'signup', outcome: 'dropped' },
    ]);
    const bar = marks[3];
    expect(bar?.title).toBe('Purchase');
    expect(bar?.lines).toContainEqual({ label: 'Of Sign-up', value: '33.3% (6.1% – 79.2%)' });
    expect(bar?.lines).toContainEqual({ label: 'Time since Sign-up', value: 'median 1 hr, 90% within 1 hr' });
    expect(bar?.label).toContain('Customers 1; Of Visit 25.0% (4.6% – 69.9%); Of Sign-up 33.3%');
    expect(marks[4]?.title).toBe('Still open after Sign-up');
  });

  it('stand in the table to the digit of the result', () => {
    const { columns: heads, rows } = steps(companyFunnel).table;
    const format = new Format('en');
    expect(heads.map((head) => head.key)).toEqual(['stage', 'customers', 'ofPrevious', 'interval', 'ofFirst', 'overallInterval', 'lost', 'open', 'median', 'ever']);
    const given = rowsOf(companyFunnel.table);
    expect(rows.map((row) => row[1])).toEqual(given.map((row) => format.count(Number(row['ordered_count']))));
    expect(rows.map((row) => row[6])).toEqual(given.map((row) => format.count(Number(row['lost']))));
    expect(rows.map((row) => row[9])).toEqual(given.map((row) => format.count(Number(row['open_count']))));
    expect(rows[0]?.slice(2, 4)).toEqual(['—', '—']);
  });

  it('name standard stages in the language of the reader and others as in the data', async () => {
    const csv = EVENTS.replaceAll('purchase', 'Kauf A');
    const result = await resultOf('funnel', csv, { stage: 'stage', steps: ['visit', 'signup', 'Kauf A'] });
    const names = (locale: Locale): string[] => steps(result, 800, wordsIn(locale)).texts.filter((text) => text.kind === 'name').map((text) => text.text);
    expect(names('en')).toEqual(['Visit', 'Sign-up', 'Kauf A']);
    expect(names('zh-CN')).toEqual(['访问', '注册', 'Kauf A']);
  });

  it('speak Chinese', async () => {
    const scene = steps(await threeSteps(), 800, wordsIn('zh-CN'));
    expect(scene.summary).toBe('截至 2024年3月31日，在 4 名访客中，3 名（75.0%）完成注册，1 名（25.0%）完成购买；流失最多的一步是“访问”到“注册”（25.0%）。');
    expect([scene.title, scene.table.caption, ...scene.legend.map((item) => item.label), ...scene.counted.map((line) => line.label)].filter((text) => !/\p{Script=Han}/u.test(text))).toEqual([]);
  });

  it.each(WIDTHS)('never let labels collide or leave the drawing, %i px wide', (width) => {
    for (const result of [companyFunnel, longNames]) {
      for (const locale of ['en', 'zh-CN'] as const) {
        const scene = steps(result, width, wordsIn(locale));
        expect(collisions(boxesOf(scene))).toEqual([]);
        expect(outside(scene, boxesOf(scene))).toBe(0);
        expect(outside(scene, [...scene.marks, ...scene.pieces].map(({ height, width: wide, x, y }) => ({ left: x, right: x + wide, top: y, bottom: y + height })))).toBe(0);
      }
    }
  });

  it('are mirrored where text runs from right to left', async () => {
    const result = await threeSteps();
    const left = steps(result);
    const right = steps(result, 800, wordsIn('en', true));
    expect(right.pieces.map((piece) => 800 - piece.x - piece.width)).toEqual(left.pieces.map((piece) => expect.closeTo(piece.x, 6)));
  });

  it('stand over their bars on a phone', async () => {
    const scene = steps(await threeSteps(), 320);
    const bar = scene.pieces[0];
    const name = scene.texts.find((text) => text.kind === 'name');
    expect(name?.y).toBeLessThan(bar?.y ?? 0);
    expect(bar?.width).toBeGreaterThan(300);
  });

  it('show that nobody came where nobody did, without a share of nothing', async () => {
    const scene = steps(await threeSteps({ steps: ['signup', 'visit', 'purchase'] }));
    expect(scene.summary).toBe('Of 3 sign-ups, none reached Visit and none bought; most are lost between Sign-up and Visit (66.7%), as of Mar 31, 2024.');
    expect(scene.pieces.filter((piece) => piece.kind === 'reached').map((piece) => piece.width > 0)).toEqual([true, false, false]);
    expect(scene.table.rows[2]?.slice(1, 3)).toEqual(['0', '—']);
  });

  it('are empty where nobody entered', async () => {
    const scene = steps(await threeSteps({ steps: ['trial', 'visit'] }));
    expect(scene.empty).toBe(true);
    expect(scene.summary).toBe('No customer reached the first step, Trial.');
    expect(steps(await resultOf('funnel', EVENTS, { stage: 'stage', asOf: '2000-01-01' })).summary).toBe('These data hold no stage of any customer.');
  });

  it('speak of one customer in the singular, and of small numbers with care', async () => {
    const one = await resultOf('funnel', EVENTS.split('\n').slice(0, 3).join('\n'), { stage: 'stage', steps: ['visit', 'signup'] });
    const scene = steps(one);
    expect(scene.summary).toBe('Of 1 visitor, 1 (100.0%) signed up, as of Mar 2, 2024.');
    expect(scene.texts.find((text) => text.kind === 'drop')).toMatchObject({ text: 'none lost · median 1 day', lost: 0 });
    expect(scene.notes.join(' ')).toContain('fewer than 30 customers');
  });

  it('say by which rules they count', async () => {
    const counted = steps(await threeSteps({ order: 'any', entryRange: { from: '2024-03-01', to: null } })).counted;
    expect(counted.map((line) => line.label)).toEqual(['Definition', 'Steps', 'Order', 'Window', 'Entries', 'Attempts', 'Equal times', 'Still open', 'Interval']);
    expect(counted.find((line) => line.label === 'Window')?.value).toBe('10 days from the entry to the last step, inclusive.');
    expect(counted.find((line) => line.label === 'Order')?.value).toContain('any order');
    expect(counted.find((line) => line.label === 'Entries')?.value).toBe('From Mar 1, 2024');
  });

  it('are split by segment in the table and the tooltip', async () => {
    const csv = EVENTS.split('\n').map((line, i) => (line === '' ? line : `${line},${i === 0 ? 'market' : line.startsWith('a') ? 'CN' : 'DE'}`)).join('\n');
    const scene = steps(await resultOf('funnel', csv, { stage: 'stage', segment: 'market', steps: ['visit', 'signup'] }));
    expect(scene.table.rows.map((row) => row.slice(0, 3))).toEqual([
      ['Visit', 'All', '4'], ['Visit', 'CN', '1'], ['Visit', 'DE', '3'],
      ['Sign-up', 'All', '3'], ['Sign-up', 'CN', '1'], ['Sign-up', 'DE', '2'],
    ]);
    expect(scene.marks[1]?.lines).toContainEqual({ label: 'DE', value: '2 (66.7% of previous)' });
  });

  it('draw a main table alone, and counts that rise without a loss', async () => {
    const result = await threeSteps();
    const table = tableOf({ stage: 'utf8', ordered_count: 'int32' }, [
      { stage: 'visit', ordered_count: 10 }, { stage: 'signup', ordered_count: 15 }, { stage: 'purchase', ordered_count: null },
    ]);
    const scene = steps({ ...result, table, tables: {}, scalars: {}, options: {} });
    expect(scene.pieces.map((piece) => piece.id)).toEqual(['visit/reached', 'signup/reached']);
    expect(scene.texts.filter((text) => text.kind === 'drop').map((text) => text.text)).toEqual(['+50.0%']);
    expect(scene.table.rows[2]?.[1]).toBe('—');
  });
});

/** a is active in January, February and April; b only in January; c is new in March. */
const ACTIVITY = `customer,time
a,2024-01-05T00:00:00Z
a,2024-02-05T00:00:00Z
a,2024-04-05T00:00:00Z
b,2024-01-06T00:00:00Z
c,2024-03-07T00:00:00Z
`;

describe('the states of a customer base', () => {
  it('stack the active above the line and the dormant below it', async () => {
    const scene = states(await resultOf('lifecycle', ACTIVITY, { asOf: '2024-04-30' }));
    expect(scene.marks.map((mark) => `${String(mark.mark?.['period'])} ${String(mark.mark?.['state'])}`)).toEqual([
      '2024-01-01 new', '2024-02-01 returning', '2024-02-01 dormant', '2024-03-01 new', '2024-03-01 dormant', '2024-04-01 resurrected', '2024-04-01 dormant',
    ]);
    const zero = scene.gridlines.find((line) => line.zero)?.y ?? Number.NaN;
    for (const piece of scene.pieces) {
      if (piece.state === 'dormant') expect(piece.y).toBeCloseTo(zero, 6);
      else expect(piece.y + piece.height).toBeCloseTo(zero, 6);
    }
    const [january, february] = scene.pieces;
    expect((january?.height ?? 0) / (february?.height ?? 1)).toBeCloseTo(2, 6);
  });

  it('sum up the last period that is over', async () => {
    const scene = states(await resultOf('lifecycle', ACTIVITY, { asOf: '2024-04-10' }));
    expect(scene.summary).toBe('In Mar 2024, 1 customer was active (1 new, 0 returning, 0 resurrected) and 1 went dormant: a net change of 0, as of Apr 10, 2024.');
    expect(scene.pieces.filter((piece) => piece.partial).map((piece) => piece.id)).toEqual(['2024-04-01/resurrected', '2024-04-01/dormant']);
    expect(scene.notes[0]).toContain('Apr 2024 is in progress');
    expect(scene.net.flat().some((point) => point.partial)).toBe(false);
    expect(scene.table.rows.at(-1)?.[0]).toBe('Apr 2024 (in progress)');
  });

  it('stand in the table to the digit of the result', () => {
    const { rows } = states(companyStates).table;
    const format = new Format('en');
    const given = rowsOf(companyStates.table);
    for (const [i, name] of ['active', 'new', 'returning', 'resurrected', 'dormant'].entries()) {
      expect(rows.map((row) => row[i + 1])).toEqual(given.map((row) => format.count(Number(row[name]))));
    }
  });

  it.each(WIDTHS)('never let labels collide or leave the drawing, %i px wide', async (width) => {
    const results = await Promise.all(['day', 'week', 'month', 'quarter', 'year'].map((period) => evaluateOnce(company, { metric: 'lifecycle', options: { ...columns, period } })));
    for (const result of results) {
      for (const locale of ['en', 'zh-CN'] as const) {
        const scene = states(result, width, wordsIn(locale));
        expect(collisions(boxesOf(scene))).toEqual([]);
        expect(outside(scene, boxesOf(scene))).toBe(0);
        expect(outside(scene, scene.marks.map(({ height, width: wide, x, y }) => ({ left: x, right: x + wide, top: y, bottom: y + height })))).toBe(0);
      }
    }
  });

  it('leave out what does not fit, and say so', async () => {
    const days = await evaluateOnce(company, { metric: 'lifecycle', options: { ...columns, period: 'day' } });
    const scene = states(days, 320);
    const drawn = new Set(scene.marks.map((mark) => mark.column)).size;
    expect(drawn).toBeLessThan(days.table.numRows);
    expect(scene.table.rows.length).toBe(days.table.numRows);
    expect(scene.notes.join(' ')).toMatch(/The latest \d+ of 1,\d+ periods are drawn/);
  });

  it('speak Chinese', async () => {
    const scene = states(await resultOf('lifecycle', ACTIVITY, { asOf: '2024-04-30', period: 'quarter' }), 800, wordsIn('zh-CN'));
    expect(scene.summary).toBe('截至 2024年4月30日，2024年Q1 有 3 名活跃客户（新客户 3 名、持续活跃 0 名、回流 0 名），另有 0 名转为沉睡，净变化 +3。');
    expect(scene.title).toBe('每季度客户构成');
  });

  it('are empty where there is no activity', async () => {
    const scene = states(await resultOf('lifecycle', ACTIVITY, { asOf: '2000-01-01' }));
    expect([scene.empty, scene.summary]).toEqual([true, 'These data hold no activity of any customer.']);
  });

  it('keep a period that has only just begun in the table alone', async () => {
    const scene = states(await resultOf('lifecycle', ACTIVITY, { asOf: '2024-05-01' }));
    expect(scene.table.rows.at(-1)?.slice(0, 2)).toEqual(['May 2024 (in progress)', '0']);
    expect(scene.pieces.some((piece) => piece.id.startsWith('2024-05'))).toBe(false);
    expect(scene.notes).toEqual([]);
  });
});
