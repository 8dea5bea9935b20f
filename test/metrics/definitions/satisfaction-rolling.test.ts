import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { satisfaction } from '../../../packages/metrics/src/definitions/satisfaction.js';
import type { SatisfactionOptions } from '../../../packages/metrics/src/definitions/satisfaction-options.js';
import { type Row, rowsOf } from '../../../packages/metrics/src/table.js';
import { answer } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';

const ask: SatisfactionOptions = { score: 'score', time: 'time', period: 'month' };

/** Answers by month: `{'2024-01': [10, 3]}`. */
function byMonth(months: Readonly<Record<string, readonly (number | null)[]>>): FixtureColumns {
  const rows = Object.entries(months).flatMap(([month, scores]) => scores.map((score) => ({ score, time: `${month}-15` })));
  return { score: { kind: 'number', values: rows.map((row) => row.score) }, time: { kind: 'date', values: rows.map((row) => row.time) } };
}

function rolling(data: FixtureColumns, options: SatisfactionOptions): Row[] {
  return rowsOf(answer(satisfaction, data, { ...ask, ...options }).tables['rolling']!);
}

describe('a rolling window', () => {
  it('counts the answers of its periods together, and never averages their scores', () => {
    const rows = rolling(byMonth({ '2024-01': [10, 10, 10, 10, 10, 10, 10, 10], '2024-02': [0, 0], '2024-03': [9] }), { rolling: 2 });
    expect(rows.map((row) => [row['period'], row['n'], row['nps']])).toEqual([['2024-02-01', 10, 60], ['2024-03-01', 3, 100 * (1 / 3 - 2 / 3)]]);
  });

  it('starts with the first period that has so many behind it, and steps over months without answers', () => {
    const rows = rolling(byMonth({ '2024-01': [9], '2024-03': [0], '2024-06': [8] }), { rolling: 3 });
    expect(rows.map((row) => [row['period'], row['n'], row['nps']])).toEqual([['2024-03-01', 2, 0], ['2024-06-01', 1, 0]]);
    expect(rolling(byMonth({ '2024-01': [9] }), { rolling: 2 })).toEqual([]);
  });

  it('compares with the window before, which shares no answer with it', () => {
    const months = byMonth({ '2024-01': [0, 0, 5], '2024-02': [0, 1, 2], '2024-03': [10, 9, 10], '2024-04': [10, 9, 9] });
    const rows = rolling(months, { rolling: 2 });
    expect(rows.map((row) => [row['period'], row['change']])).toEqual([['2024-02-01', null], ['2024-03-01', null], ['2024-04-01', 200]]);
    expect(rows[2]?.['distinguishable']).toBe(true);
  });

  it('is the score of the rows that fall into it', () => {
    const data = fc.array(fc.record({ month: fc.integer({ min: 1, max: 8 }), score: fc.integer({ min: 0, max: 11 }) }), { minLength: 1, maxLength: 60 });
    fc.assert(fc.property(data, fc.integer({ min: 2, max: 4 }), (list, length) => {
      const columns = (some: typeof list): FixtureColumns => ({
        score: { kind: 'number', values: some.map(({ score }) => score) }, time: { kind: 'date', values: some.map(({ month }) => `2024-0${month}-10`) },
      });
      for (const row of rolling(columns(list), { rolling: length })) {
        const end = Number(String(row['period']).slice(5, 7));
        const inside = list.filter(({ month }) => month > end - length && month <= end);
        const alone = rowsOf(answer(satisfaction, columns(inside), { score: 'score' }).table)[0];
        for (const name of ['n', 'excluded', 'promoters', 'detractors', 'nps', 'se', 'lower', 'upper']) expect(row[name]).toEqual(alone?.[name]);
      }
    }), { numRuns: 60 });
  });
});

describe('response rate', () => {
  it('is the share of rows with an answer where rows without a score are customers who were asked', () => {
    const data = byMonth({ '2024-01': [10, 3, null, null, 11] });
    const [row] = rowsOf(answer(satisfaction, data, { ...ask, unanswered: true }).table);
    // Who gave 11 answered, but not on the scale: neither an answer nor silence.
    expect(row).toMatchObject({ n: 2, excluded: 3, response_rate: 0.5 });
    expect(row?.['response_lower']).toBeCloseTo(0.15003, 4);
    expect(rowsOf(answer(satisfaction, data, ask).table)[0]).toMatchObject({ response_rate: null, response_lower: null });
    expect(rowsOf(answer(satisfaction, byMonth({ '2024-01': [11] }), { ...ask, unanswered: true }).table)[0]).toMatchObject({ response_rate: null });
  });
});

describe('scales with a direction', () => {
  it('counts the lowest marks as satisfied where the lowest is best', () => {
    const marks = { score: { kind: 'number' as const, values: [1, 2, 3, 6] } };
    expect(rowsOf(answer(satisfaction, marks, { score: 'score', scale: 'csat:1-6:low:2' }).table)[0]).toMatchObject({ csat: 50, mean: 3, index: 60 });
  });

  it('calls an NPS on another scale what it is', () => {
    const scores = { score: { kind: 'number' as const, values: [1, 6, 7, 9, 10, 0] } };
    const { table, diagnostics } = answer(satisfaction, scores, { score: 'score', scale: 'nps:1-10:9:6' });
    expect(rowsOf(table)[0]).toMatchObject({ n: 5, excluded: 1, promoters: 2, passives: 1, detractors: 2, nps: 0 });
    expect(diagnostics.notes.map((note) => note.code)).toEqual(['out_of_scale', 'nps_not_standard']);
  });
});
