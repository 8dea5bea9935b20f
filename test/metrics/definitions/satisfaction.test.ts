import { describe, expect, it } from 'vitest';
import { OptionError, SchemaError } from '../../../packages/metrics/src/errors.js';
import { satisfaction } from '../../../packages/metrics/src/definitions/satisfaction.js';
import type { SatisfactionOptions } from '../../../packages/metrics/src/definitions/satisfaction-options.js';
import { parseScale } from '../../../packages/metrics/src/definitions/satisfaction-scale.js';
import type { Estimate } from '../../../packages/metrics/src/metric.js';
import { rowsOf } from '../../../packages/metrics/src/table.js';
import { answer, membersOf } from '../../fixtures/answers.js';
import { type FixtureColumns, framesOf } from '../../fixtures/frames.js';

const scores = (...values: (number | null)[]): FixtureColumns => ({ score: { kind: 'number', values } });
const ask = (data: FixtureColumns, options: SatisfactionOptions = {}): Estimate => answer(satisfaction, data, { score: 'score', ...options }, 3);
const first = (estimate: Estimate): Record<string, unknown> => ({ ...rowsOf(estimate.table)[0] });

describe('satisfaction', () => {
  it('has the documented columns of each scale, first those of the catalogue', () => {
    const names = (scale: string): string[] => ask(scores(1), { scale }).table.fields.map((field) => field.name);
    const common = [
      'change', 'change_lower', 'change_upper', 'distinguishable', 'n_eff', 'low_n', 'suppressed', 'response_rate', 'response_lower', 'response_upper', 'partial',
    ];
    expect(names('nps')).toEqual(['segment', 'n', 'excluded', 'promoters', 'passives', 'detractors', 'nps', 'se', 'lower', 'upper',
      'period', 'promoter_share', 'passive_share', 'detractor_share', ...common]);
    expect(names('csat:1-5:4')).toEqual(['item', 'n', 'missing', 'csat', 'lower', 'upper', 'mean', 'sd', 'index', 'distribution',
      'period', 'segment', 'satisfied', 'mean_lower', 'mean_upper', ...common]);
    expect(names('ces:1-7:high')).toEqual(['item', 'n', 'mean', 'low_effort_share', 'lower', 'upper',
      'period', 'segment', 'excluded', 'low_effort', 'sd', 'mean_lower', 'mean_upper', ...common]);
  });

  it('counts promoters from 9, passives from 7, and everybody below as detractors, 0 included', () => {
    expect(first(ask(scores(0, 6, 7, 8, 9, 10)))).toMatchObject({ n: 6, promoters: 2, passives: 2, detractors: 2, nps: 0, promoter_share: 1 / 3 });
  });

  it('rejects and counts what is not on the scale, and never puts it with a neighbour', () => {
    const estimate = ask(scores(10, 11, -1, 9.5, null, Number.NaN, Number.POSITIVE_INFINITY, 3));
    expect(first(estimate)).toMatchObject({ n: 2, excluded: 6, nps: 0 });
    expect(estimate.diagnostics).toMatchObject({ rowsIn: 8, rowsUsed: 2, dropped: { score_missing: 2, score_out_of_scale: 4 } });
    expect(estimate.diagnostics.notes).toEqual([{ code: 'out_of_scale', message: '4 scores are not on the scale and are left out.', params: { rows: 4 } }]);
  });

  it('says "no answers" with null, not with zero', () => {
    const empty = ask(scores());
    expect(empty.table.numRows).toBe(1);
    expect(first(empty)).toMatchObject({ segment: null, n: 0, excluded: 0, nps: null, se: null, lower: null, upper: null, promoter_share: null, n_eff: null });
    expect(first(ask(scores(null, 99), { scale: 'csat:1-5' }))).toMatchObject({ n: 0, missing: 2, csat: null, lower: null, mean: null, sd: null, index: null });
    expect(first(ask(scores(null), { scale: 'ces:1-5:low' }))).toMatchObject({ n: 0, excluded: 1, low_effort_share: null, mean: null });
    expect(empty.diagnostics.notes.map((note) => note.code)).toEqual(['no_answers']);
  });

  it('measures satisfaction as the share from the top on, in points', () => {
    const row = first(ask(scores(1, 2, 3, 4, 5, 5, 6), { scale: 'csat:1-5:4' }));
    expect(row).toMatchObject({ item: 'score', n: 6, missing: 1, csat: 50, satisfied: 3, distribution: { 1: 1, 2: 1, 3: 1, 4: 1, 5: 2 } });
    expect(row['mean']).toBeCloseTo(20 / 6, 12);
    expect(row['sd']).toBeCloseTo(Math.sqrt(40 / 15), 12);
    expect(row['index']).toBeCloseTo((100 * (20 / 6 - 1)) / 4, 12);
    expect(row['lower']).toBeCloseTo(18.7618, 3);
    expect(row['upper']).toBeCloseTo(81.2382, 3);
  });

  it('measures effort in the declared direction, as a fraction', () => {
    expect(first(ask(scores(1, 2, 6, 7), { scale: 'ces:1-7:high' }))).toMatchObject({ n: 4, mean: 4, low_effort_share: 0.5, low_effort: 2 });
    expect(first(ask(scores(1, 2, 3, 5), { scale: 'ces:1-5:low' }))).toMatchObject({ n: 4, low_effort_share: 0.5 });
    expect(first(ask(scores(1, 2, 3, 5), { scale: 'ces:1-5:low:1' }))).toMatchObject({ low_effort_share: 0.25 });
  });

  it('weighs answers where there is a weight, and leaves out those without a usable one', () => {
    const data: FixtureColumns = { score: [10, 5, 8, 9, 9, 9], weight: [1, 1, 2, null, -1, 0] };
    const estimate = ask(data, { weight: 'weight' });
    expect(first(estimate)).toMatchObject({ n: 4, excluded: 2, promoters: 1, passives: 2, detractors: 1, nps: 0, promoter_share: 0.25 });
    expect(first(estimate)['n_eff']).toBeCloseTo(16 / 6, 12);
    expect(estimate.diagnostics.dropped).toEqual({ weight_missing: 2 });
    expect(rowsOf(estimate.tables['distribution']!).filter((row) => Number(row['n']) > 0).map((row) => [row['score'], row['n'], row['share']]))
      .toEqual([[5, 1, 0.25], [8, 1, 0.5], [9, 1, 0], [10, 1, 0.25]]);
    const csat = first(ask({ score: [1, 5], weight: [1, 3] }, { weight: 'weight', scale: 'csat:1-5' }));
    expect(csat).toMatchObject({ n: 2, csat: 75, mean: 4 });
  });

  it('takes the intervals of weighted shares from the effective number of answers, to which those of no weight add nothing', () => {
    for (const scale of ['csat:1-5', 'ces:1-5:high', 'nps:1-5:5:1']) {
      const plain = first(ask({ score: [5, 1] }, { scale }));
      const weighted = first(ask({ score: [5, 1, 5, 1], weight: [1, 1, 0, 0] }, { weight: 'weight', scale }));
      expect([weighted['n'], weighted['n_eff'], weighted['lower'], weighted['upper']]).toEqual([4, 2, plain['lower'], plain['upper']]);
    }
  });

  it('has nulls where all weights are zero', () => {
    expect(first(ask({ score: [10], weight: [0] }, { weight: 'weight' }))).toMatchObject({ n: 1, nps: null, lower: null, promoter_share: null, n_eff: 0 });
    expect(first(ask({ score: [4], weight: [0] }, { weight: 'weight', scale: 'csat:1-5' }))).toMatchObject({ n: 1, csat: null, mean: null });
  });

  const data: FixtureColumns = {
    score: [10, 9, 3, 10, 7, 0, null, 10, 9],
    time: ['2024-01-05', '2024-01-31', '2024-01-31', '2024-02-01', '2024-02-29', '2024-04-01', '2024-04-01', '2024-04-02', null],
    segment: { kind: 'text', values: ['web', 'web', null, 'web', 'shop', 'web', 'web', null, 'web'] },
    customer: { kind: 'text', values: ['a', 'b', 'c', 'a', 'd', 'e', 'f', null, 'h'] },
  };

  it('has a row for each period and segment that has rows, missing segments last', () => {
    const { table, tables, diagnostics } = ask(data, { time: 'time', period: 'month', segment: 'segment' });
    expect(rowsOf(table).map((row) => [row['period'], row['segment'], row['n'], row['excluded'], row['nps']])).toEqual([
      ['2024-01-01', 'web', 2, 0, 100], ['2024-01-01', '(missing)', 1, 0, -100],
      ['2024-02-01', 'shop', 1, 0, 0], ['2024-02-01', 'web', 1, 0, 100],
      ['2024-04-01', 'web', 1, 1, -100], ['2024-04-01', '(missing)', 1, 0, 100],
    ]);
    expect(rowsOf(tables['total']!)).toHaveLength(1);
    expect(rowsOf(tables['total']!)[0]).toMatchObject({ n: 7, excluded: 1, promoters: 4, passives: 1, detractors: 2 });
    expect(diagnostics).toMatchObject({ rowsIn: 9, rowsUsed: 7, dropped: { time_missing: 1, score_missing: 1 }, window: { start: '2024-01-05', end: '2024-04-02' } });
  });

  it('compares a period with the one before it in the calendar, and only with that', () => {
    const rows = rowsOf(ask(data, { time: 'time', period: 'month' }).table);
    expect(rows.map((row) => row['period'])).toEqual(['2024-01-01', '2024-02-01', '2024-04-01']);
    expect(rows.map((row) => row['change'] === null)).toEqual([true, false, true]);
    expect(rows[1]).toMatchObject({ distinguishable: false });
    expect(rows[1]?.['change']).toBeCloseTo(50 - 100 / 3, 9);
    const many = (month: string, score: number): [string, number][] => Array.from({ length: 50 }, (_, i) => [`2024-${month}-01`, i < 40 ? score : 7]);
    const trend = [...many('01', 0), ...many('02', 10)];
    const changed = rowsOf(ask({ time: trend.map(([date]) => date), score: trend.map(([, score]) => score) }, { time: 'time', period: 'month' }).table);
    expect(changed[1]).toMatchObject({ nps: 80, change: 160, distinguishable: true });
    expect(Number(changed[1]?.['change_lower'])).toBeGreaterThan(0);
  });

  it('compares shares by Newcombe, in the unit of the score', () => {
    // Newcombe 1998, table II (a): 56/70 against 48/80, difference 0.2 [0.0524, 0.3339].
    const time = [...Array<string>(80).fill('2024-01-01'), ...Array<string>(70).fill('2024-02-01')];
    const score = [...time.keys()].map((i) => (i < 80 ? (i < 48 ? 5 : 1) : i < 80 + 56 ? 5 : 1));
    const csat = rowsOf(ask({ time, score }, { time: 'time', period: 'month', scale: 'csat:1-5' }).table)[1];
    expect([csat?.['change'], csat?.['change_lower'], csat?.['change_upper']].map((ends) => Math.round(Number(ends) * 100) / 100)).toEqual([20, 5.24, 33.39]);
    const ces = rowsOf(ask({ time, score }, { time: 'time', period: 'month', scale: 'ces:1-5:high' }).table)[1];
    expect([ces?.['change'], ces?.['change_lower'], ces?.['change_upper']].map((ends) => Math.round(Number(ends) * 1e4) / 1e4)).toEqual([0.2, 0.0524, 0.3339]);
  });

  it('cuts off at asOf and says which period is not over', () => {
    const { diagnostics } = ask(data, { time: 'time', period: 'month', asOf: '2024-04-01' });
    expect(diagnostics.dropped).toEqual({ time_missing: 1, after_as_of: 1, score_missing: 1 });
    expect(diagnostics.window).toMatchObject({ asOf: '2024-04-01', partial: ['2024-04-01'] });
    expect(ask(data, { time: 'time', period: 'month' }).diagnostics.window.partial).toEqual([]);
  });

  it('puts an answer into the local period', () => {
    const late: FixtureColumns = { score: [10], time: ['2024-03-31T23:30:00Z'] };
    const period = (timeZone: string): unknown => first(ask(late, { time: 'time', period: 'month', timeZone }))['period'];
    expect([period('UTC'), period('Europe/London'), period('America/New_York')]).toEqual(['2024-03-01', '2024-04-01', '2024-03-01']);
  });

  it('suppresses scores on few answers and keeps the counts', () => {
    const { table, tables } = ask(scores(10, 10, 3), { minN: 4 });
    expect(rowsOf(table)[0]).toMatchObject({ n: 3, nps: null, promoters: null, lower: null, suppressed: true, low_n: true });
    expect(tables['distribution']?.numRows).toBe(0);
  });

  it('names the customers behind scores, groups, segments and periods', () => {
    const options: SatisfactionOptions = { score: 'score', customer: 'customer', time: 'time', period: 'month', segment: 'segment' };
    const members = (mark: Record<string, string | number>): string[] => membersOf(satisfaction, data, options, mark);
    expect(members({ score: 10 })).toEqual(['a']);
    expect(members({ group: 'promoters' })).toEqual(['a', 'b']);
    expect(members({ group: 'passives' })).toEqual(['d']);
    expect(members({ group: 'detractors', period: '2024-04-01' })).toEqual(['e']);
    expect(members({ segment: '(missing)' })).toEqual(['c']);
    expect(members({ period: '2024-02-01', segment: 'web', group: 'promoters' })).toEqual(['a']);
    expect(() => members({ group: 'promotors' })).toThrow('satisfaction: unknown group, got "promotors", did you mean "promoters"; expected promoters, passives, detractors');
    expect(() => members({ score: 11 })).toThrow(OptionError);
    expect(() => members({ tier: 'gold' })).toThrow('satisfaction: a mark has no "tier"');
    const csat = { score: 'score', customer: 'customer', scale: 'csat:0-10:9' };
    expect(membersOf(satisfaction, data, csat, { group: 'satisfied' })).toEqual(['a', 'b', 'h']);
    expect(membersOf(satisfaction, data, csat, { group: 'others' })).toEqual(['c', 'd', 'e']);
    expect(() => membersOf(satisfaction, data, csat, { segment: 'web' })).toThrow('satisfaction: a mark has no "segment"');
  });

  it('counts as well where a batch spans centuries of days, and leaves out what no calendar has', () => {
    const far: FixtureColumns = { score: [10, 0, 10, 8], time: { kind: 'instant', values: ['1950-01-01', '2024-01-01', '1950-01-01', null].map((date) => date === null ? 9e18 : Date.parse(date) * 1000) }, segment: ['x', 'y', 'x', 'x'] };
    const { table, diagnostics } = ask(far, { time: 'time', period: 'day', segment: 'segment' });
    expect(rowsOf(table).map((row) => [row['period'], row['segment'], row['n'], row['nps']])).toEqual([['1950-01-01', 'x', 2, 100], ['2024-01-01', 'y', 1, -100]]);
    expect(diagnostics.dropped).toEqual({ time_out_of_range: 1 });
  });

  it('has an interval of the change by the method and the confidence asked for, and tells a fall from no change', () => {
    const fall: FixtureColumns = { time: [...Array<string>(60).fill('2024-01-01'), ...Array<string>(60).fill('2024-02-01')], score: [...Array<number>(60).keys(), ...Array<number>(60).keys()].map((i, at) => (at < 60 ? i % 3 === 0 ? 7 : 10 : i % 3 === 0 ? 7 : 2)) };
    const change = (options: SatisfactionOptions): Record<string, unknown> => ({ ...rowsOf(ask(fall, { time: 'time', period: 'month', ...options }).table)[1] });
    // Shares of 2/3 against 0 promoters, 0 against 2/3 detractors: each month has variance 2/3 - 4/9.
    const half = (z: number): number => z * 100 * Math.sqrt((2 * (2 / 3 - 4 / 9)) / 60);
    const wald = change({ interval: 'wald' });
    expect(wald).toMatchObject({ change: expect.closeTo(-400 / 3, 9), change_lower: expect.closeTo(-400 / 3 - half(1.959963984540054), 9), change_upper: expect.closeTo(-400 / 3 + half(1.959963984540054), 9), distinguishable: true });
    expect(change({ interval: 'wald', confidence: 0.99 })['change_upper']).toBeCloseTo(-400 / 3 + half(2.5758293035489004), 9);
    expect(change({})['change_upper']).not.toBeCloseTo(Number(wald['change_upper']), 3);
  });

  it('is of few answers under 30, and silent under minN, and says what it withholds', () => {
    const of = (n: number, options: SatisfactionOptions = {}): Estimate => ask(scores(...Array<number>(n).fill(10)), options);
    expect([first(of(29))['low_n'], first(of(30))['low_n'], first(of(12, { minN: 12 }))['nps'], first(of(12, { minN: 13 }))['nps']]).toEqual([true, false, 100, null]);
    expect([of(12, { minN: 12 }).tables['distribution']?.numRows, of(12, { minN: 13 }).tables['distribution']?.numRows]).toEqual([11, 0]);
    const notes = (estimate: Estimate): unknown[] => estimate.diagnostics.notes.map(({ code, params }) => [code, params]);
    expect(notes(of(12, { minCell: 5 }))).toEqual([['small_groups_withheld', { minCell: 5 }]]);
    expect([notes(of(12, { minCell: 1 })), notes(of(12)), notes(of(0, { minCell: 5 }))]).toEqual([[], [], [['no_answers', undefined]]]);
    expect(notes(ask(scores(1, 9), { scale: 'nps:1-10:9:6' }))).toEqual([['nps_not_standard', { min: 1, max: 10 }]]);
    expect(notes(ask(scores(1, 9), { scale: 'nps:0-9:8:5' }))).toEqual([['nps_not_standard', { min: 0, max: 9 }]]);
    expect(notes(ask(scores(1, 2), { scale: 'csat:1-7' }))).toEqual([]);
    expect([of(3).scalars, of(0).scalars, of(3, { minCell: 5 }).scalars]).toEqual([{ n: 3, excluded: 0, effective_size: 3 }, { n: 0, excluded: 0, effective_size: null }, { n: null, excluded: 0, effective_size: null }]);
  });

  it('names an unfinished period only where it has answers', () => {
    expect(ask(data, { time: 'time', period: 'month', asOf: '2024-05-10' }).diagnostics.window.partial).toEqual([]);
    expect(ask(data, { time: 'time', period: 'month', asOf: '2024-04-10' }).diagnostics.window.partial).toEqual(['2024-04-01']);
    expect(ask(data, { time: 'time', asOf: '2024-04-10' }).diagnostics.window.partial).toEqual([]);
  });

  it('names nobody behind answers that minCell withholds, and who stands behind the others', () => {
    const names = Array.from({ length: 20 }, (_, i) => `c${String(i).padStart(2, '0')}`);
    const asked: FixtureColumns = {
      customer: names, time: names.map((_, i) => (i < 12 ? '2024-01-05' : '2024-02-05')), segment: names.map((_, i) => (i < 6 || i >= 16 ? 'web' : 'shop')),
      score: names.map((_, i) => (i < 6 ? 10 : i < 9 ? 2 : 8)),
    };
    const options: SatisfactionOptions = { score: 'score', customer: 'customer', time: 'time', period: 'month', segment: 'segment', minCell: 5 };
    const members = (mark: Record<string, string | number>): string[] => membersOf(satisfaction, asked, options, mark);
    expect(members({ period: '2024-01-01', segment: 'web' })).toEqual(names.slice(0, 6));
    // In February each has four answers; in January shop's three and three are told together only.
    for (const mark of [{ period: '2024-02-01' }, { segment: 'shop' }, {}, { group: 'passives' }, { score: 8 }, { period: '2024-01-01', group: 'detractors' }, { period: '2024-01-01', segment: 'shop', score: 2 }]) {
      expect(() => members(mark)).toThrow('satisfaction: the customers behind a mark are withheld');
    }
    expect(members({ period: '2024-01-01', segment: 'shop' })).toEqual(names.slice(6, 12));
  });

  it('knows nobody where no customer column is named', () => {
    const { input } = framesOf(data);
    expect(satisfaction.fold({ score: 'score' }, input).members).toBeUndefined();
  });
});

