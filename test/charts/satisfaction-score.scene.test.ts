import { type Result, rowsOf } from '@clientele/metrics';
import { describe, expect, it } from 'vitest';
import { textWidth } from '../../packages/charts/src/guides/text-width.js';
import { Format } from '../../packages/charts/src/locales/format.js';
import type { View } from '../../packages/charts/src/satisfaction-score/readings.js';
import { type SatisfactionScene, satisfactionScene } from '../../packages/charts/src/satisfaction-score/satisfaction-score.scene.js';
import type { TextShape } from '../../packages/charts/src/satisfaction-score/shapes.js';
import type { Words } from '../../packages/charts/src/scene.js';
import { satisfaction } from '../../packages/metrics/src/definitions/satisfaction.js';
import type { SatisfactionOptions } from '../../packages/metrics/src/definitions/satisfaction-options.js';
import { answer } from '../fixtures/answers.js';
import type { FixtureColumns } from '../fixtures/frames.js';

const english: Words = { locale: 'en', format: new Format('en'), rtl: false };
const chinese: Words = { locale: 'zh-CN', format: new Format('zh-CN'), rtl: false };
const VIEWS: readonly View[] = ['score', 'distribution', 'trend', 'segments'];
const WIDTHS = [240, 360, 520, 700, 1000, 2000];

function resultOf(columns: FixtureColumns, options: SatisfactionOptions = {}): Result {
  const resolved = satisfaction.resolve({ score: 'score', ...options });
  return { metric: 'satisfaction', options: { ...resolved }, ...answer(satisfaction, columns, resolved) };
}

function columnsOf(rows: readonly { readonly score: number | null; readonly day?: string; readonly segment?: string | null; readonly weight?: number }[]): FixtureColumns {
  return {
    score: { kind: 'number', values: rows.map(({ score }) => score) },
    time: { kind: 'instant', values: rows.map(({ day }) => (day === undefined ? null : Date.parse(day) * 1000)) },
    segment: { kind: 'text', values: rows.map(({ segment }) => segment ?? null) },
    weight: { kind: 'number', values: rows.map(({ weight }) => weight ?? 1) },
  };
}

function sceneOf(result: Result, view: View = 'score', width = 700, words: Words = english): SatisfactionScene {
  return satisfactionScene(result, { width, fontSize: 14 }, words, { view });
}

/** 5 promoters, 3 passives, 2 detractors in each of six months, in four segments. */
const TEN = [10, 10, 9, 9, 9, 8, 7, 7, 6, 0];
const SEGMENTS = ['Web', 'Shops in railway stations and airports', '华东地区企业客户（含直营与加盟）', null];
const many = columnsOf(Array.from({ length: 2400 }, (_, i) => ({
  score: TEN[i % 10] ?? null, day: `2024-0${1 + Math.floor(i / 400)}-10`, segment: SEGMENTS[i % 4] ?? null,
})));
const byMonth = resultOf(many, { time: 'time', period: 'month' });
const bySegment = resultOf(many, { segment: 'segment' });
const thirty = resultOf(columnsOf(Array.from({ length: 3000 }, (_, i) => ({ score: (i * 7 + (i % 30)) % 11, segment: `Store ${i % 30}` }))), { segment: 'segment' });
const long = resultOf(columnsOf(Array.from({ length: 4000 }, (_, i) => ({ score: i % 11, day: new Date(Date.UTC(2023, 0, 1 + (i % 700))).toISOString() }))), { time: 'time', period: 'day' });
const five = resultOf(columnsOf([9, 10, 3, 8, 7].map((score) => ({ score }))));
const promoters = resultOf(columnsOf(Array.from({ length: 80 }, () => ({ score: 10 }))));
const csat = resultOf(columnsOf([5, 5, 4, 4, 3, 2, 5, 4, 1, 0].map((score) => ({ score }))), { scale: 'csat:1-5:4' });
const cesLow = resultOf(columnsOf([1, 1, 2, 3, 5].map((score) => ({ score }))), { scale: 'ces:1-5:low' });
const hundred = resultOf(columnsOf(Array.from({ length: 500 }, (_, i) => ({ score: i % 101 }))), { scale: 'csat:0-100:80' });

