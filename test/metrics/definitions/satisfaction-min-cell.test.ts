import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { satisfaction } from '../../../packages/metrics/src/definitions/satisfaction.js';
import type { SatisfactionOptions } from '../../../packages/metrics/src/definitions/satisfaction-options.js';
import { type Row, rowsOf } from '../../../packages/metrics/src/table.js';
import { answer, membersOf } from '../../fixtures/answers.js';
import type { FixtureColumns } from '../../fixtures/frames.js';
import { matrixRank } from '../../fixtures/matrix-rank.js';

const ask: SatisfactionOptions = { score: 'score', segment: 'segment', customer: 'customer' };

/** Answers by segment: `{web: [10, 3]}`. */
function bySegment(segments: Readonly<Record<string, readonly number[]>>): FixtureColumns {
  const rows = Object.entries(segments).flatMap(([segment, scores]) => scores.map((score) => ({ segment, score })));
  return {
    segment: { kind: 'text', values: rows.map((row) => row.segment) }, score: { kind: 'number', values: rows.map((row) => row.score) },
    customer: { kind: 'text', values: rows.map((_, i) => `c${i}`) },
  };
}
const times = (count: number, score: number): number[] => Array.from({ length: count }, () => score);

describe('satisfaction with minCell', () => {
  it('withholds a segment of few answers, and another that would tell it by the total', () => {
    const data = bySegment({ web: times(40, 10), shop: times(3, 10), app: times(12, 10) });
    const result = answer(satisfaction, data, { ...ask, minCell: 5 });
    expect(rowsOf(result.table).map((row) => [row['segment'], row['n'], row['nps'], row['suppressed']])).toEqual([['app', null, null, true], ['shop', null, null, true], ['web', 40, 100, false]]);
    expect(rowsOf(result.tables['total']!)[0]).toMatchObject({ n: 55, nps: 100, suppressed: false });
    expect(rowsOf(result.tables['distribution']!).every((row) => row['segment'] === 'web')).toBe(true);
  });

  it('withholds a score that a small group of answers goes into, and tells how many answered', () => {
    const [row] = rowsOf(answer(satisfaction, bySegment({ web: [...times(40, 10), ...times(20, 8), ...times(2, 1)] }), { ...ask, minCell: 5 }).table);
    expect(row).toMatchObject({ n: 62, promoters: 40, passives: null, detractors: null, nps: null, se: null, lower: null, suppressed: true });
  });

  it('keeps the share of the satisfied where only a score within a group is rare, and withholds the mean that would tell it', () => {
    const data = bySegment({ web: [...times(40, 5), ...times(20, 4), ...times(9, 3), ...times(2, 1)] });
    const result = answer(satisfaction, data, { ...ask, scale: 'csat:1-5:4', minCell: 5 });
    expect(rowsOf(result.table)[0]).toMatchObject({ n: 71, csat: (100 * 60) / 71, mean: null, sd: null, index: null, suppressed: false, distribution: { 2: 0, 4: 20, 5: 40 } });
    expect(rowsOf(result.tables['distribution']!).map((row) => [row['score'], row['n'], row['suppressed']])).toEqual([
      [1, null, true], [2, 0, false], [3, null, true], [4, 20, false], [5, 40, false],
    ]);
  });

  it('tells nothing of a few answers in all', () => {
    const { table, tables, scalars } = answer(satisfaction, bySegment({ web: [10, 9], shop: [1] }), { ...ask, minCell: 5 });
    expect([...rowsOf(table), ...rowsOf(tables['total']!)].every((row) => row['n'] === null && row['nps'] === null && row['suppressed'] === true)).toBe(true);
    expect(scalars).toMatchObject({ n: null, effective_size: null });
  });

  it('names nobody behind what it withholds', () => {
    const data = bySegment({ web: [...times(40, 10), ...times(20, 8), ...times(2, 1)], shop: times(9, 9) });
    const who = (mark: Record<string, string | number>): (() => string[]) => () => membersOf(satisfaction, data, { ...ask, minCell: 5 }, mark);
    expect(who({ segment: 'web', group: 'detractors' })).toThrow(/withheld/);
    expect(who({ segment: 'web', score: 1 })).toThrow(/withheld/);
    expect(who({ group: 'detractors' })).toThrow(/withheld/);
    expect(who({ segment: 'web', group: 'promoters' })()).toHaveLength(40);
    expect(who({ segment: 'shop' })()).toHaveLength(9);
  });

  it('never lets a withheld number be worked out of what is told, totals and rolling windows included', () => {
    const answers = fc.array(fc.record({
      month: fc.integer({ min: 1, max: 4 }), segment: fc.constantFrom('a', 'b', 'c'), score: fc.constantFrom(1, 2, 3, 4, 5, 5, 5), times: fc.constantFrom(1, 1, 3, 12),
    }), { minLength: 3, maxLength: 30 });
    const scales = fc.constantFrom('csat:1-5:4', 'ces:1-5:high', 'nps:1-5:5:3');
    fc.assert(fc.property(answers, scales, fc.constantFrom(null, 2), fc.constantFrom(3, 5), (list, scale, rolling, minCell) => {
      const rows = list.flatMap((one) => times(one.times, one.score).map(() => one));
      const data: FixtureColumns = {
        score: { kind: 'number', values: rows.map((row) => row.score) }, segment: { kind: 'text', values: rows.map((row) => row.segment) },
        time: { kind: 'date', values: rows.map((row) => `2024-0${row.month}-10`) },
      };
      const options: SatisfactionOptions = { score: 'score', segment: 'segment', time: 'time', period: 'month', rolling, scale };
      const open = answer(satisfaction, data, options);
      const told = answer(satisfaction, data, { ...options, minCell });
      if (rows.length < minCell) return;
      // Unknowns: answers by period, segment and score. Every number that is told is a sum of some of them.
      const unknowns = rowsOf(open.tables['distribution']!);
      const monthOf = (row: Row): number => Number(String(row['period']).slice(5, 7));
      const known: number[][] = [];
      const withheld: number[][] = [];
      const favourable = { 'csat:1-5:4': 4, 'ces:1-5:high': 4, 'nps:1-5:5:3': 5 }[scale] ?? 0;
      const read = (row: Row, inRow: (unknown: Row) => boolean): void => {
        const sum = (test: (unknown: Row) => boolean): number[] => unknowns.map((unknown) => Number(inRow(unknown) && test(unknown)));
        const groups = { promoters: 5, satisfied: 4, low_effort: 4 };
        (row['n'] === null ? withheld : known).push(sum(() => true));
        for (const [name, from] of Object.entries(groups)) if (name in row && row[name] !== null) known.push(sum((unknown) => Number(unknown['score']) >= from));
        if ('detractors' in row && row['detractors'] !== null) known.push(sum((unknown) => Number(unknown['score']) <= 3));
        if ('passives' in row && row['passives'] !== null) known.push(sum((unknown) => unknown['score'] === 4));
        // A score with its interval tells the number of favourable answers, a mean the sum of scores.
        if ([row['csat'], row['low_effort_share'], row['nps'], row['lower']].some((cell) => typeof cell === 'number')) known.push(sum((unknown) => Number(unknown['score']) >= favourable));
        if (typeof row['mean'] === 'number') known.push(unknowns.map((unknown) => (inRow(unknown) ? Number(unknown['score']) : 0)));
        const counts = row['distribution'];
        if (typeof counts === 'object' && counts !== null) for (const score of Object.keys(counts)) known.push(sum((unknown) => unknown['score'] === Number(score)));
      };
      for (const row of rowsOf(told.table)) read(row, (unknown) => unknown['period'] === row['period'] && unknown['segment'] === row['segment']);
      for (const row of rowsOf(told.tables['total']!)) read(row, () => true);
      for (const row of rolling === null ? [] : rowsOf(told.tables['rolling']!)) {
        read(row, (unknown) => unknown['segment'] === row['segment'] && monthOf(unknown) <= monthOf(row) && monthOf(unknown) > monthOf(row) - 2);
      }
      const shown = rowsOf(told.tables['distribution']!);
      unknowns.forEach((unknown, i) => {
        const row = shown.find((one) => ['period', 'segment', 'score'].every((name) => one[name] === unknown[name]));
        const vector = unknowns.map((_, j) => Number(i === j));
        if (row !== undefined && row['n'] !== null) {
          known.push(vector);
          expect(row['n'] === 0 || Number(row['n']) >= minCell).toBe(true);
        } else if (Number(unknown['n']) > 0) withheld.push(vector);
      });
      const rank = matrixRank(known);
      for (const vector of withheld) expect(matrixRank([...known, vector])).toBe(rank + 1);
    }), { numRuns: 60 });
  });
});