describe('parseScale', () => {
  it.each([
    ['nps', { type: 'nps' }],
    ['csat:1-5:4', { type: 'csat', min: 1, max: 5, top: 4 }],
    ['csat:1-6:low:2', { type: 'csat', min: 1, max: 6, direction: 'low', top: 2 }],
    ['csat:1-5:high', { type: 'csat', min: 1, max: 5 }],
    ['nps:1-10:9:6', { type: 'nps', min: 1, max: 10, top: 9, bottom: 6 }],
    ['nps:0-10:9:6', { type: 'nps' }],
    ['CSAT:1-10', { type: 'csat', min: 1, max: 10 }],
    ['csat:-2-2', { type: 'csat', min: -2, max: 2 }],
    ['ces:1-7:high', { type: 'ces', min: 1, max: 7, direction: 'high' }],
    ['ces:1-5:low:2', { type: 'ces', min: 1, max: 5, direction: 'low', top: 2 }],
  ])('reads %s', (text, scale) => {
    expect(parseScale(text)).toEqual(scale);
  });

  it.each(['', 'nps:0-10', 'csat', 'csat:5', 'csat:1-5:4:3', 'csat:1-5:x', 'ces:1-7', 'ces:1-7:up', 'stars:1-5'])('refuses "%s"', (text) => {
    expect(() => parseScale(text)).toThrow(OptionError);
    expect(() => parseScale(text)).toThrow(`satisfaction: unknown scale, got "${text}"; expected nps, csat:1-5:4`);
  });

  it('reads what is written in other letters or with room around it, and scales of up to 101 scores', () => {
    expect(parseScale('  Ces:1-7:LOW ')).toEqual({ type: 'ces', min: 1, max: 7, direction: 'low' });
    expect(parseScale('csat:0-100:80')).toEqual({ type: 'csat', min: 0, max: 100, top: 80 });
    expect(parseScale('csat:-12--10')).toEqual({ type: 'csat', min: -12, max: -10 });
    expect(parseScale('nps:0-10:10:6')).toEqual({ type: 'nps', min: 0, max: 10, top: 10, bottom: 6 });
    expect(parseScale('nps:0-10:9:5')).toEqual({ type: 'nps', min: 0, max: 10, top: 9, bottom: 5 });
    expect(parseScale('nps:0-11:9:6')).toEqual({ type: 'nps', min: 0, max: 11, top: 9, bottom: 6 });
    expect(parseScale('nps:1-10:9:1')).toEqual({ type: 'nps', min: 1, max: 10, top: 9, bottom: 1 });
  });

  it.each(['csat:x1-5', 'csat:1-5y', 'csat:1-5:4x', 'csat:1-5:x4', 'nps:1-10:9:x', 'nps:1-10:x:6', 'nps:1-10:9', 'csat:1-5:low:2:1', 'nps::9', 'ces:1-7:7'])('refuses "%s" too', (text) => {
    expect(() => parseScale(text)).toThrow(`satisfaction: unknown scale, got "${text}"`);
  });

  it.each([
    'csat:0-101', 'csat:1-5:0', 'ces:1-7:low:8', 'nps:1-10:6:9', 'nps:1-10:9:9', 'nps:1-10:9:0', 'nps:1-10:11:6', 'csat:5-1', 'csat:1-5:6', 'csat:0-1000', 'ces:3-3:low',
  ])('refuses the impossible scale %s', (text) => {
    expect(() => parseScale(text)).toThrow(OptionError);
  });
});