const cases: readonly (readonly [string, Result, View])[] = [
  ...VIEWS.slice(0, 3).map((view) => ['six months', byMonth, view] as const),
  ['segments', bySegment, 'segments'], ['thirty segments', thirty, 'segments'], ['700 days', long, 'trend'], ['five', five, 'score'],
  ['five', five, 'distribution'], ['all promoters', promoters, 'score'], ['all promoters', promoters, 'distribution'], ['csat', csat, 'score'],
  ['csat', csat, 'distribution'], ['ces', cesLow, 'score'], ['a hundred and one scores', hundred, 'distribution'], ['a hundred and one scores', hundred, 'score'],
];

interface Box { readonly text: string; readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }

function textBoxes({ shapes }: SatisfactionScene): Box[] {
  return shapes.filter((shape): shape is TextShape => shape.kind === 'text').map((shape) => {
    const text = `${shape.lead}${shape.lead === '' ? '' : ' '}${shape.text}`;
    const width = textWidth(text, shape.size);
    const left = shape.anchor === 'start' ? shape.x : shape.anchor === 'end' ? shape.x - width : shape.x - width / 2;
    return { text, left, right: left + width, top: shape.y - shape.size * 0.72, bottom: shape.y + shape.size * 0.05 };
  });
}

/** Words that touch or leave the scene, and marks that do. */
function faultsOf(scene: SatisfactionScene): string[] {
  const boxes = textBoxes(scene);
  const out = boxes.filter((box) => box.left < -2 || box.right > scene.width + 2 || box.top < -1 || box.bottom > scene.height + 1);
  const touching = boxes.flatMap((a, i) => boxes.slice(i + 1)
    .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
    .map((b) => `"${a.text}" touches "${b.text}"`));
  const marks = scene.marks.filter(({ x, y, width, height }) => !(width > 0) || x < 0 || x + width > scene.width + 0.01 || y < -0.01 || y + height > scene.height + 0.01);
  return [...out.map(({ text }) => `"${text}" is outside`), ...touching, ...marks.map(({ id }) => `mark ${id} is outside`)];
}

function textsOf(scene: SatisfactionScene): string[] {
  return textBoxes(scene).map(({ text }) => text);
}

describe('the scene of a satisfaction score', () => {
  it('says the score with its interval, what it rests on, and its groups', () => {
    const scene = sceneOf(byMonth);
    expect(scene.summary).toBe('NPS +30 (95% interval +27 to +33) from 2,400 answers: 50% promoters, 20% detractors; Jun 2024 +30, no distinguishable change.');
    expect(textsOf(scene)).toEqual(expect.arrayContaining(['+30', '95% interval +27 to +33', '2,400 answers', '20% Detractors', '30% Passives', '50% Promoters']));
  });

  it('says it in Chinese', () => {
    const { summary, title } = sceneOf(byMonth, 'score', 700, chinese);
    expect(title).toBe('净推荐值（NPS）');
    expect(summary).toBe('NPS 为 +30（95% 置信区间 +27 至 +33），共 2,400 份回答：50% 推荐者，20% 贬损者；2024年6月 为 +30，无明显变化。');
  });

  it('writes percentages of groups that add up to 100', () => {
    const thirds = sceneOf(resultOf(columnsOf([0, 0, 7, 7, 10, 10].map((score) => ({ score })))));
    const percents = textsOf(thirds).map((text) => /^(\d+)% (?:Detractors|Passives|Promoters)$/.exec(text)?.[1]).filter((text) => text !== undefined);
    expect(percents.map(Number).reduce((a, b) => a + b, 0)).toBe(100);
    expect(percents).toHaveLength(3);
  });

  it('shows satisfaction as a share, with the mean on its scale', () => {
    const { summary, notes } = sceneOf(csat);
    expect(summary).toBe('67% satisfied (95% interval 35% to 88%) from 9 answers; mean 3.67 on a scale from 1 to 5.');
    expect(notes).toContain('1 score is not on the scale and left out.');
    expect(notes).toContain('Only 9 answers: read with care.');
  });

  it('takes low scores for little effort where the scale says so', () => {
    const scene = sceneOf(cesLow);
    expect(scene.summary).toContain('60% low effort');
    const parts = scene.marks.filter(({ mark }) => mark !== null && 'group' in mark);
    expect(parts.map(({ mark }) => mark?.['group'])).toEqual(['low_effort', 'others']);
    expect(parts[0]!.x).toBeLessThan(parts[1]!.x);
  });

  it('says that nobody answered, and never 0', () => {
    const scene = sceneOf(resultOf(columnsOf([{ score: 11 }, { score: null }])));
    expect(scene.empty).toBe(true);
    expect(scene.summary).toBe('No answers: 2 rows have none on the scale.');
    expect(scene.shapes).toEqual([]);
    expect(scene.marks).toEqual([]);
    const place = (key: string): number => scene.table.columns.findIndex((column) => column.key === key);
    expect(['n', 'excluded', 'score', 'interval', 'promoters_share'].map((key) => scene.table.rows[0]?.[place(key)])).toEqual(['0', '2', '—', '—', '—']);
    expect(sceneOf(resultOf(columnsOf([]))).summary).toBe('No answers');
  });

  it('shows no score that rests on fewer answers than are asked for', () => {
    const scene = sceneOf(resultOf(columnsOf([9, 10, 3].map((score) => ({ score }))), { minN: 10 }));
    expect(scene.empty).toBe(true);
    expect(scene.summary).toBe('Too few answers to show a score: 3, where at least 10 are asked for.');
  });

  it('draws a rolling window, says that it is one, and how it is counted', () => {
    const scene = sceneOf(resultOf(many, { time: 'time', period: 'month', rolling: 3 }), 'trend');
    expect(scene.marks).toHaveLength(4);
    expect(scene.table.rows[0]?.[1]).toBe('1,200');
    expect(scene.legend.map(({ label }) => label)).toEqual(['Distinguishable change from the window before', 'No distinguishable change', '95% interval']);
    expect(scene.summary).toContain('no distinguishable change from the window before');
    expect(scene.notes).toContain('Each point counts the answers of 3 periods together.');
    expect(scene.counted.find(({ label }) => label === 'Rolling window')?.value).toContain('never averaged');
    expect(sceneOf(resultOf(many, { time: 'time', period: 'month', rolling: 3 }), 'trend', 700, chinese).notes).toContain('每个点合计 3 个周期的回答。');
  });

  it('tells the response rate where rows without a score stand for silence', () => {
    const asked = columnsOf(Array.from({ length: 200 }, (_, i) => ({ score: i % 4 === 0 ? null : 9 })));
    const scene = sceneOf(resultOf(asked, { unanswered: true }));
    const said = scene.shapes.map((shape) => (shape.kind === 'text' ? shape.text : '')).join(' ');
    expect(said).toContain('75% of those asked answered (69% to 80%)');
    const at = scene.table.columns.findIndex(({ key }) => key === 'response_rate');
    expect([scene.table.columns[at + 1]?.label, ...(scene.table.rows[0]?.slice(at, at + 2) ?? [])]).toEqual(['Interval of the response rate', '75.0%', '68.6% – 80.5%']);
    expect(sceneOf(resultOf(asked)).table.columns.map(({ key }) => key)).not.toContain('response_rate');
  });

  it('draws and says what is withheld as that, not as 0', () => {
    const rows = [...Array.from({ length: 40 }, () => 10), ...Array.from({ length: 20 }, () => 8), ...Array.from({ length: 12 }, () => 3), 5, 5];
    const scene = sceneOf(resultOf(columnsOf(rows.map((score) => ({ score }))), { minCell: 5 }), 'distribution');
    expect(scene.shapes.filter((shape) => shape.kind === 'rect' && shape.look === 'withheld')).toHaveLength(2);
    expect(scene.table.rows[5]).toEqual(['5', 'Detractors', 'withheld', 'withheld']);
    expect(scene.table.rows[3]).toEqual(['3', 'Detractors', 'withheld', 'withheld']);
    expect(scene.table.rows[4]).toEqual(['4', 'Detractors', '0', '0.0%']);
    expect(scene.notes).toContain('Groups of fewer than 5 answers, and whatever would tell them, are withheld.');
    expect(sceneOf(resultOf(columnsOf([9, 9, 1].map((score) => ({ score }))), { minCell: 5 }))).toMatchObject({
      empty: true, summary: 'The score is withheld: a group of fewer than 5 answers goes into it.',
    });
  });

  it('draws no trend where every period is withheld, and says why', () => {
    const thin = columnsOf(Array.from({ length: 60 }, (_, i) => ({ score: TEN[i % 10] ?? null, day: `2024-0${1 + (i % 6)}-10` })));
    const scene = sceneOf(resultOf(thin, { time: 'time', period: 'month', minCell: 5 }), 'trend');
    expect(scene).toMatchObject({ empty: true, summary: 'The score is withheld: a group of fewer than 5 answers goes into it.' });
    expect(sceneOf(resultOf(thin, { time: 'time', period: 'month', minCell: 5 }), 'score').empty).toBe(false);
  });

  it('shows segments that may be told beside those that may not', () => {
    const rows = [['Web', 60], ['App', 40], ['Shop', 3]].flatMap(([segment, n]) => Array.from({ length: Number(n) }, (_, i) => ({ score: i % 2 === 0 ? 10 : 2, segment: String(segment) })));
    const scene = sceneOf(resultOf(columnsOf(rows), { segment: 'segment', minCell: 5 }), 'segments');
    const cells = new Map(scene.table.rows.map((row) => [row[0], row[1]]));
    expect([cells.get('Web'), cells.get('App'), cells.get('Shop')]).toEqual(['60', 'withheld', 'withheld']);
    expect(scene.marks.find(({ title }) => title === 'Shop')?.label).toContain('withheld');
  });

  it('keeps an interval within what the score can be', () => {
    expect(promoters.table.columns['upper']?.[0]).toBeGreaterThan(100);
    expect(sceneOf(promoters).summary).toMatch(/^NPS \+100 \(95% interval \+\d+ to \+100\)/);
  });

  it('offers only views that the result can be drawn in', () => {
    expect(sceneOf(five, 'trend').view).toBe('score');
    expect(sceneOf(five).views).toEqual(['score', 'distribution']);
    expect(sceneOf(byMonth).views).toEqual(['score', 'distribution', 'trend']);
    expect(sceneOf(bySegment).views).toEqual(['score', 'distribution', 'segments']);
  });

  it('draws a table without totals or distribution as a backend sends it', () => {
    const bare: Result = { ...byMonth, scalars: {}, tables: {} };
    const scene = sceneOf(bare);
    expect(scene.view).toBe('trend');
    expect(scene.views).toEqual(['trend']);
    expect(scene.marks).toHaveLength(6);
    const single = sceneOf({ ...five, scalars: {}, tables: {} });
    expect(single.view).toBe('score');
    expect(single.summary).toContain('NPS +20');
  });

  it('marks groups and scores, periods, and segments as the metric knows them', () => {
    expect(sceneOf(five).marks.map(({ mark }) => mark)).toEqual([
      { group: 'detractors' }, { group: 'passives' }, { group: 'promoters' }, ...Array.from({ length: 11 }, (_, score) => ({ score })),
    ]);
    expect(sceneOf(byMonth, 'trend').marks[0]?.mark).toEqual({ period: '2024-01-01' });
    const marks = sceneOf(bySegment, 'segments').marks.map(({ mark }) => mark);
    expect(marks[0]).toBeNull();
    expect(marks.slice(1).map((mark) => mark?.['segment']).sort()).toEqual(['(missing)', 'Shops in railway stations and airports', 'Web', '华东地区企业客户（含直营与加盟）']);
  });

  it('names the missing segment in the language of the reader', () => {
    expect(textsOf(sceneOf(bySegment, 'segments'))).toContain('(missing)');
    expect(textsOf(sceneOf(bySegment, 'segments', 700, chinese))).toContain('（缺失）');
  });

  it('puts the highest segment first and the one without answers last', () => {
    const rows = [...Array.from({ length: 40 }, () => ({ score: 8, segment: 'middling' })), ...Array.from({ length: 40 }, () => ({ score: 10, segment: 'high' })), { score: 11, segment: 'silent' }];
    const scene = sceneOf(resultOf(columnsOf(rows), { segment: 'segment' }), 'segments');
    expect(scene.table.rows.map(([name]) => name)).toEqual(['All answers', 'high', 'middling', 'silent']);
    expect(textsOf(scene)).toContain('No answers');
    expect(scene.table.rows.at(-1)).toContain('—');
  });

  it('says of how many answers on a segment is named best or worst, where one of fewer is drawn beyond it', () => {
    const rows = [...Array.from({ length: 40 }, () => ({ score: 8, segment: 'middling' })), ...Array.from({ length: 40 }, () => ({ score: 10, segment: 'high' }))];
    const few = [{ score: 10, segment: 'few' }];
    const summaryOf = (all: typeof rows, words = english): string => sceneOf(resultOf(columnsOf(all), { segment: 'segment' }), 'segments', 700, words).summary;
    expect(summaryOf(rows)).toBe('NPS is highest in high (+100) and lowest in middling (0); all answers together +50.');
    expect(summaryOf([...rows, ...few])).toMatch(/^Of segments with 30 answers or more, NPS is highest in high /);
    expect(summaryOf([...rows, ...few], chinese)).toMatch(/^回答不少于 30 份的分群中，NPS 最高的是 high/);
  });

  it('calls a week a week in the sentence', () => {
    expect(sceneOf(resultOf(many, { time: 'time', period: 'week' }), 'trend').summary).toContain(' in the week of ');
    expect(sceneOf(resultOf(many, { time: 'time', period: 'day' }), 'trend').summary).toMatch(/ on \p{L}{3} \d+, 2024/u);
  });

  it('fills a point whose change is distinguishable, and no other', () => {
    const rows = [10, 0, 0].flatMap((score, month) => Array.from({ length: 100 }, () => ({ score, day: `2024-0${month + 1}-10` })));
    const scene = sceneOf(resultOf(columnsOf(rows), { time: 'time', period: 'month' }), 'trend');
    expect(scene.shapes.flatMap((shape) => (shape.kind === 'dot' ? [shape.look] : [])).sort()).toEqual(['point changed', 'point unchanged', 'point unchanged']);
    expect(scene.table.rows.map((row) => row.at(-1))).toEqual(['—', 'down 200 points', 'no distinguishable change']);
  });

  it('leaves the place of a period without answers free and the line broken', () => {
    const rows = ['2024-01', '2024-02', '2024-05', '2024-06'].flatMap((month) => TEN.map((score) => ({ score, day: `${month}-10` })));
    const scene = sceneOf(resultOf(columnsOf(rows), { time: 'time', period: 'month' }), 'trend');
    const centres = scene.marks.map(({ x, width }) => x + width / 2);
    expect((centres[2]! - centres[1]!) / (centres[1]! - centres[0]!)).toBeCloseTo(3, 1);
    expect(scene.shapes.filter((shape) => shape.kind === 'path' && shape.look === 'trend')).toHaveLength(2);
  });

  it('says which period is not over and takes the one before for the finding', () => {
    const result = resultOf(many, { time: 'time', period: 'month', asOf: '2024-06-15' });
    const scene = sceneOf(result, 'trend');
    expect(scene.notes).toContain('Jun 2024 is not over yet.');
    expect(scene.summary).toContain('in May 2024');
    expect(textsOf(scene)).toContain('so far');
    expect(scene.shapes.some((shape) => shape.kind === 'line' && shape.look === 'trend unfinished')).toBe(true);
  });

  it('says in the table which period is not over', () => {
    const rows = ['2024-01-05', '2024-02-05'].flatMap((day) => TEN.map((score) => ({ score, day })));
    const names = (words: Words): unknown => sceneOf(resultOf(columnsOf(rows), { time: 'time', period: 'month', asOf: '2024-02-10' }), 'trend', 700, words).table.rows.map(([name]) => name);
    expect(names(english)).toEqual(['Jan 2024', 'Feb 2024 (in progress)']);
    expect(names(chinese)).toEqual(['2024年1月', '2024年2月（进行中）']);
  });

  it('weighs answers where they have weights', () => {
    const scene = sceneOf(resultOf(columnsOf([{ score: 10, weight: 3 }, { score: 0, weight: 1 }]), { weight: 'weight' }), 'distribution');
    expect(scene.table.rows.at(-1)).toEqual(['10', 'Promoters', '1', '75.0%']);
    expect(scene.counted.find(({ label }) => label === 'Weights')?.value).toBe('Column weight; effective sample size 1.6, which takes the place of n in every interval');
  });

  it('has a table of the numbers in the result', () => {
    for (const [view, result] of [['trend', byMonth], ['segments', bySegment]] as const) {
      const { columns, rows } = sceneOf(result, view).table;
      const place = Object.fromEntries(columns.map(({ key }, i) => [key, i]));
      const told = new Map(rows.map((row) => [row[0], row]));
      for (const row of rowsOf(result.table)) {
        const name = view === 'trend' ? english.format.period(String(row['period']), 'month') : String(row['segment']);
        const cells = told.get(name);
        expect(cells?.[place['n']!]).toBe(english.format.count(Number(row['n'])));
        expect(cells?.[place['promoters']!]).toBe(english.format.count(Number(row['promoters'])));
        expect(cells?.[place['score']!]).toBe(english.format.signed(Number(row['nps'])));
        expect(cells?.[place['interval']!]).toBe(`${english.format.signed(Number(row['lower']))} to ${english.format.signed(Math.min(100, Number(row['upper'])))}`);
      }
    }
  });

  it('says in tooltip and sentence what the table says', () => {
    const scene = sceneOf(bySegment, 'segments');
    const cells = scene.table.rows.find(([name]) => name === 'Web');
    const mark = scene.marks.find(({ title }) => title === 'Web');
    for (const { value } of mark?.lines ?? []) {
      expect(cells).toContain(value);
      expect(mark?.label).toContain(value);
    }
    expect(mark?.lines.length).toBeGreaterThan(4);
  });

  it('tells how it is counted', () => {
    const labels = sceneOf(byMonth).counted.map(({ label }) => label);
    expect(labels).toEqual(['Definition', 'Scale', 'Denominator', 'Answers', 'Uncertainty', 'Weights', 'Periods', 'Change']);
    expect(sceneOf(resultOf(many, { time: 'time', period: 'week', weekStart: 7 }), 'trend').counted.find(({ label }) => label === 'Periods')?.value).toBe('Weeks, which begin on Sunday');
    expect(sceneOf(csat).counted.find(({ label }) => label === 'Uncertainty')?.value).toContain('Wilson');
  });

  it.each(cases)('of %s keeps text apart and everything inside: %#', (_name, result, view) => {
    for (const width of WIDTHS) {
      for (const words of [english, chinese]) {
        const scene = sceneOf(result, view, width, words);
        expect(scene.view).toBe(view);
        expect(faultsOf(scene), `${words.locale}, ${width} px`).toEqual([]);
        expect(new Set(scene.marks.map(({ id }) => id)).size).toBe(scene.marks.length);
      }
    }
  });
});