describe('satisfaction options', () => {
  it('are resolved with every default, and resolving again changes nothing', () => {
    const resolved = satisfaction.resolve({ score: 's', scale: 'csat:1-5:4' });
    expect(resolved).toMatchObject({ scale: { type: 'csat', min: 1, max: 5, top: 4 }, period: null, timeZone: 'UTC', weekStart: 1, interval: 'adjusted-wald', confidence: 0.95, minN: 0 });
    expect(satisfaction.resolve(resolved)).toEqual(resolved);
    expect(satisfaction.resolve({}).scale).toEqual({ type: 'nps' });
  });

  it.each([
    [{ scroe: 's' }, 'satisfaction: unknown option "scroe"; expected "score"'],
    [{ period: 'fortnight' }, 'satisfaction: unknown period "fortnight"; expected day, week, month, quarter or year'],
    [{ scale: { type: 'csat', min: 1 } }, 'satisfaction: no scale runs that way, got min 1, max undefined; expected two integers, min below max'],
    [{ scale: { type: 'nps', max: 5 } }, 'satisfaction: no scale runs that way, got min undefined, max 5; expected two integers'],
    [{ scale: { type: 'nps', min: 1, max: 10 } }, 'satisfaction: a scale of its own says who promotes and who detracts, got top undefined, bottom undefined'],
    [{ scale: { type: 'csat', min: 1, max: 5, direction: 'up' } }, 'satisfaction: no such direction, got "up"; expected high or low'],
    [{ rolling: 3 }, 'satisfaction: rolling is not valid, got 3; expected a period with it'],
    [{ scale: { type: 'ces', min: 1, max: 7 } }, 'satisfaction: an effort scale says which end is easy'],
    [{ scale: 5 }, 'satisfaction: unknown scale, got 5'],
    [{ scale: { type: 'stars' } }, 'satisfaction: unknown scale, got {"type":"stars"}'],
    [{ scale: { type: 5 } }, 'satisfaction: unknown scale, got {"type":5}'],
    [{ scale: { type: 'ces', min: 1, max: 7, direction: 'low', bottom: 2 } }, 'satisfaction: a scale of type "ces" has no "bottom"; expected type, min, max, direction, top'],
    [{ scale: { type: 'csat', min: 1, max: 5, top: 2.5 } }, 'satisfaction: top lies outside the scale, got 2.5; expected an integer from 1 to 5'],
    [{ scale: { type: 'nps', min: 1, max: 10, top: 9, bottom: 5.5 } }, 'satisfaction: a scale of its own says who promotes and who detracts, got top 9, bottom 5.5'],
    [{ scale: { type: 'csat', min: 1, max: 200 } }, 'satisfaction: too many scores, got 200; expected at most 101'],
    [{ asOf: 'soon' }, 'satisfaction: asOf is not valid, got "soon"'],
    [{ weekStart: 8 }, 'satisfaction: weekStart is not valid, got 8'],
    [{ interval: 'wilson' }, 'satisfaction: unknown interval "wilson"'],
  ])('refuse %j', (options, message) => {
    expect(() => satisfaction.resolve(options as SatisfactionOptions)).toThrow(message);
    expect(() => satisfaction.resolve(options as SatisfactionOptions)).toThrow(OptionError);
  });

  it('must name columns that exist and fit', () => {
    const { input } = framesOf({ score: [1], text: ['x'] });
    expect(() => satisfaction.fold({}, input)).toThrow('satisfaction: no column for "score"');
    expect(() => satisfaction.fold({ score: 'text' }, input)).toThrow(SchemaError);
    expect(() => satisfaction.fold({ score: 'score', period: 'month' }, input)).toThrow('satisfaction: no column for "time"');
  });
});