describe('a satisfaction score that is read from right to left', () => {
  it.each(cases)('is the mirror image of that read from left to right: %s', (_, result, view) => {
    for (const width of WIDTHS) {
      const left = sceneOf(result, view, width);
      const right = sceneOf(result, view, width, { ...english, rtl: true });
      expect(right.marks.map(({ id, x, y, width: wide }) => [id, near(x + wide), y])).toEqual(left.marks.map(({ id, x, y }) => [id, near(width - x), y]));
      expect(right.shapes).toHaveLength(left.shapes.length);
      left.shapes.forEach((shape, i) => {
        const image = right.shapes[i]!;
        if (shape.kind === 'rect' && image.kind === 'rect') expect([near(image.x + image.width), image.y, image.look]).toEqual([near(width - shape.x), shape.y, shape.look]);
        else if (shape.kind === 'line' && image.kind === 'line') expect([image.x1, image.x2, image.y1]).toEqual([width - shape.x1, width - shape.x2, shape.y1]);
        else if (shape.kind === 'dot' && image.kind === 'dot') expect([image.x, image.y]).toEqual([width - shape.x, shape.y]);
        else if (shape.kind === 'path' && image.kind === 'path') expect(pointsOf(image.d)).toEqual(pointsOf(shape.d).map(([x, y]) => [near(width - x), y]));
        else if (shape.kind === 'text' && image.kind === 'text') expect([image.text, image.x, image.anchor]).toEqual([shape.text, width - shape.x, { start: 'end', middle: 'middle', end: 'start' }[shape.anchor]]);
        else if (shape.kind === 'key' && image.kind === 'key') expect([image.x, image.anchor, image.items]).toEqual([width - shape.x, 'end', [...shape.items].reverse()]);
        else expect(image.kind).toBe(shape.kind);
      });
      expect([right.summary, right.table, right.notes, right.legend]).toEqual([left.summary, left.table, left.notes, left.legend]);
    }
  });
});

function pointsOf(d: string): [number, number][] {
  return d.replace(/^M|Z$/g, '').split('L').map((pair) => pair.split(',').map((text) => near(Number(text))) as [number, number]);
}

/** A millionth of a pixel is nothing. */
function near(pixels: number): number {
  return Math.round(pixels * 1e6) / 1e6;
}
